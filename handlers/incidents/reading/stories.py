"""Never Events as stories: the slots that each of the 15 types is made of, named near one another in any order.

It is wide on purpose, since a candidate is a question to a person. It is asked last and grades no harm.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.incidents.reading.slots import TENFOLD, Hit, Lexicon, Named, read_book
from handlers.incidents.reading.words import Words

NEAR: Final = 45
"""Words before and after the first part within which the others must stand: about four ward sentences."""
_BOOK: Final = "never_event_slots"
_SLOT: Final = "slot "
_TWO: Final = "two "
_NO: Final = "no "
_HARM: Final = "bad"
"""The slot of what befell somebody."""
FULLY: Final = 6.0
"""What a story weighs that several rules tell: too much to be an aside."""
_EARLIER: Final = 0.01
"""What an earlier type wins by when two are told equally well: too little to outweigh a part."""

Span = tuple[int, int]


class Part(NamedTuple):
    """A choice of slots, the slots by their bare names, and whether none of them may be named."""

    slots: tuple[str, ...]
    names: frozenset[str]
    absent: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One of the 15 types: its rules, each of several parts, each part a choice of slots.

    ``unless`` is what speaks against it; ``never`` what nothing outweighs; ``stopped`` that it was stopped before it
    began, which nothing outweighs either.
    """

    kind: int
    rules: tuple[tuple[Part, ...], ...]
    unless: tuple[tuple[Part, ...], ...]
    never: tuple[tuple[Part, ...], ...]
    stopped: tuple[tuple[Part, ...], ...]

    def denied(self, named: Named) -> bool:
        """Return whether the message says what speaks against this type."""
        return any(_told(rule, named) is not None for rule in (*self.unless, *self.never, *self.stopped))

    def ruled_out(self, named: Named) -> bool:
        """Return whether the message says that it was something else, whatever more it tells."""
        return any(_told(rule, named) is not None for rule in (*self.never, *self.stopped))

    def stopped_first(self, named: Named) -> bool:
        """Return whether the message says that it was stopped before it began."""
        return any(_told(rule, named) is not None for rule in self.stopped)

    def weigh(self, named: Named) -> tuple[float, Span] | None:
        """Return how fully the message tells this type, and the words from first to last; None if it does not."""
        told = [(len(rule), span) for rule in self.rules if (span := _told(rule, named)) is not None]
        if not told:
            return None
        parts, span = max(told, key=lambda one: one[0])
        return parts + len(told) - _EARLIER * self.kind, span


class Stories(NamedTuple):
    """By type (1 to 15): how fully each is told and between which characters; and the types spoken against.

    ``doubted`` holds those spoken against of which the message tells much, or that somebody came to harm near them.
    ``stopped``: between which characters it tells one that was stopped before it began, or None.
    """

    told: dict[int, tuple[float, Span]]
    denied: frozenset[int]
    doubted: dict[int, tuple[float, Span]]
    stopped: Span | None


def find_stories(words: Words) -> Stories:
    """Return the types that the message tells, and those of which it says what they are not."""
    lexicon, stories = _book()
    named = lexicon.name(words)
    told: dict[int, tuple[float, Span]] = {}
    doubted: dict[int, tuple[float, Span]] = {}
    stopped: Span | None = None
    denied = frozenset(story.kind for story in stories if story.denied(named))
    for story in stories:
        weighed = story.weigh(named)
        if weighed is None:
            continue
        weight, (first, last) = weighed
        if story.stopped_first(named):
            stopped = named.places[first][0], named.places[last][1]
        if story.kind not in denied:
            told[story.kind] = weight, (named.places[first][0], named.places[last][1])
        elif (weight >= FULLY or _HARM in named.hits) and not story.ruled_out(named):
            doubted[story.kind] = weight, (named.places[first][0], named.places[last][1])
    return Stories(told, denied, doubted, stopped)


@lru_cache(maxsize=1)
def _book() -> tuple[Lexicon, tuple[Story, ...]]:
    sections = read_book(_BOOK)
    slots = {name.removeprefix(_SLOT): lines for name, lines in sections.items() if name.startswith(_SLOT)}
    known = {*slots, TENFOLD}
    stories = tuple(
        Story(
            kind,
            _rules(sections[str(kind)], known),
            _rules(sections.get(f"{kind} unless", ()), known),
            _rules(sections.get(f"{kind} never", ()), known),
            _rules(sections.get(f"{kind} stopped", ()), known),
        )
        for kind in range(1, 16)
    )
    return Lexicon(slots), stories


def _rules(lines: Sequence[str], known: set[str]) -> tuple[tuple[Part, ...], ...]:
    rules = tuple(tuple(_part(said) for said in line.split("&")) for line in lines)
    unknown = {name for rule in rules for part in rule for name in part.names} - known
    if unknown:
        raise KeyError(f"No such slot: {', '.join(sorted(unknown))}")
    return rules


def _part(said: str) -> Part:
    slots = tuple(re.split(r"\s*\|\s*", said.strip()))
    names = frozenset(slot.removeprefix(_TWO).removeprefix(_NO) for slot in slots)
    return Part(slots, names, slots[0].startswith(_NO))


def _told(rule: tuple[Part, ...], named: Named) -> Span | None:
    """Return the first and last word of the rule's parts where they stand near one another."""
    slots = named.hits.keys()
    for part in rule:
        if slots.isdisjoint(part.names) is not part.absent:
            return None
    wanted = [part for part in rule if not part.absent]
    lead, *others = sorted((_filled(part, named) for part in wanted), key=len)
    for hit in lead:
        nearest = [min(other, key=lambda one: abs(one.first - hit.first), default=None) for other in others]
        near = [one for one in nearest if one is not None and abs(one.first - hit.first) <= NEAR]
        if len(near) == len(others):
            all_of = (hit, *near)
            return min(one.first for one in all_of), max(one.last for one in all_of)
    return None


def _filled(part: Part, named: Named) -> list[Hit]:
    hits: list[Hit] = []
    for slot in part.slots:
        told = named.hits.get(slot.removeprefix(_TWO), [])
        if not slot.startswith(_TWO) or len({hit.value for hit in told}) > 1:
            hits += told
    return hits
