"""Lists of alerts for people who keep watch: how far each has come, and what is next, the most urgent first.

Each list is one statement and holds only what its reader may see. It changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, func, or_, select, text

from storage.alerts import alert_of
from storage.board import Sight
from storage.database import Transaction
from storage.records import ActionStatus, Alert, AlertStatus
from storage.tables import OPEN_ACTION, OPEN_ALERT, alert_actions, alert_leads, alerts, people


class Which(StrEnum):
    """Which alerts: all that are open, those that are late, one's own, or those that are over."""

    OPEN = "open"
    LATE = "late"
    MINE = "mine"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Listed:
    """An alert and how far it has come. Cancelled actions count nowhere; ``next_due`` is of those not finished.

    ``next_action`` is the id of the action that is due next.
    """

    alert: Alert
    actions: int
    acknowledged: int
    accepted: int
    late: int
    next_due: date | None
    next_action: int | None = None

    @property
    def deadline(self) -> date:
        """What comes first: the next action's deadline or the alert's own."""
        return min(self.next_due or self.alert.complete_by, self.alert.complete_by)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the alerts that fit, and how many there are."""

    total: int
    alerts: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Open actions of one directorate or one lead: how many, of how many alerts, how many late, and the next day.

    ``lead_id`` is None for a directorate; ``name`` is "" for people of no directorate.
    """

    name: str
    lead_id: int | None
    alerts: int
    actions: int
    late: int
    next_due: date


# Spelt out rather than bound, so that SQLite sees that the partial index holds these rows.
_OPEN_ACTION: Final = text(f"alert_actions.{OPEN_ACTION}")
_OPEN_ALERT: Final = text(f"alerts.{OPEN_ALERT}")
_COUNTED: Final = alert_actions.c.status != ActionStatus.CANCELLED
_UNFINISHED: Final = alert_actions.c.status.not_in([ActionStatus.ACCEPTED, ActionStatus.CANCELLED])


async def page(
    tx: Transaction,
    sight: Sight,
    which: Which,
    *,
    today: date,
    me: int = 0,
    stood_in: Iterable[int] = (),
    directorate: str | None = None,
    lead_id: int | None = None,
    limit: int = 5,
    offset: int = 0,
) -> Page:
    """Return a page of the alerts that fit and that ``sight`` lets its reader see, the most urgent first.

    ``me`` is whose own alerts ``Which.MINE`` means, with those in ``stood_in`` for, of which they are the executive's
    stand-in, and those of ``sight.also``. ``directorate`` and ``lead_id`` narrow the list to alerts in which
    they have an action. Alerts that are over come with the newest first.
    """
    chosen: list[Any] = [*_seen(sight), *_which(which, today, sight, me, stood_in)]
    if directorate is not None:
        chosen.append(_has_action(_led_from(directorate)))
    if lead_id is not None:
        chosen.append(or_(_has_action(alert_actions.c.lead_id == lead_id), _named(lead_id)))
    late = and_(_UNFINISHED, alert_actions.c.due_on < today)
    next_due = func.min(case((_UNFINISHED, alert_actions.c.due_on)), type_=Date())
    first = case((next_due < alerts.c.complete_by, next_due), else_=alerts.c.complete_by)
    order = (alerts.c.complete_by.desc(),) if which is Which.OVER else (first, alerts.c.complete_by)
    found = (
        select(
            *alerts.c,
            func.count(alert_actions.c.id).filter(_COUNTED),
            func.count(alert_actions.c.acknowledged_at).filter(_COUNTED),
            func.count(alert_actions.c.id).filter(alert_actions.c.status == ActionStatus.ACCEPTED),
            func.count(alert_actions.c.id).filter(late),
            next_due,
        )
        .select_from(alerts.outerjoin(alert_actions, alert_actions.c.alert_id == alerts.c.id))
        .where(*chosen)
        .group_by(alerts.c.id)
        .order_by(*order, alerts.c.id)
    )
    total = (await tx.execute(select(func.count()).select_from(alerts).where(*chosen))).scalar_one()
    rows = (await tx.execute(found.limit(limit).offset(offset))).all()
    size = len(alerts.c)
    listed = [Listed(alert_of(row[:size]), *row[size:]) for row in rows]
    following = await _next_actions(tx, [one.alert.id for one in listed])
    return Page(total, tuple(_with_next(one, following) for one in listed))


def _with_next(one: Listed, following: Mapping[int, int]) -> Listed:
    return Listed(
        one.alert, one.actions, one.acknowledged, one.accepted, one.late, one.next_due, following.get(one.alert.id)
    )


