"""Questions and answers between the safety team and the person who sent a report, and what that person says at the end.

The reporter is spoken to about their own report only; whoever looks after it hears every answer.
"""

from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Style
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review.form import AgainForm, QuestionForm, ReplyForm
from handlers.review.steps import shown
from handlers.review.view import find
from handlers.routing import tie_of
from storage import incidents, people, reviews
from storage.records import Incident, IncidentStatus, NoteKind, Role, Screened
from storage.reviews import Note
from storage.rules import review
from storage.rules.policy import Verb, may
from storage.rules.review import Step

NOTHING_ASKED: Final = "Nobody waits for an answer from you. Thank you."
NOT_YOURS: Final = 'We did not find that. Say "my reports" to see your own reports and what became of them.'
HELPED: Final = "This helped."
AGAIN: Final = "It happened again."


async def opens_ask(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form for a question to the reporter."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.ASK, incident)
    if refusal is not None:
        return tell(refusal.words)
    seen = " They see it when they use their code." if incident.anonymous else ""
    intro = f"Report {incident.reference}. The reporter gets your question.{seen}"
    return form(QuestionForm, "review.ask", "Ask the reporter", submit="Ask", intro=intro, context=incident.reference)


async def asked(turn: Turn, desk: Desk, model: QuestionForm, context: str) -> Reply:
    """Ask the reporter something; they hear, and can answer in a form or in words."""
    del turn
    incident = await find(desk, context)
    if isinstance(incident, Reply):
        return incident
    refusal = review.refuse(Step.ASK, incident)
    if refusal is not None:
        return await shown(desk, incident, refusal.words)
    said = await _add(desk, incident, NoteKind.QUESTION, desk.screen(model.text))
    if incident.reporter_id is not None:
        await desk.notify(
            incident.reporter_id, "notice.question", f"incident:{incident.reference}", key=str(said.id),
            extra={"note": str(said.id)},
        )  # fmt: skip
    return await shown(desk, incident, "Asked. You will hear when they answer.")


async def _add(desk: Desk, incident: Incident, kind: NoteKind, said: Screened, about: int | None = None) -> Note:
    added = await reviews.add_note(desk.tx, incident.id, kind, said, by=desk.person.id, now=desk.now, about=about)
    await desk.audit(f"incident.{kind}", f"incident:{incident.id}", note=added.id, removed=dict(said.removed))
    return added


async def _about(desk: Desk, value: str) -> tuple[Note, Incident] | None:
    """Return a note that may be answered by this person, with its report: their own report's, or one they review."""
    note = await reviews.note(desk.tx, read_number(value) or 0)
    incident = (await incidents.by_ids(desk.tx, [note.incident_id])).get(note.incident_id) if note else None
    if note is None or incident is None:
        return None
    tie = tie_of(desk, incident)
    verb = Verb.REVIEW_REPORT if _is_reporters(note, incident) else Verb.CHANGE_REPORT
    return (note, incident) if may(desk.person, verb, tie) is None else None


def _is_reporters(note: Note, incident: Incident) -> bool:
    return note.kind is NoteKind.QUESTION and note.by_id == incident.reporter_id


async def opens_reply(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that answers a question, in either direction."""
    del turn
    found = await _about(desk, context)
    if found is None:
        return tell(NOT_YOURS)
    note, incident = found
    if await _is_answered(desk, note):
        return tell("This question has an answer already. Thank you.")
    return _reply_form(note, incident)


def _reply_form(note: Note, incident: Incident) -> Form:
    intro = f"Report {incident.reference}. The question: {note.text}"
    return form(ReplyForm, "review.reply", "Your answer", submit="Send", intro=intro, context=str(note.id))


async def _is_answered(desk: Desk, note: Note) -> bool:
    return any(one.about_id == note.id for one in await reviews.notes_of(desk.tx, [note.incident_id]))


async def replied(turn: Turn, desk: Desk, model: ReplyForm, context: str) -> Reply:
    """Keep an answer; the other side hears it."""
    del turn
    found = await _about(desk, context)
    if found is None:
        return tell(NOT_YOURS)
    return await _reply(desk, *found, model.text)


async def _reply(desk: Desk, note: Note, incident: Incident, words: str) -> Reply:
    await reviews.lock(desk.tx, incident.reference)
    if await _is_answered(desk, note):
        return tell("This question has an answer already. Thank you.", replaces=True)
    said = await _add(desk, incident, NoteKind.ANSWER, desk.screen(words), note.id)
    if _is_reporters(note, incident):
        if incident.reporter_id is not None:
            await desk.notify(
                incident.reporter_id, "notice.reply", f"incident:{incident.reference}", key=str(said.id),
                extra={"note": str(said.id)},
            )  # fmt: skip
        return await shown(desk, incident, "Sent. The reporter hears your answer.")
    await _tell_team(desk, incident, said)
    return tell(
        "The person who asked you hears it now.",
        Button("Show my report", "incidents.show", incident.reference),
        title="Thank you for your answer",
        replaces=True,
    )


async def _tell_team(desk: Desk, incident: Incident, said: Note) -> None:
    """Let whoever looks after a report hear what its reporter said; the specialists when nobody does."""
    known = await people.by_ids(desk.tx, [incident.handler_id] if incident.handler_id else [])
    hearers = [one for one in known.values() if one.active]
    if not hearers:
        hearers = await people.with_role(desk.tx, Role.PATIENT_SAFETY_SPECIALIST)
    for one in hearers:
        if one.id != desk.person.id:
            await desk.notify(
                one.id, "notice.said", f"incident:{incident.reference}", key=str(said.id),
                extra={"note": str(said.id)},
            )  # fmt: skip


async def answer_words(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Take words as the answer to the oldest question about one's own reports; without words, open the form."""
    waiting = await reviews.open_questions(desk.tx, desk.person.id) if desk.person.id else []
    if not waiting:
        return tell(NOTHING_ASKED)
    found = await _about(desk, str(waiting[0].id))
    if found is None:
        return tell(NOTHING_ASKED)
    if not rest.strip():
        opened = await opens_reply(turn, desk, str(waiting[0].id))
        return opened if isinstance(opened, Reply) else ask(opened)
    return await _reply(desk, *found, rest.strip()[:2000])


async def _own(desk: Desk, reference: str) -> Incident | None:
    incident = await reviews.lock(desk.tx, reference.strip()[:20])
    if incident is None or may(desk.person, Verb.CHANGE_REPORT, tie_of(desk, incident)) is not None:
        return None
    return incident if incident.status is not IncidentStatus.WITHDRAWN else None


async def helped(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep that what the reporter heard helped. Twice is the same as once."""
    del turn
    incident = await _own(desk, value)
    if incident is None:
        return tell(NOT_YOURS)
    notes = await reviews.notes_of(desk.tx, [incident.id])
    if not any(one.kind is NoteKind.ANSWER and one.text == HELPED for one in notes):
        await _tell_team(desk, incident, await _add(desk, incident, NoteKind.ANSWER, Screened(HELPED)))
    return tell(
        "Thank you for telling us, and for your report.",
        Button("Show my report", "incidents.show", incident.reference),
        title="Good to know",
    )


async def opens_say(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form in which a reporter asks something, or says that it happened again."""
    del turn
    reference, _, again = context.partition("|")
    incident = await _own(desk, reference)
    if incident is None:
        return tell(NOT_YOURS)
    title = "It happened again" if again else "Ask the safety team"
    return form(
        AgainForm, "review.say", title, intro=f"Report {incident.reference}",
        context=f"{incident.reference}|again" if again else incident.reference,
    )  # fmt: skip


async def said(turn: Turn, desk: Desk, model: AgainForm, context: str) -> Reply:
    """Keep what a reporter asks, or that it happened again; whoever looks after the report hears."""
    del turn
    reference, _, again = context.partition("|")
    incident = await _own(desk, reference)
    if incident is None:
        return tell(NOT_YOURS)
    words = desk.screen(f"{AGAIN} {model.text}" if again else model.text)
    note = await _add(desk, incident, NoteKind.ANSWER if again else NoteKind.QUESTION, words)
    await _tell_team(desk, incident, note)
    if again:
        return tell(
            "The safety team hears it now. If a patient was affected, please report it as a new event as well.",
            Button("Report it", "chat.open", "incidents.report:", Style.PRIMARY),
            title="Thank you for telling us",
            replaces=True,
        )
    return tell("The safety team hears your question now, and you hear the answer here.", title="Sent", replaces=True)
