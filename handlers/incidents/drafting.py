"""A draft of a report: raw, screened answers in a row of their own, and the content that they make.

It fills in only what the words support, with the reason beside it; what was not said stays open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from handlers import files
from handlers.asking import raw_values
from handlers.chat.answers import check, read_number
from handlers.chat.form import UNKNOWN
from handlers.chat.turn import RawAnswer
from handlers.desk import LONDON, Desk
from handlers.incidents import coding, kinds
from handlers.incidents.behalf import TOLD, speaks_for_another
from handlers.incidents.form import HARM_APPLIES, PATIENTS_MOST
from handlers.incidents.understanding import Told, places_of
from handlers.incidents.understanding import reasons as reasons_of
from storage import drafts, habits
from storage.drafts import Draft
from storage.records import Incident, IncidentContent, PatientHarm, PhysicalHarm, PsychologicalHarm, Screened

FORM: Final = kinds.INCIDENT_FORM
FORMS: Final = kinds.FORMS
_CLEARABLE: Final = ("drugs", "device", "challenges", "outcome_types", "risk_themes")
"""Answers that were read from the words, and that a person can take away in the form."""


EVERYWHERE: Final = "everywhere"
"""Marks a draft about a danger that is in no one place, so that none is asked for."""
SET_ASIDE: Final = "set_aside"
"""Marks a draft of words that were kept while the person was asked what they are."""
DELETES: Final = "deletes"
"""Holds how the person deletes the message in which what we removed still stands, where we cannot."""
WAS: Final = "was"
"""Holds the report with which the words of a draft were told before, with the name of whoever told them."""
SHARED: Final = "shared"
"""Marks a draft of which a colleague knows: it was offered to them, or they began it."""
_FAST: Final = timedelta(minutes=5)
"""So much a clock on the ward may go before ours."""
READ: Final = "read"
"""Stands for "the harm was the same for each patient" where the words say so: nobody of several was hurt."""


def extras_of(found: Told) -> dict[str, Any]:
    """Return what a draft keeps of a reading beside the answers."""
    behalf = {"behalf": True} if speaks_for_another(str(found.values.get("what_happened", ""))) else {}
    kept = {"because": dict(found.because), "unsure": list(found.unsure), "places": list(found.places), **behalf}
    if _unhurt(found.values) and found.values.get("patients") not in {None, "0", "1"}:
        kept["same"] = READ
    if found.everywhere:
        kept[EVERYWHERE] = True
    return {**kept, "flags": list(found.flags)} if found.flags else kept


async def as_last_time(desk: Desk, found: Told) -> tuple[dict[str, RawAnswer], dict[str, Any]]:
    """Return the answers and the extras of a new draft. Where no place was named, the person's last one is proposed.

    What looks like a place, though not surely, is asked about and not overruled by a habit; nor is a danger everywhere
    put into one ward.
    """
    values, extras = dict(found.values), extras_of(found)
    if "location" not in values and not (found.places or found.elsewhere or found.everywhere):
        usual = await usual_place(desk)
        if usual:
            values["location"], extras["usual"] = usual, usual
    return values, extras


async def usual_place(desk: Desk) -> str:
    """Return the place of the person's last report as a raw answer, or "" when there is none that is still in use."""
    last = await habits.last_place(desk.tx, desk.person.id) if desk.person.id else None
    return f"#{last}" if any(place.id == last for place in desk.places) else ""


def reasons(draft: Draft) -> list[str]:
    """Return why we put what nobody said outright, as sentences."""
    raw = raw_values(draft)
    count = raw.get("patients")
    if draft.values.get("same") != READ or count in {None, "0", "1"}:
        return reasons_of(draft.values.get("because", {}), raw)
    return reasons_of(
        draft.values.get("because", {}), raw, "for both patients" if count == "2" else f"for all {count} patients"
    )


def _unhurt(values: Mapping[str, RawAnswer]) -> bool:
    """Say whether the words say that there was no harm. Where one of several was hurt, the reader says how badly."""
    return values.get("physical") == PhysicalHarm.NO_HARM


def still_the_same(draft: Draft, values: Mapping[str, RawAnswer]) -> bool | str:
    """Return what a draft keeps of the harm being the same for each patient, once a person changed these answers."""
    same = draft.values.get("same", False)
    return same if same != READ or _unhurt(values) else False


def is_usual_place(draft: Draft) -> bool:
    """Say whether the place of this draft is only the one of last time."""
    usual = draft.values.get("usual")
    return bool(usual) and raw_values(draft).get("location") == usual


async def keep(desk: Desk, draft: Draft | None, values: Mapping[str, RawAnswer], **extra: object) -> Draft:
    """Store the answers in the draft, or begin one. The kind of event decides which form goes on with it."""
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    expires = desk.now + desk.house.draft_lasts
    form = kinds.kind_of(values).form
    if "role" not in extra and (draft is None or "role" not in draft.values):
        extra["role"] = await habits.role_of(desk.tx, desk.person.id) or ""
    if draft is None:
        begun = await drafts.add(
            desk.tx,
            person_id=desk.person.id,
            form=form,
            values={"values": stored, **extra},
            now=desk.now,
            expires_at=expires,
        )
        return await files.join_waiting(desk, begun)
    return await drafts.save(desk.tx, draft, {**draft.values, "values": stored, **extra}, desk.now, expires, form=form)


async def find(desk: Desk, reference: str) -> Draft | None:
    """Return this person's draft by ``d12`` or ``d12:3``; None when it is gone or another's."""
    number = read_number(reference.partition(":")[0].removeprefix("d"))
    draft = await drafts.get(desk.tx, number or 0, desk.person.id, desk.now)
    return draft if draft is not None and draft.form in FORMS else None


