"""An invented trust for tests of the store and the handlers: people with duties, wards, one report, one alert.

Nothing here is about anybody; every instant is counted from one Tuesday morning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from lists import add_people, add_places

from storage import alerts, incidents, people
from storage.database import Database
from storage.records import (
    HOME_TENANT,
    ActionStatus,
    Alert,
    AlertAction,
    AlertStatus,
    EventType,
    Incident,
    IncidentContent,
    Involved,
    PatientHarm,
    PhysicalHarm,
    Platform,
    PsychologicalHarm,
    Role,
    Screened,
)
from storage.rules.ladder import Clock, Ladder, Rung, To, pack_ladder

T0: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 09:00 in London."""
TODAY: Final = date(2026, 11, 24)

NURSE: Final = "Amina Nurse"
LEAD: Final = "Ben Lead"
DEPUTY: Final = "Cai Deputy"
SURGEON: Final = "Dee Surgeon"
EXECUTIVE: Final = "Eve Executive"
OFFICER: Final = "Fay Officer"
SPECIALIST: Final = "Gus Specialist"

_STAFF: Final[tuple[tuple[str, str, tuple[Role, ...]], ...]] = (
    (NURSE, "Medicine", ()),
    (LEAD, "Medicine", (Role.CLINICAL_LEAD,)),
    (DEPUTY, "Medicine", ()),
    (SURGEON, "Surgery", (Role.CLINICAL_LEAD,)),
    (EXECUTIVE, "Executive", (Role.EXECUTIVE,)),
    (OFFICER, "Governance", (Role.CAS_OFFICER,)),
    (SPECIALIST, "Governance", (Role.PATIENT_SAFETY_SPECIALIST,)),
)
_PLACES: Final = (
    ("Ward 7", ["W7", "Cherry"], "Ward 7 (care of older people)", "Medicine"),
    ("Ward 17", ["W17"], "Ward 17 (surgery)", "Surgery"),
    ("Theatre 3", ["T3"], "Theatre 3", "Surgery"),
)

SHORT_LADDER = Ladder(
    "short",
    time(9, 0),
    (
        Rung("unacknowledged-1", Clock.ASSIGNED, 1, (To.LEAD,)),
        Rung("unacknowledged-2", Clock.ASSIGNED, 2, (To.DEPUTY,)),
        Rung("unacknowledged-3", Clock.ASSIGNED, 3, (To.EXECUTIVE,)),
        Rung("unacknowledged-4", Clock.ASSIGNED, 4, (To.SPECIALIST,)),
        Rung("due-14", Clock.DUE, -14, (To.LEAD,)),
        Rung("due-7", Clock.DUE, -7, (To.LEAD,)),
        Rung("due-3", Clock.DUE, -3, (To.LEAD,)),
        Rung("due-1", Clock.DUE, -1, (To.LEAD,)),
        Rung("due-0", Clock.DUE, 0, (To.LEAD,)),
        Rung("late-1", Clock.DUE, 1, (To.LEAD, To.EXECUTIVE, To.SPECIALIST)),
    ),
)
"""A ladder with one step a day and none that repeats, so that a test can count."""


def T(**later: float) -> datetime:  # noqa: N802 - reads as a point in time
    """Return an instant so much after ``T0``."""
    return T0 + timedelta(**later)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = T0

    def __call__(self) -> datetime:
        """Return the test's time."""
        return self.now


def email_of(name: str) -> str:
    """Return the address of an invented person."""
    return f"{name.split(maxsplit=1)[0].lower()}@trust.example"


def user_of(name: str) -> str:
    """Return the user that an invented person is on every platform."""
    return f"U{name.split(maxsplit=1)[0].upper()}"


async def found_trust(database: Database, platforms: Iterable[Platform] = (Platform.SLACK,)) -> dict[str, int]:
    """Store the people, known on these platforms, and the wards. Return the people's ids by name."""
    rows = [{"name": n, "email": email_of(n), "directorate": d, "roles": roles} for n, d, roles in _STAFF]
    async with database.transaction() as tx:
        ids = await add_people(tx, rows, T0)
        for (name, _, _), person_id in zip(_STAFF, ids, strict=True):
            for platform in platforms:
                await people.link(tx, platform, HOME_TENANT, user_of(name), person_id)
        await add_places(tx, [place_values(*place) for place in _PLACES])
    return dict(zip((name for name, _, _ in _STAFF), ids, strict=True))


def place_values(name: str, aliases: list[str], description: str, directorate: str) -> dict[str, Any]:
    """Return the columns of a place."""
    values = {"name": name, "aliases": aliases, "description": description, "directorate": directorate}
    return {**values, "lfpse_service": "1", "lfpse_location": "4"}


def a_content(text: str = "pt fell, no injury", **other: Any) -> IncidentContent:
    """Return what a report says."""
    values: dict[str, Any] = {
        "event_type": EventType.INCIDENT,
        "what_happened": Screened(text),
        "occurred_on": TODAY,
        "occurred_at": None,
        "location_id": None,
        "patients": 1,
        "harms": (PatientHarm(1, PhysicalHarm.LOW, PsychologicalHarm.NO_HARM),),
        "involved": (Involved.DEVICES,),
        "immediate_action": Screened(""),
    }
    return IncidentContent(**{**values, **other})


async def send_report(
    database: Database, text: str = "pt fell, no injury", *, by: int | None = None, at: datetime = T0, **other: Any
) -> Incident:
    """Store a report in a transaction of its own."""
    async with database.transaction() as tx:
        return await incidents.submit(tx, a_content(text, **other), reporter_id=by, now=at, year=at.year)


def alert_values(number: int = 3, **other: Any) -> dict[str, Any]:
    """Return the columns of an alert."""
    key = f"NatPSA/2026/{number:03}"
    values = {
        "key": key, "reference": f"{key}/MHRA", "title": "Example infusion pump: risk of over-infusion",
        "issuer": "MHRA", "issued_on": date(2026, 11, 23), "complete_by": date(2027, 3, 1), "complex": False,
        "url": "https://example.org/alert", "explanation": "Invented.", "executive_id": None,
        "status": AlertStatus.ACTION_REQUIRED, "recorded_at": T0, "ladder": pack_ladder(SHORT_LADDER),
    }  # fmt: skip
    return {**values, **other}


def action_values(number: int = 1, *, lead_id: int, **other: Any) -> dict[str, Any]:
    """Return the columns of an action."""
    values = {
        "number": number, "text": f"Find every pump of model {number}", "due_on": date(2027, 1, 29),
        "lead_id": lead_id, "deputy_id": None, "status": ActionStatus.ASSIGNED, "assigned_at": T0,
    }  # fmt: skip
    return {**values, **other}


async def record_alert(
    database: Database, actions: Iterable[Mapping[str, Any]], number: int = 3, **other: Any
) -> tuple[Alert, tuple[AlertAction, ...]]:
    """Store an alert with these actions in a transaction of its own."""
    async with database.transaction() as tx:
        return await alerts.add(tx, alert_values(number, **other), list(actions))
