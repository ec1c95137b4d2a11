"""Closing with learning, opening again, and joining reports of one event. Nothing is closed before a last look."""

from dataclasses import replace
from typing import Final

from handlers.asking import raw_values
from handlers.chat.answers import read_number
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import cards, report_card
from handlers.review.form import CloseForm, JoinForm
from handlers.review.steps import in_review, shown
from handlers.review.view import find, view_of
from storage import drafts, incidents, reviews
from storage.drafts import Draft
from storage.records import Incident, IncidentStatus, NoteKind, Screened
from storage.rules import review
from storage.rules.reports import find_report_reference
from storage.rules.review import Step

FORM: Final = "review.close"
TITLE: Final = "Close with learning"
GONE: Final = "These words are no longer kept. The report was closed, or it is too long ago."


async def _draft(desk: Desk, context: str) -> Draft | None:
    if not context.startswith("d"):
        return None
    found = await drafts.get(desk.tx, read_number(context[1:]) or 0, desk.person.id, desk.now)
    return found if found is not None and found.form == FORM else None


async def opens_close(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about what came of a report, with what was written so far."""
    del turn
    draft = await _draft(desk, context)
    if draft is None and context.startswith("d"):
        return tell(GONE)
    incident = await _closable(desk, str(draft.values["context"]) if draft else context)
    if isinstance(incident, Reply):
        return incident
    return form(
        CloseForm,
        FORM,
        TITLE,
        submit="Next",
        intro=f"Report {incident.reference}",
        context=f"d{draft.id}" if draft else incident.reference,
        values=raw_values(draft) if draft else {},
    )


async def _closable(desk: Desk, reference: str) -> Incident | Reply:
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    answers = (await view_of(desk, incident)).answers
    refusal = review.refuse(Step.CLOSE, incident, answers)
    if refusal is None:
        return incident
    waits = incident.status in {IncidentStatus.RECEIVED, IncidentStatus.IN_REVIEW} and incident.merged_into is None
    asks = review.unanswered(incident, answers) if waits else ()
    return tell(refusal.words, *(report_card.flag_buttons(incident.reference, asks[0]) if asks else ()))


async def written(turn: Turn, desk: Desk, model: CloseForm, context: str) -> Reply:
    """Keep the words as a draft and show what the reporter will read."""
    del turn
    draft = await _draft(desk, context)
    if draft is None and context.startswith("d"):
        return tell(GONE)
    incident = await _closable(desk, str(draft.values["context"]) if draft else context)
    if isinstance(incident, Reply):
        return incident
    values = {"values": {"found": model.found, "changed": model.changed}, "context": incident.reference, "shown": {}}
    expires = desk.now + desk.house.draft_lasts
    if draft is None:
        draft = await drafts.add(
            desk.tx, person_id=desk.person.id, form=FORM, values=values, now=desk.now, expires_at=expires
        )
    else:
        draft = await drafts.save(desk.tx, draft, values, desk.now, expires)
    joined = len(await reviews.merged_ids(desk.tx, incident.id))
    return show(
        cards.closing_card(incident.reference, f"d{draft.id}", model.found, model.changed, joined), replaces=True
    )


async def close(turn: Turn, desk: Desk, value: str) -> Reply:
    """Close a report with the words that were just looked at; its reporter, and those of joined reports, hear."""
    del turn
    context, _, reference = value.partition("|")
    draft = await _draft(desk, context)
    if draft is None:
        incident = await find(desk, reference)
        return incident if isinstance(incident, Reply) else await shown(desk, incident)
    incident = await _closable(desk, str(draft.values["context"]))
    if isinstance(incident, Reply):
        return incident
    words = raw_values(draft)
    said = desk.screen(cards.learning(str(words["found"]), str(words["changed"])))
    newer = await incidents.revise(
        desk.tx, incident, status=IncidentStatus.CLOSED, by=desk.person.id, reason="closed with learning", now=desk.now
    )
    learnt = await reviews.add_note(desk.tx, incident.id, NoteKind.LEARNING, said, by=desk.person.id, now=desk.now)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    await desk.audit("incident.closed", f"incident:{incident.id}", revision=newer.revision, note=learnt.id)
    joined = await incidents.by_ids(desk.tx, await reviews.merged_ids(desk.tx, incident.id))
    await _tell_learning(desk, [incident, *joined.values()], learnt.id)
    return await shown(desk, newer, "Closed. The reporter hears what came of it.")


async def _tell_learning(desk: Desk, told: list[Incident], note_id: int) -> None:
    """Let reporters and witnesses hear what was learnt. Somebody who sent several of the reports hears once of each."""
    for one in told:
        if one.reporter_id is not None:
            await desk.notify(
                one.reporter_id, "notice.learning", f"incident:{one.reference}", key=str(note_id),
                extra={"note": str(note_id)},
            )  # fmt: skip
    await reviews.answered(desk.tx, [one.id for one in told], desk.now)
    references = {one.id: one.reference for one in told}
    reporters = {one.reporter_id for one in told}
    for seen in await reviews.witnesses(desk.tx, references):
        if seen.by_id is not None and seen.by_id not in reporters:
            await desk.notify(
                seen.by_id, "notice.witness.learnt", f"incident:{references[seen.incident_id]}", key=str(note_id),
                extra={"note": str(note_id)},
            )  # fmt: skip


async def reopen(turn: Turn, desk: Desk, value: str) -> Reply:
    """Open a closed report again; its reporter hears that it is looked at again."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.REOPEN, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    newer = await in_review(desk, incident, "opened again")
    words = Screened("Opened again.")
    await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, words, by=desk.person.id, now=desk.now)
    await desk.audit("incident.reopened", f"incident:{incident.id}", revision=newer.revision)
    if incident.reporter_id is not None and incident.reporter_id != desk.person.id:
        await desk.notify(
            incident.reporter_id, "notice.looking", f"incident:{incident.reference}", key=f"again:{newer.revision}"
        )
    return await shown(desk, newer, "Opened again. The reporter hears that we look at it again.")


