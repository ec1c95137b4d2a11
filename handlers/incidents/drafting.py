"""A draft of a report: raw, screened answers in a row of their own, and the content that they make.

It fills in only what the words support, with the reason beside it; what was not said stays open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.asking import raw_values
from handlers.chat.answers import check, read_number
from handlers.chat.form import UNKNOWN
from handlers.chat.turn import RawAnswer
from handlers.desk import Desk
from handlers.incidents.form import HARM_APPLIES, PATIENTS_MOST, ReportForm, applies
from handlers.incidents.reading import SURE, Answer, Place, read
from handlers.showing.labels import PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from storage import drafts
from storage.drafts import Draft
from storage.records import Incident, IncidentContent, Location, PatientHarm, PhysicalHarm, PsychologicalHarm

FORM: Final = "incidents.report"
QUICK: Final = ("physical", "psychological", "patients", "occurred_on")
"""What is asked on the card when nobody said it, most important first (three at most)."""
QUICK_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What a message said: the raw answers that are sure enough, and why we put them."""

    values: Mapping[str, RawAnswer]
    because: Mapping[str, str]
    redirect: bool = False


def places_of(known: tuple[Location, ...]) -> tuple[Place, ...]:
    """Return the trust's places as the reader takes them."""
    return tuple(
        Place(one.name, one.aliases, one.description, one.directorate, one.lfpse_service, one.lfpse_location)
        for one in known
    )


def told(text: str, posted_at: datetime, known: tuple[Location, ...]) -> Told:
    """Return what a screened message says, as raw answers of the form. What is not sure is left out."""
    reading = read(text, posted_at, places_of(known))
    values: dict[str, RawAnswer] = {"what_happened": text}
    because: dict[str, str] = {}
    simple = {
        "occurred_on": _sure(reading.occurred_on),
        "occurred_at": _sure(reading.occurred_at),
        "patients": _sure(reading.patients),
        "physical": _sure(reading.physical),
        "psychological": _sure(reading.psychological),
    }
    for name, answer in simple.items():
        if answer is None:
            continue
        value = answer.value
        values[name] = value.strftime("%H:%M") if name == "occurred_at" else str(value)
        because[name] = answer.because
    event = _sure(reading.event_type)
    redirect = event is not None and event.value == "not_patient_safety"
    values["event_type"] = event.value if event is not None and not redirect else "incident"
    place = _sure(reading.location)
    if place is not None:
        found = next((one for one in known if one.name == place.value), None)
        if found is not None:
            values["location"] = f"#{found.id}"
    involved = tuple(str(one.value) for one in reading.involved if one.sure >= SURE)
    if involved:
        values["involved"] = involved
    done = _sure(reading.immediate_action)
    if done is not None:
        values["immediate_action"] = done.value
    return Told(values, because, redirect)


def _sure(answer: Answer[Any] | None) -> Answer[Any] | None:
    return answer if answer is not None and answer.sure >= SURE else None


def reasons(draft: Draft) -> list[str]:
    """Return why harm was put as it was, as sentences: harm is never set silently."""
    because: Mapping[str, str] = draft.values.get("because", {})
    raw = raw_values(draft)
    labels: dict[str, Mapping[Any, str]] = {"physical": PHYSICAL_LABELS, "psychological": PSYCHOLOGICAL_LABELS}
    return [
        f"We put {labels[name][raw[name]]} because {because[name]}."
        for name in ("physical", "psychological")
        if because.get(name) and raw.get(name) in set(labels[name])
    ]


async def keep(desk: Desk, draft: Draft | None, values: Mapping[str, RawAnswer], **extra: object) -> Draft:
    """Store the answers in the draft, or begin one."""
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    expires = desk.now + desk.house.draft_lasts
    if draft is None:
        return await drafts.add(
            desk.tx,
            person_id=desk.person.id,
            form=FORM,
            values={"values": stored, **extra},
            now=desk.now,
            expires_at=expires,
        )
    return await drafts.save(desk.tx, draft, {**draft.values, "values": stored, **extra}, desk.now, expires)


