"""The medicines made ready for matching: by name, by phrase, by shorthand, by beginning. Never reads a message."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.incidents.reading.cue import Cue, Parts
from handlers.incidents.reading.lexicon import Medicine, lookalikes, medicines
from storage.rules.identifiers.words import ORDINARY, is_word

ANALYTE: Final = frozenset(
    {
        "potassium", "calcium", "magnesium", "phosphate", "sodium", "glucose", "iron", "bicarb", "gluc",
        "mag", "phos", "saline", "ket", "folic acid", "charcoal", "caffeine",
    }
)  # fmt: skip
"""Names that are as often a blood result, or a battery, as a medicine."""
FUZZY_FROM: Final = 6
"""Letters that a name needs before a slip in it is looked for."""
_LONG_FROM: Final = 8
_PLAIN_FROM: Final = 7
"""Shorthand of so many letters is plain without a word beside it: "diamorph", "levomep"."""
_MOST_KEPT: Final = 16_384
"""Words. More are compared each time."""


@dataclass(frozen=True, slots=True)
class Formulary:
    """The medicines made ready for matching."""

    by_phrase: dict[str, Medicine]
    by_name: dict[str, Medicine]
    shorthand: dict[str, Medicine]
    spellings: dict[tuple[str, int], tuple[str, ...]]
    """Names that a misspelt word may mean, by its first letter and its length."""
    look: frozenset[str]
    approved: tuple[str, ...]
    """Approved names of one word, in order, to find one by its beginning."""
    far: set[str]
    """Words of the lists, in any form, that were compared with the names and are near none.

    Others are never kept: they may be names.
    """

    def near(self, word: str, names: tuple[str, ...]) -> list[tuple[str, int, int]]:
        """Return the two of these names that are fewest slips from the word, each with its distance and number."""
        if word in self.far:
            return []
        near = process.extract(word, names, scorer=OSA.distance, score_cutoff=slips(len(word)), limit=2)
        if not near and len(self.far) < _MOST_KEPT and (word in ORDINARY or is_word(word)):
            self.far.add(word)
        return near


@lru_cache(maxsize=1)
def formulary() -> Formulary:
    """Make the index of medicines, once."""
    by_name: dict[str, Medicine] = {}
    shorthand: dict[str, Medicine] = {}
    for medicine in medicines():
        for name in (medicine.name.lower(), *medicine.names):
            by_name.setdefault(name, medicine)
        for short in medicine.shorthand:
            plain = len(short) >= _PLAIN_FROM and short not in ANALYTE
            (by_name if plain else shorthand).setdefault(short, medicine)
    return Formulary(
        {squeezed(name): by_name[name] for name in reversed(_long_names(by_name))},
        by_name,
        shorthand,
        _spellings(by_name),
        lookalikes(),
        tuple(sorted(medicine.name.lower() for medicine in medicines() if medicine.name.isalpha())),
        set(),
    )


def slips(length: int) -> int:
    """Return how many slips of the keyboard are forgiven in a word of so many letters."""
    return 1 if length < _LONG_FROM else 2


def _long_names(names: Iterable[str]) -> list[str]:
    """Return the names of several words, or with digits and signs, the longest first."""
    return sorted((name for name in names if not name.isalpha()), key=len, reverse=True)


def _spellings(names: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    near: dict[tuple[str, int], list[str]] = {}
    for name in names:
        if name.isalpha() and len(name) >= FUZZY_FROM:
            for length in range(len(name) - 2, len(name) + 3):
                if abs(length - len(name)) <= slips(length):
                    near.setdefault((name[0], length), []).append(name)
    return {start: tuple(meant) for start, meant in near.items()}


def _phrases() -> Parts:
    plain = (re.escape(name) for name in _long_names(formulary().by_name))
    names = [name.replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]?") for name in plain]
    return Parts(r"(?<![a-z0-9])", names, r"(?![a-z0-9])")


PHRASES: Final = Cue(_phrases)
"""Names of several words, or with digits and signs, as they may stand in a text: the longest at each place."""


def squeezed(name: str) -> str:
    """Return a name without its spaces and hyphens."""
    return re.sub(r"[\s-]", "", name)
