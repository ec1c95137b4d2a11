"""The courier's promises, on both databases: nothing lost, nothing doubled without saying so, nobody held up."""

import asyncio
from datetime import timedelta

import pytest
from post_office import (
    T0,
    Clock,
    Post,
    T,
    a_courier,
    acknowledge,
    found_trust,
    only,
    outbox_rows,
    owe_notice,
    owe_reply,
)

from handlers.chat.card import say
from handlers.chat.port import Parcel, Refused, TryLater, Unsure
from handlers.chat.reply import Reply, pack, tell
from handlers.desk import Desk
from schedules.attempt import FAULTS_MOST, REPEAT_WORDS
from schedules.courier import Pace
from schedules.planner import NOT_WANTED, NOTHING_TO_SAY, plan
from storage.database import Database
from storage.records import Message, OutboxState, Platform

SENT, WAITING, FAILED, UNKNOWN = OutboxState.SENT, OutboxState.WAITING, OutboxState.FAILED, OutboxState.UNKNOWN


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_reply_is_sent_once_and_settled_with_its_receipt(database: Database, clock: Clock) -> None:
    slack = Post()
    await owe_reply(database, "hello")
    courier = a_courier(database, clock, slack)
    assert await courier.run_once(T0) == 1
    assert await courier.run_once(T(days=1)) == 0
    assert (slack.keys, slack.arrived[0].address) == (["hello"], {"user": "U1"})
    row = await only(database)
    assert (row.state, row.receipt, row.body, row.platform) == (SENT, {"ts": "1"}, None, Platform.SLACK)


async def test_a_row_born_leased_is_sent_at_once_by_its_maker_and_by_nobody_else(
    database: Database, clock: Clock
) -> None:
    slack, other = Post(), Post()
    message = await owe_reply(database, "hello", lease_until=T(seconds=30))
    assert await a_courier(database, clock, other).run_once(T0) == 0
    courier = a_courier(database, clock, slack)
    courier.deliver([message])
    await courier.stop()
    assert (slack.keys, other.keys) == (["hello"], [])
    assert (await only(database)).state is SENT


async def test_a_row_whose_maker_crashed_is_taken_over_when_its_lease_has_run_out(
    database: Database, clock: Clock
) -> None:
    slack = Post()
    await owe_reply(database, "hello", lease_until=T(seconds=30))
    courier = a_courier(database, clock, slack)
    clock.now = T(seconds=31)
    assert await courier.run_once(clock.now) == 1
    assert (slack.asked, slack.keys) == (["hello"], ["hello"])


async def test_after_a_crash_between_sending_and_settling_slack_is_asked_and_nothing_is_doubled(
    database: Database, clock: Clock
) -> None:
    slack = Post()
    message = await owe_reply(database, "hello", lease_until=T(seconds=30))
    await slack.send(_parcel_of(message))
    clock.now = T(seconds=31)
    await a_courier(database, clock, slack).run_once(clock.now)
    assert slack.keys == ["hello"]
    row = await only(database)
    assert (row.state, row.receipt) == (SENT, {"ts": "1"})


async def test_after_a_crash_teams_may_repeat_once_and_says_so(database: Database, clock: Clock) -> None:
    teams = Post(Platform.TEAMS, blind=True)
    message = await owe_reply(database, "hello", platform=Platform.TEAMS, lease_until=T(seconds=30))
    await teams.send(_parcel_of(message))
    clock.now = T(seconds=31)
    await a_courier(database, clock, teams).run_once(clock.now)
    assert teams.keys == ["hello", "hello"]
    assert REPEAT_WORDS not in teams.words(0)
    assert REPEAT_WORDS in teams.words(1)


async def test_a_second_crash_on_teams_makes_no_second_repeat(database: Database, clock: Clock) -> None:
    teams = Post(Platform.TEAMS, blind=True, keeps=True, wrong={"hello": [Unsure("gone"), Unsure("gone")]})
    await owe_reply(database, "hello", platform=Platform.TEAMS)
    courier = a_courier(database, clock, teams)
    for _ in range(5):
        await courier.run_once(clock.now)
        clock.now += timedelta(minutes=10)
    assert teams.keys == ["hello", "hello"]
    row = await only(database)
    assert (row.state, row.reason) == (FAILED, "unconfirmed after a repeat")


async def test_a_card_in_place_of_another_is_sent_again_without_a_word(database: Database, clock: Clock) -> None:
    teams = Post(Platform.TEAMS, blind=True, keeps=True, wrong={"hello": [Unsure("gone")]})
    body = pack(Reply((say("done"),), replaces=True))
    await owe_reply(database, "hello", platform=Platform.TEAMS, body=body)
    courier = a_courier(database, clock, teams)
    await courier.run_once(T0)
    clock.now = T(minutes=10)
    await courier.run_once(clock.now)
    assert teams.keys == ["hello", "hello"]
    assert REPEAT_WORDS not in teams.words(1)
    assert teams.asked == []


