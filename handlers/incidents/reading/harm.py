"""Physical harm: the level that the words support, and whether they say it outright.

Levels and tests are those of the LFPSE guidance of August 2023 (domain brief a.3). Nothing is graded in silence:
each answer carries the words that it rests on. A clinician confirms the lists in ``cues/harm.txt`` before live use.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cue, cues, rules
from handlers.incidents.reading.excuses import excused, is_a_name
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, affirmed, all_of, denied, queried
from storage.records import PhysicalHarm

Span = tuple[int, int]

_FATAL: Final = cues("harm", "fatal")
_NO_WORD_BEFORE: Final = r"(?<![\w#])"
_PATTERNS: Final = (
    (PhysicalHarm.FATAL, (_FATAL,)),
    (PhysicalHarm.SEVERE, (cues("harm", "severe"), cues("harm", "severe sharp", before=_NO_WORD_BEFORE, after=""))),
    (
        PhysicalHarm.MODERATE,
        (cues("harm", "moderate"), cues("harm", "moderate sharp", before=_NO_WORD_BEFORE, after="")),
    ),
    (PhysicalHarm.LOW, (cues("harm", "low"),)),
)
_TOGETHER: Final = {
    PhysicalHarm.FATAL: rules("harm", "fatal together"),
    PhysicalHarm.SEVERE: rules("harm", "severe together"),
    PhysicalHarm.MODERATE: rules("harm", "moderate together"),
}
"""What is so grave only together: a neck caught and a body cold, a cancer missed and now spread."""
_NONE_SAID: Final = cues("harm", "none_said")
_NO_HARM_OUTRIGHT: Final = cues("harm", "no_harm_outright", after="")
"""The reporter's own grade: it stands over a treatment that is only mentioned, never over severe harm or death."""
_NOT_NONE: Final = cues(
    "harm",
    "not_none",
    before=r"\b(?:no|nil) ",
    after=r" (?:\w+ )?(?:harm|injur\w+|inj|damage|prob\w*|issues?|compromise|involvement)\b",
)
_NONE_HINTED: Final = cues("harm", "none_hinted")
_MEASURED: Final = cues("harm", "measured", before=r"", after=r"")
"""Figures out of range count as low harm whatever stands before them: "without O2, sats 81"."""
_ENDS_WELL: Final = cues("harm", "ends_well", before=r"[.,;] ?(?:now |pt |all |is )?", after=r"[.! ]*(?:$|\n|[.,;])")
_NOT_REACHED: Final = cues("harm", "not_reached")
_WATCHED: Final = cues("harm", "watched")
_SPECIFIC: Final = cues("harm", "specific", before=r"", after=r"")
_SMALL: Final = cue(r"\b(?:block|inject\w*|anaesthetis\w*|cannul\w*|marked|needle|eye drops)\b")
_SAME_TIME: Final = cues("harm", "same_time")
_ASKING: Final = cue(r"\?|\b(?:query|possible|suspected|exclude|r/o)\b")
_LABELLED: Final = cue(
    r"\b(no|nil|low|minor|moderate|mod|severe|major|catastrophic)\s(?:physical )?harm\b(?! (?:came|from))"
    r"|\bharm (?:level|grade)?\s?[:=-]?\s?(none|low|moderate|severe)\b"
)
_LEVEL_NAMES: Final = {
    "low": PhysicalHarm.LOW,
    "minor": PhysicalHarm.LOW,
    "moderate": PhysicalHarm.MODERATE,
    "mod": PhysicalHarm.MODERATE,
    "severe": PhysicalHarm.SEVERE,
    "major": PhysicalHarm.SEVERE,
    "catastrophic": PhysicalHarm.SEVERE,
}
_MORE_THAN_LOW: Final = cues("flags", "duty_strong")
"""What goes with more than low harm, though no rule names its level."""
_GRAVITY: Final = cues("flags", "gravity")
"""What follows only when something was grave: a transfer to a special unit, weeks ahead, a cut duct."""
_AWAKE: Final = cue(r"\b(?:remembers?|recalls?|aware|awake|heard|awareness)\b")
"""That a patient "couldn't move" while awake under an anaesthetic is the fright itself."""
_TOLD: Final = 8
"""So many words tell a story: fewer ("med error amu") leave the harm a question."""
_UNSURE: Final = 0.6
_GUESS: Final = 0.5
_SAID_OUTRIGHT: Final = 0.8
"""From this sureness on, words named the harm or its absence themselves."""
NOT_LESS: Final = 0.9
"""From this sureness on, moderate harm that words told is not weighed down: an airway that closes."""
_HINTED: Final = 0.7
"""From this sureness on, words told that nothing followed: "bloods ok"."""
_SURGICAL: Final = frozenset({1, 2, 3})
"""Types that cut or stay in the body: that the patient is well now does not undo them."""
_LESS_THAN_A_NEVER_EVENT: Final = frozenset({5, 15})
"""Types that often do little lasting harm: by the wrong route, and air for oxygen noticed soon."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A level that the words between ``start`` and ``end`` support."""

    level: PhysicalHarm
    start: int
    end: int


