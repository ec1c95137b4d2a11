"""Drafts: forms begun and not sent, one row each, seen by the person who began it and by nobody else.

Their words are screened before they come here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, String, bindparam, cast, delete, literal, select, update

from storage import files
from storage.database import Transaction
from storage.tables import drafts, people


@dataclass(frozen=True, slots=True)
class Draft:
    """A form begun: its name and the values so far. ``version`` grows with every change."""

    id: int
    person_id: int
    form: str
    values: Mapping[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    expires_at: datetime


_ONE: Final = select(drafts).where(drafts.c.id == bindparam("b_id"), drafts.c.person_id == bindparam("b_person"))
_ONE_LOCKED: Final = _ONE.with_for_update()


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        row.id,
        row.person_id,
        row.form,
        row._mapping["values"],  # noqa: SLF001 - public in spite of its name: a Row has a method called "values"
        row.version,
        row.created_at,
        row.updated_at,
        row.expires_at,
    )


async def add(
    tx: Transaction, *, person_id: int, form: str, values: Mapping[str, Any], now: datetime, expires_at: datetime
) -> Draft:
    """Begin a draft."""
    row = {"person_id": person_id, "form": form, "values": dict(values), "version": 1}
    stamps = {"created_at": now, "updated_at": now, "expires_at": expires_at}
    key = (await tx.execute(drafts.insert().returning(drafts.c.id), {**row, **stamps})).scalar_one()
    return Draft(key, person_id, form, values, 1, now, now, expires_at)


async def get(tx: Transaction, draft_id: int, person_id: int, now: datetime) -> Draft | None:
    """Return this person's draft, locked until the transaction ends; None when it is gone, expired or another's."""
    row = (await tx.execute(_ONE_LOCKED, {"b_id": draft_id, "b_person": person_id})).first()
    return _draft(row) if row is not None and row.expires_at > now else None


async def look(tx: Transaction, draft_id: int, now: datetime) -> Draft | None:
    """Return a draft of anybody, unlocked; None when it is gone or expired. Whose it is, the caller has to ask."""
    row = (await tx.execute(select(drafts).where(drafts.c.id == draft_id))).first()
    return _draft(row) if row is not None and row.expires_at > now else None


async def lock(tx: Transaction, draft_id: int, now: datetime) -> Draft | None:
    """Return what ``look`` returns, locked until the transaction ends."""
    row = (await tx.execute(select(drafts).where(drafts.c.id == draft_id).with_for_update())).first()
    return _draft(row) if row is not None and row.expires_at > now else None


async def move(
    tx: Transaction, draft: Draft, person_id: int, values: Mapping[str, Any], now: datetime, expires_at: datetime
) -> Draft:
    """Give a draft to somebody else, with its files. Its version grows, so that no old card of it counts any more."""
    await tx.execute(
        update(drafts)
        .where(drafts.c.id == draft.id)
        .values(
            person_id=person_id,
            values=dict(values),
            version=draft.version + 1,
            updated_at=now,
            expires_at=expires_at,
        )
    )
    await files.give(tx, draft.id, person_id)
    return replace(
        draft, person_id=person_id, values=values, version=draft.version + 1, updated_at=now, expires_at=expires_at
    )


async def save(
    tx: Transaction, draft: Draft, values: Mapping[str, Any], now: datetime, expires_at: datetime, *, form: str = ""
) -> Draft:
    """Keep new values. ``form`` makes it a draft of another form: the same words under other questions."""
    name = form or draft.form
    await tx.execute(
        update(drafts)
        .where(drafts.c.id == draft.id)
        .values(form=name, values=dict(values), version=draft.version + 1, updated_at=now, expires_at=expires_at)
    )
    return Draft(draft.id, draft.person_id, name, values, draft.version + 1, draft.created_at, now, expires_at)


async def note_files(tx: Transaction, draft_id: int, said: str) -> None:
    """Keep with a draft what goes with it, in words; its version stays, and so do the cards that show it."""
    found = (await tx.execute(select(drafts.c["values"]).where(drafts.c.id == draft_id).with_for_update())).first()
    if found is not None:
        values = {name: value for name, value in found[0].items() if name != "files"}
        values |= {"files": said} if said else {}
        await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(values=values))


async def drop(tx: Transaction, draft_id: int, person_id: int) -> None:
    """Delete a draft of this person, with the files that nothing else has."""
    keys = await files.keys_of_draft(tx, draft_id)
    gone = await tx.execute(delete(drafts).where(drafts.c.id == draft_id, drafts.c.person_id == person_id))
    if keys and gone.rowcount:
        await files.drop(tx, keys, left=True)


async def of_person(tx: Transaction, person_id: int, now: datetime, limit: int = 20) -> list[Draft]:
    """Return this person's drafts, the newest first."""
    rows = await tx.execute(
        select(drafts)
        .where(drafts.c.person_id == person_id, drafts.c.expires_at > now)
        .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
        .limit(limit)
    )
    return [_draft(row) for row in rows]


async def keep_until(tx: Transaction, draft: Draft, now: datetime, expires_at: datetime) -> Draft:
    """Keep a draft for longer, as it is: its version stays, and so do the cards that show it."""
    await tx.execute(update(drafts).where(drafts.c.id == draft.id).values(updated_at=now, expires_at=expires_at))
    return replace(draft, updated_at=now, expires_at=expires_at)


async def ending(tx: Transaction, now: datetime, until: datetime) -> list[Draft]:
    """Return the drafts of people at work that end between now and then, in the order of drafts."""
    rows = await tx.execute(
        select(drafts)
        .join(people, people.c.id == drafts.c.person_id)
        .where(people.c.active, drafts.c.expires_at > now, drafts.c.expires_at <= until)
        .order_by(drafts.c.id)
    )
    return [_draft(row) for row in rows]


async def forget_ended(tx: Transaction, now: datetime) -> int:
    """Delete the drafts that have ended, with their words, and return how many there were."""
    return (await tx.execute(delete(drafts).where(drafts.c.expires_at <= now))).rowcount


SUBJECTS: Final = select(literal("draft:") + cast(drafts.c.id, String))
"""Subjects of reminders about drafts, for the planner's comparison."""
