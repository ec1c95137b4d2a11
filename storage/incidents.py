"""Incidents: safety events as revisions. A revision is only ever added; the row of the incident points at the newest.

Free text comes in as ``Screened`` and in no other form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, update

from storage import urgency
from storage.coding import pack, unpack
from storage.database import ChangedError, Transaction, insert, mark_changed
from storage.records import (
    EventType,
    Incident,
    IncidentContent,
    IncidentStatus,
    Involved,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.rules.urgency import SERIOUS, Mark
from storage.tables import ADDED_LATER, counters, incident_notes, incident_revisions, incidents, patient_harms, reviews

OPEN: Final = (IncidentStatus.RECEIVED, IncidentStatus.IN_REVIEW)

_CURRENT: Final = incidents.join(
    incident_revisions,
    and_(incident_revisions.c.incident_id == incidents.c.id, incident_revisions.c.revision == incidents.c.revision),
)
_SELECT: Final = select(
    incidents.c.id,
    incidents.c.reference,
    incidents.c.reporter_id,
    incidents.c.reported_at,
    incidents.c.revision,
    incident_revisions.c.revised_at,
    incident_revisions.c.status,
    incident_revisions.c.event_type,
    incident_revisions.c.what_happened,
    incident_revisions.c.removed,
    incident_revisions.c.occurred_on,
    incident_revisions.c.occurred_at,
    incident_revisions.c.location_id,
    incident_revisions.c.patients,
    incident_revisions.c.involved,
    incident_revisions.c.immediate_action,
    incident_revisions.c.taxonomy,
    incident_revisions.c.coded,
    incidents.c.anonymous,
    reviews.c.handler_id,
    reviews.c.merged_into,
    reviews.c.answered_at,
    reviews.c.answer_due_at,
).select_from(_CURRENT.outerjoin(reviews, reviews.c.incident_id == incidents.c.id))
_NEWEST_FIRST: Final = (incidents.c.reported_at.desc(), incidents.c.id.desc())
"""Reports of one instant keep their order too, so that no page shows one twice and leaves another out."""
_NEXT: Final = (
    update(counters)
    .where(counters.c.name == bindparam("b_name"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)

SEARCHED: Final = timedelta(days=366)
"""How far back a search by words alone looks."""


async def next_reference(tx: Transaction, year: int) -> str:
    """Return the next reference of the year, ``SE-2026-000123``. Two transactions never get the same; none is left out.

    ``year`` is the year in Europe/London when the report was sent.
    """
    name = f"incident:{year}"
    await tx.execute(insert(tx, counters).values(name=name, value=0).on_conflict_do_nothing())
    number = (await tx.execute(_NEXT, {"b_name": name})).scalar_one()
    return f"SE-{year}-{number:06d}"


async def submit(
    tx: Transaction,
    content: IncidentContent,
    *,
    reporter_id: int | None,
    now: datetime,
    year: int,
    retrieval_hash: str | None = None,
) -> Incident:
    """Store a new report as revision 1 and return it with its reference.

    With ``retrieval_hash`` it is anonymous: nobody's, found again by whoever has the code of that digest.
    """
    anonymous = retrieval_hash is not None
    reference = await next_reference(tx, year)
    head = {
        "reference": reference,
        "reporter_id": reporter_id,
        "reported_at": now,
        "revision": 1,
        "status": IncidentStatus.RECEIVED,
        "event_type": content.event_type,
        "location_id": content.location_id,
        "occurred_on": content.occurred_on,
        "anonymous": anonymous,
        "retrieval_hash": retrieval_hash,
        **urgency.columns(content, {}),
    }
    key = (await tx.execute(incidents.insert().returning(incidents.c.id), head)).scalar_one()
    incident = Incident(key, reference, reporter_id, now, 1, now, IncidentStatus.RECEIVED, content, anonymous)
    await _add_revision(tx, incident, revised_by=reporter_id, reason="")
    return incident


async def revise(
    tx: Transaction,
    incident: Incident,
    *,
    content: IncidentContent | None = None,
    status: IncidentStatus | None = None,
    by: int | None,
    reason: str,
    now: datetime,
) -> Incident:
    """Add a revision with new content or a new status.

    Raises ChangedError when somebody else revised it since it was read: the caller reads again.
    """
    newer = replace(
        incident,
        revision=incident.revision + 1,
        revised_at=now,
        content=content or incident.content,
        status=status or incident.status,
    )
    moved = await tx.execute(
        update(incidents)
        .where(incidents.c.id == incident.id, incidents.c.revision == incident.revision)
        .values(
            revision=newer.revision,
            status=newer.status,
            event_type=newer.content.event_type,
            location_id=newer.content.location_id,
            occurred_on=newer.content.occurred_on,
            **urgency.columns(newer.content, await urgency.answers_after(tx, incident, newer, by=by)),
        )
    )
    if moved.rowcount != 1:
        raise ChangedError(f"{incident.reference} was revised by somebody else")
    await _add_revision(tx, newer, revised_by=by, reason=reason)
    return newer


async def _add_revision(tx: Transaction, incident: Incident, *, revised_by: int | None, reason: str) -> None:
    mark_changed(tx)
    content = incident.content
    row = {
        "incident_id": incident.id,
        "revision": incident.revision,
        "revised_at": incident.revised_at,
        "revised_by": revised_by,
        "reason": reason,
        "status": incident.status,
        "event_type": content.event_type,
        "what_happened": content.what_happened.text,
        "removed": dict(content.what_happened.removed),
        "occurred_on": content.occurred_on,
        "occurred_at": content.occurred_at,
        "location_id": content.location_id,
        "patients": content.patients,
        "involved": list(content.involved),
        "immediate_action": content.immediate_action.text,
        "taxonomy": content.taxonomy,
        "coded": pack(content),
    }
    await tx.execute(incident_revisions.insert(), row)
    harms = [
        {
            "incident_id": incident.id,
            "revision": incident.revision,
            "sequence": harm.sequence,
            "physical": harm.physical,
            "psychological": harm.psychological,
        }
        for harm in content.harms
    ]
    if harms:
        await tx.execute(patient_harms.insert(), harms)


async def by_reference(tx: Transaction, reference: str) -> Incident | None:
    """Return the report with this reference, as it is now."""
    found = await _read(tx, _SELECT.where(incidents.c.reference == reference.upper()))
    return next(iter(found), None)


async def by_ids(tx: Transaction, ids: Iterable[int]) -> dict[int, Incident]:
    """Return these reports as they are now, by id."""
    wanted = sorted(set(ids))
    found = await _read(tx, _SELECT.where(incidents.c.id.in_(wanted))) if wanted else []
    return {one.id: one for one in found}


async def of_reporter(tx: Transaction, person_id: int, *, limit: int = 5, offset: int = 0) -> list[Incident]:
    """Return a person's own reports, the newest first."""
    chosen = _SELECT.where(incidents.c.reporter_id == person_id)
    return await _read(tx, chosen.order_by(*_NEWEST_FIRST).limit(limit).offset(offset))


