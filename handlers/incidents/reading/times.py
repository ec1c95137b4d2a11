"""The time of day that a message gives: "0215", "half 4 this morning", "6am", "lunchtime".

It reads clock times only. Which day they belong to is for ``dates``. Scores, codes, doses and years are not times.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words

_UNIT: Final = r"\s?(?:mg|mcg|micrograms?|g|kg|mls?|l|litres?|units?|iu|mmol|kcal|cc|%|cm|mm|bpm|days|weeks?|wks?|months?|years?|yrs?|mins?|minutes?|calories|tabs?|/\d)(?![a-z])"
_UNIT_NEXT: Final = re.compile(_UNIT)
_CODE_BEFORE: Final = cues("times", "code_before", before=r"", after=r"")
_BEFORE: Final = re.compile(
    r"(?:\b(?:at|about|abt|around|approx|approximately|aprox|aproximately|circa|by)\b|[@~])\s*$"
)
_LATER: Final = cues("times", "later", after=r"(?:\s+(?:at|about|around|approx|dose|by|on))?\s*$")
_NUMBER: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_HOUR_WORD: Final = r"(?:1[0-2]|0?[1-9]|" + "|".join(_NUMBER) + ")"

_MERIDIEM: Final = re.compile(
    rf"(?<![\d.:/-])(?<!\w)({_HOUR_WORD})(?:\s?[:.]?\s?([0-5]\d))?\s?(am|pm|a\.m\.?|p\.m\.?)(?![a-z])"
)
_CLOCK: Final = re.compile(r"(?<![\d.:/])([01]?\d|2[0-3])([:.h;])([0-5]\d)(?:\s?(hrs?|hours|h))?(?![\d:/]|\.\d)")
_BARE: Final = re.compile(r"(?<![\d.:/£#a-z-])([01]\d|2[0-3])([0-5]\d)(?:\s?(hrs?|hours|h)\b)?(?![\d:/%]|\.\d)")
_PAST: Final = re.compile(
    rf"\b(half|quarter|qtr|(?:five|ten|twenty|twenty five|\d{{1,2}}) (?:mins? |minutes? )?(?=past|to))\s?(past|to)?\s({_HOUR_WORD})\b"
)
_OCLOCK: Final = re.compile(rf"\b({_HOUR_WORD})\s?o'?\s?clock\b")
_NAMED: Final = re.compile(r"\b(midnight|noon|midday|mid-day)\b")
_LOOSE: Final = re.compile(
    rf"(?:\b(?:at|about|around|approx|approximately|aprox|circa)\s|[@~]\s?)({_HOUR_WORD})(?:ish)?(?![\w:./%-])(?!{_UNIT})(?!\s(?:hours?|hrs?|h)\b)"
    rf"|\b(1[0-2]|[1-9])ish\b"
)
_EVENING: Final = re.compile(r"\b(?:afternoon|evening|eve|pm|tea ?time|dinner|supper|this aft|after lunch)\b")
_NIGHT: Final = re.compile(r"\b(?:night|nite|tonight|tonite|overnight|nights)\b")
_MORNING: Final = re.compile(r"\b(?:morning|am|early hours|breakfast)\b")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time found in the message. ``score`` ranks several of them; ``sure`` is how sure the reading of it is."""

    at: time
    start: int
    end: int
    score: float
    sure: float


def find_times(words: Words, year: int) -> list[Clock]:
    """Return the times of day in the message, best first. ``year`` is the year of posting, to tell "2025" from 20:25."""
    found: list[Clock] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, hour: int, minute: int, sure: float) -> None:
        if any(start < other_end and end > other_start for other_start, other_end in taken) or hour > 23 or minute > 59:
            return
        taken.append((start, end))
        before = words.text[max(0, start - 40) : start]
        score = (
            1.0 - 0.01 * len(taken) + (0.1 if _BEFORE.search(before) else 0.0) - (0.5 if _LATER.search(before) else 0.0)
        )
        found.append(Clock(time(hour, minute), start, end, score, sure))

    text = words.text
    for match in _MERIDIEM.finditer(text):
        hour = _hour(match[1]) % 12 + (12 if match[3].startswith("p") else 0)
        add(match.start(), match.end(), hour, int(match[2] or 0), 0.95)
    for match in _PAST.finditer(text):
        hour, minute = _past(match)
        hour = _half_of_day(words, match.start(), hour)
        add(match.start(), match.end(), hour, minute, 0.8)
    for match in _OCLOCK.finditer(text):
        add(match.start(), match.end(), _half_of_day(words, match.start(), _hour(match[1])), 0, 0.75)
    for match in _CLOCK.finditer(text):
        _clock(words, match, add)
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if _UNIT_NEXT.match(text, match.end()) or _CODE_BEFORE.search(before):
            continue
        said = match[3] or _BEFORE.search(before)
        if year - 12 <= int(match[1] + match[2]) <= year + 1 and not said:
            continue
        add(match.start(), match.end(), int(match[1]), int(match[2]), 0.9)
    for match in _NAMED.finditer(text):
        add(match.start(), match.end(), 0 if match[1] == "midnight" else 12, 0, 0.85)
    for match in _LOOSE.finditer(text):
        add(match.start(), match.end(), _half_of_day(words, match.start(), _hour(match[1] or match[2])), 0, 0.65)
    found.sort(key=lambda clock: clock.start)
    ranked = [Clock(c.at, c.start, c.end, c.score - 0.02 * place, c.sure) for place, c in enumerate(found)]
    return sorted(ranked, key=lambda clock: -clock.score)


def _clock(words: Words, match: re.Match[str], add: Callable[[int, int, int, int, float], None]) -> None:
    text = words.text
    before = text[max(0, match.start() - 14) : match.start()]
    if _CODE_BEFORE.search(before) or _UNIT_NEXT.match(text, match.end()):
        return
    if match[2] in ".;" and not (
        match[4] or _BEFORE.search(before) or _daypart_near(words, match.start(), match.end())
    ):
        return
    hour = int(match[1])
    if len(match[1]) == 1 or match[2] == ".":
        hour = _half_of_day(words, match.start(), hour) if not match[1].startswith("0") else hour
    add(match.start(), match.end(), hour, int(match[3]), 0.9)


def _past(match: re.Match[str]) -> tuple[int, int]:
    hour = _hour(match[3])
    lead = match[1].split()[0]
    minute = {"half": 30, "quarter": 15, "qtr": 15, "twenty": 20}.get(lead) or (
        int(lead) if lead.isdigit() else _NUMBER.get(lead, 0)
    )
    if match[1].startswith("twenty five"):
        minute = 25
    if match[2] == "to":
        return (hour - 1) % 24, 60 - minute
    return hour, minute


def _hour(word: str) -> int:
    return _NUMBER.get(word) or int(word)


def _daypart_near(words: Words, start: int, end: int) -> bool:
    near = words.text[max(0, start - 24) : end + 24]
    return bool(_EVENING.search(near) or _NIGHT.search(near) or _MORNING.search(near))


def _half_of_day(words: Words, start: int, hour: int) -> int:
    """Decide between morning and evening from the words around: "half 4 this morning", "11 last night"."""
    near = words.text[max(0, start - 30) : start + 40]
    if hour > 12 or _MORNING.search(near):
        return hour % 12 if hour == 12 and "early hours" in near else hour
    if _EVENING.search(near):
        return hour if hour == 12 else hour + 12
    if _NIGHT.search(near):
        if hour == 12:
            return 0
        return hour + 12 if hour >= 6 else hour
    return hour
