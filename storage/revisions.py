"""Revisions: every version of every report that was made in a span of time, a page at a time. It changes nothing."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from storage import locations
from storage.database import Transaction
from storage.incidents import content_of
from storage.records import (
    FlagAnswer,
    IncidentContent,
    IncidentStatus,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
)
from storage.rules.additions import with_additions
from storage.rules.lfpse.version import Version
from storage.tables import (
    ADDED_LATER,
    flag_answers,
    incident_notes,
    incident_revisions,
    incidents,
    patient_harms,
    reviews,
)

PAGE: Final = 500

_Key = tuple[int, int]
_other: Final = incidents.alias()
_SELECT: Final = select(
    incident_revisions,
    incidents.c.reference,
    incidents.c.reported_at,
    incidents.c.anonymous,
    incidents.c.status.label("status_now"),
    _other.c.reference.label("merged_into"),
).select_from(
    incident_revisions.join(incidents, incidents.c.id == incident_revisions.c.incident_id)
    .outerjoin(reviews, reviews.c.incident_id == incidents.c.id)
    .outerjoin(_other, _other.c.id == reviews.c.merged_into)
)


def _made(start: datetime, end: datetime) -> ColumnElement[bool]:
    return (incident_revisions.c.revised_at >= start) & (incident_revisions.c.revised_at < end)


async def count(tx: Transaction, start: datetime, end: datetime) -> int:
    """Return how many versions were made from ``start`` until just before ``end`` (aware instants)."""
    counted = select(func.count()).select_from(incident_revisions).where(_made(start, end))
    return (await tx.execute(counted)).scalar_one()


async def pages(tx: Transaction, start: datetime, end: datetime, *, size: int = PAGE) -> AsyncIterator[list[Version]]:
    """Yield the versions of that span in the order of reports and revisions, at most ``size`` at a time."""
    reached: _Key = (0, 0)
    key = (incident_revisions.c.incident_id, incident_revisions.c.revision)
    while True:
        chosen = _SELECT.where(_made(start, end), tuple_(*key) > reached)
        rows = (await tx.execute(chosen.order_by(*key).limit(size))).all()
        if not rows:
            return
        yield await _versions(tx, rows)
        reached = (rows[-1].incident_id, rows[-1].revision)


async def _versions(tx: Transaction, rows: Iterable[Row[Any]]) -> list[Version]:
    listed = list(rows)
    ids = sorted({row.incident_id for row in listed})
    harms, lives, answers = await _harms(tx, ids), await _lives(tx, ids), await _answers(tx, ids)
    added = await _additions(tx, ids)
    places = await locations.by_ids(tx, [row.location_id for row in listed if row.location_id is not None])
    versions: list[Version] = []
    for row in listed:
        history = lives[row.incident_id]
        ends = next((one.revised_at for one in history if one.revision > row.revision), None)
        wrote = {one.revised_by for one in history if one.revision <= row.revision}
        given = {
            one.flag: FlagAnswer(one.answer) for one in answers.get(row.incident_id, ()) if not ends or one.at < ends
        }
        versions.append(
            Version(
                reference=row.reference,
                revision=row.revision,
                reported_at=row.reported_at,
                revised_at=row.revised_at,
                status=IncidentStatus(row.status_now),
                own_status=IncidentStatus(row.status),
                content=_told_so_far(row, harms.get((row.incident_id, row.revision), ()), added),
                anonymous=row.anonymous,
                merged_into=row.merged_into,
                place=places.get(row.location_id) if row.location_id is not None else None,
                answers=given,
                writers=frozenset(one for one in wrote if one is not None),
            )
        )
    return versions


def _told_so_far(row: Row[Any], harms: tuple[PatientHarm, ...], added: Mapping[int, list[Row[Any]]]) -> IncidentContent:
    """Return what a version says, with the words that its reporter had added by then.

    Of a report without a name only the day of an addition is told, as no other instant of it is.
    """
    content = content_of(row, harms)
    words = [(one.at, one.text) for one in added.get(row.incident_id, ()) if one.revision <= row.revision]
    told = with_additions(content.what_happened.text, words, hours=not row.anonymous)
    return replace(content, what_happened=replace(content.what_happened, text=told))


async def _harms(tx: Transaction, ids: list[int]) -> Mapping[_Key, tuple[PatientHarm, ...]]:
    found: dict[_Key, tuple[PatientHarm, ...]] = {}
    chosen = select(patient_harms).where(patient_harms.c.incident_id.in_(ids)).order_by(patient_harms.c.sequence)
    for row in await tx.execute(chosen):
        physical = PhysicalHarm(row.physical) if row.physical else None
        psychological = PsychologicalHarm(row.psychological) if row.psychological else None
        key = (row.incident_id, row.revision)
        found[key] = (*found.get(key, ()), PatientHarm(row.sequence, physical, psychological))
    return found


async def _lives(tx: Transaction, ids: list[int]) -> Mapping[int, list[Row[Any]]]:
    """Return number, instant and writer of every revision of these reports, those outside the span too."""
    table = incident_revisions.c
    chosen = select(table.incident_id, table.revision, table.revised_at, table.revised_by)
    return await _by_incident(tx, chosen.where(table.incident_id.in_(ids)).order_by(table.revision))


async def _answers(tx: Transaction, ids: list[int]) -> Mapping[int, list[Row[Any]]]:
    chosen = select(flag_answers).where(flag_answers.c.incident_id.in_(ids)).order_by(flag_answers.c.id)
    return await _by_incident(tx, chosen)


async def _additions(tx: Transaction, ids: list[int]) -> Mapping[int, list[Row[Any]]]:
    chosen = select(incident_notes).where(incident_notes.c.incident_id.in_(ids), ADDED_LATER)
    return await _by_incident(tx, chosen.order_by(incident_notes.c.id))


async def _by_incident(tx: Transaction, statement: Any) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in await tx.execute(statement):
        found.setdefault(row.incident_id, []).append(row)
    return found
