"""Who should know that an event was reported, by rule (domain brief d). Roles only, each with its reason.

Pure data and functions: nobody is told from here. The responsible officer is never routed to: only a person decides
that.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from storage.records import (
    EventType,
    IncidentContent,
    Involved,
    PatientHarm,
    Person,
    PhysicalHarm,
    PsychologicalHarm,
    Role,
)
from storage.rules import harm

NOT_PATIENT_SAFETY: Final = "not_patient_safety"
"""The kind of a message that tells of no patient: it has no event type."""
SPECIALIST: Final = "patient_safety_specialist"
MATERNITY_SERVICE: Final = "19"
"""LFPSE service type of maternity care."""

ROLE_OF: Final[Mapping[str, Role]] = MappingProxyType(
    {
        "MSO": Role.MEDICATION_SAFETY_OFFICER,
        "MDSO": Role.MEDICAL_DEVICE_SAFETY_OFFICER,
        "CDAO": Role.CONTROLLED_DRUGS_ACCOUNTABLE_OFFICER,
        "maternity_safety_champion": Role.MATERNITY_SAFETY_CHAMPION,
        "medical_examiner": Role.MEDICAL_EXAMINER,
        "learning_from_deaths_lead": Role.LEARNING_FROM_DEATHS_LEAD,
        "safeguarding_lead": Role.SAFEGUARDING_LEAD,
        "patient_safety_specialist": Role.PATIENT_SAFETY_SPECIALIST,
        "executive_on_call": Role.EXECUTIVE,
        "transfusion_practitioner": Role.TRANSFUSION_PRACTITIONER,
        "tissue_viability": Role.TISSUE_VIABILITY_LEAD,
        "falls_lead": Role.FALLS_LEAD,
        "infection_control": Role.INFECTION_CONTROL_LEAD,
        "estates": Role.ESTATES_LEAD,
        "CSO_digital": Role.DIGITAL_CLINICAL_SAFETY_OFFICER,
        "IG_team": Role.INFORMATION_GOVERNANCE_LEAD,
        "freedom_to_speak_up_guardian": Role.FREEDOM_TO_SPEAK_UP_GUARDIAN,
    }
)
"""The routes that the trust's staff file has a role for. Where nobody holds it, see ``falls_to_specialist``."""

ONLY_TO_ITS_HOLDER: Final = frozenset(
    {
        "ward_manager", "falls_lead", "tissue_viability", "infection_control", "estates", "CSO_digital",
        "transplant_lead", "radiotherapy_lead", "screening_lead", "M_and_M_lead",
    }
)  # fmt: skip
"""Routes of the everyday: where nobody holds them, an ordinary report waits in the queue and nobody is messaged."""

NAME_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "MSO": "the Medication Safety Officer",
        "MDSO": "the Medical Device Safety Officer",
        "CDAO": "the Controlled Drugs Accountable Officer",
        "maternity_safety_champion": "the Maternity Safety Champion",
        "medical_examiner": "the Medical Examiner",
        "learning_from_deaths_lead": "the Learning from Deaths lead",
        "safeguarding_lead": "the safeguarding lead",
        "executive_on_call": "the executive",
        "transfusion_practitioner": "the Transfusion Practitioner",
        "tissue_viability": "the tissue viability lead",
        "falls_lead": "the falls lead",
        "infection_control": "the infection control lead",
        "estates": "the estates lead",
        "CSO_digital": "the digital clinical safety officer",
        "IG_team": "the information governance lead",
        "freedom_to_speak_up_guardian": "the Freedom to Speak Up guardian",
    }
)
"""What those who hear of a report by a route are called, for its reporter: the role, and never a person."""

AT_ONCE: Final = frozenset({SPECIALIST, "executive_on_call"})
"""Routes that never wait, not even to hide when a report without a name was sent: care comes before the mixing."""

REASON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "patient_safety_specialist": "it may be serious",
        "medical_examiner": "a patient died",
        "learning_from_deaths_lead": "a patient died",
        "executive_on_call": "it may need action at once",
        "MSO": "a medicine was involved",
        "MDSO": "a medical device was involved",
        "CDAO": "a controlled drug was involved",
        "CSO_digital": "a computer system was involved",
        "estates": "a building or an estates service was involved",
        "transfusion_practitioner": "blood or a blood product was involved",
        "transplant_lead": "tissue or an organ was involved",
        "maternity_safety_champion": "it happened in maternity care",
        "safeguarding_lead": "somebody may need safeguarding",
        "tissue_viability": "there is pressure damage",
        "ward_manager": "a patient fell",
        "falls_lead": "a patient was harmed in a fall",
        "infection_control": "an infection may have been caught in care",
        "radiotherapy_lead": "radiotherapy was involved",
        "screening_lead": "a screening programme was involved",
        "IG_team": "personal information may have gone astray",
        "health_and_safety": "staff or a visitor was hurt",
        "local_security": "there was violence or a threat",
        "M_and_M_lead": "it is an outcome for review",
        "freedom_to_speak_up_guardian": "somebody may need support to speak up",
    }
)

