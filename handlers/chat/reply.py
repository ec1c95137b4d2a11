"""Replies: what a handler answers to the person who spoke, and how it is kept until it is delivered.

A reply never names anybody else: other people hear from the outbox.
"""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final

from pydantic import ConfigDict, TypeAdapter

from handlers.chat.card import Button, Card, say
from handlers.chat.form import Form


@dataclass(frozen=True, slots=True)
class Reply:
    """Cards (one message), and perhaps a form.

    ``replaces``: they take the place of the card that was pressed. ``public``: everybody in the place sees them,
    because the person chose to share. ``keep``: also send them to the one-to-one chat when the window that
    shows them is about to close (a receipt). ``behind`` takes the place of the card from which that window was opened.
    """

    __pydantic_config__: ClassVar = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    """Pictures are bytes, and JSON has none; a dataclass carries its own configuration."""

    cards: tuple[Card, ...] = ()
    form: Form | None = None
    replaces: bool = False
    public: bool = False
    keep: bool = False
    behind: Card | None = None


def tell(text: str, *buttons: Button, title: str = "", replaces: bool = False) -> Reply:
    """Return a reply of one paragraph."""
    return Reply((say(text, *buttons, title=title),), replaces=replaces)


def show(*cards: Card, replaces: bool = False) -> Reply:
    """Return a reply of cards."""
    return Reply(cards, replaces=replaces)


def ask(form: Form) -> Reply:
    """Return a reply that opens a form."""
    return Reply(form=form)


@cache
def _adapter() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


_RECENT: Final[OrderedDict[str, Reply]] = OrderedDict()
_RECENT_MOST: Final = 64


def pack(reply: Reply) -> str:
    """Return the reply as JSON, for the outbox and for a delivery that is repeated.

    Most are sent by this process a moment later, so the newest are remembered and need not be read again.
    """
    body = _adapter().dump_json(reply).decode()
    _RECENT[body] = reply
    if len(_RECENT) > _RECENT_MOST:
        _RECENT.popitem(last=False)
    return body


def unpack(body: str) -> Reply:
    """Return the reply that ``pack`` wrote. Raises pydantic.ValidationError for anything else."""
    return _RECENT.get(body) or _adapter().validate_json(body)
