"""The frozen records and words of the trust's safety work.

Values only: no behaviour, no database, no clock, and never a patient's identity.
Every instant is an aware UTC ``datetime``; every ``date`` is a day in Europe/London.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Platform(StrEnum):
    """Where a person talks to the bot."""

    SLACK = "slack"
    TEAMS = "teams"
    BROWSER = "browser"


HOME_TENANT: Final = "home"
"""The trust's own Slack workspace, Microsoft tenant or demo page; any other value is an outside organisation."""


class Role(StrEnum):
    """A duty that a person holds. The slugs are those of the staff file."""

    CLINICAL_LEAD = "clinical_lead"
    EXECUTIVE = "executive"
    CAS_OFFICER = "cas_officer"
    PATIENT_SAFETY_SPECIALIST = "patient_safety_specialist"
    MEDICATION_SAFETY_OFFICER = "medication_safety_officer"
    MEDICAL_DEVICE_SAFETY_OFFICER = "medical_device_safety_officer"
    CONTROLLED_DRUGS_ACCOUNTABLE_OFFICER = "controlled_drugs_accountable_officer"
    MATERNITY_SAFETY_CHAMPION = "maternity_safety_champion"
    MEDICAL_EXAMINER = "medical_examiner"
    LEARNING_FROM_DEATHS_LEAD = "learning_from_deaths_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    GIRFT_LEAD = "girft_lead"
    RESPONSIBLE_OFFICER = "responsible_officer"
    ADMINISTRATOR = "administrator"


class EventType(StrEnum):
    """LFPSE's four event types (domain brief a.2)."""

    INCIDENT = "incident"
    GOOD_CARE = "good_care"
    RISK = "risk"
    OUTCOME = "outcome"


class PhysicalHarm(StrEnum):
    """LFPSE OT001, from none to worst. Labels and codes are in ``rules.harm``."""

    NO_HARM = "no_harm"
    LOW = "low"
    MODERATE = "moderate"
    SEVERE = "severe"
    FATAL = "fatal"


class PsychologicalHarm(StrEnum):
    """LFPSE OT002, from none to worst. LFPSE has no fatal level here."""

    NO_HARM = "no_harm"
    LOW = "low"
    MODERATE = "moderate"
    SEVERE = "severe"


class Involved(StrEnum):
    """What was involved: LFPSE A001, agent type."""

    MEDICATION = "medication"
    DEVICES = "devices"
    IT_SYSTEMS = "it_systems"
    BUILDINGS = "buildings"
    ESTATES = "estates"
    BLOOD = "blood"
    BLOOD_PRODUCTS = "blood_products"
    TISSUES_ORGANS = "tissues_organs"
    NONE_OF_THESE = "none_of_these"


class IncidentStatus(StrEnum):
    """Where a report stands in the trust."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class NoteKind(StrEnum):
    """What was said about a report after it was sent. ``witness``: somebody else saw it too."""

    LOOKING = "looking"
    QUESTION = "question"
    ANSWER = "answer"
    LEARNING = "learning"
    REVIEW = "review"
    MERGED = "merged"
    WITNESS = "witness"


class FlagAnswer(StrEnum):
    """What a person decided about a flag. ``open`` takes an answer back."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class AlertStatus(StrEnum):
    """Where a National Patient Safety Alert stands in the trust. Moves are in ``rules.lifecycle``."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    EXECUTIVE_NAMED = "executive_named"
    LEADS_NAMED = "leads_named"
    ACTION_REQUIRED = "action_required"
    NOT_REQUIRED = "not_required"
    AUTHORISED = "authorised"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ActionStatus(StrEnum):
    """Where one action of an alert stands."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    EVIDENCE_SUBMITTED = "evidence_submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. ``id`` is 0 for somebody who has not been stored yet."""

    id: int
    name: str
    email: str | None = None
    roles: frozenset[Role] = frozenset()
    directorate: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """One person on one platform, and how to reach them there.

    ``address`` is what the platform's sender needs for a one-to-one message
    (a Slack user id, a Teams conversation reference); None until it is known.
    """

    platform: Platform
    tenant: str
    user: str
    person_id: int
    address: Mapping[str, str] | None = None
    last_active_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A ward or other place of the trust, with its LFPSE codes."""

    id: int
    name: str
    aliases: tuple[str, ...]
    description: str
    directorate: str
    lfpse_service: str
    lfpse_location: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Screened:
    """Free text that the screening function has been through.

    Only ``rules.identifiers.screen`` makes one; the store's free-text columns take nothing else.
    ``removed`` counts what was taken out, by kind. The values themselves are kept nowhere.
    """

    text: str
    removed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PatientHarm:
    """Harm to one patient, known only by a number in this report. None means "I don't know"."""

    sequence: int
    physical: PhysicalHarm | None
    psychological: PsychologicalHarm | None


