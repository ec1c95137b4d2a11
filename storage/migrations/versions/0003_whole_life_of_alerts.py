"""The whole life of an alert: receipts, versions, leads, evidence, absences, feeds. Adds only; old code goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("alert_versions",)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _files()
    _columns()
    _absences()
    _receipts()
    _alerts()
    _guard()


def _refer(table: str, column: str, other: str) -> None:
    """Add a column that refers to another table. SQLite cannot add the constraint afterwards, so it comes along."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")
        return
    op.add_column(table, sa.Column(column, sa.Integer()))
    op.create_foreign_key(name, table, other, [column], ["id"])


def _columns() -> None:
    _refer("people", "deputy_id", "people")
    op.add_column("people", sa.Column("time_zone", sa.String(length=60)))
    op.add_column("alerts", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("alerts", sa.Column("received_at", INSTANT))
    op.add_column("alerts", sa.Column("acknowledged_at", INSTANT))
    _refer("alerts", "acknowledged_by", "people")
    _refer("alerts", "leads_named_by", "people")
    op.add_column("alerts", sa.Column("relevance", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("alerts", sa.Column("planned", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("alerts", sa.Column("partners", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    _refer("alerts", "superseded_by", "alerts")
    op.add_column("alerts", sa.Column("closed_on", sa.Date()))
    _refer("alerts", "closed_by", "people")
    op.add_column("alerts", sa.Column("stood_since", INSTANT))
    op.add_column("alert_actions", sa.Column("part_of", sa.Integer()))
    op.add_column(
        "alert_actions", sa.Column("place", sa.String(length=120), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("alert_actions", sa.Column("snoozed_until", sa.Date()))
    op.add_column("alert_actions", sa.Column("stood_since", INSTANT))
    _refer("alert_moves", "for_id", "people")
    _refer("outbox", "folded_into", "outbox")
    op.add_column("deliveries", sa.Column("person_id", sa.Integer()))
    op.add_column("habits", sa.Column("role", sa.String(length=10)))


def _files() -> None:
    """Let a file have no owner (a report without a name) and an end; SQLite makes such a table anew."""
    if op.get_bind().dialect.name == "sqlite":
        _files_on_sqlite()
    else:
        op.alter_column("files", "owner_id", existing_type=sa.Integer(), nullable=True)
        op.add_column("files", sa.Column("held_until", INSTANT))
    op.create_index(op.f("ix_files_held_until"), "files", ["held_until"], unique=False)
    op.create_table(
        "draft_files",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_key"], ["files.key"], name=op.f("fk_draft_files_file_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "file_key", name=op.f("pk_draft_files")),
    )
    op.create_table(
        "file_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_key"], ["files.key"], name=op.f("fk_file_links_file_key"), ondelete="CASCADE"
        ),
        _person("file_links", "person_id"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_file_links")),
    )


def _files_on_sqlite() -> None:
    """Set the only table that refers to files aside, so that no row of it points at a table that is gone."""
    op.execute("CREATE TABLE incident_files_before AS SELECT * FROM incident_files")
    op.drop_table("incident_files")
    op.create_table(
        "files_after",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("held_until", INSTANT),
        sa.CheckConstraint("size >= 0", name=op.f("ck_files_size_positive")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_files_owner_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_files")),
    )
    op.execute("INSERT INTO files_after SELECT files.*, NULL FROM files")
    op.drop_table("files")
    op.rename_table("files_after", "files")
    op.create_table(
        "incident_files",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["file_key"], ["files.key"], name=op.f("fk_incident_files_file_key")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_files_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "file_key", name=op.f("pk_incident_files")),
    )
    op.execute("INSERT INTO incident_files SELECT * FROM incident_files_before")
    op.drop_table("incident_files_before")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_{table}_{column}"))


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Integer()),
        sa.Column("said_by", sa.Integer()),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_absences_days_in_order")),
        sa.CheckConstraint("cover_id IS NULL OR cover_id <> person_id", name=op.f("ck_absences_cover_is_another")),
        *(_person("absences", column) for column in ("person_id", "cover_id", "said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person_id"), "absences", ["person_id"], unique=False)


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60)),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_by", sa.Integer()),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("alert_id", sa.Integer()),
        sa.Column("settled_at", INSTANT),
        sa.Column("settled_by", sa.Integer()),
        sa.Column("reason", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("item", sa.Text()),
        sa.CheckConstraint(
            "source IN ('feed', 'email', 'paste', 'file', 'form')", name=op.f("ck_receipts_source_word")
        ),
        sa.CheckConstraint("state IN ('waiting', 'confirmed', 'dismissed')", name=op.f("ck_receipts_state_word")),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name=op.f("ck_receipts_settled_at_end")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_receipts_alert_id")),
        _person("receipts", "received_by"),
        _person("receipts", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("sha256", name=op.f("uq_receipts_sha256")),
    )
    op.create_index("ix_receipts_key", "receipts", ["key"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_receipts_waiting",
        "receipts",
        ["received_at"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "feeds",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("etag", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("last_modified", sa.String(length=100), server_default=sa.text("''"), nullable=False),
        sa.Column("newest", sa.String(length=60), server_default=sa.text("''"), nullable=False),
        sa.Column("tried_at", INSTANT),
        sa.Column("succeeded_at", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("trouble", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_feeds")),
    )


def _alerts() -> None:
    op.create_table(
        "alert_versions",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("complete_by", sa.Date(), nullable=False),
        sa.Column("complex", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("receipt_id", sa.Integer()),
        sa.CheckConstraint("version >= 1", name=op.f("ck_alert_versions_version_positive")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_versions_alert_id")),
        _person("alert_versions", "by_id"),
        sa.PrimaryKeyConstraint("alert_id", "version", name=op.f("pk_alert_versions")),
    )
    op.create_table(
        "alert_leads",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer()),
        sa.Column("named_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_leads_alert_id")),
        _person("alert_leads", "person_id"),
        _person("alert_leads", "named_by"),
        sa.PrimaryKeyConstraint("alert_id", "person_id", name=op.f("pk_alert_leads")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer()),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("url", sa.String(length=1000), server_default=sa.text("''"), nullable=False),
        sa.Column("file_key", sa.String(length=40)),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", INSTANT),
        sa.CheckConstraint("kind IN ('text', 'link', 'file')", name=op.f("ck_evidence_kind_word")),
        sa.CheckConstraint("(kind = 'file') = (file_key IS NOT NULL)", name=op.f("ck_evidence_file_is_there")),
        sa.ForeignKeyConstraint(["action_id"], ["alert_actions.id"], name=op.f("fk_evidence_action_id")),
        _person("evidence", "by_id"),
        _person("evidence", "for_id"),
        sa.ForeignKeyConstraint(["file_key"], ["files.key"], name=op.f("fk_evidence_file_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_action_id"), "evidence", ["action_id"], unique=False)
    op.create_table(
        "alert_incidents",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("judged", sa.Boolean()),
        sa.Column("judged_by", sa.Integer()),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_incidents_alert_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_alert_incidents_incident_id")),
        _person("alert_incidents", "judged_by"),
        sa.PrimaryKeyConstraint("alert_id", "incident_id", name=op.f("pk_alert_incidents")),
    )
    op.create_index(op.f("ix_alert_incidents_incident_id"), "alert_incidents", ["incident_id"], unique=False)


def _guard() -> None:
    """Refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE of history, as the first revision does."""
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
