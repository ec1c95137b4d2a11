"""A large store to measure in: 100,000 incidents of three years and 1,000 alert actions, all invented."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from storage import migrations
from storage.database import Database
from storage.imports.places import import_places
from storage.imports.staff import import_staff
from storage.rules.ladder import pack_ladder
from storage.tables import alert_actions, alerts, incident_revisions, incidents, patient_harms

INCIDENTS, ALERTS, ACTIONS_EACH, OPEN_ALERTS = 100_000, 100, 10, 20
_LISTS = Path(__file__).resolve().parents[2] / "bot" / "demo"


async def fill(database: Database, now: datetime) -> None:
    """Migrate the store and fill it. All but the newest 200 incidents are closed, as in a trust that keeps up."""
    await migrations.upgrade(database)
    for bring, name in ((import_staff, "staff.csv"), (import_places, "locations.csv")):
        await bring(database, (_LISTS / name).read_bytes(), now=now, apply=True, stop_missing=False)
    chance = random.Random(7)  # noqa: S311 - the same store every time
    async with database.transaction() as tx:
        for start in range(0, INCIDENTS, 10_000):
            rows = [_incident(number, now, chance) for number in range(start + 1, start + 10_001)]
            await tx.execute(insert(incidents), [head for head, _ in rows])
            await tx.execute(insert(incident_revisions), [revision for _, revision in rows])
            harms = [{"incident_id": head["id"], "revision": 1, "sequence": 1, "physical": "low"} for head, _ in rows]
            await tx.execute(insert(patient_harms), harms)
        for number in range(1, ALERTS + 1):
            await tx.execute(insert(alerts), _alert(number, now))
        await tx.execute(
            insert(alert_actions), [_action(number, now, chance) for number in range(ALERTS * ACTIONS_EACH)]
        )


def _incident(number: int, now: datetime, chance: random.Random) -> tuple[dict, dict]:
    at = now - timedelta(minutes=(INCIDENTS - number) * 15 + 30)
    status = "received" if number > INCIDENTS - 200 else "closed"
    place = chance.randint(1, 40)
    head = {
        "id": number, "reference": f"SE-{at.year}-{number:06d}", "reporter_id": chance.randint(1, 20),
        "reported_at": at,
        "revision": 1, "status": status, "event_type": "incident", "location_id": place, "occurred_on": at.date(),
    }  # fmt: skip
    revision = {
        "incident_id": number, "revision": 1, "revised_at": at, "status": status, "event_type": "incident",
        "what_happened": f"Invented event {number}: patient found on the floor, no injury seen.", "removed": {},
        "occurred_on": at.date(), "location_id": place, "patients": 1, "involved": ["none_of_these"],
        "immediate_action": "", "taxonomy": "LFPSE v5",
    }  # fmt: skip
    return head, revision


def _alert(number: int, now: datetime) -> dict:
    is_open = number > ALERTS - OPEN_ALERTS
    return {
        "id": number, "key": f"NatPSA/2025/{number:03d}", "reference": f"NatPSA/2025/{number:03d}/NHSE",
        "title": f"Invented alert {number}", "issuer": "NHSE", "issued_on": date(2025, 1, 6),
        "complete_by": date(2027, 6, 1),
        "complex": False, "url": "", "explanation": "Invented.", "executive_id": 13,
        "status": "action_required" if is_open else "closed", "fence": 0, "recorded_at": now, "ladder": pack_ladder(),
    }  # fmt: skip


def _action(number: int, now: datetime, chance: random.Random) -> dict:
    alert = number // ACTIONS_EACH + 1
    is_open = alert > ALERTS - OPEN_ALERTS
    due = (now + timedelta(days=chance.randint(-5, 120))).astimezone(UTC).date()
    return {
        "alert_id": alert, "number": number % ACTIONS_EACH + 1, "text": f"Invented action {number}", "due_on": due,
        "lead_id": chance.choice((4, 5, 6)), "deputy_id": None, "status": "assigned" if is_open else "accepted",
        "fence": 0,
        "assigned_at": now, "acknowledged_at": None, "acknowledged_by": None,
    }  # fmt: skip
