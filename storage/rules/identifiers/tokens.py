"""Words of a message with their places and shapes. Never decides what a word means."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from storage.rules.identifiers.canvas import JOINER, PAINTED

_TOKEN: Final = re.compile(rf"{PAINTED}+|[^\W_]*\d\w*|[^\W\d_]+(?:['{JOINER}-][^\W\d_]+)*")
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


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``low`` is lower case without a possessive; ``gap`` is what stands before it; ``end`` leaves out 's."""

    start: int
    end: int
    full_end: int
    low: str
    shape: Shape
    gap: str

    @property
    def capital(self) -> bool:
        """Whether the writer gave it a capital letter on purpose."""
        return self.shape is Shape.CAPITAL or self.shape is Shape.UPPER


def split(canvas: str) -> list[Token]:
    """Split the canvas into tokens. In a text that is all capitals, or Every Word So, capitals tell nothing."""
    found: list[tuple[int, int, str, Shape]] = []
    counted = large = 0
    for match in _TOKEN.finditer(canvas):
        text = match.group()
        shape = _shape(text)
        found.append((match.start(), match.end(), text, shape))
        if shape in (Shape.LOWER, Shape.CAPITAL, Shape.UPPER):
            counted += 1
            large += shape is not Shape.LOWER
    loud = counted >= _ENOUGH and large / counted > _MOSTLY
    tokens: list[Token] = []
    before = 0
    for start, end, text, shape in found:
        core = _core(text)
        real = Shape.LOWER if loud and shape in (Shape.CAPITAL, Shape.UPPER) else shape
        low = text[:core].lower().replace(JOINER, "")
        tokens.append(Token(start, start + core, end, low, real, canvas[before:start]))
        before = end
    return tokens


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
