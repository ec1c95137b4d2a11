"""What a person did last time, to propose it again: the place of their last report, and their role.

It never fills in what was said.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from storage.database import Transaction, insert
from storage.tables import habits

_PLACE: Final = select(habits.c.location_id).where(habits.c.person_id == bindparam("b_person"))
_ROLE: Final = select(habits.c.role).where(habits.c.person_id == bindparam("b_person"))


async def last_place(tx: Transaction, person_id: int) -> int | None:
    """Return the id of the place of this person's last report, or None. The place may no longer be in use."""
    return (await tx.execute(_PLACE, {"b_person": person_id})).scalar_one_or_none()


async def remember_place(tx: Transaction, person_id: int, location_id: int, now: datetime) -> None:
    """Keep the place of a report that this person sent under their own name."""
    row = {"person_id": person_id, "location_id": location_id, "updated_at": now}
    await tx.execute(
        insert(tx, habits)
        .values(row)
        .on_conflict_do_update(index_elements=["person_id"], set_={"location_id": location_id, "updated_at": now})
    )


async def role_of(tx: Transaction, person_id: int) -> str | None:
    """Return the LFPSE staff type that this person gave, "" when they were asked and gave none, None before that."""
    found: str | None = (await tx.execute(_ROLE, {"b_person": person_id})).scalar_one_or_none()
    return found


async def remember_role(tx: Transaction, person_id: int, role: str, now: datetime) -> None:
    """Keep the role of a person; "" when they were asked and gave none."""
    row = {"person_id": person_id, "role": role, "updated_at": now}
    await tx.execute(
        insert(tx, habits)
        .values(row)
        .on_conflict_do_update(index_elements=["person_id"], set_={"role": role, "updated_at": now})
    )
