"""One message in, one reading out: every rule applied in turn, the later ones told what the earlier found.

Pure and offline: the same words, instant and places always give the same reading. It stores, sends and logs nothing.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.event_type import find_event_type
from handlers.incidents.reading.flags import find_flags
from handlers.incidents.reading.harm import at_least, find_death, is_slight, ungraded
from handlers.incidents.reading.harm_signs import Weights, settle, weigh
from handlers.incidents.reading.involved import find_involved
from handlers.incidents.reading.involved_signs import add
from handlers.incidents.reading.medicines import any_controlled, only_background
from handlers.incidents.reading.never_events import TOLD_FULLY, TOLD_IN_A_PHRASE
from handlers.incidents.reading.patients import count_patients
from handlers.incidents.reading.routing import route
from handlers.incidents.reading.signs import Columns
from handlers.incidents.reading.staff import violence
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.themes import (
    find_imminence,
    find_outcomes,
    find_process,
    find_risk_themes,
    find_shift,
)
from handlers.incidents.reading.told import look
from handlers.incidents.reading.values import (
    GOOD_CARE,
    INCIDENT,
    NOT_PATIENT_SAFETY,
    OUTCOME,
    RISK,
    Answer,
    Place,
    Reading,
)
from handlers.incidents.reading.when import find_when
from handlers.incidents.reading.words import Words, prepare
from storage.records import PhysicalHarm, PsychologicalHarm

LONDON: Final = ZoneInfo("Europe/London")
_CALLED_A_NEAR_MISS: Final = re.compile(r"\W*(?:near[- ]?miss|good catch|close call)\b")
"""At the beginning: then figures and illnesses told after it are what was nearly missed."""
_MAY_HIDE_A_NEVER_EVENT: Final = frozenset({INCIDENT, RISK, GOOD_CARE, NOT_PATIENT_SAFETY})
"""What a Never Event may be taken for by a word on the side: "same drawer", "I grabbed the wrong one"."""
_OF_NO_THING: Final = re.compile(
    r"\b(?:called it|rip|passed away|pronounced|lost (?:him|her|them)|coroner|cpr|resus\w*|(?:pt|patient|he|she) died"
    r"|asystole|time of death)\b"
)
_SURELY_PRAISE: Final = 0.7
"""Less sure than this, praise beside a death is none: "pt could have been saved. died"."""
_AT_PEACE: Final = re.compile(r"\bpeaceful")
"""Beside praise, a death that came as it should: "fantastic care, passed peacefully"."""
_COULD_HAVE_LIVED: Final = re.compile(
    r"\b(?:could|should|might|would)(?: have|'?ve| of)(?: been)? (?:saved|survived|lived|prevented|avoided)\b"
)
"""Beside a death no praise outweighs this."""
_A_PATIENT: Final = re.compile(r"\b(?:pt|pts|patients?|resident|baby|mum|pph)\b")
"""Beside a death it is nobody else's, but where right before it stands who works here."""
_STAFF_BEFORE: Final = re.compile(
    r"\b(?:colleagues?|staff(?: member)?|nurse|hca|doctor|porter|visitor) (?:has |had |sadly )*$"
)
_DONE_BY_HAND: Final = frozenset({1, 2})
"""Never Events that are done or not: on a wrong part, or with a wrong implant."""
_SURELY_CAUGHT: Final = 0.75
"""From this sureness on, a Never Event was caught in time."""
_MATERNITY_PLACE: Final = re.compile(r"\b(?:labour|maternity|obstetric|postnatal|antenatal|delivery)\b")
_MATERNITY_WORDS: Final = cues("read", "maternity_words")


