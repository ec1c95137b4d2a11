"""A capability: everything that one folder under ``handlers`` adds to the bot, as one value.

The router, the help, the gallery test and the courier read it; no platform does.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from handlers.chat.card import Button, Card
from handlers.chat.form import Field, Form
from handlers.chat.reply import Reply
from handlers.chat.turn import RawAnswer, Turn
from storage.records import Message, Person

if TYPE_CHECKING:
    from handlers.desk import Desk
    from storage.drafts import Draft

Handle = Callable[[Turn, "Desk", str], Awaitable[Reply]]
"""A handler. The string is the rest of the words after the command, or the value of the pressed button."""

Opener = Callable[[Turn, "Desk", str], Awaitable[Form | Reply]]
"""Returns the form about ``context``, filled in as far as it is known; or a reply that says why not."""

Answered = Callable[[Turn, "Desk", Any, str], Awaitable[Reply]]
"""Takes the checked model and the form's context."""

Draw = Callable[[Message, "Desk"], Awaitable[Reply | None]]
"""Draws a message of the outbox at the moment it is sent. None: nobody needs it any more."""


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, whether it only reads, and whether words may follow the command.

    What only reads costs no write and no lock. ``breaks``: it is answered even while a question is open, which stays
    open. ``unlinked``: nothing is kept that leads from it to the person.
    ``known_as``: the command by which it is suggested, when these words are only another way to ask for that.
    """

    handle: Handle
    reads: bool = False
    rest: bool = False
    unlinked: bool = False
    breaks: bool = False
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class FormRoute:
    """A form: its model, how it is opened, what happens with the answers.

    ``keeps_draft``: the form's context is its draft (``d12``), and the handler decides when that is dropped.
    ``applies`` says whether a question still makes sense after the answers so far (raw); by default all do.
    ``asks`` returns a question as it is put after the answers so far (raw); by default as it stands in the form.
    ``first`` names questions of a draft that are asked before the others, one at a time: those that its card asks.
    ``unlinked``: nothing is kept that leads from opening or sending it to the person, so it keeps no draft.
    """

    model: type[BaseModel]
    opens: Opener
    answered: Answered
    title: str
    keeps_draft: bool = False
    applies: Callable[[str, Mapping[str, RawAnswer]], bool] = lambda _field, _values: True
    asks: Callable[[Field, Mapping[str, RawAnswer]], Field] = lambda one, _values: one
    first: Callable[["Draft"], Sequence[str]] = lambda _draft: ()
    unlinked: bool = False


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A line of help: words that a person can say, what they do, and for whom. ``form``: the words open a form."""

    words: str
    does: str
    shown_to: Callable[[Person], bool] = lambda _person: True
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """What one folder adds.

    ``words`` maps what people say (lower case; the rest of the line goes to the handler) to routes;
    ``shapes`` does for words that are known by their form: a function returns what goes to the handler, or None;
    ``presses`` maps a button's action, ``forms`` a form's name, ``draws`` a kind of outbox message.
    ``listens`` is asked about words that no command matched; it returns None when they are not for it.
    ``stray`` is asked about words that are no answer to the open question; None asks the question again.
    ``unsure`` is asked about words that nobody understood; it returns the button that takes them after all, or None.
    ``files`` takes files that nobody asked for (``turn.handed["files"]``; the string counts those that were not got).
    ``home`` adds cards to the person's start page. ``examples`` draws one of every card for the gallery test.
    """

    name: str
    words: Mapping[str, Route] = field(default_factory=dict)
    shapes: tuple[tuple[Callable[[str], str | None], Route], ...] = ()
    presses: Mapping[str, Route] = field(default_factory=dict)
    forms: Mapping[str, FormRoute] = field(default_factory=dict)
    draws: Mapping[str, Draw] = field(default_factory=dict)
    help: tuple[HelpLine, ...] = ()
    listens: Callable[[Turn, "Desk", str], Awaitable[Reply | None]] | None = None
    stray: Callable[[Turn, "Desk", str], Awaitable[Reply | None]] | None = None
    unsure: Callable[[Turn, "Desk", str], Awaitable[Button | None]] | None = None
    passage: Handle | None = None
    files: Handle | None = None
    home: Callable[[Turn, "Desk"], Awaitable[tuple[Card, ...]]] | None = None
    examples: Callable[[], tuple[Card | Form, ...]] = tuple
