"""What others hear when something happens to a report after it was sent: its reference, its kind and a button.

Never the report's own words, and never who said them. A witness hears what was learnt, like the reporter.
"""

from enum import StrEnum
from typing import Final

from handlers import routing
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text, shorten
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.showing import reports
from handlers.showing.labels import EVENT_LABELS
from storage import incidents, reviews
from storage.records import Incident, IncidentStatus, Message
from storage.reviews import Note

KIND: Final = "notice.reporter"
LEARNT: Final = "notice.witness.learnt"
TAKEN_BACK: Final = "notice.witness.taken_back"


class What(StrEnum):
    """What happened to a report."""

    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    WITNESS = "witness"


_SAID = {
    What.CHANGED: (
        "was changed",
        "The reporter changed it. You will find what was there before, and why, with the report.",
    ),
    What.ADDED: ("has something added", "The reporter added to it. You will find the words with the report."),
    What.WITHDRAWN: ("was taken back", "The reporter took it back. You will find the reason with the report."),
    What.WITNESS: ("has a witness", "Somebody else saw it too. You will find their words with the report."),
}


async def tell_witnesses(desk: Desk, incident: Incident) -> None:
    """Let the witnesses of a report hear that it was taken back, so that what they saw can stand on its own."""
    for seen in await reviews.witnesses(desk.tx, [incident.id]):
        if seen.by_id is not None:
            await desk.notify(
                seen.by_id, TAKEN_BACK, f"incident:{incident.reference}", key=str(seen.id), extra={"note": str(seen.id)}
            )


async def tell_carers(desk: Desk, incident: Incident, what: What, *, key: str) -> None:
    """Let whoever has a report in hand hear what happened to it. ``key`` tells two such events apart."""
    for person_id in await routing.carers(desk, incident):
        await desk.notify(
            person_id, KIND, f"incident:{incident.reference}", key=f"{what}:{key}", extra={"what": str(what)}
        )


def about(desk: Desk, incident: Incident) -> str:
    """Return what a report is about in three words: its kind and place."""
    content = incident.content
    place = reports.where(content.location_id, desk.places, "place not known")
    return f"{EVENT_LABELS[content.event_type]}, {place}"


async def draw(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody who has a report in hand what happened to it; nothing more once it was taken back."""
    incident = await incidents.by_reference(desk.tx, message.subject.partition(":")[2])
    named = (message.body or "").removeprefix("what=")
    if incident is None or named not in set(What):
        return None
    what = What(named)
    if incident.status is IncidentStatus.WITHDRAWN and what is not What.WITHDRAWN:
        return None
    return show(card(incident.reference, about(desk, incident), what))


def card(reference: str, kind: str, what: What) -> Card:
    """Return what somebody sees who has a report in hand."""
    happened, text = _SAID[what]
    return Card(
        "incidents.notice",
        f"Report {reference} {happened}",
        (Text(f"{kind}."), Text(text)),
        (Button("Review", "review.show", reference, Style.PRIMARY),),
    )


async def _note(message: Message, desk: Desk) -> Note | None:
    return await reviews.note(desk.tx, read_number((message.body or "").removeprefix("note=")) or 0)


async def draw_learnt(message: Message, desk: Desk) -> Reply | None:
    """Tell a witness what came of the report; nothing any more when it was taken back."""
    incident = await incidents.by_reference(desk.tx, message.subject.partition(":")[2])
    note = await _note(message, desk)
    if incident is None or note is None or incident.status is IncidentStatus.WITHDRAWN:
        return None
    return show(learnt_card(incident.reference, note.text))


def learnt_card(reference: str, learning: str) -> Card:
    """Return what was learnt and what changed, for somebody who saw the event too."""
    return Card(
        "incidents.learnt",
        f"About report {reference}, which you saw too",
        (Text(shorten(learning, 2900)), Text("Thank you for telling us what you saw.")),
        (Button("Report something", "chat.say", "report"),),
    )


async def draw_taken_back(message: Message, desk: Desk) -> Reply | None:
    """Tell a witness that the report was taken back, and that their words can be a report of their own."""
    note = await _note(message, desk)
    if note is None or note.by_id != desk.person.id:
        return None
    return show(taken_back_card(message.subject.partition(":")[2], note.id))


def taken_back_card(reference: str, note_id: int) -> Card:
    """Return what a witness sees when the report is gone to which they added their words."""
    return Card(
        "incidents.taken_back",
        f"Report {reference} was taken back",
        (
            Text(
                "You told us what you saw, and we kept your words with that report. "
                "The person who sent it has taken it back. If it happened, please send your words as a report."
            ),
        ),
        (Button("Send mine as a report of its own", "incidents.anew", str(note_id), Style.PRIMARY),),
    )
