"""Rules that ask for several things near one another, in any order: an object, a place and what was done.

Each line of a section is one rule, its parts joined by ``&&``. It decides nothing about what the rule means.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import rules
from handlers.incidents.reading.words import Words

NEAR: Final = 260
"""Characters before and after the first part in which the others must stand: about four ward sentences."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Together:
    """One rule: the part that is looked for first, and the others that must stand near it."""

    lead: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]

    def find(self, words: Words) -> Span | None:
        """Return where the lead and its nearest second part stand, from first to last, or None."""
        if self.lead.search(words.text) is None or not all(other.search(words.text) for other in self.others):
            return None
        for lead in self.lead.finditer(words.text):
            low, high = max(0, lead.start() - NEAR), min(len(words.text), lead.end() + NEAR)
            second: re.Match[str] | None = None
            for other in self.others:
                found = other.search(words.text, low, high)
                if found is None:
                    break
                second = second or found
            else:
                last = second or lead
                return min(lead.start(), last.start()), max(lead.end(), last.end())
        return None


def together(book: str, section: str) -> tuple[Together, ...]:
    """Return the rules of a section, or none where the book has no such section."""
    return tuple(Together(lead, tuple(others)) for lead, *others in rules(book, section))
