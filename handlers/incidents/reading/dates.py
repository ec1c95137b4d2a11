"""The day that a message speaks of: "yday", "sat night 2am", "2/52 ago", "14/3/26", "on nights".

British order of day and month; days are those of Europe/London. It never gives a day after the posting.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_COUNT: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "couple of": 2,
    "a couple of": 2,
}

_ISO: Final = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_FULL: Final = re.compile(r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])([/.-])(0?[1-9]|1[0-2])\2((?:19|20)?\d\d)(?![\d/])")
_SHORT: Final = re.compile(
    r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])(?![\d/%]|\s?(?:ago|days?|weeks?|mg|ml|pain|tabs?|later|hx|post|of)\b)"
)
_NAMED: Final = re.compile(
    rf"\b(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\s+of)?\s?(?:-\s?)?({_MONTH})\b\.?(?:\s?,?\s?(20\d\d|'?\d\d(?!\d|[:.]|\s?(?:am|pm|hrs))))?"
)
_NAMED_AFTER: Final = re.compile(
    rf"\b({_MONTH})\s(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![:.]\d|\s?(?:mg|am|pm|patients|pts))(?:,?\s(20\d\d))?"
)
_AGO: Final = re.compile(
    r"\b(\d{1,2})\s?/\s?(7|52|12)\s+(?:ago|back|earlier|prior)\b"
    r"|\b(\d{1,3}|a couple of|couple of|an?|one|two|three|four|five|six|seven)\s?(days?|d|weeks?|wks?|months?|mths?|hours?|hrs?|h|mins?|minutes?)\s+(?:ago|back|earlier)\b"
)
_BEFORE_YESTERDAY: Final = re.compile(r"\b(?:the\s)?day before (?:yesterday|yday|y'day|yest)\b")
_YESTERDAY: Final = re.compile(r"\b(?:yesterda?y|yestrday|yesteday|yday|y'day|yest|ystrday|ysday)\b")
_LAST_NIGHT: Final = re.compile(r"\b(?:last (?:night|nite|evening|eve|pm)|on (?:the )?last night shift|last noc)\b")
_OVERNIGHT: Final = cues("dates", "overnight")
_TODAY: Final = cues("dates", "today")
_TONIGHT: Final = re.compile(r"\b(?:to ?night|to ?nite)\b")
_WEEKDAY: Final = re.compile(
    r"\b(last\s|this\s|on\s|since\s|next\s|from\s)?(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday|nes)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?:(?<=day)s)?\b"
    r"(?:('s)?\s*(?:,\s*)?(night|nite|evening|eve|pm|am|morning|afternoon|lunch ?time|late|early)?)"
)
_LAST_WEEKEND: Final = re.compile(r"\b(?:over |last |at |this |all |on )?(?:the )?(?:weekend|wkend|w/end|w/e)\b")
_LAST_WEEK: Final = re.compile(r"\b(?:last|past|previous) (?:week|wk)\b")
_LAST_MONTH: Final = re.compile(r"\b(?:last|previous) month\b")
_IN_MONTH: Final = re.compile(
    rf"\b(?:in|during|since|early|late|mid|end of|last)\s(?:early |late |mid )?({_MONTH})\b(?!\s\d)(?:\s(20\d\d))?"
)
_NOT_THE_DAY: Final = cues("dates", "not_the_day", before=r"", after=r"[ :(-]*(?:on |the |in )?$")
_OTHER_DAY: Final = cues("dates", "other_day", after=r"[ :(-]*(?:on |the |in )?$")
"""Before these the day is that of something else, and never stands for the event."""
_RELATIVE: Final = frozenset({"relative", "today", "tonight", "last night", "overnight"})
_NIGHT_WORDS: Final = {"night", "nite", "evening", "eve", "late"}
_BORN: Final = re.compile(r"(?:\bdob|d\.o\.b\.?|date of birth|born(?: on)?|\bb\.)[ :(-]*$")


class Adder(Protocol):
    """Takes one day found by a rule."""

    def __call__(
        self, start: int, end: int, on: date | None, sure: float, kind: str, *, month_only: bool = False
    ) -> None:
        """Keep it, unless it is a birth date, overlaps another or lies after the posting."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in the message. ``night`` says that an early hour belongs to the morning after."""

    on: date
    start: int
    end: int
    score: float
    sure: float
    kind: str
    month_only: bool = False


