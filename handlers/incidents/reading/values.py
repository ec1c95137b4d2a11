"""What the reader hands back: places that it was given, answers that it found, and the whole reading.

Values only. An answer never holds the person's words, only where they stand and why they counted.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Generic, TypeVar

from storage.records import Involved, PhysicalHarm, PsychologicalHarm

T = TypeVar("T")

SURE: Final = 0.6
"""An answer less sure than this is a question for the person, not an answer."""

INCIDENT: Final = "incident"
GOOD_CARE: Final = "good_care"
RISK: Final = "risk"
OUTCOME: Final = "outcome"
NOT_PATIENT_SAFETY: Final = "not_patient_safety"


@dataclass(frozen=True, slots=True)
class Place:
    """One of the trust's places, as its locations file has it."""

    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    directorate: str = ""
    service: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A value read from a message.

    ``sure`` runs from 0 to 1. ``start`` and ``end`` are half-open offsets into the text; both are 0
    when the answer rests on what the text does not say. ``because`` is plain words for the person.
    """

    value: T
    sure: float
    start: int
    end: int
    because: str

    @property
    def settled(self) -> bool:
        """Whether this is sure enough to be put on the card without asking."""
        return self.sure >= SURE


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one message was understood to say. None means that it does not say.

    ``event_type`` is one of incident, good_care, risk, outcome, not_patient_safety.
    ``occurred_month`` is "YYYY-MM", given when the day is not known. ``shift`` is an LFPSE time bracket
    code, ``challenge``, ``process``, ``outcome_types``, ``risk_theme`` and ``age_band`` are LFPSE v5 codes.
    """

    event_type: Answer[str] | None = None
    occurred_on: Answer[date] | None = None
    occurred_month: Answer[str] | None = None
    occurred_at: Answer[time] | None = None
    shift: Answer[str] | None = None
    location: Answer[str] | None = None
    patients: Answer[int] | None = None
    physical: Answer[PhysicalHarm] | None = None
    psychological: Answer[PsychologicalHarm] | None = None
    involved: tuple[Answer[Involved], ...] = ()
    medicines: tuple[Answer[str], ...] = ()
    controlled: bool = False
    device: Answer[str] | None = None
    challenge: Answer[str] | None = None
    process: Answer[str] | None = None
    outcome_types: tuple[Answer[str], ...] = ()
    risk_theme: tuple[Answer[str], ...] = ()
    risk_imminent: Answer[str] | None = None
    immediate_action: Answer[str] | None = None
    age_band: Answer[str] | None = None
    near_miss: Answer[bool] | None = None
    never_event: Answer[int] | None = None
    flags: tuple[Answer[str], ...] = ()
    route_to: tuple[str, ...] = ()
