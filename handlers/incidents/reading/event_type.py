"""Which kind of event a message tells of: incident, good care, risk, outcome, or nothing for the patient safety record.

Each kind gathers points from its own words; incidents are the ground state, as 97 of 100 LFPSE records are incidents.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.staff import harm_to_staff, office_matter, several_office_matters
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.words import Words, denied

_PRAISE: Final = cues("event_type", "praise")
_PRAISE_ASIDE: Final = cue(
    r"\b(?:good teamwork but|great teamwork but|well done but|thanks in advance|thanks$|many thanks$)\b"
    r"|\b(?:kind|nice|lovely|good|great|decent|understanding) about it\b"
)
"""Thanks that ask for something, and others who were kind "about it": about what the writer did."""
_ERROR: Final = cues("event_type", "error")
_PRAISE_OPENING: Final = re.compile(
    r"\W*(?:good (?:care|practice|catch)|excellence|lfe|greatix|praise|positive|compliments?"
    r"|(?:i )?(?:just )?want(?:ed)? to (?:say|praise|thank|highlight|recogni[sz]e|mention|share|celebrate)"
    r"|can i just say|(?:a )?(?:big |massive |huge )?(?:shout ?out|thank ?s?(?: you)?|well done|kudos|credit)"
    r"|lovely|superb|fantastic|brilliant|amazing|hats off)\b"
)
_STATE: Final = cues("event_type", "state")
_RISK: Final = cues("event_type", "risk")
_RISK_OPENING: Final = cues("event_type", "risk_opening", before=r"^\W*")
_LASTING: Final = cues("event_type", "lasting")
"""What is so, or keeps being so: a danger is told in the present."""
_PAST: Final = cues("event_type", "past")
"""What was: an event is told in the past."""
_PRAISE_CLOSE: Final = cues("event_type", "praise_close", after="")
"""Praise in the last sentence: errors told before it are what was caught."""
_HAPPENED: Final = cues("event_type", "happened", before=r"", after=r"")
_NOT_HAPPENED: Final = cues("event_type", "not_happened")
_SOMEBODY: Final = re.compile(
    r"\b(?:pt|patient|he|she|him|her|his|lady|gent\w*|man|woman|baby|bby|child|girl|boy|mum|son|daughter|resident|bloke"
    r"|chap|user|client|\d+ ?(?:yo|y/o|yrs? old|f|m))\b"
)
"""Somebody to whom it happened: dangers are mostly told of things and of people at large."""
_YET: Final = re.compile(
    r"\b(?:yet|so far|gonna|going to (?:pick|get|give|use|fall|trip|happen|be|hurt|die)|bound to|will be)\b"
)
_OUTCOME: Final = cues("event_type", "outcome")
_OUTCOME_EVENT: Final = cues("event_type", "outcome_event")
_LAPSE: Final = cues("event_type", "lapse")

Span = tuple[int, int]
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class _Case:
    kind: str
    points: float
    start: int
    end: int
    why: str


def find_event_type(words: Words, *, hurt: bool, timed: bool) -> Answer[str]:
    """Return the kind of event. There is always one; ``sure`` tells how far it leads over the next.

    ``hurt``: the words tell of a hurt that has come about. ``timed``: they give a time of day, as events have.
    """
    errors = _count(words, _ERROR)
    cases = [
        _incident(words, errors, hurt=hurt),
        _good_care(words, errors[0]),
        _risk(words, hurt=hurt, timed=timed),
        _outcome(words),
        _not_ours(words, hurt_patient=hurt),
    ]
    cases.sort(key=lambda case: -case.points)
    best, second = cases[0], cases[1]
    lead = best.points - second.points
    sure = min(0.97, 0.62 + 0.2 * lead) if lead > 0.15 else 0.55
    return Answer(best.kind, sure, best.start, best.end, best.why)


def _count(words: Words, pattern: re.Pattern[str]) -> tuple[int, Span]:
    found = [match for match in pattern.finditer(words.text) if not denied(words, match.start(), match.end())]
    return len({match.group() for match in found}), (found[0].span() if found else (0, 0))


def _incident(words: Words, found: tuple[int, Span], *, hurt: bool) -> _Case:
    errors, span = found
    happened, happened_span = _count(words, _HAPPENED)
    came_about = hurt and _NOT_HAPPENED.search(words.text) is None
    points = 0.9 + 0.35 * min(errors, 4) + 0.15 * min(happened, 2) + (0.4 if came_about else 0.0)
    start, end = span if errors else happened_span
    why = f"you wrote “{words.quote(start, end)}”" if end else "most reports tell of something that went wrong"
    return _Case(INCIDENT, points, start, end, why)


def _good_care(words: Words, errors: int) -> _Case:
    praise, span = _count(words, _PRAISE)
    asides = len(_PRAISE_ASIDE.findall(words.text))
    points = 1.0 * min(praise, 3) - asides - 0.1 * min(errors, 3)
    points += 0.3 if praise else 0.0
    points += 1.0 if _PRAISE_OPENING.match(words.text) else 0.0
    points += 0.6 if praise and not errors and not asides else 0.0
    points += 0.6 if praise and _PRAISE_CLOSE.search(words.text) else 0.0
    return _Case(GOOD_CARE, points, *span, f"you wrote “{words.quote(*span)}”")


def _risk(words: Words, *, hurt: bool, timed: bool) -> _Case:
    found = list(_RISK.finditer(words.text))
    opening = _RISK_OPENING.match(words.text) is not None
    unhurt = _NOT_HAPPENED.search(words.text) is not None
    happened = any(not denied(words, *match.span()) for match in _HAPPENED.finditer(words.text)) or hurt
    points = 0.75 * min(len({match.group() for match in found}), 3)
    points += 1.2 if opening else 0.0
    told_as_past = any(not denied(words, *match.span()) for match in _PAST.finditer(words.text))
    points += 0.7 if unhurt and found and (not told_as_past or _YET.search(words.text)) else 0.0
    state = _STATE.search(words.text) is not None
    points += 0.9 if unhurt and _YET.search(words.text) and not found else 0.0
    points += 0.5 if state and found else 0.0
    at_large = _SOMEBODY.search(words.text) is None and not happened and not timed
    at_large = at_large and (not told_as_past or _YET.search(words.text) is not None)
    points += 0.4 if at_large and (found or state or unhurt) else 0.0
    points += 0.5 if (state or len({match.group() for match in found}) > 1) and not timed and not happened else 0.0
    points -= 0.5 if timed else 0.0
    points -= 0.8 if happened and not unhurt and not opening else 0.0
    lasting = {match.group() for match in _LASTING.finditer(words.text)}
    if not told_as_past and not timed and not hurt:
        points += 0.4 * bool(found or lasting) + 0.45 * min(len(lasting), 3)
    span = found[0].span() if found else (0, 0)
    if (
        not found
        and not opening
        and not (unhurt and (state or _YET.search(words.text)))
        and (told_as_past or len(lasting) < _SEVERAL)
    ):
        points = min(points, 0.0)
    return _Case(RISK, points, *span, f"you wrote “{words.quote(*span)}”")


def _outcome(words: Words) -> _Case:
    event = _OUTCOME_EVENT.search(words.text)
    known = list(_OUTCOME.finditer(words.text))
    lapses, _ = _count(words, _LAPSE)
    if not known or (event is None and len(known) < 2):
        return _Case(OUTCOME, 0.0, 0, 0, "")
    points = (1.1 if event is not None else 0.4) + 0.7 * min(len(known), 3) - 0.6 * min(lapses, 3)
    span = known[0].span()
    return _Case(OUTCOME, points, *span, f"you wrote “{words.quote(*span)}”")


def _not_ours(words: Words, *, hurt_patient: bool) -> _Case:
    hurt = harm_to_staff(words)
    if hurt is not None:
        return _Case(NOT_PATIENT_SAFETY, 3.2, *hurt, f"you wrote “{words.quote(*hurt)}”, and no patient was hurt")
    office = office_matter(words)
    if office is not None:
        a_patient = re.search(r"\b(?:pts?|patients?|resident|baby|she|her|him|gent|lady|gentleman)\b", words.text)
        about_care = a_patient or (hurt_patient and not several_office_matters(words))
        return _Case(NOT_PATIENT_SAFETY, 1.0 if about_care else 2.6, *office, f"you wrote “{words.quote(*office)}”")
    return _Case(NOT_PATIENT_SAFETY, 0.0, 0, 0, "")
