"""The medicines made ready for matching: by name, by phrase, by shorthand, by beginning. Never reads a message."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handlers.incidents.reading.lexicon import Medicine, lookalikes, medicines

ANALYTE: Final = frozenset(
    {
        "potassium", "calcium", "magnesium", "phosphate", "sodium", "glucose", "iron", "lithium", "bicarb", "gluc",
        "mag", "phos", "saline", "folic acid", "charcoal", "caffeine",
    }
)  # fmt: skip
"""Names that are as often a blood result, or a battery, as a medicine."""
FUZZY_FROM: Final = 6
"""Letters that a name needs before a slip in it is looked for."""
_PLAIN_FROM: Final = 7
"""Shorthand of so many letters is plain without a word beside it: "diamorph", "levomep"."""


@dataclass(frozen=True, slots=True)
class Formulary:
    """The medicines made ready for matching."""

    phrases: dict[str, re.Pattern[str]]
    by_phrase: dict[str, Medicine]
    by_name: dict[str, Medicine]
    shorthand: dict[str, Medicine]
    spellings: dict[int, tuple[str, ...]]
    look: frozenset[str]
    approved: tuple[str, ...]
    """Approved names of one word, in order, to find one by its beginning."""


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
    long_names = sorted((name for name in by_name if not name.isalpha()), key=len, reverse=True)
    by_letter: dict[str, list[str]] = {}
    for name in long_names:
        by_letter.setdefault(name[0], []).append(re.escape(name).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]?"))
    spellings: dict[int, list[str]] = {}
    for name in by_name:
        if name.isalpha() and len(name) >= FUZZY_FROM:
            spellings.setdefault(ord(name[0]), []).append(name)
    return Formulary(
        {letter: re.compile("(?:" + "|".join(group) + ")(?![a-z0-9])") for letter, group in by_letter.items()},
        {squeezed(name): by_name[name] for name in reversed(long_names)},
        by_name,
        shorthand,
        {letter: tuple(names) for letter, names in spellings.items()},
        lookalikes(),
        tuple(sorted(medicine.name.lower() for medicine in medicines() if medicine.name.isalpha())),
    )


def squeezed(name: str) -> str:
    """Return a name without its spaces and hyphens."""
    return re.sub(r"[\s-]", "", name)