async def count_of_reporter(tx: Transaction, person_id: int) -> int:
    """Return how many reports a person has sent."""
    counted = select(func.count()).select_from(incidents).where(incidents.c.reporter_id == person_id)
    return (await tx.execute(counted)).scalar_one()


async def search(
    tx: Transaction,
    *,
    location_ids: Sequence[int] = (),
    words: Sequence[str] = (),
    reporter_id: int | None = None,
    only_open: bool = False,
    mark: Mark | None = None,
    serious: bool = False,
    since: datetime | None = None,
    limit: int = 5,
) -> tuple[int, list[Incident]]:
    """Return how many reports fit, and the newest of them. ``mark``: those that stand out by it; ``serious``: by any.

    ``words`` must all stand in what happened or in what was added; ``reporter_id`` limits it to one person's own.
    A search by words alone reads the last 12 months at most, because it looks at every text.
    """
    chosen: list[ColumnElement[bool]] = []
    if location_ids:
        chosen.append(incidents.c.location_id.in_(list(location_ids)))
    if reporter_id is not None:
        chosen.append(incidents.c.reporter_id == reporter_id)
    if only_open:
        chosen.append(incidents.c.status.in_(OPEN))
    if mark is not None:
        chosen.append(urgency.has(mark))
    if serious:
        chosen.append(incidents.c.priority <= SERIOUS)
    if since is not None:
        chosen.append(incidents.c.reported_at >= since)
    chosen.append(incidents.c.status != IncidentStatus.WITHDRAWN)
    chosen.extend(_tells_of(word) for word in words)
    source = _CURRENT if words else incidents
    total = (await tx.execute(select(func.count()).select_from(source).where(*chosen))).scalar_one()
    newest = _SELECT.where(*chosen).order_by(*_NEWEST_FIRST).limit(limit)
    return total, await _read(tx, newest)


def _tells_of(word: str) -> ColumnElement[bool]:
    """Say that a word stands in what happened, or in what the reporter added later."""
    added = select(incident_notes.c.id).where(
        incident_notes.c.incident_id == incidents.c.id,
        ADDED_LATER,
        incident_notes.c.text.icontains(word, autoescape=True),
    )
    return or_(incident_revisions.c.what_happened.icontains(word, autoescape=True), added.exists())


async def _read(tx: Transaction, statement: Select[Any]) -> list[Incident]:
    rows = (await tx.execute(statement)).all()
    harms = await _harms(tx, [(row.id, row.revision) for row in rows])
    return [_incident(row, harms.get(row.id, ())) for row in rows]


async def _harms(tx: Transaction, keys: Iterable[tuple[int, int]]) -> dict[int, tuple[PatientHarm, ...]]:
    wanted = dict(keys)
    if not wanted:
        return {}
    rows = await tx.execute(
        select(patient_harms).where(patient_harms.c.incident_id.in_(list(wanted))).order_by(patient_harms.c.sequence)
    )
    found: dict[int, tuple[PatientHarm, ...]] = {}
    for row in rows:
        if wanted[row.incident_id] == row.revision:
            harm = PatientHarm(
                row.sequence,
                PhysicalHarm(row.physical) if row.physical else None,
                PsychologicalHarm(row.psychological) if row.psychological else None,
            )
            found[row.incident_id] = (*found.get(row.incident_id, ()), harm)
    return found


def _incident(row: Row[Any], harms: tuple[PatientHarm, ...]) -> Incident:
    return Incident(
        row.id,
        row.reference,
        row.reporter_id,
        row.reported_at,
        row.revision,
        row.revised_at,
        IncidentStatus(row.status),
        content_of(row, harms),
        row.anonymous,
        row.handler_id,
        row.merged_into,
        row.answered_at,
        row.answer_due_at,
    )


def content_of(row: Row[Any], harms: tuple[PatientHarm, ...]) -> IncidentContent:
    """Return what a row of a revision says."""
    return IncidentContent(
        event_type=EventType(row.event_type),
        what_happened=Screened(row.what_happened, row.removed),
        occurred_on=row.occurred_on,
        occurred_at=row.occurred_at,
        location_id=row.location_id,
        patients=row.patients,
        harms=harms,
        involved=tuple(Involved(one) for one in row.involved),
        immediate_action=Screened(row.immediate_action),
        taxonomy=row.taxonomy,
        coded=unpack(row.coded),
        strengths=Screened(row.coded.get("strengths", "")),
        how_again=Screened(row.coded.get("how_again", "")),
    )
