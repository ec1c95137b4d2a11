"""The day that a message speaks of: "yday", "sat night 2am", "2/52 ago", "14/3/26", "on nights".

British order of day and month; days are those of Europe/London. It never gives a day after the posting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.incidents.reading.calendar_days import back_to, last_of_month, made_of, recent
from handlers.incidents.reading.cues import cue, cues
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
_WEEKDAYS: Final = {"mo": 0, "tu": 1, "te": 1, "we": 2, "th": 3, "fr": 4, "fi": 4, "sa": 5, "st": 5, "su": 6}
"""By their first two letters, also where they are mistyped."""
_FEASTS: Final = ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1))
"""Month and day of what ``_FEAST`` names, in its order."""
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
    r"(?:\s?,?\s?(20\d\d|'?\d\d(?!\d|[:.]|\s?(?:am|pm|hrs))))?"
)
_ORDINAL: Final = cue(
    r"\b(?:on|on the|since the|since|the) (0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
    rf"(?! (?:{_MONTH}|this|"
    r"floor|time|dose|degree|week|day|stage|visit|attempt|unit|bag|line|of|pt|patient|baby|child|set|"
    r"check|go|try|opinion|review|team|staff|nurse|phone|call|look|case|op|on the list|one|list|bottle|syringe|tablet|"
    r"person|cannula|scan|film|result|sample|call|round|shock|cycle|theatre|birthday|note|page|box|vial|amp|pump|bed|"
    r"toe|finger|digit|rib|trimester|stage|night|shift|stool|fall|admission|lot|half|part))"
)
_BARE_ORDINAL: Final = cue(
    r"\b((?:1?[4-9]|1[0-3]|2[04-9]|30)(?=th)|[23]1(?=st)|22(?=nd)|23(?=rd))(?:st|nd|rd|th)\b"
    r"(?=\s*(?:$|[.,;:)=]|am\b|pm\b|night|nite|at\b|@|\d{4}\b|on\b(?! (?:the |a )?(?:list|call|rota|scale))))"
)
"""A bare "26th" that ends what is said: "feed started 26th, tube in the lung"."""
_WEEKDAY_AND_ORDINAL: Final = cue(
    r"\b(?:mon|tues?|weds?|wednes|thurs?|fri|sat|satur|sun)(?:day)?,? (?:the )?(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
)
"""The number tells which of the Fridays: "fri 17th", written on Friday the 24th."""
_NAMED_AFTER: Final = cue(
    rf"\b({_MONTH})\s(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![:.]\d|\s?(?:mg|am|pm|patients|pts))(?:,?\s(20\d\d))?"
)
_FEAST: Final = cue(
    r"\b(?:((?:x|christ)mas eve)|((?:x|christ)mas)(?= day)|(boxing)(?= day)|(nye|new year'?s eve)"
    r"|(nyd|new year'?s day))\b"
)
_AGO: Final = cue(
    r"\b(\d{1,2})\s?/\s?(7|52|12)\s+(?:ago|back|earlier|prior)\b"
    r"|\b(\d{1,3}(?:\s|(?=[a-z]))|(?:a couple of|couple of|a few|few|an?|one|two|three|four|five|six|seven)\s)"
    r"(days?|nights?|nites?|evenings?|mornings?|d|fortnights?|weeks?|wks?|months?|mths?|hours?|hrs?|h|mins?|minutes?)\s+(?:ago|back|earlier)\b"
    r"|\b(half)\s(?:an?\s)?(?:hour|hr)\s(?:ago|back)\b"
)
_BEFORE_YESTERDAY: Final = cue(
    r"\b(?:the\s)?(?:day before (?:yesterday|yday|y'day|yest)|(?:night|nite|evening) before last)\b"
)
_YESTERDAY: Final = cue(
    r"\b(?:yesterda?y|yday|y'day|yest|ye?r?s[a-z]{0,5}d[aey]{1,2}|yeterday)(?:'?s)?\b"
    r"(?! (?:couch|plan|settings?|films?|results?|sheet|handover|weight|wt|photo\w*|copy|version|labels?)\b)"
)
_LAST_NIGHT: Final = cue(
    r"\b(?:la?st? ?(?:night|nite|ni?ght|nigh?th?|nihgt|nyt)(?:'?s)?|last (?:evening|eve|pm)|last noc"
    r"|on (?:the )?last night shift)\b"
)
_OVERNIGHT: Final = cues("dates", "overnight")
_TODAY: Final = cues("dates", "today")
_IN_PASSING: Final = cues("dates", "in_passing")
_TONIGHT: Final = cue(r"\b(?:to ?night|to ?nite)\b")
_WEEKDAY: Final = cue(
    r"\b(a week last\s|last\s|this\s|on\s|since\s|next\s|from\s)?"
    r"(mon(?:day|dy)?|tue(?:s|sday|sdy|day)?|tuseday|teusday|wed(?:s|nesday|nes|nsday|neday|sday|esday|ensday)?|wensday"
    r"|thu(?:r|rs|rsday|rsdy|sday|rday)?|thrusday|fri(?:day|dy)?|firday|sat(?:urday|erday|uday|urdy|day)?|staurday"
    r"|sun(?:day|dy)?)"
    r"(?:(?<=day)s)?\b"
    r"(?:('s)?\s*(?:,\s*)?(night|nite|evening|eve|pm|am|morning|morn|mrng|afternoon|lunch ?time|lunch|"
    r"tea ?time|breakfast|bfast|noon|midday|o/n|overnight|late|early)?)(\s?(?:of )?(?:last|prev(?:ious)?) w(?:ee)?k\b)?"
)
_LAST_WEEKEND: Final = cue(r"\b(?:over |last |at |this |all |on )?(?:the )?(?:weekend|wkend|w/end|w/e)\b")
_LAST_WEEK: Final = cue(r"\b(?:last|past|previous) (?:week|wk)\b")
_LAST_MONTH: Final = cue(r"\b(?:last|previous) month\b")
_IN_MONTH: Final = cue(
    rf"\b(?:in|during|since|early|late|mid|end of|last)\s(?:early |late |mid )?({_MONTH})\b(?!\s\d)(?:\s(20\d\d))?"
)
_NIGHT_WORDS: Final = {"night", "nite", "evening", "eve", "late"}
_SAID_DAY: Final = cues("dates", "said_day", before=r"(?:\b", after=r"\s?:?|\()\s*$")
_A_SCORE: Final = cues("dates", "a_score", after=r"\s*$")
_FOR_SO_LONG: Final = re.compile(r"\b(?:carr\w+|going|went|kept|left|stayed|been|ran|continued) on $")
"""Before "7/7": it lasted so many days."""
_IT_WAS: Final = re.compile(r"(?:[.;,!?)\n-]\s*|\b(?:this|it|that|which|all) )(?:was|is) $")
"""Before a day and no score, though "was" is: "who tells him. was 10/11"."""
_A_SITTER: Final = re.compile(
    r"\b(?:pt|patient|she|he|they|we|i|it|that|which|who|was|been|is|being|and|them|her|him|in the|the|lady|man|gent"
    r"|mum|left|just|having|patients|pts|bloods?|meds|request|referral|result|script)\s*$"
)
_SENT_AWAY: Final = re.compile(
    r"\b(?:sent|let|went|discharged|dc'?d|gone) (?:home )?(?:from )?(?:here|us|ed|clinic|home) $"
)
"""Before "sat": somebody was let go on that day, and nobody sat."""
_AFTER_A_DAY: Final = re.compile(r"\s*(?:[.,;:!)\n-]|$|(?:at|so|when|and|n|but|as|about|around)\b|@|\d)")
_SITTING: Final = re.compile(
    r"\s*(?:up|down|in|on|at|out|with|next|there|by|for|beside|side|outside|waiting|too|still|under|them|him|her|it|the|a)\b"
)
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
    (_TODAY, 0, 0.92, "today"),
)
"""(words, days back, how sure, kind); the kinds of night are settled with the time of day."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in the message. ``kind`` says how it was spoken of; ``score`` ranks several days."""

    on: date
    start: int
    end: int
    sure: float
    kind: str
    month_only: bool = False
    score: float = 1.0
    at: time | None = None
    """The time in London, where it was told by how long ago it was."""