async def test_an_unsure_send_is_looked_for_before_it_is_made_again(database: Database, clock: Clock) -> None:
    slack = Post(keeps=True, wrong={"hello": [Unsure("500")]})
    await owe_reply(database, "hello")
    courier = a_courier(database, clock, slack)
    await courier.run_once(T0)
    row = await only(database)
    assert (row.state, row.due_at) == (UNKNOWN, T(seconds=5))
    clock.now = T(seconds=5)
    await courier.run_once(clock.now)
    assert (slack.keys, (await only(database)).state) == (["hello"], SENT)


async def test_a_send_without_an_answer_in_time_is_unsure(database: Database, clock: Clock) -> None:
    slack = Post(slow=5)
    await owe_reply(database, "hello")
    await a_courier(database, clock, slack, pace=Pace(seconds=0.05)).run_once(T0)
    assert (await only(database)).state is UNKNOWN


async def test_a_platform_that_asks_to_wait_is_given_the_time_and_counts_as_no_doubt(
    database: Database, clock: Clock
) -> None:
    slack = Post(wrong={"hello": [TryLater("ratelimited", 30)]})
    await owe_reply(database, "hello")
    courier = a_courier(database, clock, slack)
    await courier.run_once(T0)
    row = await only(database)
    assert (row.state, row.due_at, row.reason) == (WAITING, T(seconds=30), "later: ratelimited")
    clock.now = T(seconds=30)
    await courier.run_once(clock.now)
    assert (slack.keys, slack.asked) == (["hello"], [])


async def test_one_slow_conversation_holds_up_nobody_else_and_keeps_its_order(database: Database, clock: Clock) -> None:
    slack = Post(wrong={"a1": [TryLater("ratelimited", 30)]})
    await owe_reply(database, "a1", user="UA")
    await owe_reply(database, "b1", user="UB")
    await owe_reply(database, "a2", user="UA")
    courier = a_courier(database, clock, slack)
    await courier.run_until_idle(T0)
    assert slack.keys == ["b1"]
    await owe_reply(database, "a3", user="UA", now=T(seconds=1))
    clock.now = T(seconds=2)
    await courier.run_until_idle(clock.now)
    assert slack.keys == ["b1"]
    clock.now = T(seconds=30)
    await courier.run_until_idle(clock.now)
    assert slack.keys == ["b1", "a1", "a2", "a3"]


async def test_a_platform_that_is_down_rests_as_a_whole_and_the_other_goes_on(database: Database, clock: Clock) -> None:
    slack = Post(wrong={"*": [TryLater("503", 60, whole=True)]})
    teams = Post(Platform.TEAMS)
    for number in range(4):
        await owe_reply(database, f"s{number}", user="U1")
        await owe_reply(database, f"t{number}", user="29:1", platform=Platform.TEAMS)
    courier = a_courier(database, clock, slack, teams)
    await courier.run_until_idle(T0)
    assert (slack.keys, teams.keys) == ([], ["t0", "t1", "t2", "t3"])
    await owe_reply(database, "s4", user="U2")
    clock.now = T(seconds=59)
    await courier.run_until_idle(clock.now)
    assert slack.keys == []
    clock.now = T(seconds=60)
    await courier.run_until_idle(clock.now)
    assert sorted(slack.keys) == ["s0", "s1", "s2", "s3", "s4"]


async def test_a_conversation_goes_in_order_and_conversations_side_by_side(database: Database, clock: Clock) -> None:
    slack = Post(slow=0.01)
    for number in range(5):
        for user in ("UA", "UB", "UC"):
            await owe_reply(database, f"{user}{number}", user=user)
    await a_courier(database, clock, slack).run_once(T0)
    for user in ("UA", "UB", "UC"):
        assert [key for key in slack.keys if key.startswith(user)] == [f"{user}{number}" for number in range(5)]
    assert slack.busiest == 3


async def test_a_reply_waits_for_the_one_before_it_in_the_same_conversation(database: Database, clock: Clock) -> None:
    slack = Post(slow=0.05)
    first = await owe_reply(database, "first", lease_until=T(seconds=30))
    second = await owe_reply(database, "second", lease_until=T(seconds=30))
    courier = a_courier(database, clock, slack)
    courier.deliver([first])
    await slack.began.wait()
    slack.slow = 0
    courier.deliver([second])
    await courier.stop()
    assert slack.keys == ["first", "second"]
    assert slack.busiest == 1


