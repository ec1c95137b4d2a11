"""A report in words: LFPSE's labels, British dates, and "Not known" where nobody said. It never shows who reported."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from handlers.chat.card import Button, Card, Facts, Item, Items, Part, Text, shorten
from handlers.showing.about_time import is_about
from handlers.showing.harm import NOT_KNOWN, harm_pairs
from handlers.showing.labels import (
    CHALLENGE_LABELS,
    EVENT_LABELS,
    IMMINENT_LABELS,
    INVOLVED_LABELS,
    OUTCOME_LABELS,
    RISK_LABELS,
    SHIFT_LABELS,
    TIMEFRAME_LABELS,
)
from storage.codes import shipped
from storage.records import (
    EventType,
    Incident,
    IncidentContent,
    IncidentStatus,
    Involved,
    Location,
)
from storage.reviews import Note
from storage.rules.workdays import say_day, say_instant

STATUS_WORDS: Mapping[IncidentStatus, str] = {
    IncidentStatus.RECEIVED: "Received",
    IncidentStatus.IN_REVIEW: "Someone is looking at it",
    IncidentStatus.CLOSED: "Closed",
    IncidentStatus.WITHDRAWN: "Taken back by the person who sent it",
}
TOLD_OF_IT = "2"
"""LFPSE, the reporter's relationship to the event: "I was told about it"."""
LEARNT_MOST = 300
ADDED_MOST = 8
_NO_CHALLENGE = "6"
"""LFPSE's "None of the above": it is exported, and says nothing to a reader."""


def status(incident: Incident, *, own: bool = False) -> str:
    """Return where a report stands. ``own``: it is told to the person who sent it."""
    if own and incident.status is IncidentStatus.WITHDRAWN:
        return "Taken back by you"
    return "Joined with another report of the same event" if incident.merged_into else STATUS_WORDS[incident.status]


def when(occurred_on: date | None, occurred_at: time | None, today: date, *, about: bool = False) -> str:
    """Return when it happened: "Today, 02:15", "Sat 14 Mar", "Not known". ``about``: the time is known only about."""
    clock = "" if occurred_at is None else f"{'about ' if about else ''}{occurred_at:%H:%M}"
    if occurred_on is None:
        return f"{clock[0].upper()}{clock[1:]}, day not known" if clock else NOT_KNOWN
    day = say_day(occurred_on, today)
    day = day[:1].upper() + day[1:]
    return f"{day}, {clock}" if clock else day


def where(location_id: int | None, places: Sequence[Location], unknown: str = NOT_KNOWN) -> str:
    """Return the name of the place; ``unknown`` where none is known, which says so without a label beside it."""
    return next((place.name for place in places if place.id == location_id), unknown)


def involved(values: Sequence[Involved]) -> str:
    """Return what was involved. "None of the above" needs a list above it: a fact stands alone."""
    if tuple(values) == (Involved.NONE_OF_THESE,):
        return "No medicine, device or the like"
    return ", ".join(INVOLVED_LABELS[one] for one in values) or NOT_KNOWN


def challenges(content: IncidentContent) -> str:
    """Return the safety challenges, such as "Falls", or nothing."""
    codes = content.coded.challenges
    return ", ".join(CHALLENGE_LABELS[one] for one in codes if one in CHALLENGE_LABELS and one != _NO_CHALLENGE)


