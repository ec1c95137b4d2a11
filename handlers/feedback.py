"""Feedback: what a reporter, or whoever holds a report's code, may read of what became of it. It decides nothing."""

from collections.abc import Sequence

from handlers.chat.card import Part
from handlers.desk import Desk
from handlers.showing.feedback import feedback_parts
from storage import reviews
from storage.records import Incident, NoteKind
from storage.reviews import Note

TOLD = frozenset(
    {NoteKind.LOOKING, NoteKind.MERGED, NoteKind.QUESTION, NoteKind.ANSWER, NoteKind.LEARNING, NoteKind.ADDED}
)
"""Kinds of notes that a reporter reads. What the team says to itself, and what witnesses add, is not among them."""


async def told(desk: Desk, incident: Incident) -> list[Note]:
    """Return the notes that the reporter may read: those of the report, and what was learned where it was joined."""
    ids = [incident.id] + ([incident.merged_into] if incident.merged_into is not None else [])
    return [
        one
        for one in await reviews.notes_of(desk.tx, ids)
        if one.kind in TOLD and (one.incident_id == incident.id or one.kind is NoteKind.LEARNING)
    ]


async def feedback_for(desk: Desk, incident: Incident) -> tuple[Part, ...]:
    """Return what became of a report, as parts of a card for the person who sent it."""
    return feedback_parts(incident, await told(desk, incident), desk.now)


async def learnt(desk: Desk, found: Sequence[Incident]) -> dict[int, str]:
    """Return what was learnt from these reports, by their ids; of a joined one, what was learnt where it was joined."""
    where = {one.id: one.merged_into or one.id for one in found}
    notes = await reviews.notes_of(desk.tx, where.values()) if where else []
    newest = {one.incident_id: one.text for one in notes if one.kind is NoteKind.LEARNING}
    return {id_: newest[at] for id_, at in where.items() if at in newest}
