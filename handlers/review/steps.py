"""Steps of a review that change one report: who looks after it, its harm, its flags. Each is audited and told once.

A step that was made already is answered with how things stand now, so that a second press changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers import routing
from handlers.chat.answers import read_number
from handlers.chat.form import UNKNOWN, Form, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import report_card
from handlers.review.form import GradeForm, GradeSomeForm, HandlerForm, NewPhysical, NewPsychological, NoForm
from handlers.review.view import NOT_FOUND, after, find, view_of
from handlers.showing.harm import harm_words, patients_meant
from handlers.showing.urgency import SHORT
from storage import incidents, people, reviews
from storage.records import (
    FlagAnswer,
    Incident,
    IncidentStatus,
    NoteKind,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.rules import review
from storage.rules.review import Step

NO: Final = "review.no"
"""The form that asks why a flag is answered with no."""


async def shown(desk: Desk, incident: Incident, said: str = "", *, more: bool = False) -> Reply:
    """Return the report as it is now, in place of the card that was pressed. ``more``: what stands behind "More"."""
    view = await after(desk, incident)
    if more:
        return show(report_card.more_card(view, desk.now, said), replaces=True)
    return show(report_card.review_card(view, desk.places, desk.now, desk.today, said), replaces=True)


async def take(turn: Turn, desk: Desk, value: str) -> Reply:
    """Look after a report oneself."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    return await _assign(desk, incident, desk.person.id)


async def opens_give(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that gives a report to somebody."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    return form(
        HandlerForm, "review.give", "Who looks after it?", intro=f"Report {incident.reference}",
        context=incident.reference,
    )  # fmt: skip


async def given(turn: Turn, desk: Desk, model: HandlerForm, context: str) -> Reply:
    """Give a report to somebody, who hears it."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    return await _assign(desk, incident, int(model.handler))


async def _assign(desk: Desk, incident: Incident, handler_id: int) -> Reply:
    refusal = review.refuse(Step.ASSIGN, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    handler = (await people.by_ids(desk.tx, [handler_id])).get(handler_id)
    if handler is None or not handler.active:
        return tell("We do not know that person. Please choose somebody from the list.")
    if handler_id == incident.reporter_id and handler_id != desk.person.id:
        return tell("That person sent this report. Please ask somebody else to look after it.")
    if handler_id == incident.handler_id:
        return await shown(desk, incident)
    await reviews.assign(desk.tx, incident.id, handler_id)
    await reviews.add_note(desk.tx, incident.id, NoteKind.LOOKING, Screened(""), by=handler_id, now=desk.now)
    await desk.audit("incident.assigned", f"incident:{incident.id}", handler=handler_id)
    await in_review(desk, incident, "someone is looking at it")
    if handler_id != desk.person.id:
        await desk.notify(handler_id, "notice.handler", f"incident:{incident.reference}", key=desk.now.isoformat())
    if incident.reporter_id is not None and incident.reporter_id != handler_id:
        await desk.notify(incident.reporter_id, "notice.looking", f"incident:{incident.reference}")
    who = "You look" if handler_id == desk.person.id else f"{handler.name} looks"
    return await shown(desk, incident, f"{who} after this report now. {_told(incident)}")


def _told(incident: Incident) -> str:
    if incident.anonymous:
        return "The reporter sees it when they use their code."
    return "The reporter hears that someone is looking at it."


async def in_review(desk: Desk, incident: Incident, reason: str) -> Incident:
    """Mark a report as being reviewed; one that is already stays as it is."""
    if incident.status is IncidentStatus.IN_REVIEW:
        return incident
    return await incidents.revise(
        desk.tx, incident, status=IncidentStatus.IN_REVIEW, by=desk.person.id, reason=reason, now=desk.now
    )


async def harm_is_right(turn: Turn, desk: Desk, value: str) -> Reply:
    """Confirm the harm as it was graded."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.GRADE, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    words = f"Harm confirmed: {harm_words(incident.content.harms)}."
    view = await view_of(desk, incident)
    reviewed = [one for one in view.notes if one.kind is NoteKind.REVIEW]
    if not reviewed or reviewed[-1].text != words:
        await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, Screened(words), by=desk.person.id, now=desk.now)
        await desk.audit("incident.harm_confirmed", f"incident:{incident.id}", revision=incident.revision)
    return await shown(desk, incident, words)


