"""What a reporter adds to a report is a note of its own, with the version that it made. Adds only; old code goes on.

A feed keeps from where on a list is still to be read that was too long for one reading.
``drafts.reminded_at`` has been unused since it was made: reminders of drafts are rows of the outbox.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = "kind IN ('looking', 'question', 'answer', 'learning', 'review', 'merged', 'witness', 'added')"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("left_from", sa.Integer()))
    op.add_column("feeds", sa.Column("left_since", sa.String(length=60), server_default=sa.text("''"), nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        _notes_on_sqlite()
        return
    op.drop_constraint(op.f("ck_incident_notes_kind_word"), "incident_notes", type_="check")
    op.create_check_constraint(op.f("ck_incident_notes_kind_word"), "incident_notes", KINDS)
    op.add_column("incident_notes", sa.Column("revision", sa.Integer()))


def _notes_on_sqlite() -> None:
    """Make the table anew, because SQLite changes no CHECK. Nothing but the table itself refers to it.

    The new one refers to itself under its first name, so that no row of it ever points at a table that is gone;
    SQLite renames the reference with the table. Its guards go with the old table, so they are made again.
    """
    op.create_table(
        "incident_notes_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("about_id", sa.Integer()),
        sa.Column("revision", sa.Integer()),
        sa.CheckConstraint(KINDS, name=op.f("ck_incident_notes_kind_word")),
        sa.ForeignKeyConstraint(["about_id"], ["incident_notes_after.id"], name=op.f("fk_incident_notes_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_incident_notes_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_notes_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_notes")),
    )
    op.execute("INSERT INTO incident_notes_after SELECT incident_notes.*, NULL FROM incident_notes ORDER BY id")
    op.drop_table("incident_notes")
    op.rename_table("incident_notes_after", "incident_notes")
    op.create_index(op.f("ix_incident_notes_incident_id"), "incident_notes", ["incident_id"], unique=False)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER incident_notes_no_{verb.lower()} BEFORE {verb} ON incident_notes "
            "BEGIN SELECT RAISE(ABORT, 'incident_notes only grows'); END"
        )
