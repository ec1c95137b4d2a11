"""Messages about reports, drawn when they are sent, from how things stand then. None: nobody needs it any more.

They carry the reference, the kind and a button. Only the reporter is shown what was said, and never the report itself.
"""

from datetime import date

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text, shorten
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.review.queue import waiting_card
from handlers.routing import because, tie_of
from handlers.showing import reports
from handlers.showing.feedback import SAID
from handlers.showing.labels import EVENT_LABELS
from storage import incidents, reviews
from storage.records import Incident, IncidentStatus, Message, NoteKind
from storage.reviews import Note
from storage.rules.feedback import NOBODY, promised_day
from storage.rules.policy import Verb, may
from storage.rules.workdays import say_day

OVER = frozenset({IncidentStatus.CLOSED, IncidentStatus.WITHDRAWN})


async def _report(message: Message, desk: Desk) -> Incident | None:
    incident = await incidents.by_reference(desk.tx, message.subject.partition(":")[2])
    return incident if incident is not None and incident.status is not IncidentStatus.WITHDRAWN else None


async def _note(message: Message, desk: Desk) -> Note | None:
    return await reviews.note(desk.tx, read_number((message.body or "").removeprefix("note=")) or 0)


def kind_of(incident: Incident, desk: Desk) -> str:
    """Return what a report is about in three words: its kind and place."""
    content = incident.content
    place = reports.where(content.location_id, desk.places, "place not known")
    return f"{EVENT_LABELS[content.event_type]}, {place}"


def report_notice(incident: Incident, about: str, why: str, *, reviews_it: bool) -> Card:
    """Return the notice of a new report: what kind, where, why this person hears, and a button to see it."""
    show_it = Button("Show the report", "incidents.show", incident.reference, Style.PRIMARY)
    review_it = Button("Review", "review.show", incident.reference, Style.PRIMARY)
    return Card(
        "review.notice",
        f"New report: {incident.reference}",
        (Text(f"{about}."), Text(why)),
        (review_it if reviews_it else show_it,),
    )


