"""Locations: the trust's wards and other places, with their LFPSE codes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from storage.database import Transaction
from storage.records import Location
from storage.tables import locations


def _location(row: Row[Any]) -> Location:
    return Location(
        row.id,
        row.name,
        tuple(row.aliases),
        row.description,
        row.directorate,
        row.lfpse_service,
        row.lfpse_location,
        row.active,
    )


async def all_active(tx: Transaction) -> list[Location]:
    """Return the places in use, in the order of the trust's list."""
    rows = await tx.execute(select(locations).where(locations.c.active).order_by(locations.c.id))
    return [_location(row) for row in rows]


async def by_ids(tx: Transaction, ids: Iterable[int]) -> dict[int, Location]:
    """Return the places with these ids, those out of use too."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await tx.execute(select(locations).where(locations.c.id.in_(wanted)))
    return {row.id: _location(row) for row in rows}
