"""What may be kept of a received text: no patient's identity, though makers, medicines and dates stay.

A published alert is full of capitalised names and of dates that look like somebody's; taking all of them out would
take the alert away. So names go only beside a title or the word patient, and dates only beside the word birth.
"""

import re
from typing import Final

from storage.rules.identifiers import Found, IdentifierKind, find, mark, redact
from storage.rules.intake.markup import storable

KEPT_MOST: Final = 30_000
"""Characters that are kept of an original; screening takes a second for twice as much."""
_ALWAYS: Final = frozenset(
    {
        IdentifierKind.NHS_NUMBER, IdentifierKind.HOSPITAL_NUMBER, IdentifierKind.EMAIL, IdentifierKind.PHONE,
        IdentifierKind.SOCIAL_HANDLE, IdentifierKind.RELATIVE_NAME, IdentifierKind.BED,
    }
)  # fmt: skip
_NEVER: Final = frozenset({IdentifierKind.POSTCODE, IdentifierKind.ADDRESS})
_BIRTH: Final = re.compile(r"\b(?:d\.?o\.?b|born|birth)\b", re.IGNORECASE)
_PERSON: Final = re.compile(r"\b(?:mr|mrs|ms|miss|mx|master|dr|patient|pt|baby|named?)\b", re.IGNORECASE)
_BEFORE: Final = 25


def kept(text: str, *, hospital_number: str | None = None) -> str:
    """Return the text as it may be stored: screened, and shortened with a visible mark."""
    text = storable(text)
    cut = text if len(text) <= KEPT_MOST else text[:KEPT_MOST].rstrip() + "… (shortened)"
    found = [one for one in find(cut, hospital_number=hospital_number) if _counts(one, cut)]
    return redact(cut, found, mark)


def _counts(one: Found, text: str) -> bool:
    if one.kind in _ALWAYS:
        return True
    if one.kind in _NEVER:
        return False
    around = text[max(0, one.start - _BEFORE) : one.end]
    return (_BIRTH if one.kind is IdentifierKind.DATE_OF_BIRTH else _PERSON).search(around) is not None
