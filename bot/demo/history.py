"""Twelve months of invented events, so that figures and lists look as in a trust. No real event is in it."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.demo.reviewed import Reviewed, screened
from storage import incidents, locations, people
from storage.database import Database
from storage.records import (
    EventType,
    IncidentContent,
    Involved,
    Location,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
)
from storage.rules.workdays import LONDON

EVENTS: Final = 600
_SEED: Final = 20261124
_REVIEWERS: Final = ("jo.whitfield", "sian.lloyd", "priya.raman")
"""Who looks after reports: the specialist and two colleagues who are asked to."""


@dataclass(frozen=True, slots=True)
class Story:
    """An event that is told again and again, how often of 121, and what its reporter hears when it is closed."""

    kind: EventType
    involved: tuple[Involved, ...]
    harm: PhysicalHarm | None
    often: int
    told: str
    found: str
    changed: str


_STORIES: Final = (
    Story(EventType.INCIDENT, (), PhysicalHarm.NO_HARM, 30,
     "Patient found on the floor by the bed. Checked over, no head injury seen.",
     "The bell was out of reach after the linen was changed.",
     "Reaching the bell is now checked each time somebody leaves the bedside."),
    Story(EventType.INCIDENT, (), PhysicalHarm.LOW, 14,
     "Patient slipped in the bathroom. Skin tear on the arm, cleaned and dressed.",
     "The floor was still wet after the morning clean.",
     "The bathrooms are cleaned after breakfast now, and a sign stays until they are dry."),
    Story(EventType.INCIDENT, (Involved.MEDICATION,), PhysicalHarm.NO_HARM, 20,
     "Evening dose of apixaban was not given. The chart was in another bay.",
     "The chart had moved with the notes and not with the patient.",
     "Charts stay at the bed. The evening handover asks for doses that cannot wait."),
    Story(EventType.INCIDENT, (Involved.MEDICATION,), PhysicalHarm.LOW, 8,
     "Insulin given late because the meal was late. Blood glucose checked each hour.",
     "The kitchen does not tell the ward when meals run late.",
     "The kitchen rings the ward now when a meal is more than 20 minutes late."),
    Story(EventType.INCIDENT, (Involved.DEVICES,), PhysicalHarm.NO_HARM, 9,
     "Infusion pump alarm did not sound. Pump taken out of use and labelled.",
     "The alarm had been turned down at the last service.",
     "All pumps of that service were checked. The sound is now tried before a pump goes back."),
    Story(EventType.INCIDENT, (), PhysicalHarm.LOW, 12,
     "Category 2 pressure ulcer found on the heel. Heels offloaded, mattress changed.",
     "The special mattress came a day after it was asked for.",
     "Two mattresses are kept on the ward, so that nobody waits overnight."),
    Story(EventType.INCIDENT, (Involved.IT_SYSTEMS,), PhysicalHarm.NO_HARM, 9,
     "Blood sample labelled with the wrong details. Lab rejected it, sample taken again.",
     "Labels of two patients were in the printer together.",
     "Labels are printed at the bedside, one patient at a time."),
    Story(EventType.INCIDENT, (Involved.DEVICES,), PhysicalHarm.LOW, 2,
     "Patient's head was found between bed rail and mattress. Freed at once, bruise only.",
     "The mattress was too narrow for this bed.",
     "Beds and mattresses were matched again on every ward."),
    Story(EventType.INCIDENT, (), PhysicalHarm.MODERATE, 3,
     "Fall with a broken hip. Went to theatre the next day.",
     "The falls plan had not been looked at again after the move from another ward.",
     "The plan is read anew on the day of each move. The family was told and knows what we found."),
    Story(EventType.INCIDENT, (), PhysicalHarm.SEVERE, 1,
     "Late recognition of sepsis. Moved to intensive care.",
     "Three raised scores were written down and nobody was rung.",
     "The outreach team sees raised scores on its own screen. The family was told and knows what we found."),
    Story(EventType.GOOD_CARE, (Involved.MEDICATION,), None, 4,
     "The ward noticed a new rash early, stopped the antibiotic and told the whole team.",
     "What helped was that everybody on the round spoke up.",
     "The story was told at the safety meeting, with thanks to the ward."),
    Story(EventType.RISK, (Involved.MEDICATION,), None, 4,
     "Two strengths of morphine solution stand side by side in the cupboard.",
     "The boxes look alike, and the shelf has no label.",
     "The strong solution has a shelf of its own in every cupboard."),
    Story(EventType.RISK, (Involved.BUILDINGS,), None, 3,
     "The emergency trolley cannot pass the corridor while the work goes on.",
     "The builders keep their ladders there overnight.",
     "The ladders are gone. A second trolley stands behind the works until they end."),
    Story(EventType.OUTCOME, (), PhysicalHarm.MODERATE, 2,
     "Unplanned return to theatre on day 2. Known complication, for review.",
     "Two surgeons looked at it: a known complication that was seen and treated early.",
     "Nothing had to change. The family was told and knows what we found."),
)  # fmt: skip


async def write_history(database: Database, now: datetime) -> None:
    """Store the events of the past year, and what the safety team made of them by then."""
    chance = random.Random(_SEED)  # noqa: S311 - invented events, always the same
    moments = sorted(now - timedelta(minutes=chance.randint(60, 365 * 24 * 60)) for _ in range(EVENTS))
    weights = [story.often for story in _STORIES]
    async with database.transaction() as tx:
        places = [one for one in await locations.all_active(tx) if one.lfpse_location == "4"]
        staff = await people.all_active(tx)
        reporters = [one.id for one in staff]
        ids = {(one.email or "").partition("@")[0]: one.id for one in staff}
        reviewed = Reviewed([ids[name] for name in _REVIEWERS], now)
        for moment in moments:
            story = chance.choices(_STORIES, weights)[0]
            content = _content(story, moment, chance.choice(places), chance)
            reporter = chance.choice(reporters)
            year = moment.astimezone(LONDON).year
            incident = await incidents.submit(tx, content, reporter_id=reporter, now=moment, year=year)
            await reviewed.review(tx, incident, story.found, story.changed)
        await reviewed.store(tx)


def _content(
    story: Story,
    moment: datetime,
    place: Location,
    chance: random.Random,
) -> IncidentContent:
    happened = moment.astimezone(UTC) - timedelta(minutes=chance.randint(20, 600))
    local = happened.astimezone(LONDON)
    harms = (PatientHarm(1, story.harm, chance.choice((PsychologicalHarm.NO_HARM, None))),) if story.harm else ()
    return IncidentContent(
        story.kind,
        screened(story.told),
        local.date(),
        time(local.hour, local.minute // 5 * 5),
        place.id,
        1 if harms else None,
        harms,
        story.involved,
        screened("" if chance.random() < 0.5 else "Nurse in charge told."),  # noqa: PLR2004 - half of them
    )