async def find(desk: Desk, reference: str) -> Draft | None:
    """Return this person's draft by ``d12`` or ``d12:3``; None when it is gone or another's."""
    number = read_number(reference.partition(":")[0].removeprefix("d"))
    draft = await drafts.get(desk.tx, number or 0, desk.person.id, desk.now)
    return draft if draft is not None and draft.form == FORM else None


def missing(draft: Draft) -> list[str]:
    """Return what nobody answered yet and a quick press can, most important first."""
    raw = raw_values(draft)
    if raw.get("event_type", "incident") not in HARM_APPLIES:
        return []
    return [name for name in QUICK if not raw.get(name) and applies(name, raw)][:QUICK_MOST]


def content_of(desk: Desk, draft: Draft) -> IncidentContent | dict[str, str]:
    """Return what the draft says as a report's content, or what is wrong with which field."""
    raw = raw_values(draft)
    checked = check(ReportForm, raw, desk.today)
    if isinstance(checked, dict):
        return checked
    wrong = wrong_dates(checked, desk)
    if wrong:
        return wrong
    return IncidentContent(
        event_type=checked.event_type,
        what_happened=desk.screen(checked.what_happened),
        occurred_on=checked.occurred_on,
        occurred_at=checked.occurred_at,
        location_id=checked.location,
        patients=checked.patients if checked.event_type in HARM_APPLIES else None,
        harms=_harms(checked, draft),
        involved=checked.involved,
        immediate_action=desk.screen(checked.immediate_action),
    )


def wrong_dates(checked: ReportForm, desk: Desk) -> dict[str, str]:
    """Return a sentence beside the date when it lies in the future, or is no date that a report can have."""
    if checked.occurred_on is None:
        return {}
    if checked.occurred_on > desk.today:
        return {"occurred_on": "This day has not come yet. Please check the date."}
    if checked.occurred_on.year < desk.today.year - 100:
        return {"occurred_on": "This is more than 100 years ago. Please check the date."}
    return {}


def _harms(checked: ReportForm, draft: Draft) -> tuple[PatientHarm, ...]:
    count = 1 if checked.patients is None else checked.patients
    if checked.event_type not in HARM_APPLIES or count == 0:
        return ()
    further: Mapping[str, list[str]] = draft.values.get("harms", {})
    harms = [PatientHarm(1, checked.physical, checked.psychological)]
    for sequence in range(2, count + 1):
        physical, psychological = further.get(str(sequence), ["", ""])
        harms.append(
            PatientHarm(
                sequence,
                PhysicalHarm(physical) if physical not in {"", UNKNOWN} else None,
                PsychologicalHarm(psychological) if psychological not in {"", UNKNOWN} else None,
            )
        )
    return tuple(harms)


def next_patient(draft: Draft) -> int | None:
    """Return the number of the first further patient whose harm nobody gave yet, or None."""
    raw = raw_values(draft)
    count = read_number(str(raw.get("patients", "")))
    if count is None or count > PATIENTS_MOST or raw.get("event_type") not in HARM_APPLIES:
        return None
    further = draft.values.get("harms", {})
    return next((one for one in range(2, count + 1) if str(one) not in further), None)


def raw_of(incident: Incident) -> dict[str, RawAnswer]:
    """Return a report as the raw answers of the form, to go on with it as a draft."""
    content = incident.content
    first = next(iter(content.harms), None)
    values: dict[str, RawAnswer] = {
        "what_happened": content.what_happened.text,
        "event_type": content.event_type.value,
        "involved": tuple(one.value for one in content.involved),
        "immediate_action": content.immediate_action.text,
    }
    if content.occurred_on is not None:
        values["occurred_on"] = content.occurred_on.isoformat()
    if content.occurred_at is not None:
        values["occurred_at"] = content.occurred_at.strftime("%H:%M")
    if content.location_id is not None:
        values["location"] = f"#{content.location_id}"
    if content.patients is not None:
        values["patients"] = str(content.patients)
    if first is not None:
        values["physical"] = first.physical or UNKNOWN
        values["psychological"] = first.psychological or UNKNOWN
    return values


def harms_of(incident: Incident) -> dict[str, list[str]]:
    """Return the harm to the further patients of a report, as a draft keeps it."""
    return {
        str(harm.sequence): [harm.physical or UNKNOWN, harm.psychological or UNKNOWN]
        for harm in incident.content.harms[1:]
    }
