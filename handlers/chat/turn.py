"""Turns: one thing that a person did, whoever's platform brought it.

A turn is what an adapter read from a verified delivery; it never holds a token or a raw payload.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.cleaning import Cleaned
from storage.records import HOME_TENANT, Platform

__all__ = [
    "HOME_TENANT",
    "Address",
    "Answers",
    "Carry",
    "Handed",
    "Opened",
    "Passage",
    "Place",
    "PlaceKind",
    "Platform",
    "Press",
    "RawAnswer",
    "Turn",
    "Upload",
    "Words",
]

Address = Mapping[str, str]
"""What a platform's sender needs to reach a place, a person or one message. Opaque to everybody else."""

RawAnswer = str | tuple[str, ...]
"""An answer before it is checked: a string (ISO for dates and times), or several."""


class PlaceKind(StrEnum):
    """Who else is in the room."""

    PERSONAL = "personal"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn happened: the platform's id of the conversation."""

    kind: PlaceKind
    id: str


@dataclass(frozen=True, slots=True)
class Words:
    """Typed words, without the mention of the bot and without the name of a slash command.

    ``command``: they were given to the bot as a command (``/safety …``), so they never answer an open question.
    """

    text: str
    command: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button. ``inputs`` are answers that stood on the same card, if any."""

    action: str
    value: str = ""
    inputs: Mapping[str, RawAnswer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person handed over, already read and within the platform's size limit."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of a turn after it was looked through: cleaned, or refused with words for the person.

    ``name`` is as the person called it and is not screened.
    """

    name: str
    cleaned: Cleaned | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A message that somebody chose with "Report this message" or forwarded: its text and when it was posted."""

    text: str
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A form sent off: which one, about what (``context``), and the raw answers by field name.

    ``passage`` is the forwarded message that its ``files`` came in, if they did.
    """

    form: str
    context: str
    values: Mapping[str, RawAnswer]
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)
    passage: Passage | None = None


class Opened(StrEnum):
    """Something was opened rather than said."""

    HOME = "home"
    WELCOME = "welcome"


Said = Words | Press | Answers | Passage | Opened


class Carry(StrEnum):
    """What the answer to the very request can hold. What it cannot hold goes through the outbox.

    ``REPLACE``: a card in place of the one that was pressed or the form that was sent.
    ``NEW``: a further card, visible to this person. ``FORM``: a form.
    """

    REPLACE = "replace"
    NEW = "new"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Turn:
    """One delivery, verified and read.

    ``delivery`` is the platform's own identity of it, the same when it is delivered again.
    ``tenant`` is ``HOME_TENANT`` for the trust's own workspace, otherwise the outside organisation's id.
    ``here`` reaches this place with a new message, ``card`` the pressed card, ``personal`` the person alone.
    ``opens_forms``: a form can be shown now (in the answer, or as a message).
    ``whispers``: what is answered in this place is seen by this person only.
    ``forms_hold_files``: a form can hand over a file here; where it cannot, its questions are asked one at a time.
    ``handed``: its files by field, looked through; an adapter leaves it empty.
    ``fleeting``: what is answered here is gone when a window closes, so that receipts go to the chat as well.
    ``deletes``: in the platform's words, how the person deletes the message that they just sent; empty when there is
    none, or we can. ``unlinked``: set by the reception, nothing is kept that leads from what is done to the person.
    """

    platform: Platform
    tenant: str
    user: str
    place: Place
    said: Said
    delivery: str
    at: datetime
    name: str = ""
    carries: frozenset[Carry] = frozenset()
    here: Address = field(default_factory=dict)
    card: Address | None = None
    personal: Address | None = None
    opens_forms: bool = True
    whispers: bool = True
    fleeting: bool = False
    forms_hold_files: bool = True
    handed: Mapping[str, tuple[Handed, ...]] = field(default_factory=dict)
    deletes: str = ""
    unlinked: bool = False
