"""Working days in England, local time, and days in the words that people use.

Pure functions on dates and instants: no clock is read. Instants are aware UTC; days are days in Europe/London.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from storage.rules.bank_holidays import bank_holidays

LONDON: Final = ZoneInfo("Europe/London")
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
NONE_CLOSED: Final[frozenset[date]] = frozenset()


def is_working_day(day: date, closed: frozenset[date] = NONE_CLOSED) -> bool:
    """Return whether ``day`` is no weekend day, no bank holiday in England and none on which the trust is closed."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year) and day not in closed


@lru_cache(maxsize=8192)
def add_working_days(day: date, n: int, closed: frozenset[date] = NONE_CLOSED) -> date:
    """Return the ``n``-th working day after ``day`` (before it, when ``n`` is negative); ``day`` itself for 0.

    ``day`` need not be a working day: one working day after a Saturday is Monday.
    """
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, closed)
    return day


def last_working_day(day: date, closed: frozenset[date] = NONE_CLOSED) -> date:
    """Return ``day``, or the last working day before it when it is none."""
    return day if is_working_day(day, closed) else add_working_days(day, -1, closed)


def first_working_day(day: date, closed: frozenset[date] = NONE_CLOSED) -> date:
    """Return ``day``, or the first working day after it when it is none."""
    return day if is_working_day(day, closed) else add_working_days(day, 1, closed)


def working_days_between(start: date, end: date) -> int:
    """Return how many working days come after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    days = weeks * 5 + sum((end - _DAY * back).weekday() < _SATURDAY for back in range(rest))
    for year in range(start.year, end.year + 1):
        days -= sum(start < day <= end and day.weekday() < _SATURDAY for day in bank_holidays(year))
    return days


def local_day(instant: datetime) -> date:
    """Return the day in Europe/London at an aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(LONDON).date()


def at_local(day: date, clock: time, zone: ZoneInfo = LONDON) -> datetime:
    """Return the aware UTC instant at which clocks in London (or ``zone``) show ``clock`` on ``day``.

    Of a time that comes twice, the first; a time that the clocks skip is read as if they had not changed yet.
    """
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=64)
def zone_of(name: str | None) -> ZoneInfo:
    """Return the time zone with this IANA name; London for none, and for one that nobody knows."""
    try:
        return ZoneInfo(name) if name else LONDON
    except (ValueError, OSError, KeyError):
        return LONDON


def say_day(day: date, today: date) -> str:
    """Return a day in words: "today", "yesterday", "Tue 24 Nov", or "Fri 1 Jan 2027" in another year.

    Tomorrow has its date too ("tomorrow, Wed 25 Nov"): a message may be read a day after it was sent.
    """
    match (day - today).days:
        case 0:
            return "today"
        case -1:
            return "yesterday"
        case 1:
            return f"tomorrow, {_date(day, today)}"
    return _date(day, today)


def say_instant(instant: datetime, now: datetime) -> str:
    """Return an instant in local words: "Tue 24 Nov, 09:00", "today, 09:12" or "yesterday, 17:30"."""
    local = instant.astimezone(LONDON)
    today = local_day(now)
    day = local.date()
    name = say_day(day, today) if day <= today else _date(day, today)
    return f"{name}, {local:%H:%M}"


def say_distance(due: date, today: date) -> str:
    """Return how far a deadline is, in working days: "due today", "in 2 working days", "3 working days late"."""
    if due == today:
        return "due today"
    days = working_days_between(today, due)
    if due > today:
        if days == 0:
            return "no working day left"
        return f"in {_count(days)}"
    if days == 0:
        return "late"
    return f"{_count(-days)} late"


def say_deadline(due: date, today: date) -> str:
    """Return a deadline with how far it is: "Fri 27 Nov (in 3 working days)". "Tomorrow" is not said twice."""
    near = due == today or ((due - today).days == 1 and is_working_day(due))
    return say_day(due, today) if near else f"{say_day(due, today)} ({say_distance(due, today)})"


def _count(days: int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"


def _date(day: date, today: date) -> str:
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"
