"""The agenda: what happens when in the simulated trust, and the small things that everybody there does."""

import heapq
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from simulation.journal import Journal, Leave
from simulation.plan import Plan
from sqlalchemy import update

from storage import absences, outbox, people
from storage.database import Database, Transaction
from storage.records import Person
from storage.rules.workdays import add_working_days, at_local, local_day
from storage.tables import people as people_table

Step = Callable[[Transaction, datetime], Awaitable[None]]


class Agenda:
    """What happens, in order. ``next_at`` says when; ``go`` makes it happen."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan, self.journal = plan, journal
        self.chance = random.Random(plan.seed)  # noqa: S311 - a life that can be repeated
        self._steps: list[tuple[datetime, int, Step]] = []
        self._count = 0

    @property
    def next_at(self) -> datetime | None:
        """Return when the next thing happens."""
        return self._steps[0][0] if self._steps else None

    async def go(self, database: Database, now: datetime) -> int:
        """Let everything happen that happens until ``now``, and return how much that was."""
        done = 0
        while self._steps and self._steps[0][0] <= now:
            _, _, step = heapq.heappop(self._steps)
            async with database.transaction() as tx:
                await step(tx, now)
            done += 1
        return done

    def at(self, when: datetime, step: Step) -> None:
        """Let something happen at an instant."""
        self._count += 1
        heapq.heappush(self._steps, (when, self._count, step))

    def later(self, now: datetime, days: int, step: Step) -> None:
        """Let something happen so many working days later, in working hours and after ``now``."""
        day = add_working_days(local_day(now), days, self.plan.closed) if days else local_day(now)
        slots = [at_local(day, slot) for slot in self.plan.slots]
        left = [slot for slot in slots if slot > now]
        if not left:
            day = add_working_days(day, 1, self.plan.closed)
            left = [at_local(day, slot) for slot in self.plan.slots]
        self.at(self.chance.choice(left), step)

    def soon(self, now: datetime, step: Step) -> None:
        """Let something happen as quickly as people are."""
        self.later(now, self.chance.choice(self.plan.waits), step)

    def expect(self, leaves: Sequence[Leave], leavers: Sequence[tuple[datetime, int]]) -> None:
        """Let leave be recorded and people leave."""
        for leave in leaves:
            self.at(leave.said_at, self._away(leave))
        for when, person_id in leavers:
            self.at(when, self._goes(person_id))

    def _away(self, leave: Leave) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            await absences.add(
                tx, person_id=leave.person_id, first_day=leave.first, last_day=leave.last, cover_id=leave.cover_id,
                said_by=leave.person_id, now=now,
            )  # fmt: skip
            self.journal.leaves.append(replace(leave, said_at=now))

        return step

    def _goes(self, person_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            await tx.execute(update(people_table).where(people_table.c.id == person_id).values(active=False))
            self.journal.left[person_id] = now

        return step

    def there(self, person_id: int | None, now: datetime) -> bool:
        journal = self.journal
        return (
            person_id is not None
            and journal.works_here(person_id, now)
            and journal.away(person_id, local_day(now), now) is None
        )

    def one(self, duty: str, now: datetime, but: int | None = None) -> int | None:
        """Return somebody with a duty who is there, if there is one."""
        there = [one for one in self.journal.with_duty(duty) if one != but and self.there(one, now)]
        return self.chance.choice(there) if there else None

    async def person(self, tx: Transaction, person_id: int) -> Person:
        return (await people.by_ids(tx, [person_id]))[person_id]

    async def tell(self, tx: Transaction, now: datetime, kind: str, subject: str, person_id: int) -> None:
        key = f"notice.{kind}:{subject}:{person_id}:{len(self.journal.notices)}"
        await outbox.add(tx, key=key, kind=f"notice.{kind}", subject=subject, person_id=person_id, due_at=now)
        self.journal.notices.append((now, key, person_id))