NEAR_NEVER_EVENT: Final = "near_miss_of_never_event"
"""The flag of a Never Event that was nearly one. Near misses are learned from: the specialist hears of them."""
_DANGER: Final = "harm may come very soon"

_BY_AGENT: Final = (
    (Involved.MEDICATION, "MSO"),
    (Involved.DEVICES, "MDSO"),
    (Involved.IT_SYSTEMS, "CSO_digital"),
    (Involved.BUILDINGS, "estates"),
    (Involved.ESTATES, "estates"),
    (Involved.BLOOD, "transfusion_practitioner"),
    (Involved.BLOOD_PRODUCTS, "transfusion_practitioner"),
    (Involved.TISSUES_ORGANS, "transplant_lead"),
)
_MATERNITY_OUTCOMES: Final = frozenset({"9", "10"})
_CHILD: Final = frozenset({"1", "2", "3", "4", "5", "6", "7"})
"""LFPSE age brackets under 18."""
_BY_CHALLENGE: Final = {
    "1": "tissue_viability",
    "2": "ward_manager",
    "4": "radiotherapy_lead",
    "5": "infection_control",
    "7": "screening_lead",
}
_BY_FLAG: Final = (
    ("controlled_drug", "CDAO"),
    ("safeguarding", "safeguarding_lead"),
    ("mnsi_review", "maternity_safety_champion"),
    ("information_governance_breach", "IG_team"),
    ("freedom_to_speak_up", "freedom_to_speak_up_guardian"),
    ("immediate_escalation", "executive_on_call"),
)


_SERIOUS: Final = frozenset({PhysicalHarm.MODERATE, PhysicalHarm.SEVERE, PhysicalHarm.FATAL})
_DISTRESSED: Final = frozenset({PsychologicalHarm.MODERATE, PsychologicalHarm.SEVERE})
_TELL_NOTHING: Final = frozenset({"anonymous_requested", "clinical_safety_officer"})
"""Flags that say nothing of how grave an event is: how it was sent, and that a computer was part of it."""


def routes_of_event(
    kind: str,
    *,
    physical: PhysicalHarm | None,
    psychological: PsychologicalHarm | None,
    involved: tuple[Involved, ...],
    flags: tuple[str, ...],
    challenge: str,
    never_event: bool,
    maternity: bool,
    violent: bool,
    child_harmed: bool,
) -> tuple[str, ...]:
    """Return the routes, each once, most urgent first. ``REASON`` has the plain words for each."""
    if kind == NOT_PATIENT_SAFETY:
        astray = "information_governance_breach" in flags
        return (
            ("IG_team",) if astray else ("health_and_safety", "local_security") if violent else ("health_and_safety",)
        )
    routes: list[str] = []
    incident = kind == EventType.INCIDENT
    if incident and (physical in _SERIOUS or never_event or psychological in _DISTRESSED):
        routes.append("patient_safety_specialist")
    if "medical_examiner" in flags:
        routes += ["medical_examiner", "learning_from_deaths_lead"]
    if kind in {EventType.INCIDENT, EventType.RISK, EventType.GOOD_CARE}:
        routes += [role for agent, role in _BY_AGENT if agent in involved]
    routes += [role for flag, role in _BY_FLAG if flag in flags]
    if maternity:
        routes.append("maternity_safety_champion")
    if child_harmed:
        routes.append("safeguarding_lead")
    if incident and challenge in _BY_CHALLENGE:
        routes.append(_BY_CHALLENGE[challenge])
        if challenge == "2" and physical not in {None, PhysicalHarm.NO_HARM, PhysicalHarm.LOW}:
            routes.append("falls_lead")
    if kind == EventType.OUTCOME:
        routes.append("M_and_M_lead")
    return tuple(dict.fromkeys(routes))


