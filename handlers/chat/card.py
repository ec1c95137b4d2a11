"""Cards: what a person is shown, as values that every platform can draw.

A card never holds a platform's markup; all its text is plain and is escaped where it is drawn.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

TITLE_MOST = 140
BUTTON_MOST = 60
VALUE_MOST = 900


class Style(StrEnum):
    """How a button is weighted: one primary at most on a card, danger asks once more."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The question asked before a press counts, in words that say what will happen."""

    title: str
    text: str
    yes: str
    no: str = "Go back"


@dataclass(frozen=True, slots=True)
class Button:
    """A press: ``action`` names the handler, ``value`` tells it about what. ``url`` makes it a link instead.

    ``shares``: it shows something to everybody in the place where it is pressed, so it stays there when the answer
    goes elsewhere. Nothing in ``value`` is trusted: it comes back from the network and is checked like any other word.
    Raises ValueError when a text is longer than every platform can show.
    """

    label: str
    action: str
    value: str = ""
    style: Style = Style.PLAIN
    confirm: Confirm | None = None
    url: str = ""
    shares: bool = False

    def __post_init__(self) -> None:
        if not self.label or len(self.label) > BUTTON_MOST:
            raise ValueError(f"a button's label has 1 to {BUTTON_MOST} characters: {len(self.label)}")
        if len(self.value) > VALUE_MOST:
            raise ValueError(f"a button's value has at most {VALUE_MOST} characters: {len(self.value)}")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``quiet`` is for side remarks such as the age of figures; ``quote`` for a person's own words.

    ``leads``: nothing is put before it, because it is about a patient's care now.
    """

    text: str
    quiet: bool = False
    quote: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, in order."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, with the buttons that belong to it: three at most, or the answers to one question."""

    title: str
    text: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list, most urgent first. ``more`` says how many are not shown, in words; it is empty when all are."""

    items: tuple[Item, ...]
    more: str = ""


class StepState(StrEnum):
    """Where a step stands. Drawn as a word, with a symbol beside it."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a longer way."""

    title: str
    state: StepState


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps in order, with how far it has come."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG drawn by us. ``alt`` says in words what the picture shows; it is never empty."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    png: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs words for people who cannot see it")


Part = Text | Facts | Items | Steps | Picture


@dataclass(frozen=True, slots=True)
class Card:
    """A heading, a few parts, and buttons with the likeliest first.

    ``name`` is the card's type (``alerts.action``): the gallery test holds an example of each.
    """

    name: str
    title: str
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()

    def __post_init__(self) -> None:
        if len(self.title) > TITLE_MOST:
            raise ValueError(f"a title has at most {TITLE_MOST} characters: {len(self.title)}")


def say(text: str, *buttons: Button, title: str = "", name: str = "chat.say") -> Card:
    """Return a card of one paragraph."""
    return Card(name, title, (Text(text),), buttons)


def counted(number: int, what: str) -> str:
    """Return how many there are, in words: "1 action", "2 actions"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def shorten(text: str, most: int) -> str:
    """Return ``text`` in at most ``most`` characters; what is cut off is marked with "… (shortened)"."""
    if len(text) <= most:
        return text
    mark = "… (shortened)"
    return text[: max(0, most - len(mark))].rstrip() + mark
