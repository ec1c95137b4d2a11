"""The planner: compares the reminders that should exist with the rows that do, and mends the difference.

It is a reconciler: a run that was missed is repaired by the next one, and a second run changes nothing.
It sends nothing and decides nothing; what is wanted comes from ``rules.ladder``.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from schedules import answers
from storage import alerts, people, reminders
from storage.database import Database, Transaction
from storage.records import Alert, AlertAction, Message, OutboxState, Person, Role
from storage.reminders import Stored
from storage.rules.ladder import LADDER, Wanted, wanted

NOT_WANTED: Final = "not wanted any more"
"""Reason of a reminder that the planner took back. It comes back when it is wanted again before it is due."""
NOTHING_TO_SAY: Final = "nothing to say"
"""Reason of a message that nobody needed when it was drawn. It comes back when its subject changed since."""
_PAUSE_EVERY: Final = 4
_ACTION: Final = "action:"

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


async def plan(tx: Transaction, now: datetime) -> Planned:
    """Make the stored reminders those that should exist at ``now``."""
    return await mend(tx, await compare(tx, now), now)


async def run(database: Database, now: datetime) -> Planned:
    """Do what ``plan`` does, and compare without holding up those who write.

    Between comparing and mending things may change: a reminder too many is caught when it is drawn, one too few is
    added by the next run.
    """
    async with database.reading() as tx:
        difference = await compare(tx, now)
    if not difference:
        return Planned()
    async with database.transaction() as tx:
        planned = await mend(tx, difference, now)
    log.info("reminders_planned", planned=planned.added, cancelled=planned.cancelled)
    return planned


async def compare(tx: Transaction, now: datetime) -> Difference:
    """Return what would have to change. The number of statements does not grow with the number of alerts."""
    work = await alerts.open_work(tx)
    everybody = await _people(tx, work)
    should: dict[str, Wanted] = {}
    for number, (alert, actions) in enumerate(work):
        if number % _PAUSE_EVERY == 0:
            await asyncio.sleep(0)
        should |= {one.key: one for one in _wanted(alert, actions, everybody, now)}
    should |= {one.key: one for one in await answers.wanted(tx, now)}
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


async def unwanted(tx: Transaction, messages: Sequence[Message], now: datetime) -> frozenset[int]:
    """Return the ids of those reminders about actions that nobody should get any more, as things stand at ``now``."""
    about = [message for message in messages if message.subject.startswith(_ACTION)]
    if not about:
        return frozenset()
    found = await alerts.with_alerts(tx, (int(message.subject.removeprefix(_ACTION)) for message in about))
    everybody = await _people(tx, [(alert, (action,)) for alert, action in found])
    should: set[str] = set()
    for alert, action in found:
        should |= {one.key for one in _wanted(alert, (action,), everybody, now)}
    return frozenset(message.id for message in about if message.key not in should)


async def _people(tx: Transaction, work: Iterable[tuple[Alert, tuple[AlertAction, ...]]]) -> dict[int, Person]:
    ids: set[int | None] = set()
    for alert, actions in work:
        ids |= {alert.executive_id, *(one.lead_id for one in actions), *(one.deputy_id for one in actions)}
    found = await people.by_ids(tx, (one for one in ids if one is not None))
    specialists = await people.with_role(tx, Role.PATIENT_SAFETY_SPECIALIST)
    return found | {person.id: person for person in specialists}


def _wanted(
    alert: Alert, actions: tuple[AlertAction, ...], everybody: dict[int, Person], now: datetime
) -> tuple[Wanted, ...]:
    try:
        return wanted(alert, actions, everybody, now)
    except ValueError:
        log.warning("ladder_not_readable", alert=alert.id)
        return wanted(alert, actions, everybody, now, LADDER)


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
