"""The people of the simulated trust: executives, officers, specialists, leads with deputies, leave and leavers."""

import random
from datetime import time, timedelta
from typing import Final

from lists import add_people, put_on_list
from simulation.journal import Colleague, Journal, Leave
from simulation.plan import Plan

from storage import people
from storage.database import Database
from storage.records import HOME_TENANT, Platform, Role
from storage.rules.workdays import at_local

EXECUTIVE: Final = "executive"
OFFICER: Final = "officer"
SPECIALIST: Final = "specialist"
LEAD: Final = "lead"
DUTIES: Final = {
    EXECUTIVE: Role.EXECUTIVE,
    OFFICER: Role.CAS_OFFICER,
    SPECIALIST: Role.PATIENT_SAFETY_SPECIALIST,
    LEAD: Role.CLINICAL_LEAD,
}
_ZONES: Final = {4: "Europe/Paris", 10: "America/New_York", 16: "Australia/Sydney"}
_WAYS: Final = ((Platform.SLACK,), (Platform.TEAMS,), (Platform.SLACK, Platform.TEAMS))


async def found_trust(database: Database, plan: Plan, journal: Journal) -> None:
    """Store two of each duty and the leads, each with a deputy, a platform or two, and some in other time zones."""
    duties = [EXECUTIVE, EXECUTIVE, OFFICER, OFFICER, SPECIALIST, SPECIALIST, *[LEAD] * plan.leads]
    rows = [
        {"name": f"{duty} {number}", "email": f"p{number}@trust.example", "directorate": None, "roles": [DUTIES[duty]]}
        for number, duty in enumerate(duties)
    ]
    async with database.transaction() as tx:
        ids = await add_people(tx, rows, plan.start)
        leads = ids[6:]
        for number, (person_id, duty) in enumerate(zip(ids, duties, strict=True)):
            deputy = leads[(number - 5) % len(leads)] if duty == LEAD and number % 4 else None
            zone = _ZONES.get(number, "Europe/London")
            for platform in _WAYS[number % 3]:
                await people.link(tx, platform, HOME_TENANT, f"U{person_id}", person_id)
            journal.people[person_id] = Colleague(person_id, f"{duty} {number}", duty, deputy, zone)
    for number, one in enumerate(journal.people.values()):
        if one.deputy_id or number in _ZONES:
            zone = _ZONES.get(number, "")
            await put_on_list(database, one.id, plan.start, deputy=one.deputy_id, time_zone=zone)


def plan_leave(plan: Plan, journal: Journal, chance: random.Random) -> list[Leave]:
    """Return who is away when: about a week in ten for everybody, a few of them said on the day itself only."""
    leaves: list[Leave] = []
    for one in journal.people.values():
        for _ in range(max(1, round(plan.weeks / 13))):
            first = plan.first_day + timedelta(days=chance.randrange(7 * plan.weeks))
            last = first + timedelta(days=chance.choice([0, 1, 3, 6, 11]))
            others = [other.id for other in journal.people.values() if other.duty == one.duty and other.id != one.id]
            cover = chance.choice([None, chance.choice(others)])
            early = timedelta(days=chance.choice([0, 1, 7, 30]))
            said_at = max(at_local(first - early, time(10, 10)), plan.start)
            leaves.append(Leave(one.id, first, last, cover, said_at))
    return leaves
