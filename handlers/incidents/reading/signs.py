"""The words and pairs of words of a message, cut to their stems, as signs that a table of weights can know.

A stem stands for all its endings, a number for all numbers. It weighs nothing itself.
"""

import re
from collections.abc import Iterable
from typing import Final

from handlers.incidents.reading.words import Words

Span = tuple[int, int]

_WORD: Final = re.compile(r"\[[a-z' ]+\]|_{7,}|\d+[:.]\d\d\b|[a-z0-9&']+|[!?]")
_DIGITS: Final = re.compile(r"\d+")
_CLOCK: Final = re.compile(r"\d+[:.]\d\d|\d{4}")
_ENDINGS: Final = ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "d")
_LAST_OF_ENDINGS: Final = frozenset(ending[-1] for ending in _ENDINGS)
_SHORTEST: Final = 3
"""Letters that a stem keeps at least: "bed" is no ending."""
CLOCK: Final = "#time"
LONG_NUMBER: Final = "#long"
"""An NHS, phone, serial or job number."""


def find_signs(words: Words) -> dict[str, Span]:
    """Return the signs of a message, each with the offsets where it stands first."""
    return signs_of(find_stems(words))


def signs_of(stems: Iterable[tuple[str, Span]]) -> dict[str, Span]:
    """Return the signs that stems make, alone and with the one before them, each with where it stands first."""
    found: dict[str, Span] = {}
    before, began = "", 0
    for stem, (start, end) in stems:
        found.setdefault(stem, (start, end))
        if before:
            found.setdefault(f"{before} {stem}", (began, end))
        before, began = stem, start
    return found


def find_stems(words: Words) -> list[tuple[str, Span]]:
    """Return the stem of every word of a message in order, with its offsets. What was taken out has none.

    "[patient's name]" stands where somebody's name stood: it tells no more of the event than the name did.
    """
    return [(cut(word.group()), word.span()) for word in _WORD.finditer(words.text) if word.group()[0] != "["]


def cut(word: str) -> str:
    """Return the stem of a word in lower case."""
    if word[0] == "_":
        return LONG_NUMBER
    if word[0].isdigit() and _CLOCK.fullmatch(word):
        return CLOCK
    plain = word if word.isalpha() else _DIGITS.sub("0", word).replace("'", "") or word
    if plain[-1] not in _LAST_OF_ENDINGS:
        return plain
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            return plain[: -len(ending)]
    return plain
