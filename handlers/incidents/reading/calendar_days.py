"""Which day of the calendar a told one is: the last 14 March, the last 15th, the last Friday up to a day.

It reads no words and never gives a day after the one that it is given, unless a year was said.
"""

from datetime import date, timedelta
from typing import Final

_SOON: Final = timedelta(days=92)


def made_of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def recent(today: date, month: int, day: int, year: str | None) -> date | None:
    """Return that day of the year said ("26", "'26", "2026"), else the last one up to today."""
    if year:
        number = int(year.lstrip("'"))
        return made_of(number + 2000 if len(year.lstrip("'")) == len("26") else number, month, day)
    this = made_of(today.year, month, day)
    return this if this is not None and this <= today else made_of(today.year - 1, month, day)


def comes_soon(today: date, month: int, day: int) -> bool:
    """Say whether the next such day comes within three months, so that it may be a plan: "24/4", on the 17th."""
    this = made_of(today.year, month, day)
    to_come = made_of(today.year + 1, month, day) if this is not None and this <= today else this
    return to_come is not None and to_come - today <= _SOON


def month_of(today: date, month: int, year: str | None) -> date:
    """Return the first day of that month of the year said ("2026"), else of the last such month up to this one."""
    return date(int(year) if year else today.year - (month > today.month), month, 1)


def last_of_month(today: date, day: int) -> date | None:
    """Return the last such day of a month up to today: "on the 15th"."""
    this = made_of(today.year, today.month, day)
    if this is not None and this <= today:
        return this
    before = today.replace(day=1) - timedelta(days=1)
    return made_of(before.year, before.month, day)


def back_to(today: date, weekday: int) -> date:
    """Return the last such weekday before today; today's own name means a week ago only after "last"."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)
