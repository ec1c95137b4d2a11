"""How urgent a report is, kept beside it, so that the worst are read first; and more duties that a person can hold.

Code from before goes on. A report that it sends keeps priority 0 until its next step: nobody weighed it, so it stands
first. It does not know the new duties: put them into the staff list when only newer processes are left.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = (
    "clinical_lead", "executive", "cas_officer", "patient_safety_specialist", "medication_safety_officer",
    "medical_device_safety_officer", "controlled_drugs_accountable_officer", "maternity_safety_champion",
    "medical_examiner", "learning_from_deaths_lead", "safeguarding_lead", "girft_lead", "responsible_officer",
    "administrator", "transfusion_practitioner", "tissue_viability_lead", "falls_lead", "infection_control_lead",
    "estates_lead", "digital_clinical_safety_officer", "information_governance_lead", "freedom_to_speak_up_guardian",
)  # fmt: skip
BATCH = 1000
"""Reports that are weighed at a time."""
LEVELS = ("fatal", "severe", "moderate")
FLAGS = {
    "never_event_review": "never_event", "duty_of_candour_review": "candour", "safeguarding": "safeguarding",
    "mnsi_review": "maternity", "medical_examiner": "death",
}  # fmt: skip
PRIORITIES = {"fatal": 1, "severe": 2, "danger": 2, "never_event": 2, "near_never_event": 9}
ORDER = ("fatal", "severe", "moderate", "danger", "never_event", "candour", "safeguarding", "maternity", "death",
         "near_never_event")  # fmt: skip
OPEN = sa.text("status IN ('received', 'in_review')")


def upgrade() -> None:
    op.add_column("incidents", sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("incidents", sa.Column("marks", sa.String(length=200), server_default=sa.text("''"), nullable=False))
    weigh(op.get_bind())
    op.create_index(
        "ix_incidents_worst_first", "incidents", ["priority", "reported_at", "id"], unique=False,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    more_duties(op.get_bind())


def more_duties(connection: sa.Connection) -> None:
    """Let the database take the new duties. SQLite cannot change a CHECK: the table is made anew, nothing names it."""
    check = f"role IN ({', '.join(repr(one) for one in ROLES)})"
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_person_roles_role_word"), "person_roles", type_="check")
        op.create_check_constraint(op.f("ck_person_roles_role_word"), "person_roles", check)
        return
    op.rename_table("person_roles", "person_roles_before")
    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.CheckConstraint(check, name=op.f("ck_person_roles_role_word")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_roles")),
    )
    op.execute("INSERT INTO person_roles (person_id, role) SELECT person_id, role FROM person_roles_before")
    op.drop_table("person_roles_before")


def weigh(connection: sa.Connection) -> None:
    """Keep with each report that is there how urgent it is, by the rules as they were when this was written."""
    last = 0
    while rows := _reports(connection, last):
        last = rows[-1].id
        span = {"first": rows[0].id, "last": last}
        harms = _gathered(
            connection, "SELECT h.incident_id, h.physical, h.psychological FROM patient_harms h JOIN incidents i "
            "ON i.id = h.incident_id AND i.revision = h.revision WHERE h.incident_id BETWEEN :first AND :last", span,
        )  # fmt: skip
        answers = _gathered(
            connection, "SELECT incident_id, flag, answer FROM flag_answers "
            "WHERE incident_id BETWEEN :first AND :last ORDER BY id", span,
        )  # fmt: skip
        found = [(one, _marks(one, harms.get(one.id, ()), dict(answers.get(one.id, ())))) for one in rows]
        connection.execute(
            sa.text("UPDATE incidents SET priority = :priority, marks = :marks WHERE id = :id"),
            [
                {
                    "id": one.id,
                    "priority": min((PRIORITIES.get(mark, 3) for mark in marks), default=9),
                    "marks": " ".join(("", *marks, "")) if marks else "",
                }
                for one, marks in found
            ],
        )


def _reports(connection: sa.Connection, last: int) -> list[Any]:
    query = (
        "SELECT i.id, i.event_type, CAST(r.coded AS TEXT) AS coded FROM incidents i JOIN incident_revisions r "
        "ON r.incident_id = i.id AND r.revision = i.revision WHERE i.id > :last ORDER BY i.id LIMIT :most"
    )
    return list(connection.execute(sa.text(query), {"last": last, "most": BATCH}))


def _gathered(connection: sa.Connection, query: str, span: Mapping[str, int]) -> dict[int, list[tuple[Any, Any]]]:
    found: dict[int, list[tuple[Any, Any]]] = {}
    for key, one, other in connection.execute(sa.text(query), span):
        found.setdefault(key, []).append((one, other))
    return found


def _marks(report: Any, harms: Iterable[tuple[Any, Any]], answers: Mapping[str, str]) -> list[str]:
    coded = json.loads(report.coded or "{}")
    raised = set(coded.get("flags", ()))
    levels = {one for pair in harms for one in pair if one is not None}
    level = next((one for one in LEVELS if one in levels), None)
    found = set() if level is None else {level}
    if level is not None and report.event_type == "incident":
        raised.add("duty_of_candour_review")
    if level == "fatal":
        raised.add("medical_examiner")
    if coded.get("never_event") is not None:
        raised.add("never_event_review")
    soon = report.event_type == "risk" and coded.get("risk_imminent") == "y"
    if soon or "immediate_escalation" in raised:
        found.add("danger")
    for flag, mark in FLAGS.items():
        answer = answers.get(flag, "open")
        if answer == "yes" or (flag in raised and answer == "open"):
            found.add(mark)
    if "near_miss_of_never_event" in raised:
        found.add("near_never_event")
    return [one for one in ORDER if one in found]