def routes_of_report(content: IncidentContent, *, service: str = "") -> tuple[str, ...]:
    """Return the routes of a stored report, each once. ``service`` is the LFPSE service type of its place.

    Harm speaks for itself, so that what a person graded counts when no flag was raised. Danger that is imminent (LFPSE
    RI003: death or severe harm very soon) goes to the executive on call and to the specialist.
    """
    coded = content.coded
    physical = _worst_physical(content.harms)
    flags = tuple(dict.fromkeys((*coded.flags, *raised_by_harm(content))))
    found: list[str] = []
    for challenge in coded.challenges or ("",):
        found += routes_of_event(
            content.event_type,
            physical=physical,
            psychological=_worst_psychological(content.harms),
            involved=content.involved,
            flags=(*flags, "controlled_drug") if coded.controlled else flags,
            challenge=challenge,
            never_event=coded.never_event is not None,
            maternity=service == MATERNITY_SERVICE or not _MATERNITY_OUTCOMES.isdisjoint(coded.outcome_types),
            violent=False,
            child_harmed=coded.age_band in _CHILD and physical not in {None, PhysicalHarm.NO_HARM},
        )
    if is_imminent(content):
        found += ["executive_on_call", SPECIALIST]
    if specialist_reasons(content):
        found.append(SPECIALIST)
    return tuple(dict.fromkeys(found))


def is_imminent(content: IncidentContent) -> bool:
    """Return whether death or severe harm may come very soon: as a risk says, or as words of an emergency tell."""
    coded = content.coded
    soon = content.event_type is EventType.RISK and coded.risk_imminent == "y"
    return soon or "immediate_escalation" in coded.flags


def specialist_reasons(content: IncidentContent) -> tuple[str, ...]:
    """Return why the patient safety specialist hears of a report at once, each reason for itself (domain brief d)."""
    coded = content.coded
    physical, psychological = _worst_physical(content.harms), _worst_psychological(content.harms)
    reasons = []
    if physical in _SERIOUS:
        reasons.append("a patient died" if physical is PhysicalHarm.FATAL else "harm may be moderate or worse")
    if psychological in _DISTRESSED:
        reasons.append("a patient may be badly distressed")
    if coded.never_event is not None or "never_event_review" in coded.flags:
        reasons.append("it may be a Never Event")
    if NEAR_NEVER_EVENT in coded.flags:
        reasons.append("it was nearly a Never Event")
    if is_imminent(content):
        reasons.append(_DANGER)
    return tuple(reasons)


def reasons(routes: Iterable[str], content: IncidentContent) -> tuple[str, ...]:
    """Return why somebody whom these routes reach hears of a report, in plain words, each once."""
    found: list[str] = []
    for route in routes:
        if route == SPECIALIST:
            found += specialist_reasons(content) or [REASON[SPECIALIST]]
        elif route == "executive_on_call" and is_imminent(content):
            found.append(_DANGER)
        elif route in REASON:
            found.append(REASON[route])
    return tuple(dict.fromkeys(found))


def falls_to_specialist(route: str, content: IncidentContent) -> bool:
    """Return whether the specialist hears where nobody holds the duty of a route (domain brief d: they do).

    Not of the everyday, or they would hear of each fall and miss what is serious: it must be moderate or worse, or a
    flag must be raised.
    """
    if route not in ONLY_TO_ITS_HOLDER:
        return True
    flags = {*content.coded.flags, *raised_by_harm(content)} - _TELL_NOTHING
    return bool(flags) or harm.concerns_specialist(content.harms) or is_imminent(content)


def raised_by_harm(content: IncidentContent) -> tuple[str, ...]:
    """Return the flags that the harm of a report raises by itself, for a person to decide (domain brief a.4, c)."""
    flags = []
    if harm.needs_candour_review(content.harms) and content.event_type is EventType.INCIDENT:
        flags.append("duty_of_candour_review")
    if _worst_physical(content.harms) is PhysicalHarm.FATAL:
        flags += ["medical_examiner", "cqc_notification"]
    if content.coded.never_event is not None:
        flags.append("never_event_review")
    return tuple(flags)


def is_routed_to(person: Person, routes: Iterable[str]) -> bool:
    """Say whether a report with these routes is told to this person because of a duty that they hold."""
    return any(ROLE_OF.get(one) in person.roles for one in routes)


def _worst_physical(harms: Iterable[PatientHarm]) -> PhysicalHarm | None:
    known = [one.physical for one in harms if one.physical is not None]
    return max(known, key=list(PhysicalHarm).index, default=None)


def _worst_psychological(harms: Iterable[PatientHarm]) -> PsychologicalHarm | None:
    known = [one.psychological for one in harms if one.psychological is not None]
    return max(known, key=list(PsychologicalHarm).index, default=None)
