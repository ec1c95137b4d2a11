"""Reads the invented gold messages and counts what the screening finds in them. Holds no rule of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from storage.rules.identifiers import Found, IdentifierKind, find

WARDS: Final = frozenset(
    {
        "larch",
        "larch ward",
        "elm",
        "elm ward",
        "rowan",
        "rowan ward",
        "willow unit",
        "theatre 1",
        "pharmacy",
        "garden",
        "labour ward",
        "discharge lounge",
        "main corridor",
        "resus",
        "majors",
        "minors",
        "casualty",
        "hospice",
        "nicu",
        "lab",
    }
)
GOLD: Final = Path(__file__).parent / "storage" / "rules"
"""Where the messages are."""
_CODES: Final = {
    "p": IdentifierKind.PATIENT_NAME,
    "r": IdentifierKind.RELATIVE_NAME,
    "s": IdentifierKind.STAFF_NAME,
    "n": IdentifierKind.NHS_NUMBER,
    "h": IdentifierKind.HOSPITAL_NUMBER,
    "d": IdentifierKind.DATE_OF_BIRTH,
    "t": IdentifierKind.PHONE,
    "e": IdentifierKind.EMAIL,
    "c": IdentifierKind.POSTCODE,
    "a": IdentifierKind.ADDRESS,
    "b": IdentifierKind.BED,
    "@": IdentifierKind.SOCIAL_HANDLE,
}
_MARKED: Final = re.compile(r"\{(?P<code>.)\|(?P<value>[^}]*)\}")


@dataclass
class Score:
    """What was found, missed and taken by mistake. ``misses`` and ``mistakes`` are for a person to read."""

    found: int = 0
    right_kind: int = 0
    misses: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of gold identifiers that were touched."""
        return self.found / (self.found + len(self.misses))

    @property
    def precision(self) -> float:
        """The share of what was taken that was an identifier."""
        return self.found / (self.found + len(self.mistakes))


def read_messages(name: str) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """Yield each message without its marks, and where its identifiers are."""
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield unmark(line)


def unmark(line: str) -> tuple[str, tuple[Found, ...]]:
    """Return the text of a marked line, and where its identifiers are."""
    text, reached, gold = "", 0, []
    for match in _MARKED.finditer(line):
        text += line[reached : match.start()]
        gold.append(Found(_CODES[match["code"]], len(text), len(text) + len(match["value"])))
        text += match["value"]
        reached = match.end()
    return text + line[reached:], tuple(gold)


def score(name: str) -> Score:
    """Return the score over a file of gold messages, with the trust's wards known."""
    total = Score()
    for text, gold in read_messages(name):
        taken = find(text, known_places=WARDS)
        for wanted in gold:
            touching = [one for one in taken if one.start < wanted.end and wanted.start < one.end]
            if touching:
                total.found += 1
                total.right_kind += any(one.kind is wanted.kind for one in touching)
            else:
                total.misses.append(f"{wanted.kind.value} {text[wanted.start : wanted.end]!r} in {text!r}")
        total.mistakes += [
            f"{one.kind.value} {text[one.start : one.end]!r} in {text!r}"
            for one in taken
            if not any(one.start < wanted.end and wanted.start < one.end for wanted in gold)
        ]
    return total