def find_harm(words: Words, place: Span | None = None) -> Answer[PhysicalHarm] | None:
    """Return the physical harm that the words support, the worst first, or None when they do not say.

    ``place`` are the offsets of where it happened: "ITU" as a place is not a transfer to ITU.
    """
    labelled = _labelled(words)
    if labelled is not None:
        return labelled
    worst = _raised(words, _worst(words, place))
    said = _none_said(words)
    outright = next(affirmed(words, _NO_HARM_OUTRIGHT), None)
    if outright is not None and worst is not None and worst.level is PhysicalHarm.MODERATE:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, *outright.span()), _SAID_OUTRIGHT)
    if worst is not None and (worst.level is not PhysicalHarm.LOW or said is None or _specific(words, worst)):
        airway = worst.level is PhysicalHarm.MODERATE and all_of(words, _TOGETHER[PhysicalHarm.MODERATE]) is not None
        return _answer(words, worst, NOT_LESS if airway else 0.85 if worst.level is not PhysicalHarm.LOW else 0.75)
    if said is not None:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, *said.span()), 0.95)
    for level, pattern, sure in (
        (PhysicalHarm.NO_HARM, _NONE_HINTED, 0.7),
        (PhysicalHarm.NO_HARM, _ENDS_WELL, 0.65),
        (PhysicalHarm.LOW, _WATCHED, 0.6),
        (PhysicalHarm.NO_HARM, _NOT_REACHED, 0.6),
    ):
        found = next(affirmed(words, pattern), None) if level is PhysicalHarm.LOW else pattern.search(words.text)
        if found is not None:
            return _answer(words, Evidence(level, *found.span()), sure)
    return None


def ungraded(words: Words) -> Answer[PhysicalHarm] | None:
    """Return what a told incident supports that names no hurt, or None when too little is told to say.

    Words that often go with more than low harm make it moderate, as a person looks at it anyway; else nothing came of
    it, as in most records (domain brief a.1). That last is a guess, never sure enough to be put without asking.
    """
    if len(words.tokens) < _TOLD:
        return None
    hint = told(words, _MORE_THAN_LOW) or told(words, _GRAVITY)
    if hint is not None:
        return _answer(words, Evidence(PhysicalHarm.MODERATE, *hint.span()), _UNSURE)
    return Answer(PhysicalHarm.NO_HARM, _GUESS, 0, 0, "you named no hurt")


def grave(words: Words) -> bool:
    """Whether the words tell of something grave that came about, though no rule may name its level."""
    return told(words, _GRAVITY) is not None


def find_death(words: Words) -> Span | None:
    """Return where the message says that a patient died; a battery or a relative of long ago does not count."""
    for match in affirmed(words, _FATAL):
        if not excused(words, PhysicalHarm.FATAL, match.start()) and not is_a_name(words, match, PhysicalHarm.FATAL):
            return match.span()
    together = all_of(words, _TOGETHER[PhysicalHarm.FATAL])
    return None if together is None else together.span()


