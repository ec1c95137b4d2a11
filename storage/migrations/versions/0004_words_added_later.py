"""What a reporter adds to a report is a note of its own, with the version that it made. Adds only; old code goes on,
and shows such a note as a witness's.

A feed keeps from where on a list is still to be read that was too long for one reading.
``drafts.reminded_at`` has been unused since it was made: reminders of drafts are rows of the outbox.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("left_from", sa.Integer()))
    op.add_column("feeds", sa.Column("left_since", sa.String(length=60), server_default=sa.text("''"), nullable=False))
    op.add_column("incident_notes", sa.Column("revision", sa.Integer()))
