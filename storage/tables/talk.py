"""Tables of talking: conversations, drafts, deliveries, files, the outbox and the audit. No statement is run here."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.records import (
    OutboxState,
    Platform,
)
from storage.tables.kinds import Instant, metadata, words

conversations = Table(
    "conversations",
    metadata,
    *words("platform", Platform),
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
    Column("reminded_at", Instant),  # unused since revision 0004: reminders are rows of the outbox; kept for old code
    Index("ix_drafts_person_id_updated_at", "person_id", "updated_at"),
    sqlite_autoincrement=True,  # an old button must never name a newer draft
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("reply", Text),
    Column("person_id", Integer),  # whose words the reply may hold, so that they can be forgotten
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
    Column("owner_id", ForeignKey("people.id")),
    Column("stored_at", Instant, nullable=False),
    Column("held_until", Instant, index=True),  # nobody needs it after this, unless a draft has it; empty: kept
    CheckConstraint("size >= 0", name="size_positive"),
)

draft_files = Table(
    "draft_files",
    metadata,
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("file_key", ForeignKey("files.key", ondelete="CASCADE"), nullable=False),
    Column("added_at", Instant, nullable=False),
    PrimaryKeyConstraint("draft_id", "file_key"),
)

file_links = Table(
    "file_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("file_key", ForeignKey("files.key", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Integer, nullable=False),
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
    *words("state", OutboxState),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    *words("platform", Platform, null=True),
    Column("address", JSON(none_as_null=True)),
    Column("body", Text),
    Column("lease_until", Instant),
    Column("receipt", JSON(none_as_null=True)),
    Column("settled_at", Instant),
    Column("reason", String(300)),
    Column("folded_into", ForeignKey("outbox.id")),
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
