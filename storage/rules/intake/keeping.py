"""What may be kept of a received text: no patient's identity, though makers, medicines and dates stay.

A published alert is full of capitalised names and of dates that look like somebody's; taking all of them out would
take the alert away. So names go only beside a title or the word patient, and dates only beside the word birth. What
an officer types is screened in full.
"""

import json
import re
from typing import Any, Final

from storage.rules.identifiers import Found, IdentifierKind, find, mark, redact
from storage.rules.intake.markup import as_text, from_html, is_cut_off, storable

KEPT_MOST: Final = 30_000
"""Characters that are kept of what was pasted or typed; screening takes a second for twice as much."""
ORIGINAL_MOST: Final = 150_000
"""Characters that are kept of a file, an e-mail or an item of a feed; real alerts have some twenty thousand."""
CUT: Final = "… (shortened)"
_DEEPEST: Final = 50
_ALWAYS: Final = frozenset(
    {
        IdentifierKind.NHS_NUMBER, IdentifierKind.HOSPITAL_NUMBER, IdentifierKind.EMAIL, IdentifierKind.PHONE,
        IdentifierKind.SOCIAL_HANDLE, IdentifierKind.RELATIVE_NAME, IdentifierKind.BED,
    }
)  # fmt: skip
_NEVER: Final = frozenset({IdentifierKind.POSTCODE, IdentifierKind.ADDRESS})
_BIRTH: Final = re.compile(r"\b(?:d\.?o\.?b|born|birth)\b", re.IGNORECASE)
_PERSON: Final = re.compile(r"\b(?:mr|mrs|ms|miss|mx|master|dr|patient|pt|baby|named?)\b", re.IGNORECASE)
_SAID_AFTER: Final = re.compile(
    r"\s*(?:\(\s*(?:the\s+|a\s+|our\s+)?(?:patient|pt)\b|,\s*(?:the|a|our)\s+(?:patient|pt)\b)", re.IGNORECASE
)
"""Words after a name that say whose it is. The bare word is not enough: makers sell "Example patient monitors"."""
_BEFORE: Final = 25


def kept(text: str, *, hospital_number: str | None = None, most: int = KEPT_MOST) -> str:
    """Return the text as it may be stored: screened, and after ``most`` characters shortened with a visible mark."""
    return _screened(_cut(storable(text), most), hospital_number)[0]


def kept_item(item: Any, *, hospital_number: str | None = None, most: int = ORIGINAL_MOST) -> str:
    """Return a JSON value as it may be stored: whole, each text in it screened, as JSON that people can read.

    Markup stays as it came, unless it hides something that its words show: then only the words are kept of it.
    What is longer than ``most`` is cut with a visible mark, and is JSON no more.
    """
    whole = _each_text(item, hospital_number, [most])
    return _cut(json.dumps(whole, indent=1, ensure_ascii=False), most)


def _each_text(value: Any, hospital_number: str | None, allowance: list[int], deep: int = 0) -> Any:
    """Return the value with its texts screened. ``allowance``: characters left; what comes after is not looked at."""
    if allowance[0] <= 0 or deep > _DEEPEST:
        return CUT
    if isinstance(value, dict):
        return {
            _text(name, hospital_number, allowance): _each_text(one, hospital_number, allowance, deep + 1)
            for name, one in value.items()
            if allowance[0] > 0
        }
    if isinstance(value, list):
        return [_each_text(one, hospital_number, allowance, deep + 1) for one in value if allowance[0] > 0]
    if isinstance(value, str):
        return _text(value, hospital_number, allowance)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = str(value)
        screened = _text(said, hospital_number, allowance)
        return value if screened == said else screened
    return value


def _text(text: str, hospital_number: str | None, allowance: list[int]) -> str:
    cut = _cut(storable(text), allowance[0])
    blocks = from_html(cut) if "<" in cut or "&" in cut else ()
    if is_cut_off(blocks):
        cut, blocks = as_text(blocks), ()  # of markup that is made to do harm only the words are kept
    allowance[0] -= len(cut)
    screened, marks = _screened(cut, hospital_number)
    if blocks:
        plain, shown = _screened(as_text(blocks), hospital_number)
        return plain if shown > marks else screened
    return screened


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + CUT


def _screened(text: str, hospital_number: str | None) -> tuple[str, int]:
    """Return the text with marks, and how many they are."""
    if not any(one.isalnum() for one in text):
        return text, 0
    found = [one for one in find(text, hospital_number=hospital_number) if _counts(one, text)]
    return redact(text, found, mark), len(found)


def _counts(one: Found, text: str) -> bool:
    if one.kind in _ALWAYS:
        return True
    if one.kind in _NEVER:
        return False
    around = text[max(0, one.start - _BEFORE) : one.end]
    if one.kind is IdentifierKind.DATE_OF_BIRTH:
        return _BIRTH.search(around) is not None
    return _PERSON.search(around) is not None or _SAID_AFTER.match(text, one.end) is not None
