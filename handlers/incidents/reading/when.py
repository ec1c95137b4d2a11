"""The day and the time of an event, joined: what was said, and what follows from when it was posted.

A danger, praise or an outcome without a day is taken as the day of posting, and says so; the day of an incident that
nobody told stays a question.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from handlers.incidents.reading.choices import Weights
from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.dates import find_days, settle_day
from handlers.incidents.reading.day_signs import Offer, choose
from handlers.incidents.reading.staff import harm_to_staff
from handlers.incidents.reading.times import Clock, by_day, by_night, latest
from handlers.incidents.reading.told_day import MAY_COME, Day
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.which_day import A_WEEK, rank_days
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
_WEIGHED: Final = 0.7
"""A day that the rules did not choose is never surer than this."""
_MORNING: Final = 6
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

    @property
    def settled_on(self) -> date | str | None:
        """The day, or else the month, where it is sure enough not to be asked for."""
        said = self.on or self.month
        return said.value if said is not None and said.settled else None


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells of days and times. ``posted`` is the posting in Europe/London, ``clock`` the best time."""

    words: Words
    posted: datetime
    kind: str
    days: list[Day]
    clock: Clock | None


def find_when(words: Words, posted: datetime, kind: str, times: list[Clock], weights: Weights | None = None) -> When:
    """Return when it happened. ``posted`` is the posting in Europe/London; no day after it is ever returned.

    ``times`` are the times of day in the message, best first. ``weights`` stand in for those of the days' signs that
    are shipped.
    """
    if kind == NOT_PATIENT_SAFETY and harm_to_staff(words) is None and _PLANS.search(words.text):
        return When(None, None, None)
    told = look_for_days(words, posted, kind, times)
    found = by_rules(told)
    if told.clock is None and not told.days:
        return found
    offered = offers(told)
    found = _by_its_day(told, found, offered)
    offer = Offer(words, kind, posted.date(), told.days)
    likely = choose(offer, [one.settled_on for one in offered], found.settled_on, weights)
    return found if likely is None else _less_sure(offered[likely])


def _by_its_day(told: Told, found: When, offered: list[When]) -> When:
    """Return what was found, quoting the day told where one gives the very day that was only made out without it."""
    if found.on is None or found != _untold(told):
        return found
    same = (one.on for one in offered[: len(told.days)] if one.on is not None and one.on.value == found.on.value)
    return replace(found, on=next(same, found.on))


def look_for_days(words: Words, posted: datetime, kind: str, times: list[Clock]) -> Told:
    """Return what a message tells of days and times, whatever they are of."""
    days = find_days(words, posted)
    days = [day for day in days if not (_stayed(words, day) and any(one.start < day.start for one in days))]
    return Told(words, posted, kind, days, _clock_of(words, kind, times, posted.year))


def by_rules(told: Told) -> When:
    """Return when it happened by the rules alone."""
    day = _nearest(told.words, rank_days(told.words, told.days, told.kind), told.clock)
    if day is not None and (found := _on(told, day)) is not None:
        return found
    if day is None and told.clock is not None and _WEEKS_OF_IT.search(told.words.text) is None:
        return _untold(told)
    of_writing = told.kind in {RISK, OUTCOME, GOOD_CARE} or (
        told.kind == INCIDENT and (day is not None or told.clock is None) and other_times(told.words, told.posted.year)
    )
    return _untold(replace(told, clock=None)) if of_writing else _never(told)


def offers(told: Told) -> list[When]:
    """Return all that may be answered: each day told, in order; the day of writing or of the time; and no day."""
    never = _never(told)
    return [*(_on(told, day) or never for day in told.days), _untold(told), never]


def _on(told: Told, day: Day) -> When | None:
    """Return when it happened, if on this day; None where that would be after the posting."""
    clock = _settled_clock(told, day)
    if clock is not None and day.kind == "today" and _to_come(clock, told.posted):
        clock = None  # the day is told: the time is wrong, and is asked
    at = _at(told.words, clock)
    if clock is None and _stayed(told.words, day):
        day = replace(day, kind="relative", on=day.on - timedelta(days=1))
    if day.month_only and A_WEEK.search(told.words.text, day.start, day.end):
        return When(None, None, at)  # "last week" is no month, and no day
    if day.month_only:
        return When(None, _quoted(told.words, f"{day.on:%Y-%m}", day.sure, day), at)
    on = settle_day(day, clock.at if clock else None, told.posted)
    if on is None or on > told.posted.date():
        return None
    return When(_quoted(told.words, on, day.sure, day), None, at)


def _to_come(clock: Clock, posted: datetime) -> bool:
    """Say whether a time is yet to come on the day of writing; in the small hours "today" is all of the shift."""
    return posted.hour >= _MORNING and clock.at > (posted + timedelta(minutes=5)).time()


def _untold(told: Told) -> When:
    """Return when it happened where no day was told: when it was last that time, or else on the day of writing."""
    clock = _settled_clock(told, None)
    on = settle_day(None, clock.at, told.posted) if clock is not None else None
    if clock is None or on is None:
        why = "you did not say when, so we took the day that you wrote"
        return When(Answer(told.posted.date(), 0.62, 0, 0, why), None, None)
    why = "you gave a time and no day, so we took the last such time before you wrote"
    return When(Answer(on, 0.75, clock.start, clock.end, why), None, _at(told.words, clock))


def _never(told: Told) -> When:
    """Return that the day stays a question."""
    return When(None, None, _at(told.words, _settled_clock(told, None)))


def _less_sure(found: When) -> When:
    """Return an answer that the rules did not give, no surer than such answers are."""
    on = None if found.on is None else replace(found.on, sure=min(found.on.sure, _WEIGHED))
    month = None if found.month is None else replace(found.month, sure=min(found.month.sure, _WEIGHED))
    return When(on, month, found.at)


def _at(words: Words, clock: Clock | None) -> Answer[time] | None:
    return None if clock is None else _quoted(words, clock.at, clock.sure, clock)


def _quoted(words: Words, value: _Value, sure: float, said: Clock | Day) -> Answer[_Value]:
    return Answer(value, sure, said.start, said.end, f"you wrote “{words.quote(said.start, said.end)}”")


def _clock_of(words: Words, kind: str, times: list[Clock], year: int) -> Clock | None:
    """Return the best time; an incident is not at the time of a death, an outcome may be, a danger has none."""
    if kind == RISK:
        return None
    if kind == OUTCOME and not times:
        times = other_times(words, year)
    return next((one for one in times if not (one.death and kind == INCIDENT)), None)


def _settled_clock(told: Told, day: Day | None) -> Clock | None:
    """Return the time as it is on that day: none where it is another day's, and its half of the day where open."""
    clock = None if told.kind == RISK else told.clock
    if clock is not None and day is not None:
        words = told.words
        other = _of_another_day(words, clock, day, told.days) or _sign_after_night(words, clock, day)
        clock = None if other else clock
    if clock is None and day is not None and day.at is not None and told.kind != RISK:
        return Clock(day.at, day.start, day.end, 0.7)
    if clock is None:
        return None
    if day is None or day.kind in _OF_TODAY:
        return latest(clock, told.posted.time())
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
