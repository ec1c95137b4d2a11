"""How many patients, and of what age, as far as the message says. It reads no identity: counts and brackets only.

A mix-up between two patients counts both. Risks and harm to staff alone have none.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.values import GOOD_CARE, NOT_PATIENT_SAFETY, RISK, Answer
from handlers.incidents.reading.words import Words, first

_COUNT: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "both": 2, "twin": 2,
}  # fmt: skip
_NUMBER: Final = r"(\d{1,3}|" + "|".join(_COUNT) + ")"
_MANY: Final = cue(
    r"(?<!sec )(?<!section )(?<!level )(?<!grade )(?<!cat )(?<!stage )(?<!type )(?<!\d/)(?<!ward )(?<!wd )(?<!bay )"
    r"(?<!bed )(?<!room )(?<!lift )(?<!day )(?<!theatre )(?<!chair )(?<!couch )(?<!trolley )(?<!resus )(?<!cubicle )"
    rf"\b{_NUMBER} (?:(?!(?:to|for|by|on|in|and|not|from|x|mg|mcg|g|mls?|units?|hrs?|hours?|days?|mins?)\b)\w+ )?"
    r"(pts?|patients?|babies|residents?|children|kids|ladies|gentlemen|twins|people|mums|women|men)\b"
    r"(?! (?:again|per|to one|on the ward|waiting list|for \d))"
)
_STAFFING: Final = re.compile(
    r"\b(?:(?:rns?|staff|midwi\w+|nurses?|hcas?|\d) (?:for|to)|only|per|of|cover(?:ing)?(?: for)?)\s$"
)
"""Before a number of patients these speak of how busy it was: "3 RNs for 28 pts", "break cover for 2 pts"."""
_MONTH_BEFORE: Final = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\s$"
)
"""Before a number and one patient, it is a day: "jan 3 pt fell"."""
_AND_STAFF: Final = cue(
    r"\s(?:and|with|to|for|,|&|\+) (?:only )?(?:\d+|one|two|three|four|five|six) "
    r"(?:rns?|staff|midwi\w+|nurses?|hcas?|of us)\b"
)
"""After it, likewise: "11 babies and 5 nurses"."""
_BETWEEN: Final = cue(r"\b(?:both|between) (?:pts?|patients?|babies|residents|twins|2|two)\b|\bboth separated\b")
_PAIR: Final = cues("patients", "pair")
_TITLED: Final = r"(?:mr|mrs|ms|miss|baby) "
_NAMED_PAIR: Final = cues(
    "patients",
    "named_pair",
    after=rf"\b[^.\n]{{0,12}}\b{_TITLED}[\w' -]{{2,40}}?'?s?\b[^.\n]{{0,40}}\b(?:to|in|for|with) {_TITLED}",
)
_PATIENT: Final = cues("patients", "patient")
_EXPOSED: Final = cue(rf"\b{_NUMBER} (?:others\b|(?:other|more) (?:pts?|patients?|residents?|babies)\b)")
_NOBODY: Final = cues("patients", "nobody", before=r"", after=r"")
_UNKNOWN: Final = cues("patients", "unknown", before=r"", after=r"")
_CARE_OF_ONE: Final = cues("patients", "care_of_one")
_CARE_AT_LARGE: Final = cues("patients", "care_at_large")
"""Good care told of a ward, a week or a new way to work."""
_BABY: Final = cue(r"\b(?:baby|bab|twin|newborn|neonate)\b")
_MUM_TOO: Final = cues("patients", "mum_and_baby")
"""Beside a baby, a mother of whom it is told how she is: both were patients."""
_BOTH: Final = cue(r"\bboth (?:on (?:\d|obs|close)|separated|pts|patients)")
_BY_ANOTHER: Final = cues("patients", "by_another")
"""One patient hurt by another: the one who hurt is not counted."""
_SURELY_NOBODY: Final = re.compile(r"cd (?!cupboard)|miss|no p|short|gone|stock|not used|not given to")
_SINGLE: Final = cue(
    r"\b(?:pt|patient|lady|gent|gentleman|resident) "
    r"(?:slipped|fell|was|had|found|died|tripped|given|got|with|w|on|who|came)\b"
)
_AGE: Final = cue(
    r"\b(\d{1,3})\s?-?\s?(?:(y|yr|yrs|year|years|yo|y/o)\b(?:[- ]?(?:old|o)\b)?"
    r"|(m|mth|mths|months?|/12)\b[- ]?(?:old)\b"
    r"|(w|wk|wks|weeks?|/52)\b[- ]?(?:old)\b|(d|days?|/7)\b[- ]?(?:old)\b)"
    r"(?! (?:ago|hx|history|of|later|since|with|experience|qualified|waiting|in|on))"
)
_BRACKETS: Final = (
    (0, "3"), (4, "4"), (9, "5"), (15, "6"), (17, "7"), (25, "8"), (45, "9"), (65, "10"), (85, "11"), (130, "12"),
)  # fmt: skip
_FORTNIGHT, _MONTH, _YEAR = 14, 28, 12 * 31
_NEWBORN: Final = cue(r"\b(?:newborn|new born|term baby|born (?:flat|today|at)|apgars?|neonate)\b")
_NOT_AGE: Final = re.compile(r"(?:\bfor|last|past|over|every|after|within|in|took|aged?|x)\s$")


def count_patients(words: Words, kind: str) -> Answer[int] | None:
    """Return how many patients were affected, or None when the message speaks of an unknown number."""
    if kind == NOT_PATIENT_SAFETY:
        return Answer(0, 0.9, 0, 0, "no patient was hurt")
    if kind == RISK:
        return Answer(0, 0.8, 0, 0, "it has not happened to a patient yet")
    exposed = _EXPOSED.search(words.text)
    if exposed is not None:
        return _answer(words, _number(exposed[1]) + 1, exposed, 0.75)
    for match in _MANY.finditer(words.text):
        if not _told_otherwise(words, match):
            return _answer(words, _number(match[1]), match, 0.85)
    if kind != GOOD_CARE and _BABY.search(words.text) and (mum := first(words, _MUM_TOO)) is not None:
        return _answer(words, 2, mum, 0.7)
    hurt_by = first(words, _BY_ANOTHER) if _BOTH.search(words.text) is None else None
    for pattern in (_BETWEEN, _PAIR, _NAMED_PAIR):
        found = pattern.search(words.text) if hurt_by is None else None
        if found is not None:
            return _answer(words, 2, found, 0.75)
    if _UNKNOWN.search(words.text) and not _SINGLE.search(words.text):
        return None
    return _none_or_one(words, kind)


def _told_otherwise(words: Words, match: re.Match[str]) -> bool:
    """Say whether a number before patients tells how busy it was, or ends a date, and not how many it touched."""
    before = words.text[max(0, match.start() - 14) : match.start()]
    of_a_date = match[2] in {"pt", "patient"} and _MONTH_BEFORE.search(before) is not None
    busy = _STAFFING.search(before) is not None or _AND_STAFF.match(words.text, match.end()) is not None
    return of_a_date or busy


def _none_or_one(words: Words, kind: str) -> Answer[int]:
    patient, nobody = _PATIENT.search(words.text), _NOBODY.search(words.text)
    at_large = kind == GOOD_CARE and patient is None and _CARE_AT_LARGE.search(words.text) is not None
    if at_large and _CARE_OF_ONE.search(words.text) is None:
        return Answer(0, 0.62, 0, 0, "you did not write of a patient")
    if nobody is not None and (patient is None or _SURELY_NOBODY.match(nobody.group())):
        return _answer(words, 0, nobody, 0.75)
    if patient is not None:
        return _answer(words, 1, patient, 0.85)
    return Answer(1, 0.62, 0, 0, "most events are about one patient")


def find_age_band(words: Words) -> Answer[str] | None:
    """Return the LFPSE age bracket code, from an age that the message gives, or None."""
    for match in _AGE.finditer(words.text):
        if _NOT_AGE.search(words.text[max(0, match.start() - 7) : match.start()]):
            continue
        code = _bracket(int(match[1]), match)
        return Answer(code, 0.85, match.start(), match.end(), f"you wrote “{words.quote(match.start(), match.end())}”")
    newborn = _NEWBORN.search(words.text)
    return (
        None
        if newborn is None
        else Answer(
            "1", 0.7, newborn.start(), newborn.end(), f"you wrote “{words.quote(newborn.start(), newborn.end())}”"
        )
    )


def _bracket(number: int, match: re.Match[str]) -> str:
    """Return the LFPSE bracket of a number of days, weeks, months or years."""
    days = number if match[5] else number * 7 if match[4] else number * 31 if match[3] else None
    if days is None:
        return next((code for top, code in _BRACKETS if number <= top), "12")
    return "1" if days <= _FORTNIGHT else "2" if days <= _MONTH else "3" if days < _YEAR else "4"


def _number(word: str) -> int:
    return _COUNT.get(word) or int(word)


def _answer(words: Words, count: int, found: re.Match[str], sure: float) -> Answer[int]:
    return Answer(count, sure, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
