"""LFPSE's labels as plain mappings, for forms and cards. The labels themselves stand in ``storage.rules.harm``."""

from collections.abc import Mapping
from typing import Final

from storage.records import EventType, Involved, PhysicalHarm, PsychologicalHarm
from storage.rules import harm

EVENT_LABELS: Final[Mapping[EventType, str]] = harm.EVENT_TYPES
PHYSICAL_LABELS: Final[Mapping[PhysicalHarm, str]] = {key: label for key, (_, label) in harm.PHYSICAL.items()}
PSYCHOLOGICAL_LABELS: Final[Mapping[PsychologicalHarm, str]] = {
    key: label for key, (_, label) in harm.PSYCHOLOGICAL.items()
}
INVOLVED_LABELS: Final[Mapping[Involved, str]] = {key: label for key, (_, label) in harm.INVOLVED.items()}

CHALLENGE_LABELS: Final[Mapping[str, str]] = {
    "1": "Pressure ulcers",
    "2": "Falls",
    "3": "Self harm",
    "4": "Radiotherapy incident",
    "5": "Healthcare associated infection",
    "7": "Screening services incident",
    "6": "None of the above",
}
OUTCOME_LABELS: Final[Mapping[str, str]] = {
    "5": "Return to theatre",
    "3": "Unplanned admission to ITU, HDU, SCBU or NICU",
    "2": "Unplanned reattendance or readmission",
    "7": "Crash call",
    "10": "Emergency or unplanned caesarean",
    "9": "Postpartum haemorrhage of concern",
    "1": "A death not thought to be due to care, for fact-finding",
    "4": "Safeguarding, with no concern about healthcare staff",
}
"""LFPSE outcome types; two are shortened, because their labels are longer than a list can show."""
RISK_LABELS: Final[Mapping[str, str]] = {
    "1": "Staffing, workload or capacity",
    "2": "Medical devices or their supply",
    "3": "Medicines or their supply",
    "4": "Other equipment or its supply",
    "5": "Buildings, fixtures and fittings",
    "6": "Computers, or passing on information",
    "7": "Administration or management",
    "8": "Other",
}
"""LFPSE risk themes, in fewer words."""
TIMEFRAME_LABELS: Final[Mapping[str, str]] = {"1": "Within months", "2": "Within years", "4": "Other"}
ROLE_LABELS: Final[Mapping[str, str]] = {
    "5": "Nurse or midwife",
    "4": "Doctor or dentist",
    "3": "Allied health professional",
    "1": "Clinical support, ambulance or pharmacy",
    "2": "Scientist, technician or social care",
    "6": "Office staff",
    "7": "Estates, porters, domestics or catering",
    "8": "Volunteer or other support",
    "9": "Other",
}
"""LFPSE's staff types (v5), in the words and order of a ward."""
IMMINENT_LABELS: Final[Mapping[str, str]] = {"y": "Yes", "n": "No"}
SHIFT_LABELS: Final[Mapping[str, str]] = {
    "1": "day shift",
    "2": "night shift",
    "3": "morning handover",
    "4": "evening handover",
}
