"""Which of several places that are told is meant, weighed by the words around each, beside what the rules chose.

The table of ``storage/reference`` knows a little of every word. It finds no place, and of one place alone says nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.incidents.reading.choices import Weights, points, shares, weights
from handlers.incidents.reading.words import Words


class Spot(NamedTuple):
    """A mention of a place: its name in the trust's list, and the half-open offsets of the words that stand for it."""

    place: str
    start: int
    end: int


class Weighed(NamedTuple):
    """The mention that speaks most for a place, and the share of that place, from 0 to 1."""

    spot: Spot
    share: float


TABLE: Final = "place_signs"
ENOUGH: Final = 0.7
"""The share from which another place is taken than the rules chose: chosen on messages of authors left out."""
_TOKEN: Final = re.compile(r"\[[a-z' ]+\]|[a-z][a-z']*|\d+[:.]\d\d|\d+|[.,;!?()/&+@:>-]")
_CLOCK: Final = re.compile(r"\d+[:.]\d\d|[0-2]\d[0-5]\d")
_DIGITS: Final = 4
_PLACE: Final = "<place>"
"""Stands for every mention among the words around another, so that no ward's name weighs anything."""
_BEGIN, _END = "^", "$"
_STOPS: Final = frozenset({_BEGIN, _END, ".", "!", ";", "?"})
_NEXT: Final = 3
"""Words before and after a mention of which it counts how far off they stand."""
_NEAR, _NEAREST = 7, 5
"""Words before and after that count wherever they stand there; and those that count by what they tell."""
_QUARTERS: Final = 4
_MANY: Final = 4
_OWN_NAME: Final = "own name"
_SORTS: Final = tuple(
    (sort, re.compile(rf"(?:{pattern})"))
    for sort, pattern in (
        ("ward", r"(?:ward|wd) \w?\d"),
        ("outdoors", r".*(?:corridor|garden|car ?park|grounds|entrance|stairs|canteen)"),
        ("emergency", r"emergency|accident|a ?(?:&|and) ?e\b|ed\b|casualty|urgent"),
        ("assessment", r"[ams]au\b|amu|cdu|sdec|\w+ assessment|acute med|clinical decision"),
        ("intensive", r".*\b(?:itu|icu|hdu|picu|nicu|scbu|ccu|intensive|critical|high dependency)\b"),
        ("birth", r"labour|delivery|birth"),
        ("theatre", r".*\b(?:theatre|anaesthetic|recovery|cath lab|endoscopy)"),
        ("films", r".*(?:x-?ray|radiolog|imaging|linac|radiother|scan|\bct\b|\bmri\b)"),
        ("laboratory", r".*(?:\blab\b|laborator|patholog|blood bank|mortuary)"),
        ("pharmacy", r".*(?:pharmac|dispensar)"),
        ("clinic", r".*(?:clinic|outpatient|day ?(?:unit|case))"),
        ("lounge", r".*(?:lounge|reception|waiting)"),
        ("community", r".*(?:community|district|home|surgery)"),
    )
)
_TELLING: Final = tuple(
    (what, re.compile("|".join(rf"{word[:-1]}\w*" if word.endswith("*") else word for word in said.split())))
    for what, said in (
        (
            "harm",
            """fell fall slip* trip* found given gave missed omit* pulled arrest* collaps* not never wrong no didnt died
            burn* cut hit slid lost left chok* delay* forgot* without late twice double abscond* bruis* sore broken
            fail* error mix* swap* tore torn knock* drop*""",
        ),
        (
            "way",
            """mov* transfer* tx sent went to came come arriv* brought taken took admit* back onto stepped return*
            readmit* dc discharg* now via fetch* collect* wheel* push*""",
        ),
        (
            "call",
            """rang ring phon* call* bleep* told inform* ask* emailed fast said says spoke aware contact* review*
            escalat*""",
        ),
    )
)
"""Words that tell of what befell somebody, of a way, or of a call."""


