"""What is left of a pattern once its first letter is read, so that many patterns can be tried by letter.

It knows the plain syntax of the cue files; for anything else it says that it does not know, and decides nothing.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

QUANTIFIER: Final = re.compile(r"(?:([?*+])|\{(\d*)(,?)(\d*)\})[?+]?")
"""How often the sign, class or group before it may stand."""
CAPTURES: Final = re.compile(r"\(\?P|\((?!\?)|\\\d")
"""Named and numbered groups stand once in a pattern and may not be copied."""
_SPECIAL: Final = re.compile(r"\\.|[()|]|\[\^?\]?(?:\\.|[^\]\\])*\]")
"""What brackets and splits a pattern: an escaped sign, a bracket, a bar, a whole class."""
_GROUP: Final = re.compile(r"\(\?(?::|P<\w+>)")
_LITERAL: Final = re.compile(r"[a-z0-9#'/ -]")


def after_first_letter(pattern: str) -> dict[str, str] | None:
    """Return, for each letter that ``pattern`` may begin with, the pattern of what follows; None when unknown."""
    if CAPTURES.search(pattern):
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
    if "|" not in pattern:
        return [pattern]
    parts, depth, start = [], 0, 0
    for found in _SPECIAL.finditer(pattern):
        sign = found.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and depth == 0:
            parts.append(pattern[start : found.start()])
            start = found.end()
    return [*parts, pattern[start:]]


def opened(choices: Iterable[str]) -> Iterator[str]:
    """Yield the choices, and for one that is nothing but a group, the choices inside it, in the same order."""
    for choice in choices:
        group = _GROUP.match(choice)
        if group is not None and group_end(choice, 0) == len(choice) - 1:
            yield from opened(alternatives(choice[group.end() : -1]))
        else:
            yield choice


def class_end(pattern: str, start: int) -> int:
    """Return where the class that opens at ``start`` closes: the place of its "]"."""
    found = _SPECIAL.match(pattern, start)
    if found is None:
        message = "A class is not closed."
        raise ValueError(message)
    return found.end() - 1


def group_end(pattern: str, start: int) -> int:
    """Return where the group that opens at ``start`` closes: the place of its ")"."""
    depth = 0
    for found in _SPECIAL.finditer(pattern, start):
        sign = found.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return found.start()
    message = "A bracket is not closed."
    raise ValueError(message)


def stands_alone(pattern: str) -> bool:
    """Whether every bracket of ``pattern`` opens and closes in it."""
    try:
        return group_end(f"({pattern})", 0) == len(pattern) + 1
    except ValueError:
        return False


def _of_sequence(sequence: str) -> dict[str, str] | None:
    if sequence.startswith("(?:"):
        end = group_end(sequence, 0)
        inner, after = sequence[3:end], sequence[end + 1 :]
        firsts = after_first_letter(inner)
    elif sequence and _LITERAL.match(sequence):
        firsts, after = {sequence[0]: ""}, sequence[1:]
    else:
        return None
    if firsts is None:
        return None
    quantifier = QUANTIFIER.match(after)
    if quantifier is None:
        return {letter: _grouped(rest) + after for letter, rest in firsts.items()}
    if quantifier.group() != "?":
        return None
    after = after[1:]
    without = _of_sequence(after)
    if without is None:
        return None
    found = {letter: [_grouped(rest) + after] for letter, rest in firsts.items()}
    for letter, rest in without.items():
        found.setdefault(letter, []).append(rest)
    return {letter: _joined(rests) for letter, rests in found.items()}


def _joined(rests: list[str]) -> str:
    return rests[0] if len(rests) == 1 else "|".join(rests)


def _grouped(rest: str) -> str:
    return f"(?:{rest})" if len(alternatives(rest)) > 1 else rest
