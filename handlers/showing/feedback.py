"""What became of a report, in words for the person who sent it. Drawing only; it names nobody who works on it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from handlers.chat.card import Item, Items, Part, Text, shorten
from storage.records import Incident, IncidentStatus, NoteKind
from storage.reviews import Note
from storage.rules.feedback import promised_day
from storage.rules.workdays import local_day, say_day, say_instant

SAID: Final = 700
_TITLES: Final = {
    NoteKind.LOOKING: "Someone is looking at it",
    NoteKind.MERGED: "It tells of the same event as another report. We look at both together",
    NoteKind.LEARNING: "What we found, and what changed",
}

_WITH_WORDS: Final = frozenset({NoteKind.QUESTION, NoteKind.ANSWER, NoteKind.LEARNING, NoteKind.ADDED})


def promise_line(incident: Incident, now: datetime) -> str:
    """Return by when the reporter hears, or nothing when they have heard or nothing was promised."""
    open_ = incident.status in {IncidentStatus.RECEIVED, IncidentStatus.IN_REVIEW} or incident.merged_into is not None
    if incident.answer_due_at is None or incident.answered_at is not None or not open_:
        return ""
    day = promised_day(incident.answer_due_at)
    today = local_day(now)
    if day < today:
        return f"You should have heard from us by {say_day(day, today)}. We are sorry. We remind the safety team."
    return f"You will hear from us by {say_day(day, today)} at the latest."


def feedback_parts(incident: Incident, notes: Iterable[Note], now: datetime) -> tuple[Part, ...]:
    """Return what the reporter has heard so far, the oldest first, and by when they hear more."""
    items = tuple(item for one in notes if (item := _item(incident, one, now)) is not None)
    parts: list[Part] = [Items(items[-8:], f"The newest 8 of {len(items)}." if len(items) > 8 else "")] if items else []  # noqa: PLR2004 - a card is read on a phone
    promised = promise_line(incident, now)
    if promised:
        parts.append(Text(promised, quiet=True))
    return tuple(parts)


def _item(incident: Incident, note: Note, now: datetime) -> Item | None:
    when = say_instant(note.at, now)
    mine = note.by_id == incident.reporter_id
    match note.kind:
        case NoteKind.LOOKING | NoteKind.MERGED | NoteKind.LEARNING:
            title = _TITLES[note.kind]
        case NoteKind.QUESTION:
            title = "You asked" if mine else "We asked you"
        case NoteKind.ANSWER:
            title = "You said" if mine else "We answered"
        case NoteKind.ADDED:
            title = "You added"
        case _:
            return None
    text = note.text if note.kind in _WITH_WORDS else ""
    return Item(f"{title} · {when}", shorten(text, SAID))
