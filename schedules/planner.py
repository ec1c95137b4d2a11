"""The planner: compares the reminders that should exist with the rows that do, and mends the difference.

It is a reconciler: a run that was missed is repaired by the next one, and a second run changes nothing.
It sends nothing and decides nothing; what is wanted comes from ``rules.ladder``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from schedules import alert_reminders, answers, endings
from schedules.terms import Terms
from storage import reminders
from storage.database import Database, Transaction
from storage.records import Message, OutboxState
from storage.reminders import Stored
from storage.rules.ladder import Wanted

NOT_WANTED: Final = "not wanted any more"
"""Reason of a reminder that the planner took back. It comes back when it is wanted again before it is due."""
NOTHING_TO_SAY: Final = "nothing to say"
"""Reason of a message that nobody needed when it was drawn. It comes back when its subject changed since."""
_TERMS: Final = Terms()

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wanted and missing, ended too early, known under an old fence, or waiting and not wanted."""

    missing: tuple[Wanted, ...] = ()
    ended: tuple[tuple[Stored, Wanted], ...] = ()
    stale: tuple[tuple[Stored, Wanted], ...] = ()
    unwanted: tuple[Stored, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.ended or self.stale or self.unwanted)


@dataclass(frozen=True, slots=True)
class Planned:
    """How many reminders a run added (or let wait again) and how many it cancelled."""

    added: int = 0
    cancelled: int = 0


async def plan(tx: Transaction, now: datetime, terms: Terms = _TERMS) -> Planned:
    """Make the stored reminders those that should exist at ``now``."""
    return await mend(tx, await compare(tx, now, terms), now)


async def run(database: Database, now: datetime, terms: Terms = _TERMS) -> Planned:
    """Do what ``plan`` does, and compare without holding up those who write.

    Between comparing and mending things may change: a reminder too many is caught when it is drawn, one too few is
    added by the next run.
    """
    async with database.reading() as tx:
        difference = await compare(tx, now, terms)
    if not difference:
        return Planned()
    async with database.transaction() as tx:
        planned = await mend(tx, difference, now)
    log.info("reminders_planned", planned=planned.added, cancelled=planned.cancelled)
    return planned


async def compare(tx: Transaction, now: datetime, terms: Terms = _TERMS) -> Difference:
    """Return what would have to change. The number of statements does not grow with the number of alerts."""
    should = await alert_reminders.should_be(tx, now, terms)
    should |= {one.key: one for one in await answers.wanted(tx, now)}
    should |= {one.key: one for one in await endings.wanted(tx, now)}
    there = await reminders.stored(tx)
    both = [(there[key], one) for key, one in should.items() if key in there]
    return Difference(
        missing=tuple(one for key, one in should.items() if key not in there),
        ended=tuple((row, one) for row, one in both if _ended_too_early(row, one, now)),
        stale=tuple((row, one) for row, one in both if row.state is OutboxState.WAITING and row.fence != one.fence),
        unwanted=tuple(row for key, row in there.items() if row.state is OutboxState.WAITING and key not in should),
    )


async def mend(tx: Transaction, difference: Difference, now: datetime) -> Planned:
    """Make the changes."""
    added = await reminders.add(tx, [_row(one) for one in difference.missing])
    ended = difference.ended
    await reminders.revive(
        tx, [{"row": row.id, "due": one.due_at, "fence_now": one.fence} for row, one in _in_order(ended)]
    )
    await reminders.refence(tx, [{"row": row.id, "fence_now": one.fence} for row, one in _in_order(difference.stale)])
    cancelled = await reminders.cancel(tx, sorted(row.id for row in difference.unwanted), now, NOT_WANTED)
    return Planned(added + len(ended), cancelled)


def _in_order(pairs: Iterable[tuple[Stored, Wanted]]) -> list[tuple[Stored, Wanted]]:
    """Return the pairs by row: two replicas that lock rows in one order never wait for one another in a ring."""
    return sorted(pairs, key=lambda pair: pair[0].id)


async def unwanted(
    tx: Transaction, messages: Sequence[Message], now: datetime, terms: Terms = _TERMS
) -> frozenset[int]:
    """Return the ids of those reminders that nobody should get any more, as things stand at ``now``."""
    return await alert_reminders.unwanted(tx, messages, now, terms)


def _ended_too_early(row: Stored, one: Wanted, now: datetime) -> bool:
    if row.state is not OutboxState.CANCELLED:
        return False
    if row.reason == NOT_WANTED:
        return one.due_at > now
    return row.reason == NOTHING_TO_SAY and row.fence != one.fence


def _row(one: Wanted) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": str(one.kind),
        "subject": one.subject,
        "person_id": one.person_id,
        "due_at": one.due_at,
        "fence": one.fence,
    }
