"""The days that have a name: Christmas Eve, Good Friday, bank holidays, pancake day, the night the clocks changed.

It knows England's days only, and never gives one after the day that it is asked on.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from handlers.incidents.reading.calendar_days import back_to
from handlers.incidents.reading.cues import cue
from handlers.incidents.reading.ground import Ground
from storage.rules.bank_holidays import bank_holidays

_FRIDAY, _SATURDAY, _SUNDAY, _WEDNESDAY = 4, 5, 6, 2
_MARCH, _APRIL, _MAY, _AUGUST, _OCTOBER = 3, 4, 5, 8, 10


def _good_friday(year: int) -> date:
    """Return the only bank holiday of March and April that is a Friday."""
    return next(
        day for day in sorted(bank_holidays(year)) if day.month in {_MARCH, _APRIL} and day.weekday() == _FRIDAY
    )


def _last_sunday(year: int, month: int) -> date:
    """Return the Sunday on which the clocks change in March and October."""
    return back_to(date(year, month, 31), _SUNDAY)


def _may_day(year: int) -> date:
    """Return the early May bank holiday, or the first of May."""
    return next((day for day in sorted(bank_holidays(year)) if day.month == _MAY), date(year, _MAY, 1))


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _easter(later: int) -> Callable[[int], date]:
    return lambda year: _good_friday(year) + timedelta(days=later)


_DAYS: Final[tuple[tuple[str, Callable[[int], date]], ...]] = (
    (r"(?:x|christ)mas eve", _fixed(12, 24)),
    (r"(?:x|christ)mas day", _fixed(12, 25)),
    (r"boxing day", _fixed(12, 26)),
    (r"nye|new year'?s eve", _fixed(12, 31)),
    (r"nyd|new year'?s day", _fixed(1, 1)),
    (r"halloween", _fixed(10, 31)),
    (r"bonfire night|bonfire nite|fireworks night", _fixed(11, 5)),
    (r"valentine'?s(?: day| night| evening)?", _fixed(2, 14)),
    (r"st pat(?:rick|dy|ty)'?s(?: day| night)?", _fixed(3, 17)),
    (r"april fools?(?: day)?", _fixed(4, 1)),
    (r"pancake day|shrove tuesday", _easter(-45)),
    (r"mothers day|mothering sunday", _easter(-19)),
    (r"may ?day(?: bh| bank hol\w*)?", _may_day),
    (r"good fri(?:day)?|easter fri(?:day)?", _easter(0)),
    (r"easter sat(?:urday)?", _easter(1)),
    (r"easter (?:sun(?:day)?|day)", _easter(2)),
    (r"easter mon(?:day)?", _easter(3)),
    (r"clocks (?:went|go|gone|going|changed?|moved) back", lambda year: _last_sunday(year, _OCTOBER)),
    (r"clocks (?:went|go|gone|going|moved) (?:forward|on)", lambda year: _last_sunday(year, _MARCH)),
    (
        r"(?:aug(?:ust)? )?change ?over day|aug(?:ust)? change ?over",
        lambda year: back_to(date(year, _AUGUST, 7), _WEDNESDAY),
    ),
)
_NO_DAY: Final = r"(?! (?:ward|unit|card|egg|cake|party|do|raffle|box)\b)"
_NAMED: Final = tuple((cue(rf"\b(?:{names})\b{_NO_DAY}"), on) for names, on in _DAYS)
_CLOCKS_CHANGED: Final = cue(r"\b(?:clocks? (?:changed?|change)|clock change)\b")
_BANK_HOLIDAY: Final = cue(
    r"\b(?:bank (?:hol(?:iday|s)?|holidy)|bh)"
    r"(?: (?P<part>sat(?:urday)?|sun(?:day)?|w(?:ee)?k ?end|wkend|fri(?:day)?|mon(?:day)?))?\b"
)
_LATELY: Final = timedelta(days=60)
_TO_COME: Final = re.compile(r"\b(?:next|this coming|coming|for|until|til|till|by|before|swap\w*|cover)(?: the)? ?$")


def find_named_days(text: Ground, today: date) -> Iterator[tuple[date, int, int, float]]:
    """Yield (day, start, end, how sure) of the days called by name, each the last one up to ``today``."""
    for pattern, on in _NAMED:
        for match in pattern.finditer(text):
            if not _TO_COME.search(text, max(0, match.start() - 16), match.start()):
                yield _last(on, today), match.start(), match.end(), 0.9
    for match in _CLOCKS_CHANGED.finditer(text):
        changes = (_last_sunday(year, month) for year in (today.year - 1, today.year) for month in (_MARCH, _OCTOBER))
        yield max(day for day in changes if day <= today), match.start(), match.end(), 0.85
    for match in _BANK_HOLIDAY.finditer(text):
        if _TO_COME.search(text, max(0, match.start() - 16), match.start()):
            continue
        part = match["part"] or ""
        past = (day for year in (today.year - 1, today.year) for day in bank_holidays(year) if day <= today)
        kept = max(day for day in past if not part.startswith("mon") or day.weekday() == 0)
        if today - kept > _LATELY:
            continue
        weekday = (
            _FRIDAY
            if part.startswith("fri")
            else _SUNDAY
            if part.startswith("sun")
            else 0
            if part.startswith("mon")
            else _SATURDAY
        )
        yield back_to(kept, weekday) if part else kept, match.start(), match.end(), 0.75


def _last(on: Callable[[int], date], today: date) -> date:
    day = on(today.year)
    return day if day <= today else on(today.year - 1)
