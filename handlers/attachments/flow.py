"""Adding a photo or document to a draft or a report, and getting a copy. Who may is asked of the policy each time."""

from typing import Final

from handlers import files
from handlers.attachments import cards
from handlers.attachments.form import PhotoForm, Shows
from handlers.chat.answers import Wrong, read_number
from handlers.chat.card import counted
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import PlaceKind, Turn
from handlers.desk import Desk
from handlers.routing import tie_of
from storage import drafts, file_links, incidents
from storage import files as kept
from storage.cleaning import PHOTOS_AND_PDF
from storage.drafts import Draft
from storage.records import Incident, IncidentStatus
from storage.rules.policy import Verb, may

REPORTS: Final = "incidents."
"""What the names of forms of reports begin with."""
NOT_FOUND: Final = 'We did not find that report. Say "my reports" to see your own.'
GONE: Final = "This draft is no longer open. It was sent, deleted, or too old. You can start a new report at any time."
CLOSED: Final = "This report is closed or was taken back, so nothing can be added. You can send a new report."
WAITING: Final = "files"


async def _draft(desk: Desk, subject: str) -> Draft | None:
    number = read_number(subject.partition(":")[0].removeprefix("d"))
    return await drafts.get(desk.tx, number or 0, desk.person.id, desk.now)


async def _report(desk: Desk, reference: str, verb: Verb) -> Incident | Reply:
    incident = await incidents.by_reference(desk.tx, reference.strip()[:20])
    if incident is None or may(desk.person, verb, tie_of(desk, incident)) is not None:
        return tell(NOT_FOUND)
    return incident


async def _open_report(desk: Desk, reference: str) -> Incident | Reply:
    incident = await _report(desk, reference, Verb.CHANGE_REPORT)
    if isinstance(incident, Incident) and incident.status not in incidents.OPEN:
        return tell(CLOSED)
    return incident


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about a draft or a report of one's own."""
    del turn
    if context.startswith("d"):
        if await _draft(desk, context) is None:
            return tell(GONE)
    else:
        incident = await _open_report(desk, context)
        if isinstance(incident, Reply):
            return incident
    return form(PhotoForm, "files.add", "Add a photo or PDF", submit="Add", context=context.partition(":")[0])


async def answered(turn: Turn, desk: Desk, model: PhotoForm, context: str) -> Reply:
    """Keep the files, unless the person saw that they show a patient."""
    opened = await opens(turn, desk, context)
    if isinstance(opened, Reply):
        await kept.drop(desk.tx, model.photos)
        return opened
    if model.shows is Shows.SOMEBODY:
        await kept.drop(desk.tx, model.photos)
        return show(cards.stopped_card(opened.context), replaces=True)
    if not model.photos:
        return Reply(form=opened.with_errors({"photos": "Please choose the file."}, {"shows": model.shows}))
    return await _add(desk, list(model.photos), opened.context)


async def _add(desk: Desk, keys: list[str], subject: str) -> Reply:
    draft = await _draft(desk, subject) if subject.startswith("d") else None
    if draft is not None:
        fresh = await files.put_in_draft(desk, keys, draft.id)
        there = await kept.of_draft(desk.tx, draft.id)
        return show(cards.added_card(there, f"d{draft.id}", again=not fresh), replaces=True)
    incident = await _open_report(desk, subject)
    if isinstance(incident, Reply):
        await kept.drop(desk.tx, keys)
        return incident
    fresh = await files.put_in_report(desk, keys, incident.id)
    if fresh:
        await desk.audit("incident.file_added", f"incident:{incident.id}", files=len(fresh))
    there = await kept.of_incident(desk.tx, incident.id)
    return show(cards.added_card(there, incident.reference, again=not fresh), replaces=True)


async def dropped(turn: Turn, desk: Desk, missed: str) -> Reply:
    """Hold files that were sent before anybody asked about them, and ask; in a group or channel take none."""
    if turn.place.kind is not PlaceKind.PERSONAL:
        return tell("We take files only in our own chat, where nobody else sees them. We did not keep it.")
    found, refused = [], []
    for number, one in enumerate(turn.handed.get("files", ()), start=1):
        file = await files.keep(desk, one, PHOTOS_AND_PDF, number=number)
        if isinstance(file, Wrong):
            refused.append(file.why)
        else:
            found.append(file)
    lost = read_number(missed) or 0
    if lost:
        refused.append(f"We could not fetch {counted(lost, 'file')}. Please send at most 5, each under 10 MB.")
    return show(cards.check_card(found, list(dict.fromkeys(refused))))