async def set_aside(desk: Desk, words: str) -> Draft | None:
    """Return the draft in which these screened words were set aside before, so that they are not kept twice.

    A draft whose questions are being asked is not it: what it is about is settled.
    """
    open_id = (desk.talk.state.get("asking") or {}).get("draft")
    begun = await drafts.of_person(desk.tx, desk.person.id, desk.now)
    kept = (one for one in begun if one.values.get(SET_ASIDE) and one.form in FORMS and one.id != open_id)
    return next((one for one in kept if raw_values(one).get("what_happened") == words), None)


def cleared(draft: Draft, values: Mapping[str, RawAnswer]) -> list[str]:
    """Return which read answers a person has taken away, so that they are not read out of the words again."""
    before = raw_values(draft)
    now = {name for name in _CLEARABLE if before.get(name) and name in values and not values[name]}
    return sorted(now | {name for name in draft.values.get("cleared", ()) if not values.get(name)})


def content_of(desk: Desk, draft: Draft) -> IncidentContent | dict[str, str]:
    """Return what the draft says as a report's content, or what is wrong with which field."""
    raw = raw_values(draft)
    checked = check(kinds.kind_of(raw).model, raw, desk.today)
    if isinstance(checked, dict):
        return checked
    wrong = wrong_dates(checked, desk)
    if wrong:
        return wrong
    said: dict[str, Any] = checked.model_dump()
    harm_asked = checked.event_type in HARM_APPLIES
    story = desk.screen(coding.with_device(checked.what_happened, str(said.get("device") or "")))
    return IncidentContent(
        event_type=checked.event_type,
        what_happened=story,
        occurred_on=said.get("occurred_on"),
        occurred_at=said.get("occurred_at"),
        location_id=said.get("location"),
        patients=said.get("patients") if harm_asked else None,
        harms=_harms(said, draft) if harm_asked else (),
        involved=tuple(said.get("involved") or ()),
        immediate_action=_screened(desk, said, "immediate_action"),
        coded=replace(
            coding.coded(
                story.text,
                said,
                posted_at=draft.created_at,
                places=places_of(desk.places),
                cleared=draft.values.get("cleared", ()),
                flags=draft.values.get("flags", ()),
            ),
            involvement=TOLD if draft.values.get("behalf") else None,
            role=draft.values.get("role") or None,
            device_named=coding.device_in(story.text, str(said.get("device") or "")) or None,
        ),
        strengths=_screened(desk, said, "strengths"),
        how_again=_screened(desk, said, "how_again"),
    )


def _screened(desk: Desk, said: Mapping[str, Any], field: str) -> Screened:
    return desk.screen(str(said.get(field) or ""))


def wrong_dates(checked: kinds.Filled, desk: Desk) -> dict[str, str]:
    """Return a sentence beside the day or the time that lies in the future, or is none that a report can have.

    Both are meant as the clocks in London show them. A clock on the ward may be a few minutes fast.
    """
    if checked.occurred_on is None:
        return {}
    if checked.occurred_on > desk.today:
        return {"occurred_on": "This day has not come yet. Please check the date."}
    if checked.occurred_on.year < desk.today.year - 100:
        return {"occurred_on": "This is more than 100 years ago. Please check the date."}
    at = getattr(checked, "occurred_at", None)
    if at is not None and datetime.combine(checked.occurred_on, at, LONDON) > desk.now + _FAST:
        return {"occurred_at": "This time has not come yet. Please check the day and the time."}
    return {}


def _harms(said: Mapping[str, Any], draft: Draft) -> tuple[PatientHarm, ...]:
    count = 1 if said["patients"] is None else said["patients"]
    if count == 0:
        return ()
    first = PatientHarm(1, said["physical"], said["psychological"])
    further: Mapping[str, Sequence[str]] = draft.values.get("harms", {})
    harms = [first]
    for sequence in range(2, count + 1):
        physical, psychological = further.get(str(sequence), ("", ""))
        if draft.values.get("same"):
            physical, psychological = first.physical or "", first.psychological or ""
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
    if count is None or count > PATIENTS_MOST or raw.get("event_type") not in HARM_APPLIES or draft.values.get("same"):
        return None
    further = draft.values.get("harms", {})
    return next((one for one in range(2, count + 1) if str(one) not in further), None)


def raw_of(incident: Incident) -> dict[str, RawAnswer]:
    """Return a report as the raw answers of its form, to go on with it as a draft."""
    content, codes = incident.content, incident.content.coded
    first = next(iter(content.harms), None)
    values: dict[str, RawAnswer] = {
        "what_happened": content.what_happened.text,
        "event_type": content.event_type.value,
        "involved": tuple(one.value for one in content.involved),
        "drugs": ", ".join(codes.drugs),
        "device": codes.device_named or coding.device_name(codes.device),
        "challenges": codes.challenges,
        "outcome_types": codes.outcome_types,
        "risk_themes": codes.risk_themes,
        "risk_imminent": _or_unknown(codes.risk_imminent),
        "risk_timeframe": _or_unknown(codes.risk_timeframe),
        "immediate_action": content.immediate_action.text,
        "strengths": content.strengths.text,
        "how_again": content.how_again.text,
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
    return {name: value for name, value in values.items() if value not in {"", ()}}


def _or_unknown(code: str | None) -> str:
    return "" if code is None else UNKNOWN if code == "u" else code


def harms_of(incident: Incident) -> dict[str, list[str]]:
    """Return the harm to the further patients of a report, as a draft keeps it."""
    return {
        str(harm.sequence): [harm.physical or UNKNOWN, harm.psychological or UNKNOWN]
        for harm in incident.content.harms[1:]
    }
