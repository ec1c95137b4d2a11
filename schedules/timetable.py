"""The timetable: ticks for the planner, the courier and the hourly tidying. Rows decide what is due, not jobs.

The ticks are real seconds; the instants that it passes on come from the clock that it is given. It stores nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from schedules import auditor, planner
from schedules.courier import Courier
from schedules.terms import Terms
from storage import conversations, drafts, file_links, files, outbox
from storage.database import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Every:
    """How often each job runs, in seconds."""

    plan: float = 60
    deliver: float = 2
    tidy: float = 3600


class Timetable:
    """Runs planner with its auditor, courier and tidying. One of each at a time.

    A run that is missed is not made up for twice.
    """

    def __init__(
        self,
        database: Database,
        courier: Courier,
        clock: Callable[[], datetime],
        every: Every | None = None,
        terms: Terms | None = None,
    ) -> None:
        self._database: Final = database
        self._courier: Final = courier
        self._clock: Final = clock
        self._terms: Final = terms or Terms()
        self._scheduler: Final = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._planning: Final = asyncio.Lock()
        self._delivering: Final = asyncio.Lock()
        self.unheard = 0
        """Of how many open things nobody will hear again, as the last audit found."""
        self._again = False
        self._tasks: Final[set[asyncio.Task[None]]] = set()
        times = every or Every()
        for job, seconds in ((self._plan, times.plan), (self._deliver, times.deliver), (self._tidy, times.tidy)):
            self._scheduler.add_job(job, "interval", seconds=seconds)

    def start(self) -> None:
        """Begin at once to plan, and to deliver what waited for a process. Needs the running event loop."""
        self._scheduler.start()
        self._spawn(self._plan())
        self.nudge()

    def nudge(self) -> None:
        """Have what is due delivered now rather than at the next tick."""
        self._spawn(self._deliver())

    async def catch_up(self) -> int:
        """Plan, and deliver all that is due now; return how many messages were claimed. For a clock that was moved."""
        await self._plan()
        return await self.deliver_due()

    async def deliver_due(self) -> int:
        """Deliver all that is due now; return how many messages were claimed."""
        async with self._delivering:
            return await self._courier.run_until_idle(self._clock())

    async def stop(self) -> None:
        """Stop ticking and claiming, and let running work and running sends end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._courier.stop()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        async with self._planning, self._delivering:
            pass

    async def _plan(self) -> None:
        async with self._planning:
            planned = await self._quietly("plan", lambda: planner.run(self._database, self._clock(), self._terms))
            found = await self._quietly("audit", lambda: auditor.run(self._database, self._clock()))
        self.unheard = self.unheard if found is None else found
        if planned is not None and planned.added:
            self.nudge()

    async def _deliver(self) -> None:
        self._again = True
        if self._delivering.locked():
            return
        async with self._delivering:
            while self._again:
                self._again = False
                await self._quietly("deliver", lambda: self._courier.run_until_idle(self._clock()))

    async def _tidy(self) -> None:
        await self._quietly("tidy", self._forget)

    async def _forget(self) -> None:
        now = self._clock()
        async with self._database.transaction() as tx:
            await conversations.forget_old(tx, now)
            await outbox.forget_replies(tx, now)
            await drafts.forget_ended(tx, now)
            await files.sweep(tx, now)
            await file_links.forget_old(tx, now)

    async def _quietly(self, job: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """Do the work; an error is logged and the next tick tries again."""
        try:
            return await work()
        except Exception:
            log.exception("job_failed", job=job)
            return None

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
