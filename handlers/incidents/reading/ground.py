"""A message's text and where its words begin, so that a thousand patterns need not each read it from end to end.

Every pattern tells what it may begin with; one walk over the words then tells each where to look. It holds no answers
of its own and lives as long as the message is read: no text stays behind in memory.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Self

from handlers.incidents.reading.beginnings import SIGNS

_WORD_START: Final = re.compile(r"(?<![a-z0-9])\w")
_LENGTHS: Final = tuple(range(SIGNS, 0, -1))
_DIGIT: Final = re.compile(r"\d")
_BLANK: Final = re.compile(r"[^\S ]")


class Index:
    """Which patterns may begin at a word that begins with these signs. Patterns are known by their numbers."""

    def __init__(self) -> None:
        self.heads: dict[str, tuple[int, ...]] = {}
        """By the signs: the patterns that may begin with these, or with fewer of them."""
        self.size = 0
        self._own: dict[str, tuple[int, ...]] = {}

    def add(self, number: int, heads: frozenset[str]) -> None:
        """Take in one more pattern, with the signs that a match may begin with at the beginning of a word."""
        for head in heads:
            if not any(head[:length] in heads for length in range(1, len(head))):
                self._own[head] = (*self._own.get(head, ()), number)
        self.size += 1

    def settle(self) -> None:
        """Make ready what was added, so that one look at the most signs finds the patterns of fewer signs too."""
        heads: dict[str, tuple[int, ...]] = {}
        for head in sorted(self._own, key=len):
            shorter = (heads[head[:length]] for length in range(len(head) - 1, 0, -1) if head[:length] in heads)
            heads[head] = next(shorter, ()) + self._own[head]
        self.heads = heads


class Ground(str):
    """The text of a message, in lower case, that knows where its words begin. Slices of it are plain strings."""

    __slots__ = ("_held", "alike", "firsts", "found", "known", "loose")

    alike: str
    """The same text with "0" for every digit and a space for every blank."""
    found: Mapping[int, Sequence[int]]
    """Where words stand that a pattern may begin with, in the order of the text, by its number."""
    known: int
    """How many patterns ``found`` tells of: those with smaller numbers."""
    firsts: dict[int, int]
    """Where a pattern was found first, by its number: -1 for nowhere. Filled by the patterns themselves."""
    loose: dict[int, list[int]]
    """Where a pattern may begin that need not begin with a word, by its number. Filled by the patterns themselves."""

    _held: dict[frozenset[str], bool]

    def __new__(cls, text: str) -> Self:
        """Make the ground of a text in lower case."""
        self = super().__new__(cls, text)
        self.alike = _BLANK.sub(" ", _DIGIT.sub("0", text))
        self.firsts, self.loose = {}, {}
        self._held, self.found = {}, {}
        self.known = 0
        return self

    def walk(self, index: Index) -> None:
        """Find the words that the patterns of the index may begin with, all in one walk."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        text, heads = self.alike, index.heads
        for start in _WORD_START.finditer(text):
            place = start.start()
            for end in _LENGTHS:
                numbers = heads.get(text[place : place + end])
                if numbers is not None:
                    for number in numbers:
                        found[number].append(place)
                    break
        self.found, self.known = found, index.size

    def holds(self, pieces: frozenset[str]) -> bool:
        """Whether any of these pieces stands in the text; without pieces, yes."""
        answer = self._held.get(pieces)
        if answer is None:
            answer = self._held[pieces] = not pieces or any(piece in self for piece in pieces)
        return answer

    def all_of(self, beginnings: tuple[str, ...]) -> Iterator[int]:
        """Yield where any of these signs stand, also inside words."""
        for head in beginnings:
            place = self.alike.find(head)
            while place >= 0:
                yield place
                place = self.alike.find(head, place + 1)