async def test_what_a_platform_will_never_take_fails_with_its_code(database: Database, clock: Clock) -> None:
    await owe_reply(database, "hello")
    await a_courier(database, clock, Post(wrong={"*": [Refused("invalid_blocks")]})).run_once(T0)
    row = await only(database)
    assert (row.state, row.reason) == (FAILED, "refused: invalid_blocks")


async def test_an_error_of_ours_is_tried_again_with_growing_pauses_and_then_given_up(
    database: Database, clock: Clock
) -> None:
    slack = Post(wrong={"*": [KeyError("private words") for _ in range(20)]})
    await owe_reply(database, "hello")
    courier = a_courier(database, clock, slack)
    pauses = []
    for _ in range(FAULTS_MOST):
        await courier.run_once(clock.now)
        row = await only(database)
        pauses.append((row.due_at - clock.now).total_seconds())
        clock.now = max(row.due_at, clock.now)
    assert pauses[:-1] == [5, 10, 20, 40, 80, 160, 300]
    assert (row.state, row.reason) == (FAILED, "unsure fault 8 KeyError")


async def test_one_message_that_cannot_be_drawn_does_not_hold_up_the_others(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)

    async def broken(message: Message, desk: Desk) -> Reply | None:
        if message.kind == "notice.broken":
            await desk.tx.exec_driver_sql("SELECT * FROM no_such_table")
        return tell(message.kind)

    await owe_notice(database, trust.lead, kind="notice.broken")
    await owe_notice(database, trust.lead, kind="notice.good")
    await owe_notice(database, trust.lead, kind="other")
    slack = Post()
    await a_courier(database, clock, slack, drawers={"notice.": broken}).run_once(T0)
    assert slack.keys == [f"notice.good:alert:1:{trust.lead}"]
    reasons = {row.kind: row.reason for row in await outbox_rows(database, WAITING)}
    assert reasons["other"] == "fault 1 NoDrawer"
    assert (reasons["notice.broken"] or "").startswith("fault 1 ")


async def test_what_nobody_needs_any_more_is_cancelled_with_a_reason(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    await owe_notice(database, trust.lead)

    async def nothing(message: Message, desk: Desk) -> Reply | None:
        del message, desk

    slack = Post()
    await a_courier(database, clock, slack, drawers={"notice.": nothing}).run_once(T0)
    row = await only(database)
    assert (slack.keys, row.state, row.reason) == ([], OutboxState.CANCELLED, NOTHING_TO_SAY)


async def test_a_reminder_that_was_due_before_the_acknowledgement_does_nothing_after_it(
    database: Database, clock: Clock
) -> None:
    trust = await found_trust(database)
    async with database.transaction() as tx:
        await plan(tx, T0)
    await acknowledge(database, trust.actions[0], T(hours=1))
    slack = Post()
    clock.now = T(days=1)
    await a_courier(database, clock, slack).run_once(clock.now)
    assert slack.keys == []
    (row,) = await outbox_rows(database, OutboxState.CANCELLED)
    assert row.reason == NOT_WANTED


async def test_a_reply_without_words_or_for_a_platform_that_is_off_ends_plainly(
    database: Database, clock: Clock
) -> None:
    await owe_reply(database, "broken", body="{")
    await owe_reply(database, "off", platform=Platform.TEAMS)
    await a_courier(database, clock, Post()).run_once(T0)
    rows = {row.key: (row.state, row.reason) for row in await outbox_rows(database)}
    assert rows["broken"] == (WAITING, "fault 1 ValidationError")
    assert rows["off"] == (FAILED, "unreachable: teams is off")


async def test_stopping_lets_running_sends_end_and_starts_no_more(database: Database, clock: Clock) -> None:
    slack = Post(slow=0.1)
    await owe_reply(database, "one")
    courier = a_courier(database, clock, slack)
    running = asyncio.create_task(courier.run_once(T0))
    await slack.began.wait()
    running.cancel()
    await courier.stop()
    assert (slack.keys, (await only(database)).state) == (["one"], SENT)
    await owe_reply(database, "two")
    assert await courier.run_once(T0) == 0


async def test_a_row_whose_lease_is_nearly_over_is_given_back_untried(database: Database, clock: Clock) -> None:
    slack = Post()
    message = await owe_reply(database, "hello", lease_until=T(seconds=30))
    clock.now = T(seconds=25)
    courier = a_courier(database, clock, slack)
    courier.deliver([message])
    await courier.stop()
    assert ((await only(database)).state, slack.keys) == (WAITING, [])
    await a_courier(database, clock, slack).run_once(clock.now)
    assert slack.keys == ["hello"]
    assert slack.asked == []


def _parcel_of(message: Message) -> Parcel:
    return Parcel(message.key, message.address or {}, tell("hello"))
