"""The tables, for SQLite and PostgreSQL alike. Instants are UTC; every closed set of words is a CHECK.

No statement is run from here, and nothing that identifies a patient has a column.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from storage.records import (
    ActionStatus,
    AlertStatus,
    EventType,
    FlagAnswer,
    IncidentStatus,
    NoteKind,
    OutboxState,
    PhysicalHarm,
    Platform,
    PsychologicalHarm,
    Role,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. A naive one is refused on its way in; SQLite's naive ones are UTC on their way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _words(name: str, values: Iterable[StrEnum], *, null: bool = False, **rest: Any) -> tuple[Any, ...]:
    listed = ", ".join(f"'{value}'" for value in values)
    return (
        Column(name, String(60), nullable=null, **rest),
        CheckConstraint(f"{name} IN ({listed})", name=f"{name}_word"),
    )


people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),
    Column("directorate", String(120)),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("email"),
    CheckConstraint("email IS NULL OR email = lower(email)", name="email_lower"),
)

person_roles = Table(
    "person_roles",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    *_words("role", Role),
    PrimaryKeyConstraint("person_id", "role"),
)

identities = Table(
    "identities",
    metadata,
    *_words("platform", Platform),
    Column("tenant", String(100), nullable=False),
    Column("user", String(200), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("address", JSON(none_as_null=True)),
    Column("last_active_at", Instant),
    PrimaryKeyConstraint("platform", "tenant", "user"),
)

locations = Table(
    "locations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("aliases", JSON, nullable=False),
    Column("description", String(300), nullable=False),
    Column("directorate", String(120), nullable=False),
    Column("lfpse_service", String(10), nullable=False),
    Column("lfpse_location", String(10), nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

conversations = Table(
    "conversations",
    metadata,
    *_words("platform", Platform),
    Column("tenant", String(100), nullable=False),
    Column("user", String(200), nullable=False),
    Column("place", String(300), nullable=False),
    Column("state", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "user", "place"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("form", String(100), nullable=False),
    Column("values", JSON, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("reminded_at", Instant),
    Index("ix_drafts_person_id_updated_at", "person_id", "updated_at"),
    sqlite_autoincrement=True,  # an old button must never name a newer draft
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("reply", Text),
)

files = Table(
    "files",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("owner_id", ForeignKey("people.id"), nullable=False),
    Column("stored_at", Instant, nullable=False),
    CheckConstraint("size >= 0", name="size_positive"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Integer, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(20), nullable=False, unique=True),
    Column("reporter_id", ForeignKey("people.id")),
    Column("reported_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    *_words("status", IncidentStatus),
    *_words("event_type", EventType),
    Column("location_id", ForeignKey("locations.id")),
    Column("occurred_on", Date),
    Column("anonymous", Boolean, nullable=False, server_default=text("false")),
    Column("retrieval_hash", String(64)),
    CheckConstraint("NOT anonymous OR reporter_id IS NULL", name="anonymous_has_no_reporter"),
    CheckConstraint("revision >= 1", name="revision_positive"),
    Index("ix_incidents_reporter_id_reported_at", "reporter_id", "reported_at"),
    Index("ix_incidents_location_id_reported_at", "location_id", "reported_at"),
    Index("ix_incidents_reported_at", "reported_at"),
    Index("ix_incidents_retrieval_hash", "retrieval_hash", unique=True),
    Index(
        "ix_incidents_open",
        "reported_at",
        sqlite_where=text("status IN ('received', 'in_review')"),
        postgresql_where=text("status IN ('received', 'in_review')"),
    ),
)

incident_revisions = Table(
    "incident_revisions",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("revised_at", Instant, nullable=False),
    Column("revised_by", ForeignKey("people.id")),
    Column("reason", String(300), nullable=False, server_default=text("''")),
    *_words("status", IncidentStatus),
    *_words("event_type", EventType),
    Column("what_happened", Text, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("occurred_on", Date),
    Column("occurred_at", Time),
    Column("location_id", ForeignKey("locations.id")),
    Column("patients", Integer),
    Column("involved", JSON, nullable=False),
    Column("immediate_action", Text, nullable=False),
    Column("taxonomy", String(60), nullable=False),
    Column("coded", JSON, nullable=False, server_default=text("'{}'")),
    PrimaryKeyConstraint("incident_id", "revision"),
    CheckConstraint("patients IS NULL OR patients BETWEEN 0 AND 100", name="patients_range"),
    CheckConstraint("revision >= 1", name="revision_positive"),
)

patient_harms = Table(
    "patient_harms",
    metadata,
    Column("incident_id", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    *_words("physical", PhysicalHarm, null=True),
    *_words("psychological", PsychologicalHarm, null=True),
    PrimaryKeyConstraint("incident_id", "revision", "sequence"),
    ForeignKeyConstraint(
        ["incident_id", "revision"], ["incident_revisions.incident_id", "incident_revisions.revision"]
    ),
    CheckConstraint("sequence BETWEEN 1 AND 100", name="sequence_range"),
)


def _open(words: Iterable[StrEnum]) -> str:
    return "status IN (" + ", ".join(f"'{word}'" for word in words) + ")"


OPEN_ALERT = _open(
    one for one in AlertStatus if one not in {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}
)
"""Alerts about which something is left to do, as SQL."""
OPEN_ACTION = _open(one for one in ActionStatus if one not in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED})
"""Actions that are not finished, as SQL. The partial index holds exactly these."""

reviews = Table(
    "reviews",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("handler_id", ForeignKey("people.id"), index=True),
    Column("merged_into", ForeignKey("incidents.id")),
    Column("answered_at", Instant),
    Column("answer_due_at", Instant),
    CheckConstraint("merged_into IS NULL OR merged_into <> incident_id", name="merged_into_another"),
    Index(
        "ix_reviews_owed",
        "answer_due_at",
        sqlite_where=text("answered_at IS NULL"),
        postgresql_where=text("answered_at IS NULL"),
    ),
)

incident_notes = Table(
    "incident_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    *_words("kind", NoteKind),
    Column("text", Text, nullable=False, server_default=text("''")),
    Column("about_id", ForeignKey("incident_notes.id")),
)

flag_answers = Table(
    "flag_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("flag", String(60), nullable=False),
    *_words("answer", FlagAnswer),
    Column("by_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", String(300), nullable=False, server_default=text("''")),
)

incident_files = Table(
    "incident_files",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), nullable=False),
    Column("file_key", ForeignKey("files.key"), nullable=False),
    Column("added_at", Instant, nullable=False),
    PrimaryKeyConstraint("incident_id", "file_key"),
)

not_names = Table(
    "not_names",
    metadata,
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("word", String(60), nullable=False),
    Column("said_at", Instant, nullable=False),
    PrimaryKeyConstraint("person_id", "word"),
)

habits = Table(
    "habits",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("location_id", ForeignKey("locations.id")),
    Column("updated_at", Instant, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False, unique=True),
    Column("reference", String(60), nullable=False),
    Column("title", String(300), nullable=False),
    Column("issuer", String(40), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("complete_by", Date, nullable=False),
    Column("complex", Boolean, nullable=False),
    Column("url", String(500), nullable=False),
    Column("explanation", Text, nullable=False),
    Column("executive_id", ForeignKey("people.id")),
    *_words("status", AlertStatus),
    Column("fence", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("ladder", Text, nullable=False),
    CheckConstraint("complete_by >= issued_on", name="dates_in_order"),
    CheckConstraint("fence >= 0", name="fence_positive"),
    Index("ix_alerts_status_complete_by", "status", "complete_by"),
)

alert_actions = Table(
    "alert_actions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("lead_id", ForeignKey("people.id"), nullable=False),
    Column("deputy_id", ForeignKey("people.id")),
    *_words("status", ActionStatus),
    Column("fence", Integer, nullable=False),
    Column("assigned_at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    Column("acknowledged_by", ForeignKey("people.id")),
    Column("help_asked_at", Instant),
    UniqueConstraint("alert_id", "number"),
    CheckConstraint("number >= 1", name="number_positive"),
    CheckConstraint("fence >= 0", name="fence_positive"),
    CheckConstraint("deputy_id IS NULL OR deputy_id <> lead_id", name="deputy_is_another"),
    CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_by_someone"),
    Index("ix_alert_actions_open", "due_on", sqlite_where=text(OPEN_ACTION), postgresql_where=text(OPEN_ACTION)),
    Index("ix_alert_actions_lead_id", "lead_id"),
    Index("ix_alert_actions_deputy_id", "deputy_id"),
)

alert_moves = Table(
    "alert_moves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False, index=True),
    Column("action_id", ForeignKey("alert_actions.id")),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    Column("move", String(60), nullable=False),
    Column("from_status", String(60), nullable=False),
    Column("to_status", String(60), nullable=False),
    Column("note", Text, nullable=False, server_default=text("''")),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(300), nullable=False, unique=True),
    Column("kind", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("due_at", Instant, nullable=False),
    *_words("state", OutboxState),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    *_words("platform", Platform, null=True),
    Column("address", JSON(none_as_null=True)),
    Column("body", Text),
    Column("lease_until", Instant),
    Column("receipt", JSON(none_as_null=True)),
    Column("settled_at", Instant),
    Column("reason", String(300)),
    CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="leased_while_sending"),
    CheckConstraint("(state IN ('sent', 'failed', 'cancelled')) = (settled_at IS NOT NULL)", name="settled_at_end"),
    Index(
        "ix_outbox_due",
        "due_at",
        sqlite_where=text("state IN ('waiting', 'sending', 'unknown')"),
        postgresql_where=text("state IN ('waiting', 'sending', 'unknown')"),
    ),
    Index("ix_outbox_subject", "subject"),
    Index("ix_outbox_person_id", "person_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("act", String(80), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_subject", "subject"),
    CheckConstraint("actor <> ''", name="actor_named"),
)

APPEND_ONLY = ("incident_revisions", "patient_harms", "alert_moves", "audit", "incident_notes", "flag_answers")
"""Tables in which the database itself refuses UPDATE and DELETE."""
