"""Flags for a person to decide: Duty of Candour, safeguarding, MNSI, SHOT and others. The reader decides none.

Sources: domain brief c and d. Every flag says why it was raised.
"""

import re
from typing import Final

from handlers.incidents.reading.abuse import done_to_a_patient, sign_of_abuse
from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.harm import find_asked_harm, told
from handlers.incidents.reading.harm_signs import Weighed
from handlers.incidents.reading.staff import violence
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.values import INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.words import Words, denied
from storage.records import Involved, PhysicalHarm, PsychologicalHarm

_NOTIFIABLE: Final = frozenset({PhysicalHarm.MODERATE, PhysicalHarm.SEVERE, PhysicalHarm.FATAL})
_LASTING: Final = frozenset({PsychologicalHarm.MODERATE, PsychologicalHarm.SEVERE})
_DUTY_HINT: Final = cues("flags", "duty_hint")
"""What often goes with more than low harm, so that a person should look."""
_SAID: Final = 0.75
"""From this sureness on, words told the harm; below, they only hint at it."""
_LIKELY: Final = 0.35
"""Share of moderate harm and worse from which a person should look: chosen by leaving out authors."""
_SAFEGUARDING: Final = cues("flags", "safeguarding")
_MNSI: Final = cues("flags", "mnsi")
_BORN_DEAD: Final = cues("flags", "born_dead")
_IN_LABOUR: Final = cues("flags", "in_labour")
_TERM: Final = cues("flags", "term")
_DEAD_BEFORE: Final = cues("flags", "dead_before")
_TURNED_AWAY: Final = cues("flags", "turned_away")
_MOTHER: Final = cues("flags", "mother")
_ANOTHER_WOMAN: Final = cues("flags", "another_woman", after=r"$")
_NO_MOTHER: Final = cues("flags", "no_mother")
_OLD: Final = cues("flags", "old")
_OF_A_WOMAN: Final = cues("flags", "of_a_woman")
_SHE_DIED: Final = cues("flags", "she_died")
_NOT_THE_MOTHER: Final = cues("flags", "not_the_mother")
_OWN_HAND: Final = cues("flags", "own_hand")
_NEAR: Final = 40
"""Characters before the words of a death, or of a pregnancy, in which it is told whose it is."""
_NOT_MNSI: Final = cue(r"\b(?:2\d|3[0-6])\s?(?:\+\s?\d|/\s?40|weeks?|wks?|w)\b")
_MATERNITY: Final = cues("flags", "maternity")
_SHOT: Final = cues("flags", "shot")
_YELLOW: Final = cues("flags", "yellow")
_PRIVACY: Final = cues("flags", "privacy")
_STAFF_HURT: Final = cues("flags", "staff_hurt")
_VISITOR_HURT: Final = cues("flags", "visitor_hurt")
_MIXED_BAG: Final = cues("flags", "mixed_bag", before=r"", after=r"")
_ANONYMOUS: Final = cues("flags", "anonymous")
_SPEAK_UP: Final = cues("flags", "speak_up")
_URGENT: Final = cues("flags", "urgent")
_CD: Final = cues("flags", "cd")


