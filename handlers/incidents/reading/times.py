"""The time of day that a message gives: "0215", "half 4 this morning", "6am", "lunchtime".

It reads clock times only: scores, codes, doses and years are none. Which of them is that of the event is for
``which_time``, and on which day for ``dates``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.words import Words

_UNIT: Final = (
    r"\s?(?:mg|mcg|micrograms?|g|kg|mls?|l|litres?|units?|iu|mmol|kcal|cc|u|%|cm|mm|bpm|days|day(?! \d)|weeks?|wks?|"
    r"months?|years?|yrs?|mins?|minutes?|calories|tabs?|/\d)(?![a-z])"
)
_UNIT_NEXT: Final = re.compile(_UNIT)
_CODE_BEFORE: Final = cues("times", "code_before", before=r"", after=r"")
LED: Final = re.compile(r"(?:\b(?:at|about|abt|bout|around|approx|approximately|aprox|aproximately|circa)\b|[@~])\s*$")
_HOUR_OF: Final = re.compile(
    r"\s?(?:tea|drug|meds?|obs|medicine|medication|bloods?|breakfast|lunch|supper|cdu?|insulin) (?:round|check|slot)"
    r"|\s(?:obs|meds|mobs|handover|round|turn|visit|slot|appt|appointment|clinic)\b"
)
_OF_A_DOSE: Final = re.compile(
    r"\d ?(?:units?|mg|mcg|micrograms?|mls?|g|iu|mmol|tabs?)\b[^.;,\n]{0,24}"
    r"\b(?:not|instead of|ins?tead of|rather than)\s*$"
)
"""Before four digits: they are the dose that it should have been, as in "2000 units heparin not 1000"."""
_RANG_IT: Final = re.compile(r"\b(?:rang|rung|call(?:ed)?|the|poster|rule) (?:\w+ )?number\s*$")
"""Before a time: the number that was rung then is another."""
_NUMBERED: Final = re.compile(r"\b(?:theatre|thtr|thr|th|ward|wd|bay|linac|room|rm) $")
_CRASH_CALL: Final = re.compile(r"(?:^|\b(?:call\w*|put out|rang|rung|crash|via|an?|dial\w*|the)\s+|[.;\n]\s*)$")
_CALLED_TO: Final = re.compile(r"\s(?:to|call\w*|put|out|crash|team|for|from)\b")
"""Around 2222: it is the number of the crash team."""
_SET_AT: Final = re.compile(r"\b(?:set|runn?ing|run|rate|dialled|level|flow)\s*$")
_A_TAG: Final = re.compile(r"\s(?:tagged|quarantined|condemned|out of (?:use|action|service)|taken out of)\b")
"""After four digits: the number of a thing, as in "commode 0417 tagged"."""
_BORN: Final = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|born)(?: on)?[ :]{1,2}\d{1,2}(?:st|nd|rd|th)?[ /.-]"
    r"(?:\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ /.-]$"
)
"""Before four digits: they are the year of a birthday."""
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?\n])\s*$")
_MIDNIGHT: Final = frozenset({"midnight", "midnite", "mid-night", "12mn", "12 mn"})
_NUMBER: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_TWELVE: Final = {"midnight": 24, "midnite": 24, "noon": 12, "midday": 12}
_HOUR_WORD: Final = r"(?:1[0-2]|0?[1-9]|" + "|".join(_NUMBER) + ")"

_MERIDIEM: Final = cue(
    rf"(?<![\d.:/-])(?<!\w)({_HOUR_WORD})(?:\s?[:.]?\s?([0-5]\d))?\s?(am|pm|a\.m\.?|p\.m\.?)(?![a-z])"
)
_CLOCK: Final = cue(r"(?<![\d.:/])([01]?\d|2[0-3])([:.h;])([0-5]\d)(?:\s?(hrs?|hours|h))?(?![\d:/]|\.\d)")
_BARE: Final = cue(r"(?<![\d.:/£#a-z-])([01]\d|2[0-3])([0-5]\d)(?:\s?(hrs?|hours|h)\b)?(?!\d|:\d|[/%]|\.\d)")
_RANGE: Final = cue(rf"(?<![\d.:/-])(?<!\w)({_HOUR_WORD})\s?(?:-|to)\s?{_HOUR_WORD}\s?(am|pm)(?![a-z])")
"""From one hour to another: "1-4am"; the first is when it happened."""
_PAST: Final = cue(
    r"(?<!from )(?<!between )(?<!since )"
    r"\b(half|quarter|quater|qtr|(?:five|ten|twenty|twenty five|5|10|20|25) (?:mins? |minutes? )?(?=past|to)|"
    r"\d{1,2} (?:mins?|minutes?) (?=past|to))"
    rf"\s?(past|to)?\s({_HOUR_WORD}|midnight|midnite|noon|midday)(?:\b|(?=[ap]m))(?:\s?(am|pm)\b)?"
)
_OF_LAST_NIGHT: Final = cue(
    r"(?:(?<=, )|(?<=from )|(?<=since ))(1[0-2]|[6-9])(?:ish)?(?= (?:last|la) ?(?:night|nite|nt)\b)"
)
"""An hour right before: "wd 9, 10 last nite"."""
_OCLOCK: Final = cue(rf"\b({_HOUR_WORD})\s?o'?\s?clock\b")
_NAMED: Final = cue(r"\b(midnight|midnite|mid-night|12 ?mn|noon|midday|mid-day|12 ?md)\b")
_LOOSE: Final = cue(
    rf"(?:\b(?:at|about|abt|bout|around|approx|approximately|aprox|circa|roughly|gone|since|just after|just before)\s"
    rf"|[@~]\s?)({_HOUR_WORD})(?:ish)?(?![\w:/%-])(?!\.\d)(?!{_UNIT})(?!\s(?:hours?|hrs?|h|pts?|patients|staff|extra|more|further|additional)\b)"
    rf"|\b(1[0-2]|[1-9])ish\b"
)
_A_STOP: Final = re.compile(r"\s*(?:$|[.,;\n)])")
_DAY_NEXT: Final = re.compile(r"\s(?:today|yest\w*|yday|y'day|(?:on )?(?:mon|tue|wed|thu|fri|sat|sun)\w*)\b")
_DAY_BEFORE: Final = re.compile(
    r"\b(?:today|yest\w*|yday|y'day|(?:mon|tues?|weds?|wednes|thurs?|fri|sat|satur|sun)(?:day)?"
    r"|last (?:night|nite)|tonight),? $"
)
_EVENING: Final = re.compile(r"\b(?:afternoon|evening|eve|pm|tea ?time|dinner|supper|this aft|after lunch)\b")
_NIGHT: Final = re.compile(r"\b(?:night|nite|tonight|tonite|overnight|nights)\b")
_MORNING: Final = re.compile(r"\b(?:morning|morn|mrng|mornin|am|early hours|breakfast)\b")


_NOON: Final = 12
_DUSK: Final = 6
"""Of a night, hours from six on are before midnight: "11 last night"."""
_YEARS_BACK: Final = 12
_YEAR_BEFORE: Final = re.compile(
    r"(?:\b(?:in|since|from|of|until|till|before|after|early|late|mid|summer|winter|spring|autumn|year|dated|exp\w*|v|aug\w*"
    r"|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|sep\w*|oct\w*|nov\w*|dec\w*|xmas|christmas|19|20\d\d|\d{1,2}(?:st|nd|rd|th))"
    r"|[-(/&+'])\s*$"
)
_YEAR_AFTER: Final = re.compile(
    r"\s*(?:[-/)&]|(?:guid\w+|polic\w+|audit|version|edition|scan|ct|mri|cxr|report|letter|nice|census|model|form|list"
    r"|copy|one|notes|figures|data|survey|template|protocol|film|mammogram|op|operation|episode|admission)\b)"
)
"""Around four digits that may be one of these last years: then they are the year, and else the time of day."""
_LEADS: Final = {"half": 30, "quarter": 15, "quater": 15, "qtr": 15, "twenty": 20}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time found in the message. ``score`` ranks several of them; ``sure`` is how sure the reading of it is.

    ``either_half``: nothing tells the morning from the evening, as in "about 4"; ``at`` is then the hour as written.
    """

    at: time
    start: int
    end: int
    sure: float
    score: float = 1.0
    either_half: bool = False
    death: bool = False
    """Whether it is when somebody died, which is rarely when the thing happened of which they died."""


