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
    (EventType.INCIDENT, (), PhysicalHarm.NO_HARM, 30,
     "Patient found on the floor by the bed. Checked over, no head injury seen."),
    (EventType.INCIDENT, (), PhysicalHarm.LOW, 14,
     "Patient slipped in the bathroom. Skin tear on the arm, cleaned and dressed."),
    (EventType.INCIDENT, (Involved.MEDICATION,), PhysicalHarm.NO_HARM, 20,
     "Evening dose of apixaban was not given. The chart was in another bay."),
    (EventType.INCIDENT, (Involved.MEDICATION,), PhysicalHarm.LOW, 8,
     "Insulin given late because the meal was late. Blood glucose checked each hour."),
    (EventType.INCIDENT, (Involved.DEVICES,), PhysicalHarm.NO_HARM, 9,
     "Infusion pump alarm did not sound. Pump taken out of use and labelled."),
    (EventType.INCIDENT, (), PhysicalHarm.LOW, 12,
     "Category 2 pressure ulcer found on the heel. Heels offloaded, mattress changed."),
    (EventType.INCIDENT, (Involved.IT_SYSTEMS,), PhysicalHarm.NO_HARM, 9,
     "Blood sample labelled with the wrong details. Lab rejected it, sample taken again."),
    (EventType.INCIDENT, (Involved.DEVICES,), PhysicalHarm.LOW, 2,
     "Patient's head was found between bed rail and mattress. Freed at once, bruise only."),
    (EventType.INCIDENT, (), PhysicalHarm.MODERATE, 3,
     "Fall with a broken hip. Went to theatre the next day."),
    (EventType.INCIDENT, (), PhysicalHarm.SEVERE, 1,
     "Late recognition of sepsis. Moved to intensive care."),
    (EventType.GOOD_CARE, (Involved.MEDICATION,), None, 4,
     "The ward noticed a new rash early, stopped the antibiotic and told the whole team."),
    (EventType.RISK, (Involved.MEDICATION,), None, 4,
     "Two strengths of morphine solution stand side by side in the cupboard."),
    (EventType.RISK, (Involved.BUILDINGS,), None, 3,
     "The emergency trolley cannot pass the corridor while the work goes on."),
    (EventType.OUTCOME, (), PhysicalHarm.MODERATE, 2,
     "Unplanned return to theatre on day 2. Known complication, for review."),
)  # fmt: skip


async def write_history(database: Database, now: datetime) -> None:
    """Store the events of the past year: the older ones closed, the newest still open."""
    chance = random.Random(_SEED)  # noqa: S311 - invented events, always the same
    moments = sorted(now - timedelta(minutes=chance.randint(60, 365 * 24 * 60)) for _ in range(EVENTS))
    weights = [story[3] for story in _STORIES]
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
    story: tuple[EventType, tuple[Involved, ...], PhysicalHarm | None, int, str],
    moment: datetime,
    place: Location,
    chance: random.Random,
) -> IncidentContent:
    kind, involved, physical, _, text = story
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
