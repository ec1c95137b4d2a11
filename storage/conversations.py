"""Conversations: where each person is in each place, and which deliveries were already handled.

The state is a small JSON object of screened words; it expires, and old deliveries are forgotten. Of a delivery's
identity, in which platforms put their users' ids, only a digest is kept.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction, insert
from storage.records import Platform
from storage.tables import conversations, deliveries, drafts

KEPT: Final = timedelta(days=3)
"""How long a delivery is recognised as repeated. Slack gives up after about an hour, Teams sooner."""

_HERE: Final = (
    conversations.c.platform == bindparam("b_platform"),
    conversations.c.tenant == bindparam("b_tenant"),
    conversations.c.user == bindparam("b_user"),
    conversations.c.place == bindparam("b_place"),
)
_LOAD: Final = select(conversations.c.state, conversations.c.version, conversations.c.expires_at).where(*_HERE)
_LOAD_LOCKED: Final = _LOAD.with_for_update()
_SAVE: Final = (
    update(conversations)
    .where(*_HERE)
    .values(
        state=bindparam("b_state"),
        version=conversations.c.version + 1,
        updated_at=bindparam("b_now"),
        expires_at=bindparam("b_expires"),
    )
)
_FIRST: Final = {
    name: made(deliveries).on_conflict_do_nothing().returning(deliveries.c.key)
    for name, made in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_SEEN: Final = select(deliveries.c.reply).where(deliveries.c.key == bindparam("b_key"))
_KEEP_REPLY: Final = (
    update(deliveries)
    .where(deliveries.c.key == bindparam("b_key"))
    .values(reply=bindparam("b_reply"), person_id=bindparam("b_person"))
)


def _where(platform: Platform, tenant: str, user: str, place: str) -> dict[str, str]:
    return {"b_platform": platform, "b_tenant": tenant, "b_user": user, "b_place": place}


async def load(
    tx: Transaction, platform: Platform, tenant: str, user: str, place: str, now: datetime, *, lock: bool = True
) -> dict[str, Any] | None:
    """Return the state of this person in this place: empty when it has expired, None when there is no row.

    With ``lock`` the row stays this transaction's until it ends, so that a double click waits for its turn.
    """
    statement = _LOAD_LOCKED if lock else _LOAD
    row = (await tx.execute(statement, _where(platform, tenant, user, place))).first()
    if row is None:
        return None
    state: dict[str, Any] = row.state if row.expires_at > now else {}
    return state


async def begin(
    tx: Transaction, platform: Platform, tenant: str, user: str, place: str, now: datetime, lasts: timedelta
) -> None:
    """Make the row, so that it can be locked. Does nothing when it is there."""
    values = {"platform": platform, "tenant": tenant, "user": user, "place": place}
    statement = insert(tx, conversations).values(**values, state={}, version=0, updated_at=now, expires_at=now + lasts)
    await tx.execute(statement.on_conflict_do_nothing())


async def save(
    tx: Transaction,
    platform: Platform,
    tenant: str,
    user: str,
    place: str,
    state: Mapping[str, Any],
    now: datetime,
    lasts: timedelta,
) -> None:
    """Keep the state; it expires after ``lasts``."""
    keys = _where(platform, tenant, user, place)
    await tx.execute(_SAVE, {**keys, "b_state": dict(state), "b_now": now, "b_expires": now + lasts})


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


async def first_time(tx: Transaction, key: str, now: datetime) -> bool:
    """Return True and remember the delivery when it is new; False when it was handled before.

    A second transaction with the same key waits here until the first has ended.
    """
    result = await tx.execute(_FIRST[tx.dialect.name], {"key": _digest(key), "received_at": now})
    return result.first() is not None


async def answered(tx: Transaction, key: str) -> str | None:
    """Return what was answered to a delivery, as it was packed."""
    row = (await tx.execute(_SEEN, {"b_key": _digest(key)})).first()
    return row.reply if row else None


async def keep_answer(tx: Transaction, key: str, reply: str, person_id: int | None = None) -> None:
    """Keep what is answered, so that a repeated delivery gets the same; ``person_id``: whose words it may hold."""
    await tx.execute(_KEEP_REPLY, {"b_key": _digest(key), "b_reply": reply, "b_person": person_id})


async def forget_answers(tx: Transaction, person_id: int, hour: datetime) -> None:
    """Forget what was answered to a person, and of these deliveries everything but the hour.

    One of them that is repeated is still known, and gets no answer.
    """
    theirs = update(deliveries).where(deliveries.c.person_id == person_id)
    await tx.execute(theirs.values(reply=None, person_id=None, received_at=hour))


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Delete deliveries that nobody repeats any more, and what has expired."""
    await tx.execute(delete(deliveries).where(deliveries.c.received_at < now - KEPT))
    await tx.execute(delete(conversations).where(conversations.c.expires_at < now))
    await tx.execute(delete(drafts).where(drafts.c.expires_at < now))
