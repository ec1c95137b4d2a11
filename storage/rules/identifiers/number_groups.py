"""A labelled number written in groups, "AB12 3456" or "0123 456 789": how far it goes. Never past what follows it."""

import re
from typing import Final

from storage.rules.identifiers.canvas import JOINER

_JOIN: Final = rf"{JOINER}{{0,2}}[ ./-]{JOINER}{{0,2}}|{JOINER}{{1,3}}"
FIRST_GROUPS: Final = (
    rf"(?:(?-i:[A-Z]{{1,3}})[ /-])?[a-z]{{0,4}}\d{{1,6}}[a-z]?(?:{_JOIN})(?=[a-z]{{0,3}}\d)"
    rf"|(?=(?:\d(?:{_JOIN})){{5}}\d)"
)
"""A regex for how a number in groups begins: letters and digits, and a digit to come after what joins them."""
_BEGINNING: Final = re.compile(r"(?:[A-Z]{1,3}[ /-])?[A-Za-z]{0,4}\d{1,12}[A-Za-z]?(?![^\W_])")
_NEXT: Final = re.compile(rf"(?P<join>{_JOIN})(?P<group>(?P<letters>[A-Za-z]{{0,3}})\d{{1,6}}[A-Za-z]?)(?![^\W_])")
_GROUPS_MOST: Final = 5
_SINGLES_MOST: Final = 12
_DIGITS_LEAST: Final = 6
"""A number in groups has as many digits, or a label is followed by something else."""
_WHOLE: Final = 6
"""A group of as many digits is a number by itself, and what follows a space is seldom a part of it."""
_SHORT: Final = 2
_ANOTHER: Final = 7
_LETTERED: Final = 3
_TIME: Final = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATE_OR_TIME: Final = re.compile(r"\d{1,2}(?:[./-]\d{1,2}[./-]\d{2,4}|[.:][0-5]\d(?![.\d]))(?!\d)")
_GOES_ON: Final = re.compile(r"[./:-]\d")
_ENDS: Final = re.compile(r"\s?(?:[,;)\].!?]|\n|$)")
_RUN: Final = re.compile(r"\d+(?:[ -]\d+)*")
_COUNTED: Final = re.compile(
    r"[\s-]?(?:%|(?!(?:was|has|his|its|does)\b)[a-z]{2,}s\b|(?:m?c?g|[mk]g|mls?|l|units?|iu|mmol|hrs?|hourly|hrly|h|mins?|am|pm|days?|wks?|"
    r"weeks?|months?|yo|y/o|yrs?|years?|y|f|m|male|female|x|st|nd|rd|th|cm|mm|bedd?e?d?|bay|staff|nurse|of|"
    r"jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec)\b)",
    re.IGNORECASE,
)
"""What a dose, a count, an age or a date has behind its digits."""
_PLACE: Final = re.compile(r"[wb]\d{1,2}", re.IGNORECASE)


def end_of_groups(canvas: str, start: int, known: int | None, *, sure: bool) -> int | None:
    """Return where the number that starts at ``start`` ends, or None when too few digits belong together.

    ``known`` is how far it goes at least, when its beginning is a number by itself. ``sure`` tells a label that only
    hospital numbers have. A time, a date, a dose, an age, a count or a bed behind a whole number stays.
    """
    first = _BEGINNING.match(canvas, start)
    end = start if first is None else first.end()
    if first is None:
        return known
    groups = [first.group()]
    while len(groups) < (_SINGLES_MOST if max(map(_digits, groups)) == 1 else _GROUPS_MOST):
        further = _NEXT.match(canvas, end)
        if further is None:
            break
        whole = known is not None or sum(map(_digits, groups)) >= _DIGITS_LEAST
        if further.end() > (known or 0) and _stops(canvas, further, groups, whole=whole):
            break
        groups.append(further.group("group"))
        end = further.end()
    if known is not None:
        return max(known, end)
    enough = len(groups) > 1 and sum(map(_digits, groups)) >= _DIGITS_LEAST
    return end if enough and (sure or not _counts_and_says_when(groups)) else None


def _digits(group: str) -> int:
    return sum(character.isdigit() for character in group)


def _stops(canvas: str, further: re.Match[str], groups: list[str], *, whole: bool) -> bool:
    """Tell whether the next group is no part of the number; ``whole`` tells that it can do without."""
    start, end = further.span("group")
    group = further.group("group")
    spaced = " " in further.group("join")
    if _PLACE.fullmatch(group) or _COUNTED.match(canvas, end):
        return True
    if not spaced:
        return False
    if _DATE_OR_TIME.match(canvas, start):
        return True
    if further.group("letters") and _digits(group) < _LETTERED:
        return True
    if not whole:
        return False
    if _TIME.fullmatch(group) or _YEAR.fullmatch(group) or not group[-1].isdigit() or _GOES_ON.match(canvas, end):
        return True
    by_itself = _digits(groups[-1]) >= _WHOLE
    return by_itself and (not group.isdigit() or _follows_a_whole(canvas, start, end))


def _follows_a_whole(canvas: str, start: int, end: int) -> bool:
    """Tell whether digits behind six or more are another number, or an age or a count that goes on with words."""
    run = _RUN.match(canvas, start)
    another = run is not None and _digits(run.group()) >= _ANOTHER
    return another or (end - start <= _SHORT and _ENDS.match(canvas, end) is None)


def _counts_and_says_when(groups: list[str]) -> bool:
    """Tell whether this is "pt no 12 0215": which one, and when."""
    first, *rest = groups
    said = len(rest) == 1 and (_TIME.fullmatch(rest[0]) or _YEAR.fullmatch(rest[0])) is not None
    return said and first.isdigit() and len(first) <= _SHORT


def written_alike(value: str) -> re.Pattern[str] | None:
    """Return a regex for numbers in the same groups, "AB12 3457" beside "AB12 3456"; None where dates are so too."""
    if value.isalnum() or not (any(map(str.isalpha, value)) or _digits(value) >= _ANOTHER):
        return None
    signs = (r"\d" if sign.isdigit() else "[a-z]" if sign.isalpha() else re.escape(sign) for sign in value)
    return re.compile(rf"(?<![\w./-]){''.join(signs)}(?![^\W_]|[./-]\w)", re.IGNORECASE)
