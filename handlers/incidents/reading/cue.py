"""A pattern made of many lines, tried only where the text begins as one of its lines does.

It answers as ``re.Pattern`` does. On plain strings it is a plain pattern; on the ground of a message it is quick. What
it never does is find more or less than the plain pattern would.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Final, NamedTuple, cast

from handlers.incidents.reading.beginnings import EDGE, SIGNS, START, alike, beginnings, signs_of
from handlers.incidents.reading.ground import Ground, Index
from handlers.incidents.reading.letters import CAPTURES, after_first_letter, opened
from handlers.incidents.reading.needed import needed

_INDEX: Final = Index()
_ALL: Final[list["Cue"]] = []
_FAR: Final = sys.maxsize
_LOCK: Final = Lock()
_PIECES: Final[dict[frozenset[str], frozenset[str]]] = {}
"""The sets of pieces, each kept once, so that rules that share one ask for it once."""
_NO_PLACES: Final = ()
_NOWHERE: Final = "(?!)"
"""A pattern that matches nothing."""
_EDGE: Final = r"\b"
_MOST_LOOSE: Final = 16
"""Beginnings that are looked for one by one in the whole text. More are cut short until so few are left."""


class Parts(NamedTuple):
    """A pattern as it is put together: any of ``choices``, with ``before`` and ``after`` around it."""

    before: str
    choices: Sequence[str]
    after: str

    def joined(self) -> str:
        """Return the whole as one pattern, its choices sorted by their first letter."""
        edged = [choice.removeprefix(_EDGE) for choice in self.choices if choice.startswith(_EDGE)]
        parts = _sorted(choice for choice in self.choices if not choice.startswith(_EDGE))
        if edged:  # one look at the edge serves them all
            parts.append(f"{_EDGE}(?:{'|'.join(_sorted(edged))})")
        return f"{self.before}(?:{'|'.join(parts)}){self.after}"


def _sorted(choices: Iterable[str]) -> list[str]:
    letters, rest = by_first_letter(choices)
    return [*letters.values(), *rest]


def by_first_letter(choices: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return one pattern for all choices that begin with a letter, by letter, and those whose letter is not known.

    Together they match what the choices match, in a fraction of the time; where two choices match at one place, another
    may be the one quoted.
    """
    groups: dict[str, list[str]] = {}
    rest: list[str] = []
    for choice in choices:
        firsts = after_first_letter(choice)
        if firsts is None:
            rest.append(choice)
        else:
            for letter, after in firsts.items():
                groups.setdefault(letter, []).append(after)
    return {letter: f"{re.escape(letter)}(?:{'|'.join(group)})" for letter, group in groups.items()}, rest


