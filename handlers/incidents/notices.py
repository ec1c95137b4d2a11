"""What others hear when something happens to a report after it was sent: its reference, its kind and a button.

Never the words themselves, and never who said them.
"""

from enum import StrEnum

from handlers import routing
from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.showing import reports
from handlers.showing.labels import EVENT_LABELS
from storage import incidents
from storage.records import Incident, IncidentStatus, Message

KIND = "notice.reporter"


class What(StrEnum):
    """What happened to a report."""

    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    WITNESS = "witness"


_SAID = {
    What.CHANGED: (
        "was changed",
        "The reporter changed it. You find what was there before, and why, with the report.",
    ),
    What.ADDED: ("has new words", "The reporter added something. You find the words with the report."),
    What.WITHDRAWN: ("was taken back", "The reporter took it back. You find the reason with the report."),
    What.WITNESS: ("has a witness", "Somebody else saw it too. You find their words with the report."),
}


async def tell_carers(desk: Desk, incident: Incident, what: What, *, key: str) -> None:
    """Let whoever has a report in hand hear what happened to it. ``key`` tells two such events apart."""
    for person_id in await routing.carers(desk, incident):
        await desk.notify(
            person_id, KIND, f"incident:{incident.reference}", key=f"{what}:{key}", extra={"what": str(what)}
        )


def about(desk: Desk, incident: Incident) -> str:
    """Return what a report is about in three words: its kind and place."""
    return f"{EVENT_LABELS[incident.content.event_type]}, {reports.where(incident.content.location_id, desk.places)}"


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
