"""Alerts: National Patient Safety Alerts, their actions, and every move that was made. Moves are only ever added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    bindparam,
    select,
    update,
)

from storage.database import ChangedError, Transaction, mark_changed
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, PlannedAction
from storage.rules.reminding import OVER
from storage.tables import alert_actions, alert_moves, alert_versions, alerts

ALERT_DONE: Final = (AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an alert or an action. ``by_id`` is None for the system; ``for_id`` whose part a deputy played."""

    alert_id: int
    action_id: int | None
    at: datetime
    by_id: int | None
    move: str
    from_status: str
    to_status: str
    note: str = ""
    for_id: int | None = None


_ALERT_STATUS: Final = list(alerts.c.keys()).index("status")
_PLANNED: Final = list(alerts.c.keys()).index("planned")
_PARTNERS: Final = list(alerts.c.keys()).index("partners")
_VERSIONED: Final = (
    "reference", "title", "issued_on", "complete_by", "complex", "url", "explanation", "planned",
)  # fmt: skip
_WITH_ALERT: Final = alert_actions.join(alerts, alerts.c.id == alert_actions.c.alert_id)
_ONE_ACTION: Final = select(alert_actions).where(alert_actions.c.id == bindparam("b_id"))
_ONE_ACTION_LOCKED: Final = _ONE_ACTION.with_for_update()
_ONE_ALERT: Final = select(alerts).where(alerts.c.id == bindparam("b_id"))
_ONE_ALERT_LOCKED: Final = _ONE_ALERT.with_for_update()


def alert_of(row: Sequence[Any]) -> Alert:
    """Return an alert from a row that holds the table's columns in their order."""
    values = list(row)
    values[_ALERT_STATUS] = AlertStatus(values[_ALERT_STATUS])
    values[_PLANNED] = tuple(_planned(one) for one in values[_PLANNED])
    values[_PARTNERS] = tuple(values[_PARTNERS])
    return Alert(*values)


def _planned(found: Mapping[str, Any]) -> PlannedAction:
    due = found.get("due_on")
    return PlannedAction(found["number"], found["text"], date.fromisoformat(due) if due else None)


def planned_as_json(planned: Iterable[PlannedAction]) -> list[dict[str, Any]]:
    """Return planned actions as the column holds them."""
    return [
        {"number": one.number, "text": one.text, "due_on": one.due_on.isoformat() if one.due_on else None}
        for one in planned
    ]


def action_of(row: Sequence[Any]) -> AlertAction:
    """Return an action from a row that holds the table's columns in their order."""
    key, alert_id, number, words, due_on, lead_id, deputy_id, status, *rest = row
    return AlertAction(key, alert_id, number, words, due_on, lead_id, deputy_id, ActionStatus(status), *rest)


async def add(
    tx: Transaction, alert: Mapping[str, Any], actions: Sequence[Mapping[str, Any]]
) -> tuple[Alert, tuple[AlertAction, ...]]:
    """Store an alert, its first version and its actions. Mappings hold the tables' columns, without ids and fences.

    ``planned``, as the column holds it, is made of the actions when it is not given.
    """
    mark_changed(tx)
    asked = [PlannedAction(one["number"], one["text"], one["due_on"]) for one in actions]
    values = {"planned": planned_as_json(asked), **alert, "fence": 0}
    key = (await tx.execute(alerts.insert().returning(alerts.c.id), values)).scalar_one()
    first = {name: values[name] for name in _VERSIONED}
    await tx.execute(
        alert_versions.insert(), {**first, "alert_id": key, "version": 1, "at": values["recorded_at"], "by_id": None}
    )
    for action in actions:
        await tx.execute(alert_actions.insert(), {**action, "alert_id": key, "fence": 0})
    stored = await get(tx, key)
    if stored is None:
        raise RuntimeError("an alert that was just stored is not there")
    return stored, await actions_of(tx, key)


async def get(tx: Transaction, alert_id: int, *, lock: bool = False) -> Alert | None:
    """Return the alert with this id; with ``lock`` it is this transaction's until it ends.

    Who changes an alert or its actions locks the alert first, then the actions.
    """
    row = (await tx.execute(_ONE_ALERT_LOCKED if lock else _ONE_ALERT, {"b_id": alert_id})).first()
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


async def add_actions(tx: Transaction, alert_id: int, rows: Sequence[Mapping[str, Any]]) -> tuple[AlertAction, ...]:
    """Add actions to an alert that is stored, and return them. Mappings as ``add`` takes them."""
    mark_changed(tx)
    made = []
    for row in rows:
        values = {**row, "alert_id": alert_id, "fence": 0}
        made.append(action_of((await tx.execute(alert_actions.insert().returning(alert_actions), values)).one()))
    return tuple(made)


async def standing(tx: Transaction, statuses: Iterable[AlertStatus]) -> list[Alert]:
    """Return the alerts that stand in one of these statuses, the earliest deadline first."""
    chosen = select(alerts).where(alerts.c.status.in_([str(one) for one in statuses]))
    return [alert_of(row) for row in await tx.execute(chosen.order_by(alerts.c.complete_by, alerts.c.id))]


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
    """Return every alert that is not over, with all its actions, for the planner. Two statements, however many."""
    return await _with_actions(tx, alerts.c.status.not_in([str(one) for one in OVER]))


async def with_actions(tx: Transaction, alert_ids: Iterable[int]) -> list[tuple[Alert, tuple[AlertAction, ...]]]:
    """Return these alerts, each with all its actions. Two statements, however many there are."""
    wanted = sorted(set(alert_ids))
    return await _with_actions(tx, alerts.c.id.in_(wanted)) if wanted else []


async def _with_actions(tx: Transaction, which: ColumnElement[bool]) -> list[tuple[Alert, tuple[AlertAction, ...]]]:
    found = [
        alert_of(row)
        for row in await tx.execute(select(alerts).where(which).order_by(alerts.c.complete_by, alerts.c.id))
    ]
    rows = await tx.execute(
        select(alert_actions)
        .select_from(_WITH_ALERT)
        .where(which)
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
            part_of=after.part_of,
            place=after.place,
            snoozed_until=after.snoozed_until,
            stood_since=after.stood_since,
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
            reference=after.reference,
            title=after.title,
            issuer=after.issuer,
            issued_on=after.issued_on,
            complete_by=after.complete_by,
            complex=after.complex,
            url=after.url,
            explanation=after.explanation,
            ladder=after.ladder,
            version=after.version,
            acknowledged_at=after.acknowledged_at,
            acknowledged_by=after.acknowledged_by,
            leads_named_by=after.leads_named_by,
            relevance=after.relevance,
            planned=planned_as_json(after.planned),
            partners=list(after.partners),
            superseded_by=after.superseded_by,
            closed_on=after.closed_on,
            closed_by=after.closed_by,
            stood_since=after.stood_since,
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
            "for_id": one.for_id,
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
        Move(
            row.alert_id,
            row.action_id,
            row.at,
            row.by_id,
            row.move,
            row.from_status,
            row.to_status,
            row.note,
            row.for_id,
        )
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
