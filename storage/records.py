"""The frozen records and words of the trust's safety work.

Values only: no behaviour, no database, no clock, and never a patient's identity.
Every instant is an aware UTC ``datetime``; every ``date`` is a day in Europe/London.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType

from storage.words import (
    HOME_TENANT,
    ActionStatus,
    AlertStatus,
    EventType,
    EvidenceKind,
    FlagAnswer,
    IncidentStatus,
    Involved,
    NoteKind,
    OutboxState,
    PhysicalHarm,
    Platform,
    PsychologicalHarm,
    ReceiptSource,
    ReceiptState,
    Role,
)

__all__ = [
    "HOME_TENANT",
    "Absence",
    "ActionStatus",
    "Alert",
    "AlertAction",
    "AlertStatus",
    "Coded",
    "EventType",
    "Evidence",
    "EvidenceKind",
    "FlagAnswer",
    "Identity",
    "Incident",
    "IncidentContent",
    "IncidentStatus",
    "Involved",
    "Location",
    "Message",
    "NoteKind",
    "OutboxState",
    "PatientHarm",
    "Person",
    "PhysicalHarm",
    "PlannedAction",
    "Platform",
    "PsychologicalHarm",
    "ReceiptSource",
    "ReceiptState",
    "Role",
    "Screened",
]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. ``id`` is 0 for somebody who has not been stored yet.

    ``deputy_id`` stands in for them whenever they are away; ``time_zone`` is an IANA name, None for the trust's own.
    """

    id: int
    name: str
    email: str | None = None
    roles: frozenset[Role] = frozenset()
    directorate: str | None = None
    active: bool = True
    deputy_id: int | None = None
    time_zone: str | None = None


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

    ``shift`` (time bracket), ``process``, ``challenges``, ``outcome_types``, ``risk_themes``, ``risk_timeframe`` and
    ``age_band`` are codes; ``risk_imminent`` is y, n or u. ``drugs`` are approved names. ``flags`` ask a person to
    decide; they decide nothing. ``why_anonymous`` is why a report has no name, if its sender said so.
    ``involvement`` is how the reporter has to do with the event, if they said that a colleague told them. ``role`` is
    the reporter's staff type, if they gave it; a report without a name has none. ``device_named`` has the screened
    words for a device that the lists know only as "Other".
    """

    shift: str | None = None
    process: str | None = None
    challenges: tuple[str, ...] = ()
    outcome_types: tuple[str, ...] = ()
    risk_themes: tuple[str, ...] = ()
    risk_imminent: str | None = None
    risk_timeframe: str | None = None
    drugs: tuple[str, ...] = ()
    controlled: bool = False
    device: str | None = None
    age_band: str | None = None
    near_miss: bool | None = None
    never_event: int | None = None
    flags: tuple[str, ...] = ()
    why_anonymous: str | None = None
    involvement: str | None = None
    role: str | None = None
    device_named: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentContent:
    """What a report says. ``patients`` is None when the number is not known; 0 is allowed.

    ``strengths`` and ``how_again`` belong to good care: what made it go well, and how it can happen again.
    """

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
    strengths: Screened = Screened("")
    how_again: Screened = Screened("")


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
class Absence:
    """Days, the last included, on which somebody is away. ``cover_id`` stands in for them."""

    id: int
    person_id: int
    first_day: date
    last_day: date
    cover_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action as the alert asks for it, before anybody owns it. ``due_on`` None: the alert's own deadline."""

    number: int
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A National Patient Safety Alert. ``key`` is (year, number) spelt one way, whoever issued it.

    ``planned`` are the actions that the alert asks for; owners get theirs as ``AlertAction`` once action is required.
    ``acknowledged_at`` is when and ``acknowledged_by`` who recorded the acknowledgement on CAS; likewise ``closed_on``
    and ``closed_by``. ``leads_named_by`` is the executive who named (or confirmed) the leads of a complex alert.
    ``partners`` are organisations outside the trust that share in the work. ``superseded_by`` is another alert's id.
    ``stood_since`` is when it came into its status; None for what was stored before that was kept.
    """

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
    version: int = 1
    received_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = None
    leads_named_by: int | None = None
    relevance: str = ""
    planned: tuple[PlannedAction, ...] = ()
    partners: tuple[str, ...] = ()
    superseded_by: int | None = None
    closed_on: date | None = None
    closed_by: int | None = None
    stood_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertAction:
    """One numbered action of an alert. ``fence`` grows with every move, so old reminders know they are old.

    An action that is split has several rows with the same ``part_of`` (the number in the alert), each with its own
    ``number``, owner and ``place`` (a directorate or site). ``snoozed_until``: no reminder to the owner before then.
    ``stood_since`` is when it came into its status.
    """

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
    part_of: int | None = None
    place: str = ""
    snoozed_until: date | None = None
    stood_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an owner handed in for an action; ``for_id`` is the lead when a deputy did. ``sha256`` is of its content."""

    id: int
    action_id: int
    at: datetime
    by_id: int
    for_id: int | None
    kind: EvidenceKind
    text: str
    url: str
    file_key: str | None
    sha256: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox: one message to one person or place, due at one instant.

    ``kind`` names what draws it (``reply``, ``notice.…``, ``reminder.…``); ``subject`` is what it is
    about (``action:12``); ``key`` is unique, so that the same wish is never stored twice.
    ``body`` is a stored reply for kind ``reply`` and empty for all that are drawn when they are sent.
    ``folded_into`` is the message that holds this one, when several went to one person as one.
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
    folded_into: int | None = None