def all_times(words: Words, year: int) -> list[Clock]:
    """Return the times of day in the message, in its order. ``year`` is the year of posting: "in 2025" is no 20:25."""
    kept: list[Clock] = []
    for clock in (*_spoken(words), *_clocks(words), *_bare(words, year), *_loose(words)):
        if not any(clock.start < other.end and clock.end > other.start for other in kept):
            kept.append(clock)
    return sorted(kept, key=lambda clock: clock.start)


def _spoken(words: Words) -> Iterator[Clock]:
    """Yield "2am", "4.15 pm", "half 4 this morning", "3 o'clock"."""
    for match in _RANGE.finditer(words.text):
        hour = _hour(match[1]) % _NOON + (_NOON if match[2] == "pm" else 0)
        yield Clock(time(hour), match.start(), match.end(), 0.85)
    for match in _PAST.finditer(words.text):
        hour, minute = _past(match)
        if match[4]:
            at, either = time(hour % _NOON + (_NOON if match[4] == "pm" else 0), minute), False
        elif match[3] in _TWELVE:
            at, either = time(hour % 24, minute), False
        else:
            at, either = time(_half_of_day(words, match.start(), hour), minute), not _half_told(words, match.start())
        yield Clock(at, match.start(), match.end(), 0.8, either_half=either)
    for match in _MERIDIEM.finditer(words.text):
        apart = (
            " " in match.group() and not match[2]
        )  # "ward 8 am": the number of the ward; "stroke ward 8am" is a time
        if apart and _NUMBERED.search(words.text[max(0, match.start() - 8) : match.start()]):
            continue
        hour = _hour(match[1]) % _NOON + (_NOON if match[3].startswith("p") else 0)
        yield Clock(time(hour, int(match[2] or 0)), match.start(), match.end(), 0.95)
    for match in _OF_LAST_NIGHT.finditer(words.text):
        if not _NUMBERED.search(words.text[max(0, match.start() - 8) : match.start()]):
            hour = int(match[1])
            yield Clock(time((hour + _NOON) % 24 if hour != _NOON else 0), match.start(), match.end(), 0.8)
    for match in _OCLOCK.finditer(words.text):
        hour, either = _half_of_day(words, match.start(), _hour(match[1])), not _half_told(words, match.start())
        yield Clock(time(hour), match.start(), match.end(), 0.75, either_half=either)


