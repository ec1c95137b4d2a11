"""Twelve months of invented events, so that figures and lists look as in a trust. No real event is in it."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Final

from storage import incidents, locations, people
from storage.database import Database
from storage.records import (
    EventType,
    IncidentContent,
    IncidentStatus,
    Involved,
    Location,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
)
from storage.rules import identifiers
from storage.rules.workdays import LONDON

EVENTS: Final = 600
_SEED: Final = 20261124

_STORIES: Final = (
    (EventType.INCIDENT, "Patient found on the floor by the bed. Checked over, no head injury seen.", (), PhysicalHarm.NO_HARM, 30),
    (EventType.INCIDENT, "Patient slipped in the bathroom. Skin tear on the arm, cleaned and dressed.", (), PhysicalHarm.LOW, 14),
    (EventType.INCIDENT, "Evening dose of apixaban was not given. The chart was in another bay.", (Involved.MEDICATION,), PhysicalHarm.NO_HARM, 20),
    (EventType.INCIDENT, "Insulin given late because the meal was late. Blood glucose checked each hour.", (Involved.MEDICATION,), PhysicalHarm.LOW, 8),
    (EventType.INCIDENT, "Infusion pump alarm did not sound. Pump taken out of use and labelled.", (Involved.DEVICES,), PhysicalHarm.NO_HARM, 9),
    (EventType.INCIDENT, "Category 2 pressure ulcer found on the heel. Heels offloaded, mattress changed.", (), PhysicalHarm.LOW, 12),
    (EventType.INCIDENT, "Blood sample labelled with the wrong details. Lab rejected it, sample taken again.", (Involved.IT_SYSTEMS,), PhysicalHarm.NO_HARM, 9),
    (EventType.INCIDENT, "Patient's head was found between bed rail and mattress. Freed at once, bruise only.", (Involved.DEVICES,), PhysicalHarm.LOW, 2),
    (EventType.INCIDENT, "Fall with a broken hip. Went to theatre the next day.", (), PhysicalHarm.MODERATE, 3),
    (EventType.INCIDENT, "Late recognition of sepsis. Moved to intensive care.", (), PhysicalHarm.SEVERE, 1),
    (EventType.GOOD_CARE, "The ward noticed a new rash early, stopped the antibiotic and told the whole team.", (Involved.MEDICATION,), None, 4),
    (EventType.RISK, "Two strengths of morphine solution stand side by side in the cupboard.", (Involved.MEDICATION,), None, 4),
    (EventType.RISK, "The emergency trolley cannot pass the corridor while the work goes on.", (Involved.BUILDINGS,), None, 3),
    (EventType.OUTCOME, "Unplanned return to theatre on day 2. Known complication, for review.", (), PhysicalHarm.MODERATE, 2),
)  # fmt: skip


async def write_history(database: Database, now: datetime) -> None:
    """Store the events of the past year: the older ones closed, the newest still open."""
    chance = random.Random(_SEED)  # noqa: S311 - invented events, always the same
    moments = sorted(now - timedelta(minutes=chance.randint(60, 365 * 24 * 60)) for _ in range(EVENTS))
    weights = [story[-1] for story in _STORIES]
    async with database.transaction() as tx:
        places = [one for one in await locations.all_active(tx) if one.lfpse_location == "4"]
        reporters = [one.id for one in await people.all_active(tx)]
        for moment in moments:
            story = chance.choices(_STORIES, weights)[0]
            content = _content(story, moment, chance.choice(places), chance)
            reporter = chance.choice(reporters)
            year = moment.astimezone(LONDON).year
            incident = await incidents.submit(tx, content, reporter_id=reporter, now=moment, year=year)
            if now - moment > timedelta(days=12):
                closed = min(now, moment + timedelta(days=chance.randint(3, 12)))
                await incidents.revise(
                    tx, incident, status=IncidentStatus.CLOSED, by=None, reason="reviewed", now=closed
                )


def _content(
    story: tuple[EventType, str, tuple[Involved, ...], PhysicalHarm | None, int],
    moment: datetime,
    place: Location,
    chance: random.Random,
) -> IncidentContent:
    kind, text, involved, physical, _ = story
    happened = moment.astimezone(UTC) - timedelta(minutes=chance.randint(20, 600))
    local = happened.astimezone(LONDON)
    harms = (PatientHarm(1, physical, chance.choice((PsychologicalHarm.NO_HARM, None))),) if physical else ()
    return IncidentContent(
        kind,
        identifiers.screen(text),
        local.date(),
        time(local.hour, local.minute // 5 * 5),
        place.id,
        1 if harms else None,
        harms,
        involved,
        identifiers.screen("" if chance.random() < 0.5 else "Nurse in charge told."),  # noqa: PLR2004 - half of them
    )
