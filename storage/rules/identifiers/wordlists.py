"""Reads the word lists that ship with the project, once. Never a message, and never a file from elsewhere."""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_REFERENCE: Final[Traversable] = files("storage") / "reference"
_MEDICINE_LISTS: Final = ("medicines.csv", "medicine_lookalikes.txt")
_MEDICINE_WORD: Final = re.compile(r"[a-z]{4,}")

_BEGINNING: Final = 3
"""Letters of a word by which it is looked up."""


class WordList:
    """Very many words, of which one at a time is asked for: one string for all that begin with the same letters.

    A set takes a hundred bytes for each word and this takes twenty; to ask takes a millionth of a second. No word holds
    a space.
    """

    __slots__ = ("_rests",)

    def __init__(self, words: Iterable[str]) -> None:
        rests: dict[str, str] = {}
        for word in words:
            beginning = word[:_BEGINNING]
            rests[beginning] = f"{rests.get(beginning, ' ')}{word[_BEGINNING:]} "
        self._rests: Final = rests

    def __contains__(self, word: str) -> bool:
        rests = self._rests.get(word[:_BEGINNING])
        return rests is not None and f" {word[_BEGINNING:]} " in rests


def read(name: str) -> Iterator[str]:
    """Yield the words of ``identifiers/<name>.txt``. A missing file raises ``FileNotFoundError``."""
    with (_REFERENCE / "identifiers" / f"{name}.txt").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield from line.split()


def load(name: str) -> frozenset[str]:
    """Return the words of ``identifiers/<name>.txt`` as a set. A missing file raises ``FileNotFoundError``."""
    return frozenset(read(name))


def load_sections(name: str) -> dict[str, frozenset[str]]:
    """Return the words of ``identifiers/<name>.txt`` by their ``[heading]``."""
    found: dict[str, frozenset[str]] = {}
    heading = ""
    for line in (_REFERENCE / "identifiers" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            found[heading] = frozenset()
        elif heading:
            found[heading] |= frozenset(line.split())
    return found


def load_medicines(lists: Iterable[str] = _MEDICINE_LISTS) -> frozenset[str]:
    """Return every word of the medicine lists: approved names, brands and shorthand are no people."""
    texts = ((_REFERENCE / name).read_text(encoding="utf-8").lower() for name in lists)
    return frozenset(word for text in texts for word in _MEDICINE_WORD.findall(text))
