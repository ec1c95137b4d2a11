"""What can be found in free text, and the plain words for it. Never holds a found value, only its kind and place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class IdentifierKind(StrEnum):
    """A kind of detail that can point to a person."""

    PATIENT_NAME = "patient_name"
    RELATIVE_NAME = "relative_name"
    STAFF_NAME = "staff_name"
    NHS_NUMBER = "nhs_number"
    HOSPITAL_NUMBER = "hospital_number"
    DATE_OF_BIRTH = "date_of_birth"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    BED = "bed"
    SOCIAL_HANDLE = "social_handle"


@dataclass(frozen=True, slots=True)
class Found:
    """Where one identifier stands: half-open character offsets into the original text, never the value."""

    kind: IdentifierKind
    start: int
    end: int


LABELS: Final[Mapping[IdentifierKind, str]] = MappingProxyType(
    {
        IdentifierKind.PATIENT_NAME: "patient's name",
        IdentifierKind.RELATIVE_NAME: "relative's name",
        IdentifierKind.STAFF_NAME: "staff name",
        IdentifierKind.NHS_NUMBER: "NHS number",
        IdentifierKind.HOSPITAL_NUMBER: "hospital number",
        IdentifierKind.DATE_OF_BIRTH: "date of birth",
        IdentifierKind.PHONE: "phone number",
        IdentifierKind.EMAIL: "email address",
        IdentifierKind.POSTCODE: "postcode",
        IdentifierKind.ADDRESS: "address",
        IdentifierKind.BED: "bed number",
        IdentifierKind.SOCIAL_HANDLE: "social media name",
    }
)
"""Words for people. In square brackets they are also the marks that stand in screened text."""

NAMES: Final = frozenset({IdentifierKind.PATIENT_NAME, IdentifierKind.RELATIVE_NAME, IdentifierKind.STAFF_NAME})

_PLURALS: Final = MappingProxyType(
    {"date of birth": "dates of birth", "address": "addresses", "email address": "email addresses"}
)


def mark(kind: IdentifierKind) -> str:
    """Return the mark for a person to read, such as ``[NHS number]``."""
    return f"[{LABELS[kind]}]"


def describe(removed: Mapping[str, int]) -> str:
    """Say what was removed: ``We removed 1 NHS number and 2 names.``; empty when nothing was.

    ``removed`` counts by kind slug. All names are counted together; a slug that is not known here is "other detail".
    """
    counts: dict[str, int] = {}
    for slug, count in removed.items():
        word = _word(slug)
        counts[word] = counts.get(word, 0) + count
    parts = [f"{count} {word if count == 1 else _plural(word)}" for word, count in counts.items() if count > 0]
    if not parts:
        return ""
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"We removed {listed}."


def _word(slug: str) -> str:
    try:
        kind = IdentifierKind(slug)
    except ValueError:
        return "other detail"
    return "name" if kind in NAMES else LABELS[kind]


def _plural(word: str) -> str:
    return _PLURALS.get(word, f"{word}s")
