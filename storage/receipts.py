"""Receipts: what came in about national alerts, waiting for a person. The same text is kept once, by its digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import ChangedError, Transaction
from storage.records import ReceiptSource, ReceiptState
from storage.tables import receipts

_SHOWN: Final = tuple(one for one in receipts.c if one.name != "item")
"""What is read of a receipt. The item as it came can be long, and is read only by who asks for it."""
_ADD: Final[Mapping[str, Any]] = {
    "sqlite": sqlite.insert(receipts).on_conflict_do_nothing().returning(*_SHOWN),
    "postgresql": postgresql.insert(receipts).on_conflict_do_nothing().returning(*_SHOWN),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Something received: its text as kept, what was understood of it (``intake.proposal``), and what became of it."""

    id: int
    source: ReceiptSource
    key: str | None
    sha256: str
    original: str
    proposal: Mapping[str, Any]
    received_at: datetime
    received_by: int | None
    state: ReceiptState
    fence: int
    alert_id: int | None
    settled_at: datetime | None
    settled_by: int | None
    reason: str


def _receipt(row: Sequence[Any]) -> Receipt:
    key, source, *rest = row
    values = [key, ReceiptSource(source), *rest]
    values[_STATE] = ReceiptState(values[_STATE])
    return Receipt(*values)


_STATE: Final = [one.name for one in _SHOWN].index("state")


async def add(
    tx: Transaction,
    *,
    source: ReceiptSource,
    key: str | None,
    sha256: str,
    original: str,
    proposal: Mapping[str, Any],
    now: datetime,
    by_id: int | None,
    item: str | None = None,
) -> Receipt | None:
    """Store a receipt, waiting. Returns None when the same text is there already.

    ``original`` is its words, ``item`` the whole as it came where that is more than words; both are screened.
    """
    values = {
        "source": source, "key": key, "sha256": sha256, "original": original, "proposal": dict(proposal),
        "received_at": now, "received_by": by_id, "state": ReceiptState.WAITING, "fence": 0,
        "item": item,
    }  # fmt: skip
    row = (await tx.execute(_ADD[tx.dialect.name], values)).one_or_none()
    return None if row is None else _receipt(row)


async def get(tx: Transaction, receipt_id: int) -> Receipt | None:
    """Return the receipt with this id."""
    row = (await tx.execute(select(*_SHOWN).where(receipts.c.id == receipt_id))).first()
    return _receipt(row) if row else None


async def item_of(tx: Transaction, receipt_id: int) -> str | None:
    """Return the item as it came, screened; None when it was nothing but words."""
    return (await tx.execute(select(receipts.c.item).where(receipts.c.id == receipt_id))).scalar_one_or_none()


async def of_key(tx: Transaction, key: str) -> list[Receipt]:
    """Return everything that came in about one alert, the oldest first."""
    chosen = select(*_SHOWN).where(receipts.c.key == key).order_by(receipts.c.received_at, receipts.c.id)
    return [_receipt(row) for row in await tx.execute(chosen)]


async def by_digest(tx: Transaction, sha256: str) -> Receipt | None:
    """Return the receipt of exactly this text."""
    row = (await tx.execute(select(*_SHOWN).where(receipts.c.sha256 == sha256))).first()
    return _receipt(row) if row else None


async def waiting(tx: Transaction, *, key: str | None = None, limit: int = 10, offset: int = 0) -> list[Receipt]:
    """Return a page of receipts that nobody has settled, the oldest first; with ``key`` only those of this alert."""
    chosen = select(*_SHOWN).where(receipts.c.state == ReceiptState.WAITING)
    if key is not None:
        chosen = chosen.where(receipts.c.key == key)
    rows = await tx.execute(chosen.order_by(receipts.c.received_at, receipts.c.id).limit(limit).offset(offset))
    return [_receipt(row) for row in rows]


async def count_waiting(tx: Transaction) -> int:
    """Return how many receipts nobody has settled."""
    counted = select(func.count()).select_from(receipts).where(receipts.c.state == ReceiptState.WAITING)
    return (await tx.execute(counted)).scalar_one()


async def settle(
    tx: Transaction,
    receipt: Receipt,
    state: ReceiptState,
    *,
    now: datetime,
    by_id: int | None,
    alert_id: int | None = None,
    reason: str = "",
) -> None:
    """End a waiting receipt, or let it wait again. Raises ChangedError when it changed since it was read."""
    is_waiting = state is ReceiptState.WAITING
    changed = await tx.execute(
        update(receipts)
        .where(receipts.c.id == receipt.id, receipts.c.fence == receipt.fence)
        .values(
            state=state,
            fence=receipt.fence + 1,
            alert_id=alert_id,
            settled_at=None if is_waiting else now,
            settled_by=None if is_waiting else by_id,
            reason=reason[:300],
        )
    )
    if changed.rowcount != 1:
        raise ChangedError(f"receipt {receipt.id} was settled by somebody else")


async def improve(
    tx: Transaction, receipt: Receipt, proposal: Mapping[str, Any], key: str | None, *, alert_id: int | None = None
) -> Receipt:
    """Keep a person's corrections of what was understood. Raises ChangedError when it changed since it was read."""
    changed = await tx.execute(
        update(receipts)
        .where(receipts.c.id == receipt.id, receipts.c.fence == receipt.fence)
        .values(proposal=dict(proposal), key=key, alert_id=alert_id, fence=receipt.fence + 1)
        .returning(*_SHOWN)
    )
    row = changed.one_or_none()
    if row is None:
        raise ChangedError(f"receipt {receipt.id} was changed by somebody else")
    return _receipt(row)
