"""Who was hurt: telling a member of staff or a visitor from a patient.

Harm to staff or visitors alone belongs to health and safety, not to the patient safety record.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words, denied

_PASSIVE: Final = cues("staff", "passive", before=r"", after=r"")
_ACTIVE: Final = cues("staff", "active", before=r"", after=r"")
_ACCIDENT: Final = cues("staff", "accident", before=r"\b(?:@role@)\b (?:\w+ ){0,3}?")
_SHARPS: Final = cues("staff", "sharps")
_BODY: Final = r"(?:back|shoulder|wrist|ankle|knee|finger|thumb|hand|arm|foot|neck|head|leg|toe|eye|elbow|hip)"
_OWN_BODY: Final = cues("staff", "own_body", after=rf" my (?:\w+ )?{_BODY}\b")
_THEIR_BODY: Final = cues(
    "staff",
    "own_body",
    before=r"\b(?:@role@)\b(?! (?:\w+ ){0,3}?(?:pt|patient)\b)[^.;\n]{0,40}?\b",
    after=rf" (?:his|her|their) (?:\w+ )?{_BODY}\b",
)
"""A back that is "his" is a nurse's only where a nurse stands before it."""
_STAFF_BODY: Final = cues("staff", "staff_body")
_I_HURT: Final = cues("staff", "i_hurt", before=r"\b(?:i|me)\b (?:\w+ ){0,4}?")
_MY_OWN: Final = cues("staff", "my_own")
"""The writer's own body: "ran over my foot", "my knee is twisted", "bit me"."""
_OCCUPATIONAL: Final = cues("staff", "occupational")
_FIRST_PERSON: Final = cues("staff", "first_person")
_VISITOR: Final = cues("staff", "visitor", before=r"", after=r"")
_AGGRESSION: Final = cues(
    "staff",
    "aggression",
    after=r"\b[^.;\n]{0,40}?\b(?:shout\w*|swear\w*|swore|abusive|aggressive|threaten\w*|verbally|kicked off|racist)\b",
)
_PATIENT_HURT: Final = cues("staff", "patient_hurt", before=r"", after=r"")
_PATIENT_ATTACKED: Final = cues("staff", "patient_attacked", before=r"", after=r"")
_PATIENTS_LED_OUT: Final = cues("staff", "patients_led_out", before=r"", after=r"")
_PATIENT_ATTACKS: Final = cues("staff", "patient_attacks", before=r"", after=r"")
_IN_OUR_CARE: Final = cues("staff", "in_our_care")
_NO_PATIENT: Final = cues("staff", "no_patient", before=r"", after=r"")


def harm_to_staff(words: Words) -> tuple[int, int] | None:
    """Return where the message says that staff or a visitor was hurt or threatened, and no patient; else None."""
    hurt = _hurt(words)
    if hurt is None:
        return None
    if _NO_PATIENT.search(words.text) is None and _patient_hurt(words):
        return None
    return hurt


def patient_attacked(words: Words) -> tuple[int, int] | None:
    """Return where the message says that somebody attacked a patient, whoever else was hurt; else None."""
    found = (one for one in _PATIENT_ATTACKED.finditer(words.text) if not denied(words, one.start(), one.end()))
    return next((one.span() for one in found), None)


def patients_led_out(words: Words) -> tuple[int, int] | None:
    """Return where the message says that patients, or the ward they lie on, were led away from a danger; else None."""
    found = (one for one in _PATIENTS_LED_OUT.finditer(words.text) if not denied(words, one.start(), one.end()))
    return next((one.span() for one in found), None)


def patient_attacks(words: Words) -> tuple[int, int] | None:
    """Return where the message says that a patient attacked staff, and tells of nothing that befell a patient."""
    found = _PATIENT_ATTACKS.search(words.text)
    if found is None or _IN_OUR_CARE.search(words.text) or harm_to_staff(words) is None:
        return None
    return found.span()


def violence(words: Words) -> bool:
    """Whether the message tells of violence or threats against staff."""
    return any(pattern.search(words.text) for pattern in (_PASSIVE, _ACTIVE, _AGGRESSION))


def _hurt(words: Words) -> tuple[int, int] | None:
    for pattern in (
        _SHARPS,
        _STAFF_BODY,
        _PASSIVE,
        _ACTIVE,
        _OWN_BODY,
        _MY_OWN,
        _THEIR_BODY,
        _I_HURT,
        _ACCIDENT,
        _VISITOR,
    ):
        for found in pattern.finditer(words.text):
            if not denied(words, found.start(), found.end()):
                return found.span()
    seen = _OCCUPATIONAL.search(words.text)
    if seen is not None and _FIRST_PERSON.search(words.text) is not None:
        return seen.span()
    found_threat = _AGGRESSION.search(words.text)
    if found_threat is not None and _NO_PATIENT.search(words.text):
        return found_threat.span()
    no_one = re.search(r"\bno ?(?:one|body) (?:was )?(?:hurt|harmed|injured)\b", words.text)
    if found_threat is not None and no_one is not None:
        return found_threat.span()
    return None


def _patient_hurt(words: Words) -> bool:
    if patient_attacked(words) is not None:
        return True
    return any(not denied(words, found.start(), found.end()) for found in _PATIENT_HURT.finditer(words.text))