def find_flags(
    words: Words,
    kind: str,
    *,
    physical: Answer[PhysicalHarm] | None,
    psychological: Answer[PsychologicalHarm] | None,
    involved: tuple[Involved, ...],
    controlled: bool,
    never_event: Answer[int] | None,
    near: Answer[str] | None,
    weighed: Weighed | None,
    death: Span | None,
) -> tuple[Answer[str], ...]:
    """Return the flags that the reading raises, each with its reason. Order is that of urgency.

    ``death``: where the words of an incident or an outcome tell that a patient died.
    """
    if kind == NOT_PATIENT_SAFETY:
        return _of_no_patient(words)
    flags: list[Answer[str]] = []
    if kind == INCIDENT:
        duty = _duty_of_candour(words, physical, psychological, never_event, weighed, death)
        flags += [duty] if duty is not None else []
    flags += _medical_examiner(words, physical, death)
    if never_event is not None:
        flags.append(
            Answer("never_event_review", never_event.sure, never_event.start, never_event.end, never_event.because)
        )
    if near is not None:
        flags.append(near)
    blood = Involved.BLOOD in involved or Involved.BLOOD_PRODUCTS in involved
    if kind in {INCIDENT, OUTCOME}:
        _add_mnsi(flags, words, physical, death)
    _add(flags, words, "safeguarding", _SAFEGUARDING, wanted=True)
    abuse = done_to_a_patient(words) or sign_of_abuse(words)
    if abuse is not None:
        flags.append(Answer("safeguarding", 0.8, *abuse, f"you wrote “{words.quote(*abuse)}”"))
    _add(flags, words, "shot_report", _SHOT, wanted=blood and kind == INCIDENT)
    _add(flags, words, "yellow_card", _YELLOW, wanted=kind == INCIDENT)
    if controlled:
        flags.append(Answer("controlled_drug", 0.9, 0, 0, "a medicine in schedules 2 to 5 was named"))
    else:
        _add(flags, words, "controlled_drug", _CD, wanted=True)
    if Involved.IT_SYSTEMS in involved and kind in {INCIDENT, RISK}:
        flags.append(Answer("clinical_safety_officer", 0.75, 0, 0, "a computer system was part of it"))
    for pattern in (_PRIVACY, _MIXED_BAG):
        _add(flags, words, "information_governance_breach", pattern, wanted=kind in {INCIDENT, RISK})
    _add(flags, words, "freedom_to_speak_up", _SPEAK_UP, wanted=True)
    _add(flags, words, "anonymous_requested", _ANONYMOUS, wanted=True)
    _add(flags, words, "immediate_escalation", _URGENT, wanted=kind in {INCIDENT, RISK})
    unique = {flag.value: flag for flag in reversed(flags)}
    return tuple(reversed(unique.values()))


def _of_no_patient(words: Words) -> tuple[Answer[str], ...]:
    """Return the flags of a message that tells of no patient: papers went astray, or staff were hurt; or none."""
    flags: list[Answer[str]] = []
    _add(flags, words, "information_governance_breach", _PRIVACY, wanted=True)
    astray = bool(flags)
    _add(flags, words, "anonymous_requested", _ANONYMOUS, wanted=True)
    hurt = _STAFF_HURT.search(words.text)
    visitor = _VISITOR_HURT.search(words.text) is not None and not violence(words)
    if hurt is not None and not visitor and not astray:
        why = "staff were hurt or threatened, and no patient"
        flags.insert(0, Answer("staff_incident_redirect", 0.9, *hurt.span(), why))
    return tuple(flags)


def _medical_examiner(
    words: Words, physical: Answer[PhysicalHarm] | None, death: Span | None
) -> tuple[Answer[str], ...]:
    """Return the flag where a patient died: told in words, or by the harm that all words together tell."""
    name = "medical_examiner"
    if death is not None:
        return (Answer(name, 0.8, *death, f"you wrote “{words.quote(*death)}”"),)
    if physical is not None and physical.value is PhysicalHarm.FATAL:
        return (Answer(name, physical.sure, physical.start, physical.end, physical.because),)
    return ()


