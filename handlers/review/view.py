"""Everything that a reviewer sees of one report, read at once; and who may. It changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from handlers.files import count
from handlers.routing import tie_of
from storage import files, incidents, people, resembling, reviews
from storage.records import FlagAnswer, Incident, NoteKind, Person
from storage.resembling import Alike
from storage.reviews import Decision, Note
from storage.rules.policy import Verb, may

NOT_FOUND: Final = 'We did not find that report. Say "review" to see the reports that wait for you.'


@dataclass(frozen=True, slots=True)
class View:
    """A report with its review. ``root`` is the report that it was joined to, ``merged`` those joined to it.

    ``files`` says how many go with it, in words. ``alike`` are the national alerts that it resembles.
    ``takes_out``: whoever looks at it may take words out of it for good.
    """

    incident: Incident
    notes: tuple[Note, ...]
    decisions: Mapping[str, Decision]
    people: Mapping[int, Person]
    merged: tuple[str, ...] = ()
    root: str = ""
    files: str = ""
    alike: tuple[Alike, ...] = ()
    takes_out: bool = False

    @property
    def answers(self) -> dict[str, FlagAnswer]:
        """What was answered about each flag."""
        return {flag: one.answer for flag, one in self.decisions.items()}

    @property
    def asked_by_reporter(self) -> Note | None:
        """The reporter's newest question that nobody answered, or None."""
        done = {one.about_id for one in self.notes}
        mine = [
            one
            for one in self.notes
            if one.kind is NoteKind.QUESTION and one.by_id == self.incident.reporter_id and one.id not in done
        ]
        return mine[-1] if mine else None

    def name(self, person_id: int | None) -> str:
        """Return the name of somebody who works on the report."""
        if person_id is None or person_id not in self.people:
            return "the reporter"
        return self.people[person_id].name


async def find(desk: Desk, reference: str) -> Incident | Reply:
    """Return a report that this person may review, locked; otherwise what to say instead."""
    incident = await reviews.lock(desk.tx, reference.strip()[:20])
    refusal = may(desk.person, Verb.REVIEW_REPORT, tie_of(desk, incident))
    if refusal is not None:
        return tell(refusal.words)
    return incident if incident is not None else tell(NOT_FOUND)


async def view_of(desk: Desk, incident: Incident) -> View:
    """Read the review of a report."""
    notes = await reviews.notes_of(desk.tx, [incident.id])
    decisions = await reviews.decisions(desk.tx, incident.id)
    ids = {one.by_id for one in notes if one.by_id is not None and one.by_id != incident.reporter_id}
    ids |= {one.by_id for one in decisions.values()} | ({incident.handler_id} if incident.handler_id else set())
    alike = tuple(await resembling.of_incident(desk.tx, incident.id))
    ids |= {one.judged_by for one in alike if one.judged_by is not None}
    merged = await reviews.merged_ids(desk.tx, incident.id)
    others = await incidents.by_ids(desk.tx, [*merged, *([incident.merged_into] if incident.merged_into else [])])
    root = others[incident.merged_into].reference if incident.merged_into in others else ""
    return View(
        incident,
        tuple(notes),
        decisions,
        await people.by_ids(desk.tx, ids),
        tuple(others[one].reference for one in merged),
        root,
        count(await files.of_incident(desk.tx, incident.id)),
        alike,
        may(desk.person, Verb.TAKE_WORDS_OUT) is None,
    )


async def after(desk: Desk, incident: Incident) -> View:
    """Read the report again after a step, with its review."""
    newest = await incidents.by_reference(desk.tx, incident.reference)
    return await view_of(desk, newest or incident)
