"""What is left of a pattern once its first letter is read, so that many patterns can be tried by letter.

It knows the plain syntax of the cue files; for anything else it says that it does not know, and decides nothing.
"""

import re
from typing import Final

_QUANTIFIER: Final = re.compile(r"(?:[?*+]|\{\d*,?\d*\})\??")
_ONCE_OR_NOT: Final = "?"
_KEPT_WHOLE: Final = re.compile(r"\(\?P|\((?!\?)|\\\d")
"""Named and numbered groups stand once in a pattern and may not be copied."""
_LITERAL: Final = re.compile(r"[a-z0-9#'/ -]")


def after_first_letter(pattern: str) -> dict[str, str] | None:
    """Return, for each letter that ``pattern`` may begin with, the pattern of what follows; None when unknown."""
    if _KEPT_WHOLE.search(pattern):
        return None
    found: dict[str, list[str]] = {}
    for choice in alternatives(pattern):
        rests = _of_sequence(choice)
        if rests is None:
            return None
        for letter, rest in rests.items():
            found.setdefault(letter, []).append(rest)
    return {letter: _joined(rests) for letter, rests in found.items()}


def alternatives(pattern: str) -> list[str]:
    """Split ``pattern`` at the bars that stand outside brackets and classes."""
    parts, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            place = pattern.index("]", place + 2)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*parts, pattern[start:]]


def _of_sequence(sequence: str) -> dict[str, str] | None:
    if sequence.startswith("(?:"):
        end = _closing(sequence)
        inner, after = sequence[3:end], sequence[end + 1 :]
        firsts = after_first_letter(inner)
    elif sequence and _LITERAL.match(sequence):
        firsts, after = {sequence[0]: ""}, sequence[1:]
    else:
        return None
    if firsts is None:
        return None
    quantifier = _QUANTIFIER.match(after)
    if quantifier is None:
        return {letter: _grouped(rest) + after for letter, rest in firsts.items()}
    if quantifier.group() != _ONCE_OR_NOT:
        return None
    after = after[1:]
    without = _of_sequence(after)
    if without is None:
        return None
    found = {letter: [_grouped(rest) + after] for letter, rest in firsts.items()}
    for letter, rest in without.items():
        found.setdefault(letter, []).append(rest)
    return {letter: _joined(rests) for letter, rests in found.items()}


def _closing(sequence: str) -> int:
    depth, place = 0, 0
    while place < len(sequence):
        sign = sequence[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            place = sequence.index("]", place + 2)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    raise ValueError("A bracket is not closed.")


def _joined(rests: list[str]) -> str:
    return rests[0] if len(rests) == 1 else "|".join(rests)


def _grouped(rest: str) -> str:
    return f"(?:{rest})" if len(alternatives(rest)) > 1 else rest
