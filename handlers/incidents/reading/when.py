"""The day and the time of an event, joined: what was said, and what follows from when it was posted.

A full account without a day is taken as the day of posting, and says so; a few words without a day stay a question.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from handlers.incidents.reading.dates import Day, find_days, settle_day
from handlers.incidents.reading.times import Clock, latest
from handlers.incidents.reading.values import INCIDENT, RISK, Answer
from handlers.incidents.reading.words import Words

_FULL_ACCOUNT: Final = 45
"""Characters from which a message without a day is taken for an account of something fresh."""


_SINCE: Final = re.compile(
    r"\b(?:since|say|says|until|till|coming|(?:booked|due|planned) (?:for|on))(?: the| last)?(?: power cut)? ?$"
)
_TOLD_THEM: Final = re.compile(r"\b(?:logged|reported|raised|told|rang|emailed|job|ref|ticket)\b[^.]*$")


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
    clock = times[0] if times else None
    days = [day for day in find_days(words, posted) if not _of_something_else(words, day, kind)]
    day = _nearest(days, clock)
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
    if kind != INCIDENT or len(words.text.strip()) >= _FULL_ACCOUNT:
        return When(
            Answer(posted.date(), 0.62, 0, 0, "you did not say when, so we took the day that you wrote"), None, at
        )
    return When(None, None, at)


def _of_something_else(words: Words, day: Day, kind: str) -> bool:
    """Say whether a day tells since when, until when, or when somebody was told of a danger."""
    before = words.text[max(0, day.start - 40) : day.start]
    return _SINCE.search(before) is not None or (kind == RISK and _TOLD_THEM.search(before) is not None)


def _nearest(days: list[Day], clock: Clock | None) -> Day | None:
    """Choose the best day; a day right beside the chosen time beats one that is said elsewhere."""
    if not days:
        return None
    if clock is not None:
        beside = [
            day
            for day in days
            if not day.month_only and (0 <= clock.start - day.end <= 8 or 0 <= day.start - clock.end <= 8)
        ]
        if beside and beside[0].score > days[0].score - 0.3:
            return beside[0]
    return days[0]
