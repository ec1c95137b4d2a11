"""History still only grows, but words can be taken out of it: they are replaced by ``[removed]``, and nothing else is.

The database compares the new text with the old one. With each mark read as "one character or more", the new text must
match the old: nothing can be added, moved, put right or deleted, and no other column can change.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = {
    "incident_revisions": ("reason", "what_happened", "immediate_action", "coded"),
    "incident_notes": ("text",),
    "flag_answers": ("reason",),
}
"""The columns that hold what somebody wrote."""
REST = {
    "incident_revisions": (
        "incident_id", "revision", "revised_at", "revised_by", "status", "event_type", "removed", "occurred_on",
        "occurred_at", "location_id", "patients", "involved", "taxonomy",
    ),
    "incident_notes": ("id", "incident_id", "at", "by_id", "kind", "about_id", "revision"),
    "flag_answers": ("id", "incident_id", "flag", "answer", "by_id", "at"),
}  # fmt: skip
"""All others. SQLite has to be told each of them."""
TAKEN_OUT = r"""
CREATE FUNCTION refuse_change_of_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb;
    becomes jsonb;
    name text;
    changes boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := to_jsonb(OLD);
        becomes := to_jsonb(NEW);
        changes := was <> becomes;
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF becomes ->> name IS DISTINCT FROM was ->> name AND ((was ->> name) LIKE replace(replace(replace(
                replace(becomes ->> name, '\', '\\'), '%', '\%'), '_', '\_'), '[removed]', '_%')) IS NOT TRUE
            THEN
                RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows',
                    ERRCODE = 'integrity_constraint_violation';
            END IF;
            was := was - name;
            becomes := becomes - name;
        END LOOP;
        IF changes AND was = becomes THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows', ERRCODE = 'integrity_constraint_violation';
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in WORDS.items():
            same = (f'NEW."{one}" IS OLD."{one}"' for one in REST[table])
            changes = " OR ".join(f'NEW."{one}" IS NOT OLD."{one}"' for one in columns)
            allowed = " AND ".join((*same, *map(_taken_out, columns), f"({changes})"))
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN ({allowed}) IS NOT TRUE "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
        return
    op.execute(TAKEN_OUT)
    for table, columns in WORDS.items():
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION refuse_change_of_words({', '.join(repr(one) for one in columns)})"
        )


def _taken_out(column: str) -> str:
    """Return SQL that says whether a column of SQLite stays, or has words replaced by the mark."""
    pattern = f'NEW."{column}"'
    for sign, meant in (("[", "[[]"), ("*", "[*]"), ("?", "[?]"), ("[[]removed]", "?*")):
        pattern = f"replace({pattern}, '{sign}', '{meant}')"
    return f'(NEW."{column}" IS OLD."{column}" OR OLD."{column}" GLOB {pattern})'
