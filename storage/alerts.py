"""Alerts: National Patient Safety Alerts, their actions, and every move that was made. Moves are only ever added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    bindparam,
    select,
    update,
)

from storage.database import ChangedError, Transaction, mark_changed
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus
from storage.tables import alert_actions, alert_moves, alerts

ALERT_DONE: Final = (AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Move:
    """One step that an alert or an action made. ``by_id`` is None for the system."""

    alert_id: int
    action_id: int | None
    at: datetime
    by_id: int | None
    move: str
    from_status: str
    to_status: str
    note: str = ""


_WITH_ALERT: Final = alert_actions.join(alerts, alerts.c.id == alert_actions.c.alert_id)
_ONE_ACTION: Final = select(alert_actions).where(alert_actions.c.id == bindparam("b_id"))
_ONE_ACTION_LOCKED: Final = _ONE_ACTION.with_for_update()
_ONE_ALERT: Final = select(alerts).where(alerts.c.id == bindparam("b_id"))


def alert_of(row: Sequence[Any]) -> Alert:
    """Return an alert from a row that holds the table's columns in their order."""
    *head, status, fence, recorded_at, ladder = row
    return Alert(*(*head, AlertStatus(status), fence, recorded_at, ladder))


def action_of(row: Sequence[Any]) -> AlertAction:
    """Return an action from a row that holds the table's columns in their order."""
    key, alert_id, number, words, due_on, lead_id, deputy_id, status, *rest = row
    return AlertAction(key, alert_id, number, words, due_on, lead_id, deputy_id, ActionStatus(status), *rest)


async def add(
    tx: Transaction, alert: Mapping[str, Any], actions: Sequence[Mapping[str, Any]]
) -> tuple[Alert, tuple[AlertAction, ...]]:
    """Store an alert and its actions. Mappings hold the columns of the tables, without ids and fences."""
    mark_changed(tx)
    key = (await tx.execute(alerts.insert().returning(alerts.c.id), {**alert, "fence": 0})).scalar_one()
    for action in actions:
        await tx.execute(alert_actions.insert(), {**action, "alert_id": key, "fence": 0})
    stored = await get(tx, key)
    if stored is None:
        raise RuntimeError("an alert that was just stored is not there")
    return stored, await actions_of(tx, key)


async def get(tx: Transaction, alert_id: int) -> Alert | None:
    """Return the alert with this id."""
    row = (await tx.execute(_ONE_ALERT, {"b_id": alert_id})).first()
    return alert_of(row) if row else None


async def by_key(tx: Transaction, key: str) -> Alert | None:
    """Return the alert with this key, such as ``NatPSA/2026/003``."""
    row = (await tx.execute(select(alerts).where(alerts.c.key == key))).first()
    return alert_of(row) if row else None


async def listing(tx: Transaction, *, only_open: bool = False) -> list[Alert]:
    """Return the alerts, the earliest deadline first."""
    chosen = select(alerts).order_by(alerts.c.complete_by, alerts.c.id)
    if only_open:
        chosen = chosen.where(alerts.c.status.not_in([str(one) for one in ALERT_DONE]))
    return [alert_of(row) for row in await tx.execute(chosen)]


async def actions_of(tx: Transaction, alert_id: int) -> tuple[AlertAction, ...]:
    """Return the actions of one alert, in their order."""
    rows = await tx.execute(
        select(alert_actions).where(alert_actions.c.alert_id == alert_id).order_by(alert_actions.c.number)
    )
    return tuple(action_of(row) for row in rows)


async def action(tx: Transaction, action_id: int, *, lock: bool = False) -> AlertAction | None:
    """Return one action; with ``lock`` it is this transaction's until it ends."""
    row = (await tx.execute(_ONE_ACTION_LOCKED if lock else _ONE_ACTION, {"b_id": action_id})).first()
    return action_of(row) if row else None


