"""The outbox: messages that are owed, one row each, written in the transaction of the change that causes them.

Rows are claimed under a lease and settled once; nothing here decides what to say or sends it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Row,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.records import Message, OutboxState, Platform
from storage.tables import outbox

UNSURE: Final = "unsure"
"""How the reason of a row begins whose last attempt may or may not have reached the platform."""
LAPSED: Final = "lapsed"
"""Reason of a claimed row whose last holder stopped without settling it."""
REPEATED: Final = "repeated"
"""Reason of a row that has been sent a second time already, marked as a possible repeat."""
_REASON_MOST: Final = 300
UNREACHABLE: Final = "unreachable"
"""Reason of a failed row whose person no platform reaches."""
REFUSED: Final = "refused"
"""How the reason of a failed row begins that the platform will never take."""

# The planners of both databases use the partial index only when its own words stand in the statement.
UNSETTLED: Final = text("outbox.state IN ('waiting', 'sending', 'unknown')")
_REPLIES_KEPT: Final = timedelta(days=7)

_ADD: Final[Mapping[str, Any]] = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing().returning(outbox),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing().returning(outbox),
}

FOLDED: Final = "folded"
"""How the reason of a row begins that was too much for one day: it comes with the next morning's reminders."""


def held() -> Update:
    """Return an UPDATE of a row that is still held by the claim that made the message."""
    return update(outbox).where(
        outbox.c.id == bindparam("b_held"),
        outbox.c.attempts == bindparam("b_held_attempts"),
        outbox.c.state == OutboxState.SENDING,
    )


_SETTLE: Final = held().values(
    state=bindparam("b_state"),
    lease_until=None,
    settled_at=bindparam("b_settled_at"),
    platform=func.coalesce(bindparam("b_platform"), outbox.c.platform),
    receipt=bindparam("b_receipt"),
    reason=bindparam("b_reason"),
    body=case(
        (or_(bindparam("b_state") == OutboxState.FAILED, outbox.c.kind.startswith("notice.")), outbox.c.body),
        else_=None,
    ),
)
_POSTPONE: Final = held().values(
    state=bindparam("b_state"),
    lease_until=None,
    due_at=bindparam("b_due_at"),
    reason=bindparam("b_reason"),
    platform=bindparam("b_platform"),
    address=bindparam("b_address", type_=JSON(none_as_null=True)),
)
_MARK: Final = held().values(reason=REPEATED)
_OLDEST: Final = select(func.min(outbox.c.due_at)).where(UNSETTLED, outbox.c.due_at <= bindparam("b_now"))


async def add(
    tx: Transaction,
    *,
    key: str,
    kind: str,
    subject: str,
    due_at: datetime,
    person_id: int | None = None,
    fence: int = 0,
    platform: Platform | None = None,
    address: Mapping[str, str] | None = None,
    body: str | None = None,
    lease_until: datetime | None = None,
) -> Message | None:
    """Owe one message. Returns None when the key is there already: the same wish is stored once.

    With ``lease_until`` the row is born ``sending``: its maker sends it at once, and anybody takes it over when
    the lease has run out. Name a person, or a platform and an address.
    """
    state = OutboxState.WAITING if lease_until is None else OutboxState.SENDING
    values = {
        "key": key,
        "kind": kind,
        "subject": subject,
        "person_id": person_id,
        "due_at": due_at,
        "state": state,
        "fence": fence,
        "attempts": 0 if lease_until is None else 1,
        "platform": platform,
        "address": None if address is None else dict(address),
        "body": body,
        "lease_until": lease_until,
    }
    row = (await tx.execute(_ADD[tx.dialect.name], values)).one_or_none()
    return None if row is None else message_of(row)


def in_doubt(message: Message) -> bool:
    """Return whether the platform may have a claimed message already: ask it before sending again."""
    return message.reason is not None and message.reason.startswith((UNSURE, LAPSED, REPEATED))


async def settle(
    tx: Transaction,
    message: Message,
    state: OutboxState,
    now: datetime,
    receipt: Mapping[str, str] | None = None,
    reason: str | None = None,
    platform: Platform | None = None,
) -> bool:
    """End a claimed message as sent, failed or cancelled. Returns False when another claim holds it by now.

    ``platform`` is the one that took it. The stored reply goes at once, except from a failed row, which a person
    may want to send again. What a notice carries are ids: they stay, so that its line in a digest can be opened.
    """
    values = {
        "b_held": message.id,
        "b_held_attempts": message.attempts,
        "b_state": state,
        "b_settled_at": now,
        "b_platform": platform,
        "b_receipt": None if receipt is None else dict(receipt),
        "b_reason": None if reason is None else reason[:_REASON_MOST],
    }
    return (await tx.execute(_SETTLE, values)).rowcount == 1


