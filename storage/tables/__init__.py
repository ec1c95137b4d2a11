"""The tables, for SQLite and PostgreSQL alike. Instants are UTC; every closed set of words is a CHECK.

No statement is run from here, and nothing that identifies a patient has a column.
"""

from storage.tables.alerting import (
    OPEN_ACTION,
    OPEN_ALERT,
    alert_actions,
    alert_incidents,
    alert_leads,
    alert_moves,
    alert_versions,
    alerts,
    evidence,
    feeds,
    receipts,
)
from storage.tables.kinds import Instant, metadata
from storage.tables.reports import (
    ADDED_LATER,
    flag_answers,
    incident_files,
    incident_notes,
    incident_revisions,
    incidents,
    patient_harms,
    reviews,
)
from storage.tables.staff import absences, habits, identities, locations, not_names, people, person_roles
from storage.tables.talk import (
    audit,
    conversations,
    counters,
    deliveries,
    draft_files,
    drafts,
    file_links,
    files,
    outbox,
)

__all__ = [
    "ADDED_LATER",
    "APPEND_ONLY",
    "OPEN_ACTION",
    "OPEN_ALERT",
    "Instant",
    "absences",
    "alert_actions",
    "alert_incidents",
    "alert_leads",
    "alert_moves",
    "alert_versions",
    "alerts",
    "audit",
    "conversations",
    "counters",
    "deliveries",
    "draft_files",
    "drafts",
    "evidence",
    "feeds",
    "file_links",
    "files",
    "flag_answers",
    "habits",
    "identities",
    "incident_files",
    "incident_notes",
    "incident_revisions",
    "incidents",
    "locations",
    "metadata",
    "not_names",
    "outbox",
    "patient_harms",
    "people",
    "person_roles",
    "receipts",
    "reviews",
]

APPEND_ONLY = (
    "incident_revisions", "patient_harms", "alert_moves", "audit", "incident_notes", "flag_answers", "alert_versions",
)  # fmt: skip
"""Tables in which the database itself refuses UPDATE and DELETE, but for words that are taken out (migration 0006)."""
