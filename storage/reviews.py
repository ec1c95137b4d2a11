"""Reviews: who looks after a report, what was said about it, what people decided, and when the reporter heard.

Notes and answers are only ever added. It tells nobody: that is what the outbox is for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, and_, case, cast, func, literal, or_, select, text, update

from storage import incidents as reports
from storage import urgency
from storage.database import Transaction, insert, mark_changed
from storage.records import FlagAnswer, Incident, NoteKind, Screened
from storage.rules.feedback import Owed
from storage.rules.urgency import SERIOUS, Mark
from storage.tables import flag_answers, incident_notes, incidents, people, reviews

OPEN_REPORT: Final = text("incidents.status IN ('received', 'in_review')")
"""Spelt out rather than bound, so that the partial index is used."""
WORST_FIRST: Final = (incidents.c.priority, incidents.c.reported_at, incidents.c.id)
_BOTH: Final = incidents.outerjoin(reviews, reviews.c.incident_id == incidents.c.id)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing said about a report. ``by_id`` is None for an anonymous reporter; ``about_id`` is the note answered.

    ``revision`` is the version of the report that what its reporter added made; None for every other note.
    """

    id: int
    incident_id: int
    at: datetime
    by_id: int | None
    kind: NoteKind
    text: str
    about_id: int | None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a flag. ``reason`` is their line of reason, where one was asked."""

    flag: str
    answer: FlagAnswer
    by_id: int
    at: datetime
    reason: str = ""


async def lock(tx: Transaction, reference: str) -> Incident | None:
    """Return a report, locked until the transaction ends, so that two reviewers act one after the other."""
    held = select(incidents.c.id).where(incidents.c.reference == reference.upper()).with_for_update()
    if (await tx.execute(held)).first() is None:
        return None
    return await reports.by_reference(tx, reference)


async def begin(tx: Transaction, incident_id: int, *, answer_due_at: datetime) -> None:
    """Remember by when the reporter hears. A promise that was given is never moved."""
    row = insert(tx, reviews).values(incident_id=incident_id, answer_due_at=answer_due_at)
    await tx.execute(row.on_conflict_do_nothing())


async def _set(tx: Transaction, incident_id: int, **values: Any) -> None:
    row = insert(tx, reviews).values(incident_id=incident_id, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["incident_id"], set_=values))
    mark_changed(tx)


async def assign(tx: Transaction, incident_id: int, handler_id: int | None) -> None:
    """Say who looks after a report; None: nobody."""
    await _set(tx, incident_id, handler_id=handler_id)


async def merge(tx: Transaction, incident_id: int, into: int) -> None:
    """Say that a report tells of the same event as another one. What was joined to it goes along."""
    await tx.execute(update(reviews).where(reviews.c.merged_into == incident_id).values(merged_into=into))
    await _set(tx, incident_id, merged_into=into)


async def part(tx: Transaction, incident_id: int) -> None:
    """Take a report apart from the one that it was joined to."""
    await _set(tx, incident_id, merged_into=None)


async def merged_ids(tx: Transaction, incident_id: int) -> list[int]:
    """Return the ids of the reports that were joined to this one."""
    rows = await tx.execute(
        select(reviews.c.incident_id).where(reviews.c.merged_into == incident_id).order_by(reviews.c.incident_id)
    )
    return list(rows.scalars())


async def answered(tx: Transaction, ids: Iterable[int], now: datetime) -> None:
    """Remember that the reporters of these reports heard what came of them; the first time counts."""
    for incident_id in ids:
        row = insert(tx, reviews).values(incident_id=incident_id, answered_at=now)
        first = func.coalesce(reviews.c.answered_at, row.excluded.answered_at)
        await tx.execute(row.on_conflict_do_update(index_elements=["incident_id"], set_={"answered_at": first}))
    mark_changed(tx)


async def add_note(
    tx: Transaction,
    incident_id: int,
    kind: NoteKind,
    said: Screened,
    *,
    by: int | None,
    now: datetime,
    about: int | None = None,
    revision: int | None = None,
) -> Note:
    """Add something that was said about a report."""
    kept = NoteKind.WITNESS if kind is NoteKind.ADDED else kind  # as ``ADDED_LATER`` says
    row = {"incident_id": incident_id, "at": now, "by_id": by, "kind": kept, "text": said.text, "about_id": about}
    keyed = incident_notes.insert().returning(incident_notes.c.id)
    key = (await tx.execute(keyed, {**row, "revision": revision})).scalar_one()
    return Note(key, incident_id, now, by, kind, said.text, about, revision)


async def notes_of(tx: Transaction, ids: Iterable[int]) -> list[Note]:
    """Return everything said about these reports, the oldest first."""
    wanted = sorted(set(ids))
    rows = await tx.execute(
        select(incident_notes).where(incident_notes.c.incident_id.in_(wanted)).order_by(incident_notes.c.id)
    )
    return [_note(row) for row in rows]


async def added_to(tx: Transaction, incident: Incident) -> list[Note]:
    """Return what the reporter of a report added to it, the oldest first. Costs nothing for one never changed."""
    if incident.revision == 1:
        return []
    return [one for one in await notes_of(tx, [incident.id]) if one.kind is NoteKind.ADDED]


async def note(tx: Transaction, note_id: int) -> Note | None:
    """Return one note."""
    row = (await tx.execute(select(incident_notes).where(incident_notes.c.id == note_id))).first()
    return _note(row) if row is not None else None


async def witnesses(tx: Transaction, ids: Iterable[int]) -> list[Note]:
    """Return the newest note of each witness of each of these reports. A reporter is no witness of their own report."""
    newest = {
        (one.incident_id, one.by_id): one
        for one in await notes_of(tx, ids)
        if one.kind is NoteKind.WITNESS and one.by_id is not None
    }
    return list(newest.values())


def _note(row: Any) -> Note:
    kind = NoteKind(row.kind)
    if kind is NoteKind.WITNESS and row.revision is not None:
        kind = NoteKind.ADDED
    return Note(row.id, row.incident_id, row.at, row.by_id, kind, row.text, row.about_id, row.revision)


async def decide(
    tx: Transaction, incident: Incident, flag: str, answer: FlagAnswer, *, by: int, now: datetime, reason: str = ""
) -> None:
    """Add what a person decided about a flag, and why; how urgent the report is follows."""
    row = {"incident_id": incident.id, "flag": flag, "answer": answer, "by_id": by, "at": now, "reason": reason}
    await tx.execute(flag_answers.insert(), row)
    await urgency.weigh(tx, incident)


async def decisions(tx: Transaction, incident_id: int) -> dict[str, Decision]:
    """Return the newest decision about each flag of a report."""
    return (await decisions_of(tx, [incident_id])).get(incident_id, {})


async def decisions_of(tx: Transaction, ids: Iterable[int]) -> dict[int, dict[str, Decision]]:
    """Return the newest decision about each flag of these reports, by report."""
    wanted = sorted(set(ids))
    chosen = select(flag_answers).where(flag_answers.c.incident_id.in_(wanted)).order_by(flag_answers.c.id)
    found: dict[int, dict[str, Decision]] = {}
    for row in await tx.execute(chosen) if wanted else ():
        decision = Decision(row.flag, FlagAnswer(row.answer), row.by_id, row.at, row.reason)
        found.setdefault(row.incident_id, {})[row.flag] = decision
    return found


async def queue(
    tx: Transaction,
    *,
    handler_id: int | None = None,
    unassigned: bool = False,
    late_at: datetime | None = None,
    serious: bool = False,
    mark: Mark | None = None,
    limit: int = 5,
    offset: int = 0,
) -> tuple[int, list[Incident]]:
    """Return how many reports are open, and a page of them: the most urgent first, of the same urgency the oldest.

    ``handler_id``: only those that this person looks after. ``unassigned``: only those that nobody at work looks
    after. ``late_at``: only those whose reporter should have heard by then. ``serious``: only those up to priority
    ``SERIOUS``. ``mark``: only those that stand out by it.
    """
    chosen: list[Any] = [OPEN_REPORT]
    if handler_id is not None:
        chosen.append(reviews.c.handler_id == handler_id)
    if unassigned:
        at_work = select(people.c.id).where(people.c.active)
        chosen.append(or_(reviews.c.handler_id.is_(None), reviews.c.handler_id.not_in(at_work)))
    if late_at is not None:
        chosen += [reviews.c.answer_due_at <= late_at, reviews.c.answered_at.is_(None)]
    if serious:
        chosen.append(incidents.c.priority <= SERIOUS)
    if mark is not None:
        chosen.append(urgency.has(mark))
    total = (await tx.execute(select(func.count()).select_from(_BOTH).where(*chosen))).scalar_one()
    page = select(incidents.c.id).select_from(_BOTH).where(*chosen).order_by(*WORST_FIRST)
    ids = list((await tx.execute(page.limit(limit).offset(offset))).scalars())
    found = await reports.by_ids(tx, ids)
    return total, [found[one] for one in ids]


async def owed_to(tx: Transaction, person_id: int, limit: int = 5) -> tuple[int, list[Incident]]:
    """Return how many of a person's own reports are open, and those of which they hear next."""
    chosen: list[Any] = [OPEN_REPORT, incidents.c.reporter_id == person_id]
    total = (await tx.execute(select(func.count()).select_from(incidents).where(*chosen))).scalar_one()
    soonest = (reviews.c.answered_at.is_not(None), reviews.c.answer_due_at.is_(None), reviews.c.answer_due_at)
    page = select(incidents.c.id).select_from(_BOTH).where(*chosen).order_by(*soonest, incidents.c.id).limit(limit)
    ids = list((await tx.execute(page)).scalars())
    found = await reports.by_ids(tx, ids)
    return total, [found[one] for one in ids]


