"""When a reporter hears back at the latest, and which reminders that needs. Pure: records in, what is wanted out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from storage.rules.ladder import Kind, Wanted
from storage.rules.workdays import add_working_days, at_local, last_working_day, local_day

AT: Final = time(9, 0)
"""When reminders are due, in London."""
RUNGS: Final[tuple[tuple[str, int, Kind], ...]] = (
    ("answer-3", -3, Kind.ANSWER),
    ("answer-0", 0, Kind.ANSWER),
    ("answer-late-1", 1, Kind.ANSWER_LATE),
    ("answer-late-5", 5, Kind.ANSWER_LATE),
)
"""For the handler: name, working days from the promised day, and what is drawn."""
NOBODY: Final = "reports:unassigned"
"""Subject of the reminder about late reports that nobody looks after: one for all of them, each working morning."""
AHEAD: Final = timedelta(days=9)
"""How long before the promised day a report is looked at: three working days, over Easter or Christmas."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An open report whose reporter has not heard yet. ``handler_id`` is None when nobody at work looks after it."""

    incident_id: int
    due_at: datetime
    handler_id: int | None


def promise(reported_at: datetime, working_days: int) -> datetime:
    """Return the instant at which a promise to a reporter runs out: midnight after that working day, London."""
    return at_local(add_working_days(local_day(reported_at), working_days) + timedelta(days=1), time(0))


def promised_day(due_at: datetime) -> date:
    """Return the last day on which a promise is kept."""
    return local_day(due_at - timedelta(seconds=1))


def wanted_answers(owed: Iterable[Owed], specialists: Iterable[int], now: datetime) -> tuple[Wanted, ...]:
    """Return the reminders that should exist at ``now``: to each handler about each report, and to the specialists.

    Of several that are due already for one report, only the latest is wanted. Specialists hear once a working
    morning that there are late reports which nobody looks after, however many there are.
    """
    found: list[Wanted] = []
    left: list[Owed] = []
    for one in owed:
        if one.handler_id is None:
            left.append(one)
        else:
            found += _of_report(one, one.handler_id, now)
    for morning in _mornings(now):
        if any(one.due_at <= morning for one in left):
            found += [Wanted(NOBODY, person, "unassigned", morning, 0, Kind.ANSWER_LATE) for person in specialists]
    return tuple(found)


def _of_report(one: Owed, handler_id: int, now: datetime) -> list[Wanted]:
    day = promised_day(one.due_at)
    rungs = [
        Wanted(f"report:{one.incident_id}", handler_id, name, at_local(add_working_days(day, days), AT), 0, kind)
        for name, days, kind in RUNGS
    ]
    past = [rung for rung in rungs if rung.due_at <= now]
    return past[-1:] + rungs[len(past) :]


def _mornings(now: datetime) -> tuple[datetime, datetime]:
    """Return the latest working morning and the next one."""
    day = last_working_day(local_day(now))
    latest = day if at_local(day, AT) <= now else add_working_days(day, -1)
    return at_local(latest, AT), at_local(add_working_days(latest, 1), AT)


def share(counts: Mapping[str, int]) -> str:
    """Return in words how many reporters heard in time, of those whose day has come: "9 of 10 (90 %)"."""
    judged = counts["judged"]
    if not judged:
        return "No promised day has come yet"
    return f"{counts['in_time']} of {judged} ({round(100 * counts['in_time'] / judged)} %)"
