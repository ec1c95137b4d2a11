"""Abuse and neglect of a patient, whoever did it: what the words say was done, and what makes somebody look closer.

It never says who did it or whether it is so: a person at safeguarding finds out. Source: domain brief d.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.words import Words, denied

_DEED: Final = cues("abuse", "deed")
"""Asked first: the lines of what was done begin with words for staff, which stand in most messages."""
_DONE: Final = cues("abuse", "done_to_a_patient")
_SIGN: Final = cues("abuse", "sign")
_TAKEN: Final = cues("abuse", "taken")
_PERSON: Final = cues("abuse", "person", after=r"s?\b")
_WHOSE: Final = cues("abuse", "whose")
_STAFF: Final = cues("abuse", "staff")
_TOLD_TO: Final = re.compile(r"\b(?:to|told|tells|by|from|with|informed|asked)(?: the| a| our| my)? $")
_NEAR: Final = 16
"""Characters before a member of staff in which it stands that they were only told."""


_ME: Final = re.compile(r"\b(?:me|us)\b")
_TELLING: Final = re.compile(
    r"\b(?:says?|said|saying|alleg\w*|claim\w*|stat(?:es|ed)|disclos\w*|report(?:s|ed)|told|tells|whispered|describe[sd]?"
    r"|complain\w*|confided)\b"
)
"""Without such words "me" is the writer, who is no patient: "ward manager shouted at me"."""


def done_to_a_patient(words: Words) -> Span | None:
    """Return where the words say that somebody hurt, threatened or degraded a patient; else None.

    "The consultant shouted at her" behind a nurse, and before any word of a patient, is about the nurse.
    """
    return _first(words, _DONE) if _DEED.search(words.text) is not None else None


def sign_of_abuse(words: Words) -> Span | None:
    """Return where the words tell of abuse or neglect that a patient may have met elsewhere, or of theft; else None."""
    return _first(words, _SIGN) or (_first(words, _TAKEN) if _PERSON.search(words.text) is not None else None)


def _first(words: Words, pattern: re.Pattern[str]) -> Span | None:
    for found in pattern.finditer(words.text):
        of_mine = _ME.search(found.group()) is not None and _TELLING.search(words.text) is None
        if not of_mine and not denied(words, *found.span()) and not _of_a_colleague(words, found.span()):
            return found.span()
    return None


def _of_a_colleague(words: Words, span: Span) -> bool:
    """Whether staff are told of before it, other than as those who were told, and no patient until its end."""
    start, end = span
    staff = (
        one
        for one in _STAFF.finditer(words.text, 0, start)
        if _TOLD_TO.search(words.text[max(0, one.start() - _NEAR) : one.start()]) is None
    )
    return next(staff, None) is not None and _WHOSE.search(words.text, 0, end) is None
