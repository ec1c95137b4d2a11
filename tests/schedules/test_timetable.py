"""The timetable: real ticks of a few milliseconds over a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from post_office import T0, Clock, Post, T, a_courier, found_trust, outbox_rows, owe_reply

from schedules.timetable import Every, Timetable
from storage import conversations, drafts
from storage.database import Database
from storage.records import OutboxState

NEVER = 3600.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Post:
    return Post()


async def until(post: Post, arrived: int) -> None:
    """Wait for so many messages."""
    async with asyncio.timeout(20):
        while True:
            post.landed.clear()
            if len(post.arrived) >= arrived:
                return
            await post.landed.wait()


@pytest.fixture
async def ticking(sqlite_database: Database, clock: Clock, slack: Post) -> AsyncIterator[Timetable]:
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(0.05, 0.02, NEVER))
    table.start()
    yield table
    await table.stop()


async def test_what_becomes_due_is_planned_and_delivered_by_the_ticks(
    sqlite_database: Database, clock: Clock, slack: Post, ticking: Timetable
) -> None:
    trust = await found_trust(sqlite_database)
    clock.now = T(days=1)
    await until(slack, 1)
    await ticking.stop()
    assert slack.arrived[0].address == {"user": f"U{trust.lead}"}
    assert [row.state for row in await outbox_rows(sqlite_database) if row.due_at <= clock.now] == [OutboxState.SENT]


async def test_a_nudge_delivers_without_waiting_for_a_tick(
    sqlite_database: Database, clock: Clock, slack: Post
) -> None:
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(NEVER, NEVER, NEVER))
    table.start()
    await owe_reply(sqlite_database, "one")
    table.nudge()
    table.nudge()
    await until(slack, 1)
    await table.stop()
    assert slack.keys == ["one"]


async def test_what_waited_for_the_process_is_delivered_as_soon_as_it_starts(
    sqlite_database: Database, clock: Clock, slack: Post
) -> None:
    await owe_reply(sqlite_database, "one")
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(NEVER, NEVER, NEVER))
    table.start()
    await until(slack, 1)
    await table.stop()
    assert slack.keys == ["one"]


async def test_a_moved_clock_is_caught_up_with_at_once(sqlite_database: Database, clock: Clock, slack: Post) -> None:
    await found_trust(sqlite_database, actions=3)
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(NEVER, NEVER, NEVER))
    clock.now = T(days=1)
    assert await table.catch_up() == 3
    assert await table.catch_up() == 0
    assert len(slack.arrived) == 1, "three reminders to one person on one morning are one message"
    assert [row.state for row in await outbox_rows(sqlite_database) if row.due_at <= clock.now] == [
        OutboxState.SENT
    ] * 3


async def test_a_stopped_bot_catches_up_without_a_storm(sqlite_database: Database, clock: Clock, slack: Post) -> None:
    trust = await found_trust(sqlite_database)
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(NEVER, NEVER, NEVER))
    await table.catch_up()
    clock.now = T(days=64)
    await table.catch_up()
    told = [parcel.address["user"] for parcel in slack.arrived]
    # One message about the deadline and the missing acknowledgement, not one for each of nine missed steps.
    assert told.count(f"U{trust.lead}") == 1
    assert told.count(f"U{trust.executive}") == 1


async def test_an_error_in_one_tick_does_not_end_the_timetable(
    sqlite_database: Database, clock: Clock, slack: Post
) -> None:
    faults = [OSError("the store is away") for _ in range(3)]

    def shaky() -> object:
        if faults:
            raise faults.pop()
        return clock.now

    courier = a_courier(sqlite_database, clock, slack)
    table = Timetable(sqlite_database, courier, shaky, Every(NEVER, 0.02, NEVER))  # type: ignore[arg-type]
    await owe_reply(sqlite_database, "one")
    table.start()
    await until(slack, 1)
    await table.stop()
    assert slack.keys == ["one"]


async def test_what_has_expired_is_forgotten_by_the_hourly_tidying(
    sqlite_database: Database, clock: Clock, slack: Post
) -> None:
    people = await found_trust(sqlite_database)
    async with sqlite_database.transaction() as tx:
        await conversations.first_time(tx, "slack:event:1", T0)
        draft = await drafts.add(
            tx, person_id=people.lead, form="x", values={"values": {}}, now=T0, expires_at=T0 + timedelta(days=3)
        )
    table = Timetable(sqlite_database, a_courier(sqlite_database, clock, slack), clock, Every(NEVER, NEVER, 0.02))
    clock.now = T0 + conversations.KEPT + timedelta(seconds=1)
    table.start()
    async with asyncio.timeout(20):
        for _ in range(500):
            await asyncio.sleep(0.02)
            async with sqlite_database.transaction() as tx:
                if await conversations.first_time(tx, "slack:event:1", clock.now):
                    break
    await table.stop()
    async with sqlite_database.transaction() as tx:
        assert not await conversations.first_time(tx, "slack:event:1", clock.now)
        assert await drafts.look(tx, draft.id, T0) is None
