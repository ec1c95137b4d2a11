"""The closed sets of words in the store: platforms, duties, LFPSE's kinds of event and harm, and every status.

Values only; each is also a CHECK of the database.
"""

from enum import StrEnum
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
    TRANSFUSION_PRACTITIONER = "transfusion_practitioner"
    TISSUE_VIABILITY_LEAD = "tissue_viability_lead"
    FALLS_LEAD = "falls_lead"
    INFECTION_CONTROL_LEAD = "infection_control_lead"
    ESTATES_LEAD = "estates_lead"
    DIGITAL_CLINICAL_SAFETY_OFFICER = "digital_clinical_safety_officer"
    INFORMATION_GOVERNANCE_LEAD = "information_governance_lead"
    FREEDOM_TO_SPEAK_UP_GUARDIAN = "freedom_to_speak_up_guardian"


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
    """What was said about a report after it was sent.

    ``witness``: somebody else saw it too. ``added``: its reporter said more.
    """

    LOOKING = "looking"
    QUESTION = "question"
    ANSWER = "answer"
    LEARNING = "learning"
    REVIEW = "review"
    MERGED = "merged"
    WITNESS = "witness"
    ADDED = "added"


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


class EvidenceKind(StrEnum):
    """What was handed in for an action."""

    TEXT = "text"
    LINK = "link"
    FILE = "file"


class ReceiptSource(StrEnum):
    """How the text of an alert came to the trust's bot."""

    FEED = "feed"
    EMAIL = "email"
    PASTE = "paste"
    FILE = "file"
    FORM = "form"


class ReceiptState(StrEnum):
    """Whether a person has looked at what was received: nothing received acts before it is confirmed."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class OutboxState(StrEnum):
    """What became of one message to one person. ``unknown``: the platform may or may not have it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
