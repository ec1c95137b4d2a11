"""The day that a message speaks of: "yday", "sat night 2am", "2/52 ago", "14/3/26", "on nights".

British order of day and month; days are those of Europe/London. It never gives a day after the posting.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.incidents.reading.calendar_days import back_to, comes_soon, last_of_month, made_of, month_of, recent
from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.named_days import find_named_days
from handlers.incidents.reading.told_day import MAY_COME, Day
from handlers.incidents.reading.weekdays import find_weekdays
from handlers.incidents.reading.words import Words

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januray", "feb february febuary feburary", "mar march", "apr april aprill", "may", "jun june",
            "jul july", "aug august agust", "sep sept september septmber", "oct october ocotber",
            "nov november novemeber", "dec december decemeber",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNT: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "couple of": 2, "a couple of": 2, "a few": 3, "few": 3,
}  # fmt: skip

_ISO: Final = cue(r"\b(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_FULL: Final = cue(r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])([/.-])(0?[1-9]|1[0-2])\2((?:19|20)?\d\d)(?![\d/])")
_SHORT: Final = cue(
    r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])"
    r"(?![\d/%]|\s?(?:ago|days?|weeks?|mg|ml|pain|tabs?|later|hx|post|of|times|people|pts|patients|staff|nurses|beds)\b)"
)
_NAMED: Final = cue(
    rf"\b(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\s+of)?\s?(?:-\s?)?({_MONTH})\b\.?"
    r"(?!\s?,?\s?19\d\d\b)(?:\s?,?\s?(20\d\d|'?\d\d(?!\d|[:.]|\s?(?:am|pm|hrs))))?"
)
_ORDINAL: Final = cue(
    r"(?!the [123](?:st|nd|rd) (?:on ?call|reg|sho|dr|doctor|checker|number|bleep)\b)"
    r"\b(?:on|on the|since the|since|the) (0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
    rf"(?! (?:{_MONTH}|this|"
    r"floor|time|dose|degree|week|day|stage|visit|attempt|unit|bag|line|of|pt|patient|baby|child|set|"
    r"check|go|try|opinion|review|team|staff|nurse|phone|call|look|case|op|on the list|one|list|bottle|syringe|tablet|"
    r"person|cannula|scan|film|result|sample|call|round|shock|cycle|theatre|birthday|note|page|box|vial|amp|pump|bed|"
    r"toe|finger|digit|rib|trimester|stage|night|shift|stool|fall|admission|lot|half|part))"
)
_BARE_ORDINAL: Final = cue(
    r"\b((?:1?[4-9]|1[0-3]|2[04-9]|30)(?=th)|[23]1(?=st)|22(?=nd)|23(?=rd))(?:st|nd|rd|th)\b"
    r"(?=\s*(?:$|[.,;:)=]|am\b|pm\b|night|nite|at\b|@|\d{4}\b|(?:was|wasnt|were|never|and|n|but|when|so|til|till|showed|shows)\b"
    r"|on\b(?! (?:the |a )?(?:list|call|rota|scale))))"
)
"""A bare "26th" that ends what is said: "feed started 26th, tube in the lung"."""
_WEEKDAY_AND_ORDINAL: Final = cue(
    r"\b(mon|tues?|weds?|wednes|thurs?|fri|sat|satur|sun)(?:day)?,? "
    r"\(?(?:the )?(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
)
"""The number tells which of the Fridays: "fri 17th", written on Friday the 24th."""
_FIRST_TWO: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_NAMED_AFTER: Final = cue(
    rf"\b({_MONTH})\s(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![:.]\d|\s?(?:mg|am|pm|patients|pts|lots|of)"
    r"|\s(?!this|does|falls)[a-z]{3,}s\b)(?:,?\s(20\d\d))?"
)
_AGO: Final = cue(
    r"\b(\d{1,2})\s?/\s?(7|52|12)\s+(?:ago|back|earlier|prior)\b"
    r"|\b(\d{1,3}(?:\s|(?=[a-z]))|(?:a couple of|couple of|a few|few|an?|one|two|three|four|five|six|seven)\s)"
    r"(days?|nights?|nites?|evenings?|mornings?|d|fortnights?|weeks?|wks?|months?|mths?|hours?|hrs?|h|mins?|minutes?)"
    r"\s+(?:ago|back|earlier)\b(?:\s(?:today|to the day)\b)?"
    r"|\b(half)\s(?:an?\s)?(?:hour|hr)\s(?:ago|back)\b"
    r"|\b(fortnight)\s(?:ago|back)\b|\b(week|wk)\s(?:ago|back)\s(?:today|to the day)\b"
)
_BEFORE_YESTERDAY: Final = cue(
    r"\b(?:the\s)?(?:day (?:before|b4) (?:yesterday|yday|y'day|yest)|(?:night|nite|evening) (?:before|b4) last)\b"
)
_YESTERDAY: Final = cue(
    r"\b(?:yesterda?y|yday|y'day|yest|ye?r?s[a-z]{0,5}d[aey]{1,2}|yeterday)"
    r"(?:'?s\b(?! (?:pts?|patients?)\b)|\b)(?!'?s\b)"
    r"(?! (?:couch|plan|settings?|films?|results?|sheet|handover|weight|wt|photo\w*|copy|version|labels?)\b)"
)
_LAST_NIGHT: Final = cue(
    r"\b(?:la?st? ?(?:night|nite|ni?ght|nigh?th?|nihgt|nyt|nt|noc)(?:'?s)?|last (?:evening|eve|pm)|last noc"
    r"|on (?:the )?last night shift)\b"
)
_OVERNIGHT: Final = cues("dates", "overnight")
_TODAY: Final = cues("dates", "today")
_IN_PASSING: Final = cues("dates", "in_passing")
_LATE: Final = cue(
    r"\b(?:(?<!mon )(?<!tues )(?<!tue )(?<!weds )(?<!wed )(?<!thurs )(?<!fri )(?<!sat )(?<!sun )(?<!day )late shift"
    r"(?! handover)|on (?:the |my |a |this )lates?(?! (?:on|this|night|sat|sun|mon|tue|wed|thu|fri))|on lates)\b"
)
_TONIGHT: Final = cue(r"\b(?:to ?night|to ?nite|toni(?:ght|te)'?s)\b")
_LAST_WEEKEND: Final = cue(r"\b(?:over |last |at |this |all |on )?(?:the )?(?:weekend|wkend|w/end|w/e)\b")
_LAST_WEEK: Final = cue(r"\b(?:last|past|previous) (?:week|wk)\b")
_LAST_MONTH: Final = cue(r"\b(?:last|previous) month\b")
_IN_MONTH: Final = cue(
    rf"\b(?:in|during|since|early|late|mid|end of|last)\s(?:early |late |mid )?({_MONTH})\b(?!\s\d)(?:\s(20\d\d))?"
)
_MONTH_AT_LARGE: Final = cue(
    rf"\b(?:back in|sometime in|all of|whole of|throughout|thru|through)\s({_MONTH})\b(?!\s\d\d?\b(?! [a-z]{{3,}}s\b))"
    r"(?:\s(20\d\d))?"
)
_OF_LAST_MONTH: Final = cue(r"\b(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th) of last month\b")
_OF_THE_MONTH: Final = cue(rf"\b(?:(1st|first)|(last)) (?:day )?of (?:(?:the|this) month|({_MONTH}))\b")
_SAID_DAY: Final = cues("dates", "said_day", before=r"(?:\b", after=r"\s?:?|\()\s*$")
_A_SCORE: Final = cues("dates", "a_score", after=r"\s*$")
_FOR_SO_LONG: Final = re.compile(r"\b(?:carr\w+|going|went|kept|left|stayed|been|ran|continued) on $")
"""Before "7/7": it lasted so many days."""
_A_DATE_AFTER_ALL: Final = re.compile(r" ?(?:at|@) ?\d| (?:was )?(?:never|not given|not done)\b")
"""After "8/10": no score is at a time, and none was never done."""
_SINCE_OP: Final = cue(r"\bd(?:ay)? ?([1-9]\d?) post\b")
_OF_THE_OP: Final = re.compile(
    r"(?:\bop(?:eration)?|surgery|\blap \w+|appendix|tkr|thr|orif|hemi\w*|\w+ectomy|section|cabg|repair)"
    r"(?: was| on| done)*(?: the)? $"
)
"""Together: "lap appendix mon, drain pulled out d1 post op" was on Tuesday."""
_IT_WAS: Final = re.compile(r"(?:[.;,!?)\n-]\s*|\b(?:this|it|that|which|all) )(?:was|is) $")
"""Before a day and no score, though "was" is: "who tells him. was 10/11"."""
_FRACTIONS: Final = frozenset({5, 7, 10, 12})
"""Lower halves of scores and durations: out of 5, 10 or 12; days (/7) and months (/12)."""
_SMALL_FRACTION: Final = 4
_MONDAY, _SATURDAY, _MORNING, _NOON = 0, 5, 9, 12
_SHORT_WHILE: Final = timedelta(hours=4)
"""So long ago is told to the hour; what was longer ago is told roughly."""
_FRESH: Final = timedelta(days=10)
"""A day as near as this is meant by "27/12" written on the 28th, not a length of time."""
_OLDEST: Final = timedelta(days=731)
"""A day further back than two years is a birthday or a slip, not the event."""
_RELATIVES: Final = (
    (_BEFORE_YESTERDAY, 2, 0.95, "relative"),
    (_YESTERDAY, 1, 0.95, "relative"),
    (_LAST_NIGHT, 0, 0.9, "last night"),
    (_OVERNIGHT, 0, 0.75, "overnight"),
    (_TONIGHT, 0, 0.9, "tonight"),
    (_LATE, 0, 0.75, "late"),
    (_TODAY, 0, 0.92, "today"),
)
"""(words, days back, how sure, kind); the kinds of night are settled with the time of day."""


def find_days(words: Words, posted: datetime) -> list[Day]:
    """Return the days spoken of, of whatever they are. ``posted`` is the posting in Europe/London."""
    today = posted.date()
    kept: list[Day] = []
    for rule in (_written, _ago, _short, _relative, find_weekdays, _loose):
        for day in rule(words, posted):
            overlaps = any(day.start < other.end and day.end > other.start for other in kept)
            later = day.on > today and not day.month_only
            if overlaps or later or today - day.on > _OLDEST:
                continue
            kept.append(day)
    named = [day for day in kept if day.kind == "day" and any(_right_after(one, day) for one in kept)]
    told_by_date = {day.on.weekday() for day in named}  # "thurs ... Thurs 28 May": the same Thursday
    kept = [day for day in kept if day.kind != "day" or day.on.weekday() not in told_by_date]
    kept = [day for day in kept if day.kind != "overnight" or not any(_touches(one, day) for one in kept)]
    since_op = _SINCE_OP.search(words.text)
    return kept if since_op is None else [_after_op(words, day, int(since_op[1]), today) for day in kept]


def _right_after(one: Day, day: Day) -> bool:
    return one.kind == "date" and 0 <= one.start - day.end <= 1


def _touches(one: Day, night: Day) -> bool:
    """Say whether another day stands right beside a night: "night shift last nt" is one night, told by its day."""
    gap = night.start - one.end if one.start < night.start else one.start - night.end
    return one.kind not in {"overnight", "today", "in passing"} and 0 <= gap <= 1


def _after_op(words: Words, day: Day, days: int, today: date) -> Day:
    """Return the day that lies so many days after an operation, where a day is that of the operation."""
    on = day.on + timedelta(days=days)
    told = _OF_THE_OP.search(words.text, max(0, day.start - 32), day.start)
    return replace(day, on=on) if told is not None and on <= today and not day.month_only else day


def _written(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield full dates: 2026-03-14, 14/03/2026, 14.3.26, 14th March, March 14."""
    today = posted.date()
    for match in _ISO.finditer(words.text):
        yield from _made(match, made_of(int(match[1]), int(match[2]), int(match[3])), 0.97)
    for match in _FULL.finditer(words.text):
        year = int(match[4]) + (2000 if len(match[4]) == len("26") else 0)
        yield from _made(match, made_of(year, int(match[3]), int(match[1])), 0.97)
    for match in _NAMED.finditer(words.text):
        yield from _of_a_year(match, today, (_MONTHS[match[2]], int(match[1]), match[3]), 0.95)
    yield from _ordinals(words, today)
    for on, start, end, sure in find_named_days(words.text, today):
        yield Day(on, start, end, sure, "date")
    for match in _NAMED_AFTER.finditer(words.text):
        yield from _of_a_year(match, today, (_MONTHS[match[1]], int(match[2]), match[3]), 0.9)