def _duty_of_candour(
    words: Words,
    physical: Answer[PhysicalHarm] | None,
    psychological: Answer[PsychologicalHarm] | None,
    never_event: Answer[int] | None,
    weighed: Weighed | None,
    death: Span | None,
) -> Answer[str] | None:
    """Raise the Duty of Candour for a person to decide: moderate harm or worse, said, asked about or hinted at.

    It follows the harm, not the kind of event (Regulation 20): a Never Event of which the words tell that little or
    nothing came has its own flag and no duty.
    """
    name = "duty_of_candour_review"
    if physical is not None and physical.value in _NOTIFIABLE:
        return Answer(name, 0.8, physical.start, physical.end, physical.because)
    if psychological is not None and psychological.value in _LASTING:
        return Answer(name, 0.8, psychological.start, psychological.end, psychological.because)
    if death is not None:
        return Answer(name, 0.7, *death, f"you wrote “{words.quote(*death)}”")
    small = physical is not None and physical.end > 0 and physical.sure >= _SAID
    if never_event is not None and not small:
        return Answer(name, 0.7, never_event.start, never_event.end, "it may be a Never Event")
    if weighed is not None and weighed.notifiable >= _LIKELY:
        telling = weighed.telling_of_more
        return Answer(name, 0.62, *telling, f"you wrote “{words.quote(*telling)}”")
    asked = find_asked_harm(words)
    if asked is not None:
        return Answer(name, 0.62, *asked, f"you asked about “{words.quote(*asked)}”")
    hint = told(words, _DUTY_HINT) if physical is None or physical.value is PhysicalHarm.LOW else None
    if hint is not None:
        return Answer(name, 0.62, *hint.span(), f"you wrote “{words.quote(*hint.span())}”")
    return None


def _add_mnsi(
    flags: list[Answer[str]], words: Words, physical: Answer[PhysicalHarm] | None, death: Span | None
) -> None:
    """Raise an MNSI review: a baby at term who was born dead in labour, died or may have a hurt brain; or the mother.

    Source: domain brief c. A baby known to be born before 37 weeks is none; a mother is, however early.
    """
    hers = _death_of_a_mother(words, physical, death)
    if hers is not None:
        flags.append(Answer("mnsi_review", 0.65, *hers, f"you wrote “{words.quote(*hers)}”"))
    term = _TERM.search(words.text) is not None
    if not term and _NOT_MNSI.search(words.text) is not None:
        return
    _add(flags, words, "mnsi_review", _MNSI, wanted=_MATERNITY.search(words.text) is not None)
    _add(flags, words, "mnsi_review", _BORN_DEAD, wanted=_in_labour(words, term=term))


def _in_labour(words: Words, *, term: bool) -> bool:
    """Say whether a baby who was born dead may have died in labour: a person decides.

    At term it may, but for where nothing is told than a death before labour.
    """
    if _IN_LABOUR.search(words.text) is not None:
        return True
    before = _DEAD_BEFORE.search(words.text) is not None and _TURNED_AWAY.search(words.text) is None
    return term and not before


def _death_of_a_mother(words: Words, physical: Answer[PhysicalHarm] | None, death: Span | None) -> Span | None:
    """Return where it is told that a woman died who is pregnant or was of late, or None."""
    if death is None and physical is not None and physical.value is PhysicalHarm.FATAL:
        hers = _SHE_DIED.search(words.text)
        death = None if hers is None else hers.span()
    if death is None or _OWN_HAND.search(words.text) is not None or _OLD.search(words.text) is not None:
        return None
    start, end = death
    if _another_died(words, max(0, start - _NEAR), end):
        return None
    for found in _MOTHER.finditer(words.text):
        before = words.text[max(0, found.start() - _NEAR) : found.start()]
        if _ANOTHER_WOMAN.search(before) is None and not denied(words, *found.span()):
            return death
    return None


def _another_died(words: Words, start: int, end: int) -> bool:
    """Say whether the last words between these offsets that tell whose death it is tell of a man or of a baby."""
    near = words.text[start:end]
    others = [found.end() for pattern in (_NO_MOTHER, _NOT_THE_MOTHER) for found in pattern.finditer(near)]
    return bool(others) and not any(found.start() > max(others) for found in _OF_A_WOMAN.finditer(near))


def _add(flags: list[Answer[str]], words: Words, name: str, pattern: re.Pattern[str], *, wanted: bool) -> None:
    if not wanted:
        return
    for found in pattern.finditer(words.text):
        if name == "anonymous_requested" or not denied(words, found.start(), found.end()):
            flags.append(
                Answer(name, 0.75, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
            )
            return
