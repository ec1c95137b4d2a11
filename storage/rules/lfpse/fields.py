"""The fields of an LFPSE event: which group each is in, its FHIR type, its code list, how often, and whether needed.

Source: the structure definitions of LFPSE v5 (domain brief a.4). Only fields that the bot can fill stand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from storage.records import EventType


class Kind(StrEnum):
    """The FHIR element that holds a value."""

    CODE = "valueCode"
    TEXT = "valueString"
    FLAG = "valueBoolean"
    NUMBER = "valueInteger"
    DAY = "valueDate"
    TIME = "valueTime"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``codes`` names its code list; ``needed`` means that its group means nothing without it."""

    kind: Kind
    codes: str = ""
    most: int = 1
    needed: bool = False


_MANY: Final = 100


def _code(codes: str, *, most: int = 1, needed: bool = False) -> Field:
    return Field(Kind.CODE, codes, most, needed)


_TEXT: Final = Field(Kind.TEXT)
_FLAG: Final = Field(Kind.FLAG)
_YES_NO: Final = "yes-no-unknown-codes"

ESTIMATED_DATE: Final = "adverse-event-estimated-date"
AGENT: Final = "adverse-event-agent"
OUTCOME: Final = "adverse-event-outcome"
PROCESS: Final = "adverse-event-process"
RISK: Final = "adverse-event-risk-details"
WELL: Final = "adverse-event-went-well"
METADATA: Final = "adverse-event-reference-metadata"
CHALLENGES: Final = "adverse-event-safety-challenges"
GOVERNANCE: Final = "adverse-event-governance"
PATIENT: Final = "patient-information"
LOCATION: Final = "location-details"
PRACTITIONER: Final = "practitioner-details"
DEVICE: Final = "adverse-event-device-details"

GROUPS: Final[Mapping[str, Mapping[str, Field]]] = MappingProxyType(
    {
        ESTIMATED_DATE: {
            "IncidentOccurredToday": _code(_YES_NO),
            "EstimatedTime": _code("time-of-incident-brackets"),
            "PreciseTime": Field(Kind.TIME),
            "TodaysDate": Field(Kind.DAY),
        },
        AGENT: {
            "InvolvedAgents": _code("agent-type", most=_MANY, needed=True),
            "DrugsInvolved": Field(Kind.TEXT, most=_MANY),
        },
        OUTCOME: {"ImmediateActions": _TEXT, "OutcomeType": _code("outcome-type", most=_MANY)},
        PROCESS: {"Process": _code("healthcare-process", needed=True)},
        RISK: {
            "RiskDescription": _TEXT,
            "RiskTheme": _code("risk-themes", most=_MANY),
            "RiskImminent": _code(_YES_NO, needed=True),
            "RiskServiceArea": _code("service-type", most=_MANY),
            "RiskTimeframe": _code("risk-timeframes"),
        },
        WELL: {"StrengthsOfCare": _TEXT, "HowFutureOccurrence": Field(Kind.TEXT, needed=True)},
        METADATA: {
            "ReferenceNumber": _TEXT,
            "FromOnlineForms": _FLAG,
            "IsAnonymous": _FLAG,
            "DataSharingOptOut": Field(Kind.FLAG, needed=True),
        },
        CHALLENGES: {"SafetyChallenges": _code("safety-challenges", most=_MANY, needed=True)},
        GOVERNANCE: {
            "DutyOfCandour": _FLAG,
            "CqcNotify": _FLAG,
            "NeverEvent": _FLAG,
            "HsibNotify": _FLAG,
            "NeverEventType": _code("never-event-type"),
        },
        PATIENT: {
            "PhysicalHarm": _code("level-of-physical-harm"),
            "PsychologicalHarm": _code("level-of-psychological-harm"),
            "AgeBracket": _code("age-brackets"),
            "PatientSequence": Field(Kind.NUMBER, needed=True),
        },
        LOCATION: {
            "LocationKnown": _code(_YES_NO),
            "Organisation": Field(Kind.CODE, most=_MANY),
            "ServiceArea": _code("service-type", most=_MANY),
            "LocationWithinService": _code("incident-location"),
        },
        PRACTITIONER: {
            "ReporterType": _code("reporter-type"),
            "ReporterRole": _code("staff-type"),
            "ReporterInvolvement": _code("reporter-relationship-to-event"),
            "ReporterOrganisation": Field(Kind.CODE),
            "WhyAnonymous": _code("anonymity-reasons", most=_MANY),
        },
        DEVICE: {"DeviceType": _code("device-type", most=_MANY)},
    }
)
"""Every group by the name of its structure definition, and its fields in the order in which they are written."""

_PLACE: Final = (f"{LOCATION}.ServiceArea", f"{LOCATION}.LocationWithinService")
EXPECTED: Final[Mapping[EventType, tuple[str, ...]]] = MappingProxyType(
    {
        EventType.INCIDENT: (
            "description",
            "date",
            f"{AGENT}.InvolvedAgents",
            f"{PROCESS}.Process",
            f"{CHALLENGES}.SafetyChallenges",
            *_PLACE,
        ),
        EventType.OUTCOME: ("description", "date", f"{OUTCOME}.OutcomeType", *_PLACE),
        EventType.RISK: ("description", f"{RISK}.RiskTheme", f"{RISK}.RiskImminent", *_PLACE),
        EventType.GOOD_CARE: ("description", f"{WELL}.HowFutureOccurrence", *_PLACE),
    }
)
"""What the report of an export says is missing, for each type. The national matrix of needed fields is not published
(domain brief, gaps): these are the fields that the v5 groups of each type cannot do without, and day and place."""

NEVER_ASKED: Final = (
    "whether the person wants their report not to be shared (DataSharingOptOut is written as false)",
    "gender, ethnicity and exact age of the patient, and how far the incident caused the harm",
    "the reporter's part in it (unless a colleague told them), and how concerned they are",
    "when the problem was noticed, the responsible specialty, and how medicines or devices went wrong",
)
"""What LFPSE can hold and the bot does not ask anybody, in words for the report."""