def _ordinals(words: Words, today: date) -> Iterator[Day]:
    """Yield "fri 17th", "on the 3rd", "2nd of last month", "last day of march"."""
    for match in _WEEKDAY_AND_ORDINAL.finditer(words.text):
        on = last_of_month(today, int(match[2]))
        agrees = on is not None and match[1][:2] == _FIRST_TWO[on.weekday()]
        yield from _made(match, on, 0.9 if agrees else 0.5)  # "fri 17th" on a Tuesday: one of them is wrong
    for match in _ORDINAL.finditer(words.text):
        yield from _made(match, last_of_month(today, int(match[1])), 0.8)
    for match in _BARE_ORDINAL.finditer(words.text):
        yield from _made(match, last_of_month(today, int(match[1])), 0.7)
    for match in _OF_LAST_MONTH.finditer(words.text):
        before = today.replace(day=1) - timedelta(days=1)
        yield from _made(match, made_of(before.year, before.month, int(match[1])), 0.9)
    for match in _OF_THE_MONTH.finditer(words.text):
        yield from _made(match, _end_of_month(today, match), 0.85)


def _ago(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield "2/52 ago", "3 days ago", "an hour ago"; months give the month only."""
    for match in _AGO.finditer(words.text):
        if match[5] or match[6] or match[7]:
            number, unit = (30, "min") if match[5] else (1, match[6] or match[7])
        elif match[1]:
            number, unit = int(match[1]), {"7": "day", "52": "week", "12": "month"}[match[2]]
        else:
            number, unit = (int(said) if (said := match[3].strip()).isdigit() else _COUNT.get(said, 1)), match[4]
        if unit.startswith(("h", "min")):
            span = timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number)
            then = (posted.replace(tzinfo=None) - span).replace(second=0, microsecond=0)
            at = then.time() if span <= _SHORT_WHILE else None
            yield Day(then.date(), match.start(), match.end(), 0.85, "ago", at=at)
        elif unit.startswith(("month", "mth")):
            months = posted.year * 12 + posted.month - 1 - min(number, 24)
            yield Day(date(months // 12, months % 12 + 1, 1), match.start(), match.end(), 0.7, "month", month_only=True)
        else:
            span = timedelta(days=number * (14 if unit.startswith("f") else 7 if unit.startswith("w") else 1))
            yield Day(posted.date() - span, match.start(), match.end(), 0.85, "day")


def _short(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield "14/3", unless it is a score, a fraction or a duration: "8/10", "GCS 14/15", "5/7 of abx"."""
    for match in _SHORT.finditer(words.text):
        before = words.text[max(0, match.start() - 16) : match.start()]
        said = _SAID_DAY.search(before) is not None
        over, under = int(match[1]), int(match[2])
        on = recent(posted.date(), under, over, None)
        fresh = on is not None and posted.date() - on <= _FRESH and over > _NOON
        fraction = (under in _FRACTIONS and not fresh) or over < under <= _SMALL_FRACTION
        like_a_fraction = fraction and match[2][0] != "0" and not _A_DATE_AFTER_ALL.match(words.text, match.end())
        scored = _A_SCORE.search(before) and not _IT_WAS.search(before)
        lasted = under in _FRACTIONS and _FOR_SO_LONG.search(before)
        if scored or lasted or (not said and like_a_fraction):
            continue
        if said or not comes_soon(posted.date(), under, over):
            yield from _of_a_year(match, posted.date(), (under, over, None), 0.85 if said else 0.62)


def _relative(words: Words, posted: datetime) -> Iterator[Day]:
    for pattern, back, sure, kind in _RELATIVES:
        for match in pattern.finditer(words.text):
            yield Day(posted.date() - timedelta(days=back), match.start(), match.end(), sure, kind)


def _loose(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield mealtimes, weekends (which of the two days stays a question), and weeks or months that give no day."""
    today = posted.date()
    for match in _IN_PASSING.finditer(words.text):
        yield Day(today, match.start(), match.end(), 0.62, "in passing")
    for match in _LAST_WEEKEND.finditer(words.text):
        if match.group().startswith("this") and _MONDAY < today.weekday() < _SATURDAY:
            continue
        saturday = back_to(today, 5)
        on = today if today.weekday() >= 5 and match.group().startswith("this") else saturday
        yield Day(on, match.start(), match.end(), 0.55, "weekend")
    for match in _LAST_WEEK.finditer(words.text):
        yield Day(today - timedelta(days=7), match.start(), match.end(), 0.8, "month", month_only=True)
    for match in _LAST_MONTH.finditer(words.text):
        before = today.replace(day=1) - timedelta(days=1)
        yield Day(before, match.start(), match.end(), 0.8, "month", month_only=True)
    for match in (*_IN_MONTH.finditer(words.text), *_MONTH_AT_LARGE.finditer(words.text)):
        month = month_of(today, _MONTHS[match[1]], match[2])
        if (month.year, month.month) != (today.year, today.month):
            yield Day(month, match.start(), match.end(), 0.7, "month", month_only=True)


def _made(match: re.Match[str], on: date | None, sure: float) -> Iterator[Day]:
    if on is not None:
        yield Day(on, match.start(), match.end(), sure, "date")


def _of_a_year(match: re.Match[str], today: date, told: tuple[int, int, str | None], sure: float) -> Iterator[Day]:
    """Yield the last such (month, day, year or None); without a year it is marked where it may be one to come."""
    on = recent(today, *told)
    kind = MAY_COME if told[2] is None and comes_soon(today, *told[:2]) else "date"
    if on is not None:
        yield Day(on, match.start(), match.end(), min(sure, 0.75) if kind == MAY_COME else sure, kind)


def _end_of_month(today: date, match: re.Match[str]) -> date:
    """Return the first or last day of a month: "first of the month", "last day of march"."""
    first = today.replace(day=1) if match[3] is None else month_of(today, _MONTHS[match[3]], None)
    return first if match[1] else (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


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
        return today if at.hour < _NOON else today - timedelta(days=1)
    if day.kind == "late" and at is None:
        return today - timedelta(days=posted.hour <= _NOON)
    if day.kind in {"late", "overnight", "tonight", "today", "in passing"}:
        return today - timedelta(days=1) if later_than_now else today
    if day.kind == "weekday night" and at is not None and at.hour < _MORNING:
        return day.on + timedelta(days=1)
    return day.on
