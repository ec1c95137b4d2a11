"""Possible Never Events: the 15 types of the 2018 list, as candidates for a person to decide.

A dose caught before the patient, a hot-drink scald and a harmless look-alike are not candidates.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cues, optional_cues
from handlers.incidents.reading.stories import FULLY, Stories, find_stories
from handlers.incidents.reading.together import Together, together
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, denied


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: int
    pattern: re.Pattern[str]
    gate: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    parts: tuple[Together, ...] = ()

    def find(self, words: Words) -> tuple[int, int] | None:
        """Return where the message says it: in one phrase, or in several parts near one another."""
        found = self._told(words)
        # What speaks against it is asked last: it reads the whole message, and most messages tell nothing of the kind.
        if found is None or (self.gate is not None and self.gate.search(words.text) is None):
            return None
        return None if self.unless is not None and self.unless.search(words.text) else found

    def _told(self, words: Words) -> tuple[int, int] | None:
        phrase = self.pattern.search(words.text)
        if phrase is not None:
            return phrase.span()
        return next((span for rule in self.parts if (span := rule.find(words)) is not None), None)


def _rule(kind: int) -> _Rule:
    return _Rule(
        kind,
        cues("never_events", str(kind), before="", after=""),
        optional_cues("never_events", f"{kind} gate"),
        optional_cues("never_events", f"{kind} unless"),
        together("never_events", f"{kind} together"),
    )


TOLD_IN_A_PHRASE: Final = 0.8
"""How sure a phrase makes us. Parts found near one another make us less sure: they ask, and grade no harm."""
_TOLD_IN_PARTS: Final = 0.65
TOLD_FULLY: Final = 0.7
"""How sure a story makes us that several rules tell: too much of one to be an aside in a message about staff."""
_PHRASE: Final = 3.0
"""What a phrase adds to a story of the same type, counted in parts: it wins against a story that is barely fuller."""
_RULES: Final = tuple(_rule(kind) for kind in range(1, 16))
_CAUGHT: Final = cues("never_events", "caught")
_DONE_ANYWAY: Final = cues("never_events", "done_anyway")
_SURELY_DONE: Final = cues("never_events", "surely_done")
"""Done on the wrong part: noticing it before the next step caught nothing."""
_IMPLANT: Final = cues("never_events", "prosthesis")
_WRONG_PART: Final = 1
_PUT_IN: Final = 2
_ONLY_A_DANGER: Final = cues("never_events", "only_a_danger")
_NEAR_TYPES: Final = cues("never_events", "near_types")


def find_never_event(words: Words) -> tuple[Answer[int] | None, Answer[str] | None]:
    """Return the candidate type (1 to 15) and, when it was caught in time, a near miss of a Never Event instead."""
    caught = _CAUGHT.search(words.text)
    done = _surely_done(words) if caught is not None else None
    if caught is not None and (done is not None or _DONE_ANYWAY.search(words.text)):
        caught = None
    stories = find_stories(words)
    told = _told(words, stories)
    if told is None and done is not None:
        told = _PUT_IN if _IMPLANT.search(words.text, *done) else _WRONG_PART, done, TOLD_FULLY
    if told is not None and _ONLY_A_DANGER.search(words.text) and not _DONE_ANYWAY.search(words.text):
        told = None
    if told is not None:
        kind, found, sure = told
        why = f"you wrote “{words.quote(*found)}”"
        if caught is not None and kind not in {9, 10, 14}:
            return None, Answer("near_miss_of_never_event", 0.75, *found, why)
        return Answer(kind, sure, *found, why), None
    near = _NEAR_TYPES.search(words.text) if caught is not None else None
    span = near.span() if near is not None else stories.stopped if told is None else None
    if span is None:
        return None, None
    return None, Answer("near_miss_of_never_event", 0.62, *span, f"you wrote “{words.quote(*span)}”")


def _surely_done(words: Words) -> tuple[int, int] | None:
    done = (found.span() for found in _SURELY_DONE.finditer(words.text) if not denied(words, *found.span()))
    return next(done, None)


def _told(words: Words, said: Stories) -> tuple[int, tuple[int, int], float] | None:
    """Return the type, where it is told and how sure: by a phrase, or else by what a Never Event is made of.

    A phrase with a story of another type and none of its own gives way to it. What speaks against a type outweighs its
    phrase or its story, but not both of them together where the story is full or somebody came to harm.
    """
    stories, doubted = dict(said.told), said.doubted
    out = said.denied - doubted.keys()
    phrases = {rule.kind: found for rule in _RULES if rule.kind not in out and (found := rule.find(words)) is not None}
    stories.update((kind, doubted[kind]) for kind in doubted.keys() & phrases.keys())
    if not stories:
        return next(((kind, found, TOLD_IN_A_PHRASE) for kind, found in phrases.items()), None)
    kind = max(stories, key=lambda one: stories[one][0] + (_PHRASE if one in phrases else 0.0))
    if kind in phrases:
        return kind, phrases[kind], TOLD_IN_A_PHRASE
    weight, span = stories[kind]
    return kind, span, TOLD_FULLY if weight >= FULLY else _TOLD_IN_PARTS
