"""The LFPSE codes that sort an event: challenge, process, outcomes, risk themes, shift; and what was done at once.

Codes are those of LFPSE v5 (``storage/reference/lfpse-v5.json``): first guesses for the safety team.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.deaths import of_another
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.values import OUTCOME, Answer
from handlers.incidents.reading.words import Words, affirmed, denied

_CHALLENGES: Final = tuple((code, cues("themes", f"challenge {code}")) for code in ("4", "1", "3", "2", "5", "7"))
_PROCESSES: Final = tuple(
    (code, cues("themes", f"process {code}")) for code in ("9", "8", "5", "6", "4", "3", "7", "1", "2", "10")
)
_OUTCOMES: Final = tuple((code, cues("themes", f"outcome {code}")) for code in ("2", "3", "5", "10", "7", "4", "9"))
_DEATH: Final = cues("themes", "outcome 1")
"""Words that name a death where nothing went wrong: "expected death, for review"."""
_RISKS: Final = tuple((code, cues("themes", f"risk {code}")) for code in ("1", "3", "2", "5", "6", "7"))
_IMMINENT: Final = cues("themes", "imminent")
_NIGHT: Final = cue(r"\b(?:nights?|nite|overnight|ovrnight|over ?night|nocte|tonight)\b")
_DAY: Final = cues("themes", "day")
_HANDOVER: Final = cue(r"\b(morning|am|evening|pm|night)? ?handover\b")
_DONE: Final = cues("themes", "done")
_GIVEN_WRONGLY: Final = re.compile(r"\b(?:wrong|incorrect|double|duplicate|extra)\b[^.;,\n]{0,60}\bgiven \d{4}$")
"""What was given wrongly is the event itself, not what was done about it."""


def find_challenge(words: Words) -> Answer[str]:
    """Return the LFPSE safety challenge code; "6" is none of the above."""
    for code, pattern in _CHALLENGES:
        found = next((match for match in affirmed(words, pattern)), None)
        if found is not None:
            return _answer(words, code, found.span(), 0.85)
    return Answer("6", 0.65, 0, 0, "no fall, pressure ulcer, self-harm, infection, screening or radiotherapy was named")


def find_process(words: Words) -> Answer[str]:
    """Return the LFPSE healthcare process code; "12" is don't know."""
    for code, pattern in _PROCESSES:
        found = pattern.search(words.text)
        if found is not None:
            return _answer(words, code, found.span(), 0.62)
    return Answer("12", 0.3, 0, 0, "the step of care was not named")


def find_outcomes(words: Words, kind: str, death: Span | None) -> tuple[Answer[str], ...]:
    """Return the LFPSE outcome type codes that the words of an incident or an outcome support.

    ``death``: where they tell that a patient died. Only an outcome may also just name a death.
    """
    hits = ((code, next(affirmed(words, pattern), None)) for code, pattern in _OUTCOMES)
    found = tuple(_answer(words, code, hit.span(), 0.8) for code, hit in hits if hit is not None)
    if death is None and kind == OUTCOME:
        named = (hit for hit in affirmed(words, _DEATH) if not of_another(words, hit.start()))
        death = next((hit.span() for hit in named), None)
    return found if death is None else (_answer(words, "1", death, 0.8), *found)


def find_risk_themes(words: Words) -> tuple[Answer[str], ...]:
    """Return the LFPSE risk theme codes; "8" (other) when none fits."""
    hits = ((code, pattern.search(words.text)) for code, pattern in _RISKS)
    themes = tuple(_answer(words, code, found.span(), 0.65) for code, found in hits if found is not None)
    return themes or (Answer("8", 0.4, 0, 0, "no theme was named"),)


def find_imminence(words: Words) -> Answer[str]:
    """Return "y" when the words say that death or severe harm is imminent, else "u": never "n" on a guess."""
    found = _IMMINENT.search(words.text)
    if found is not None and not denied(words, found.start(), found.end()):
        return _answer(words, "y", found.span(), 0.8)
    return Answer("u", 0.5, 0, 0, "you did not say how soon")


def find_shift(words: Words, hour: int | None) -> Answer[str] | None:
    """Return the LFPSE time bracket code from the words or the hour: "1" day, "2" night, "3" and "4" handovers."""
    handover = _HANDOVER.search(words.text)
    if handover is not None and hour is None and handover[1]:
        return _answer(words, "3" if handover[1] in {"morning", "am"} else "4", handover.span(), 0.65)
    if hour is not None:
        return Answer("1" if 7 <= hour < 20 else "2", 0.8, 0, 0, "from the time of day")
    for code, pattern in (("2", _NIGHT), ("1", _DAY)):
        found = pattern.search(words.text)
        if found is not None:
            return _answer(words, code, found.span(), 0.75)
    return None


def find_immediate_action(words: Words) -> Answer[str] | None:
    """Return what the message says was done at once, in the message's own words, joined with commas."""
    done = [
        match
        for match in _DONE.finditer(words.text)
        if not denied(words, match.start(), match.end()) and _GIVEN_WRONGLY.search(words.text[: match.end()]) is None
    ]
    if not done:
        return None
    said = list(dict.fromkeys(words.quote(match.start(), match.end()) for match in done[:5]))
    return Answer(", ".join(said), 0.65, done[0].start(), done[-1].end(), "you wrote these")


def _answer(words: Words, code: str, found: Span, sure: float) -> Answer[str]:
    return Answer(code, sure, *found, f"you wrote “{words.quote(*found)}”")
