"""NHS numbers: spaced anyhow when the check digit is right, labelled when it is wrong. Never a bare serial number.

The check: weights 10 to 2 on the first nine digits, sum modulo 11, taken from 11; 11 counts as 0 and 10 is no number.
"""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import JOINER
from storage.rules.identifiers.kinds import Found, IdentifierKind

_DIGITS: Final = 10
_SEPARATOR: Final = rf"[\s{JOINER}._/-]"
_RUN: Final = re.compile(rf"\d+(?:{_SEPARATOR}{{1,3}}\d+)*")
_GROUP: Final = re.compile(r"\d+")
_USUAL_GROUPS: Final = frozenset(
    {
        (10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (4, 3, 3), (3, 4, 3), (4, 6), (4, 4, 2), (9, 1),
        (3, 3, 2, 2), (3, 2, 2, 3), (2, 4, 4), (3, 3, 3, 1), (2, 2, 2, 2, 2), (1,) * 10, (3, 3, 1, 3), (3, 3, 3, 1),
    }
)  # fmt: skip
_SLASHED_GROUPS: Final = (3, 3, 4)
_ISSUED: Final = ("4", "6", "7", "999")
"""First digits in use in England, and the range kept for tests."""
_LABEL: Final = re.compile(
    rf"(?<![^\W\d_])n\.?\s?h\.?\s?s\.?(?:[\s{JOINER}]{{0,3}}(?:numbers?|num|nos?|nr|id|ref)(?![a-z]))?"
    rf"[\s{JOINER}.:;#=,()\[\]'\"/*_-]{{0,6}}(?:(?:is|was|of|for|ending)\b[^\w\n]{{0,3}})?(?=\d)",
    re.IGNORECASE,
)
_AND_MORE: Final = re.compile(rf"[\s{JOINER},;/&+()]{{1,4}}(?:and\s{{1,2}}|or\s{{1,2}})?(?=\d)", re.IGNORECASE)
_LABEL_AFTER: Final = re.compile(
    r"[\s,;:()-]{0,3}(?:(?:is|was)\s)?(?:(?:his|her|their|the|pts?|patient'?s?)\s)?"
    r"(?:n\.?h\.?s\.?\s?(?:no\b|num|number|nr\b|#)|\(?nhs\))",
    re.IGNORECASE,
)
SERIAL_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])(?:serials?|s/?n|asset|job|ref|reference|lot|batch|barcode|gtin|udi|order|ticket|req|requisition|po|"
    r"model|device|equipment|pump|isbn|datix|web|incident|invoice|part|docket|log|call|ean|sku|tag|donation|blood)"
    r"(?:\s?(?:no|num|number|numbers|code|id|ref|unit|tag|bag))*(?:\s(?:is|was))?[\s.:#=()'-]{0,4}$",
    re.IGNORECASE,
)
"""What stands before the number of a thing rather than of a person; searched in the few characters before it."""
_SURELY_A_THING: Final = re.compile(
    r"(?<![^\W\d_])(?:serial|s/n|asset|job|lot|batch|barcode|gtin|udi|ticket|po|sku)(?:\s?(?:no|num|number|code|id))?"
    r"(?:\s(?:is|was))?[\s.:#=()'-]{0,4}$",
    re.IGNORECASE,
)
"""Before these words' numbers the check digit proves nothing: one serial number in eleven passes it."""
_TESTING: Final = "999"
LOOK_BACK: Final = 40


def is_valid(digits: str) -> bool:
    """Tell whether ten ASCII digits pass the NHS number check. Anything else is not valid."""
    if len(digits) != _DIGITS or not digits.isdigit() or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11
    return check < _DIGITS and check == int(digits[-1])


def find_labelled(canvas: str) -> Iterator[Found]:
    """Find numbers that are called NHS numbers: nine to eleven digits, right or wrong, with at most one stray sign."""
    low = canvas.lower()
    if "nhs" not in low and "h.s" not in low and "h s" not in low and "n" + JOINER not in low:
        return
    for label in _LABEL.finditer(canvas):
        start = label.end()
        while (end := _labelled_end(canvas, start)) is not None:
            yield Found(IdentifierKind.NHS_NUMBER, start, end)
            more = _AND_MORE.match(canvas, end)
            if more is None:
                break
            start = more.end()


def find_bare(canvas: str) -> Iterator[Found]:
    """Find numbers that nobody calls NHS numbers but that pass the check, and wrong ones that are named after."""
    for run in _RUN.finditer(canvas):
        groups = [match.span() for match in _GROUP.finditer(canvas, run.start(), run.end())]
        place = 0
        while place < len(groups):
            stop = _ten_digits(groups, place)
            if stop is not None and _is_bare_number(canvas, groups[place:stop]):
                yield Found(IdentifierKind.NHS_NUMBER, groups[place][0], groups[stop - 1][1])
                place = stop
            else:
                place += 1


def _ten_digits(groups: list[tuple[int, int]], place: int) -> int | None:
    total = 0
    for stop in range(place, len(groups)):
        total += groups[stop][1] - groups[stop][0]
        if total >= _DIGITS:
            return stop + 1 if total == _DIGITS else None
    return None


def _is_bare_number(canvas: str, groups: list[tuple[int, int]]) -> bool:
    start, end = groups[0][0], groups[-1][1]
    digits = "".join(canvas[a:b] for a, b in groups)
    lengths = tuple(b - a for a, b in groups)
    if not is_valid(digits):
        before = canvas[max(0, start - LOOK_BACK) : start]
        written_so = lengths == _SLASHED_GROUPS and digits.startswith(_TESTING) and not SERIAL_BEFORE.search(before)
        return written_so or _LABEL_AFTER.match(canvas, end) is not None
    if lengths not in _USUAL_GROUPS or ("/" in canvas[start:end] and lengths != _SLASHED_GROUPS):
        return False
    if lengths not in ((_DIGITS,), _SLASHED_GROUPS) and not digits.startswith(_ISSUED):
        return False
    before = canvas[max(0, start - LOOK_BACK) : start]
    serial = SERIAL_BEFORE.search(before) is not None
    if serial and _SURELY_A_THING.search(before) and not digits.startswith(_TESTING):
        return False
    return digits.startswith(_ISSUED) or not serial


def _labelled_end(canvas: str, start: int) -> int | None:
    """Return where the number that starts here ends, or None when this is no NHS number."""
    ends: dict[int, int] = {}
    digits = separators = strays = 0
    place = start
    while place < len(canvas) and digits <= _DIGITS + 1:
        character = canvas[place]
        if character.isdigit():
            digits += 1
            separators = 0
            following = canvas[place + 1 : place + 2]
            if not following.isdigit():
                ends[digits] = place + 1
        elif character in "._/-" or character.isspace() or character == JOINER:
            separators += 1
            if separators > 3:  # noqa: PLR2004 - wider gaps than three signs are between numbers, not within one
                break
        elif strays == 0 and _is_stray(canvas, place):
            strays, separators = 1, 0
            if digits < _DIGITS:
                ends[digits] = place + 1
        else:
            break
        place += 1
    for wanted in (_DIGITS, _DIGITS + 1, _DIGITS - 1):
        if wanted in ends:
            return ends[wanted]
    return None


def _is_stray(canvas: str, place: int) -> bool:
    """One sign that is no digit, inside or at the end of the digits: a slip, or a letter O for a nought."""
    before, after = canvas[place - 1], canvas[place + 1 : place + 2]
    return canvas[place] < "\ue000" and (before.isdigit() or after.isdigit()) and not after.isalpha()
