"""The plain letters of which one must stand in a text before a pattern can match anywhere in it.

Worked out from the pattern alone. Where it cannot tell, it says so, and the pattern must be tried.
"""

from typing import Final

from handlers.incidents.reading.letters import QUANTIFIER, alternatives, class_end, group_end

_SHORTEST: Final = 3
"""Letters. Shorter ones stand in nearly every message and tell nothing."""


def needed(pattern: str) -> frozenset[str] | None:
    """Return pieces of text of which any match of ``pattern`` holds at least one; None when there are none."""
    pieces: set[str] = set()
    for choice in alternatives(pattern):
        of_choice = _of_sequence(choice)
        if of_choice is None:
            return None
        pieces |= of_choice
    return frozenset(pieces)


def _of_sequence(sequence: str) -> frozenset[str] | None:
    """Return the pieces of the part of a sequence that tells most: the one whose shortest piece is longest."""
    told: list[frozenset[str]] = []
    run, place = "", 0
    while place < len(sequence):
        letter, inner, place = _part(sequence, place)
        times = QUANTIFIER.match(sequence, place)
        place = times.end() if times else place
        if letter and times is None:
            run += letter
            continue
        must = times is None or times[1] == "+" or (times[1] is None and int(times[2] or 0) > 0)
        run += letter if must else ""
        told.append(frozenset({run}))
        run = ""
        pieces = needed(inner) if inner and must else None
        told += [pieces] if pieces else []
    told.append(frozenset({run}))
    best = max(told, key=lambda pieces: (min(map(len, pieces)), -len(pieces)))
    return best if min(map(len, best)) >= _SHORTEST else None


def _part(sequence: str, place: int) -> tuple[str, str, int]:
    """Return the letter at ``place``, or else the pattern inside a group that must match, and where it ends."""
    sign = sequence[place]
    if sign == "\\":
        plain = sequence[place + 1]
        return ("" if plain.isalnum() else plain), "", place + 2
    if sign == "[":
        return "", "", class_end(sequence, place) + 1
    if sign == "(":
        end = group_end(sequence, place)
        inner = sequence[place + 1 : end]
        if inner.startswith(("?:", "?=")):
            return "", inner[2:], end + 1
        return "", ("" if inner.startswith("?") else inner), end + 1
    return ("" if sign in ".^$" else sign), "", place + 1