async def opens_join(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks for the other report of the same event."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.MERGE, incident)
    if refusal is not None:
        return tell(refusal.words)
    return _join_form(incident.reference)


def _join_form(reference: str) -> Form:
    intro = f"{reference} is then part of the other report. Its reporter hears what comes of that one."
    return form(JoinForm, "review.join", "Join with another", submit="Join", intro=intro, context=reference)


async def join(turn: Turn, desk: Desk, model: JoinForm, context: str) -> Reply:
    """Join a report to another one of the same event. It can be taken apart again."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    other = await find(desk, find_report_reference(model.reference) or "")
    wrong = "" if not isinstance(other, Reply) else "We did not find that report. Please check the reference."
    if isinstance(other, Incident):
        root = (
            (await incidents.by_ids(desk.tx, [other.merged_into])).get(other.merged_into)
            if other.merged_into
            else other
        )
        other = root or other
        wrong = _wrong_pair(incident, other)
    refusal = review.refuse(Step.MERGE, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    if wrong or isinstance(other, Reply):
        return Reply(form=_join_form(incident.reference).with_errors({"reference": wrong}, desk.raw))
    await _join(desk, incident, other)
    return await shown(desk, incident, f"Joined with {other.reference}. The reporter hears it.")


def _wrong_pair(incident: Incident, other: Incident) -> str:
    if other.id == incident.id:
        return "This is the same report. Please give the reference of the other one."
    if other.status is IncidentStatus.WITHDRAWN:
        return "That report was taken back. Please choose another one."
    return ""


async def _join(desk: Desk, incident: Incident, other: Incident) -> None:
    along = await reviews.merged_ids(desk.tx, incident.id)
    await reviews.merge(desk.tx, incident.id, other.id)
    if incident.status is not IncidentStatus.CLOSED:
        await incidents.revise(
            desk.tx, incident, status=IncidentStatus.CLOSED, by=desk.person.id,
            reason=f"joined with {other.reference}", now=desk.now,
        )  # fmt: skip
    words = Screened(f"Joined with {other.reference}.")
    await reviews.add_note(desk.tx, incident.id, NoteKind.MERGED, words, by=desk.person.id, now=desk.now)
    taken = Screened(f"{incident.reference} was joined to this report.")
    await reviews.add_note(desk.tx, other.id, NoteKind.REVIEW, taken, by=desk.person.id, now=desk.now)
    await desk.audit("incident.joined", f"incident:{incident.id}", into=other.id, along=along)
    learnt = [one for one in await reviews.notes_of(desk.tx, [other.id]) if one.kind is NoteKind.LEARNING]
    if other.status is IncidentStatus.CLOSED and learnt:
        moved = await incidents.by_ids(desk.tx, [incident.id, *along])
        await _tell_learning(desk, list(moved.values()), learnt[-1].id)
    elif incident.reporter_id is not None:
        await desk.notify(incident.reporter_id, "notice.joined", f"incident:{incident.reference}", key=str(other.id))


async def part(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take a report apart from the one that it was joined to: it is open again."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.PART, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    await reviews.part(desk.tx, incident.id)
    newer = await in_review(desk, replace(incident, merged_into=None), "taken apart again")
    words = Screened("Taken apart again.")
    await reviews.add_note(desk.tx, incident.id, NoteKind.REVIEW, words, by=desk.person.id, now=desk.now)
    await desk.audit("incident.parted", f"incident:{incident.id}", revision=newer.revision)
    return await shown(desk, newer, "Taken apart. This report is open again.")