async def opens_grade(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about the harm to one patient, with how it is graded now."""
    del turn
    reference, _, patient = context.partition("|")
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.GRADE, incident)
    sequence = read_number(patient) or 1
    if refusal is not None:
        return tell(refusal.words)
    now = _harm(incident, sequence)
    whose = f", patient {sequence}" if len(incident.content.harms) > 1 else ""
    return form(
        GradeForm,
        "review.grade",
        "Harm to the patient",
        submit="Save",
        intro=f"Report {incident.reference}{whose}. The report as it was stays in the record.",
        context=f"{incident.reference}|{sequence}",
        values={"physical": now.physical or UNKNOWN, "psychological": now.psychological or UNKNOWN},
    )


def _harm(incident: Incident, sequence: int) -> PatientHarm:
    found = (one for one in incident.content.harms if one.sequence == sequence)
    return next(found, PatientHarm(sequence, None, None))


async def graded(turn: Turn, desk: Desk, model: GradeForm, context: str) -> Reply:
    """Grade the harm to one patient: a new revision with the reason. Whom it now concerns hears."""
    del turn
    reference, _, patient = context.partition("|")
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    sequence = read_number(patient) or 1
    refusal = review.refuse(Step.GRADE, incident)
    if refusal is not None or not 1 <= sequence <= max(1, len(incident.content.harms)):
        return await shown(desk, incident, refusal.words if refusal else "")
    return await _regrade(desk, incident, [PatientHarm(sequence, model.physical, model.psychological)], model.reason)


async def opens_grade_some(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about the harm to some of many patients, under what was graded so far."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.GRADE, incident)
    return tell(refusal.words) if refusal is not None else _some(incident)


def _some(incident: Incident) -> Form:
    return form(
        GradeSomeForm, "review.grade_some", "Harm to the patients", submit="Save",
        intro=report_card.harm_now(incident.reference, incident.content.harms), context=incident.reference,
    )  # fmt: skip


async def some_graded(turn: Turn, desk: Desk, model: GradeSomeForm, context: str) -> Reply:
    """Grade the harm to several patients alike, in one revision."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.GRADE, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    count = len(incident.content.harms)
    whose = patients_meant(model.which, count)
    if whose is None:
        wrong = f"Please give numbers from 1 to {count}, like “2, 5 to 8”, or “all”."
        return Reply(form=_some(incident).with_errors({"which": wrong}, desk.raw))
    given = [_with(_harm(incident, one), model) for one in whose]
    return await _regrade(desk, incident, given, model.reason)


def _with(harm: PatientHarm, model: GradeSomeForm) -> PatientHarm:
    """Return one patient's harm with what the form changes of it."""
    physical, psychological = harm.physical, harm.psychological
    if model.physical is not NewPhysical.AS_IT_IS:
        physical = PhysicalHarm(model.physical) if model.physical else None
    if model.psychological is not NewPsychological.AS_IT_IS:
        psychological = PsychologicalHarm(model.psychological) if model.psychological else None
    return PatientHarm(harm.sequence, physical, psychological)


async def _regrade(desk: Desk, incident: Incident, given: Sequence[PatientHarm], why: str) -> Reply:
    if all(one == _harm(incident, one.sequence) for one in given):
        return await shown(desk, incident, "The harm stays as it was.")
    by_number = {one.sequence: one for one in (*incident.content.harms, *given)}
    harms = tuple(by_number[number] for number in sorted(by_number))
    reason = desk.screen(why)
    newer = await incidents.revise(
        desk.tx,
        incident,
        content=replace(incident.content, harms=harms),
        by=desk.person.id,
        reason=f"harm regraded: {reason.text}"[:300],
        now=desk.now,
    )
    words = Screened(f"Harm is now: {harm_words(newer.content.harms)}. {reason.text}", reason.removed)
    await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, words, by=desk.person.id, now=desk.now)
    await desk.audit("incident.regraded", f"incident:{incident.id}", revision=newer.revision)
    await routing.tell(desk, newer)
    return await shown(desk, newer, "Saved. The report as it was stays in the record.")


async def flag(turn: Turn, desk: Desk, value: str) -> Reply:
    """Answer a flag, or take the answer back."""
    del turn
    reference, name, raw, where = (*value.split("|"), "", "", "")[:4]
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.FLAG, incident)
    if refusal is not None or name not in review.QUESTIONS or raw not in set(FlagAnswer):
        return await shown(desk, incident, refusal.words if refusal else "")
    answer = FlagAnswer(raw)
    if answer is not await _answer(desk, incident, name):
        if review.needs_reason(incident.content, name, answer):
            return ask(_no_form(incident.reference, name, where))
        await reviews.decide(desk.tx, incident, name, answer, by=desk.person.id, now=desk.now)
        await desk.audit("incident.flag_answered", f"incident:{incident.id}", flag=name, answer=str(answer))
    return await shown(desk, incident, more=where == report_card.MORE)


async def _answer(desk: Desk, incident: Incident, name: str) -> FlagAnswer:
    known = (await reviews.decisions(desk.tx, incident.id)).get(name)
    return known.answer if known is not None else FlagAnswer.OPEN


def _no_form(reference: str, name: str, where: str) -> Form:
    return form(
        NoForm, NO, f"{SHORT[name]}: no", submit="Save", intro=f"Report {reference}. {review.QUESTIONS[name]}",
        context=f"{reference}|{name}|{where}",
    )  # fmt: skip


async def opens_no(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks for the reason of a no to what the report raised."""
    del turn
    reference, name, where = (*context.split("|"), "", "")[:3]
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.FLAG, incident)
    if refusal is not None or name not in review.QUESTIONS:
        return tell(refusal.words if refusal else NOT_FOUND)
    return _no_form(incident.reference, name, where)


async def said_no(turn: Turn, desk: Desk, model: NoForm, context: str) -> Reply:
    """Answer a flag with no: the reason stays with the answer, in a new revision and among what was noted."""
    del turn
    reference, name, where = (*context.split("|"), "", "")[:3]
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.FLAG, incident)
    if refusal is not None or name not in review.QUESTIONS:
        return await shown(desk, incident, refusal.words if refusal else "")
    if await _answer(desk, incident, name) is FlagAnswer.NO:
        return await shown(desk, incident, more=where == report_card.MORE)
    reason = desk.screen(model.reason)
    said = f"{SHORT[name]}: no. {reason.text}"
    me, now = desk.person.id, desk.now
    await reviews.decide(desk.tx, incident, name, FlagAnswer.NO, by=me, now=now, reason=reason.text[:300])
    newer = await incidents.revise(desk.tx, incident, by=me, reason=said[:300], now=now)
    await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, Screened(said, reason.removed), by=me, now=now)
    await desk.audit(
        "incident.flag_answered", f"incident:{incident.id}", flag=name, answer=str(FlagAnswer.NO),
        revision=newer.revision,
    )  # fmt: skip
    return await shown(desk, newer, "Saved, with your reason.", more=where == report_card.MORE)