def _clocks(words: Words) -> Iterator[Clock]:
    """Yield "02:15" and "2.15" where it stands like a time."""
    for match in _CLOCK.finditer(words.text):
        before = words.text[max(0, match.start() - 14) : match.start()]
        if _CODE_BEFORE.search(before) or _UNIT_NEXT.match(words.text, match.end()):
            continue
        whole = int(match[3]) % 5 == 0
        like_a_time = (
            match[4]
            or (whole and _A_STOP.match(words.text, match.end()))
            or (whole and _SENTENCE_START.search(words.text[max(0, match.start() - 3) : match.start()]))
            or LED.search(before)
            or _HOUR_OF.match(words.text, match.end())
            or _daypart_near(words, match.start(), match.end())
            or _DAY_NEXT.match(words.text, match.end())
            or _DAY_BEFORE.search(before)
        )
        if match[2] in ".;" and (not like_a_time or match[1] == "0"):
            continue
        if match[2] == "h" and len(match[1]) == 1 and not LED.search(before):  # "3h50" is how long it took
            continue
        hour = int(match[1])
        if not match[1].startswith("0") and (len(match[1]) == 1 or match[2] == "."):
            hour = _half_of_day(words, match.start(), hour)
        either = match[2] == "." and len(match[1]) == 1 and not match[4] and not _half_told(words, match.start())
        yield Clock(time(hour, int(match[3])), match.start(), match.end(), 0.9, either_half=either)


def _bare(words: Words, year: int) -> Iterator[Clock]:
    """Yield "0215" and "2200hrs", not doses, codes or years."""
    for match in _BARE.finditer(words.text):
        before = words.text[max(0, match.start() - 14) : match.start()]
        coded = (_CODE_BEFORE.search(before) and not _RANG_IT.search(_further(words, match))) or _A_TAG.match(
            words.text, match.end()
        )
        # No dose begins with a nought: in "0850 L block" the L is the left side.
        measured = not match[1].startswith("0") and _UNIT_NEXT.match(words.text, match.end())
        if coded or measured or _OF_A_DOSE.search(_further(words, match)) or _BORN.search(_further(words, match)):
            continue
        said = match[3] or LED.search(before)
        if match.group() == "2222" and (_CRASH_CALL.search(before) or _CALLED_TO.match(words.text, match.end())):
            continue
        if not said and year - _YEARS_BACK <= int(match.group()[:4]) <= year + 1 and _a_year(words, match):
            continue
        yield Clock(time(int(match[1]), int(match[2])), match.start(), match.end(), 0.9)


