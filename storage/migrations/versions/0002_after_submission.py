"""What comes after a report was sent: codes, notes, answers to flags, files, anonymity. Adds only; old code goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("incident_notes", "flag_answers")


def upgrade() -> None:
    op.add_column("drafts", sa.Column("reminded_at", sa.DateTime(timezone=True)))
    op.add_column(
        "incident_revisions", sa.Column("coded", sa.JSON(), server_default=sa.text("'{}'"), nullable=False)
    )
    if op.get_bind().dialect.name == "sqlite":
        _incidents_on_sqlite()
    else:
        _incidents_on_postgresql()
    op.create_index("ix_incidents_retrieval_hash", "incidents", ["retrieval_hash"], unique=True)
    op.create_table(
        "reviews",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer()),
        sa.Column("merged_into", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer_due_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "merged_into IS NULL OR merged_into <> incident_id", name=op.f("ck_reviews_merged_into_another")
        ),
        sa.ForeignKeyConstraint(["handler_id"], ["people.id"], name=op.f("fk_reviews_handler_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_reviews_incident_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["incidents.id"], name=op.f("fk_reviews_merged_into")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_handler_id"), "reviews", ["handler_id"], unique=False)
    unanswered = sa.text("answered_at IS NULL")
    op.create_index(
        "ix_reviews_owed", "reviews", ["answer_due_at"], unique=False,
        sqlite_where=unanswered, postgresql_where=unanswered,
    )
    op.create_table(
        "incident_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("about_id", sa.Integer()),
        sa.CheckConstraint(
            "kind IN ('looking', 'question', 'answer', 'learning', 'review', 'merged', 'witness')",
            name=op.f("ck_incident_notes_kind_word"),
        ),
        sa.ForeignKeyConstraint(["about_id"], ["incident_notes.id"], name=op.f("fk_incident_notes_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_incident_notes_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_notes_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_notes")),
    )
    op.create_index(op.f("ix_incident_notes_incident_id"), "incident_notes", ["incident_id"], unique=False)
    op.create_table(
        "flag_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no', 'open')", name=op.f("ck_flag_answers_answer_word")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_flag_answers_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_flag_answers_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_answers")),
    )
    op.create_index(op.f("ix_flag_answers_incident_id"), "flag_answers", ["incident_id"], unique=False)
    op.create_table(
        "incident_files",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_key"], ["files.key"], name=op.f("fk_incident_files_file_key")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_files_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "file_key", name=op.f("pk_incident_files")),
    )
    op.create_table(
        "not_names",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_not_names_person_id")),
        sa.PrimaryKeyConstraint("person_id", "word", name=op.f("pk_not_names")),
    )
    op.create_table(
        "habits",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_habits_location_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_habits_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_habits")),
    )
    _guard()


def _incidents_on_sqlite() -> None:
    """Add columns with their constraints in place: a table that others refer to cannot be made anew under its rows."""
    for column in (
        "anonymous BOOLEAN DEFAULT false NOT NULL "
        "CONSTRAINT ck_incidents_anonymous_has_no_reporter CHECK (NOT anonymous OR reporter_id IS NULL)",
        "retrieval_hash VARCHAR(64)",
    ):
        op.execute(f"ALTER TABLE incidents ADD COLUMN {column}")


def _incidents_on_postgresql() -> None:
    for column in (
        sa.Column("anonymous", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("retrieval_hash", sa.String(length=64)),
    ):
        op.add_column("incidents", column)
    op.create_check_constraint(
        op.f("ck_incidents_anonymous_has_no_reporter"), "incidents", "NOT anonymous OR reporter_id IS NULL"
    )


def _guard() -> None:
    """Refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE of history, as the first revision does."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if sqlite:
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
