"""Absences: on which days somebody is away, and who covers for them. Why they are away is never kept."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select

from storage.database import Transaction, mark_changed
from storage.records import Absence
from storage.tables import absences

_COLUMNS: Final = (
    absences.c.id,
    absences.c.person_id,
    absences.c.first_day,
    absences.c.last_day,
    absences.c.cover_id,
)


async def add(
    tx: Transaction,
    *,
    person_id: int,
    first_day: date,
    last_day: date,
    cover_id: int | None,
    said_by: int | None,
    now: datetime,
) -> Absence:
    """Store an absence, its last day included. Raises IntegrityError for days in the wrong order."""
    mark_changed(tx)
    values = {
        "person_id": person_id,
        "first_day": first_day,
        "last_day": last_day,
        "cover_id": cover_id,
        "said_by": said_by,
        "said_at": now,
    }
    key = (await tx.execute(absences.insert().returning(absences.c.id), values)).scalar_one()
    return Absence(key, person_id, first_day, last_day, cover_id)


async def get(tx: Transaction, absence_id: int) -> Absence | None:
    """Return the absence with this id."""
    row = (await tx.execute(select(*_COLUMNS).where(absences.c.id == absence_id))).one_or_none()
    return None if row is None else Absence(*row)


async def from_day(tx: Transaction, day: date) -> dict[int, tuple[Absence, ...]]:
    """Return, by person, the absences that have not ended before ``day``, the earliest first."""
    rows = await tx.execute(
        select(*_COLUMNS).where(absences.c.last_day >= day).order_by(absences.c.first_day, absences.c.id)
    )
    found: dict[int, tuple[Absence, ...]] = {}
    for row in rows:
        found[row.person_id] = (*found.get(row.person_id, ()), Absence(*row))
    return found


async def of_person(tx: Transaction, person_id: int, day: date) -> tuple[Absence, ...]:
    """Return a person's absences that have not ended before ``day``."""
    return (await from_day(tx, day)).get(person_id, ())


async def away(tx: Transaction, person_ids: Iterable[int], day: date) -> dict[int, Absence]:
    """Return which of these people are away on ``day``, each with that absence."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = await tx.execute(
        select(*_COLUMNS).where(
            absences.c.person_id.in_(wanted), absences.c.first_day <= day, absences.c.last_day >= day
        )
    )
    return {row.person_id: Absence(*row) for row in rows}


async def drop(tx: Transaction, absence_id: int, person_id: int) -> bool:
    """Take an absence of this person back. Returns False when there is none."""
    mark_changed(tx)
    gone = await tx.execute(delete(absences).where(absences.c.id == absence_id, absences.c.person_id == person_id))
    return gone.rowcount == 1
