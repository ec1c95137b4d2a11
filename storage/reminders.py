"""Reminder rows of the outbox, many at a time: what the planner compares with what should be there, and mends.

It decides nothing: which reminders are wanted comes from ``rules.ladder``.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, literal, select, text, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.drafts import SUBJECTS as DRAFT_SUBJECTS
from storage.records import OutboxState, ReceiptState
from storage.reviews import OWED_SUBJECTS
from storage.rules.feedback import NOBODY
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED
from storage.rules.reminding import OVER
from storage.tables import alert_actions, alerts, outbox, receipts

_UNSETTLED: Final = text("outbox.state IN ('waiting', 'sending', 'unknown')")
_STATES: Final = {str(state): state for state in OutboxState}
_COLUMNS: Final = (outbox.c.key, outbox.c.id, outbox.c.state, outbox.c.fence, outbox.c.reason)
_IS_REMINDER: Final = text("outbox.kind LIKE 'reminder.%'")
_WAITING: Final = select(*_COLUMNS).where(_UNSETTLED, _IS_REMINDER, text("outbox.state = 'waiting'"))
_OPEN_SUBJECTS: Final = union_all(
    select(literal("action:") + cast(alert_actions.c.id, String))
    .join_from(alert_actions, alerts)
    .where(alerts.c.status.not_in([str(status) for status in ALERT_ENDED])),
    select(literal("alert:") + cast(alerts.c.id, String)).where(
        alerts.c.status.not_in([str(status) for status in OVER])
    ),
    select(literal("receipt:") + cast(receipts.c.id, String)).where(receipts.c.state == ReceiptState.WAITING),
)
_ENDED: Final = select(*_COLUMNS).where(
    _IS_REMINDER, text("outbox.state <> 'waiting'"), outbox.c.subject.in_(_OPEN_SUBJECTS)
)
_ANSWERS_ENDED: Final = select(*_COLUMNS).where(
    _IS_REMINDER, text("outbox.state <> 'waiting'"), outbox.c.subject.in_(OWED_SUBJECTS.union(select(literal(NOBODY))))
)
_DRAFTS_ENDED: Final = select(*_COLUMNS).where(
    _IS_REMINDER, text("outbox.state <> 'waiting'"), outbox.c.subject.in_(DRAFT_SUBJECTS)
)
_CHUNK: Final = 500
"""Rows in one statement: what is planned on a morning with a backlog is memory that the process keeps."""
_ADD: Final[Mapping[str, Any]] = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing().returning(outbox.c.id),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing().returning(outbox.c.id),
}


async def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> int:
    """Owe many messages at once and return how many were not there yet.

    Each row names ``key``, ``kind``, ``subject``, ``person_id``, ``due_at`` and ``fence``. They are written in the
    order of their keys, so that two planners at once do not wait for each other in a circle.
    """
    ordered = sorted(rows, key=lambda row: str(row["key"]))
    added = 0
    for start in range(0, len(ordered), _CHUNK):
        values = [{**row, "state": OutboxState.WAITING, "attempts": 0} for row in ordered[start : start + _CHUNK]]
        added += len((await tx.execute(_ADD[tx.dialect.name], values)).all())
    return added


@dataclass(frozen=True, slots=True)
class Stored:
    """What the planner needs to know of a reminder row."""

    id: int
    key: str
    state: OutboxState
    fence: int
    reason: str | None


async def stored(tx: Transaction) -> dict[str, Stored]:
    """Return, by key, all reminders that wait, and those which wait no more and whose subject is not settled.

    Those are open alerts, unanswered reports and drafts. Four statements,
    however many there are; the event loop gets a turn after each thousand.
    """
    found = {}
    for statement in (_WAITING, _ENDED, _ANSWERS_ENDED, _DRAFTS_ENDED):
        for some in (await tx.execute(statement)).partitions(_CHUNK):
            for key, id_, state, fence, reason in some:
                found[key] = Stored(id_, key, _STATES[state], fence, reason)
            await asyncio.sleep(0)
    return found


async def cancel(tx: Transaction, ids: Sequence[int], now: datetime, reason: str) -> int:
    """Cancel the waiting rows among these and return how many there were."""
    done = 0
    for start in range(0, len(ids), _CHUNK):
        some = update(outbox).where(outbox.c.id.in_(ids[start : start + _CHUNK]))
        waiting = some.where(outbox.c.state == OutboxState.WAITING)
        ended = waiting.values(state=OutboxState.CANCELLED, settled_at=now, reason=reason, body=None)
        done += (await tx.execute(ended)).rowcount
    return done


async def revive(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let cancelled rows wait again. Each names ``row`` (its id), ``due`` and ``fence_now``."""
    if rows:
        again = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == OutboxState.CANCELLED)
        values: dict[str, Any] = {"due_at": bindparam("due"), "fence": bindparam("fence_now")}
        fresh = again.values(state=OutboxState.WAITING, settled_at=None, reason=None, **values)
        await tx.execute(fresh, list(rows))


async def refence(tx: Transaction, rows: Sequence[Mapping[str, int]]) -> None:
    """Give waiting rows the fence that their subject has now. Each names ``row`` (its id) and ``fence_now``."""
    if rows:
        waiting = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == OutboxState.WAITING)
        await tx.execute(waiting.values(fence=bindparam("fence_now")), list(rows))


_WATCHED: Final = select(outbox.c.subject).where(_UNSETTLED)
_LIVING: Final = union_all(
    select(literal("alert:").label("what"), alerts.c.id.label("number")).where(
        alerts.c.status.not_in([str(status) for status in OVER]), alerts.c.recorded_at <= bindparam("b_before")
    ),
    select(literal("action:"), alert_actions.c.id)
    .join_from(alert_actions, alerts)
    .where(
        alerts.c.status.not_in([str(status) for status in ALERT_ENDED]),
        alert_actions.c.status.not_in([str(status) for status in ACTION_ENDED]),
        alert_actions.c.assigned_at <= bindparam("b_before"),
    ),
    select(literal("receipt:"), receipts.c.id).where(
        receipts.c.state == ReceiptState.WAITING, receipts.c.received_at <= bindparam("b_before")
    ),
).subquery()
_SUBJECT: Final = _LIVING.c.what + cast(_LIVING.c.number, String)
_GAPS: Final = (
    select(_SUBJECT.label("subject")).where(_SUBJECT.not_in(_WATCHED)).order_by(_LIVING.c.what, _LIVING.c.number)
)


async def gaps(tx: Transaction, before: datetime) -> list[str]:
    """Return what is not over, was there at ``before``, and has no message to come: alerts, actions, receipts.

    One statement, however many there are. ``before`` leaves time for the first plan.
    """
    return list((await tx.execute(_GAPS, {"b_before": before})).scalars())


async def waiting_receipts(tx: Transaction) -> list[tuple[int, int, datetime]]:
    """Return id, fence and time of arrival of each receipt that nobody has checked yet."""
    rows = await tx.execute(
        select(receipts.c.id, receipts.c.fence, receipts.c.received_at)
        .where(text("receipts.state = 'waiting'"))
        .order_by(receipts.c.received_at)
    )
    return [(row.id, row.fence, row.received_at) for row in rows]
