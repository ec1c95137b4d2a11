"""A message's text and where its words begin, so that a thousand patterns need not each read it from end to end.

Every pattern tells what it may begin with; one walk over the words then tells each where to look. It holds no answers
of its own and lives as long as the message is read: no text stays behind in memory.
"""

import re
from collections.abc import Iterator
from typing import Final, Self

from handlers.incidents.reading.beginnings import SIGNS

_WORD_START: Final = re.compile(r"(?<![a-z0-9])\w")
_DIGIT: Final = re.compile(r"\d")
_BLANK: Final = re.compile(r"[^\S ]")


class Index:
    """Which patterns may begin at a word that begins with these signs. Patterns are known by their numbers."""

    def __init__(self) -> None:
        self.heads: dict[str, tuple[int, ...]] = {}
        self.size = 0

    def add(self, number: int, heads: frozenset[str]) -> None:
        """Take in one more pattern, with the signs that a match may begin with at the beginning of a word."""
        for head in heads:
            if not any(head[:length] in heads for length in range(1, len(head))):
                self.heads[head] = (*self.heads.get(head, ()), number)
        self.size += 1


class Ground(str):
    """The text of a message, in lower case, that knows where its words begin. Slices of it are plain strings."""

    __slots__ = ("_found", "_held", "_known", "alike", "firsts", "loose")

    alike: str
    """The same text with "0" for every digit and a space for every blank."""
    firsts: dict[int, int]
    """Where a pattern was found first, by its number: -1 for nowhere. Filled by the patterns themselves."""
    loose: dict[int, list[int]]
    """Where a pattern may begin that need not begin with a word, by its number. Filled by the patterns themselves."""

    _held: dict[frozenset[str], bool]
    _found: dict[int, list[int]]
    _known: int

    def __new__(cls, text: str) -> Self:
        """Make the ground of a text in lower case."""
        self = super().__new__(cls, text)
        self.alike = _BLANK.sub(" ", _DIGIT.sub("0", text))
        self.firsts, self.loose = {}, {}
        self._held, self._found = {}, {}
        self._known = -1
        return self

    def words_for(self, number: int, index: Index) -> list[int]:
        """Return where words stand that this pattern may begin with, in the order of the text."""
        if self._known != index.size:
            self._walk(index)
        return self._found.get(number, [])

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

    def _walk(self, index: Index) -> None:
        found: dict[int, list[int]] = {}
        text, heads = self.alike, index.heads
        for start in _WORD_START.finditer(text):
            place = start.start()
            for end in range(place + 1, place + SIGNS + 1):
                for number in heads.get(text[place:end], ()):
                    if number in found:
                        found[number].append(place)
                    else:
                        found[number] = [place]
        self._found, self._known = found, index.size
