"""Messages that stand on somebody's screen: where they are, so that they can be drawn anew. It sends nothing."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from storage.database import Transaction
from storage.outbox import message_of
from storage.records import Message, OutboxState
from storage.tables import outbox

_rider = outbox.alias("rider")


async def newest(tx: Transaction, person_id: int, kind: str, subject: str) -> Message | None:
    """Return the newest message of a kind about a subject that reached somebody by itself; None when there is none.

    One that was sent inside another message, or that holds others, is not given: it shows more than this subject.
    """
    # The person narrows the search for riders too: ``folded_into`` has no index of its own.
    holds = exists().where(_rider.c.person_id == person_id, _rider.c.folded_into == outbox.c.id)
    found = await tx.execute(
        select(outbox)
        .where(
            outbox.c.subject == subject,
            outbox.c.person_id == person_id,
            outbox.c.kind == kind,
            outbox.c.state == OutboxState.SENT,
            outbox.c.receipt.is_not(None),
            outbox.c.folded_into.is_(None),
            ~holds,
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    row = found.first()
    return message_of(row) if row is not None else None


async def alone(tx: Transaction, subject: str, kinds: Iterable[str]) -> list[Message]:
    """Return the messages of these kinds about a subject that reached anybody by themselves, the newest first."""
    holds = exists().where(_rider.c.person_id == outbox.c.person_id, _rider.c.folded_into == outbox.c.id)
    found = await tx.execute(
        select(outbox)
        .where(
            outbox.c.subject == subject,
            outbox.c.kind.in_(list(kinds)),
            outbox.c.state == OutboxState.SENT,
            outbox.c.receipt.is_not(None),
            outbox.c.folded_into.is_(None),
            ~holds,
        )
        .order_by(outbox.c.id.desc())
    )
    return [message_of(row) for row in found]
