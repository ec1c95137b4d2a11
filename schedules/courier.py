"""The courier: claims what is due, has it drawn, sends it outside any transaction, and settles it.

Messages of one conversation go one after the other, conversations side by side. It decides nothing about what is
sent, and a platform that is slow or down holds up nobody else's messages.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog

from handlers.capability import Draw
from handlers.chat.port import Sender
from schedules import unreachable
from schedules.attempt import PAUSE_FIRST, Attempt, Ending, NoLongerHeldError
from schedules.digest import IN_ANOTHER, comes_in_the_morning
from schedules.draughtsman import DeskOf, Draughtsman
from schedules.letter import Letter
from schedules.terms import Terms
from storage import claims, outbox
from storage.database import Database, Transaction
from storage.records import Message, OutboxState, Platform

_SETTLE_TRIES: Final = 4

Lane = tuple[Platform, tuple[tuple[str, str], ...]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How the courier works: rows at a time, how long they are its own, seconds for one send, sends at once."""

    batch: int = 100
    lease: timedelta = timedelta(seconds=90)
    seconds: float = 10.0
    at_once: int = 8


class Courier:
    """Delivers the outbox. ``clock`` is the trust's time; ``drawers`` and ``desk_of`` are as ``letter`` says."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        senders: Mapping[Platform, Sender],
        drawers: Mapping[str, Draw],
        desk_of: DeskOf,
        pace: Pace | None = None,
        terms: Terms | None = None,
    ) -> None:
        self._database: Final = database
        self._clock: Final = clock
        self._pace: Final = pace or Pace()
        drawn = {unreachable.KIND: unreachable.draw, unreachable.INSTEAD: unreachable.draw_instead, **drawers}
        self._draughtsman: Final = Draughtsman(database, drawn, desk_of, frozenset(senders), terms or Terms())
        self._attempt: Final = Attempt(senders, clock, self._mark, self._pace.seconds)
        self._slots: Final = {platform: asyncio.Semaphore(self._pace.at_once) for platform in senders}
        self._lanes: Final[WeakValueDictionary[Lane, asyncio.Lock]] = WeakValueDictionary()
        self._resting: Final[dict[Lane | Platform, datetime]] = {}
        self._running: Final[set[asyncio.Task[None]]] = set()
        self._endings: list[Ending] = []
        self._settling: asyncio.Task[None] | None = None
        self._stopped = False

    async def run_once(self, now: datetime) -> int:
        """Deliver a batch of what is due at ``now`` and return how many messages were claimed."""
        if self._stopped:
            return 0
        async with self._database.transaction() as tx:
            messages = await claims.claim(tx, now, self._pace.lease, self._pace.batch)
        if messages:
            log.info("outbox_claimed", claimed=len(messages))
            await self._own(self._carry(messages, now))
        return len(messages)

    async def run_until_idle(self, now: datetime) -> int:
        """Deliver batch after batch until nothing is due at ``now``; return how many messages were claimed."""
        total = 0
        while claimed := await self.run_once(now):
            total += claimed
        return total

    def deliver(self, messages: Sequence[Message]) -> None:
        """Begin to deliver rows that were born leased to this process, right after the commit that stored them.

        Returns at once. Needs the running event loop.
        """
        if messages:
            self._start(self._carry(messages, self._clock()))

    async def stop(self) -> None:
        """Claim nothing more and let running sends end. Each has its time-out, so this takes seconds at most."""
        self._stopped = True
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _own(self, work: Coroutine[Any, Any, None]) -> None:
        """Await work that goes on when the caller is cancelled: what is claimed is also settled."""
        await asyncio.shield(self._start(work))

    async def _carry(self, messages: Sequence[Message], now: datetime) -> None:
        try:
            letters = await self._draughtsman.prepare(messages, now)
        except Exception:
            log.exception("messages_not_prepared", count=len(messages))
            later = now + timedelta(seconds=PAUSE_FIRST)
            for message in messages:
                self._end(_put_back(message, later, "later: store"))
            await self._settled()
            return
        lanes: dict[Lane | None, list[Letter]] = {}
        for letter in letters:
            lanes.setdefault(letter.routes[0].lane if letter.routes else None, []).append(letter)
        await asyncio.gather(*(self._go(lane, some) for lane, some in lanes.items()))
        await self._settled()

    async def _go(self, lane: Lane | None, letters: Sequence[Letter]) -> None:
        """Deliver the letters of one conversation in order, holding its lock."""
        if lane is None:
            await asyncio.gather(*(self._guarded(self._try(letter, None)) for letter in letters))
            return
        lock = self._lanes.get(lane)
        if lock is None:
            lock = self._lanes[lane] = asyncio.Lock()
        async with lock:
            for letter in letters:
                await self._guarded(self._try(letter, lane))

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except NoLongerHeldError:
            pass
        except Exception:
            log.exception("message_left_to_its_lease")

    async def _try(self, letter: Letter, lane: Lane | None) -> None:
        message, now = letter.message, self._clock()
        if letter.in_another:
            self._end(Ending(message, OutboxState.SENT, IN_ANOTHER))
            return
        until, reason = self._waits(letter, lane, now)
        if until is not None:
            for one in (message, *letter.riders):
                self._end(_put_back(one, until, reason))
            return
        if not await self._noted(letter):
            raise NoLongerHeldError
        slot = None if lane is None else self._slots.get(lane[0])
        if slot is None:
            ending = await self._attempt.make(letter)
        else:
            async with slot:
                ending = await self._attempt.make(letter)
        self._rest(ending, lane)
        self._end(ending)
        for rider in letter.riders:
            sent = ending.state is OutboxState.SENT
            self._end(replace(ending, message=rider, reason=IN_ANOTHER if sent else ending.reason))

    def _waits(self, letter: Letter, lane: Lane | None, now: datetime) -> tuple[datetime | None, str]:
        """Return until when a letter is not tried, and why; None when it is tried now."""
        if letter.hold is not None:
            return letter.hold, letter.hold_reason or "later: not at this hour"
        until = max((self._resting[key] for key in _rests(lane) if key in self._resting), default=now)
        if until > now:
            return until, "later: resting"
        lease = letter.message.lease_until
        if lease is not None and lease - now < timedelta(seconds=self._pace.seconds):
            return now, "later: lease too short"
        return None, ""

    async def _noted(self, letter: Letter) -> bool:
        """Note what goes together, and where, before it is sent: whoever finds it after a crash knows what it holds.

        What crashed before it was noted was not sent, so it is sent then without asking, and again together.
        """
        message, riders = letter.message, letter.riders
        if letter.reply is None or not letter.routes or not comes_in_the_morning(message):
            return True
        if message.platform is not None and all(one.folded_into == message.id for one in riders):
            return True
        way = letter.routes[0]
        async with self._database.transaction() as tx:
            return await claims.note(tx, message, riders, way.platform, way.address)

    def _rest(self, ending: Ending, lane: Lane | None) -> None:
        """Let the conversation, or the whole platform, rest until its platform wants to hear from us again."""
        if not ending.rest or ending.due_at is None or lane is None:
            return
        key: Lane | Platform = lane[0] if ending.whole else lane
        self._resting[key] = max(ending.due_at, self._resting.get(key, ending.due_at))
        if len(self._resting) > self._pace.batch:
            now = self._clock()
            for old in [key for key, until in self._resting.items() if until <= now]:
                del self._resting[old]

    async def _mark(self, message: Message) -> bool:
        async with self._database.transaction() as tx:
            return await outbox.mark_repeated(tx, message)

    def _end(self, ending: Ending) -> None:
        """Have an ending written. Those that come in while one transaction runs share the next one."""
        self._endings.append(ending)
        if self._settling is None:
            self._settling = self._start(self._settle())

    async def _settle(self) -> None:
        try:
            while self._endings:
                batch, self._endings = self._endings, []
                await self._write(batch)
        finally:
            self._settling = None

    async def _settled(self) -> None:
        """Wait until every ending so far is written."""
        while self._settling is not None:
            await self._settling

    async def _write(self, endings: Sequence[Ending]) -> None:
        for attempt in range(1, _SETTLE_TRIES + 1):
            try:
                async with self._database.transaction() as tx:
                    now = self._clock()
                    for ending in endings:
                        await _store(tx, ending, now)
            except Exception:
                # Unsettled rows are claimed again when their lease has run out, and looked for before they are sent.
                log.exception("endings_not_stored", count=len(endings), attempt=attempt)
                await asyncio.sleep(0.2 * attempt)
            else:
                return


async def _store(tx: Transaction, ending: Ending, now: datetime) -> None:
    message = ending.message
    platform = None if ending.route is None else ending.route.platform
    if ending.due_at is not None:
        address = None if ending.route is None else ending.route.address
        await outbox.postpone(
            tx, message, ending.due_at, ending.reason, ending.state, platform=platform, address=address
        )
        return
    held = await outbox.settle(tx, message, ending.state, now, ending.receipt, ending.reason, platform)
    if held and ending.is_unreachable:
        await unreachable.tell_stand_ins(tx, message, now)
    if held and ending.state is OutboxState.FAILED:
        await unreachable.tell_specialists(tx, message, now, surely=ending.is_unreachable)
        # An answer's subject is a person: with the instant of the line it would tell when they wrote.
        subject = "person" if message.subject.startswith("person:") else message.subject
        log.error("message_failed", outbox=message.id, kind=message.kind, subject=subject)


def _put_back(message: Message, until: datetime, reason: str) -> Ending:
    """Return the ending of a message that was not tried: what is known about earlier attempts stays known."""
    if outbox.in_doubt(message):
        return Ending(message, OutboxState.UNKNOWN, message.reason, until)
    return Ending(
        message, OutboxState.WAITING, reason if reason.startswith(outbox.FOLDED) else message.reason or reason, until
    )


def _rests(lane: Lane | None) -> tuple[Lane | Platform, ...]:
    return () if lane is None else (lane, lane[0])
