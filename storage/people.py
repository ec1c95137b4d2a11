"""People: who they are, what duties they hold, and where they can be reached. It holds staff, never patients."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from storage.database import Transaction, insert, mark_changed
from storage.records import Identity, Person, Platform, Role
from storage.tables import identities, people, person_roles

NAME_MOST: Final = 200
"""The longest name that is kept, in characters; what a platform says beyond it is cut off."""

_COLUMNS: Final = (
    people.c.id,
    people.c.name,
    people.c.email,
    people.c.directorate,
    people.c.active,
    people.c.deputy_id,
    people.c.time_zone,
)
_WITH_ROLES: Final = (*_COLUMNS, person_roles.c.role)
_JOINED: Final = people.outerjoin(person_roles, person_roles.c.person_id == people.c.id)

_BY_IDENTITY: Final = (
    select(*_WITH_ROLES, identities.c.address, identities.c.last_active_at)
    .select_from(_JOINED.join(identities, identities.c.person_id == people.c.id))
    .where(
        identities.c.platform == bindparam("b_platform"),
        identities.c.tenant == bindparam("b_tenant"),
        identities.c.user == bindparam("b_user"),
    )
)
_ACTIVE_NOW: Final = (
    update(identities)
    .where(
        identities.c.platform == bindparam("b_platform"),
        identities.c.tenant == bindparam("b_tenant"),
        identities.c.user == bindparam("b_user"),
    )
    .values(address=bindparam("b_address"), last_active_at=bindparam("b_at"))
)


def _people(rows: Iterable[Any]) -> list[Person]:
    found: dict[int, Any] = {}
    roles: dict[int, set[Role]] = {}
    for row in rows:
        found.setdefault(row.id, row)
        held = roles.setdefault(row.id, set())
        if row.role is not None:
            held.add(Role(row.role))
    return [
        Person(
            row.id,
            row.name,
            row.email,
            frozenset(roles[key]),
            row.directorate,
            row.active,
            row.deputy_id,
            row.time_zone,
        )
        for key, row in found.items()
    ]


async def by_identity(
    tx: Transaction, platform: Platform, tenant: str, user: str
) -> tuple[Person, Mapping[str, str] | None, datetime | None] | None:
    """Return who this platform user is, their one-to-one address there, and when they were last active there."""
    keys = {"b_platform": platform, "b_tenant": tenant, "b_user": user}
    rows = (await tx.execute(_BY_IDENTITY, keys)).all()
    if not rows:
        return None
    return _people(rows)[0], rows[0].address, rows[0].last_active_at


async def meet(
    tx: Transaction, platform: Platform, tenant: str, user: str, *, name: str, email: str | None, now: datetime
) -> Person:
    """Store a platform user who was not known, and return who they are.

    ``email`` is given only when the platform vouches for it; then it finds the person of the staff list.
    Otherwise a person without duties is made, who can report and see their own reports.
    """
    person = await by_email(tx, email) if email else None
    if person is not None:
        await link(tx, platform, tenant, user, person.id)
        return person
    called = name[:NAME_MOST] or "A colleague"
    # The second of their first message would tell when they wrote; of everybody who was met, the hour is enough.
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"name": called, "email": None, "active": True, "created_at": hour}
    key = (await tx.execute(people.insert().returning(people.c.id), values)).scalar_one()
    linked = insert(tx, identities).values(platform=platform, tenant=tenant, user=user, person_id=key)
    won = await tx.execute(linked.on_conflict_do_nothing().returning(identities.c.person_id))
    if won.first() is not None:
        return Person(key, called)
    # Two first turns of one user at once: the other one was quicker, and what it stored belongs to its person.
    await tx.execute(people.delete().where(people.c.id == key))
    known = await by_identity(tx, platform, tenant, user)
    if known is None:
        raise RuntimeError("an identity that was just linked is not there")
    return known[0]


async def link(tx: Transaction, platform: Platform, tenant: str, user: str, person_id: int) -> None:
    """Say that this platform user is this person. A user who was somebody else's moves."""
    mark_changed(tx)
    statement = insert(tx, identities).values(platform=platform, tenant=tenant, user=user, person_id=person_id)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["platform", "tenant", "user"], set_={"person_id": statement.excluded.person_id}
        )
    )


async def note_activity(
    tx: Transaction, platform: Platform, tenant: str, user: str, address: Mapping[str, str] | None, now: datetime
) -> None:
    """Remember that this user was just active, and how to reach them alone."""
    keys = {"b_platform": platform, "b_tenant": tenant, "b_user": user}
    await tx.execute(_ACTIVE_NOW, {**keys, "b_address": dict(address) if address else None, "b_at": now})


async def by_email(tx: Transaction, email: str) -> Person | None:
    """Return the person with this e-mail address, in any case of letters."""
    rows = await tx.execute(select(*_WITH_ROLES).select_from(_JOINED).where(people.c.email == email.strip().lower()))
    return next(iter(_people(rows)), None)


async def by_ids(tx: Transaction, ids: Iterable[int]) -> dict[int, Person]:
    """Return the people with these ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await tx.execute(select(*_WITH_ROLES).select_from(_JOINED).where(people.c.id.in_(wanted)))
    return {person.id: person for person in _people(rows)}


async def with_role(tx: Transaction, role: Role) -> list[Person]:
    """Return the active people who hold a duty, longest known first."""
    holders = select(person_roles.c.person_id).where(person_roles.c.role == role)
    rows = await tx.execute(
        select(*_WITH_ROLES).select_from(_JOINED).where(people.c.id.in_(holders), people.c.active).order_by(people.c.id)
    )
    return _people(rows)


async def all_active(tx: Transaction) -> list[Person]:
    """Return everybody of the staff list who still works here, by name."""
    rows = await tx.execute(
        select(*_WITH_ROLES)
        .select_from(_JOINED)
        .where(people.c.active, people.c.email.is_not(None))
        .order_by(people.c.name)
    )
    return _people(rows)


async def identities_of_many(tx: Transaction, ids: Iterable[int]) -> dict[int, list[Identity]]:
    """Return where each of these people can be found, the platform where they were last active first."""
    found: dict[int, list[Identity]] = {}
    for row in await tx.execute(select(identities).where(identities.c.person_id.in_(sorted(set(ids))))):
        one = Identity(Platform(row.platform), row.tenant, row.user, row.person_id, row.address, row.last_active_at)
        found.setdefault(row.person_id, []).append(one)
    for listed in found.values():
        listed.sort(key=lambda one: one.last_active_at.timestamp() if one.last_active_at else 0.0, reverse=True)
    return found


async def count(tx: Transaction) -> int:
    """Return how many people are known."""
    return (await tx.execute(select(func.count()).select_from(people))).scalar_one()
