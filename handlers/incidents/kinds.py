"""The short forms of good care, a risk and an outcome: each asks what LFPSE wants to know of its kind, and no more.

An incident has the form in ``form``. None of these asks for harm where LFPSE has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.form import Ask, LocationRef
from handlers.chat.turn import RawAnswer
from handlers.incidents.form import OF_THE_FIRST, PATIENTS_MOST, KindOfEvent, ReportForm, Story
from handlers.showing.labels import (
    IMMINENT_LABELS,
    INVOLVED_LABELS,
    OUTCOME_LABELS,
    PHYSICAL_LABELS,
    PSYCHOLOGICAL_LABELS,
    RISK_LABELS,
    TIMEFRAME_LABELS,
)
from storage.records import EventType, Involved, PhysicalHarm, PsychologicalHarm


class OutcomeType(StrEnum):
    """LFPSE's outcome types (v5 codes)."""

    RETURN_TO_THEATRE = "5"
    INTENSIVE_CARE = "3"
    READMISSION = "2"
    CRASH_CALL = "7"
    CAESAREAN = "10"
    HAEMORRHAGE = "9"
    DEATH = "1"
    SAFEGUARDING = "4"


class RiskTheme(StrEnum):
    """LFPSE's risk themes (v5 codes)."""

    STAFFING = "1"
    DEVICES = "2"
    MEDICINES = "3"
    EQUIPMENT = "4"
    BUILDINGS = "5"
    INFORMATION = "6"
    MANAGEMENT = "7"
    OTHER = "8"


class Imminent(StrEnum):
    """LFPSE's yes and no; "I don't know" is the form's own answer."""

    YES = "y"
    NO = "n"


class Timeframe(StrEnum):
    """LFPSE's time in which a risk may come about (v5 codes)."""

    MONTHS = "1"
    YEARS = "2"
    OTHER = "4"


Where = Annotated[LocationRef | None, Ask("Where?", hint="The ward or place.")]
Day = Annotated[date | None, Ask("On which day?", hint="Leave it empty if you do not know.")]
Hour = Annotated[time | None, Ask("At what time, about?", hint="Leave it empty if you do not know.")]
Agents = Annotated[tuple[Involved, ...], Ask("What was involved?", hint="Choose all that fit.", labels=INVOLVED_LABELS)]
Strengths = Annotated[
    str,
    Ask("What made it go well?", hint="People, teamwork, training, equipment: what helped.", long=True, most=2000),
]
HowAgain = Annotated[
    str,
    Ask("How could this happen more often?", hint="What should we keep, or do elsewhere?", long=True, most=2000),
]
Outcomes = Annotated[
    tuple[OutcomeType, ...], Ask("What was the outcome?", hint="Choose all that fit.", labels=OUTCOME_LABELS)
]


class GoodCareForm(BaseModel):
    """What went well, and how it can happen again (LFPSE: StrengthsOfCare, HowFutureOccurrence)."""

    what_happened: Story
    event_type: KindOfEvent
    strengths: Strengths = ""
    how_again: HowAgain = ""
    occurred_on: Day = None
    occurred_at: Hour = None
    location: Where = None


class RiskForm(BaseModel):
    """What may harm somebody (LFPSE: RiskTheme, RiskImminent, RiskTimeframe). Nobody was harmed yet."""

    what_happened: Annotated[
        str,
        Ask(
            "What could go wrong?", hint="In your own words. Please leave out names and numbers of patients.", long=True
        ),
    ]
    event_type: KindOfEvent
    risk_imminent: Annotated[
        Imminent | None,
        Ask("Could somebody die or be badly hurt very soon?", labels=IMMINENT_LABELS, unknown=True),
    ] = None
    risk_themes: Annotated[
        tuple[RiskTheme, ...], Ask("What is the risk about?", hint="Choose all that fit.", labels=RISK_LABELS)
    ] = ()
    risk_timeframe: Annotated[Timeframe | None, Ask("When may it happen?", labels=TIMEFRAME_LABELS, unknown=True)] = (
        None
    )
    occurred_on: Annotated[date | None, Ask("When did you notice it?", hint="Leave it empty if you do not know.")] = (
        None
    )
    location: Where = None
    involved: Agents = ()
    immediate_action: Annotated[
        str, Ask("What was done about it so far?", hint="In a few words.", long=True, most=2000)
    ] = ""


class OutcomeForm(BaseModel):
    """A poor result of which nobody knows yet why (LFPSE: OutcomeType)."""

    what_happened: Story
    event_type: KindOfEvent
    outcome_types: Outcomes = ()
    occurred_on: Day = None
    occurred_at: Hour = None
    location: Where = None
    patients: Annotated[
        int | None,
        Ask(
            "How many patients were affected?", hint="0 if none. Leave it empty if you do not know.", top=PATIENTS_MOST
        ),
    ] = None
    physical: Annotated[
        PhysicalHarm | None,
        Ask("Physical harm to the patient?", hint=OF_THE_FIRST, labels=PHYSICAL_LABELS, unknown=True),
    ] = None
    psychological: Annotated[
        PsychologicalHarm | None,
        Ask("Psychological harm to the patient?", hint=OF_THE_FIRST, labels=PSYCHOLOGICAL_LABELS, unknown=True),
    ] = None
    immediate_action: Annotated[
        str, Ask("What was done straight away?", hint="In a few words.", long=True, most=2000)
    ] = ""


Filled = ReportForm | GoodCareForm | RiskForm | OutcomeForm


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of event is asked: the form's name, its model and its title (24 characters at most)."""

    form: str
    model: type[Filled]
    title: str


INCIDENT_FORM: Final = "incidents.report"
KINDS: Final[Mapping[EventType, Kind]] = MappingProxyType(
    {
        EventType.INCIDENT: Kind(INCIDENT_FORM, ReportForm, "Report a safety event"),
        EventType.GOOD_CARE: Kind("incidents.good_care", GoodCareForm, "Report good care"),
        EventType.RISK: Kind("incidents.risk", RiskForm, "Report a risk"),
        EventType.OUTCOME: Kind("incidents.outcome", OutcomeForm, "Report an outcome"),
    }
)
FORMS: Final = frozenset(kind.form for kind in KINDS.values())


def kind_of(raw: Mapping[str, RawAnswer]) -> Kind:
    """Return how a draft with these raw answers is asked. What was not said is an incident: 96 in 100 are (a.1)."""
    said = raw.get("event_type")
    return next((kind for event, kind in KINDS.items() if event.value == said), KINDS[EventType.INCIDENT])
