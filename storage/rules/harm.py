"""Harm: LFPSE's labels and codes, the worst of several patients, and what must be looked at at once.

LFPSE's grades, the Duty of Candour and Never Events are different decisions: nothing here decides the last two.
A clinician confirms these values before live use; they stand here once, so that they are easy to correct.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from storage.records import EventType, Involved, PatientHarm, PhysicalHarm, PsychologicalHarm

EVENT_TYPES: Final[Mapping[EventType, str]] = MappingProxyType(
    {
        EventType.INCIDENT: "Incident",
        EventType.GOOD_CARE: "Good care",
        EventType.RISK: "Risk",
        EventType.OUTCOME: "Outcome",
    }
)
"""Labels of the four event types (domain brief a.2). Their codes in CL001 are not published: none is stored."""

PHYSICAL: Final[Mapping[PhysicalHarm, tuple[str, str]]] = MappingProxyType(
    {
        PhysicalHarm.NO_HARM: ("5", "No physical harm"),
        PhysicalHarm.LOW: ("4", "Low physical harm"),
        PhysicalHarm.MODERATE: ("3", "Moderate physical harm"),
        PhysicalHarm.SEVERE: ("2", "Severe physical harm"),
        PhysicalHarm.FATAL: ("1", "Fatal"),
    }
)
"""OT001: code and exact label (domain brief a.3). A lower number is worse."""

PSYCHOLOGICAL: Final[Mapping[PsychologicalHarm, tuple[str, str]]] = MappingProxyType(
    {
        PsychologicalHarm.NO_HARM: ("4", "No psychological harm"),
        PsychologicalHarm.LOW: ("3", "Low psychological harm"),
        PsychologicalHarm.MODERATE: ("2", "Moderate psychological harm"),
        PsychologicalHarm.SEVERE: ("1", "Severe psychological harm"),
    }
)
"""OT002: code and exact label (domain brief a.3). There is no fatal level."""

INVOLVED: Final[Mapping[Involved, tuple[str, str]]] = MappingProxyType(
    {
        Involved.MEDICATION: ("4", "Medications"),
        Involved.DEVICES: ("3", "Devices"),
        Involved.IT_SYSTEMS: ("9", "IT Systems or Software"),
        Involved.BUILDINGS: ("13", "Buildings or Infrastructure"),
        Involved.ESTATES: ("14", "Estates Services"),
        Involved.BLOOD: ("11", "Blood"),
        Involved.BLOOD_PRODUCTS: ("12", "Blood products"),
        Involved.TISSUES_ORGANS: ("8", "Tissues or Organs for transplant"),
        Involved.NONE_OF_THESE: ("10", "None of the above"),
    }
)
"""A001, agent type: code and exact label (domain brief a.4). People are a separate question."""


class Level(IntEnum):
    """NHS England's combined level of harm; a lower number is worse."""

    FATAL = 1
    SEVERE = 2
    MODERATE = 3
    LOW = 4
    NONE = 5


LEVELS: Final[Mapping[Level, str]] = MappingProxyType(
    {
        Level.FATAL: "Fatal",
        Level.SEVERE: "Severe harm",
        Level.MODERATE: "Moderate harm",
        Level.LOW: "Low harm",
        Level.NONE: "No harm",
    }
)
MISSING: Final = "Harm level missing"
NOT_APPLICABLE: Final = "Not applicable"


def combined(harms: Iterable[PatientHarm]) -> Level | None:
    """Return the worst combined level of these patients, or None when no grade is known.

    For one patient it is ``min(physical, psychological + 1)`` of the LFPSE codes. Source: domain brief a.3 (S2).
    """
    grades = [grade for harm in harms for grade in _grades(harm)]
    return Level(min(grades)) if grades else None


def worst(harms: Iterable[PatientHarm]) -> str:
    """Return the combined level of a report in words.

    "Harm level missing" when there are patients but no grade, "Not applicable" without patients. Source: a.3 (S2).
    """
    listed = tuple(harms)
    if not listed:
        return NOT_APPLICABLE
    level = combined(listed)
    return MISSING if level is None else LEVELS[level]


def is_serious(harms: Iterable[PatientHarm]) -> bool:
    """Return whether somebody died or was severely harmed: care and telling people come before any form."""
    level = combined(harms)
    return level is not None and level <= Level.SEVERE


def concerns_specialist(harms: Iterable[PatientHarm]) -> bool:
    """Return whether the patient safety specialist hears at once: moderate harm or worse (domain brief d)."""
    level = combined(harms)
    return level is not None and level <= Level.MODERATE


def needs_candour_review(harms: Iterable[PatientHarm]) -> bool:
    """Return whether a person should decide about the Duty of Candour.

    Physical moderate, severe or fatal, or psychological moderate or severe, for any patient. It is a flag and never
    the decision: LFPSE's grades are not the terms of Regulation 20. Source: domain brief c, a proposal.
    """
    physical = {PhysicalHarm.MODERATE, PhysicalHarm.SEVERE, PhysicalHarm.FATAL}
    psychological = {PsychologicalHarm.MODERATE, PsychologicalHarm.SEVERE}
    return any(harm.physical in physical or harm.psychological in psychological for harm in harms)


def _grades(harm: PatientHarm) -> list[int]:
    grades = [] if harm.physical is None else [int(PHYSICAL[harm.physical][0])]
    if harm.psychological is not None:
        grades.append(int(PSYCHOLOGICAL[harm.psychological][0]) + 1)
    return grades