def read(
    text: str,
    posted_at: datetime,
    places: Sequence[Place],
    harm_weights: Weights | None = None,
    involved_weights: Columns | None = None,
) -> Reading:
    """Read one message, posted at an aware instant, into a draft. Any text is accepted, of any length.

    ``harm_weights`` and ``involved_weights`` stand in for those that are shipped, to measure others on messages that
    they do not know.
    """
    words = prepare(text)
    posted = posted_at.astimezone(LONDON)
    told = look(words, posted.year, places)
    place, hurt, device, medicines = told.place, told.hurt, told.device, told.medicines
    kind = _unless_a_death(words, find_event_type(words, told.signs, told.facts()), hurt)
    if kind.value == NOT_PATIENT_SAFETY:
        medicines = ()
    near_miss = None if _grave_harm(hurt) else told.near_miss
    never_event, near_never = told.never_event if kind.value in _MAY_HIDE_A_NEVER_EVENT else (None, None)
    if kind.value != INCIDENT:
        doubtful = kind.value == NOT_PATIENT_SAFETY or kind.sure < TOLD_IN_A_PHRASE
        if doubtful and never_event is not None and never_event.sure >= TOLD_FULLY:
            kind = Answer(INCIDENT, never_event.sure, never_event.start, never_event.end, never_event.because)
        else:
            never_event, near_never = None, None
    involved = find_involved(
        words,
        kind.value,
        medicines=() if only_background(words, medicines) else medicines,
        device=device,
        never_event=never_event.value if never_event else None,
    )
    involved = add(involved, told, kind.value, involved_weights)
    agents = tuple(answer.value for answer in involved)
    physical = hurt if kind.value == INCIDENT else None
    if physical is not None and near_miss is not None and physical.value is PhysicalHarm.LOW and physical.sure < 0.8:
        physical = Answer(PhysicalHarm.NO_HARM, 0.7, near_miss.start, near_miss.end, near_miss.because)
    if physical is not None and physical.value is PhysicalHarm.MODERATE and near_miss is not None:
        named = _CALLED_A_NEAR_MISS.match(words.text)
        physical = Answer(PhysicalHarm.NO_HARM, 0.7, *named.span(), near_miss.because) if named else physical
    caught = near_miss or near_never
    if kind.value == INCIDENT and physical is None and caught is not None:
        physical = Answer(PhysicalHarm.NO_HARM, 0.75, caught.start, caught.end, caught.because)
    if never_event is not None and never_event.sure >= TOLD_IN_A_PHRASE:
        physical = at_least(words, physical, never_event.value)
    psychological = told.distress_beside(near_miss) if kind.value == INCIDENT else None
    physical = _beside_fright(words, physical, psychological)
    if physical is None and kind.value == INCIDENT and never_event is None:
        physical = ungraded(words)
    weighed = weigh(words, harm_weights) if kind.value == INCIDENT else None
    if physical is not None and weighed is not None:
        physical, weighed = settle(words, physical, weighed)
    death = find_death(words) if kind.value in {INCIDENT, OUTCOME} else None
    physical = _unless_told_dead(physical, death)
    physical = _unless_caught(physical, near_miss, near_never)
    near_miss = None if _reached(words, physical, near_miss, never_event) else near_miss
    controlled = any_controlled(medicines)
    flags = find_flags(
        words, kind.value, physical=physical, psychological=psychological, involved=agents,
        controlled=controlled, never_event=never_event, near=near_never, weighed=weighed, death=death,
    )  # fmt: skip
    age = told.age
    when = find_when(words, posted, kind.value, told.times)
    routes = route(
        kind.value,
        physical=physical.value if physical else None,
        psychological=psychological.value if psychological else None,
        involved=agents,
        flags=tuple(flag.value for flag in flags),
        challenge=told.challenge.value,
        never_event=never_event is not None,
        maternity=_is_maternity(words, place),
        violent=violence(words),
        child_harmed=bool(
            age
            and age.value in {"1", "2", "3", "4", "5", "6", "7"}
            and physical
            and physical.value is not PhysicalHarm.NO_HARM
        ),
    )
    return Reading(
        event_type=kind,
        occurred_on=when.on,
        occurred_month=when.month,
        occurred_at=when.at,
        shift=find_shift(words, when.at.value.hour if when.at else None),
        location=place,
        patients=count_patients(words, kind.value),
        physical=physical,
        psychological=psychological,
        involved=involved,
        medicines=medicines,
        controlled=controlled,
        device=device,
        challenge=told.challenge,
        process=find_process(words),
        outcome_types=find_outcomes(words, kind.value, death) if kind.value in {INCIDENT, OUTCOME} else (),
        risk_theme=find_risk_themes(words) if kind.value == RISK else (),
        risk_imminent=find_imminence(words) if kind.value == RISK else None,
        immediate_action=told.action,
        age_band=age,
        near_miss=near_miss if kind.value == INCIDENT else None,
        never_event=never_event,
        flags=flags,
        route_to=routes,
    )


