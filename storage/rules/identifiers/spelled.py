"""Numbers and names that are spelled out: digits in words, letters for digits, a name letter by letter.

Never a few words of counting: without a label all ten or eleven digits have to be there.
"""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import JOINER
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.nhs_numbers import is_valid
from storage.rules.identifiers.words import GIVEN, GIVEN_OR_WORD, is_word

_WORDS: Final = {
    "zero": "0", "nought": "0", "naught": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_LETTERS: Final = {"o": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8"}
"""Letters that are taken for digits, or typed for them."""
_REPEATED: Final = {"double": 2, "treble": 3, "triple": 3}
_ANY: Final = "|".join(_WORDS)
_ONE: Final = rf"(?:(?:double|treble|triple)[\s-]{{1,2}})?(?:{_ANY}|\d|[oilzsb])"
_GAP: Final = rf"[\s{JOINER},._/-]{{0,3}}"
_RUN: Final = re.compile(
    rf"(?<![^\W\d_])(?![oilzsb]{{2,}}(?![^\W_])){_ONE}(?:{_GAP}{_ONE}){{5,}}(?![^\W\d_])", re.IGNORECASE
)
"""It does not begin with a word of such letters: "number is nine nine", "so one two"."""
_EACH: Final = re.compile(rf"(?:(double|treble|triple)[\s-]{{1,2}})?({_ANY}|\d|[oilzsb])", re.IGNORECASE)
_HINT: Final = re.compile(
    rf"(?:{_ANY})(?:\d|[\s,-]{{1,3}}(?:{_ANY}|double|treble|triple))|\d[oilzsb]|[oilzsb]\d|\d(?:{_ANY})", re.IGNORECASE
)
"""What such a number has somewhere: cheap to ask first."""
_IN_WORDS: Final = re.compile(rf"(?:double|treble|triple)|{_ANY}", re.IGNORECASE)
_LONE: Final = re.compile(r"(?<![\doilzsb])[ilzsb](?![\doilzsb])", re.IGNORECASE)
"""A letter that no digit stands beside is a letter."""
_LETTER: Final = re.compile(r"[ilzsb]", re.IGNORECASE)
"""Hospital numbers have letters of their own, and beds are "b4"."""
_NUMBER: Final = r"(?:numbers?|num|nos?|nr|id|ref|\#)"
_BEHIND: Final = rf"(?![a-z])[\s{JOINER}.:=(-]{{0,4}}(?:(?:is|was|on|at)\s)?$"
_LABELS: Final = (
    (IdentifierKind.NHS_NUMBER, re.compile(rf"(?<![a-z])n\.?h\.?s\.?(?:\s?{_NUMBER})?{_BEHIND}", re.IGNORECASE)),
    (
        IdentifierKind.HOSPITAL_NUMBER,
        re.compile(rf"(?<![a-z])(?:(?:hosp(?:ital)?|unit)\.?\s?{_NUMBER}|m\.?r\.?n\.?){_BEHIND}", re.IGNORECASE),
    ),
    (
        IdentifierKind.PHONE,
        re.compile(
            rf"(?<![a-z])(?:tel|telephone|phone|mob|mobile|landline|ring|rang|call)\.?(?:\s?{_NUMBER})?{_BEHIND}",
            re.IGNORECASE,
        ),
    ),
)
_LOOK_BACK: Final = 28
_LENGTHS: Final = {
    IdentifierKind.NHS_NUMBER: (10, 11, 9),
    IdentifierKind.HOSPITAL_NUMBER: tuple(range(12, 5, -1)),
    IdentifierKind.PHONE: (11, 10),
}
"""Digits of each kind behind its label, what it should have first."""
_MOSTLY_WORDS: Final = 8
_LETTER_BY_LETTER: Final = re.compile(
    r"(?<![^\W\d_])(?:pts?|patients?|px|mr|mrs|ms|miss|dr|called|named?|lady|gent|son|daughter|mum|dad|wife|husband)"
    r"[.:]?(?:\s(?:is|was|called))?\s(?P<value>[^\W\d_](?:(?:[ .-]{1,3}[^\W\d_]){3,30}))(?![^\W_]|['/&-]\w)",
    re.IGNORECASE,
)
_LEAST: Final = 5
"""Letters of a name that no list holds: fewer are shorthand, "pt N B M"."""
_IN_ORDER: Final = "abcdefg"


def find_spelled(canvas: str) -> Iterator[Found]:
    """Find numbers in words or with letters among their digits, "nine nine nine five…", and names in letters."""
    for match in _LETTER_BY_LETTER.finditer(canvas):
        letters = "".join(filter(str.isalpha, match.group("value"))).lower()
        listed = letters in GIVEN or letters in GIVEN_OR_WORD
        if listed or (len(letters) >= _LEAST and not letters.startswith(_IN_ORDER[:4]) and not is_word(letters)):
            yield Found(IdentifierKind.PATIENT_NAME, *match.span("value"))
    for match in _RUN.finditer(canvas) if _HINT.search(canvas) else ():
        yield from _number(canvas, match)


def _number(canvas: str, match: re.Match[str]) -> Iterator[Found]:
    """Find the number a run begins with: by its label, or by all its digits when they are in words."""
    start = match.start()
    before = canvas[max(0, start - _LOOK_BACK) : start]
    kind = next((kind for kind, label in _LABELS if label.search(before)), None)
    ends = _ends(canvas, match)
    if kind is None:
        for kind, length in ((IdentifierKind.NHS_NUMBER, 10), (IdentifierKind.PHONE, 11)):
            end, digits = ends.get(length, (start, ""))
            right = is_valid(digits) if kind is IdentifierKind.NHS_NUMBER else digits.startswith("0")
            if right and len(_IN_WORDS.findall(canvas[start:end])) >= _MOSTLY_WORDS:
                yield Found(kind, start, end)
                break
        return
    for length in _LENGTHS[kind]:
        end, _ = ends.get(length, (start, ""))
        value = canvas[start:end]
        written = _LETTER if kind is IdentifierKind.HOSPITAL_NUMBER else _LONE
        if any(map(str.isalpha, value)) and not written.search(_IN_WORDS.sub("0", value)):
            yield Found(kind, start, end)
            break


def _ends(canvas: str, match: re.Match[str]) -> dict[int, tuple[int, str]]:
    """Return where the run may end and the digits up to there, by how many they are."""
    ends: dict[int, tuple[int, str]] = {}
    digits = ""
    for piece in _EACH.finditer(canvas, match.start(), match.end()):
        one = piece.group(2).lower()
        digits += (_WORDS.get(one) or _LETTERS.get(one, one)) * _REPEATED.get((piece.group(1) or "").lower(), 1)
        if not canvas[piece.end() : piece.end() + 1].isalnum():
            ends[len(digits)] = (piece.end(), digits)
    return ends
