"""The text as the finders read it: plain spaces, hyphens, quotes and digits, one character for one.

What is found is painted over with a private character that says its kind, so that nothing is found twice and what
stands next to a name can still be seen to stand next to a name. Never changes the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from storage.rules.identifiers.kinds import LABELS, NAMES, Found, IdentifierKind

_FIRST: Final = 0xE000
_PAINT: Final = {kind: chr(_FIRST + place) for place, kind in enumerate(IdentifierKind)}
_LAST: Final = chr(_FIRST + 0xFF)
PAINTED: Final = f"[{chr(_FIRST)}-{_LAST}]"
"""A regex class: a character that is already found."""
PAINTED_PERSON: Final = (
    "["
    + "".join(_PAINT[kind] for kind in (*sorted(NAMES), IdentifierKind.NHS_NUMBER, IdentifierKind.HOSPITAL_NUMBER))
    + "]"
)
"""A regex class: a found name or number of a person."""
PAINTED_BIRTH: Final = _PAINT[IdentifierKind.DATE_OF_BIRTH]
"""A character of a found date of birth."""
PAINTED_POSTCODE: Final = _PAINT[IdentifierKind.POSTCODE]
"""A character of a found postcode."""
PAINTED_NAME: Final = "[" + "".join(_PAINT[kind] for kind in sorted(NAMES)) + "]"
"""A regex class: a found name."""
JOINER: Final = "\u200b"
"""Stands for every character that cannot be seen."""

_IS_PAINTED: Final = re.compile(PAINTED)
_MARKS: Final = {f"[{word}]": kind for kind in IdentifierKind for word in (LABELS[kind], kind.value)}
_MARK: Final = re.compile("|".join(re.escape(word) for word in sorted(_MARKS, key=len, reverse=True)))
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Me", "Mn"})
_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
"""Within ASCII, what is neither seen nor a space or a new line."""
_PACKED_SPACE: Final = "%20"
"""A space within a link."""
_QUOTES: Final = dict.fromkeys("‘’ʼ＇`´′", "'")
_LETTERS: Final = {chr(code + 0xFEE0): chr(code) for code in range(ord("!"), ord("~") + 1)}


def _plain(character: str) -> str:
    if character in _QUOTES:
        return "'"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    if character.isspace():
        return character
    if category in _UNSEEN or character in _FILLERS:
        return JOINER
    return _LETTERS.get(character, character)


@lru_cache(maxsize=4096)
def _cached_plain(character: str) -> str:
    return _plain(character)


def plain(text: str) -> str:
    """Return ``text`` with look-alikes made plain and marks that are already there painted over; same length."""
    seen = text if text.isascii() else "".join(c if c < "\x80" else _cached_plain(c) for c in text)
    seen = _CONTROLS.sub(JOINER, seen).replace(_PACKED_SPACE, " " + JOINER * 2)
    if "[" not in seen:
        return seen
    return _MARK.sub(lambda m: _PAINT[_MARKS[m.group()]] * len(m.group()), seen)


def paint(canvas: str, candidates: Iterable[Found]) -> tuple[str, list[Found]]:
    """Paint the candidates that touch nothing painted; return the new canvas and those that were taken.

    Candidates may come in any order; where two overlap the earlier (then the longer) wins.
    """
    taken: list[Found] = []
    pieces: list[str] = []
    reached = 0
    for one in sorted(candidates, key=lambda found: (found.start, -found.end)):
        if one.start < reached or one.start >= one.end or _IS_PAINTED.search(canvas, one.start, one.end):
            continue
        pieces += (canvas[reached : one.start], _PAINT[one.kind] * (one.end - one.start))
        reached = one.end
        taken.append(one)
    return "".join((*pieces, canvas[reached:])) if taken else canvas, taken
