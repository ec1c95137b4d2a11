"""The day of an event weighed: how likely it is each day told, the day of writing or none, by the words around each.

The table of ``storage/reference`` knows a little of every word. It never makes up a day and knows no rule: it speaks
beside the rules, and only where it is sure that the day is another.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from handlers.incidents.reading.choices import Weights, points, shares, weights
from handlers.incidents.reading.stems import Stem
from handlers.incidents.reading.told_day import Day
from handlers.incidents.reading.words import Words

TABLE: Final = "day_signs"
SURE: Final = 0.85
"""The share from which another answer than that of the rules is taken: chosen on authors whom neither had met."""
_Answer = TypeVar("_Answer", bound=Hashable)
_WEEKDAYS: Final = frozenset(
    {
        "mon", "monday", "tue", "tuesday", "wed", "wednesday", "thu", "thur", "thursday", "fri", "friday",
        "sat", "saturday", "sun", "sunday",
    }
)  # fmt: skip
"""The stems of the days of the week: which of them it is tells nothing."""
_STOP: Final = re.compile(r"[;!?\n]|\.(?!\d)")
_REACH: Final = 70
"""Characters before and after a day within which the words of its sentence are heeded."""
_MANY: Final = 4
"""Days of which it is no longer told which of how many one is."""
_LONG_AGO: Final = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """What a message offers to choose from: the days told in it. ``kind`` is the kind of event."""

    words: Words
    kind: str
    today: date
    days: Sequence[Day]


def signs(offer: Offer) -> list[list[str]]:
    """Return the signs of each day told, in the order given; then those of the day of writing; then those of no day."""
    stems = [("<weekday>" if stem in _WEEKDAYS else stem, span) for stem, span in offer.words.stems]
    starts = [span[0] for _, span in stems]
    stops = [found.start() for found in _STOP.finditer(offer.words.text)]
    rank = {day.start: place for place, day in enumerate(sorted(offer.days, key=lambda day: day.start), start=1)}
    told = [[*_of_itself(offer, day, rank[day.start]), *_of_its_words(day, stems, starts, stops)] for day in offer.days]
    every = dict.fromkeys(stem for stem, _ in stems)
    untold = ["untold", *[f"untold: {stem}" for stem in every]]
    return [*told, untold, ["none", *[f"none: {stem}" for stem in every]]]


def _of_itself(offer: Offer, day: Day, rank: int) -> Iterator[str]:
    """Yield how a day is told, which of how many it is, and how long ago it is, in powers of two."""
    yield "day"
    yield f"{day.kind} of {offer.kind}"
    yield f"day {min(rank, _MANY)} of {min(len(offer.days), _MANY)}"
    yield f"ago {min((offer.today - day.on).days.bit_length(), _LONG_AGO)}"


def _of_its_words(day: Day, stems: Sequence[Stem], starts: Sequence[int], stops: Sequence[int]) -> Iterator[str]:
    """Yield the words of a day's sentence before it and after it, and the next on each side, whatever its sentence."""
    here, past = bisect_left(starts, day.start), bisect_left(starts, day.end)
    stop_before, stop_after = bisect_left(stops, day.start), bisect_left(stops, day.end)
    begins = max(day.start - _REACH, stops[stop_before - 1] if stop_before else 0)
    ends = min(day.end + _REACH, stops[stop_after]) if stop_after < len(stops) else day.end + _REACH
    yield from {f"before: {stem}": 0 for stem, _ in stems[bisect_left(starts, begins) : here]}
    yield from {f"after: {stem}": 0 for stem, _ in stems[past : bisect_left(starts, ends)]}
    if here:
        yield f"right before: {stems[here - 1][0]}"
    if past < len(stems):
        yield f"right after: {stems[past][0]}"


def choose(offer: Offer, answers: Sequence[_Answer], by_rules: _Answer, table: Weights | None = None) -> int | None:
    """Return the place of the answer that is taken instead of that of the rules; None where the rules' answer stands.

    ``answers`` go with ``signs``. What speaks for equal answers counts together, and a day told goes before one that is
    not. ``table`` stands in for that shipped.
    """
    table = weights(TABLE) if table is None else table
    gained = [points(each, table) for each in signs(offer)]
    likely = shares(list(zip(answers, gained, strict=True)))
    best = max(likely, key=lambda answer: likely[answer])
    if best == by_rules or likely[best] < SURE:
        return None
    equal = [place for place, answer in enumerate(answers) if answer == best]
    return max(equal, key=lambda place: (place < len(offer.days), gained[place]))
