"""The board: how open alert actions and reports stand for one person, read in one statement. It changes nothing.

One statement, because it is asked all day long, and so that its figures and its list tell of one state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    TextClause,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)

from storage.alerts import action_of, alert_of
from storage.database import Transaction
from storage.records import ActionStatus, Alert, AlertAction, Person
from storage.tables import OPEN_ACTION, OPEN_ALERT, alert_actions, alerts, incidents, people


@dataclass(frozen=True, slots=True)
class Sight:
    """Which actions somebody may see: all, or those they lead or deputise for and those of their directorate.

    ``reports``: whether they may see figures about all reports. ``also``: actions that they stand in for today.
    """

    all: bool = False
    person_id: int = 0
    directorate: str | None = None
    reports: bool = False
    also: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """How the open actions stand on one day."""

    open: int
    late: int
    this_week: int
    unacknowledged: int


@dataclass(frozen=True, slots=True)
class Workload:
    """How many reports nobody has closed yet, and when the oldest of them came."""

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """Figures, and a page of open actions with their alerts. ``people`` hold id and name only.

    ``workload`` is None for somebody who may not see figures about reports.
    """

    figures: Figures
    workload: Workload | None
    actions: tuple[tuple[AlertAction, Alert], ...]
    people: Mapping[int, Person]


# Spelt out rather than bound, so that SQLite sees that the partial indexes hold these rows.
_OPEN_ACTION: Final = text(f"alert_actions.{OPEN_ACTION} AND alerts.{OPEN_ALERT}")
_OPEN_REPORT: Final = text("incidents.status IN ('received', 'in_review')")
_WITH_ALERT: Final = alert_actions.join(alerts, alerts.c.id == alert_actions.c.alert_id)
_LEADS: Final = people.alias("leads")
_BYS: Final = people.alias("bys")
_FIGURES: Final = 4
_WORKLOAD: Final = 2
_ALERT: Final = len(alert_actions.c)
_LEAD: Final = _ALERT + len(alerts.c)
_BY: Final = _LEAD + 2


async def read(
    tx: Transaction,
    sight: Sight,
    *,
    today: date,
    week_end: date,
    only_late: bool = False,
    limit: int = 5,
    offset: int = 0,
) -> Board:
    """Return how things stand for somebody, and a page of open actions, the earliest deadline first.

    ``today`` is the day in Europe/London, ``week_end`` the last day that counts as this week.
    """
    also = bool(sight.also) and not sight.all
    statement = _statement(sight.all, sight.directorate is not None, sight.reports, only_late, also)
    values = {"b_today": today, "b_week_end": week_end, "b_limit": limit, "b_offset": offset}
    if not sight.all:
        values |= {"b_me": sight.person_id} | ({"b_also": sorted(sight.also)} if also else {})
    if sight.directorate is not None and not sight.all:
        values |= {"b_directorate": sight.directorate}
    rows = (await tx.execute(statement, values)).all()
    start = _FIGURES + (_WORKLOAD if sight.reports else 0)
    workload = Workload(*rows[0][_FIGURES:start]) if sight.reports else None
    listed = [row[start:] for row in rows if row[start] is not None]
    names = {row[at]: Person(row[at], row[at + 1]) for row in listed for at in (_LEAD, _BY) if row[at] is not None}
    actions = tuple((action_of(row[:_ALERT]), alert_of(row[_ALERT:_LEAD])) for row in listed)
    return Board(Figures(*rows[0][:_FIGURES]), workload, actions, names)


@cache
def _statement(everything: bool, directorate: bool, reports: bool, only_late: bool, also: bool) -> Select[Any]:
    """Return the statement: figures and workload once, joined to the page of actions (or to nothing)."""
    chosen: list[ColumnElement[bool] | TextClause] = [_OPEN_ACTION]
    if not everything:
        mine = [alert_actions.c.lead_id == bindparam("b_me"), alert_actions.c.deputy_id == bindparam("b_me")]
        if also:
            mine.append(alert_actions.c.id.in_(bindparam("b_also", expanding=True)))
        if directorate:
            theirs = select(people.c.id).where(people.c.directorate == bindparam("b_directorate"))
            mine.append(alert_actions.c.lead_id.in_(theirs))
        chosen.append(or_(*mine))
    late = alert_actions.c.due_on < bindparam("b_today", type_=Date)
    week = alert_actions.c.due_on.between(bindparam("b_today", type_=Date), bindparam("b_week_end", type_=Date))
    new = alert_actions.c.status == literal_column(f"'{ActionStatus.ASSIGNED}'")
    figures = (
        select(
            func.count().label("n_open"),
            func.count().filter(late).label("n_late"),
            func.count().filter(week).label("n_week"),
            func.count().filter(new).label("n_new"),
        )
        .select_from(_WITH_ALERT)
        .where(*chosen)
        .subquery()
    )
    oldest = func.min(incidents.c.reported_at, type_=incidents.c.reported_at.type)
    workload = (
        select(func.count().label("waiting"), oldest.label("oldest"))
        .select_from(incidents)
        .where(_OPEN_REPORT)
        .subquery()
    )
    listed = (
        select(
            *(column.label(f"a_{column.name}") for column in alert_actions.c),
            *(column.label(f"h_{column.name}") for column in alerts.c),
            _LEADS.c.id.label("lead_key"),
            _LEADS.c.name.label("lead_name"),
            _BYS.c.id.label("by_key"),
            _BYS.c.name.label("by_name"),
        )
        .select_from(
            _WITH_ALERT.join(_LEADS, _LEADS.c.id == alert_actions.c.lead_id).outerjoin(
                _BYS, _BYS.c.id == alert_actions.c.acknowledged_by
            )
        )
        .where(*chosen, *([late] if only_late else []))
        .order_by(alert_actions.c.due_on, alert_actions.c.id)
        .limit(bindparam("b_limit", type_=Integer))
        .offset(bindparam("b_offset", type_=Integer))
        .subquery()
    )
    once = figures.join(workload, true()) if reports else figures
    columns = [*figures.c, *(workload.c if reports else ()), *listed.c]
    return select(*columns).select_from(once.outerjoin(listed, true())).order_by(listed.c.a_due_on, listed.c.a_id)