async def fine(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take the word of the person that nobody can be known by it; add it to what they write or wrote just now."""
    del turn
    found = await kept.held(desk.tx, value.split(","), desk.person.id)
    if not found:
        return tell("We no longer have this file: we hold it for an hour. Please send it again.", replaces=True)
    keys = [one.key for one in found]
    since = min(one.stored_at for one in found) - kept.HELD
    begun = await drafts.of_person(desk.tx, desk.person.id, desk.now, 5)
    newest = next((one for one in begun if one.form.startswith(REPORTS) and one.updated_at >= since), None)
    if newest is not None:
        return await _add(desk, keys, f"d{newest.id}")
    sent = await incidents.of_reporter(desk.tx, desk.person.id, limit=1)
    if sent and sent[0].reported_at >= min(one.stored_at for one in found) and sent[0].status in incidents.OPEN:
        return await _add(desk, keys, sent[0].reference)
    desk.talk.put(files.WAITING, keys)
    return show(cards.waiting_card(found), replaces=True)


async def delete(turn: Turn, desk: Desk, value: str) -> Reply:
    """Delete files of which the person is not sure."""
    del turn
    found = await kept.held(desk.tx, value.split(","), desk.person.id)
    await kept.drop(desk.tx, [one.key for one in found])
    return show(cards.stopped_card(""), replaces=True)


async def remove(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take the files of a draft away."""
    del turn
    draft = await _draft(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    await kept.drop(desk.tx, [one.key for one in await kept.of_draft(desk.tx, draft.id)])
    await drafts.note_files(desk.tx, draft.id, "")
    return tell("Deleted. Your draft has no files now.", replaces=True)


async def listing(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the files of a report by name, kind and size, to those who may read it."""
    del turn
    incident = await _report(desk, value, Verb.SEE_REPORT)
    if isinstance(incident, Reply):
        return incident
    found = await kept.of_incident(desk.tx, incident.id)
    if not found:
        return tell(f"Report {incident.reference} has no files.")
    return show(cards.list_card(incident.reference, found, removes=_may_erase(desk, incident)))


def _may_erase(desk: Desk, incident: Incident) -> bool:
    tie = tie_of(desk, incident)
    return any(may(desk.person, verb, tie) is None for verb in (Verb.CHANGE_REPORT, Verb.REVIEW_REPORT))


async def download(turn: Turn, desk: Desk, value: str) -> Reply:
    """Give somebody who may read the report a link that works once."""
    del turn
    reference, _, key = value.partition(":")
    incident = await _report(desk, reference, Verb.SEE_REPORT)
    if isinstance(incident, Reply):
        return incident
    one = next((one for one in await kept.of_incident(desk.tx, incident.id) if one.key == key), None)
    if one is None:
        return tell("This file is no longer there.")
    minutes = int(file_links.LASTS.total_seconds() // 60)
    if not desk.house.files_at:
        return show(cards.link_card(one.name, "", minutes))
    token = await file_links.make(desk.tx, key, desk.person.id, desk.now)
    await desk.audit("incident.file_asked_for", f"incident:{incident.id}")
    return show(cards.link_card(one.name, f"{desk.house.files_at}/{token}", minutes))


async def erase(turn: Turn, desk: Desk, value: str) -> Reply:
    """Delete one file of a report: its reporter and its reviewers may, because a photo can show more than was seen."""
    del turn
    reference, _, key = value.partition(":")
    incident = await _report(desk, reference, Verb.SEE_REPORT)
    if isinstance(incident, Reply):
        return incident
    if not _may_erase(desk, incident) or incident.status is IncidentStatus.WITHDRAWN:
        return tell("Only the person who sent the report, and whoever reviews it, can delete its files.")
    if not await kept.take_from_report(desk.tx, key, incident.id):
        return tell("This file is no longer there.", replaces=True)
    await desk.audit("incident.file_deleted", f"incident:{incident.id}")
    return tell(f"Deleted from report {incident.reference}.", replaces=True)
