"""Reminder rows of the outbox, many at a time: what the planner compares with what should be there, and mends.

It decides nothing: which reminders are wanted comes from ``rules.ladder``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.records import OutboxState
from storage.tables import outbox

_UNSETTLED: Final = text("outbox.state IN ('waiting', 'sending', 'unknown')")
_CHUNK: Final = 1_000
_ADD: Final[Mapping[str, Any]] = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing().returning(outbox.c.id),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing().returning(outbox.c.id),
}


async def add(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> int:
    """Owe many messages at once and return how many were not there yet.

    Each row names ``key``, ``kind``, ``subject``, ``person_id``, ``due_at`` and ``fence``. They are written in the
    order of their keys, so that two planners at once do not wait for each other in a circle.
    """
    values = sorted(
        ({**row, "state": OutboxState.WAITING, "attempts": 0} for row in rows), key=lambda row: str(row["key"])
    )
    if not values:
        return 0
    return len((await tx.execute(_ADD[tx.dialect.name], values)).all())


async def rows(tx: Transaction, subjects: Any) -> list[tuple[int, str, OutboxState, int, str | None]]:
    """Return (id, key, state, fence, reason) of reminder rows: all that wait, and all about ``subjects``.

    ``subjects`` is a SELECT of one column of words, so that thousands of them cost one statement.
    """
    columns = (outbox.c.id, outbox.c.key, outbox.c.state, outbox.c.fence, outbox.c.reason)
    named = outbox.c.kind.startswith("reminder.")
    waiting = select(*columns).where(_UNSETTLED, named, outbox.c.state == OutboxState.WAITING)
    about = select(*columns).where(named, outbox.c.subject.in_(subjects))
    rows = await tx.execute(waiting.union(about))
    return [(id_, key, OutboxState(state), fence, reason) for id_, key, state, fence, reason in rows]


async def cancel(tx: Transaction, ids: Sequence[int], now: datetime, reason: str) -> int:
    """Cancel the waiting rows among these and return how many there were."""
    done = 0
    for start in range(0, len(ids), _CHUNK):
        some = update(outbox).where(outbox.c.id.in_(ids[start : start + _CHUNK]))
        waiting = some.where(outbox.c.state == OutboxState.WAITING)
        ended = waiting.values(state=OutboxState.CANCELLED, settled_at=now, reason=reason, body=None)
        done += (await tx.execute(ended)).rowcount
    return done


async def revive(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let cancelled rows wait again. Each names ``row`` (its id), ``due`` and ``fence_now``."""
    if rows:
        again = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == OutboxState.CANCELLED)
        values: dict[str, Any] = {"due_at": bindparam("due"), "fence": bindparam("fence_now")}
        fresh = again.values(state=OutboxState.WAITING, settled_at=None, reason=None, **values)
        await tx.execute(fresh, list(rows))


async def refence(tx: Transaction, rows: Sequence[Mapping[str, int]]) -> None:
    """Give waiting rows the fence that their subject has now. Each names ``row`` (its id) and ``fence_now``."""
    if rows:
        waiting = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == OutboxState.WAITING)
        await tx.execute(waiting.values(fence=bindparam("fence_now")), list(rows))
