"""How many patients, and of what age, as far as the message says. It reads no identity: counts and brackets only.

A mix-up between two patients counts both. Risks and harm to staff alone have none.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.values import GOOD_CARE, NOT_PATIENT_SAFETY, RISK, Answer
from handlers.incidents.reading.words import Words

_COUNT: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "both": 2,
    "twin": 2,
}
_NUMBER: Final = r"(\d{1,3}|" + "|".join(_COUNT) + ")"
_MANY: Final = re.compile(
    rf"(?<!sec )(?<!section )(?<!level )(?<!grade )(?<!cat )(?<!stage )(?<!type )(?<!\d/)\b{_NUMBER} (?:\w+ )?(pts?|patients?|babies|residents?|children|kids|ladies|gentlemen|twins|people|mums|women|men)\b(?! (?:again|per|to one|on the ward|waiting list|for \d))"
)
_BETWEEN: Final = re.compile(r"\b(?:both|between) (?:pts?|patients?|babies|residents|twins|2|two)\b|\bboth separated\b")
_PAIR: Final = cues("patients", "pair")
_NAMED_PAIR: Final = cues(
    "patients",
    "named_pair",
    after=r"\b[^.\n]{0,12}\b(?:mr|mrs|ms|miss|baby) [\w' -]{2,40}?'?s?\b[^.\n]{0,40}\b(?:to|in|for|with) (?:mr|mrs|ms|miss|baby) ",
)
_PATIENT: Final = cues("patients", "patient")
_EXPOSED: Final = re.compile(rf"\b{_NUMBER} (?:others\b|(?:other|more) (?:pts?|patients?|residents?|babies)\b)")
_NOBODY: Final = cues("patients", "nobody", before=r"", after=r"")
_UNKNOWN: Final = cues("patients", "unknown", before=r"", after=r"")
_CARE_OF_ONE: Final = cues("patients", "care_of_one")
_SINGLE: Final = re.compile(
    r"\b(?:pt|patient|lady|gent|gentleman|resident) (?:slipped|fell|was|had|found|died|tripped|given|got|with|w)\b"
)
_AGE: Final = re.compile(
    r"\b(\d{1,3})\s?-?\s?(?:(y|yr|yrs|year|years|yo|y/o)\b(?:[- ]?(?:old|o)\b)?|(m|mth|mths|months?|/12)\b[- ]?(?:old)\b|(w|wk|wks|weeks?|/52)\b[- ]?(?:old)\b|(d|days?|/7)\b[- ]?(?:old)\b)(?! (?:ago|hx|history|of|later|since|with|experience|qualified|waiting|in|on))"
)
_BRACKETS: Final = (
    (0, "3"),
    (4, "4"),
    (9, "5"),
    (15, "6"),
    (17, "7"),
    (25, "8"),
    (45, "9"),
    (65, "10"),
    (85, "11"),
    (130, "12"),
)
_NEWBORN: Final = re.compile(r"\b(?:newborn|new born|term baby|born (?:flat|today|at)|apgars?|neonate)\b")
_NOT_AGE: Final = re.compile(r"(?:\bfor|last|past|over|every|after|within|in|took|aged?|x)\s$")


def count_patients(words: Words, kind: str) -> Answer[int] | None:
    """Return how many patients were affected, or None when the message speaks of an unknown number."""
    if kind == NOT_PATIENT_SAFETY:
        return Answer(0, 0.9, 0, 0, "no patient was hurt")
    nobody = _NOBODY.search(words.text)
    if kind == RISK:
        return Answer(0, 0.8, 0, 0, "it has not happened to a patient yet")
    many = [
        match
        for match in _MANY.finditer(words.text)
        if not re.search(
            r"\b(?:(?:rns?|staff|midwi\w+|nurses?|hcas?|\d) (?:for|to)|only|per|of)\s$",
            words.text[max(0, match.start() - 14) : match.start()],
        )
    ]
    exposed = _EXPOSED.search(words.text)
    if exposed is not None:
        return _answer(words, _number(exposed[1]) + 1, exposed, 0.75)
    if many:
        best = many[0]
        return _answer(words, _number(best[1]), best, 0.85)
    for pattern in (_BETWEEN, _PAIR, _NAMED_PAIR):
        found = pattern.search(words.text)
        if found is not None:
            return _answer(words, 2, found, 0.75)
    unknown = _UNKNOWN.search(words.text)
    if unknown is not None and not _SINGLE.search(words.text):
        return None
    patient = _PATIENT.search(words.text)
    if kind == GOOD_CARE and patient is None and _CARE_OF_ONE.search(words.text) is None:
        return Answer(0, 0.62, 0, 0, "you did not write of a patient")
    if nobody is not None and (
        patient is None
        or kind == RISK
        or "not used" in nobody.group()
        or nobody.group().startswith(("cd", "miss", "no p", "short", "gone", "stock"))
    ):
        return _answer(words, 0, nobody, 0.75)
    if patient is not None:
        return _answer(words, 1, patient, 0.85)
    return Answer(1, 0.62, 0, 0, "most events are about one patient")


def find_age_band(words: Words) -> Answer[str] | None:
    """Return the LFPSE age bracket code, from an age that the message gives, or None."""
    for match in _AGE.finditer(words.text):
        if _NOT_AGE.search(words.text[max(0, match.start() - 7) : match.start()]):
            continue
        number = int(match[1])
        if match[5]:
            code = "1" if number <= 14 else "2" if number <= 28 else "3"
        elif match[4]:
            code = "1" if number <= 2 else "2" if number < 4 else "3"
        elif match[3]:
            code = "3" if number < 12 else "4"
        else:
            code = next((code for top, code in _BRACKETS if number <= top), "12")
        return Answer(code, 0.85, match.start(), match.end(), f"you wrote “{words.quote(match.start(), match.end())}”")
    newborn = _NEWBORN.search(words.text)
    return (
        None
        if newborn is None
        else Answer(
            "1", 0.7, newborn.start(), newborn.end(), f"you wrote “{words.quote(newborn.start(), newborn.end())}”"
        )
    )


def _number(word: str) -> int:
    return _COUNT.get(word) or int(word)


def _answer(words: Words, count: int, found: re.Match[str], sure: float) -> Answer[int]:
    return Answer(count, sure, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
