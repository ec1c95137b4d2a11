"""Whether a report's words give its time only about: "approx 0215", "half 2ish". It reads no time and changes none."""

import re
from datetime import time
from typing import Final

_HOURS: Final = (
    "twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
)  # fmt: skip
_LED: Final = (
    r"(?:\b(?:about|abt|bout|around|approx(?:imately)?\.?|aprox(?:imately)?\.?|circa|roughly|maybe|c\.?)(?: at)?|[~≈])"
    r"\s*"
)
_SIGN: Final = re.compile(rf"{_LED}|ish\b", re.IGNORECASE)
"""Most words have none, so that nothing more is looked for."""
_HALF_OF_DAY: Final = r"\s?(?:[ap]\.?m\b\.?|hrs?\b|h\b|hours\b|o.?\s?clock\b)"
_NO_COUNT: Final = (
    r"(?=\s*(?:$|[.,;:!?)\n/-](?!\d)|(?:today|yest|yday|last|this|in the|at|on|when|while|and|but|[ap]m|mon|tue|wed|thu"
    r"|fri|sat|sun|ward|wd|bed|bay)))"
)
"""Behind a bare hour: it counts nothing. "About 2 patients" is no time."""


def is_about(text: str, at: time) -> bool:
    """Say whether ``at`` stands in the words with a sign that it is only about then, however it is written there."""
    if _SIGN.search(text) is None:
        return False
    full = "|".join(_written(at))
    bare = rf"(?:{'|'.join(_hours(at))})" if at.minute == 0 else "(?!)"
    pattern = rf"{_LED}(?:(?:{full})(?!\d)|{bare}(?:{_HALF_OF_DAY}|{_NO_COUNT}))|(?<![\w:.])(?:{full}|{bare})\s?ish\b"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _written(at: time) -> list[str]:
    """Return the ways to write a time that are no bare hour."""
    minute = f"{at.minute:02d}"
    hours = "|".join(_hours(at))
    ways = [rf"0?{at.hour}[:.;h]{minute}", f"{at.hour:02d}{minute}", rf"0?{_twelve(at.hour)}\s?[:.]?\s?{minute}"]
    past = {15: "quarter past", 30: "half(?: past)?"}.get(at.minute)
    if past is not None:
        ways.append(rf"{past} (?:{hours})")
    if at.minute == 45:  # noqa: PLR2004 - minutes of an hour
        ways.append(rf"quarter to (?:{'|'.join(_hours(time((at.hour + 1) % 24)))})")
    if at.minute == 0 and at.hour % 12 == 0:
        ways += ["midnight", "midnite"] if at.hour == 0 else ["noon", "midday"]
    return ways


def _hours(at: time) -> tuple[str, ...]:
    return (f"0?{at.hour}", f"0?{_twelve(at.hour)}", _HOURS[at.hour % 12])


def _twelve(hour: int) -> int:
    return hour % 12 or 12
