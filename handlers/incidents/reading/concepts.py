"""Never Events by what they are: a thing, what went wrong with it and where it went, told in any order and any words.

It is wider than the phrases of ``never_events`` and is asked only where they find nothing. It grades no harm.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import optional_cues
from handlers.incidents.reading.together import Together, together
from handlers.incidents.reading.words import Words

_BOOK: Final = "never_event_concepts"
_EARLIER: Final = 0.01
"""What an earlier type wins by when two are told equally well: too little to outweigh a part."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Concept:
    """One of the 15 types: rules of several parts each, and what tells that it is something else."""

    kind: int
    rules: tuple[Together, ...]
    unless: re.Pattern[str] | None

    def weigh(self, words: Words) -> tuple[float, Span] | None:
        """Return how many parts the message tells in its fullest rule and by how many rules, and where; or None."""
        told = [(len(rule.others), span) for rule in self.rules if (span := rule.find(words)) is not None]
        if not told or (self.unless is not None and self.unless.search(words.text)):
            return None
        parts, span = max(told, key=lambda one: one[0])
        return parts + len(told) - _EARLIER * self.kind, span


CONCEPTS: Final = tuple(
    Concept(kind, together(_BOOK, str(kind)), optional_cues(_BOOK, f"{kind} unless")) for kind in range(1, 16)
)


def find_concept(words: Words) -> tuple[int, Span] | None:
    """Return the type (1 to 15) that the message tells best, and where it is told, or None."""
    best: tuple[float, int, Span] | None = None
    for concept in CONCEPTS:
        weighed = concept.weigh(words)
        if weighed is not None and (best is None or weighed[0] > best[0]):
            best = weighed[0], concept.kind, weighed[1]
    return None if best is None else (best[1], best[2])
