"""What the name finders look at: the words of one message, and what the trust knows about names. Never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from storage.rules.identifiers.cues import PAIRED_EPONYMS, TITLES
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import is_close
from storage.rules.identifiers.tokens import Shape, Token

_LONGEST_PLACE: Final = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What a trust and a person have told us. All words in lower case."""

    not_names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    hospital_number: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a list of tokens, ``tokens[first:end]``, with its kind. ``first`` can be its title."""

    kind: IdentifierKind
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Sight:
    """The tokens of one message, which of them belong to places, and the staff by surname and by first word."""

    tokens: list[Token]
    places: frozenset[int]
    not_names: frozenset[str]
    staff_surnames: frozenset[str]
    staff_names: Mapping[str, tuple[tuple[str, ...], ...]]

    def token(self, place: int) -> Token | None:
        """Return the token at ``place``, or None past either end."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def low(self, place: int) -> str:
        """Return the lower-case word at ``place``, or an empty string past either end."""
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ""

    def before(self, place: int) -> str:
        """Return the lower-case word before ``place`` in the same sentence, or an empty string."""
        return "" if self.starts_sentence(place) else self.low(place - 1)

    def is_free(self, place: int) -> bool:
        """Tell whether the word at ``place`` may be part of a name at all."""
        if not 0 <= place < len(self.tokens):
            return False
        token = self.tokens[place]
        barred = token.shape in (Shape.PAINTED, Shape.NUMBER) or token.low in self.not_names
        return not barred and place not in self.places

    def follows(self, place: int) -> bool:
        """Tell whether the word at ``place`` stands right behind the one before it."""
        return 0 < place < len(self.tokens) and is_close(self.tokens[place].gap)

    def starts_sentence(self, place: int) -> bool:
        """Tell whether the word at ``place`` has its capital for being first."""
        return place == 0 or any(mark in self.tokens[place].gap for mark in ".!?\n:;•")

    def owns(self, place: int) -> bool:
        """Tell whether the word at ``place`` carries a possessive 's."""
        return 0 <= place < len(self.tokens) and self.tokens[place].full_end != self.tokens[place].end


def look(tokens: list[Token], known: Known) -> Sight:
    """Return the sight of one message."""
    surnames, names = _staff_index(known.staff)
    return Sight(tokens, _places(tokens, known.places), known.not_names, surnames, names)


def _places(tokens: list[Token], places: frozenset[str]) -> frozenset[int]:
    covered = {
        place
        for place, token in enumerate(tokens)
        if "-" in token.low and tuple(token.low.split("-")) in PAIRED_EPONYMS
    }
    for first in range(len(tokens) - 1):
        if (tokens[first].low, tokens[first + 1].low) in PAIRED_EPONYMS:
            covered.update((first, first + 1))
    if not places:
        return frozenset(covered)
    for first in range(len(tokens)):
        phrase = ""
        for end in range(first, min(first + _LONGEST_PLACE, len(tokens))):
            phrase = tokens[end].low if end == first else f"{phrase} {tokens[end].low}"
            if phrase in places:
                covered.update(range(first, end + 1))
    return frozenset(covered)


@lru_cache(maxsize=8)
def _staff_index(staff: frozenset[str]) -> tuple[frozenset[str], Mapping[str, tuple[tuple[str, ...], ...]]]:
    surnames: set[str] = set()
    names: dict[str, list[tuple[str, ...]]] = {}
    for entry in staff:
        words = tuple(word.strip(".,") for word in entry.lower().split())
        words = tuple(word for word in words if word and word not in TITLES)
        if words:
            surnames.add(words[-1])
        if len(words) > 1:
            names.setdefault(words[0], []).append(words)
    ordered = {word: tuple(sorted(found, key=len, reverse=True)) for word, found in names.items()}
    return frozenset(surnames), MappingProxyType(ordered)
