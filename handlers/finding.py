"""Finding places and people by what somebody typed: aliases, misspellings, parts of names.

It offers, and never decides for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process, utils

from handlers.chat.form import CHOICE_MOST, Choice
from storage.records import Location, Person

SURE: Final = 88
"""From this score (0 to 100) a single best match may be taken for what was meant."""
NEAR: Final = 60
MARGIN: Final = 6
"""How far the best must be ahead of the next to be the only one meant."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that fits what was typed, and how well (0 to 100)."""

    id: int
    name: str
    score: float


def rank(query: str, known: Iterable[tuple[int, str, Sequence[str]]], limit: int = 5) -> list[Found]:
    """Return what fits best, best first. ``known`` holds id, name and the other names of each.

    An exact name or alias scores 100; what is merely similar scores by letters, never more than 99.
    """
    wanted = utils.default_process(query)
    if not wanted:
        return []
    best: dict[int, Found] = {}
    spellings: list[tuple[int, str, str]] = [
        (key, name, spelling) for key, name, others in known for spelling in (name, *others)
    ]
    texts = [utils.default_process(spelling) for _, _, spelling in spellings]
    for text, score, index in process.extract(wanted, texts, scorer=fuzz.WRatio, limit=None, score_cutoff=NEAR):
        key, name, _ = spellings[index]
        points = 100.0 if text == wanted else min(99.0, score) - _numbers_differ(wanted, text)
        if points >= NEAR and (key not in best or best[key].score < points):
            best[key] = Found(key, name, points)
    return sorted(best.values(), key=lambda found: -found.score)[:limit]


def _numbers_differ(one: str, other: str) -> float:
    """Ward 7 and Ward 17 are one letter apart and two wards: different numbers are never nearly the same."""
    digits = [[part for part in text.split() if any(sign.isdigit() for sign in part)] for text in (one, other)]
    return 30.0 if digits[0] and digits[0] != digits[1] else 0.0


def only(found: Sequence[Found]) -> Found | None:
    """Return the one that is surely meant, or None."""
    if not found or found[0].score < SURE:
        return None
    if len(found) > 1 and found[0].score - found[1].score < MARGIN and not found[0].score == 100.0 > found[1].score:  # noqa: PLR2004
        return None
    return found[0]


def places(query: str, known: Sequence[Location], limit: int = 5) -> list[Found]:
    """Return places that fit."""
    return rank(query, ((one.id, one.name, (*one.aliases, one.description)) for one in known), limit)


def people(query: str, known: Sequence[Person], limit: int = 5) -> list[Found]:
    """Return people that fit, by name or e-mail."""
    return rank(query, ((one.id, one.name, (one.email,) if one.email else ()) for one in known), limit)


def as_choices(found: Iterable[Found]) -> tuple[Choice, ...]:
    """Return what was found as choices of a form."""
    return tuple(Choice(f"#{one.id}", one.name[:CHOICE_MOST]) for one in found)
