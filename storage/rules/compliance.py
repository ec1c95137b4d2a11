"""How well the trust keeps up with national alerts: the figures that the board and the CQC ask for.

Pure: it counts what records and days say and judges nobody. Source of the two days and of "none open past its
deadline": domain brief b.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from typing import Final

from storage.records import Alert, AlertStatus
from storage.rules.workdays import add_working_days, local_day, working_days_between

CAS_DAYS: Final = 2
"""Working days after issue within which an alert is acknowledged on CAS."""
_APRIL: Final = 4
_ENDED: Final = frozenset({AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED})


class Stage(StrEnum):
    """A step on the way of an alert, counted from the day it came in."""

    ACKNOWLEDGED = "acknowledged"
    EXECUTIVE = "executive"
    LEADS = "leads"
    RELEVANCE = "relevance"
    AUTHORISED = "authorised"
    CLOSED = "closed"


STAGE_WORDS: Final = {
    Stage.ACKNOWLEDGED: "Acknowledged on CAS",
    Stage.EXECUTIVE: "Executive named",
    Stage.LEADS: "Leads named",
    Stage.RELEVANCE: "Relevance decided",
    Stage.AUTHORISED: "Authorised",
    Stage.CLOSED: "Closed on CAS",
}
_STAGE_OF: Final = {
    "acknowledge_on_cas": Stage.ACKNOWLEDGED,
    "name_executive": Stage.EXECUTIVE,
    "name_leads": Stage.LEADS,
    "leads_confirmed": Stage.LEADS,
    "require_action": Stage.RELEVANCE,
    "not_required": Stage.RELEVANCE,
    "authorise": Stage.AUTHORISED,
    "close": Stage.CLOSED,
}
"""Which step each move of an alert takes."""
_LAST_COUNTS: Final = frozenset({Stage.AUTHORISED, Stage.CLOSED})
"""Steps of which the last one counts, because an alert can be opened again; of the others the first one does."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One alert and its moves: ``steps`` are (name, instant) of the alert, the oldest first.

    ``accepted`` counts how often evidence of an action was accepted, ``returned`` how often it was sent back.
    """

    alert: Alert
    steps: tuple[tuple[str, datetime], ...]
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How many working days a step took from the day the alert came in: of how many alerts, the middle, the longest."""

    count: int
    median: float
    longest: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the alerts that were issued in one quarter, or of all of them.

    ``acknowledged_in_time`` of ``acknowledgement_judged``; an alert counts there once it is acknowledged or its two
    days are over. ``acknowledgement_unknown`` were recorded here later, so that nobody knows. ``open_late`` are open
    past their deadline (target 0), ``ended_late`` were authorised, or found not to need action, only after it.
    """

    name: str
    alerts: int
    acknowledged_in_time: int
    acknowledgement_judged: int
    acknowledgement_unknown: int
    open: int
    open_late: int
    ended_late: int
    spreads: tuple[tuple[Stage, Spread], ...]
    judged: int
    returned: int


def quarter_of(day: date) -> str:
    """Return the quarter of the financial year, which begins in April: "Q3 2026/27" for October to December 2026."""
    year = day.year if day.month >= _APRIL else day.year - 1
    number = (day.month - _APRIL) % 12 // 3 + 1
    return f"Q{number} {year}/{(year + 1) % 100:02}"


def figures(passages: Iterable[Passage], today: date, name: str = "All") -> Figures:
    """Return the figures of these alerts as they stand on ``today``. What was taken back counts nowhere."""
    counted = [one for one in passages if one.alert.status is not AlertStatus.CANCELLED]
    reached = [(one, _reached(one)) for one in counted]
    in_time = judged = unknown = 0
    for passage, stages in reached:
        last = add_working_days(passage.alert.issued_on, CAS_DAYS)
        at = stages.get(Stage.ACKNOWLEDGED)
        if at is not None:
            judged += 1
            in_time += at <= last
        elif passage.alert.status is not AlertStatus.RECEIVED:
            unknown += 1
        elif today > last:
            judged += 1
    open_ones = [one.alert for one in counted if one.alert.status not in _ENDED]
    return Figures(
        name,
        len(counted),
        in_time,
        judged,
        unknown,
        len(open_ones),
        sum(one.complete_by < today for one in open_ones),
        sum(_ended_late(one, stages) for one, stages in reached),
        tuple((stage, spread) for stage in Stage if (spread := _spread(reached, stage)) is not None),
        sum(one.accepted + one.returned for one in counted),
        sum(one.returned for one in counted),
    )


def by_quarter(passages: Sequence[Passage], today: date) -> tuple[Figures, ...]:
    """Return the figures of each quarter in which alerts were issued, the newest first."""
    groups: dict[date, list[Passage]] = {}
    for one in passages:
        groups.setdefault(_first_day(one.alert.issued_on), []).append(one)
    return tuple(figures(groups[start], today, quarter_of(start)) for start in sorted(groups, reverse=True))


def _first_day(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _reached(passage: Passage) -> dict[Stage, date]:
    """Return the day on which each step was taken."""
    found: dict[Stage, date] = {}
    for name, at in passage.steps:
        stage = _STAGE_OF.get(name)
        if stage is not None and (stage in _LAST_COUNTS or stage not in found):
            found[stage] = local_day(at)
    if passage.alert.acknowledged_at is not None:
        found.setdefault(Stage.ACKNOWLEDGED, local_day(passage.alert.acknowledged_at))
    if passage.alert.closed_on is not None:
        found[Stage.CLOSED] = passage.alert.closed_on
    return found


def _ended_late(passage: Passage, stages: dict[Stage, date]) -> bool:
    if passage.alert.status not in _ENDED | {AlertStatus.AUTHORISED}:
        return False
    ended = stages.get(Stage.AUTHORISED) or stages.get(Stage.RELEVANCE) or stages.get(Stage.CLOSED)
    return ended is not None and ended > passage.alert.complete_by


def _spread(reached: Sequence[tuple[Passage, dict[Stage, date]]], stage: Stage) -> Spread | None:
    days = [
        max(0, working_days_between(local_day(one.alert.received_at or one.alert.recorded_at), stages[stage]))
        for one, stages in reached
        if stage in stages
    ]
    return Spread(len(days), float(median(days)), max(days)) if days else None
