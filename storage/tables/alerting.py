"""Tables of national alerts: receipts, versions, actions, moves, evidence and feeds. No statement is run here."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.records import (
    ActionStatus,
    AlertStatus,
    EvidenceKind,
    ReceiptSource,
    ReceiptState,
)
from storage.tables.kinds import Instant, metadata, words


def _open(words: Iterable[StrEnum]) -> str:
    return "status IN (" + ", ".join(f"'{word}'" for word in words) + ")"


OPEN_ALERT = _open(
    one for one in AlertStatus if one not in {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}
)
"""Alerts about which something is left to do, as SQL."""

OPEN_ACTION = _open(one for one in ActionStatus if one not in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED})
"""Actions that are not finished, as SQL. The partial index holds exactly these."""

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
    *words("status", AlertStatus),
    Column("fence", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("ladder", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("received_at", Instant),
    Column("acknowledged_at", Instant),
    Column("acknowledged_by", ForeignKey("people.id")),
    Column("leads_named_by", ForeignKey("people.id")),
    Column("relevance", Text, nullable=False, server_default=text("''")),
    Column("planned", JSON, nullable=False, server_default=text("'[]'")),
    Column("partners", JSON, nullable=False, server_default=text("'[]'")),
    Column("superseded_by", ForeignKey("alerts.id")),
    Column("closed_on", Date),
    Column("closed_by", ForeignKey("people.id")),
    Column("stood_since", Instant),
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
    *words("status", ActionStatus),
    Column("fence", Integer, nullable=False),
    Column("assigned_at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    Column("acknowledged_by", ForeignKey("people.id")),
    Column("help_asked_at", Instant),
    Column("part_of", Integer),
    Column("place", String(120), nullable=False, server_default=text("''")),
    Column("snoozed_until", Date),
    Column("stood_since", Instant),
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
    Column("for_id", ForeignKey("people.id")),
)

alert_versions = Table(
    "alert_versions",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id")),
    Column("reference", String(60), nullable=False),
    Column("title", String(300), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("complete_by", Date, nullable=False),
    Column("complex", Boolean, nullable=False),
    Column("url", String(500), nullable=False),
    Column("explanation", Text, nullable=False),
    Column("planned", JSON, nullable=False),
    Column("reason", String(300), nullable=False, server_default=text("''")),
    Column("receipt_id", Integer),
    PrimaryKeyConstraint("alert_id", "version"),
    CheckConstraint("version >= 1", name="version_positive"),
)

alert_leads = Table(
    "alert_leads",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("named_by", ForeignKey("people.id")),
    Column("named_at", Instant, nullable=False),
    PrimaryKeyConstraint("alert_id", "person_id"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True),
    *words("source", ReceiptSource),
    Column("key", String(60)),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("original", Text, nullable=False),
    Column("proposal", JSON, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_by", ForeignKey("people.id")),
    *words("state", ReceiptState),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("alert_id", ForeignKey("alerts.id")),
    Column("settled_at", Instant),
    Column("settled_by", ForeignKey("people.id")),
    Column("reason", String(300), nullable=False, server_default=text("''")),
    Column("item", Text),
    CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_at_end"),
    Index("ix_receipts_key", "key"),
    Index(
        "ix_receipts_waiting",
        "received_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

feeds = Table(
    "feeds",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("etag", String(300), nullable=False, server_default=text("''")),
    Column("last_modified", String(100), nullable=False, server_default=text("''")),
    Column("newest", String(60), nullable=False, server_default=text("''")),
    Column("tried_at", Instant),
    Column("succeeded_at", Instant),
    Column("next_at", Instant),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("trouble", String(300), nullable=False, server_default=text("''")),
    Column("left_from", Integer),  # from which line on the list is still to be read; empty: all of it was
    Column("left_since", String(60), nullable=False, server_default=text("''")),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("action_id", ForeignKey("alert_actions.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id"), nullable=False),
    Column("for_id", ForeignKey("people.id")),
    *words("kind", EvidenceKind),
    Column("text", Text, nullable=False, server_default=text("''")),
    Column("url", String(1000), nullable=False, server_default=text("''")),
    Column("file_key", ForeignKey("files.key")),
    Column("sha256", String(64), nullable=False),
    Column("withdrawn_at", Instant),
    CheckConstraint("(kind = 'file') = (file_key IS NOT NULL)", name="file_is_there"),
)

alert_incidents = Table(
    "alert_incidents",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("score", Integer, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("judged", Boolean),
    Column("judged_by", ForeignKey("people.id")),
    PrimaryKeyConstraint("alert_id", "incident_id"),
)
