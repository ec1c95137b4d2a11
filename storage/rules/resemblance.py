"""Whether an event resembles a national alert: the same thing, and the same going wrong. A question, no verdict.

Pure: it compares words with what an alert tells of, and says which they share.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from storage.rules.resemblance_terms import COMMON, HAPPENINGS, THINGS

LIKELY: Final = 50
"""From this score (0 to 100) a reviewer is asked. Tuned on invented pairs: tests/storage/rules/test_resemblance.py."""
_IN_TITLE, _IN_BODY = 1.0, 0.5
_WEIGHTS: Final = {"thing": 30, "happening": 30, "name": 30}
"""Points of one shared thing, happening or name that stands in the alert's title; half of it in its text."""
_RARE: Final = 3
"""A name that stands in more alerts than this tells nothing about one of them."""
_COMPILED: Final[Mapping[str, Mapping[str, re.Pattern[str]]]] = MappingProxyType(
    {
        "thing": {name: re.compile(rf"\b(?:{said})", re.IGNORECASE) for name, said in THINGS.items()},
        "happening": {name: re.compile(rf"\b(?:{said})", re.IGNORECASE) for name, said in HAPPENINGS.items()},
    }
)
_INSIDE: Final = MappingProxyType(
    {
        "shower or curtain rail": ("bed rail",),
        "syringe driver": ("infusion pump",),
        "insulin pump": ("infusion pump", "insulin"),
        "opioid patch": ("opioid",),
        "oxygen cylinder": ("oxygen",),
        "glucose meter": ("monitor",),
        "central line": ("catheter",),
        "flat battery": (),
    }
)
"""What a more exact thing already says: an insulin pump is no sign of every infusion pump."""
_DENIED: Final = re.compile(r"\b(?:no|without|nil|never had)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NOT_USED: Final = re.compile(r"\s+(?:\w+\s+)?(?:up|in use|in place|used|needed|raised|fitted)\b", re.IGNORECASE)
"""What follows a thing that was not there: "no bed rails up". "No creon" tells of creon: there was none."""
_WORD: Final = re.compile(r"[a-z][a-z0-9'-]{3,}", re.IGNORECASE)
_MARK: Final = re.compile(r"\[[^\]\n]{1,40}\]")


@dataclass(frozen=True, slots=True)
class Told:
    """What an alert tells: its title, and its explanation with what it asks for."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much an event resembles an alert, 0 to 100, and what both tell of."""

    score: int
    because: tuple[str, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether it is worth a reviewer's question."""
        return self.score >= LIKELY

    @property
    def words(self) -> str:
        """Return why, for people: "because both tell of: bed rail, mattress, entrapment"."""
        return f"because both tell of: {', '.join(self.because)}"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is about: things, happenings and other telling words, each with how much it counts."""

    things: Mapping[str, float]
    happenings: Mapping[str, float]
    names: Mapping[str, float]


_UNLIKE: Final = Resemblance(0)


@lru_cache(maxsize=2048)
def profile_of(told: Told) -> Profile:
    """Return what an alert or event is about: what stands in its title counts in full, what stands in its text half.

    Kept for the newest texts, because each event is held against every alert.
    """
    parts = ((told.body, _IN_BODY), (told.title, _IN_TITLE))
    things: dict[str, float] = {}
    happenings: dict[str, float] = {}
    for text, counts in parts:
        things |= dict.fromkeys(_terms("thing", text), counts)
        happenings |= dict.fromkeys(_terms("happening", text), counts)
    names = dict.fromkeys(_names(told.title), _IN_TITLE)
    return Profile(MappingProxyType(things), MappingProxyType(happenings), MappingProxyType(names))


def commonness(alerts: Iterable[Told]) -> Mapping[str, int]:
    """Return in how many alerts each telling word of a title stands: what is rare counts, what is common does not."""
    counts: dict[str, int] = {}
    for one in alerts:
        for name in profile_of(one).names:
            counts[name] = counts.get(name, 0) + 1
    return counts


def resemblance(event: str, alert: Told, common: Mapping[str, int] = MappingProxyType({})) -> Resemblance:
    """Return how much an event resembles an alert. ``common`` is of ``commonness``.

    It needs the same thing or name and the same happening; of which one at least stands in the alert's title.
    """
    told = profile_of(Told(_MARK.sub(" ", event)))
    asked = profile_of(alert)
    things = _shared(asked.things, told.things)
    happenings = _shared(asked.happenings, told.happenings)
    rare = {name: counts for name, counts in asked.names.items() if common.get(name, 0) <= _RARE}
    names = _shared(rare, told.names)
    if not happenings or not (things or names):
        return _UNLIKE
    if max([*things.values(), *names.values()]) < _IN_TITLE:
        return _UNLIKE
    points = sum(_WEIGHTS["thing"] * one for one in things.values())
    points += sum(_WEIGHTS["happening"] * one for one in happenings.values())
    points += sum(_WEIGHTS["name"] * one for one in names.values())
    because = (*_first(things), *_first(names), *_first(happenings))
    return Resemblance(min(100, round(points)), because)


def _first(found: Mapping[str, float]) -> list[str]:
    return sorted(found, key=lambda name: (-found[name], name))


def _shared(asked: Mapping[str, float], told: Iterable[str]) -> dict[str, float]:
    return {name: asked[name] for name in told if name in asked}


def _terms(kind: str, text: str) -> list[str]:
    found = [name for name, said in _COMPILED[kind].items() if _is_told(said, text)]
    covered = {less for name in found for less in _INSIDE.get(name, ()) if not _apart(kind, name, less, text)}
    return [name for name in found if name not in covered]


def _apart(kind: str, name: str, less: str, text: str) -> bool:
    """Say whether the less exact term also stands outside the more exact one."""
    rest = _COMPILED[kind][name].sub(" ", text)
    return less in _COMPILED[kind] and _is_told(_COMPILED[kind][less], rest)


def _is_told(said: re.Pattern[str], text: str) -> bool:
    """Say whether a text tells of something: "no bed rails in use" does not tell of bed rails."""
    return any(
        _NOT_USED.match(text, one.end()) is None or _DENIED.search(text[max(0, one.start() - 24) : one.start()]) is None
        for one in said.finditer(text)
    )


def _names(text: str) -> list[str]:
    """Return telling words that no list knows: brands, models, medicines."""
    known = [said for table in _COMPILED.values() for said in table.values()]
    words = {one.lower().strip("'-") for one in _WORD.findall(text)}
    return sorted(one for one in words - COMMON if not any(said.fullmatch(one) for said in known))
