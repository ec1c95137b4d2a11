"""The report as forms: declared once, asked on every platform. It holds no rule about who may send one."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.form import Ask, LocationRef
from handlers.chat.turn import RawAnswer
from handlers.showing.labels import (
    CHALLENGE_LABELS,
    EVENT_LABELS,
    INVOLVED_LABELS,
    PHYSICAL_LABELS,
    PSYCHOLOGICAL_LABELS,
)
from storage.records import EventType, Involved, PhysicalHarm, PsychologicalHarm

PATIENTS_MOST: Final = 100
"""So many LFPSE takes in one record (domain brief a.4)."""

OF_THE_FIRST: Final = "If there are several: the first of them. We then ask about the others."

HARM_APPLIES: Final = frozenset({EventType.INCIDENT.value, EventType.OUTCOME.value})

Story = Annotated[
    str,
    Ask(
        "What happened?",
        hint="In your own words. Please leave out names and numbers of patients.",
        long=True,
        most=2900,
    ),
]
KindOfEvent = Annotated[
    EventType,
    Ask(
        "What kind of event was it?",
        hint=(
            "Incident: something went wrong, or nearly did. Good care: something went well. "
            "Risk: it may harm somebody. Outcome: a poor result, and nobody knows yet why."
        ),
        labels=EVENT_LABELS,
        otherwise=EventType.INCIDENT.value,
    ),
]


class Challenge(StrEnum):
    """LFPSE's safety challenges (v5 codes)."""

    PRESSURE_ULCERS = "1"
    FALLS = "2"
    SELF_HARM = "3"
    RADIOTHERAPY = "4"
    INFECTION = "5"
    SCREENING = "7"
    NONE_OF_THESE = "6"


class ReportForm(BaseModel):
    """What the guided capture asks about an incident (domain brief a.6)."""

    what_happened: Story
    event_type: KindOfEvent
    occurred_on: Annotated[date | None, Ask("On which day?", hint="Leave it empty if you do not know.")] = None
    occurred_at: Annotated[time | None, Ask("At what time, about?", hint="Leave it empty if you do not know.")] = None
    location: Annotated[LocationRef | None, Ask("Where?", hint="The ward or place.")] = None
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
    involved: Annotated[
        tuple[Involved, ...], Ask("What was involved?", hint="Choose all that fit.", labels=INVOLVED_LABELS)
    ] = ()
    drugs: Annotated[
        str, Ask("Which medicines?", hint="Their names, with a comma between them. Leave it empty if none.", most=300)
    ] = ""
    device: Annotated[str, Ask("Which device?", hint="What kind of device. Leave it empty if none.", most=100)] = ""
    challenges: Annotated[
        tuple[Challenge, ...], Ask("Was it one of these?", hint="Choose all that fit.", labels=CHALLENGE_LABELS)
    ] = ()
    immediate_action: Annotated[
        str, Ask("What was done straight away?", hint="In a few words.", long=True, most=2000)
    ] = ""


class Rest(StrEnum):
    """What holds for the patients who come after."""

    EACH = "each"
    SAME = "same"


class PatientForm(BaseModel):
    """Harm to one further patient."""

    physical: Annotated[
        PhysicalHarm | None, Ask("Physical harm to this patient?", labels=PHYSICAL_LABELS, unknown=True)
    ]
    psychological: Annotated[
        PsychologicalHarm | None, Ask("Psychological harm to this patient?", labels=PSYCHOLOGICAL_LABELS, unknown=True)
    ]
    rest: Annotated[
        Rest,
        Ask(
            "And the patients after this one?",
            labels={Rest.EACH: "Ask me about each", Rest.SAME: "The same for all the rest"},
        ),
    ] = Rest.EACH


class AddForm(BaseModel):
    """Something that is added to a report later."""

    text: Annotated[
        str,
        Ask(
            "What would you like to add?", hint="Please leave out names and numbers of patients.", long=True, most=2000
        ),
    ]


def applies(field: str, raw: Mapping[str, RawAnswer]) -> bool:
    """Say whether a question still makes sense: harm is asked for incidents and outcomes with a patient (LFPSE a.3).

    The other kinds have forms of their own, so after such an answer this form has no more questions. Challenges are
    read from the words and shown for a last look; nobody is asked for them one at a time.
    """
    kind = raw.get("event_type") or EventType.INCIDENT.value
    if field in {"what_happened", "event_type"}:
        return True
    if kind != EventType.INCIDENT.value:
        return False
    involved = raw.get("involved") or ()
    match field:
        case "physical" | "psychological":
            return raw.get("patients") not in {"0", "none"}
        case "drugs":
            return Involved.MEDICATION.value in involved
        case "device":
            return Involved.DEVICES.value in involved
        case _:
            return field != "challenges"


def harm_applies(field: str, raw: Mapping[str, RawAnswer]) -> bool:
    """Say whether a question still makes sense in a form of one kind: no harm is asked where there is no patient."""
    return field not in {"physical", "psychological"} or raw.get("patients") not in {"0", "none"}
