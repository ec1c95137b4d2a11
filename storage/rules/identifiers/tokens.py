"""Words of a message with their places and shapes. Never decides what a word means."""

import re
import unicodedata
from enum import Enum, auto
from typing import Final, NamedTuple

from storage.rules.identifiers.canvas import JOINER, PAINTED

_TOKEN: Final = re.compile(rf"[^\W\d_]+(?:\d\w*|(?:['{JOINER}-][^\W\d_]+)*)|\d\w*|{PAINTED}+")
_WHOLE_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that are no plain letter with an accent."""
_ENOUGH: Final = 6
_MOSTLY: Final = 0.7


class Shape(Enum):
    """How a word is written."""

    LOWER = auto()
    CAPITAL = auto()
    UPPER = auto()
    INITIAL = auto()
    NUMBER = auto()
    PAINTED = auto()


class Token(NamedTuple):
    """A word. ``low`` is lower case without a possessive; ``gap`` is what stands before it; ``end`` leaves out 's.

    ``capital`` tells whether the writer gave it a capital on purpose. A named tuple, because a message makes a hundred.
    """

    start: int
    end: int
    full_end: int
    low: str
    shape: Shape
    gap: str
    capital: bool


def split(canvas: str) -> list[Token]:
    """Split the canvas into tokens. In a text that is all capitals, or Every Word So, capitals tell nothing."""
    tokens: list[Token] = []
    before = small = large = 0
    for match in _TOKEN.finditer(canvas):
        start, end = match.span()
        text = match.group()
        gap = canvas[before:start]
        before = end
        if text.islower() and text.isalpha() and text.isascii():
            small += 1
            tokens.append(Token(start, end, end, text, Shape.LOWER, gap, False))
            continue
        core, shape = _core(text), _shape(text)
        capital = shape is Shape.CAPITAL or shape is Shape.UPPER
        large += capital
        small += shape is Shape.LOWER
        tokens.append(Token(start, start + core, end, _low(text[:core]), shape, gap, capital))
    if small + large >= _ENOUGH and large / (small + large) > _MOSTLY:
        return [token._replace(shape=Shape.LOWER, capital=False) if token.capital else token for token in tokens]
    return tokens


def _low(text: str) -> str:
    low = text.lower().replace(JOINER, "")
    return low if low.isascii() else _without_accents(low)


def _without_accents(low: str) -> str:
    """Return "zoe" for "zoë": the lists spell names without accents. Letters of other alphabets stay."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)) or low
    return bare.translate(_WHOLE_LETTERS)


def _core(text: str) -> int:
    if len(text) > 2 and text[-2] == "'" and text[-1] in "sS":  # noqa: PLR2004 - the two characters of 's
        return len(text) - 2
    return len(text)


def _shape(text: str) -> Shape:
    first = text[0]
    if "\ue000" <= first <= "\ue0ff":
        return Shape.PAINTED
    if not text.isalpha() and any(c.isdigit() for c in text):
        return Shape.NUMBER
    if not first.isupper() or ("-" in text and any(part[:1].islower() for part in text.split("-"))):
        return Shape.LOWER  # "Co-codamol" and "Mother-in-law" are no names; "Smith-Jones" is
    if len(text) == 1:
        return Shape.INITIAL
    return Shape.UPPER if text.isupper() else Shape.CAPITAL
