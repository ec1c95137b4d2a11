"""The first tables, and the guards on those that only grow. There is no way back but a backup."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Tables whose rows are history: the database itself refuses to change or delete them.
APPEND_ONLY = (
    "incident_revisions",
    "patient_harms",
    "alert_moves",
    "audit",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.CheckConstraint("actor <> ''", name=op.f("ck_audit_actor_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("platform", sa.String(length=60), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("platform IN ('slack', 'teams', 'browser')", name=op.f("ck_conversations_platform_word")),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", "place", name=op.f("pk_conversations")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "deliveries",
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_received_at"), "deliveries", ["received_at"], unique=False)
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("directorate", sa.String(length=120), nullable=False),
        sa.Column("lfpse_service", sa.String(length=10), nullable=False),
        sa.Column("lfpse_location", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("name", name=op.f("uq_locations_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("directorate", sa.String(length=120), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email IS NULL OR email = lower(email)", name=op.f("ck_people_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("complete_by", sa.Date(), nullable=False),
        sa.Column("complex", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("executive_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('received', 'acknowledged', 'executive_named', 'leads_named', 'action_required', 'not_required', 'authorised', 'closed', 'cancelled')",
            name=op.f("ck_alerts_status_word"),
        ),
        sa.CheckConstraint("complete_by >= issued_on", name=op.f("ck_alerts_dates_in_order")),
        sa.CheckConstraint("fence >= 0", name=op.f("ck_alerts_fence_positive")),
        sa.ForeignKeyConstraint(["executive_id"], ["people.id"], name=op.f("fk_alerts_executive_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("key", name=op.f("uq_alerts_key")),
    )
    op.create_index("ix_alerts_status_complete_by", "alerts", ["status", "complete_by"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_person_id_updated_at", "drafts", ["person_id", "updated_at"], unique=False)
    op.create_table(
        "files",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_files_size_positive")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_files_owner_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_files")),
    )
    op.create_table(
        "identities",
        sa.Column("platform", sa.String(length=60), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("platform IN ('slack', 'teams', 'browser')", name=op.f("ck_identities_platform_word")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("event_type", sa.String(length=60), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "event_type IN ('incident', 'good_care', 'risk', 'outcome')", name=op.f("ck_incidents_event_type_word")
        ),
        sa.CheckConstraint(
            "status IN ('received', 'in_review', 'closed', 'withdrawn')", name=op.f("ck_incidents_status_word")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_incidents_revision_positive")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_incidents_location_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name=op.f("fk_incidents_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("reference", name=op.f("uq_incidents_reference")),
    )
    op.create_index("ix_incidents_location_id_reported_at", "incidents", ["location_id", "reported_at"], unique=False)
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["reported_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('received', 'in_review')"),
        postgresql_where=sa.text("status IN ('received', 'in_review')"),
    )
    op.create_index("ix_incidents_reported_at", "incidents", ["reported_at"], unique=False)
    op.create_index("ix_incidents_reporter_id_reported_at", "incidents", ["reporter_id", "reported_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("platform", sa.String(length=60), nullable=True),
        sa.Column("address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_outbox_leased_while_sending")
        ),
        sa.CheckConstraint(
            "(state IN ('sent', 'failed', 'cancelled')) = (settled_at IS NOT NULL)",
            name=op.f("ck_outbox_settled_at_end"),
        ),
        sa.CheckConstraint("platform IN ('slack', 'teams', 'browser')", name=op.f("ck_outbox_platform_word")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled')",
            name=op.f("ck_outbox_state_word"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
    )
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"], unique=False)
    op.create_index("ix_outbox_subject", "outbox", ["subject"], unique=False)
    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "role IN ('clinical_lead', 'executive', 'cas_officer', 'patient_safety_specialist', 'medication_safety_officer', 'medical_device_safety_officer', 'controlled_drugs_accountable_officer', 'maternity_safety_champion', 'medical_examiner', 'learning_from_deaths_lead', 'safeguarding_lead', 'girft_lead', 'responsible_officer', 'administrator')",
            name=op.f("ck_person_roles_role_word"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "alert_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("help_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('assigned', 'acknowledged', 'in_progress', 'evidence_submitted', 'returned', 'accepted', 'cancelled')",
            name=op.f("ck_alert_actions_status_word"),
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_alert_actions_acknowledged_by_someone"),
        ),
        sa.CheckConstraint(
            "deputy_id IS NULL OR deputy_id <> lead_id", name=op.f("ck_alert_actions_deputy_is_another")
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("ck_alert_actions_fence_positive")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_alert_actions_number_positive")),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["people.id"], name=op.f("fk_alert_actions_acknowledged_by")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_actions_alert_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_alert_actions_deputy_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name=op.f("fk_alert_actions_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_actions")),
        sa.UniqueConstraint("alert_id", "number", name=op.f("uq_alert_actions_alert_id_number")),
    )
    op.create_index("ix_alert_actions_deputy_id", "alert_actions", ["deputy_id"], unique=False)
    op.create_index("ix_alert_actions_lead_id", "alert_actions", ["lead_id"], unique=False)
    op.create_index(
        "ix_alert_actions_open",
        "alert_actions",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("status IN ('assigned', 'acknowledged', 'in_progress', 'evidence_submitted', 'returned')"),
        postgresql_where=sa.text(
            "status IN ('assigned', 'acknowledged', 'in_progress', 'evidence_submitted', 'returned')"
        ),
    )
    op.create_table(
        "incident_revisions",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("event_type", sa.String(length=60), nullable=False),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("occurred_at", sa.Time(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("patients", sa.Integer(), nullable=True),
        sa.Column("involved", sa.JSON(), nullable=False),
        sa.Column("immediate_action", sa.Text(), nullable=False),
        sa.Column("taxonomy", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "event_type IN ('incident', 'good_care', 'risk', 'outcome')",
            name=op.f("ck_incident_revisions_event_type_word"),
        ),
        sa.CheckConstraint(
            "status IN ('received', 'in_review', 'closed', 'withdrawn')", name=op.f("ck_incident_revisions_status_word")
        ),
        sa.CheckConstraint(
            "patients IS NULL OR patients BETWEEN 0 AND 100", name=op.f("ck_incident_revisions_patients_range")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_incident_revisions_revision_positive")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_revisions_incident_id")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_incident_revisions_location_id")),
        sa.ForeignKeyConstraint(["revised_by"], ["people.id"], name=op.f("fk_incident_revisions_revised_by")),
        sa.PrimaryKeyConstraint("incident_id", "revision", name=op.f("pk_incident_revisions")),
    )
    op.create_table(
        "alert_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("move", sa.String(length=60), nullable=False),
        sa.Column("from_status", sa.String(length=60), nullable=False),
        sa.Column("to_status", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["alert_actions.id"], name=op.f("fk_alert_moves_action_id")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_moves_alert_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_alert_moves_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_moves")),
    )
    op.create_index(op.f("ix_alert_moves_alert_id"), "alert_moves", ["alert_id"], unique=False)
    op.create_table(
        "patient_harms",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("physical", sa.String(length=60), nullable=True),
        sa.Column("psychological", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "physical IN ('no_harm', 'low', 'moderate', 'severe', 'fatal')", name=op.f("ck_patient_harms_physical_word")
        ),
        sa.CheckConstraint(
            "psychological IN ('no_harm', 'low', 'moderate', 'severe')",
            name=op.f("ck_patient_harms_psychological_word"),
        ),
        sa.CheckConstraint("sequence BETWEEN 1 AND 100", name=op.f("ck_patient_harms_sequence_range")),
        sa.ForeignKeyConstraint(
            ["incident_id", "revision"],
            ["incident_revisions.incident_id", "incident_revisions.revision"],
            name=op.f("fk_patient_harms_incident_id_revision"),
        ),
        sa.PrimaryKeyConstraint("incident_id", "revision", "sequence", name=op.f("pk_patient_harms")),
    )
    guard()


def guard() -> None:
    """Refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE of history."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows', "
        "ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
