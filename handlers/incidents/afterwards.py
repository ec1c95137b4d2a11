"""After a report was sent: the person's own reports and drafts, undo, and adding something. Only ever one's own."""

from dataclasses import replace

from handlers import feedback, files
from handlers.chat.card import Button, Style
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import again, cards, notices, withdrawing
from handlers.incidents.deleting import delete_button
from handlers.incidents.form import AddForm
from handlers.incidents.own import find
from handlers.routing import tie_of
from handlers.showing import pages, reports
from storage import incidents, reviews
from storage.records import Incident, IncidentStatus, NoteKind
from storage.rules.afterwards import Wish, refuse
from storage.rules.policy import Tie, Verb, may


async def mine(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of the person's own reports."""
    del turn
    if desk.person.id == 0 or may(desk.person, Verb.SEE_REPORT, Tie(own=True)) is not None:
        return show(cards.reports_card((), 0, 0, desk.places, desk.now), replaces=bool(value))
    total = await incidents.count_of_reporter(desk.tx, desk.person.id)
    offset = pages.start(value, total)
    found = await incidents.of_reporter(desk.tx, desk.person.id, limit=pages.PAGE, offset=offset)
    learnt = await feedback.learnt(desk, found)
    return show(cards.reports_card(found, total, offset, desk.places, desk.now, learnt), replaces=bool(value))


async def one_report(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one report in full, to the person who sent it or who may see all."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    buttons = []
    if incident.reporter_id == desk.person.id:
        buttons += _own_buttons(incident)
    buttons += await files.button_of(desk, incident)
    buttons.append(Button("My reports", "chat.say", "my reports"))
    if may(desk.person, Verb.REVIEW_REPORT, tie_of(desk, incident)) is None:
        buttons.insert(0, Button("Review", "review.show", incident.reference, Style.PRIMARY))
    is_own = incident.reporter_id == desk.person.id
    added = () if is_own else await reviews.added_to(desk.tx, incident)
    card = reports.report_card(incident, desk.places, desk.now, desk.today, *buttons, added=added, own=is_own)
    if is_own:
        card = replace(card, parts=(*card.parts, *await feedback.feedback_for(desk, incident)))
    return show(card)


def _own_buttons(incident: Incident) -> list[Button]:
    """Return what the reporter may do with the report as it stands."""
    found = []
    if incident.status is not IncidentStatus.WITHDRAWN:
        found.append(Button("Add something", "chat.open", f"incidents.add:{incident.reference}"))
    if refuse(Wish.CHANGE, incident) is None:
        found.append(Button("Change it", "incidents.edit", incident.reference))
    if refuse(Wish.WITHDRAW, incident) is None:
        found.append(withdrawing.button(incident.reference))
    return found


async def opens_add(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form to add something to a report of one's own."""
    del turn
    incident = await find(desk, context, Verb.CHANGE_REPORT)
    if isinstance(incident, Reply):
        return incident
    return form(
        AddForm,
        "incidents.add",
        "Add to your report",
        submit="Add",
        intro=f"Report {incident.reference}",
        context=incident.reference,
    )


async def answered_add(turn: Turn, desk: Desk, model: AddForm, context: str) -> Reply:
    """Add words to a report: a note of their own, and a new version of the report."""
    del turn
    await reviews.lock(desk.tx, context.strip()[:20])
    incident = await find(desk, context, Verb.CHANGE_REPORT)
    return incident if isinstance(incident, Reply) else await add_words(desk, incident, model.text)


async def add_words(desk: Desk, incident: Incident, words: str) -> Reply:
    """Add words to a report of the person's own, beside what it said; those that come too late become a draft."""
    if incident.status is IncidentStatus.WITHDRAWN:
        return await _anew(desk, incident, words)
    newer = await incidents.revise(
        desk.tx, incident, by=desk.person.id or None, reason="added by the reporter", now=desk.now
    )
    said = desk.screen(words)
    await reviews.add_note(
        desk.tx, incident.id, NoteKind.ADDED, said, by=desk.person.id or None, now=desk.now, revision=newer.revision
    )
    await desk.audit(
        "incident.added_to", f"incident:{incident.id}", revision=newer.revision, removed=dict(said.removed)
    )
    await notices.tell_carers(desk, newer, notices.What.ADDED, key=str(newer.revision))
    return tell(
        f"Added to report {incident.reference}. The safety team sees it.",
        Button("Show the report", "incidents.show", incident.reference),
        title="Thank you",
        replaces=True,
    )


async def _anew(desk: Desk, incident: Incident, words: str) -> Reply:
    """Keep words that came too late for a report as a draft of a new one."""
    draft = await again.draft_of(desk, incident, more=words)
    return tell(
        f"Report {incident.reference} was taken back, so nothing can be added to it. "
        "We kept your words, with those of that report, as a draft of a new one.",
        Button("Look at the draft", "incidents.confirm", f"d{draft.id}", Style.PRIMARY),
        delete_button("Delete the draft", f"d{draft.id}"),
        title="Not added yet",
        replaces=True,
    )
