"""Corrections of screening: words that a person says are no names, and words that they want taken out as well.

Pure. A word that is no name is kept for that person; what is taken out is kept nowhere.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from storage.rules.identifiers.kinds import LABELS, NAMES
from storage.rules.identifiers.words import is_word

REMOVED: Final = "[removed]"
"""What stands in the place of words that a person took out."""
WORDS_MOST: Final = 50
"""How many words one person may say are no names."""
TOGETHER_MOST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){0,59}")
_NAME_MARKS: Final = frozenset(f"[{LABELS[kind]}]" for kind in NAMES)
_KIND_OF: Final = {f"[{word}]": kind.value for kind, word in LABELS.items()}
_MARK: Final = re.compile("|".join(re.escape(f"[{word}]") for word in (*LABELS.values(), "removed")))
_HALF_BEFORE: Final = re.compile(r"^[^\[\]]*\]\s?")
_HALF_AFTER: Final = re.compile(r"\[[^\[\]]*$")
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was taken out of a text: its mark, and half-open offsets of the mark."""

    mark: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether a name was taken out here."""
        return self.mark in _NAME_MARKS


def places_of(text: str) -> list[Place]:
    """Return the places at which something was taken out of a screened text, in order."""
    return [Place(found.group(), found.start(), found.end()) for found in _MARK.finditer(text)]


def kinds_of(text: str) -> Counter[str]:
    """Return how many of each kind were taken out of a screened text by us, by the kinds' slugs."""
    return Counter(_KIND_OF[place.mark] for place in places_of(text) if place.mark != REMOVED)


def around(text: str, place: Place, width: int = 40) -> str:
    """Return a place with the words around it, at most ``width`` characters on each side, cut at whole words."""
    before, after = text[max(0, place.start - width) : place.start], text[place.end : place.end + width]
    if place.start > width:
        before = "… " + _HALF_BEFORE.sub("", before.partition(" ")[2])
    if place.end + width < len(text):
        after = _HALF_AFTER.sub("", after.rpartition(" ")[0]).rstrip() + " …"
    return f"{before}{place.mark}{after}".replace("\n", " ").strip()


def no_names(typed: str) -> tuple[str, ...] | None:
    """Return what somebody typed as words that are no names, in lower case; None for numbers, signs or many words."""
    words = tuple(word.strip('.,;:!?"“”').replace("’", "'") for word in typed.split())
    if not 1 <= len(words) <= TOGETHER_MOST or not all(_WORD.fullmatch(word) for word in words):
        return None
    return tuple(word.lower().removesuffix("'s") for word in words)


def put_back(text: str, place: Place, words: str) -> str:
    """Return the text with words in the place of a mark."""
    return text[: place.start] + words + text[place.end :]


def phrases_of(typed: str) -> tuple[str, ...]:
    """Return the words that somebody typed to be taken out, one phrase on each line."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if len(line) >= _LEAST))


def take_out(text: str, phrases: Iterable[str]) -> tuple[str, int]:
    """Return the text with ``[removed]`` for these phrases, as whole words in any case, and how many there were."""
    total = 0
    for phrase in sorted((one.strip() for one in phrases), key=len, reverse=True):
        if len(phrase) < _LEAST:
            continue
        spaced = r"\s+".join(re.escape(word) for word in phrase.split())
        pattern = re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
        pieces, reached = [], 0
        for mark in (*places_of(text), None):
            end = len(text) if mark is None else mark.start
            cleaned, count = pattern.subn(REMOVED, text[reached:end])
            total += count
            pieces += [cleaned, "" if mark is None else mark.mark]
            reached = end if mark is None else mark.end
        text = "".join(pieces)
    return text, total


def is_full_name(name: str) -> bool:
    """Say whether a colleague can be known by this name: a first and a family name that is no ordinary word."""
    words = name.split()
    return len(words) > 1 and not is_word(words[-1].lower())