def _a_year(words: Words, match: re.Match[str]) -> bool:
    before = words.text[max(0, match.start() - 14) : match.start()]
    return _YEAR_BEFORE.search(before) is not None or _YEAR_AFTER.match(words.text, match.end()) is not None


def _further(words: Words, match: re.Match[str]) -> str:
    return words.text[max(0, match.start() - 40) : match.start()]


def _loose(words: Words) -> Iterator[Clock]:
    """Yield "midnight", "noon", "about 11 last night"."""
    for match in _NAMED.finditer(words.text):
        yield Clock(time(0 if match[1] in _MIDNIGHT else _NOON), match.start(), match.end(), 0.85)
    for match in _LOOSE.finditer(words.text):
        if _SET_AT.search(words.text[max(0, match.start() - 10) : match.start()]):
            continue
        hour = _half_of_day(words, match.start(), _hour(match[1] or match[2]))
        yield Clock(time(hour), match.start(), match.end(), 0.65, either_half=not _half_told(words, match.start()))


def _past(match: re.Match[str]) -> tuple[int, int]:
    hour = _TWELVE.get(match[3]) or _hour(match[3])
    lead = match[1].split()[0]
    minute = _LEADS.get(lead) or (int(lead) % 60 if lead.isdigit() else _NUMBER.get(lead, 0))
    if match[1].startswith("twenty five"):
        minute = 25
    if match[2] == "to":
        return (hour - 1) % 24, (60 - minute) % 60
    return hour, minute


def _hour(word: str) -> int:
    return _NUMBER.get(word) or int(word)


def _daypart_near(words: Words, start: int, end: int) -> bool:
    near = words.text[max(0, start - 24) : end + 24]
    return bool(_EVENING.search(near) or _NIGHT.search(near) or _MORNING.search(near))


def _half_of_day(words: Words, start: int, hour: int) -> int:
    """Decide between morning and evening from the words around: "half 4 this morning", "11 last night"."""
    half = _nearest_half(words, start) if hour <= _NOON else None
    if half is None:
        return hour
    if half is _MORNING:
        return 0 if hour == _NOON and "early hours" in _around(words, start) else hour
    if half is _EVENING:
        return hour if hour == _NOON else (hour + _NOON) % 24
    return 0 if hour == _NOON else hour + _NOON if hour >= _DUSK else hour


def _nearest_half(words: Words, start: int) -> re.Pattern[str] | None:
    """Return which part of the day is told nearest to a time: "at 9 last night, xray this am" is the night."""
    found = [
        (min(abs(match.start() - start), abs(start - match.end())), order, pattern)
        for order, pattern in enumerate((_MORNING, _EVENING, _NIGHT))
        for match in pattern.finditer(words.text, max(0, start - 30), start + 40)
    ]
    return min(found)[2] if found else None


def _half_told(words: Words, start: int) -> bool:
    near = _around(words, start)
    return any(pattern.search(near) for pattern in (_MORNING, _EVENING, _NIGHT))


def _around(words: Words, start: int) -> str:
    return words.text[max(0, start - 30) : start + 40]


def latest(clock: Clock, written: time) -> Clock:
    """Return the clock with the half of the day in which it was last that time before ``written``, if that is open.

    "About 4", written at 17:00, is 16:00; written at 08:00 it is 04:00. Both are times of day in London.
    """
    if not clock.either_half or clock.at.hour > _NOON:
        return clock
    early = clock.at.replace(hour=clock.at.hour % _NOON)
    late = clock.at.replace(hour=clock.at.hour % _NOON + _NOON)
    return replace(clock, at=early if early <= written < late else late)


def by_day(clock: Clock) -> Clock:
    """Return the clock of a day that is told, in its afternoon where the hour is open and early: "yday 5ish"."""
    if not clock.either_half or not 0 < clock.at.hour < _DUSK + 1:
        return clock
    return replace(clock, at=clock.at.replace(hour=clock.at.hour + _NOON))


def by_night(clock: Clock) -> Clock:
    """Return the clock of a night, where the hour is open: "on nights ... just gone 3" is 03:00, "gone 9" is 21:00."""
    if not clock.either_half or clock.at.hour > _NOON:
        return clock
    hour = clock.at.hour % _NOON
    return replace(clock, at=clock.at.replace(hour=hour + _NOON if hour >= _DUSK else hour))
