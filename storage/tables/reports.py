"""Tables of safety events: reports and their revisions, harm by patient number, reviews, notes. Never an identity."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    Time,
    and_,
    text,
)

from storage.records import (
    EventType,
    FlagAnswer,
    IncidentStatus,
    NoteKind,
    PhysicalHarm,
    PsychologicalHarm,
)
from storage.tables.kinds import Instant, metadata, words

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(20), nullable=False, unique=True),
    Column("reporter_id", ForeignKey("people.id")),
    Column("reported_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    *words("status", IncidentStatus),
    *words("event_type", EventType),
    Column("location_id", ForeignKey("locations.id")),
    Column("occurred_on", Date),
    Column("anonymous", Boolean, nullable=False, server_default=text("false")),
    Column("retrieval_hash", String(64)),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Column("marks", String(200), nullable=False, server_default=text("''")),
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
    Index(
        "ix_incidents_worst_first",
        "priority",
        "reported_at",
        "id",
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
    *words("status", IncidentStatus),
    *words("event_type", EventType),
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
    *words("physical", PhysicalHarm, null=True),
    *words("psychological", PsychologicalHarm, null=True),
    PrimaryKeyConstraint("incident_id", "revision", "sequence"),
    ForeignKeyConstraint(
        ["incident_id", "revision"], ["incident_revisions.incident_id", "incident_revisions.revision"]
    ),
    CheckConstraint("sequence BETWEEN 1 AND 100", name="sequence_range"),
)

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

_NOTES_KEPT: Final = tuple(kind for kind in NoteKind if kind is not NoteKind.ADDED)

incident_notes = Table(
    "incident_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    *words("kind", _NOTES_KEPT),
    Column("text", Text, nullable=False, server_default=text("''")),
    Column("about_id", ForeignKey("incident_notes.id")),
    Column("revision", Integer),
)

ADDED_LATER: Final = and_(incident_notes.c.kind == NoteKind.WITNESS, incident_notes.c.revision.is_not(None))
"""Notes with what a reporter added. They are kept as a witness's with the version that they made, because processes
from before there were any still read them: one of those would fail on a kind that it does not know."""

flag_answers = Table(
    "flag_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("flag", String(60), nullable=False),
    *words("answer", FlagAnswer),
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
