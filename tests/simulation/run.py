"""The run: time jumps from one instant at which something happens or is due to the next, and three replicas work."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from simulation.journal import Journal
from simulation.life import Life
from simulation.plan import Plan
from simulation.replicas import Arrival, Clock, Replica, Weather
from simulation.staff import LEAD, found_trust, plan_leave
from sqlalchemy import case, func, select

from storage import outbox
from storage.database import Database
from storage.records import Message, OutboxState, Platform
from storage.rules.workdays import at_local, is_working_day
from storage.tables import outbox as outbox_table

PLACES: Final = (
    "before a transaction", "before a commit", "after a commit", "before reading", "after reading", "before sending",
    "after sending", "after sending", "after sending", "before looking",
)  # fmt: skip
"""Where a process may die, those between acceptance and settling oftener."""
UNSETTLED: Final = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True)
class Outcome:
    """What a run left: the journal, what the platforms have, the outbox, and what went wrong on purpose."""

    plan: Plan
    journal: Journal
    arrivals: list[Arrival]
    rows: dict[int, Message]
    deaths: Counter[str]
    weather: Counter[str]
    errors: Counter[str]
    steps: int


async def simulate(plan: Plan, url: str) -> Outcome:
    """Let the plan happen on the empty store at ``url``, and return what came of it."""
    journal, clock = Journal(), Clock(plan.start)
    chance = random.Random(plan.seed + 1)  # noqa: S311 - bad luck that can be repeated
    office = Database(url)
    weathers = [
        Weather(platform, clock, chance, plan.failing, platform is Platform.TEAMS, journal.blocked)
        for platform in (Platform.SLACK, Platform.TEAMS)
    ]
    replicas = [Replica(url, clock, weathers, plan.terms) for _ in range(3)]
    await found_trust(office, plan, journal)
    life = _life(plan, journal)
    steps = 0
    try:
        while clock.now < plan.end:
            steps += 1
            _awaken(replicas, clock.now, plan)
            busy = bool(await life.go(office, clock.now))
            _doom(replicas, chance, plan, clock.now)
            working = _at_work(replicas, chance, all_of_them=not busy)
            await asyncio.gather(*(one.work(plans=not number or chance.random() < 0.25)
                                   for number, one in enumerate(working)))  # fmt: skip
            clock.now = await _next(office, life, replicas, clock.now, plan)
        async with office.reading() as tx:
            rows = {row.id: row for row in await outbox.listing(tx, OutboxState, 1_000_000)}
    finally:
        for store in (office, *(one.database for one in replicas)):
            await store.close()
    total = Counter[str]()
    for one in weathers:
        total += one.failed
        total["sends"] += one.sends
    arrivals = sorted((one for weather in weathers for one in weather.arrived), key=lambda one: one.at)
    deaths = sum((one.deaths for one in replicas), Counter[str]())
    errors = sum((one.errors for one in replicas), Counter[str]())
    return Outcome(plan, journal, arrivals, rows, deaths, total, errors, steps)


def _life(plan: Plan, journal: Journal) -> Life:
    """Return the life of the trust, with everything that is known beforehand."""
    life = Life(plan, journal)
    chance = life.chance
    leads = [one.id for one in journal.people.values() if one.duty == LEAD]
    some = chance.sample(leads, max(2, len(leads) // 7))
    leavers = [(plan.start + timedelta(days=chance.randrange(10, plan.weeks * 7), hours=8), one) for one in some[1:]]
    life.expect(plan_leave(plan, journal, chance), leavers)
    journal.blocked[some[0]] = plan.start + timedelta(weeks=plan.weeks // 3)
    sizes = _sizes(plan, chance)
    for number in range(plan.alerts):
        day = plan.first_day + timedelta(days=chance.randrange(max(7 * plan.weeks - plan.longest, 7)))
        came_at = at_local(day, time(chance.randrange(7, 19), chance.choice([0, 20, 40])))
        weeks = chance.randrange(2, max(plan.longest // 7, 3))
        is_complex = number < plan.complex_ones
        life.alert(number, max(came_at, plan.start), weeks, sizes[number], is_complex=is_complex)
    return life


def _sizes(plan: Plan, chance: random.Random) -> list[int]:
    """Return how many actions each alert has; the complex ones, first, have twice as many."""
    weights = [2] * plan.complex_ones + [1] * (plan.alerts - plan.complex_ones)
    sizes = [1] * plan.alerts
    for number in chance.choices(range(plan.alerts), weights, k=plan.actions - plan.alerts):
        sizes[number] += 1
    return sizes


def _at_work(replicas: list[Replica], chance: random.Random, *, all_of_them: bool) -> list[Replica]:
    """Return who does the work of this instant: all three at once when something is due, otherwise any of them."""
    alive = [one for one in replicas if not one.dead]
    return chance.sample(alive, len(alive) if all_of_them else min(1, len(alive)))


def _doom(replicas: list[Replica], chance: random.Random, plan: Plan, now: datetime) -> None:
    """Keep as many deaths coming as the plan wants by now."""
    wanted = plan.kills * ((now - plan.start) / (plan.end - plan.start)) * 1.05
    doomed = sum(one.doom is not None for one in replicas)
    if sum(sum(one.deaths.values()) for one in replicas) + doomed < wanted:
        one = chance.choice(replicas)
        if not one.dead and one.doom is None:
            one.doom = (chance.choice(PLACES), chance.randrange(1, 4))


def _awaken(replicas: list[Replica], now: datetime, plan: Plan) -> None:
    """Start again who died, after a while; in the dark nobody."""
    dark = plan.dark is not None and plan.dark[0] <= now < plan.dark[1]
    for number, one in enumerate(replicas):
        if dark:
            one.dead, one.back_at = True, plan.dark[1] if plan.dark else None
        elif one.dead and one.back_at is None:
            one.back_at = now + timedelta(seconds=(20, 95, 3600)[number])
        elif one.dead and one.back_at is not None and one.back_at <= now:
            one.begin_again()


async def _next(office: Database, life: Life, replicas: list[Replica], now: datetime, plan: Plan) -> datetime:
    """Return the next instant at which something happens, is due, or comes back to life."""
    due = case((outbox_table.c.state == OutboxState.SENDING, outbox_table.c.lease_until), else_=outbox_table.c.due_at)
    async with office.reading() as tx:
        earliest = await tx.scalar(
            select(func.min(due)).where(outbox_table.c.state.in_([str(one) for one in UNSETTLED]))
        )
    soonest = now + timedelta(seconds=10)
    backs = [one.back_at for one in replicas if one.dead and one.back_at is not None]
    if plan.dark is not None and plan.dark[0] <= now < plan.dark[1]:
        earliest = None  # nobody is there to deliver it
    times = [one for one in (earliest, life.next_at, *backs, _morning(now, plan)) if one is not None]
    if any(one.dead and one.back_at is None for one in replicas):
        times.append(soonest)
    return max(min(times), now + timedelta(seconds=1)) if min(times) > now else soonest


def _morning(now: datetime, plan: Plan) -> datetime:
    """Return the next six o'clock of a working day, when the planner looks anew at what the day brings."""
    morning = at_local((now + timedelta(hours=1)).date(), time(6))
    while morning <= now or not is_working_day(morning.date(), plan.closed):
        morning += timedelta(days=1)
    return morning
