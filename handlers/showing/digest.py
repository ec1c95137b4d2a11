"""One message instead of several: what a person is reminded of this morning, each line with a button that opens it.

It draws from the cards that would have been sent alone, and never leaves one out without saying how many.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.chat.card import Button, Card, Item, Items, Part, Text, counted, shorten
from handlers.chat.reply import Reply
from storage.rules.ladder import Kind

SHOWN: Final = 12
"""So many lines fit on every platform; of the rest the number is said."""
_GROUPS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("Late", frozenset({Kind.LATE, Kind.ALERT_LATE, Kind.ANSWER_LATE})),
    ("Waiting for you", frozenset()),
    ("Coming up", frozenset({Kind.DEADLINE, Kind.ALERT_DUE})),
)


def digest(entries: Sequence[tuple[int, str, Reply]], today: date) -> Reply:
    """Return one message for several. An entry is a row's number in the outbox, its kind, and its own message."""
    named = {kind for _, kinds in _GROUPS for kind in kinds}
    parts: list[Part] = []
    left = SHOWN
    for title, kinds in _GROUPS:
        inside = [one for one in entries if (one[1] in kinds if kinds else one[1] not in named)]
        shown = inside[:left]
        left -= len(shown)
        if not inside:
            continue
        parts.append(Text(f"{title}: {len(inside)}"))
        hidden = len(inside) - len(shown)
        more = f"{counted(hidden, 'more line')} not shown here." if hidden else ""
        parts.append(Items(tuple(_line(number, reply) for number, _, reply in shown), more))
    mine = Button("My actions", "alerts.mine")
    title = f"Your safety work today ({today:%a} {today.day} {today:%b})"
    return Reply((Card("reminders.digest", title, tuple(parts), (mine,)),))


def _sentence(text: str) -> str:
    """Return a text with a full stop, as the title of an alert has none and others follow it on the line."""
    said = text.rstrip()
    return said if said.endswith((".", "?", "!", ":", "…")) else f"{said}."


def _line(number: int, reply: Reply) -> Item:
    card = reply.cards[0]
    listed = next((part.items for part in card.parts if isinstance(part, Items) and part.items), ())
    said = " ".join(_sentence(part.text) for part in card.parts if isinstance(part, Text) and not part.quiet)
    opens = Button("Open", "reminders.open", str(number))
    if listed:
        more = f" and {counted(len(listed) - 1, 'more')}" if len(listed) > 1 else ""
        return Item(shorten(listed[0].title, 200) + more, shorten(f"{card.title} · {listed[0].text}", 300), (opens,))
    return Item(shorten(card.title, 200), shorten(said, 300), (opens,))