async def postpone(
    tx: Transaction,
    message: Message,
    due_at: datetime,
    reason: str | None,
    state: OutboxState = OutboxState.WAITING,
    *,
    platform: Platform | None = None,
    address: Mapping[str, str] | None = None,
) -> bool:
    """Put a claimed message back until ``due_at``: ``waiting`` when the platform certainly does not have it.

    ``platform`` and ``address`` keep where it was tried, so that this is where it is looked for. Returns False
    when another claim holds the message by now.
    """
    values = {
        "b_held": message.id,
        "b_held_attempts": message.attempts,
        "b_state": state,
        "b_due_at": due_at,
        "b_reason": None if reason is None else reason[:_REASON_MOST],
        "b_platform": platform or message.platform,
        "b_address": dict(address) if address is not None else message.address,
    }
    return (await tx.execute(_POSTPONE, values)).rowcount == 1


async def mark_repeated(tx: Transaction, message: Message) -> bool:
    """Note, before it happens, that a claimed message is sent a second time. False when it is no longer held."""
    held = {"b_held": message.id, "b_held_attempts": message.attempts}
    return (await tx.execute(_MARK, held)).rowcount == 1


async def cancel(tx: Transaction, *, subject: str, kind_prefix: str | None = None, now: datetime, reason: str) -> int:
    """Cancel what waits about a subject (of kinds that start so), and return how many rows that were."""
    which = and_(UNSETTLED, outbox.c.subject == subject, outbox.c.state == OutboxState.WAITING)
    if kind_prefix is not None:
        which = and_(which, outbox.c.kind.startswith(kind_prefix, autoescape=True))
    return (await tx.execute(update(outbox).where(which).values(_ended(now, reason)))).rowcount


async def retry(tx: Transaction, message_id: int, now: datetime) -> bool:
    """Let a failed message try again now, at a person's wish. Returns False when it is not a failed one.

    Unless the platform certainly refused it, it is asked first whether it has the message already.
    """
    failed = update(outbox).where(outbox.c.id == message_id, outbox.c.state == OutboxState.FAILED)
    untaken = or_(outbox.c.reason.startswith(UNREACHABLE), outbox.c.reason.startswith(REFUSED))
    state = case((untaken, OutboxState.WAITING), else_=OutboxState.UNKNOWN)
    reason = case((untaken, None), else_=UNSURE)
    fresh = failed.values(state=state, due_at=now, settled_at=None, reason=reason)
    return (await tx.execute(fresh)).rowcount == 1


async def oldest_due(tx: Transaction, now: datetime) -> datetime | None:
    """Return when the longest due unsettled message was due, or None when nothing is due."""
    oldest: datetime | None = (await tx.execute(_OLDEST, {"b_now": now})).scalar_one_or_none()
    return oldest


async def listing(tx: Transaction, states: Iterable[OutboxState], limit: int) -> list[Message]:
    """Return messages in these states, the earliest due first."""
    wanted = select(outbox).where(outbox.c.state.in_(list(states))).order_by(outbox.c.due_at, outbox.c.id)
    return [message_of(row) for row in await tx.execute(wanted.limit(limit))]


async def told(tx: Transaction, kind: str, subject: str) -> list[int]:
    """Return whom a message of this kind about this subject was owed, in the order of people."""
    rows = await tx.execute(
        select(outbox.c.person_id)
        .where(outbox.c.subject == subject, outbox.c.kind == kind, outbox.c.person_id.is_not(None))
        .order_by(outbox.c.person_id)
        .distinct()
    )
    return list(rows.scalars())


async def reached(tx: Transaction, subjects: Iterable[str], but: Iterable[int]) -> bool:
    """Say whether anybody besides these people was sent something about one of these subjects, or may have been."""
    found = (
        select(outbox.c.id)
        .where(
            outbox.c.subject.in_(list(subjects)),
            outbox.c.state.in_([OutboxState.SENT, OutboxState.SENDING, OutboxState.UNKNOWN]),
            outbox.c.person_id.is_not(None),
            outbox.c.person_id.not_in(list(but)),
        )
        .limit(1)
    )
    return (await tx.execute(found)).first() is not None


async def counts(tx: Transaction) -> dict[OutboxState, int]:
    """Return how many rows are in each state; states without rows count 0."""
    rows = await tx.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    found = {OutboxState(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in OutboxState}


async def forget_replies(tx: Transaction, now: datetime) -> int:
    """Delete replies, and cards drawn anew, settled more than seven days ago and return how many.

    Reminders and notices are kept: they prove who was told what and when.
    """
    drawn = or_(outbox.c.kind == "reply", outbox.c.kind.startswith("again."))
    old = and_(drawn, outbox.c.settled_at < now - _REPLIES_KEPT)
    return (await tx.execute(delete(outbox).where(old))).rowcount


def _ended(now: datetime, reason: str) -> dict[str, Any]:
    return {"state": OutboxState.CANCELLED, "settled_at": now, "reason": reason, "body": None}


def message_of(row: Row[Any]) -> Message:
    """Return the message that a row of the table holds."""
    return Message(
        id=row.id,
        key=row.key,
        kind=row.kind,
        subject=row.subject,
        person_id=row.person_id,
        due_at=row.due_at,
        state=OutboxState(row.state),
        fence=row.fence,
        attempts=row.attempts,
        platform=None if row.platform is None else Platform(row.platform),
        address=row.address,
        body=row.body,
        lease_until=row.lease_until,
        receipt=row.receipt,
        settled_at=row.settled_at,
        reason=row.reason,
        folded_into=row.folded_into,
    )
