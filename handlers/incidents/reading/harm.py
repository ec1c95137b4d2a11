"""Physical harm: the level that the words support, and whether they say it outright.

Levels and tests are those of the LFPSE guidance of August 2023 (domain brief a.3). It never grades above or below the evidence in silence:
each answer carries the words that it rests on. A clinician confirms these lists before live use.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, affirmed, denied, queried
from storage.records import PhysicalHarm

_FATAL: Final = cues("harm", "fatal")
_NOT_FATAL: Final = cues("harm", "not_fatal", after=r"\s+(?:has |had |have )?$")
_SEVERE: Final = cues("harm", "severe", before=r"", after=r"")
_NOT_SEVERE: Final = cues("harm", "not_severe", before=r"", after=r"")
_MODERATE: Final = cues("harm", "moderate", before=r"", after=r"")
_LOW: Final = cues("harm", "low")
_NONE_SAID: Final = cues("harm", "none_said")
_NOT_NONE: Final = cues("harm", "not_none", before=r"\b(?:no|nil) ", after=r" (?:\w+ )?(?:harm|injur\w+|inj|damage)\b")
_NONE_HINTED: Final = cues("harm", "none_hinted")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A level that some words support. ``said`` is true where they name the harm outright."""

    level: PhysicalHarm
    start: int
    end: int


_MEASURED: Final = cues("harm", "measured", before=r"", after=r"")
"""Figures out of range count as low harm whatever stands before them: "without O2, sats 81"."""
_NOT_REACHED: Final = cues("harm", "not_reached")
_ORDER: Final = (PhysicalHarm.FATAL, PhysicalHarm.SEVERE, PhysicalHarm.MODERATE, PhysicalHarm.LOW)
_PATTERNS: Final = {
    PhysicalHarm.FATAL: _FATAL,
    PhysicalHarm.SEVERE: _SEVERE,
    PhysicalHarm.MODERATE: _MODERATE,
    PhysicalHarm.LOW: _LOW,
}
_LABELLED: Final = re.compile(
    r"\b(no|nil|low|minor|moderate|mod|severe|major|catastrophic)\s(?:physical )?harm\b(?! (?:came|from))|\bharm (?:level|grade)?\s?[:=-]?\s?(none|low|moderate|severe)\b"
)


def find_harm(words: Words) -> Answer[PhysicalHarm] | None:
    """Return the physical harm that the words support, the worst first, or None when they do not say."""
    labelled = _labelled(words)
    if labelled is not None:
        return labelled
    worst = _worst(words)
    said = next(
        (
            match
            for match in _NONE_SAID.finditer(words.text)
            if not _NOT_NONE.match(words.text, match.start()) and not queried(words, match.start())
        ),
        None,
    )
    if worst is not None and (worst.level is not PhysicalHarm.LOW or said is None or _specific(words, worst)):
        return _answer(words, worst, 0.85 if worst.level is not PhysicalHarm.LOW else 0.75)
    if said is not None:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, said.start(), said.end()), 0.95)
    hint = _NONE_HINTED.search(words.text)
    if hint is not None:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, hint.start(), hint.end()), 0.7)
    watched = next(affirmed(words, _WATCHED), None)
    if watched is not None:
        return _answer(words, Evidence(PhysicalHarm.LOW, watched.start(), watched.end()), 0.6)
    apart = _NOT_REACHED.search(words.text)
    return None if apart is None else _answer(words, Evidence(PhysicalHarm.NO_HARM, apart.start(), apart.end()), 0.6)


def find_death(words: Words) -> tuple[int, int] | None:
    """Return where the message says that a patient died; a battery or a relative of long ago does not count."""
    for match in affirmed(words, _FATAL):
        if not _NOT_FATAL.search(words.text[max(0, match.start() - 24) : match.start()]):
            return match.span()
    return None


def find_asked_harm(words: Words) -> tuple[int, int] | None:
    """Return where moderate or worse harm is only asked about: "?fracture". A person should look, so it is not lost."""
    for pattern in (_SEVERE, _MODERATE):
        for match in pattern.finditer(words.text):
            if queried(words, match.start()) and not denied(words, match.start(), match.end()):
                return match.span()
    return None


def at_least(words: Words, found: Answer[PhysicalHarm] | None, never_event: int) -> Answer[PhysicalHarm] | None:
    """Return the harm that a possible Never Event of this type supports when the words name none outright."""
    if found is not None and (found.sure >= 0.8 or found.value is not PhysicalHarm.NO_HARM):
        return found
    small = (
        never_event in {5, 9, 15}
        or (never_event == 1 and _SMALL.search(words.text))
        or (never_event == 3 and _SAME_TIME.search(words.text))
    )
    level = PhysicalHarm.LOW if small else PhysicalHarm.MODERATE
    return Answer(level, 0.6, 0, 0, "it may be a Never Event, and you did not say that there was no harm")


def _labelled(words: Words) -> Answer[PhysicalHarm] | None:
    levels = {
        "low": PhysicalHarm.LOW, "minor": PhysicalHarm.LOW, "moderate": PhysicalHarm.MODERATE, "mod": PhysicalHarm.MODERATE,
        "severe": PhysicalHarm.SEVERE, "major": PhysicalHarm.SEVERE, "catastrophic": PhysicalHarm.SEVERE,
    }  # fmt: skip
    for match in _LABELLED.finditer(words.text):
        level = levels.get(match[1] or match[2])
        if level is not None and not denied(words, match.start(), match.end()):
            return _answer(words, Evidence(level, match.start(), match.end()), 0.9)
    return None


def _worst(words: Words) -> Evidence | None:
    for level in _ORDER:
        for match in affirmed(words, _PATTERNS[level]):
            before = words.text[max(0, match.start() - 24) : match.start()]
            if level is PhysicalHarm.FATAL and _NOT_FATAL.search(before):
                continue
            if level is PhysicalHarm.SEVERE and _NOT_SEVERE.search(before):
                continue
            return Evidence(level, match.start(), match.end())
    measured = _MEASURED.search(words.text)
    return None if measured is None else Evidence(PhysicalHarm.LOW, measured.start(), measured.end())


_WATCHED: Final = cues("harm", "watched")
_SMALL: Final = re.compile(r"\b(?:block|inject\w*|anaesthetis\w*|cannul\w*|marked|needle|eye drops)\b")
_SAME_TIME: Final = cues("harm", "same_time")
_SPECIFIC: Final = cues("harm", "specific", before=r"", after=r"")


def _specific(words: Words, evidence: Evidence) -> bool:
    """Whether a hurt is named so plainly that a later "no harm" only means no other harm."""
    return _SPECIFIC.match(words.text, evidence.start) is not None


def _answer(words: Words, evidence: Evidence, sure: float) -> Answer[PhysicalHarm]:
    return Answer(
        evidence.level, sure, evidence.start, evidence.end, f"you wrote “{words.quote(evidence.start, evidence.end)}”"
    )
