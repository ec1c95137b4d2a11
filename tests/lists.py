"""People and places as tests store them: many at once in rows, and what the staff list says of one by an import."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage import people
from storage.database import Database, Transaction
from storage.imports.staff import import_staff
from storage.tables import locations as places_table
from storage.tables import people as people_table
from storage.tables import person_roles


async def add_people(tx: Transaction, rows: Sequence[Mapping[str, Any]], now: datetime) -> list[int]:
    """Store people with name, email, directorate and roles. Returns their ids, in order."""
    ids = []
    for row in rows:
        values = {"name": row["name"], "email": row["email"].lower(), "directorate": row["directorate"], "active": True}
        added = people_table.insert().returning(people_table.c.id)
        key: int = (await tx.execute(added, {**values, "created_at": now})).scalar_one()
        roles = [{"person_id": key, "role": role} for role in row["roles"]]
        if roles:
            await tx.execute(person_roles.insert(), roles)
        ids.append(key)
    return ids


async def add_places(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store places. ``aliases`` is a list of strings."""
    await tx.execute(places_table.insert(), [{**row, "active": True} for row in rows])


async def put_on_list(
    database: Database, person_id: int, now: datetime, *, deputy: int | None = None, time_zone: str = ""
) -> None:
    """Import what the staff list says of one person as it stands, with who stands in for them and where they are."""
    async with database.reading() as tx:
        found = await people.by_ids(tx, [person_id, *([deputy] if deputy else [])])
    person = found[person_id]
    sheet = io.StringIO()
    written = csv.writer(sheet)
    written.writerow(("name", "email", "roles", "directorate", "deputy", "time_zone"))
    roles = ";".join(sorted(person.roles))
    stands_in = found[deputy].email if deputy else ""
    written.writerow((person.name, person.email, roles, person.directorate or "", stands_in, time_zone))
    imported = await import_staff(database, sheet.getvalue().encode(), now=now, apply=True)
    assert imported.applied, imported.problems
