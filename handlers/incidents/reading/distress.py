"""Psychological harm to the patient, as far as the words say. A relative's or a nurse's distress is not the patient's.

Levels are LFPSE OT002 (domain brief a.3). Silence is not "none": then it stays a question.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, affirmed
from storage.records import PsychologicalHarm

_NONE: Final = cues("distress", "none")
_SEVERE: Final = cues("distress", "severe")
_MODERATE: Final = cues("distress", "moderate")
_LOW: Final = cues("distress", "low")
_SOMEBODY_ELSE: Final = cues("distress", "somebody_else", after=r"\b\W+(?:\w+\W+){0,3}$")
_BEFORE_EVENT: Final = re.compile(
    r"\b(?:pmh|history of|hx|known|with|(?<!still )(?<!now )has|for|admitted with|usually|already|hx of)\W+"
    r"(?:(?!had\b)\w+\W+)?$"
)
_PATIENT_IS_MUM: Final = re.compile(r"\b(?:mum|mother|baby|delivery|labour|postnatal|birth)\b")


def find_distress(words: Words, *, near_miss: bool) -> Answer[PsychologicalHarm] | None:
    """Return the psychological harm, or None when the words do not say. A near miss that reached nobody did none."""
    none = _NONE.search(words.text)
    if none is not None:
        return _answer(words, PsychologicalHarm.NO_HARM, none, 0.85)
    for level, pattern, sure in (
        (PsychologicalHarm.SEVERE, _SEVERE, 0.75),
        (PsychologicalHarm.MODERATE, _MODERATE, 0.75),
        (PsychologicalHarm.LOW, _LOW, 0.7),
    ):
        for match in affirmed(words, pattern):
            before = words.text[max(0, match.start() - 36) : match.start()]
            if _SOMEBODY_ELSE.search(before) or _BEFORE_EVENT.search(before):
                continue
            return _answer(words, level, match, sure)
    if near_miss:
        return Answer(PsychologicalHarm.NO_HARM, 0.65, 0, 0, "it was caught before it reached a patient")
    return None


def _answer(words: Words, level: PsychologicalHarm, match: re.Match[str], sure: float) -> Answer[PsychologicalHarm]:
    return Answer(level, sure, match.start(), match.end(), f"you wrote “{words.quote(match.start(), match.end())}”")
