"""The day and the time of an event, joined: what was said, and what follows from when it was posted.

A danger, praise or an outcome without a day is taken as the day of posting, and says so; the day of an incident that
nobody told stays a question.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.dates import find_days, settle_day
from handlers.incidents.reading.staff import harm_to_staff
from handlers.incidents.reading.times import Clock, by_day, by_night, latest
from handlers.incidents.reading.told_day import MAY_COME, Day
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.which_day import rank_days
from handlers.incidents.reading.which_time import other_times
from handlers.incidents.reading.words import Words

_Value = TypeVar("_Value")
_SAME_BREATH: Final = 24
"""Characters from a day to the time of day that it may belong to."""
_PAST: Final = frozenset({"day", "weekday night", "date", "relative", MAY_COME})
_OF_TODAY: Final = frozenset({"today", "tonight", "late", "in passing"})
_OF_A_NIGHT: Final = frozenset({"overnight", "last night", "weekday night"})
_SENTENCE_END: Final = re.compile(r"[.;!?\n]\s")
_KEPT_IN: Final = re.compile(
    r"\b(?:kept|kep|stay(?:ed|ing)?|held|admitted)\b[^.;,\n]{0,16}$"
    r"|\b(?:itch\w*|rash|hives|drowsy|sleepy|dizzy|woozy|headache|monitored|watched)\b[^.;,\n]{0,12}$"
)
_WRITTEN: Final = 0.7
"""Less sure than this is an hour without "am", "hrs" or minutes."""
_SO_MANY_HOURS: Final = re.compile(r"\b\d+ ?(?:hrs?|hours?|h) (?:all )?$|\ball $")
_CAME_TO_LIGHT: Final = re.compile(
    r"\b(?:visit|found|review|round|clinic|check|seen|audit"
    r"|in(?! (?:the )?(?:bath|toilet|bed|room|chair|shower|bay|corridor|side|garden|lounge|loo|sluice|store))"
    r"|mdt|died|rip)\b[^.;,\n]{0,12}$"
)
_PLANS: Final = cues("dates", "plans")
"""What is asked of colleagues or announced: the days and times in it are no event's."""
_WEEKS_OF_IT: Final = cues("dates", "weeks_of_it")
"""What has gone on for days since: a time of day without a day is then not of the day of writing."""


@dataclass(frozen=True, slots=True)
class When:
    """The day or only the month, and the time, of one event."""

    on: Answer[date] | None
    month: Answer[str] | None
    at: Answer[time] | None


def find_when(words: Words, posted: datetime, kind: str, times: list[Clock]) -> When:
    """Return when it happened. ``posted`` is the posting in Europe/London; no day after it is ever returned.

    ``times`` are the times of day in the message, best first.
    """
    if kind == NOT_PATIENT_SAFETY and harm_to_staff(words) is None and _PLANS.search(words.text):
        return When(None, None, None)
    told = find_days(words, posted)
    ranked = rank_days(words, told, kind)
    clock = _clock_of(words, kind, times, posted.year)
    day = _nearest(words, ranked, clock)
    clock = _settled_clock(words, posted, clock, day, told) if kind != RISK else None
    at = None if clock is None else _quoted(words, clock.at, clock.sure, clock)
    if day is not None and clock is None and _stayed(words, day):
        day = replace(day, kind="relative", on=day.on - timedelta(days=1))
    if day is not None and day.month_only:
        return When(None, _quoted(words, f"{day.on:%Y-%m}", day.sure, day), at)
    if day is None and clock is not None and _WEEKS_OF_IT.search(words.text):
        return When(None, None, at)
    settled = settle_day(day, clock.at if clock else None, posted)
    if settled is not None and settled <= posted.date():
        if day is not None:
            return When(_quoted(words, settled, day.sure, day), None, at)
        why = "you gave a time and no day, so we took the last such time before you wrote"
        return When(Answer(settled, 0.75, clock.start if clock else 0, clock.end if clock else 0, why), None, at)
    if kind in {RISK, OUTCOME, GOOD_CARE} or (kind == INCIDENT and other_times(words, posted.year)):
        why = "you did not say when, so we took the day that you wrote"
        return When(Answer(posted.date(), 0.62, 0, 0, why), None, at)
    return When(None, None, at)


def _quoted(words: Words, value: _Value, sure: float, said: Clock | Day) -> Answer[_Value]:
    return Answer(value, sure, said.start, said.end, f"you wrote “{words.quote(said.start, said.end)}”")


def _clock_of(words: Words, kind: str, times: list[Clock], year: int) -> Clock | None:
    """Return the best time; an incident is not at the time of a death, an outcome may be, a danger has none."""
    if kind == RISK:
        return None
    if kind == OUTCOME and not times:
        times = other_times(words, year)
    return next((one for one in times if not (one.death and kind == INCIDENT)), None)


def _settled_clock(
    words: Words, posted: datetime, clock: Clock | None, day: Day | None, told: list[Day]
) -> Clock | None:
    """Return the time as it is on that day: none where it is another day's, and its half of the day where open."""
    if clock is not None and day is not None and _of_another_day(words, clock, day, told):
        clock = None
    if clock is not None and day is not None and _sign_after_night(words, clock, day):
        clock = None
    if clock is None and day is not None and day.at is not None:
        return Clock(day.at, day.start, day.end, 0.7)
    if clock is None:
        return None
    if day is None or day.kind in _OF_TODAY:
        return latest(clock, posted.time())
    return by_night(clock) if day.kind in _OF_A_NIGHT else by_day(clock)


def _sign_after_night(words: Words, clock: Clock, day: Day) -> bool:
    """Say whether an hour is told of what followed a night of something: "no obs 8 hrs overnight. cold leg at 7"."""
    if day.kind != "overnight" or clock.sure >= _WRITTEN or _SO_MANY_HOURS.search(words.text, 0, day.start) is None:
        return False
    return _SENTENCE_END.search(words.text, day.end, max(day.end, clock.start)) is not None


def _stayed(words: Words, day: Day) -> bool:
    """Say whether "overnight" is how long a patient was kept in, so that it befell on the day before."""
    return day.kind == "overnight" and _KEPT_IN.search(words.text[max(0, day.start - 24) : day.start]) is not None


def _of_another_day(words: Words, clock: Clock, day: Day, told: list[Day]) -> bool:
    """Say whether a time belongs to another day than the event's: "dc'd Thurs; home visit 10am, cannula still in"."""
    if day.kind not in _PAST or _beside(words, day, clock, _SAME_BREATH):
        return False
    others = [other for other in told if (other.start, other.end) != (day.start, day.end)]
    if any(_beside(words, other, clock, _SAME_BREATH) for other in others):
        return True
    return _CAME_TO_LIGHT.search(words.text[max(0, clock.start - 24) : clock.start]) is not None


def _beside(words: Words, day: Day, clock: Clock, most: int) -> bool:
    """Say whether at most so many characters, and no end of a sentence, stand between a day and a time."""
    first, second = sorted(((day.start, day.end), (clock.start, clock.end)))
    return 0 <= second[0] - first[1] <= most and not _SENTENCE_END.search(words.text, first[1], second[0])


def _nearest(words: Words, days: list[Day], clock: Clock | None) -> Day | None:
    """Choose the best day; a day right beside the chosen time beats one that is said elsewhere."""
    if clock is not None:
        days = [day for day in days if not day.month_only or 0 <= clock.start - day.end <= _SAME_BREATH]
        beside = [day for day in days if not day.month_only and _beside(words, day, clock, 8)]
        if beside and beside[0].score > days[0].score - 0.25:
            return beside[0]
    return days[0] if days else None
