"""Claims: which due messages one process takes, for how long, and which of one person's it sends as one.

A claim is a lease and a number of attempts; nothing here decides what to say or sends it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, and_, bindparam, case, func, literal_column, not_, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage.database import Transaction
from storage.outbox import FOLDED, LAPSED, REPEATED, UNSETTLED, held, message_of
from storage.records import Message, OutboxState, Platform
from storage.tables import outbox

_WHO: Final = func.coalesce(outbox.c.person_id, literal_column("0"))
_CLAIMABLE: Final = and_(
    UNSETTLED,
    outbox.c.due_at <= bindparam("b_now"),
    or_(outbox.c.state != OutboxState.SENDING, outbox.c.lease_until <= bindparam("b_now")),
)
_IS_FOLDABLE: Final = or_(
    outbox.c.kind.startswith("reminder."),
    func.coalesce(outbox.c.reason, "").startswith(FOLDED),
    outbox.c.folded_into.is_not(None),
)
_ALONE: Final = not_(_IS_FOLDABLE)
# What goes together is noted, with its way, before it is sent: without a note no platform has it.
_NEVER_TRIED: Final = and_(_IS_FOLDABLE, outbox.c.person_id.is_not(None), outbox.c.platform.is_(None))
# Whose reminders are taken: those of each person all together, so that one message can hold them.
_WHOSE: Final = (
    select(_WHO)
    .where(_CLAIMABLE, _IS_FOLDABLE)
    .group_by(_WHO)
    .order_by(func.min(outbox.c.due_at), _WHO)
    .limit(bindparam("b_most"))
)


def _claiming(name: str, which: ColumnElement[bool], *, all_of_them: bool = False) -> ReturningUpdate[Any]:
    """Return a claim. A common table expression with FOR UPDATE runs once, whatever the plan, so LIMIT is kept."""
    chosen = select(outbox.c.id).where(_CLAIMABLE, which).order_by(outbox.c.due_at, outbox.c.id)
    if not all_of_them:
        chosen = chosen.limit(bindparam("b_most"))
    due = chosen.with_for_update(skip_locked=True).cte(name)
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(due.c.id)))
        .values(
            state=OutboxState.SENDING,
            attempts=outbox.c.attempts + 1,
            lease_until=bindparam("b_until"),
            reason=case(
                (or_(outbox.c.state != OutboxState.SENDING, _NEVER_TRIED), outbox.c.reason),
                (outbox.c.reason == REPEATED, REPEATED),
                else_=LAPSED,
            ),
        )
        .returning(outbox)
    )


_CLAIM: Final = _claiming("due", _ALONE)
_CLAIM_OF_PEOPLE: Final = _claiming(
    "due_reminders",
    and_(_IS_FOLDABLE, _WHO.in_(_WHOSE)),
    all_of_them=True,
)
_ONE_AT_A_TIME: Final = 7_746_331_906
"""The advisory lock on PostgreSQL under which reminders are claimed: one person's never go to two replicas."""
_NOTE: Final = held().values(
    folded_into=bindparam("b_into"), platform=bindparam("b_platform"), address=bindparam("b_address", type_=JSON)
)
_TRY_LOCK: Final = select(func.pg_try_advisory_xact_lock(_ONE_AT_A_TIME))


async def claim(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> list[Message]:
    """Take at most ``limit`` due messages, the longest due first, for as long as ``lease``.

    Due are waiting and unknown rows whose time has come, and rows whose holder let the lease run out. The reason
    says what is known about the last attempt: see ``in_doubt``. Reminders come beside them, those of at most
    ``limit`` people, and of each person all that are due: nobody else can take the rest of them. A reminder without
    a note of its way was never tried.
    """
    values = {"b_now": now, "b_until": now + lease, "b_most": limit}
    rows = list(await tx.execute(_CLAIM, values))
    if tx.dialect.name == "sqlite" or await tx.scalar(_TRY_LOCK):
        rows += await tx.execute(_CLAIM_OF_PEOPLE, values)
    return sorted((message_of(row) for row in rows), key=lambda message: (message.due_at, message.id))


async def note(
    tx: Transaction, head: Message, riders: Iterable[Message], platform: Platform, address: Mapping[str, str]
) -> bool:
    """Note, before it is sent, that a message goes this way, and which others it holds.

    Returns False when one of them is no longer held.
    """
    held = [(head, None), *((one, head.id) for one in riders)]
    done = 0
    for one, into in held:
        values = {"b_held": one.id, "b_held_attempts": one.attempts, "b_into": into}
        done += (await tx.execute(_NOTE, {**values, "b_platform": platform, "b_address": dict(address)})).rowcount
    return done == len(held)


async def state_of(tx: Transaction, ids: Iterable[int]) -> dict[int, OutboxState]:
    """Return where these messages stand."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await tx.execute(select(outbox.c.id, outbox.c.state).where(outbox.c.id.in_(wanted)))
    return {row.id: OutboxState(row.state) for row in rows}


async def sent_since(tx: Transaction, person_ids: Iterable[int], since: datetime) -> dict[int, list[datetime]]:
    """Return when each of these people was sent a message that is no answer to their own words, since an instant."""
    found: dict[int, list[datetime]] = {}
    rows = await tx.execute(
        select(outbox.c.person_id, outbox.c.settled_at).where(
            outbox.c.person_id.in_(sorted(set(person_ids))),
            outbox.c.state == OutboxState.SENT,
            outbox.c.kind != "reply",
            ~outbox.c.kind.startswith("again."),
            outbox.c.folded_into.is_(None),
            outbox.c.settled_at >= since,
        )
    )
    for row in rows:
        found.setdefault(row.person_id, []).append(row.settled_at)
    return found


async def in_flight(tx: Transaction, person_ids: Iterable[int], but: Iterable[int]) -> dict[int, int]:
    """Return how many messages each of these people may be getting just now from others than the holder of ``but``.

    What is put together for a morning counts as one.
    """
    mine = set(but)
    together: set[int] = set()
    found: dict[int, int] = {}
    rows = await tx.execute(
        select(outbox.c.id, outbox.c.person_id, _IS_FOLDABLE.label("is_foldable")).where(
            UNSETTLED,
            outbox.c.state.in_([OutboxState.SENDING, OutboxState.UNKNOWN]),
            outbox.c.person_id.in_(sorted(set(person_ids))),
            outbox.c.kind != "reply",
            ~outbox.c.kind.startswith("again."),
            outbox.c.folded_into.is_(None),
        )
    )
    for row in rows:
        if row.id in mine or (row.is_foldable and row.person_id in together):
            continue
        together |= {row.person_id} if row.is_foldable else set()
        found[row.person_id] = found.get(row.person_id, 0) + 1
    return found
