"""What single rules found in a message before its kind is known, and the names of what they found as facts.

The kind is weighed from these facts among other signs. It decides nothing of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cues, rules
from handlers.incidents.reading.devices import find_device
from handlers.incidents.reading.distress import find_distress
from handlers.incidents.reading.event_type import gather
from handlers.incidents.reading.harm import find_harm, grave
from handlers.incidents.reading.medicines import find_medicines
from handlers.incidents.reading.never_events import TOLD_FULLY, find_never_event
from handlers.incidents.reading.patients import find_age_band
from handlers.incidents.reading.places import find_place
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.themes import find_challenge, find_immediate_action
from handlers.incidents.reading.times import Clock
from handlers.incidents.reading.values import Answer, Place
from handlers.incidents.reading.which_time import find_times
from handlers.incidents.reading.words import Words, all_of
from storage.records import PhysicalHarm, PsychologicalHarm

_NEAR_MISS: Final = cues("read", "near_miss")
_NEAR_MISS_TOGETHER: Final = rules("read", "near_miss together")
_NO_CHALLENGE: Final = "6"


@dataclass(frozen=True, slots=True)
class Told:
    """The answers of the rules that ask nothing about the kind of event."""

    words: Words
    signs: Mapping[str, Span]
    """The signs of the words that kinds of events and agents are weighed by."""
    place: Answer[str] | None
    hurt: Answer[PhysicalHarm] | None
    times: list[Clock]
    device: Answer[str] | None
    medicines: tuple[Answer[str], ...]
    near_miss: Answer[bool] | None
    never_event: tuple[Answer[int] | None, Answer[str] | None]
    distress: Answer[PsychologicalHarm] | None
    challenge: Answer[str]
    age: Answer[str] | None
    action: Answer[str] | None

    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that hold, as the table of weights calls them."""
        candidate, _ = self.never_event
        came_about = self.hurt is not None and self.hurt.value is not PhysicalHarm.NO_HARM and self.hurt.end > 0
        facts = {
            "@hurt": came_about or grave(self.words),
            "@timed": bool(self.times),
            "@near miss": self.near_miss is not None,
            "@never event": candidate is not None,
            "@never event fully": candidate is not None and candidate.sure >= TOLD_FULLY,
            "@distress": self.distress is not None,
            "@age": self.age is not None,
            "@action": self.action is not None,
            "@device": self.device is not None,
            "@medicine": bool(self.medicines),
            "@challenge": self.challenge.value != _NO_CHALLENGE,
        }
        return tuple(name for name, holds in facts.items() if holds)

    def distress_beside(self, near_miss: Answer[bool] | None) -> Answer[PsychologicalHarm] | None:
        """Return the psychological harm, where a near miss that reached nobody did none."""
        if self.distress is None and near_miss is not None:
            return find_distress(self.words, near_miss=True)
        return self.distress


def look(words: Words, year: int, places: Sequence[Place]) -> Told:
    """Apply the rules that ask nothing about the kind of event. ``year`` is the year of posting."""
    place = find_place(words, places)
    taken = (place.start, place.end) if place is not None else None
    return Told(
        words,
        gather(words),
        place,
        hurt=find_harm(words, taken),
        times=find_times(words, year),
        device=find_device(words),
        medicines=find_medicines(words, taken),
        near_miss=_near_miss(words, place),
        never_event=find_never_event(words),
        distress=find_distress(words, near_miss=False),
        challenge=find_challenge(words),
        age=find_age_band(words),
        action=find_immediate_action(words),
    )


def _near_miss(words: Words, place: Answer[str] | None) -> Answer[bool] | None:
    """Return where it says that it was caught in time; "B4" as a ward is not "before"."""
    found = next(
        (one for one in _NEAR_MISS.finditer(words.text) if place is None or not one.start() < place.end <= one.end()),
        None,
    )
    found = found or all_of(words, _NEAR_MISS_TOGETHER)
    if found is None:
        return None
    return Answer(True, 0.8, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