async def open_work(tx: Transaction) -> list[tuple[Alert, tuple[AlertAction, ...]]]:
    """Return every open alert with all its actions, for the planner. Two statements, however many there are."""
    found = await listing(tx, only_open=True)
    is_open = alerts.c.status.not_in([str(one) for one in ALERT_DONE])
    rows = await tx.execute(
        select(alert_actions)
        .select_from(_WITH_ALERT)
        .where(is_open)
        .order_by(alert_actions.c.alert_id, alert_actions.c.number)
    )
    grouped: dict[int, list[AlertAction]] = {}
    for row in rows:
        grouped.setdefault(row.alert_id, []).append(action_of(row))
    return [(alert, tuple(grouped.get(alert.id, ()))) for alert in found]


async def save_action(tx: Transaction, before: AlertAction, after: AlertAction, moves: Iterable[Move]) -> None:
    """Store a changed action and its moves; the fence grows. Raises ChangedError when it changed since it was read."""
    mark_changed(tx)
    changed = await tx.execute(
        update(alert_actions)
        .where(alert_actions.c.id == before.id, alert_actions.c.fence == before.fence)
        .values(
            status=after.status,
            lead_id=after.lead_id,
            deputy_id=after.deputy_id,
            due_on=after.due_on,
            assigned_at=after.assigned_at,
            acknowledged_at=after.acknowledged_at,
            acknowledged_by=after.acknowledged_by,
            help_asked_at=after.help_asked_at,
            fence=before.fence + 1,
        )
    )
    if changed.rowcount != 1:
        raise ChangedError(f"action {before.id} was changed by somebody else")
    await add_moves(tx, moves)


async def save_alert(tx: Transaction, before: Alert, after: Alert, moves: Iterable[Move]) -> None:
    """Store a changed alert and its moves; the fence grows. Raises ChangedError when it changed since it was read."""
    mark_changed(tx)
    changed = await tx.execute(
        update(alerts)
        .where(alerts.c.id == before.id, alerts.c.fence == before.fence)
        .values(
            status=after.status,
            executive_id=after.executive_id,
            complete_by=after.complete_by,
            fence=before.fence + 1,
        )
    )
    if changed.rowcount != 1:
        raise ChangedError(f"alert {before.id} was changed by somebody else")
    await add_moves(tx, moves)


async def free_key(tx: Transaction, alert: Alert) -> None:
    """Give the key of an alert that was taken back free, so that the alert can be recorded rightly."""
    await tx.execute(update(alerts).where(alerts.c.id == alert.id).values(key=f"{alert.key} (taken back, {alert.id})"))


async def add_moves(tx: Transaction, moves: Iterable[Move]) -> None:
    """Append moves to the history."""
    rows = [
        {
            "alert_id": one.alert_id,
            "action_id": one.action_id,
            "at": one.at,
            "by_id": one.by_id,
            "move": one.move,
            "from_status": one.from_status,
            "to_status": one.to_status,
            "note": one.note,
        }
        for one in moves
    ]
    if rows:
        await tx.execute(alert_moves.insert(), rows)


async def moves_of(tx: Transaction, alert_id: int, *, limit: int = 200) -> list[Move]:
    """Return the newest ``limit`` moves of an alert and its actions, the oldest of them first."""
    newest = select(alert_moves).where(alert_moves.c.alert_id == alert_id).order_by(alert_moves.c.id.desc())
    rows = (await tx.execute(newest.limit(limit))).all()
    return [
        Move(row.alert_id, row.action_id, row.at, row.by_id, row.move, row.from_status, row.to_status, row.note)
        for row in reversed(rows)
    ]


async def with_alerts(tx: Transaction, action_ids: Iterable[int]) -> list[tuple[Alert, AlertAction]]:
    """Return these actions, each with its alert. One statement, however many there are."""
    wanted = sorted(set(action_ids))
    if not wanted:
        return []
    rows = await tx.execute(
        select(*alerts.c, *alert_actions.c).select_from(_WITH_ALERT).where(alert_actions.c.id.in_(wanted))
    )
    size = len(alerts.c)
    return [(alert_of(row[:size]), action_of(row[size:])) for row in rows]