def find_days(words: Words, posted: datetime) -> list[Day]:
    """Return the days spoken of, of whatever they are. ``posted`` is the posting in Europe/London."""
    today = posted.date()
    kept: list[Day] = []
    for rule in (_written, _ago, _short, _relative, _weekday, _loose):
        for day in rule(words, posted):
            overlaps = any(day.start < other.end and day.end > other.start for other in kept)
            later = day.on > today and not day.month_only
            if overlaps or later or today - day.on > _OLDEST:
                continue
            kept.append(day)
    return kept


def _written(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield full dates: 2026-03-14, 14/03/2026, 14.3.26, 14th March, March 14."""
    today = posted.date()
    for match in _ISO.finditer(words.text):
        yield from _made(match, made_of(int(match[1]), int(match[2]), int(match[3])), 0.97)
    for match in _FULL.finditer(words.text):
        year = int(match[4]) + (2000 if len(match[4]) == len("26") else 0)
        yield from _made(match, made_of(year, int(match[3]), int(match[1])), 0.97)
    for match in _NAMED.finditer(words.text):
        yield from _made(match, recent(today, _MONTHS[match[2]], int(match[1]), match[3]), 0.95)
    for match in _WEEKDAY_AND_ORDINAL.finditer(words.text):
        yield from _made(match, last_of_month(today, int(match[1])), 0.9)
    for match in _ORDINAL.finditer(words.text):
        yield from _made(match, last_of_month(today, int(match[1])), 0.8)
    for match in _BARE_ORDINAL.finditer(words.text):
        yield from _made(match, last_of_month(today, int(match[1])), 0.7)
    for match in _FEAST.finditer(words.text):
        month, day = _FEASTS[(match.lastindex or 1) - 1]
        yield from _made(match, recent(today, month, day, None), 0.9)
    for match in _NAMED_AFTER.finditer(words.text):
        yield from _made(match, recent(today, _MONTHS[match[1]], int(match[2]), match[3]), 0.9)


def _ago(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield "2/52 ago", "3 days ago", "an hour ago"; months give the month only."""
    for match in _AGO.finditer(words.text):
        if match[5]:
            number, unit = 30, "min"
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
        like_a_fraction = (under in _FRACTIONS and not fresh) or over < under <= _SMALL_FRACTION
        scored = _A_SCORE.search(before) and not _IT_WAS.search(before)
        lasted = under in _FRACTIONS and _FOR_SO_LONG.search(before)
        if scored or lasted or (not said and like_a_fraction):
            continue
        yield from _made(match, on, 0.85 if said else 0.62)


def _relative(words: Words, posted: datetime) -> Iterator[Day]:
    for pattern, back, sure, kind in _RELATIVES:
        for match in pattern.finditer(words.text):
            yield Day(posted.date() - timedelta(days=back), match.start(), match.end(), sure, kind)


def _weekday(words: Words, posted: datetime) -> Iterator[Day]:
    """Yield named weekdays, the last before posting. "sat" must stand like a day, not like sitting or saturation."""
    today = posted.date()
    for match in _WEEKDAY.finditer(words.text):
        lead, name, part = (match[1] or "").strip(), match[2], match[4]
        if lead == "next" or (name in {"sat", "sun"} and not lead and not part and not _like_a_day(words, match)):
            continue
        on = back_to(today, _WEEKDAYS[name[:2]])
        if lead == "a week last" or (match[5] and on.weekday() <= today.weekday()):
            on -= timedelta(days=7)
        same = on == today
        if lead == "last" and on == today - timedelta(days=1) and not part:  # else one would say "yesterday"
            on -= timedelta(days=7)
        if same and (lead == "last" or (part in _NIGHT_WORDS and lead != "this")):
            on -= timedelta(days=7)
        kind = "weekday night" if part in {"night", "nite"} else "day"
        yield Day(on, match.start(), match.end(), 0.7 if same else 0.9, kind)


def _like_a_day(words: Words, match: re.Match[str]) -> bool:
    before, after = words.text[max(0, match.start() - 12) : match.start()], words.text[match.end(2) : match.end(2) + 12]
    sunday = match[2] == "sun" and before[-4:] not in {"the ", " in "}
    if sunday and re.match(" (?:un)?til| b4| bef| aft| from| w", after):
        return True
    if _SENT_AWAY.search(words.text, max(0, match.start() - 28), match.start()):
        return True
    if _A_SITTER.search(before):
        return False
    if words.raw[match.start()].isupper() and before.strip()[-1:] not in ".!?\n" and _SITTING.match(after) is None:
        return re.match(r"\s*[<>]?\d\d\s?%", after) is None
    return _AFTER_A_DAY.match(after) is not None and not re.match(r"\s*\d\d\s?%", after)


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
        yield Day(on, match.start(), match.end(), 0.55, "day")
    for match in _LAST_WEEK.finditer(words.text):
        yield Day(today - timedelta(days=7), match.start(), match.end(), 0.8, "month", month_only=True)
    for match in _LAST_MONTH.finditer(words.text):
        before = today.replace(day=1) - timedelta(days=1)
        yield Day(before, match.start(), match.end(), 0.8, "month", month_only=True)
    for match in _IN_MONTH.finditer(words.text):
        month = recent(today, _MONTHS[match[1]], 1, match[2])
        if month is not None and (month.year, month.month) != (today.year, today.month):
            yield Day(month, match.start(), match.end(), 0.7, "month", month_only=True)


def _made(match: re.Match[str], on: date | None, sure: float) -> Iterator[Day]:
    if on is not None:
        yield Day(on, match.start(), match.end(), sure, "date")


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
    if day.kind in {"overnight", "tonight", "today", "in passing"}:
        return today - timedelta(days=1) if later_than_now else today
    if day.kind == "weekday night" and at is not None and at.hour < _MORNING:
        return day.on + timedelta(days=1)
    return day.on
