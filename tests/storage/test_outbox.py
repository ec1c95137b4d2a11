"""The promises of the outbox, on both databases: a wish once, a claim once, a settlement once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from storage import claims, outbox
from storage.database import Database
from storage.records import Message, OutboxState, Platform

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def T(seconds: float) -> datetime:  # noqa: N802 - reads as a point in time
    return T0 + timedelta(seconds=seconds)


async def owe(database: Database, key: str = "one", **rest: Any) -> Message | None:
    values: dict[str, Any] = {"kind": "reply", "subject": "person:1", "due_at": T0, **rest}
    async with database.transaction() as tx:
        return await outbox.add(tx, key=key, **values)


async def take(database: Database, now: datetime, limit: int = 10) -> list[Message]:
    async with database.transaction() as tx:
        return await claims.claim(tx, now, LEASE, limit)


async def only(database: Database) -> Message:
    async with database.reading() as tx:
        (message,) = await outbox.listing(tx, OutboxState, 10)
    return message


async def test_the_same_wish_is_stored_once(database: Database) -> None:
    assert await owe(database, address={"user": "U1"}, platform=Platform.SLACK) is not None
    assert await owe(database) is None
    message = await only(database)
    assert (message.platform, message.address, message.state) == (Platform.SLACK, {"user": "U1"}, OutboxState.WAITING)


async def test_what_is_not_due_is_not_claimed(database: Database) -> None:
    await owe(database, due_at=T(1))
    assert await take(database, T0) == []
    assert [message.attempts for message in await take(database, T(1))] == [1]


async def test_the_longest_due_goes_first_and_the_limit_is_kept(database: Database) -> None:
    for number in range(6):
        await owe(database, str(number), due_at=T(-number))
    assert [message.key for message in await take(database, T0, 4)] == ["5", "4", "3", "2"]
    assert [message.key for message in await take(database, T0, 4)] == ["1", "0"]


async def test_a_message_under_a_lease_is_nobody_elses_until_it_runs_out(database: Database) -> None:
    await owe(database)
    assert len(await take(database, T0)) == 1
    assert await take(database, T(59)) == []
    (again,) = await take(database, T(60))
    assert (again.attempts, again.reason) == (2, outbox.LAPSED)


async def test_a_message_born_leased_is_its_makers_first(database: Database) -> None:
    message = await owe(database, lease_until=T(60))
    assert message is not None
    assert (message.state, message.attempts) == (OutboxState.SENDING, 1)
    assert await take(database, T(59)) == []
    async with database.transaction() as tx:
        assert await outbox.settle(tx, message, OutboxState.SENT, T(1), {"ts": "1.0"})
    assert await take(database, T(600)) == []


async def test_an_old_holder_cannot_settle_what_a_new_one_holds(database: Database) -> None:
    await owe(database)
    (old,) = await take(database, T0)
    (new,) = await take(database, T(61))
    async with database.transaction() as tx:
        assert not await outbox.settle(tx, old, OutboxState.SENT, T(62))
        assert not await outbox.postpone(tx, old, T(99), "late")
        assert not await outbox.mark_repeated(tx, old)
        assert await outbox.settle(tx, new, OutboxState.SENT, T(62))
        assert not await outbox.settle(tx, new, OutboxState.FAILED, T(63))
    assert (await only(database)).settled_at == T(62)


async def test_a_sent_message_keeps_its_receipt_and_loses_its_words(database: Database) -> None:
    await owe(database, body="words")
    (message,) = await take(database, T0)
    assert message.body == "words"
    async with database.transaction() as tx:
        await outbox.settle(tx, message, OutboxState.SENT, T(1), receipt={"ts": "1.0"})
    sent = await only(database)
    assert (sent.body, sent.receipt, sent.lease_until) == (None, {"ts": "1.0"}, None)


async def test_a_failed_message_keeps_its_words_and_can_be_sent_again(database: Database) -> None:
    await owe(database, body="words")
    (message,) = await take(database, T0)
    async with database.transaction() as tx:
        await outbox.settle(tx, message, OutboxState.FAILED, T(1), reason=outbox.UNREACHABLE)
        assert await outbox.retry(tx, message.id, T(5))
        assert not await outbox.retry(tx, message.id, T(5))
    (again,) = await take(database, T(5))
    assert (again.body, again.reason) == ("words", None)


async def test_a_failed_message_that_may_have_arrived_is_in_doubt_when_it_is_tried_again(database: Database) -> None:
    await owe(database)
    (message,) = await take(database, T0)
    async with database.transaction() as tx:
        await outbox.settle(tx, message, OutboxState.FAILED, T(1), reason="fault 8 ValueError")
        await outbox.retry(tx, message.id, T(5))
    (again,) = await take(database, T(5))
    assert outbox.in_doubt(again)


async def test_a_message_that_must_wait_comes_back_without_doubt(database: Database) -> None:
    await owe(database)
    (message,) = await take(database, T0)
    async with database.transaction() as tx:
        await outbox.postpone(tx, message, T(30), "later: ratelimited")
    assert await take(database, T(29)) == []
    (again,) = await take(database, T(30))
    assert (outbox.in_doubt(again), again.attempts) == (False, 2)


async def test_an_unknown_message_comes_back_in_doubt(database: Database) -> None:
    await owe(database)
    (message,) = await take(database, T0)
    async with database.transaction() as tx:
        where = {"platform": Platform.TEAMS, "address": {"user": "29:x"}}
        await outbox.postpone(tx, message, T(5), "unsure: broken pipe", OutboxState.UNKNOWN, **where)
    assert await take(database, T(4)) == []
    (again,) = await take(database, T(5))
    assert (outbox.in_doubt(again), again.attempts) == (True, 2)
    assert (again.platform, again.address) == (Platform.TEAMS, {"user": "29:x"})


async def test_a_repeat_is_remembered_through_a_crash(database: Database) -> None:
    await owe(database)
    (message,) = await take(database, T0)
    async with database.transaction() as tx:
        assert await outbox.mark_repeated(tx, message)
    (again,) = await take(database, T(61))
    assert again.reason == outbox.REPEATED


async def test_only_waiting_messages_are_cancelled(database: Database) -> None:
    await owe(database, "sending", subject="action:1", kind="reminder.late")
    await take(database, T0)
    await owe(database, "waiting", subject="action:1", kind="reminder.late", body="words")
    await owe(database, "notice", subject="action:1", kind="notice.assigned")
    await owe(database, "other", subject="action:2", kind="reminder.late")
    async with database.transaction() as tx:
        assert await outbox.cancel(tx, subject="action:1", kind_prefix="reminder.", now=T(1), reason="done") == 1
        (cancelled,) = await outbox.listing(tx, [OutboxState.CANCELLED], 5)
        assert (cancelled.key, cancelled.reason, cancelled.body) == ("waiting", "done", None)
        assert await outbox.cancel(tx, subject="action:1", now=T(1), reason="done") == 1
        assert await outbox.counts(tx) == dict.fromkeys(OutboxState, 0) | {
            OutboxState.SENDING: 1,
            OutboxState.CANCELLED: 2,
            OutboxState.WAITING: 1,
        }


async def test_the_oldest_due_message_is_what_readiness_asks_for(database: Database) -> None:
    async with database.reading() as tx:
        assert await outbox.oldest_due(tx, T0) is None
    await owe(database, "a", due_at=T(-5))
    await owe(database, "b", due_at=T(-9))
    await owe(database, "c", due_at=T(9))
    async with database.reading() as tx:
        assert await outbox.oldest_due(tx, T0) == T(-9)


async def test_many_claimers_at_once_take_each_message_once(database: Database) -> None:
    async with database.transaction() as tx:
        for number in range(120):
            await outbox.add(tx, key=str(number), kind="reply", subject="x", due_at=T0)
    taken: list[int] = []

    async def work() -> None:
        while batch := await take(database, T(1), 7):
            taken.extend(message.id for message in batch)

    await asyncio.gather(*(work() for _ in range(6)))
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 120


async def test_old_replies_are_forgotten_and_reminders_are_kept(database: Database) -> None:
    await owe(database, "reply")
    await owe(database, "reminder", kind="reminder.late")
    await owe(database, "fresh")
    (first, second, third) = await take(database, T0)
    async with database.transaction() as tx:
        await outbox.settle(tx, first, OutboxState.SENT, T0)
        await outbox.settle(tx, second, OutboxState.SENT, T0)
        await outbox.settle(tx, third, OutboxState.SENT, T0 + timedelta(days=8))
        assert await outbox.forget_replies(tx, T0 + timedelta(days=8)) == 1
        kept = await outbox.listing(tx, OutboxState, 9)
    assert sorted(message.key for message in kept) == ["fresh", "reminder"]
