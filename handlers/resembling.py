"""Events that resemble a national alert: looked for when a report is sent or changed, and counted for the alert.

It asks reviewers and decides nothing. No word of a report leaves it.
"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

from handlers.desk import Desk
from storage import resembling, reviews
from storage.database import Transaction
from storage.records import Alert, EventType, Incident, NoteKind
from storage.reviews import Note
from storage.rules.resemblance import commonness, resemblance
from storage.rules.workdays import at_local

LOOK_BACK: Final = 2_000
_NO_EVENT: Final = frozenset({EventType.GOOD_CARE})


def text_of(incident: Incident, notes: Iterable[Note]) -> str:
    """Return what a report tells, with what its reporter added, out of the notes of it."""
    content = incident.content
    added = (one.text for one in notes if one.kind is NoteKind.ADDED)
    return "\n".join((content.what_happened.text, content.immediate_action.text, *added))


async def match(desk: Desk, incident: Incident) -> None:
    """Keep which alerts a report resembles as it is now. Two statements, and one for each alert that it does."""
    found = []
    if incident.content.event_type not in _NO_EVENT:
        known = await resembling.told_by_alerts(desk.tx)
        common = commonness(known.values())
        text = text_of(incident, await reviews.added_to(desk.tx, incident))
        likeness = ((alert_id, resemblance(text, told, common)) for alert_id, told in known.items())
        found = [(alert_id, one.score) for alert_id, one in likeness if one.is_likely]
    await resembling.keep(desk.tx, incident.id, found, desk.now)


async def look_back(tx: Transaction, alert: Alert, now: datetime) -> None:
    """Keep which reports since the day an alert was issued resemble it: they were sent before the trust had it here.

    At most ``LOOK_BACK`` of them, the newest: an officer waits for this, and each costs about a tenth of a millisecond.
    """
    known = await resembling.told_by_alerts(tx)
    told = known.get(alert.id)
    if told is None:
        return
    common = commonness(known.values())
    reports = await resembling.told_since(tx, at_local(alert.issued_on, time()), LOOK_BACK)
    likeness = ((incident_id, resemblance(text, told, common)) for incident_id, text in reports)
    await resembling.add(tx, alert.id, [(key, one.score) for key, one in likeness if one.is_likely], now)


async def count(desk: Desk, alert: Alert) -> int:
    """Return how many reports since the day an alert was issued resemble it."""
    total, _ = await resembling.since(desk.tx, alert.id, at_local(alert.issued_on, time()))
    return total


async def page(desk: Desk, alert: Alert, limit: int, offset: int) -> tuple[int, list[int]]:
    """Return how many there are, and the ids of a page of them, the newest first."""
    start = at_local(alert.issued_on, time())
    return await resembling.since(desk.tx, alert.id, start, limit=limit, offset=offset)