def facts(
    content: IncidentContent,
    places: Sequence[Location],
    today: date,
    *,
    device: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Facts:
    """Return the answers of a report as label and value.

    ``device`` is what the person called it, else its LFPSE type is shown, or their words where it has none.
    ``remarks`` are put behind a value.
    """
    pairs = [
        ("Type", EVENT_LABELS[content.event_type]),
        ("When", _when(content, today)),
        ("Where", where(content.location_id, places)),
    ]
    if content.event_type in {EventType.INCIDENT, EventType.OUTCOME}:
        pairs += _patients(content)
    if content.involved or content.event_type in {EventType.INCIDENT, EventType.RISK}:
        pairs.append(("Involved", involved(content.involved)))
    pairs += _coded(content, device)
    pairs += [
        ("Reported", "For a colleague" if content.coded.involvement == TOLD_OF_IT else ""),
        ("Done at the time", shorten(content.immediate_action.text, 300)),
        ("What made it go well", shorten(content.strengths.text, 300)),
        ("How it can happen again", shorten(content.how_again.text, 300)),
    ]
    said = remarks or {}
    return Facts(
        tuple((label, f"{value} ({said[label]})" if label in said else value) for label, value in pairs if value)
    )


def _when(content: IncidentContent, today: date) -> str:
    shift = SHIFT_LABELS.get(content.coded.shift or "", "") if content.occurred_at is None else ""
    about = content.occurred_at is not None and is_about(content.what_happened.text, content.occurred_at)
    said = when(content.occurred_on, content.occurred_at, today, about=about)
    return f"{said}, {shift}" if shift and content.occurred_on is not None else said


def _patients(content: IncidentContent) -> list[tuple[str, str]]:
    pairs = [("Patients", NOT_KNOWN if content.patients is None else str(content.patients))]
    return [*pairs, *harm_pairs(content.harms)]


def _coded(content: IncidentContent, device: str) -> list[tuple[str, str]]:
    """Return what the codes say, as far as somebody on a ward would ask for it. What is empty is not shown."""
    codes = content.coded
    device_type = _device_type(content)
    pairs = [
        ("Medicines", ", ".join(codes.drugs)),
        ("Device", device or codes.device_named or device_type if codes.device else ""),
        ("Kind", ", ".join(filter(None, (challenges(content), "Near miss" if codes.near_miss else "")))),
    ]
    match content.event_type:
        case EventType.OUTCOME:
            pairs.append(("Outcome", _labels(OUTCOME_LABELS, codes.outcome_types)))
        case EventType.RISK:
            soon = {**IMMINENT_LABELS, "u": NOT_KNOWN}.get(codes.risk_imminent or "u", NOT_KNOWN)
            pairs += [
                ("Risk about", _labels(RISK_LABELS, codes.risk_themes)),
                ("Danger very soon", soon),
                ("When it may happen", TIMEFRAME_LABELS.get(codes.risk_timeframe or "", "")),
            ]
        case _:
            pass
    return pairs


def _device_type(content: IncidentContent) -> str:
    lists = shipped().get(content.taxonomy)
    return lists.systems["device-type"].get(content.coded.device or "", "") if lists is not None else ""


def _labels(labels: Mapping[str, str], codes: Sequence[str]) -> str:
    return ", ".join(labels.get(one, one) for one in codes) or NOT_KNOWN


def line(
    incident: Incident, places: Sequence[Location], now: datetime, *buttons: Button, learnt: str = "", own: bool = False
) -> Item:
    """Return a report as one line of a list: reference, kind, place, status, what was learnt. Never its text."""
    content = incident.content
    place = where(content.location_id, places, "Place not known")
    title = f"{incident.reference} · {EVENT_LABELS[content.event_type]} · {place}"
    text = f"{status(incident, own=own)} · sent {say_instant(incident.reported_at, now)}"
    if learnt:
        text += f"\n{shorten(learnt, LEARNT_MOST)}"
    return Item(title, text, buttons)


def report_card(
    incident: Incident,
    places: Sequence[Location],
    now: datetime,
    today: date,
    *buttons: Button,
    added: Sequence[Note] = (),
    own: bool = False,
) -> Card:
    """Return a whole report, for somebody who may see it. ``added`` are notes of what its reporter said later.

    ``own``: it is shown to the person who sent it.
    """
    parts: tuple[Part, ...] = (
        Text(f"{status(incident, own=own)}. Sent {say_instant(incident.reported_at, now)}."),
        Text(shorten(incident.content.what_happened.text, 2500), quote=True),
        facts(incident.content, places, today),
    )
    if added:
        newest = added[-ADDED_MOST:]
        more = f"The newest {ADDED_MOST} of {len(added)}." if len(added) > ADDED_MOST else ""
        lines = (Item(f"Added {say_instant(one.at, now)}", shorten(one.text, 700)) for one in newest)
        parts += (Items(tuple(lines), more),)
    if incident.revision > 1:
        parts += (
            Text(f"Changed {say_instant(incident.revised_at, now)}. This is version {incident.revision}.", quiet=True),
        )
    return Card("reports.show", f"Report {incident.reference}", parts, buttons)
