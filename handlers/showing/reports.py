"""A report in words: LFPSE's labels, British dates, and "Not known" where nobody said. It never shows who reported."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from handlers.chat.card import Button, Card, Facts, Item, Part, Text, shorten
from handlers.showing.labels import EVENT_LABELS, INVOLVED_LABELS, PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from storage.records import EventType, Incident, IncidentContent, IncidentStatus, Involved, Location
from storage.rules.workdays import say_day, say_instant

STATUS_WORDS: Mapping[IncidentStatus, str] = {
    IncidentStatus.RECEIVED: "Received",
    IncidentStatus.IN_REVIEW: "Someone is looking at it",
    IncidentStatus.CLOSED: "Closed",
    IncidentStatus.WITHDRAWN: "Taken back by the person who sent it",
}
NOT_KNOWN = "Not known"
LEARNT_MOST = 300


def status(incident: Incident) -> str:
    """Return where a report stands."""
    return "Joined with another report of the same event" if incident.merged_into else STATUS_WORDS[incident.status]


def when(occurred_on: date | None, occurred_at: time | None, today: date) -> str:
    """Return when it happened: "today, 02:15", "Sat 14 Mar", "Not known"."""
    if occurred_on is None:
        return NOT_KNOWN if occurred_at is None else f"{occurred_at:%H:%M}, day not known"
    day = say_day(occurred_on, today)
    day = day[:1].upper() + day[1:]
    return day if occurred_at is None else f"{day}, {occurred_at:%H:%M}"


def where(location_id: int | None, places: Sequence[Location]) -> str:
    """Return the name of the place."""
    return next((place.name for place in places if place.id == location_id), NOT_KNOWN)


def involved(values: Sequence[Involved]) -> str:
    """Return what was involved."""
    return ", ".join(INVOLVED_LABELS[one] for one in values) or NOT_KNOWN


def facts(content: IncidentContent, places: Sequence[Location], today: date) -> Facts:
    """Return the answers of a report as label and value."""
    pairs = [
        ("Type", EVENT_LABELS[content.event_type]),
        ("When", when(content.occurred_on, content.occurred_at, today)),
        ("Where", where(content.location_id, places)),
    ]
    if content.event_type in {EventType.INCIDENT, EventType.OUTCOME}:
        pairs.append(("Patients", NOT_KNOWN if content.patients is None else str(content.patients)))
        many = len(content.harms) > 1
        for harm in content.harms:
            whose = f", patient {harm.sequence}" if many else ""
            physical = PHYSICAL_LABELS[harm.physical] if harm.physical else NOT_KNOWN
            psychological = PSYCHOLOGICAL_LABELS[harm.psychological] if harm.psychological else NOT_KNOWN
            pairs += [(f"Physical harm{whose}", physical), (f"Psychological harm{whose}", psychological)]
    pairs.append(("Involved", involved(content.involved)))
    if content.immediate_action.text:
        pairs.append(("Done at the time", shorten(content.immediate_action.text, 300)))
    return Facts(tuple(pairs))


def line(incident: Incident, places: Sequence[Location], now: datetime, *buttons: Button, learnt: str = "") -> Item:
    """Return a report as one line of a list: reference, kind, place, status, what was learnt. Never its text."""
    content = incident.content
    title = f"{incident.reference} · {EVENT_LABELS[content.event_type]} · {where(content.location_id, places)}"
    text = f"{status(incident)} · sent {say_instant(incident.reported_at, now)}"
    if learnt:
        text += f"\n{shorten(learnt, LEARNT_MOST)}"
    return Item(title, text, buttons)


def report_card(incident: Incident, places: Sequence[Location], now: datetime, today: date, *buttons: Button) -> Card:
    """Return a whole report, for somebody who may see it."""
    parts: tuple[Part, ...] = (
        Text(f"{status(incident)}. Sent {say_instant(incident.reported_at, now)}."),
        Text(shorten(incident.content.what_happened.text, 2500), quote=True),
        facts(incident.content, places, today),
    )
    if incident.revision > 1:
        parts += (
            Text(f"Changed {say_instant(incident.revised_at, now)}. This is version {incident.revision}.", quiet=True),
        )
    return Card("reports.show", f"Report {incident.reference}", parts, buttons)
