"""The few signs that a match of a pattern may begin with, so that a pattern is tried only where they stand.

Worked out from the pattern alone, and never too few: what it cannot tell, it leaves open.
"""

import re
from typing import Final

from handlers.incidents.reading.letters import QUANTIFIER, alternatives, class_end, group_end

SIGNS: Final = 5
"""Signs told of each beginning. Five tell most words apart; with more there are more beginnings than it saves."""
EDGE: Final = "\0"
"""Before a beginning: the match begins where a word begins."""
START: Final = "\1"
"""Before a beginning: the match begins where the text begins."""
_MARKS: Final = EDGE + START
_MOST: Final = 2000
"""Beginnings of one line. A line with more is left open."""
_WIDEST_CLASS: Final = 40
_PLAIN: Final = re.compile(rf"[a-z ]{{{SIGNS}}}(?![?*+{{])")
_LETTERS_AND_DIGITS: Final = re.compile(r"(?=.*a-z).*(?:0-9|\\d)|.*\\w")
_BLANKS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}

_Heads = set[str]


def alike(sign: str) -> str:
    """Return the sign that stands for all of its kind: "0" for any digit, a space for any blank, others themselves."""
    return "0" if sign.isdecimal() else " " if sign.isspace() else sign


def beginnings(before: str, choice: str, after: str) -> frozenset[str]:
    """Return what a match of these three patterns in a row may begin with: up to five signs, each as ``alike`` has it.

    ``choice`` has no bar outside of brackets. A beginning without signs says that anything may stand there. ``EDGE`` or
    ``START`` comes first where it holds.
    """
    heads, told = _through(before, {""})
    if max(map(len, heads), default=SIGNS) < SIGNS - 2 and _PLAIN.match(choice):
        return frozenset(told | {(head + choice[:SIGNS])[: SIGNS + (head[:1] in _MARKS)] for head in heads})
    heads, told_then = _along(choice, heads)
    passed, told_last = _through(after, heads)
    return frozenset(told | told_then | told_last | passed)


def signs_of(beginning: str) -> str:
    """Return a beginning without ``EDGE`` and ``START``."""
    return beginning[1:] if beginning[:1] in _MARKS else beginning


def _through(pattern: str, heads: _Heads) -> tuple[_Heads, _Heads]:
    """Lead the heads through ``pattern``; return those that may go on behind it and those that are told to the end."""
    passed: _Heads = set()
    stopped: _Heads = set()
    for choice in alternatives(pattern):
        through, told = _along(choice, heads)
        passed |= through
        stopped |= told
    return passed, stopped


def _along(sequence: str, heads: _Heads) -> tuple[_Heads, _Heads]:
    stopped: _Heads = set()
    place = 0
    while place < len(sequence) and heads:
        mark, end = _zero_width(sequence, place)
        if end > place:
            heads = {head or mark for head in heads}
            place = end
            continue
        passed, told, place = _step(sequence, place, heads)
        passed, told, place = _often(sequence, place, heads, passed, told)
        stopped |= told
        heads = passed
        if len(heads) + len(stopped) > _MOST:
            return set(), {""}
    return heads, stopped


def _zero_width(sequence: str, place: int) -> tuple[str, int]:
    """Return the mark of what takes no sign at ``place``, and where it ends: ``place`` itself when it takes one."""
    two = sequence[place : place + 2]
    if two in {r"\b", r"\B", r"\Z", r"\A"}:
        return (EDGE if two == r"\b" else START if two == r"\A" else ""), place + 2
    if two[0] in "^$":
        return (START if two[0] == "^" else ""), place + 1
    if sequence.startswith(("(?=", "(?!", "(?<=", "(?<!"), place):
        end = group_end(sequence, place)
        return (EDGE if _is_no_word(sequence[place + 1 : end]) else ""), end + 1
    return "", place


def _is_no_word(inside: str) -> bool:
    r"""Whether a bracket says that no letter and no digit stands before: ``(?<!\w)``, ``(?<![a-z0-9])``."""
    if inside == r"?<!\w":
        return True
    one_class = inside.startswith("?<![") and not inside.startswith("?<![^") and class_end(inside, 3) == len(inside) - 1
    return one_class and _LETTERS_AND_DIGITS.match(inside[4:-1]) is not None


def _step(sequence: str, place: int, heads: _Heads) -> tuple[_Heads, _Heads, int]:
    """Lead the heads through the sign, class or group at ``place``; return also where it ends."""
    sign = sequence[place]
    if sign == "(":
        end = group_end(sequence, place)
        inner = sequence[place + 1 : end]
        named = re.match(r"\?P<\w+>|\?:|(?!\?)", inner)
        if named is None:
            return set(), {""}, end + 1
        return *_through(inner[named.end() :], heads), end + 1
    if sign == "[":
        end = class_end(sequence, place)
        return *_grown(heads, _in_class(sequence[place + 1 : end])), end + 1
    if sign == "\\":
        return *_grown(heads, _escaped(sequence[place + 1])), place + 2
    return *_grown(heads, None if sign == "." else {alike(sign)}), place + 1


def _often(sequence: str, place: int, heads: _Heads, passed: _Heads, told: _Heads) -> tuple[_Heads, _Heads, int]:
    """Take in how often what was just passed may stand. After a second time nothing more is told."""
    times = QUANTIFIER.match(sequence, place)
    if times is None:
        return passed, told, place
    sign, least, comma, most = times.groups()
    may_lack = sign in {"?", "*"} if sign else not int(least or 0)
    once = sign == "?" or (not sign and (most if comma else least) == "1")
    if not once:
        passed, told = set(), told | passed
    return (passed | heads if may_lack else passed), told, times.end()


def _grown(heads: _Heads, signs: set[str] | None) -> tuple[_Heads, _Heads]:
    """Add one of these signs to each head; None is any sign."""
    if signs is None:
        return set(), set(heads)
    grown = {head + sign for head in heads for sign in signs}
    told = {head for head in grown if len(signs_of(head)) >= SIGNS}
    return grown - told, told


def _escaped(letter: str) -> set[str] | None:
    if letter in "ds":
        return {"0" if letter == "d" else " "}
    if letter in _BLANKS:
        return {" "}
    return None if letter.isalnum() else {letter}


def _in_class(body: str) -> set[str] | None:
    if body.startswith("^"):
        return None
    signs: set[str] = set()
    place = 0
    while place < len(body):
        if body[place] == "\\":
            inside = _escaped(body[place + 1])
            if inside is None:
                return None
            signs |= inside
            place += 2
        elif body[place + 1 : place + 2] == "-" and place + 2 < len(body):
            signs |= {alike(chr(code)) for code in range(ord(body[place]), ord(body[place + 2]) + 1)}
            place += 3
        else:
            signs.add(alike(body[place]))
            place += 1
    return signs if len(signs) <= _WIDEST_CLASS else None
