"""The reception: one turn, one transaction. It never calls a platform and never raises.

It recognises repeated deliveries, finds the handler, and puts into the outbox whatever the answer to the request
cannot carry.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from handlers import finding, frontdesk, posting, unlinked
from handlers.capability import Capability
from handlers.chat.clean import clean
from handlers.chat.form import Choice, Finds, Widget
from handlers.chat.port import Outcome, Profile
from handlers.chat.reply import Reply, pack, unpack
from handlers.chat.router import Match, Router
from handlers.chat.turn import HOME_TENANT, Carry, PlaceKind, Press, Turn, Words
from handlers.desk import Desk, House, Talk
from handlers.handed import look_through
from storage import conversations, corrections, locations, people
from storage.database import Database, Transaction, is_passing, state_of
from storage.glance import Glances
from storage.records import Location, Message, Person, Platform
from storage.rules.corrections import is_full_name

LASTS: Final = timedelta(days=7)
ACTIVE_EVERY: Final = timedelta(minutes=5)
PLACES_FRESH: Final = timedelta(seconds=30)
LOOK_UP_SECONDS: Final = 1.0

LookUp = Callable[[str], Awaitable[Profile | None]]
Deliver = Callable[[Sequence[Message]], None]

log = structlog.get_logger(__name__)


class _StrangerError(Exception):
    """A user whom the store does not know: ask the platform first, outside any transaction."""


class Reception:
    """The front of the bot. ``deliver`` takes rows that this process may send at once, after they are committed."""

    def __init__(
        self,
        database: Database,
        capabilities: Sequence[Capability],
        clock: Callable[[], datetime],
        house: House,
        deliver: Deliver,
    ) -> None:
        self.router: Final = Router(capabilities)
        self.look_ups: dict[Platform, LookUp] = {}
        self._database: Final = database
        self._clock: Final = clock
        self._house: Final = house
        self._deliver: Final = deliver
        self._glances: Final = Glances(lambda: database.changes, house.figures_last)
        self._places: tuple[datetime, tuple[Location, ...]] | None = None
        self._staff: tuple[datetime, frozenset[str]] | None = None
        self._recent: Final = unlinked.Recent()

    async def receive(self, turn: Turn) -> Outcome:
        """Store what the turn causes and return what to answer."""
        turn = await look_through(clean(turn))
        try:
            if self.router.is_unlinked(turn.said):
                turn = await unlinked.cover(turn)
            match = self.router.match(turn.said) if isinstance(turn.said, Words | Press) else None
            if match is not None and match.route.reads and _is_for_this_person_alone(turn):
                reply = await self._read(turn, match)
                if posting.carries_all(turn, reply):
                    return Outcome(reply)
            return await self._write(turn)
        except Exception as error:  # noqa: BLE001 - whatever happened, the person gets an answer
            return await self._fail(turn, error)

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:
        """Return places or people that match what has been typed so far, best first; all of them for no words.

        Whoever is not ``at_home`` (of the trust's own workspace or tenant) is told of no people.
        """
        if kind is Finds.PERSON and not at_home:
            return ()
        async with self._database.reading() as tx:
            if kind is Finds.LOCATION:
                known = await self._known_places(tx)
                if not query.strip():
                    return tuple(Choice(f"#{one.id}", one.name) for one in known[:limit])
                return finding.as_choices(finding.places(query, known, limit))
            staff = await people.all_active(tx)
            if not query.strip():
                return tuple(Choice(f"#{one.id}", one.name) for one in staff[:limit])
            return finding.as_choices(finding.people(query, staff, limit))

    async def _read(self, turn: Turn, match: Match) -> Reply:
        now = self._clock()
        async with self._database.reading() as tx:
            who = (turn.platform, turn.tenant, turn.user)
            # Where each question looks anew, one cheap question to SQLite may tell that nothing is new.
            glances = self._glances if self._house.figures_last else self._glances.over(await state_of(tx))
            known, _ = await glances.look(("who", *who), now, lambda: people.by_identity(tx, *who))
            person = known[0] if known else Person(0, turn.name)
            desk = await self._desk(tx, now, person, Talk(), glances)
            desk.at_home = turn.tenant == HOME_TENANT
            return _for(desk, await match.route.handle(turn, desk, match.rest))

    async def _write(self, turn: Turn) -> Outcome:
        try:
            return await self._twice(turn, None)
        except _StrangerError:
            return await self._twice(turn, await self._profile(turn))

    async def _twice(self, turn: Turn, profile: Profile | None) -> Outcome:
        """Do the turn; and once more from its beginning when another transaction was in its way."""
        try:
            return await self._once(turn, profile)
        except Exception as error:
            if not is_passing(error):
                raise
            log.info("turn_again", platform=turn.platform)
            return await self._once(turn, profile)

    async def _profile(self, turn: Turn) -> Profile:
        """Ask the platform who a new user of the home tenant is: once for each person, a second at most."""
        look_up = self.look_ups.get(turn.platform)
        if look_up is not None and turn.tenant == HOME_TENANT:
            try:
                found = await asyncio.wait_for(look_up(turn.user), LOOK_UP_SECONDS)
            except Exception as error:  # noqa: BLE001 - a person is served even when the platform does not say who they are
                log.warning("look_up_failed", platform=turn.platform, error=type(error).__name__)
            else:
                if found is not None:
                    return found
        return Profile(turn.name, None)

    async def _once(self, turn: Turn, profile: Profile | None) -> Outcome:
        now = self._clock()
        async with self._database.transaction() as tx:
            if not await conversations.first_time(tx, turn.delivery, _stamp(turn, now)):
                return await self._repeated(tx, turn)
            person = await self._meet(tx, turn, profile, now)
            desk = await self._desk(tx, now, person, await self._talk(tx, turn, now))
            desk.pressed = None if turn.fleeting else turn.card
            desk.at_home = turn.tenant == HOME_TENANT
            reply = _for(desk, await frontdesk.answer(turn, desk, self.router))
            if desk.talk.changed:
                where = (turn.platform, turn.tenant, turn.user, turn.place.id)
                # A full hour beside this user, among the others' seconds, would tell that they sent something unnamed.
                spoken = unlinked.some_time_before(now) if turn.unlinked else now
                await conversations.save(tx, *where, desk.talk.state, spoken, LASTS)
            carried, messages = await posting.post(turn, desk, reply, asks=self._asks(reply))
            if turn.unlinked:
                self._recent.keep(turn.delivery, carried)
            elif carried.cards or carried.form:
                await conversations.keep_answer(tx, turn.delivery, pack(carried), person.id)
        self._deliver(messages)
        return Outcome(carried)

    def _asks(self, reply: Reply) -> bool:
        """Say whether the questions of a reply's form may be asked one by one: what is asked so is kept."""
        return reply.form is None or not self.router.is_form_unlinked(reply.form.name)

    async def _repeated(self, tx: Transaction, turn: Turn) -> Outcome:
        """Answer a delivery that was handled before as it was answered then."""
        if turn.unlinked:
            return Outcome(self._recent.answered(turn.delivery), repeated=True)
        packed = await conversations.answered(tx, turn.delivery)
        return Outcome(unpack(packed) if packed else Reply(), repeated=True)

    async def _meet(self, tx: Transaction, turn: Turn, profile: Profile | None, now: datetime) -> Person:
        who = (turn.platform, turn.tenant, turn.user)
        known, _ = await self._glances.look(("who", *who), now, lambda: people.by_identity(tx, *who))
        if known is None and profile is None:
            raise _StrangerError
        if known is None and profile is not None:
            person = await people.meet(
                tx, turn.platform, turn.tenant, turn.user, name=profile.name, email=profile.email, now=now
            )
            address, active = None, None
        elif known is not None:
            person, address, active = known
        if turn.unlinked:
            return person
        # What is learnt in the one-to-one chat reaches the person best; elsewhere it only fills a gap.
        kept = turn.personal if turn.place.kind is PlaceKind.PERSONAL or address is None else address
        kept = address if kept is None else kept
        if (kept is not None and kept != address) or active is None or now - active > ACTIVE_EVERY:
            await people.note_activity(tx, turn.platform, turn.tenant, turn.user, kept, now)
        return person

    async def _talk(self, tx: Transaction, turn: Turn, now: datetime) -> Talk:
        where = (turn.platform, turn.tenant, turn.user, turn.place.id)
        state = await conversations.load(tx, *where, now)
        if state is None and not turn.unlinked:
            await conversations.begin(tx, *where, now, LASTS)
            state = await conversations.load(tx, *where, now)
        return Talk(state or {})

    async def desk_of(self, tx: Transaction, now: datetime, person: Person) -> Desk:
        """Return a desk to draw messages to a person at; nothing of a conversation is on it."""
        return await self._desk(tx, now, person, Talk())

    async def _desk(
        self, tx: Transaction, now: datetime, person: Person, talk: Talk, glances: Glances | None = None
    ) -> Desk:
        glances = glances or self._glances
        return Desk(
            tx,
            now,
            person,
            self._house,
            talk,
            await self._known_places(tx),
            self.router.capabilities,
            self.router.forms,
            glances,
            recent=self._recent,
            staff=await self._known_staff(tx),
            not_names=await _not_names(tx, now, person, glances),
        )

    async def _known_staff(self, tx: Transaction) -> frozenset[str]:
        """Return the full names of colleagues in lower case, by which they are known for staff and not for patients.

        One whose family name is an ordinary word is left out: "Long" and "Ward" stand in every report.
        """
        now = self._clock()
        if self._staff is None or not timedelta(0) <= now - self._staff[0] < PLACES_FRESH:
            names = (one.name.lower() for one in await people.all_active(tx))
            self._staff = (now, frozenset(name for name in names if is_full_name(name)))
        return self._staff[1]

    async def _known_places(self, tx: Transaction) -> tuple[Location, ...]:
        """Return the trust's places. They change a few times a year, so half a minute old is fresh."""
        now = self._clock()
        if self._places is None or not timedelta(0) <= now - self._places[0] < PLACES_FRESH:
            self._places = (now, tuple(await locations.all_active(tx)))
        return self._places[1]

    async def _fail(self, turn: Turn, error: Exception) -> Outcome:
        """Answer an error of ours, with certainty: the delivery's own row says whether it was stored."""
        number = secrets.token_hex(3).upper()
        log.error("turn_failed", error_reference=number, platform=turn.platform, exc_info=error)
        reply = frontdesk.sorry(number)
        try:
            now = self._clock()
            messages: list[Message] = []
            async with self._database.transaction() as tx:
                if not await conversations.first_time(tx, turn.delivery, _stamp(turn, now)):
                    return await self._repeated(tx, turn)
                await conversations.keep_answer(tx, turn.delivery, pack(reply))
                if Carry.NEW not in turn.carries and Carry.REPLACE not in turn.carries:
                    messages = await self._failure_row(tx, turn, reply, now)
            self._deliver(messages)
            return Outcome(Reply() if messages else reply)
        except Exception:
            log.exception("failure_not_stored", error_reference=number, platform=turn.platform)
            return Outcome(reply, failed=True)

    async def _failure_row(self, tx: Transaction, turn: Turn, reply: Reply, now: datetime) -> list[Message]:
        person = await self._meet(tx, turn, Profile(turn.name, None), now)
        desk = await self._desk(tx, now, person, Talk())
        is_alone = turn.place.kind is PlaceKind.PERSONAL or turn.whispers
        return await posting.row(turn, desk, "failed", turn.here if is_alone else (turn.personal or {}), reply)


async def _not_names(tx: Transaction, now: datetime, person: Person, glances: Glances) -> frozenset[str]:
    if not person.id:
        return frozenset()
    return (await glances.look(("not_names", person.id), now, lambda: corrections.words_of(tx, person.id)))[0]


def _for(desk: Desk, reply: Reply) -> Reply:
    """Return the reply as this person may have it: a form offers nobody from outside the trust's staff to choose."""
    if desk.at_home or reply.form is None:
        return reply
    typed = (replace(one, widget=Widget.TEXT) if one.widget is Widget.PERSON else one for one in reply.form.fields)
    return replace(reply, form=replace(reply.form, fields=tuple(typed)))


def _stamp(turn: Turn, now: datetime) -> datetime:
    """Return the instant that the store may see."""
    return unlinked.hour_of(now) if turn.unlinked else now


def _is_for_this_person_alone(turn: Turn) -> bool:
    """Say whether what is read may be answered in the response: a command or a button, seen by this person only."""
    is_command = isinstance(turn.said, Press) or (isinstance(turn.said, Words) and turn.said.command)
    return is_command and (turn.whispers or turn.place.kind is PlaceKind.PERSONAL)
