"""Finding places and people by what somebody typed: aliases, misspellings, parts of names.

It offers, and never decides for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import utils
from rapidfuzz.distance import OSA

from handlers.chat.form import CHOICE_MOST, Choice
from storage.records import Location, Person

SURE: Final = 88
"""From this score (0 to 100) a single best match may be taken for what was meant."""
NEAR: Final = 60
MARGIN: Final = 6
"""How far the best must be ahead of the next to be the only one meant."""
_SAME_WORD: Final = 98.0
_ONE_SLIP: Final = 92.0
_SLIP_LEAST: Final = 5
"""From this many letters on, one that is missing, wrong, too many or swapped is a slip and not another name."""
_BEGINNING: Final = 86.0
_FILLING: Final = frozenset({"at", "in", "near", "on", "the"})


@dataclass(frozen=True, slots=True)
class Found:
    """Something that fits what was typed, and how well (0 to 100)."""

    id: int
    name: str
    score: float


def rank(query: str, known: Iterable[tuple[int, str, Sequence[str]]], limit: int = 5) -> list[Found]:
    """Return what fits best, best first. ``known`` holds id, name and the other names of each.

    An exact name or alias scores 100. Otherwise words are compared with whole words, never with parts of them: "ED"
    is a place, and the end of "bed" is not.
    """
    wanted = _words(query)
    if not wanted:
        return []
    best: dict[int, Found] = {}
    for key, name, others in known:
        for spelling in (name, *others):
            points = _likeness(wanted, _words(spelling))
            if points >= NEAR and (key not in best or best[key].score < points):
                best[key] = Found(key, name, points)
    return sorted(best.values(), key=lambda found: -found.score)[:limit]


def _words(text: str) -> tuple[str, ...]:
    words = tuple(utils.default_process(text).split())
    return tuple(word for word in words if word not in _FILLING) or words


def _likeness(wanted: tuple[str, ...], named: tuple[str, ...]) -> float:
    """Return how well a name fits what was typed, 0 to 100: each typed word counts by its length."""
    if not named:
        return 0.0
    if wanted == named:
        return 100.0
    if "".join(wanted) == "".join(named):
        return 99.0
    if any(wanted[start : start + len(named)] == named for start in range(len(wanted))):
        return _BEGINNING
    if _is_one_slip(" ".join(wanted), " ".join(named)):
        return _ONE_SLIP - _numbers_differ(wanted, named)
    length = sum(len(word) for word in wanted)
    points = sum(len(word) * max(_alike(word, other) for other in named) for word in wanted) / length
    return points - _numbers_differ(wanted, named)


def _alike(word: str, other: str) -> float:
    if word == other:
        return _SAME_WORD
    if other.startswith(word):
        return _BEGINNING
    if _is_one_slip(word, other):
        return _ONE_SLIP
    return _SAME_WORD * OSA.normalized_similarity(word, other, score_cutoff=0.6)


def _is_one_slip(typed: str, name: str) -> bool:
    return len(typed) >= _SLIP_LEAST and OSA.distance(typed, name, score_cutoff=1) == 1


def _numbers_differ(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Ward 7 and Ward 17 are one letter apart and two wards: different numbers are never nearly the same."""
    digits = [[word for word in words if any(sign.isdigit() for sign in word)] for words in (one, other)]
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