@dataclass(frozen=True, slots=True)
class _Line:
    """A part of a pattern and the signs that it may begin with; no signs when it may begin with any."""

    pattern: str
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a pattern must be tried, and which of its lines at which sign."""

    loose: tuple[str, ...]
    """Beginnings of lines that may begin inside a word."""
    at_start: bool
    is_open: bool
    """Whether some line may begin anywhere, with anything."""
    lacking: frozenset[str]
    """With ``is_open``: pieces of which one must stand in the text for such a line to match."""
    lines: tuple[_Line, ...]
    """Empty when the pattern cannot be taken apart."""
    signs: frozenset[str]


class Cue:
    """One pattern. Nothing of it is made or compiled before it is asked."""

    def __init__(self, make: Callable[[], Parts]) -> None:
        self._make = make
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._number = len(_ALL)
        self._only_at_words = False
        _ALL.append(self)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self._make().joined())

    @cached_property
    def _plan(self) -> _Plan:
        return _planned(self._make())[0]

    @property
    def pattern(self) -> str:
        """The whole as one pattern."""
        return self._whole.pattern

    def search(self, text: str, pos: int = 0, endpos: int = _FAR) -> re.Match[str] | None:
        """Return the first match, as ``re.Pattern.search`` does."""
        if type(text) is not Ground:
            return self._whole.search(text, pos, endpos)
        if self._only_at_words and self._number < text.known:  # most patterns begin at no word of the message
            places = text.found.get(self._number)
            if places is None:
                return None
        else:
            places = self._places(text, pos, endpos)
        if not places:
            return None if places is not None else self._whole.search(text, pos, endpos)
        if pos or endpos != _FAR:
            return next(self._matches(text, places, pos, endpos), None)
        start = text.firsts.get(self._number)
        if start is not None:
            return None if start < 0 else self.match(text, start)
        match = next(self._matches(text, places, pos, endpos), None)
        text.firsts[self._number] = -1 if match is None else match.start()
        return match

    def finditer(self, text: str, pos: int = 0, endpos: int = _FAR) -> Iterator[re.Match[str]]:
        """Yield all matches, as ``re.Pattern.finditer`` does."""
        places = self._places(text, pos, endpos) if type(text) is Ground else None
        if places is None:
            return self._whole.finditer(text, pos, endpos)
        return self._matches(cast("Ground", text), places, pos, endpos) if places else iter(())

    def findall(self, text: str, pos: int = 0, endpos: int = _FAR) -> list[Any]:
        """Return what ``re.Pattern.findall`` does."""
        return self._whole.findall(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = _FAR) -> re.Match[str] | None:
        """Return the match at ``pos``, as ``re.Pattern.match`` does."""
        sign = text[pos : pos + 1]
        pattern = self._patterns.get(sign) or self._at(alike(sign) if sign else "")
        return pattern.match(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = _FAR) -> re.Match[str] | None:
        """Return the match of all that stands between, as ``re.Pattern.fullmatch`` does."""
        return self._whole.fullmatch(text, pos, endpos)

    def enter(self, index: Index) -> None:
        """Tell the index at which words it may begin. Nobody else keeps those words."""
        self._plan, words = _planned(self._make())
        self._only_at_words = not (self._plan.loose or self._plan.at_start or self._plan.is_open)
        index.add(self._number, words)

    def _at(self, sign: str) -> re.Pattern[str]:
        """Return the part of the pattern that can match where a sign stands that is ``alike`` to this one.

        Without a sign, or with one that no line begins with, it is what the lines are that may begin with anything.
        """
        if not self._plan.lines:
            return self._whole
        sign = sign if sign in self._plan.signs else ""
        if sign not in self._patterns:
            self._patterns[sign] = re.compile(self._joined(sign))
        return self._patterns[sign]

    def _joined(self, sign: str) -> str:
        parts = self._make()
        lines = [line.pattern for line in self._plan.lines if not line.signs or sign in line.signs]
        return f"{parts.before}(?:{'|'.join(lines)}){parts.after}" if lines else _NOWHERE

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        """Where a line may begin that may begin with anything."""
        return re.compile(f"(?={self._joined('')})")

    def _matches(self, text: Ground, places: Sequence[int], pos: int, endpos: int) -> Iterator[re.Match[str]]:
        signs, patterns = text.alike, self._patterns
        for place in places:
            if pos <= place < endpos:
                sign = signs[place : place + 1]
                match = (patterns.get(sign) or self._at(sign)).match(text, place, endpos)
                if match is not None:
                    yield match
                    pos = match.end()

    def _places(self, text: Ground, pos: int, endpos: int) -> Sequence[int] | None:
        """Return where in a text the pattern may begin, in order; None for anywhere."""
        if self._number >= text.known:
            index_all()
            text.walk(_INDEX)
        places = text.found.get(self._number, _NO_PLACES)
        if self._only_at_words:
            return places
        plan = self._plan
        if plan.loose or plan.at_start:
            places = self._more_places(text, places)
        if plan.is_open and text.holds(plan.lacking):
            if not plan.lines:
                return None
            places = sorted({*places, *(match.start() for match in self._anywhere.finditer(text, pos, endpos))})
        return places

    def _more_places(self, text: Ground, places: Sequence[int]) -> list[int]:
        found = text.loose.get(self._number)
        if found is None:
            plan = self._plan
            found = sorted({*places, *text.all_of(plan.loose), *((0,) if plan.at_start else ())})
            text.loose[self._number] = found
        return found


def index_all() -> None:
    """Bring the index up to date. It takes more than half a second once, before the first message is read."""
    with _LOCK:
        new = _ALL[_INDEX.size :]
        for cue in new:
            cue.enter(_INDEX)
        if new:
            _INDEX.settle()


def _planned(parts: Parts) -> tuple[_Plan, frozenset[str]]:
    """Work out where a pattern must be tried; return also the beginnings of the words at which it must be."""
    edges: set[str] = set()
    loose: set[str] = set()
    signs: set[str] = set()
    lacking: set[str] | None = set()
    at_start = is_open = False
    lines = _lines(parts)
    for choice in opened(parts.choices):
        for head in beginnings(parts.before, choice, parts.after):
            plain = signs_of(head)
            signs.add(plain[:1])
            if head.startswith(START):
                at_start = True
            elif not plain:
                is_open = True
                pieces = needed(f"{parts.before}(?:{choice}){parts.after}")
                lacking = None if lacking is None or pieces is None else lacking | pieces
            elif head.startswith(EDGE) and (plain[0].isalnum() or plain[0] == "_"):
                edges.add(plain)
            else:
                loose.add(plain)
    pieces = frozenset(lacking or ())
    plan = _Plan(_few(loose), at_start, is_open, _PIECES.setdefault(pieces, pieces), lines, frozenset(signs))
    return plan, frozenset(edges)


def _lines(parts: Parts) -> tuple[_Line, ...]:
    """Return the lines of a pattern with their first signs, or none when they cannot stand alone."""
    consumes = any(signs_of(head) != "a" for head in beginnings(parts.before, "a", ""))
    if consumes or any(CAPTURES.search(part) for part in (parts.before, *parts.choices, parts.after)):
        return ()
    letters, rest = by_first_letter(parts.choices)
    lines = [_Line(pattern, frozenset({alike(letter)})) for letter, pattern in letters.items()]
    for choice in opened(rest):
        signs = {signs_of(head)[:1] for head in beginnings("", choice, parts.after)}
        lines.append(_Line(choice, frozenset() if "" in signs else frozenset(signs)))
    return tuple(lines)


def _few(loose: set[str]) -> tuple[str, ...]:
    """Return beginnings that cover these, not more than can be looked for one by one."""
    for length in range(SIGNS, 0, -1):
        cut = {head[:length] for head in loose}
        if len(cut) <= _MOST_LOOSE or length == 1:
            return tuple(sorted(head for head in cut if not any(head[:less] in cut for less in range(1, len(head)))))
    return ()