async def new_report(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody whom a new report concerns."""
    incident = await _report(message, desk)
    if incident is None:
        return None
    routes = (message.body or "").removeprefix("routes=").split(",")
    reviewing = may(desk.person, Verb.REVIEW_REPORT, tie_of(desk, incident)) is None
    return show(
        report_notice(incident, kind_of(incident, desk), because(routes, incident.content), reviews_it=reviewing)
    )


async def handler(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody that they were asked to look after a report."""
    incident = await _report(message, desk)
    if incident is None or incident.handler_id != desk.person.id:
        return None
    return show(handler_card(incident, kind_of(incident, desk)))


def handler_card(incident: Incident, about: str) -> Card:
    """Return what somebody sees who was asked to look after a report."""
    text = f"{about}. Please read it, ask what you need to know, and close it with what was learnt."
    return Card(
        "review.handler",
        f"You look after report {incident.reference}",
        (Text(text),),
        (Button("Review", "review.show", incident.reference, Style.PRIMARY),),
    )


async def looking(message: Message, desk: Desk) -> Reply | None:
    """Tell the reporter that someone is looking at their report."""
    incident = await _report(message, desk)
    if incident is None or incident.status is IncidentStatus.CLOSED:
        return None
    return show(reporter_card(incident, "Someone is looking at your report. You will hear what comes of it."))


async def joined(message: Message, desk: Desk) -> Reply | None:
    """Tell the reporter that their report tells of the same event as another one."""
    incident = await _report(message, desk)
    if incident is None or incident.merged_into is None:
        return None
    text = "Somebody else told us of the same event. We look at both reports together. You will hear what comes of it."
    return show(reporter_card(incident, text))


def reporter_card(incident: Incident, text: str) -> Card:
    """Return news for a reporter that asks nothing of them."""
    shows = Button("Show my report", "incidents.show", incident.reference)
    return Card("review.news", f"About your report {incident.reference}", (Text(text),), (shows,))


async def question(message: Message, desk: Desk) -> Reply | None:
    """Ask the reporter what the safety team would like to know; not any more when it was answered."""
    incident, note = await _report(message, desk), await _note(message, desk)
    if incident is None or note is None:
        return None
    if any(one.about_id == note.id for one in await reviews.notes_of(desk.tx, [incident.id])):
        return None
    return show(question_card(incident, note))


def question_card(incident: Incident, note: Note) -> Card:
    """Return a question for the reporter."""
    return Card(
        "review.question",
        f"A question about your report {incident.reference}",
        (
            Text(shorten(note.text, SAID), quote=True),
            Text('You can also write "answer" and then your words. Please leave out names and numbers of patients.'),
        ),
        (
            Button("Answer", "chat.open", f"review.reply:{note.id}", Style.PRIMARY),
            Button("Show my report", "incidents.show", incident.reference),
        ),
    )


async def reply(message: Message, desk: Desk) -> Reply | None:
    """Tell the reporter what the safety team answered."""
    incident, note = await _report(message, desk), await _note(message, desk)
    return show(reply_card(incident, note)) if incident is not None and note is not None else None


def reply_card(incident: Incident, note: Note) -> Card:
    """Return an answer for the reporter."""
    return Card(
        "review.reply",
        f"An answer about your report {incident.reference}",
        (Text(shorten(note.text, SAID), quote=True),),
        (
            Button("Show my report", "incidents.show", incident.reference),
            Button("Ask something", "chat.open", f"review.say:{incident.reference}"),
        ),
    )


async def reporter_said(message: Message, desk: Desk) -> Reply | None:
    """Tell whoever looks after a report that its reporter answered or asked."""
    incident, note = await _report(message, desk), await _note(message, desk)
    return show(said_card(incident, note)) if incident is not None and note is not None else None


def said_card(incident: Incident, note: Note) -> Card:
    """Return that the reporter said something, without the words: they stand with the report."""
    what = "asks you something" if note.kind is NoteKind.QUESTION else "answered"
    return Card(
        "review.said",
        f"The reporter {what}: {incident.reference}",
        (Text("You will find the words with the report."),),
        (Button("Review", "review.show", incident.reference, Style.PRIMARY),),
    )


async def learning(message: Message, desk: Desk) -> Reply | None:
    """Tell the reporter what came of their report."""
    incident, note = await _report(message, desk), await _note(message, desk)
    if incident is None or note is None:
        return None
    return show(learning_card(incident, note, kind_of(incident, desk)))


def learning_card(incident: Incident, note: Note, about: str) -> Card:
    """Return what was learnt and what changed, with what the reporter may say to it."""
    return Card(
        "review.learning",
        shorten(f"About your report {incident.reference} ({about})", 140),
        (Text(shorten(note.text, 2900)), Text("Thank you for telling us.")),
        (
            Button("This helped", "review.helped", incident.reference, Style.PRIMARY),
            Button("It happened again", "chat.open", f"review.say:{incident.reference}|again"),
            Button("Ask something", "chat.open", f"review.say:{incident.reference}"),
        ),
    )


async def reminder(message: Message, desk: Desk) -> Reply | None:
    """Remind the handler that a reporter waits, or the specialists of late reports that nobody looks after."""
    if message.subject == NOBODY:
        late, _ = await reviews.queue(desk.tx, unassigned=True, late_at=desk.now, limit=0)
        total, _ = await reviews.queue(desk.tx, limit=0)
        return show(waiting_card(total, late)) if late else None
    known = await incidents.by_ids(desk.tx, [int(message.subject.partition(":")[2])])
    incident = next(iter(known.values()), None)
    if incident is None or incident.status in OVER or incident.answered_at is not None:
        return None
    if incident.handler_id != desk.person.id or incident.answer_due_at is None:
        return None
    return show(reminder_card(incident, promised_day(incident.answer_due_at), desk.today))


def reminder_card(incident: Incident, day: date, today: date) -> Card:
    """Return a reminder for the person who looks after a report. ``day`` is the last on which the promise is kept."""
    said = f"We said that they would hear by {say_day(day, today)}."
    text = f"{said} Please close the report with what was learnt, or give it to a colleague."
    return Card(
        "review.reminder",
        f"{'Late: a' if day < today else 'A'} reporter is waiting to hear, {incident.reference}",
        (Text(text),),
        (
            Button("Close with learning", "chat.open", f"review.close:{incident.reference}", Style.PRIMARY),
            Button("Review", "review.show", incident.reference),
        ),
    )
