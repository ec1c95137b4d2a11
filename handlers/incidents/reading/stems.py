"""The stems of a message's words: what is left of a word when its ending is cut, the same for all its endings.

A stem stands for all its endings, a number for all numbers. What a stem means it never says.
"""

import re
from typing import Final

Span = tuple[int, int]
Stem = tuple[str, Span]
"""A stem and the offsets of the word that it was cut from."""

_WORD: Final = re.compile(r"\[[a-z' ]+\]|_{7,}|\d+[:.]\d\d\b|[a-z0-9&']+|[!?]")
_DIGITS: Final = re.compile(r"\d+")
_CLOCK: Final = re.compile(r"\d+[:.]\d\d|\d{4}")
_ENDINGS: Final = {
    "g": ("ing",),
    "d": ("ied", "ed", "d"),
    "s": ("ies", "es", "s"),
    "y": ("ingly", "edly", "ly"),
}
"""What is cut, by its last letter, the longest first."""
_SHORTEST: Final = 3
"""Letters that a stem keeps at least: "bed" is no ending."""
CLOCK: Final = "#time"
LONG_NUMBER: Final = "#long"
"""An NHS, phone, serial or job number."""


def find_stems(text: str) -> tuple[Stem, ...]:
    """Return the stem of every word of a text in lower case, in order. What was taken out has none.

    "[patient's name]" stands where somebody's name stood: it tells no more of the event than the name did.
    """
    words = ((word.group(), word.span()) for word in _WORD.finditer(text))
    return tuple((cut(word), span) for word, span in words if word[0] != "[")


def cut(word: str) -> str:
    """Return the stem of a word in lower case."""
    if word.isalpha():
        plain = word
    elif word[0] == "_":
        return LONG_NUMBER
    elif word[0].isdigit() and _CLOCK.fullmatch(word):
        return CLOCK
    else:
        plain = _DIGITS.sub("0", word).replace("'", "") or word
    for ending in _ENDINGS.get(plain[-1], ()):
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            return plain[: -len(ending)]
    return plain
