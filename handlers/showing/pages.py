"""Lists that are longer than a card: which part of one is shown, in words, and the buttons to the other parts."""

from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button

PAGE: Final = 5


def start(value: str, total: int) -> int:
    """Return the place of the first that is shown, for what a button says of it. Where the list ends, the last page."""
    return min(read_number(value) or 0, max(0, (total - 1) // PAGE * PAGE))


def turning(
    action: str,
    offset: int,
    shown: int,
    total: int,
    *,
    order: str,
    later: str,
    first: str = "Back to the first",
    about: str = "",
) -> tuple[str, tuple[Button, ...]]:
    """Return which of a list are shown, in words, and the buttons that turn the page; nothing when all are shown.

    ``action`` is pressed with the place of the first to be shown, after ``about``. ``order`` is how the list is sorted,
    in words; ``later`` and ``first`` are the labels of the way on and the way back.
    """
    end = offset + shown
    said = f"{offset + 1} to {end} of {total}, {order}." if end < total or offset else ""
    on = (Button(later, action, f"{about}{end}"),) if end < total else ()
    back = (Button(first, action, f"{about}0"),) if offset else ()
    return said, (*on, *back)