def overrule(words: Words, spots: Sequence[Spot], chosen: str, table: Weights | None = None) -> Weighed | None:
    """Return where it rather happened than in the place that was chosen, or None where nothing speaks clearly for it.

    ``table`` stands in for the one that is shipped, to measure others on messages that they do not know.
    """
    if len({spot.place for spot in spots}) < len((chosen, "another")):
        return None
    table = weights(TABLE) if table is None else table
    gained = [points(signs, table) for signs in find_signs(words, spots)]
    likely = shares([(spot.place, one) for spot, one in zip(spots, gained, strict=True)])
    best = max(likely, key=lambda place: likely[place])
    if best == chosen or likely[best] < ENOUGH:
        return None
    told = max((one, -spot.start, spot) for spot, one in zip(spots, gained, strict=True) if spot.place == best)
    return Weighed(told[-1], likely[best])


@lru_cache(maxsize=1024)
def sort_of(place: str) -> str:
    """Return the sort of a place by its name: "ward" for one with a number, "own name" where the name tells none."""
    name = place.lower()
    return next((sort for sort, pattern in _SORTS if pattern.match(name)), _OWN_NAME)


def find_signs(words: Words, spots: Sequence[Spot]) -> list[list[str]]:
    """Return the signs of each mention, in the order given."""
    tokens = [*_tokens(words, spots)]
    starts = [start for start, _ in tokens]
    plain = [*[_BEGIN] * _NEXT, *(word for _, word in tokens), *[_END] * _NEXT]
    sorts = {spot.place: sort_of(spot.place) for spot in spots}
    ground = f"places {min(len(sorts), _MANY)}"
    found = []
    for spot in spots:
        here = bisect_left(starts, spot.start) + _NEXT
        past = bisect_left(starts, spot.end) + _NEXT
        quarter = _QUARTERS * spot.start // max(1, len(words.text))
        signs = [ground, f"quarter {quarter}", *_of_its_words(sorts[spot.place], plain, here, past)]
        signs += (f"{sorts[spot.place]} beside {sort}" for place, sort in sorts.items() if place != spot.place)
        found.append(signs)
    return found


def _of_its_words(sort: str, plain: Sequence[str], here: int, past: int) -> Iterator[str]:
    """Yield the signs of a mention that stands between the words numbered ``here`` and ``past``."""
    yield sort
    for far in range(1, _NEXT + 1):
        yield f"-{far} {plain[here - far]}"
        yield f"+{far} {plain[past + far - 1]}"
    yield f"{plain[here - 1]} {sort}"
    yield f"{sort} {plain[past]}"
    before, after = plain[max(_NEXT, here - _NEAR) : here], plain[past : min(len(plain) - _NEXT, past + _NEAR)]
    for side, near, nearest in (("<", before, before[-_NEAREST:]), (">", after, after[:_NEAREST])):
        for word in dict.fromkeys(near):
            yield f"{side} {word}"
        for what in _told_by(nearest):
            yield f"{side} @{what}"
    begins, ends = plain[here - 1] in _STOPS, plain[past] in _STOPS
    first = plain[here - 1] == _BEGIN
    last = plain[past] == _END or (plain[past] in _STOPS and plain[past + 1] == _END)
    for name, holds in (("begins", begins), ("ends", ends), ("alone", begins and ends)):
        if holds:
            yield name
    if begins and ends:
        yield "alone first" if first else "alone last" if last else "alone between"
    for name, holds in (("first", first), ("last", last)):
        if holds:
            yield name
            yield f"{name} {sort}"


def _told_by(near: Sequence[str]) -> Iterator[str]:
    """Yield what these words tell of. Nothing is remembered of a word: it may be somebody's name."""
    for what, pattern in _TELLING:
        if any(map(pattern.fullmatch, near)):
            yield what


def _tokens(words: Words, spots: Sequence[Spot]) -> Iterator[tuple[int, str]]:
    """Yield every word and stop with where it stands; a mention, however it is written, as one word."""
    spans = sorted((spot.start, spot.end) for spot in spots)
    at, told = 0, -1
    for found in _TOKEN.finditer(words.text):
        start, word = found.start(), found.group()
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] <= start:
            if told != at:
                told = at
                yield spans[at][0], _PLACE
        elif word[0] != "[":
            yield start, _plain(word)


def _plain(word: str) -> str:
    if not word[0].isdigit():
        return word
    return "0:00" if _CLOCK.fullmatch(word) else "0" * min(len(word), _DIGITS)