@dataclass(frozen=True, slots=True)
class Coded:
    """What a report says in LFPSE codes (of the content's ``taxonomy``) and lists, for people to confirm.

    ``shift`` (time bracket), ``process``, ``challenges``, ``outcome_types``, ``risk_themes``, ``age_band`` are codes;
    ``risk_imminent`` is y, n or u. ``drugs`` are approved names. ``flags`` ask a person to decide; they decide nothing.
    """

    shift: str | None = None
    process: str | None = None
    challenges: tuple[str, ...] = ()
    outcome_types: tuple[str, ...] = ()
    risk_themes: tuple[str, ...] = ()
    risk_imminent: str | None = None
    drugs: tuple[str, ...] = ()
    controlled: bool = False
    device: str | None = None
    age_band: str | None = None
    near_miss: bool | None = None
    never_event: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentContent:
    """What a report says. ``patients`` is None when the number is not known; 0 is allowed."""

    event_type: EventType
    what_happened: Screened
    occurred_on: date | None
    occurred_at: time | None
    location_id: int | None
    patients: int | None
    harms: tuple[PatientHarm, ...]
    involved: tuple[Involved, ...]
    immediate_action: Screened
    taxonomy: str = "LFPSE v5"
    coded: Coded = Coded()


@dataclass(frozen=True, slots=True)
class Incident:
    """A safety event as the trust knows it now: its newest revision.

    An ``anonymous`` one has no reporter. ``merged_into`` is the report that tells of the same event.
    ``answered_at`` is when the reporter first heard what came of it, ``answer_due_at`` when that was promised.
    """

    id: int
    reference: str
    reporter_id: int | None
    reported_at: datetime
    revision: int
    revised_at: datetime
    status: IncidentStatus
    content: IncidentContent
    anonymous: bool = False
    handler_id: int | None = None
    merged_into: int | None = None
    answered_at: datetime | None = None
    answer_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A National Patient Safety Alert. ``key`` is (year, number) spelt one way, whoever issued it."""

    id: int
    key: str
    reference: str
    title: str
    issuer: str
    issued_on: date
    complete_by: date
    complex: bool
    url: str
    explanation: str
    executive_id: int | None
    status: AlertStatus
    fence: int
    recorded_at: datetime
    ladder: str


@dataclass(frozen=True, slots=True)
class AlertAction:
    """One numbered action of an alert. ``fence`` grows with every move, so old reminders know they are old."""

    id: int
    alert_id: int
    number: int
    text: str
    due_on: date
    lead_id: int
    deputy_id: int | None
    status: ActionStatus
    fence: int
    assigned_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = None
    help_asked_at: datetime | None = None


class OutboxState(StrEnum):
    """What became of one message to one person. ``unknown``: the platform may or may not have it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox: one message to one person or place, due at one instant.

    ``kind`` names what draws it (``reply``, ``notice.…``, ``reminder.…``); ``subject`` is what it is
    about (``action:12``); ``key`` is unique, so that the same wish is never stored twice.
    ``body`` is a stored reply for kind ``reply`` and empty for all that are drawn when they are sent.
    """

    id: int
    key: str
    kind: str
    subject: str
    person_id: int | None
    due_at: datetime
    state: OutboxState
    fence: int
    attempts: int
    platform: Platform | None = None
    address: Mapping[str, str] | None = None
    body: str | None = None
    lease_until: datetime | None = None
    receipt: Mapping[str, str] | None = None
    settled_at: datetime | None = None
    reason: str | None = None