def find_days(words: Words, posted: datetime) -> list[Day]:
    """Return the days spoken of, best first. ``posted`` is the posting in Europe/London."""
    today = posted.date()
    days: list[Day] = []
    text = words.text

    def add(start: int, end: int, on: date | None, sure: float, kind: str, *, month_only: bool = False) -> None:
        if on is None or (on > today and not month_only) or (today - on).days > 731:
            return
        if any(start < day.end and end > day.start for day in days):
            return
        before = text[max(0, start - 28) : start]
        if _BORN.search(before):
            return
        lower = 0.5 if kind not in _RELATIVE and _NOT_THE_DAY.search(before) else 0.0
        if kind == "month":
            lower += 0.2
        if lower >= 0.5 and _OTHER_DAY.search(before):
            return
        days.append(Day(on, start, end, 1.0 - lower - start / 20000, sure - lower / 2.5, kind, month_only))

    for match in _ISO.finditer(text):
        add(match.start(), match.end(), _day(int(match[1]), int(match[2]), int(match[3])), 0.97, "date")
    for match in _FULL.finditer(text):
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        add(match.start(), match.end(), _day(year, int(match[3]), int(match[1])), 0.97, "date")
    for match in _NAMED.finditer(text):
        add(match.start(), match.end(), _recent(today, _MONTHS[match[2]], int(match[1]), match[3]), 0.95, "date")
    for match in _NAMED_AFTER.finditer(text):
        add(match.start(), match.end(), _recent(today, _MONTHS[match[1]], int(match[2]), match[3]), 0.9, "date")
    for match in _AGO.finditer(text):
        _ago(match, posted, add)
    for match in _SHORT.finditer(text):
        _short(words, match, today, add)
    for pattern, back, sure, kind in (
        (_BEFORE_YESTERDAY, 2, 0.95, "relative"),
        (_YESTERDAY, 1, 0.95, "relative"),
        (_LAST_NIGHT, 0, 0.9, "last night"),
        (_OVERNIGHT, 0, 0.75, "overnight"),
        (_TONIGHT, 0, 0.9, "tonight"),
        (_TODAY, 0, 0.92, "today"),
    ):
        for match in pattern.finditer(text):
            add(match.start(), match.end(), today - timedelta(days=back), sure, kind)
    for match in _WEEKDAY.finditer(text):
        _weekday(words, match, today, add)
    for match in _LAST_WEEKEND.finditer(text):
        add(match.start(), match.end(), _back_to(today, 5), 0.6, "day")
    for match in _LAST_WEEK.finditer(text):
        add(match.start(), match.end(), today - timedelta(days=7), 0.8, "month", month_only=True)
    for match in _LAST_MONTH.finditer(text):
        add(match.start(), match.end(), today.replace(day=1) - timedelta(days=1), 0.8, "month", month_only=True)
    for match in _IN_MONTH.finditer(text):
        month = _recent(today, _MONTHS[match[1]], 1, match[2])
        if month is not None and (month.year, month.month) == (today.year, today.month):
            continue
        add(match.start(), match.end(), month, 0.7, "month", month_only=True)
    return sorted(days, key=lambda day: -day.score)


