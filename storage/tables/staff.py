"""Tables of the trust: its people, their duties and absences, where they talk, its places. Never a patient."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.records import (
    Platform,
    Role,
)
from storage.tables.kinds import Instant, metadata, words

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),
    Column("directorate", String(120)),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Instant, nullable=False),
    Column("deputy_id", ForeignKey("people.id")),
    Column("time_zone", String(60)),
    UniqueConstraint("email"),
    CheckConstraint("email IS NULL OR email = lower(email)", name="email_lower"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("cover_id", ForeignKey("people.id")),
    Column("said_by", ForeignKey("people.id")),
    Column("said_at", Instant, nullable=False),
    CheckConstraint("last_day >= first_day", name="days_in_order"),
    CheckConstraint("cover_id IS NULL OR cover_id <> person_id", name="cover_is_another"),
)

person_roles = Table(
    "person_roles",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    *words("role", Role),
    PrimaryKeyConstraint("person_id", "role"),
)

identities = Table(
    "identities",
    metadata,
    *words("platform", Platform),
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
    Column("role", String(10)),
)
