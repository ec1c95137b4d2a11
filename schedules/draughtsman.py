"""The draughtsman: makes letters of messages, drawn from how things stand now. Nothing is sent from here."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import ValidationError

from handlers.capability import Draw
from handlers.chat.reply import unpack
from handlers.desk import Desk
from handlers.redrawn import AGAIN
from schedules import digest, planner
from schedules.letter import REMINDER, REPLY, Letter, Route
from schedules.planner import NOT_WANTED, NOTHING_TO_SAY
from schedules.terms import Terms
from storage import claims, people
from storage.database import Database, Transaction
from storage.records import Identity, Message, Person, Platform

DeskOf = Callable[[Transaction, datetime, Person], Awaitable[Desk]]
"""Sets up the desk at which messages to a person are drawn."""
_DAY_AND_ZONES: Final = timedelta(hours=50)
"""A local day, wherever the person is, lies within so much before now."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Draughtsman:
    """Makes letters of messages. ``drawers`` maps a kind, or the beginning of kinds, to what draws it."""

    database: Database
    drawers: Mapping[str, Draw]
    desk_of: DeskOf
    platforms: AbstractSet[Platform]
    terms: Terms = field(default_factory=Terms)
    _kinds: dict[str, Draw | None] = field(default_factory=dict)

    async def prepare(self, messages: Sequence[Message], now: datetime) -> list[Letter]:
        """Return a letter for each message, in order. Replies cost no look into the store."""
        if all(message.kind == REPLY for message in messages):
            return [self._stored(message) for message in messages]
        async with self.database.reading() as tx:
            about = [message for message in messages if message.kind.startswith(REMINDER)]
            needless = await planner.unwanted(tx, about, now, self.terms)
            persons = await people.by_ids(tx, (one.person_id for one in messages if one.person_id is not None))
            known = await people.identities_of_many(tx, persons)
            letters = []
            for message in messages:
                if message.kind == REPLY:
                    letters.append(self._stored(message))
                    continue
                person = persons.get(message.person_id or 0, Person(0, ""))
                others = () if message.kind.startswith(AGAIN) else self._ways(person, known.get(person.id, ()))
                routes = _pinned(message, others)
                if message.id in needless:
                    letters.append(Letter(message, routes, why=NOT_WANTED))
                else:
                    letters.append(await self._drawn(tx, message, person, routes, now))
            return await self._gathered(tx, letters, persons, now)

    async def _gathered(
        self, tx: Transaction, letters: Sequence[Letter], persons: Mapping[int, Person], now: datetime
    ) -> list[Letter]:
        """Put together what one person is reminded of, and hold back what may not come now."""
        about = [one.message for one in letters if one.message.person_id and digest.is_foldable(one.message)]
        if not about:
            return list(letters)
        ids = {message.person_id for message in about if message.person_id is not None}
        sent = await claims.sent_since(tx, ids, now - _DAY_AND_ZONES)
        heard = {
            key: sum(at >= self.terms.midnight(now, persons[key].time_zone) for at in instants)
            for key, instants in sent.items()
            if key in persons
        }
        flying = await claims.in_flight(tx, ids, (one.message.id for one in letters))
        heard = {key: heard.get(key, 0) + flying.get(key, 0) for key in ids}
        heads = await claims.state_of(tx, digest.held_by(letters))
        return digest.gather(letters, persons, heard, heads, now, self.terms)

    def _stored(self, message: Message) -> Letter:
        routes = _pinned(message, ())
        try:
            return Letter(message, routes, unpack(message.body or ""))
        except ValidationError:
            return Letter(message, routes, fault="ValidationError")

    def _ways(self, person: Person, known: Iterable[Identity]) -> tuple[Route, ...]:
        """Return how a person can be reached, the platform where they were last active first.

        An identity without an address of its own is tried by its user's name: a colleague who never wrote to the bot
        can be written to. Somebody who has left is not.
        """
        if not person.active:
            return ()
        return tuple(
            Route(one.platform, one.address or {"user": one.user}) for one in known if one.platform in self.platforms
        )

    async def _drawn(
        self, tx: Transaction, message: Message, person: Person, routes: tuple[Route, ...], now: datetime
    ) -> Letter:
        draw = self._drawer(message.kind)
        if draw is None:
            return Letter(message, routes, fault="NoDrawer")
        try:
            async with tx.begin_nested():
                reply = await draw(message, await self.desk_of(tx, now, person))
        except Exception as error:
            # One message that cannot be drawn must not hold up the others.
            log.exception("message_not_drawn", outbox=message.id, kind=message.kind)
            return Letter(message, routes, fault=type(error).__name__)
        return Letter(message, routes, reply, why="" if reply else NOTHING_TO_SAY)

    def _drawer(self, kind: str) -> Draw | None:
        if kind not in self._kinds:
            fitting = [name for name in self.drawers if kind.startswith(name)]
            self._kinds[kind] = self.drawers[max(fitting, key=len)] if fitting else None
        return self._kinds[kind]


def _pinned(message: Message, ways: tuple[Route, ...]) -> tuple[Route, ...]:
    """Return the way that is named on the row first, then the others."""
    if message.platform is None or not message.address:
        return ways
    first = Route(message.platform, message.address)
    return (first, *(way for way in ways if way != first))
