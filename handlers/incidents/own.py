"""Finding a report for the person who speaks: their own, or one that they may see. It changes nothing."""

from typing import Final

from handlers.chat.card import Button
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from handlers.routing import tie_of
from storage import incidents
from storage.records import Incident, IncidentStatus
from storage.rules.policy import Refusal, Verb, may

NOT_FOUND: Final = 'We did not find that report. Say "my reports" to see your own.'


async def find(desk: Desk, reference: str, verb: Verb = Verb.SEE_REPORT) -> Incident | Reply:
    """Return a report to whoever may do this with it; otherwise what to say instead."""
    incident = await incidents.by_reference(desk.tx, reference.strip()[:20])
    refusal = may(desk.person, verb, tie_of(desk, incident))
    if refusal is not None or incident is None:
        return tell(NOT_FOUND if refusal is None or verb is Verb.SEE_REPORT else refusal.words)
    return incident


def refused(incident: Incident, refusal: Refusal) -> Reply:
    """Return why a wish about one's own report does not make sense now, with the way on."""
    if incident.status is IncidentStatus.WITHDRAWN:
        way = Button("Report a safety event", "chat.open", "incidents.report:")
    else:
        way = Button("Ask the safety team", "chat.open", f"review.say:{incident.reference}")
    return tell(refusal.words, way, Button("Show the report", "incidents.show", incident.reference), replaces=True)
