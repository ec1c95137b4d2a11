"""What stands on the page for each persona, in memory. It is gone when the demo stops; the records are not.

Every change has a number, so that a page can ask for what is new since the last one it saw.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, Final

from handlers.chat.card import Card
from handlers.chat.form import Form

KEPT: Final = 200
"""How many messages a chat keeps; the oldest go first, so that a demo left running does not grow."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now.

    ``mine``: said by the persona (``words``); otherwise cards and perhaps a form. ``pushed``: it came by itself.
    ``home``: it is the home card, of which there is one. ``origin``: the message whose button opened the form.
    ``folded``: the form is put away with what was typed. ``asking``: the mark of a button whose
    question stands open.
    """

    id: int
    at: datetime
    born: int
    version: int
    mine: bool = False
    words: str = ""
    cards: tuple[Card, ...] = ()
    form: Form | None = None
    pushed: bool = False
    home: bool = False
    origin: int = 0
    folded: bool = False
    asking: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What changed since a number: messages with the id of the one before them (0 for none), and ids that are gone."""

    puts: tuple[tuple[Message, int], ...]
    drops: tuple[int, ...]


@dataclass(slots=True)
class Chat:
    """The messages of one persona, oldest first. ``welcomed``: the home card was shown. ``draft``: words not yet sent.

    ``notice``: a sentence to show once on a page without script.
    """

    numbers: "count[int]"
    messages: list[Message] = field(default_factory=list)
    gone: dict[int, int] = field(default_factory=dict)
    seen: int = 0
    latest: int = 0
    welcomed: bool = False
    draft: str = ""
    notice: str = ""
    deliveries: dict[str, None] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def add(self, at: datetime, *, first: bool = False, **what: Any) -> Message:
        """Put a new message at the end (or at the beginning) and return it. ``what`` are fields of ``Message``."""
        number = self._next()
        message = Message(id=number, at=at, born=number, version=number, **what)
        self.messages.insert(0 if first else len(self.messages), message)
        while len(self.messages) > KEPT:
            self.drop(self.messages[0].id)
        return message

    def get(self, id_: int) -> Message | None:
        """Return the message with this id, or None."""
        return next((message for message in self.messages if message.id == id_), None)

    def change(self, id_: int, **what: Any) -> Message | None:
        """Change fields of a message in its place and return it as it is now; None when it is gone."""
        for index, message in enumerate(self.messages):
            if message.id == id_:
                self.messages[index] = replace(message, version=self._next(), **what)
                return self.messages[index]
        return None

    def drop(self, id_: int) -> None:
        """Take a message away. One that is not there stays so."""
        kept = [message for message in self.messages if message.id != id_]
        if len(kept) < len(self.messages):
            self.messages[:] = kept
            self.gone[id_] = self._next()
            while len(self.gone) > KEPT:
                del self.gone[next(iter(self.gone))]

    def since(self, number: int) -> News:
        """Return what changed after ``number``."""
        before = [0, *(message.id for message in self.messages)]
        puts = tuple(
            (message, before[index]) for index, message in enumerate(self.messages) if message.version > number
        )
        return News(puts, tuple(id_ for id_, version in self.gone.items() if version > number))

    def see(self) -> None:
        """Count everything as seen."""
        self.seen = self.latest

    @property
    def unread(self) -> int:
        """How many messages came by themselves and were not on a page yet."""
        return sum(1 for message in self.messages if message.pushed and message.born > self.seen)

    def is_first(self, delivery: str) -> bool:
        """Note a delivery; return whether it is new. The handlers do not note what only reads."""
        if delivery in self.deliveries:
            return False
        self.deliveries[delivery] = None
        while len(self.deliveries) > KEPT:
            del self.deliveries[next(iter(self.deliveries))]
        return True

    def forget(self, delivery: str) -> None:
        """Take a delivery that came to nothing for new again."""
        self.deliveries.pop(delivery, None)

    def _next(self) -> int:
        self.latest = next(self.numbers)
        return self.latest


class Chats:
    """The chats of all personas, and the open pages to wake when one of them changes."""

    def __init__(self, users: tuple[str, ...]) -> None:
        numbers = count(1)
        self._chats = {user: Chat(numbers) for user in users}
        self._pages: set[asyncio.Event] = set()
        self.arrived: list[str] = []
        """The users whom messages reached by themselves, oldest first, since it was last emptied."""

    def of(self, user: str) -> Chat | None:
        """Return a persona's chat, or None for anybody else."""
        return self._chats.get(user)

    def unread(self) -> dict[str, int]:
        """Return the number of unread messages for each user id."""
        return {user: chat.unread for user, chat in self._chats.items()}

    def watch(self) -> asyncio.Event:
        """Return an event that is set at every change, until ``leave``."""
        page = asyncio.Event()
        self._pages.add(page)
        return page

    def leave(self, page: asyncio.Event) -> None:
        """Stop waking a page."""
        self._pages.discard(page)

    def wake(self) -> None:
        """Tell every open page that something changed."""
        for page in self._pages:
            page.set()