async def _next_actions(tx: Transaction, alert_ids: list[int]) -> dict[int, int]:
    """Return the id of the unfinished action that is due first, for each of these alerts that has one."""
    rows = await tx.execute(
        select(alert_actions.c.alert_id, alert_actions.c.id)
        .where(alert_actions.c.alert_id.in_(alert_ids), _UNFINISHED)
        .order_by(alert_actions.c.due_on.desc(), alert_actions.c.number.desc())
    )
    return {row.alert_id: row.id for row in rows}


async def of_actions(tx: Transaction, action_ids: Iterable[int]) -> dict[int, int]:
    """Return the alert of each of these actions."""
    wanted = sorted(set(action_ids))
    if not wanted:
        return {}
    rows = await tx.execute(select(alert_actions.c.id, alert_actions.c.alert_id).where(alert_actions.c.id.in_(wanted)))
    return {row.id: row.alert_id for row in rows}


async def by_directorate(tx: Transaction, sight: Sight, *, today: date) -> tuple[Group, ...]:
    """Return how the open actions stand in each directorate of their leads, the most late first."""
    rows = await tx.execute(_grouped(sight, today, func.coalesce(people.c.directorate, "")))
    return tuple(Group(name, None, *rest) for name, *rest in rows)


async def by_lead(tx: Transaction, sight: Sight, *, today: date) -> tuple[Group, ...]:
    """Return how the open actions of each lead stand, the most late first."""
    rows = await tx.execute(_grouped(sight, today, people.c.name, people.c.id))
    return tuple(Group(*row) for row in rows)


def _grouped(sight: Sight, today: date, *by: ColumnElement[Any]) -> Select[Any]:
    late = func.count().filter(alert_actions.c.due_on < today)
    due = func.min(alert_actions.c.due_on, type_=Date())
    return (
        select(*by, func.count(alert_actions.c.alert_id.distinct()), func.count(), late, due)
        .select_from(
            alert_actions.join(alerts, alerts.c.id == alert_actions.c.alert_id).join(
                people, people.c.id == alert_actions.c.lead_id
            )
        )
        .where(_OPEN_ACTION, _OPEN_ALERT, *_mine_or_theirs(sight))
        .group_by(*by)
        .order_by(late.desc(), due, *by)
    )


def _mine_or_theirs(sight: Sight) -> list[ColumnElement[bool]]:
    """Return which actions somebody may see: like the board's."""
    if sight.all:
        return []
    mine = [alert_actions.c.lead_id == sight.person_id, alert_actions.c.deputy_id == sight.person_id]
    mine.append(alert_actions.c.id.in_(sorted(sight.also)))
    if sight.directorate is not None:
        mine.append(people.c.directorate == sight.directorate)
    return [or_(*mine)]


def _seen(sight: Sight) -> list[ColumnElement[bool]]:
    if sight.all:
        return []
    mine = _mine(sight.person_id, sight.also)
    if sight.directorate is not None:
        mine.append(_has_action(_led_from(sight.directorate)))
    return [or_(*mine)]


def _mine(person_id: int, also: Iterable[int]) -> list[ColumnElement[bool]]:
    owned = or_(
        alert_actions.c.lead_id == person_id,
        alert_actions.c.deputy_id == person_id,
        alert_actions.c.id.in_(sorted(also)),
    )
    return [alerts.c.executive_id == person_id, _has_action(owned), _named(person_id)]


def _which(which: Which, today: date, sight: Sight, me: int, stood_in: Iterable[int]) -> list[Any]:
    match which:
        case Which.OPEN:
            return [_OPEN_ALERT]
        case Which.LATE:
            overdue = and_(_UNFINISHED, alert_actions.c.due_on < today)
            return [_OPEN_ALERT, or_(alerts.c.complete_by < today, _has_action(overdue))]
        case Which.MINE:
            return [_OPEN_ALERT, or_(*_mine(me, sight.also), alerts.c.id.in_(sorted(stood_in)))]
        case Which.OVER:
            return [alerts.c.status.in_([AlertStatus.CLOSED, AlertStatus.NOT_REQUIRED])]


def _has_action(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return alerts.c.id.in_(select(alert_actions.c.alert_id).where(condition, _COUNTED))


def _led_from(directorate: str) -> ColumnElement[bool]:
    return alert_actions.c.lead_id.in_(select(people.c.id).where(people.c.directorate == directorate))


def _named(person_id: int) -> ColumnElement[bool]:
    return exists().where(alert_leads.c.alert_id == alerts.c.id, alert_leads.c.person_id == person_id)


async def directorates(tx: Transaction) -> tuple[str, ...]:
    """Return the directorates that people belong to, by name."""
    chosen = select(people.c.directorate).where(people.c.directorate.is_not(None)).distinct()
    return tuple((await tx.execute(chosen.order_by(people.c.directorate))).scalars())