def find_asked_harm(words: Words) -> Span | None:
    """Return where moderate or worse harm is only asked about: "?fracture". A person should look, so it is not lost."""
    if _ASKING.search(words.text) is None:
        return None
    for level, patterns in _PATTERNS:
        if level in {PhysicalHarm.SEVERE, PhysicalHarm.MODERATE}:
            for pattern in patterns:
                for match in pattern.finditer(words.text):
                    if queried(words, match.start()) and not denied(words, match.start(), match.end()):
                        return match.span()
    return None


def is_slight(words: Words, found: Answer[PhysicalHarm] | None) -> bool:
    """Whether the words name low harm that may as well be part of a fright: no wound, no measure, no treatment."""
    return (
        found is not None
        and found.value is PhysicalHarm.LOW
        and _SPECIFIC.match(words.text, found.start) is None
        and (_NONE_HINTED.search(words.text) is not None or _AWAKE.search(words.text) is not None)
    )


def at_least(words: Words, found: Answer[PhysicalHarm] | None, never_event: int) -> Answer[PhysicalHarm]:
    """Return the harm that a possible Never Event of this type supports when the words do not name it outright."""
    if found is not None and found.value is not PhysicalHarm.NO_HARM:
        return found
    surgical = never_event in _SURGICAL
    if found is not None and found.sure >= (_SAID_OUTRIGHT if surgical else _HINTED):
        return found
    small = never_event in _LESS_THAN_A_NEVER_EVENT or (never_event == 1 and _SMALL.search(words.text) is not None)
    small = small or (never_event == 3 and _SAME_TIME.search(words.text) is not None)
    level = PhysicalHarm.LOW if small else PhysicalHarm.MODERATE
    return Answer(level, 0.6, 0, 0, "it may be a Never Event, and you did not say that there was no harm")


def _labelled(words: Words) -> Answer[PhysicalHarm] | None:
    for match in _LABELLED.finditer(words.text):
        level = _LEVEL_NAMES.get(match[1] or match[2])
        if level is not None and not denied(words, match.start(), match.end()):
            return _answer(words, Evidence(level, match.start(), match.end()), 0.9)
    return None


def _none_said(words: Words) -> re.Match[str] | None:
    for match in _NONE_SAID.finditer(words.text):
        if not _NOT_NONE.match(words.text, match.start()) and not queried(words, match.start()):
            return match
    return None


def _worst(words: Words, place: Span | None) -> Evidence | None:
    for level, patterns in _PATTERNS:
        for pattern in patterns:
            for match in affirmed(words, pattern):
                if place is not None and place[0] <= match.start() and match.end() <= place[1]:
                    continue
                if not is_a_name(words, match, level) and not excused(words, level, match.start()):
                    return Evidence(level, match.start(), match.end())
        together = all_of(words, _TOGETHER.get(level, ()))
        if together is not None:
            return Evidence(level, *together.span())
    measured = _MEASURED.search(words.text)
    return None if measured is None else Evidence(PhysicalHarm.LOW, measured.start(), measured.end())


def _raised(words: Words, worst: Evidence | None) -> Evidence | None:
    """Return moderate harm in place of low harm, where the words also tell of something grave that followed."""
    if worst is not None and worst.level is PhysicalHarm.LOW and (found := told(words, _GRAVITY)) is not None:
        return Evidence(PhysicalHarm.MODERATE, *found.span())
    return worst


def told(words: Words, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the first affirmed match that is no name of something else and no old illness."""
    return next(
        (
            match
            for match in affirmed(words, pattern)
            if not is_a_name(words, match) and not excused(words, PhysicalHarm.MODERATE, match.start())
        ),
        None,
    )


def _specific(words: Words, evidence: Evidence) -> bool:
    """Whether a hurt is named so plainly that a later "no harm" only means no other harm."""
    return _SPECIFIC.match(words.text, evidence.start) is not None


def _answer(words: Words, evidence: Evidence, sure: float) -> Answer[PhysicalHarm]:
    said = words.quote(evidence.start, evidence.end)
    return Answer(evidence.level, sure, evidence.start, evidence.end, f"you wrote “{said}”")