def _unless_a_death(words: Words, kind: Answer[str], hurt: Answer[PhysicalHarm] | None) -> Answer[str]:
    """Return the kind; but no danger to come, no doubtful praise and nothing without patients, where somebody died."""
    if kind.value == GOOD_CARE and find_death(words) is not None:
        doubtful = kind.sure < _SURELY_PRAISE and _AT_PEACE.search(words.text) is None
        if doubtful or _COULD_HAVE_LIVED.search(words.text) is not None:
            return Answer(INCIDENT, kind.sure, kind.start, kind.end, kind.because)
    if kind.value == NOT_PATIENT_SAFETY and _A_PATIENT.search(words.text) is not None:
        death = find_death(words)
        if death is None or _STAFF_BEFORE.search(words.text, 0, death[0]) is not None:
            return kind
        return Answer(INCIDENT, kind.sure, *death, f"you wrote “{words.quote(*death)}”")
    if kind.value != RISK or hurt is None or hurt.value is not PhysicalHarm.FATAL:
        return kind
    if _OF_NO_THING.search(words.text, hurt.start, hurt.end) is None:
        return kind
    return Answer(INCIDENT, hurt.sure, hurt.start, hurt.end, hurt.because)


def _unless_told_dead(physical: Answer[PhysicalHarm] | None, death: Span | None) -> Answer[PhysicalHarm] | None:
    """Return the harm; or None, a question, where it is graded below severe though the words tell of a death."""
    small = physical is not None and physical.value not in {PhysicalHarm.SEVERE, PhysicalHarm.FATAL}
    return None if small and death is not None else physical


def _grave_harm(hurt: Answer[PhysicalHarm] | None) -> bool:
    """Whether harm came about that no catch undid: then nothing was caught in time."""
    return hurt is not None and hurt.value in {PhysicalHarm.SEVERE, PhysicalHarm.FATAL}


def _unless_caught(
    physical: Answer[PhysicalHarm] | None, near_miss: Answer[bool] | None, near_never: Answer[str] | None
) -> Answer[PhysicalHarm] | None:
    """Return the harm; or None, a question, where a Never Event was surely caught and a word of hurt stands beside."""
    caught = near_miss is not None and near_never is not None and near_never.sure >= _SURELY_CAUGHT
    told = physical is not None and physical.value is PhysicalHarm.MODERATE
    return None if caught and told else physical


def _reached(
    words: Words, physical: Answer[PhysicalHarm] | None, near_miss: Answer[bool] | None, never_event: Answer[int] | None
) -> bool:
    """Whether the words tell outright that it reached a patient, so that no card shows harm beside a near miss."""
    if near_miss is None or _CALLED_A_NEAR_MISS.match(words.text):
        return False
    told = physical is not None and physical.value is PhysicalHarm.MODERATE and physical.sure >= TOLD_IN_A_PHRASE
    return told or (never_event is not None and never_event.value in _DONE_BY_HAND)


def _beside_fright(
    words: Words, physical: Answer[PhysicalHarm] | None, psychological: Answer[PsychologicalHarm] | None
) -> Answer[PhysicalHarm] | None:
    """Return no harm to the body where the words tell of a fright and, of the body, nothing or a part of it."""
    if psychological is None or psychological.value is PsychologicalHarm.NO_HARM:
        return physical
    lasting = psychological.value is not PsychologicalHarm.LOW
    if physical is None or (lasting and is_slight(words, physical)):
        why = "you told of distress, and of no hurt to the body"
        return Answer(PhysicalHarm.NO_HARM, 0.62, psychological.start, psychological.end, why)
    return physical


def _is_maternity(words: Words, place: Answer[str] | None) -> bool:
    return (place is not None and _MATERNITY_PLACE.search(place.value.lower()) is not None) or _MATERNITY_WORDS.search(
        words.text
    ) is not None
