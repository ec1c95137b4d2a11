"""Three replicas on one store, platforms in bad weather, and sudden deaths. Nothing here knows what should be sent."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.chat.port import Parcel, Profile, Receipt, TryLater, Unreachable, Unsure
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk, House, Talk
from schedules import planner
from schedules.attempt import REPEAT_WORDS
from schedules.courier import Courier, Pace
from schedules.terms import Terms
from storage.database import Database, Transaction
from storage.records import Message, Person, Platform

PACE = Pace(batch=50, lease=timedelta(seconds=90), seconds=10)
_KEY = re.compile(r"\[\[([^\]]+)\]\]")
_HIDDEN = re.compile(r"(\d+) more lines? not shown")


@dataclass
class Clock:
    """A clock that the simulation moves."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the time of the simulation."""
        return self.now


@dataclass(frozen=True)
class Arrival:
    """One message as a platform has it: whom it reached when, and which wishes it speaks of."""

    at: datetime
    platform: Platform
    person_id: int
    key: str
    keys: frozenset[str]
    hidden: int
    marked: bool


@dataclass
class Weather:
    """A platform where a share of the sends fails: too many (429), 500 with and without delivery, dropped."""

    platform: Platform
    clock: Clock
    chance: random.Random
    failing: float
    blind: bool
    blocked: dict[int, datetime]
    arrived: list[Arrival] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    sends: int = 0

    async def send(self, parcel: Parcel) -> Receipt:
        """Deliver, or not, and say so, or not."""
        person_id = int(parcel.address["user"].removeprefix("U"))
        if person_id in self.blocked and self.blocked[person_id] <= self.clock.now:
            raise Unreachable("account_inactive")
        self.sends += 1
        what = self.chance.choice(["429", "500", "500 with delivery", "dropped", "dropped with delivery"])
        if self.chance.random() >= self.failing:
            what = ""
        self.failed[what] += 1
        await asyncio.sleep(0)
        if what == "429":
            raise TryLater("ratelimited", self.chance.choice([1, 5, 30]), whole=self.chance.random() < 0.2)
        if not what or what.endswith("with delivery"):
            words = str(parcel.reply.cards)
            hidden = _HIDDEN.findall(words)
            self.arrived.append(
                Arrival(
                    self.clock.now, self.platform, person_id, parcel.key,
                    frozenset(_KEY.findall(words) or [parcel.key]), sum(map(int, hidden)), REPEAT_WORDS in words,
                )
            )  # fmt: skip
        if what:
            raise Unsure(what)
        return Receipt({"ts": str(len(self.arrived))})

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Say whether a message is here, unless blind."""
        if self.blind:
            raise Unsure("cannot look")
        return Receipt({}) if any(one.key == parcel.key for one in self.arrived) else None


async def _draw(message: Message, desk: Desk) -> Reply:
    del desk
    return tell(message.kind, title=f"[[{message.key}]]")


async def _desk_of(tx: Transaction, now: datetime, person: Person) -> Desk:
    return Desk(tx, now, person, House(), Talk(), places=(), capabilities=(), forms={})


class Mortal(Database):
    """A store as one replica reaches it: whoever is dead gets no further."""

    replica: "Replica"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Open a writing transaction, and perhaps die before, in or right after it."""
        self.replica.pass_by("before a transaction")
        async with super().transaction() as tx:
            yield tx
            self.replica.pass_by("before a commit")
        self.replica.pass_by("after a commit")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a reading transaction, and perhaps die before or in it."""
        self.replica.pass_by("before reading")
        async with super().reading() as tx:
            yield tx
            self.replica.pass_by("after reading")


@dataclass
class Line:
    """A platform as one replica reaches it: it may die before it sends, or before it hears the answer."""

    replica: "Replica"
    weather: Weather

    @property
    def platform(self) -> Platform:
        """Return which platform it is."""
        return self.weather.platform

    async def send(self, parcel: Parcel) -> Receipt:
        """Send, unless dead; and perhaps die between acceptance and hearing of it."""
        self.replica.pass_by("before sending")
        try:
            return await self.weather.send(parcel)
        finally:
            self.replica.pass_by("after sending")

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Look, unless dead."""
        self.replica.pass_by("before looking")
        return await self.weather.find(parcel)

    async def look_up(self, user: str) -> Profile | None:
        """Know nobody."""
        del user
        return None


class Replica:
    """Planner and courier of one process. It dies where ``doom`` says, and begins again with nothing in its memory."""

    def __init__(self, url: str, clock: Clock, weathers: list[Weather], terms: Terms) -> None:
        self.database = Mortal(url)
        self.database.replica = self
        self.clock, self.weathers, self.terms = clock, weathers, terms
        self.doom: tuple[str, int] | None = None
        self.dead = False
        self.back_at: datetime | None = None
        self.deaths: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.courier = self._courier()

    def _courier(self) -> Courier:
        lines: Any = {one.platform: Line(self, one) for one in self.weathers}
        drawers = {"reminder.": _draw, "notice.": _draw}
        return Courier(self.database, self.clock, lines, drawers, _desk_of, PACE, self.terms)

    def pass_by(self, place: str) -> None:
        """Go past a place where a process may die. Raises CancelledError in the dead."""
        if self.dead:
            raise asyncio.CancelledError
        if self.doom is None or self.doom[0] != place:
            return
        left = self.doom[1] - 1
        self.doom = (place, left) if left else None
        if not left:
            self.dead = True
            self.deaths[place] += 1
            raise asyncio.CancelledError

    def begin_again(self) -> None:
        """Start the process anew."""
        self.dead, self.back_at = False, None
        self.courier = self._courier()

    async def work(self, *, plans: bool) -> None:
        """Plan (or not, when another does), and deliver what is due, as the timetable does."""
        if plans:
            await self._try(planner.run(self.database, self.clock.now, self.terms))
        await self._try(self.courier.run_until_idle(self.clock.now))
        while running := list(self.courier._running):
            await asyncio.gather(*running, return_exceptions=True)

    async def _try(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            if not self.dead:
                raise
        except Exception as error:  # noqa: BLE001 - the timetable logs it, and tries again at the next tick
            self.errors[type(error).__name__] += 1
