"""The day and the time of an event, joined: what was said, and what follows from when it was posted.

A danger, praise or an outcome without a day is taken as the day of posting, and says so; the day of an incident that
nobody told stays a question.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.dates import Day, find_days, settle_day
from handlers.incidents.reading.staff import harm_to_staff
from handlers.incidents.reading.times import Clock, latest, other_times
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.which_day import rank_days
from handlers.incidents.reading.words import Words

_SAME_BREATH: Final = 24
"""Characters from a day to the time of day that it may belong to."""
_PAST: Final = frozenset({"day", "date", "relative"})
_SENTENCE_END: Final = re.compile(r"[.;!?\n]\s")
_CAME_TO_LIGHT: Final = re.compile(
    r"\b(?:visit|found|review|round|clinic|check|seen|audit|in|mdt|died|rip)\b[^.;,\n]{0,12}$"
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
    if kind == OUTCOME and not times:
        times = other_times(words, posted.year)
    clock = next((one for one in times if not (one.death and kind == INCIDENT)), None) if kind != RISK else None
    if kind == NOT_PATIENT_SAFETY and _PLANS.search(words.text) and harm_to_staff(words) is None:
        return When(None, None, None)
    ranked = rank_days(words, find_days(words, posted), kind)
    day = _nearest(words, ranked, clock)
    if clock is not None and day is not None and _of_another_day(words, clock, day, ranked):
        clock = None
    if clock is not None and (day is None or day.kind in {"today", "tonight"}):
        clock = latest(clock, posted.time())
    at = (
        None
        if clock is None
        else Answer(clock.at, clock.sure, clock.start, clock.end, f"you wrote “{words.quote(clock.start, clock.end)}”")
    )
    if day is not None and day.month_only:
        why = f"you wrote “{words.quote(day.start, day.end)}”"
        return When(None, Answer(f"{day.on:%Y-%m}", day.sure, day.start, day.end, why), at)
    if day is None and clock is not None and _WEEKS_OF_IT.search(words.text):
        return When(None, None, at)
    settled = settle_day(day, clock.at if clock else None, posted)
    if settled is not None and settled <= posted.date():
        if day is not None:
            return When(
                Answer(settled, day.sure, day.start, day.end, f"you wrote “{words.quote(day.start, day.end)}”"),
                None,
                at,
            )
        why = "you gave a time and no day, so we took the last such time before you wrote"
        return When(Answer(settled, 0.75, clock.start if clock else 0, clock.end if clock else 0, why), None, at)
    if kind in {RISK, OUTCOME, GOOD_CARE} or (kind == INCIDENT and other_times(words, posted.year)):
        return When(
            Answer(posted.date(), 0.62, 0, 0, "you did not say when, so we took the day that you wrote"), None, at
        )
    return When(None, None, at)


def _of_another_day(words: Words, clock: Clock, day: Day, ranked: list[Day]) -> bool:
    """Say whether a time belongs to another day than the event's: "dc'd Thurs; home visit 10am, cannula still in"."""
    if day.kind not in _PAST or _beside(words, day, clock, _SAME_BREATH):
        return False
    others = [other for other in ranked if other is not day]
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