def settle_day(day: Day | None, at: time | None, posted: datetime) -> date | None:
    """Return the calendar day of an event spoken of as ``day`` at ``at``: 2am of "sat night" is Sunday."""
    today = posted.date()
    later_than_now = at is not None and datetime.combine(today, at) > posted.replace(tzinfo=None) + timedelta(minutes=5)
    if day is None:
        if at is None:
            return None
        return today - timedelta(days=1) if later_than_now else today
    if day.kind == "last night":
        if at is None:
            return today - timedelta(days=1)
        early = at.hour < 12
        if posted.hour < 5 and not early:
            return today - timedelta(days=1)
        return today if early else today - timedelta(days=1)
    if day.kind in {"overnight", "tonight", "today"}:
        return today - timedelta(days=1) if later_than_now else today
    if day.kind == "weekday night" and at is not None and at.hour < 9:
        return day.on + timedelta(days=1)
    return day.on


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _recent(today: date, month: int, day: int, year: str | None) -> date | None:
    if year:
        number = int(year.lstrip("'"))
        return _day(number + 2000 if number < 100 else number, month, day)
    found = _day(today.year, month, day)
    return found if found is not None and found <= today else _day(today.year - 1, month, day)


def _back_to(today: date, weekday: int) -> date:
    """Return the last such weekday before today; today's own name means a week ago only after "last"."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _ago(match: re.Match[str], posted: datetime, add: Adder) -> None:
    if match[1]:
        number, unit = int(match[1]), {"7": "day", "52": "week", "12": "month"}[match[2]]
    else:
        word = match[3]
        number, unit = (int(word) if word.isdigit() else _COUNT.get(word, 1)), match[4]
    if unit.startswith(("h", "min")):
        span = timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number)
        add(match.start(), match.end(), (posted - span).date(), 0.85, "day")
    elif unit.startswith(("month", "mth")):
        first = posted.date().replace(day=1)
        for _ in range(min(number, 24)):
            first = (first - timedelta(days=1)).replace(day=1)
        add(match.start(), match.end(), first, 0.7, "month", month_only=True)
    else:
        days = number * (7 if unit.startswith("w") else 1)
        add(match.start(), match.end(), posted.date() - timedelta(days=days), 0.85, "day")


def _short(words: Words, match: re.Match[str], today: date, add: Adder) -> None:
    """ "14/3" is a day unless it is a score, a fraction or a duration: "8/10", "GCS 14/15", "5/7 of abx"."""
    before = words.text[max(0, match.start() - 16) : match.start()]
    day, month = int(match[1]), int(match[2])
    said = re.search(
        r"(?:\b(?:on|date|dated|from|since|the|friday|fri|mon|tues?|wed|thurs?|sat|sun|monday|tuesday|wednesday|thursday|saturday|sunday|found|"
        r"noted|noticed|seen|happened|admission|admitted|dob|born|fell|occurred|till|until|to|by|cxr|ct)\s?:?|\()\s*$",
        before,
    )
    odd = re.search(
        r"\b(?:gcs|pain|power|score|news|news2|pews|mews|avpu|apgars?|mmse|amts?|bay|ward|take|give|gave|x|for|grade|visual|rated|was|is|pg|page|item)\s*$",
        before,
    )
    if odd or (not said and (month in {10, 5, 7, 12} or day <= 3)):
        return
    add(match.start(), match.end(), _recent(today, month, day, None), 0.85 if said else 0.62, "date")


def _weekday(words: Words, match: re.Match[str], today: date, add: Adder) -> None:
    lead, name, part = (match[1] or "").strip(), match[2], match[4]
    if lead == "next":
        return
    before = words.text[max(0, match.start() - 12) : match.start()]
    if name in {"sat", "sun", "mon", "wed", "fri", "thu", "tue"} and not lead and not part:
        after = words.text[match.end() : match.end() + 12]
        if re.search(r"\b(?:pt|patient|she|he|they|was|been|is|and|them|her|him|in the|the)\s*$", before):
            return
        if not re.match(r"\s*(?:[.,;:!)\n-]|$|at\b|@|\d)", after) or (
            name == "sat" and re.match(r"\s*\d\d\s?%", after)
        ):
            return
    weekday = _WEEKDAYS[name[:3]]
    on = _back_to(today, weekday)
    same = on == today
    if same and (lead == "last" or (part in _NIGHT_WORDS and lead != "this")):
        on -= timedelta(days=7)
    kind = "weekday night" if part in {"night", "nite"} else "day"
    add(match.start(), match.end(), on, 0.7 if same else 0.9, kind)
