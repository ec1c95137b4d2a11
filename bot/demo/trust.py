"""The invented trust: who a visitor can be, and the alerts that are there when the demo opens."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from bot.browser import Persona
from handlers.alerts import recording
from storage import alerts, people
from storage.alerts import Move
from storage.database import Database, Transaction
from storage.imports.places import import_places
from storage.imports.staff import import_staff
from storage.records import HOME_TENANT, ActionStatus, Alert, AlertAction, AlertStatus, Platform
from storage.rules.workdays import add_working_days, at_local, local_day
from storage.tables import alert_actions
from storage.tables import alerts as alert_table

NAME: Final = "Northmoor Hospitals (invented)"
STAFF_HARM_FORM: Final = "https://northmoor.example.org/health-and-safety"
"""Where the card for staff who were hurt leads. Nothing is there: the name is kept for examples."""
_AT: Final = "@northmoor.example"

PERSONAS: Final = (
    Persona(
        "amina", "Amina Yusuf", "Nurse, Ward 7",
        ("pt fell on ward 7 overnight about 0215, no injury", "report", "my reports"), f"amina.yusuf{_AT}",
    ),
    Persona(
        "leila", "Dr Leila Haddad", "Clinical lead, Medicine",
        ("my actions", "status", "report"), f"leila.haddad{_AT}",
    ),
    Persona("owen", "Mr Owen Pryce", "Clinical lead, Surgery", ("my actions", "status"), f"owen.pryce{_AT}"),
    Persona(
        "tomasz", "Tomasz Nowak", "Medical device safety officer", ("my actions", "status"), f"tomasz.nowak{_AT}"
    ),
    Persona("marcus", "Dr Marcus Adeyemi", "Executive", ("status", "status overdue"), f"marcus.adeyemi{_AT}"),
    Persona("colin", "Colin Abbott", "CAS officer", ("new alert", "status"), f"colin.abbott{_AT}"),
    Persona(
        "jo", "Jo Whitfield", "Patient Safety Specialist",
        ("status", "status overdue", "status ward 7", "status pumps"), f"jo.whitfield{_AT}",
    ),
)  # fmt: skip


async def open_trust(database: Database, now: datetime) -> None:
    """Fill an empty, migrated store with people, places and alerts."""
    here = Path(__file__).parent
    await import_staff(database, (here / "staff.csv").read_bytes(), now=now, apply=True, stop_missing=False)
    await import_places(database, (here / "locations.csv").read_bytes(), now=now, apply=True, stop_missing=False)
    seen = {persona.name: persona.user for persona in PERSONAS}
    async with database.transaction() as tx:
        for person in await people.all_active(tx):
            user = seen.get(person.name, f"elsewhere-{person.id}")
            await people.link(tx, Platform.BROWSER, HOME_TENANT, user, person.id)
            await people.note_activity(tx, Platform.BROWSER, HOME_TENANT, user, {"user": user}, now)
    today = local_day(now)
    for number, story in enumerate(_PAST, start=1):
        await _past_alert(database, number, story, today)
    await _running_alert(database, today)
    await record_new_alert(database, now)


_DEPUTIES: Final = {"leila.haddad": "owen.pryce", "owen.pryce": "leila.haddad", "tomasz.nowak": "leila.haddad"}
"""Every deputy is somebody whom a visitor can be, so that no escalation goes unseen."""

_PAST: Final = (
    "Bed rails, trolleys and bed grab handles: risk of entrapment",
    "Oxygen cylinders: risk of fire on trolleys",
    "Enteral feeding sets: change of connector",
    "Potassium chloride concentrate: storage on wards",
    "Infusion lines: risk of wrong connection",
    "Emergency call system: loss of sound",
)


async def _past_alert(database: Database, number: int, title: str, today: date) -> None:
    """Record an alert of the past year and close it, so that status and search have a history."""
    issued = add_working_days(today, -250 + number * 30)
    reference = f"NatPSA/{issued.year}/{number:03d}/NHSE"
    data = _alert(reference, title, issued, issued + timedelta(days=60), ("leila.haddad", "owen.pryce"))
    async with database.transaction() as tx:
        alert, actions = await _record(tx, data, at_local(issued, time(9)))
        closed = at_local(issued + timedelta(days=50), time(15))
        executive = alert.executive_id
        await tx.execute(
            alert_table.update().where(alert_table.c.id == alert.id).values(status=AlertStatus.CLOSED, fence=1)
        )
        await tx.execute(
            alert_actions.update()
            .where(alert_actions.c.alert_id == alert.id)
            .values(
                status=ActionStatus.ACCEPTED,
                acknowledged_at=at_local(add_working_days(issued, 1), time(10)),
                acknowledged_by=alert_actions.c.lead_id,
                fence=1,
            )
        )
        moves = [
            Move(alert.id, one.id, closed, executive, "accept", "evidence_submitted", "accepted") for one in actions
        ]
        moves.append(Move(alert.id, None, closed, executive, "authorise", "action_required", "authorised"))
        moves.append(Move(alert.id, None, closed, None, "close", "authorised", "closed"))
        await alerts.add_moves(tx, moves)
        await _settle_quietly(tx, alert.id)


async def _running_alert(database: Database, today: date) -> None:
    """Record an alert that is under way: acknowledged by one lead, and with one action that is late."""
    issued = add_working_days(today, -25)
    data = _alert(
        f"NatPSA/{issued.year}/019/MHRA", "Patient monitors: alarm may stay silent", issued, today + timedelta(days=40),
        ("leila.haddad", "tomasz.nowak"),
    )  # fmt: skip
    data["actions"][0]["due"] = add_working_days(today, -1).isoformat()
    data["actions"][1]["due"] = add_working_days(today, 3).isoformat()
    async with database.transaction() as tx:
        alert, actions = await _record(tx, data, at_local(issued, time(9)))
        at = at_local(add_working_days(issued, 1), time(9, 40))
        await tx.execute(
            alert_actions.update()
            .where(alert_actions.c.alert_id == alert.id)
            .values(
                status=ActionStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by=alert_actions.c.lead_id, fence=1
            )
        )
        await alerts.add_moves(
            tx, [Move(alert.id, one.id, at, one.lead_id, "acknowledge", "assigned", "acknowledged") for one in actions]
        )
        await _settle_quietly(tx, alert.id)


async def record_new_alert(database: Database, now: datetime) -> None:
    """Record the alert that has just arrived: its leads get their cards when the demo opens."""
    today = local_day(now)
    data = _alert(
        f"NatPSA/{today.year}/023/MHRA", "Example infusion pump: risk of over-infusion", today,
        today + timedelta(days=98),
        ("tomasz.nowak", "leila.haddad", "leila.haddad", "owen.pryce"),
    )  # fmt: skip
    data["complex"] = True
    texts = (
        "Find every pump of this model in the trust",
        "Replace the giving sets",
        "Train staff who use the pump",
        "Check stock and purchasing lists",
    )
    for action, text, days in zip(data["actions"], texts, (19, 48, 62, 57), strict=True):
        action |= {"text": text, "due": add_working_days(today, days).isoformat()}
    async with database.transaction() as tx:
        await _record(tx, data, now)


async def _record(tx: Transaction, data: dict[str, Any], at: datetime) -> tuple[Alert, tuple[AlertAction, ...]]:
    stored = await recording.add_from_json(tx, data, at, "demo")
    match stored:
        case recording.Problems():
            raise ValueError(" ".join(stored.sentences))
        case _:
            return stored


def _alert(reference: str, title: str, issued: date, complete_by: date, leads: tuple[str, ...]) -> dict[str, Any]:
    actions: list[Mapping[str, Any]] = [
        {
            "number": number,
            "text": ("Find where this is used", "Change the local procedure", "Train staff", "Check stock")[number - 1],
            "due": (complete_by - timedelta(days=14)).isoformat(),
            "lead": f"{lead}{_AT}",
            "deputy": f"{_DEPUTIES[lead]}{_AT}",
        }
        for number, lead in enumerate(leads, start=1)
    ]
    return {
        "reference": reference,
        "title": title,
        "issuer": reference.rpartition("/")[2],
        "issued": issued.isoformat(),
        "complete_by": complete_by.isoformat(),
        "complex": False,
        "url": "https://www.cas.mhra.gov.uk/",
        "explanation": "Invented for the demo. What the national alert says would stand here.",
        "executive": f"marcus.adeyemi{_AT}",
        "actions": [dict(one) for one in actions],
    }


async def _settle_quietly(tx: Transaction, alert_id: int) -> None:
    """Take back the messages of an alert of the past: its people heard of it long ago."""
    from storage.tables import outbox

    await tx.execute(outbox.delete().where(outbox.c.subject == f"alert:{alert_id}"))