async def open_questions(tx: Transaction, person_id: int, limit: int = 5) -> list[Note]:
    """Return the questions to this person about their own reports that nobody has answered, the oldest first."""
    reply = incident_notes.alias("reply")
    rows = await tx.execute(
        select(incident_notes)
        .join(incidents, incidents.c.id == incident_notes.c.incident_id)
        .outerjoin(reply, reply.c.about_id == incident_notes.c.id)
        .where(
            incidents.c.reporter_id == person_id,
            incidents.c.status != "withdrawn",
            incident_notes.c.kind == NoteKind.QUESTION,
            incident_notes.c.by_id != person_id,
            reply.c.id.is_(None),
        )
        .order_by(incident_notes.c.id)
        .limit(limit)
    )
    return [_note(row) for row in rows]


async def figures(tx: Transaction, now: datetime, since: datetime) -> Mapping[str, int]:
    """Return counts of promises to reporters of reports since then, in one statement.

    ``waiting``: open and not answered; ``late``: of these, past their day; ``judged``: answered, or past their day;
    ``in_time``: answered by their day.
    """
    due, told = reviews.c.answer_due_at, reviews.c.answered_at
    late = and_(told.is_(None), due <= now)
    row = (
        await tx.execute(
            select(
                func.count().filter(told.is_(None)).label("waiting"),
                func.count().filter(late).label("late"),
                func.count().filter(or_(told.is_not(None), due <= now)).label("judged"),
                func.coalesce(func.sum(case((told <= due, 1), else_=0)), 0).label("in_time"),
            )
            .select_from(incidents.join(reviews, reviews.c.incident_id == incidents.c.id))
            .where(incidents.c.reported_at >= since, incidents.c.status != "withdrawn", due.is_not(None))
        )
    ).one()
    return {"waiting": row.waiting, "late": row.late, "judged": row.judged, "in_time": int(row.in_time)}


async def owed(tx: Transaction, until: datetime) -> list[Owed]:
    """Return the open reports whose reporter has not heard and should by then. A handler who has left is nobody."""
    rows = await tx.execute(
        select(reviews.c.incident_id, reviews.c.answer_due_at, people.c.id)
        .select_from(
            reviews.join(incidents, incidents.c.id == reviews.c.incident_id).outerjoin(
                people, and_(people.c.id == reviews.c.handler_id, people.c.active)
            )
        )
        .where(text("reviews.answered_at IS NULL"), OPEN_REPORT, reviews.c.answer_due_at <= until)
        .order_by(reviews.c.incident_id)
    )
    return [Owed(*row) for row in rows]


OWED_SUBJECTS: Final = (
    select(literal("report:") + cast(reviews.c.incident_id, String))
    .join_from(reviews, incidents, incidents.c.id == reviews.c.incident_id)
    .where(text("reviews.answered_at IS NULL"), OPEN_REPORT)
)
"""Subjects of reminders about reports whose reporter has not heard, for the planner's comparison."""
