"""Single rows of the outbox, as a person looks at them: found, opened, cancelled. Nothing is sent from here."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction
from storage.outbox import message_of
from storage.records import Message, OutboxState
from storage.tables import outbox

CANCELLABLE = (OutboxState.WAITING, OutboxState.UNKNOWN, OutboxState.FAILED)
"""What was sent stays sent, and what is being sent may be there already."""


async def get(tx: Transaction, message_id: int) -> Message | None:
    """Return the message with this id."""
    row = (await tx.execute(select(outbox).where(outbox.c.id == message_id))).one_or_none()
    return None if row is None else message_of(row)


async def find(
    tx: Transaction,
    states: Iterable[OutboxState],
    limit: int,
    *,
    kind: str = "",
    subject: str = "",
    person_id: int | None = None,
) -> list[Message]:
    """Return messages in these states, the earliest due first: of kinds that begin so, about a subject, to a person."""
    wanted = select(outbox).where(outbox.c.state.in_(list(states)))
    if kind:
        wanted = wanted.where(outbox.c.kind.startswith(kind, autoescape=True))
    if subject:
        wanted = wanted.where(outbox.c.subject == subject)
    if person_id is not None:
        wanted = wanted.where(outbox.c.person_id == person_id)
    rows = await tx.execute(wanted.order_by(outbox.c.due_at, outbox.c.id).limit(limit))
    return [message_of(row) for row in rows]


async def cancel(tx: Transaction, message_id: int, now: datetime, reason: str) -> bool:
    """Cancel one message at a person's wish. Returns False when it was sent, is being sent, or is not there."""
    one = update(outbox).where(outbox.c.id == message_id, outbox.c.state.in_(list(CANCELLABLE)))
    ended = one.values(state=OutboxState.CANCELLED, settled_at=now, lease_until=None, reason=reason[:300], body=None)
    return (await tx.execute(ended)).rowcount == 1
