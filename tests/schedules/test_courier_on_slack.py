"""The courier with the real Slack sender against the strict fake: lost answers, limits, and people who are gone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fakes.slack_api import Fault, SlackApi
from post_office import T0, Clock, a_courier, draw_key, found_trust, outbox_rows, owe_reply
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.send import SlackSender
from schedules.courier import Courier
from schedules.planner import plan
from storage.database import Database
from storage.records import OutboxState


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[SlackApi]:
    async with SlackApi(clock) as fake:
        for number in range(1, 4):
            fake.add_user(f"U{number}", f"Person {number}", None)
        yield fake


@pytest.fixture
def courier(sqlite_database: Database, clock: Clock, api: SlackApi) -> Courier:
    sender = SlackSender(AsyncWebClient(api.token, base_url=api.url, retry_handlers=[]))
    return a_courier(sqlite_database, clock, sender, drawers={"reminder.": draw_key})  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", [Fault(after=True), Fault(after=True, drop=True)], ids=["500", "dropped"])
async def test_a_message_whose_answer_was_lost_is_found_by_its_metadata_and_not_posted_again(
    sqlite_database: Database, clock: Clock, api: SlackApi, courier: Courier, fault: Fault
) -> None:
    await owe_reply(sqlite_database, "hello")
    api.fail("chat.postMessage", fault)
    await courier.run_once(T0)
    clock.now += timedelta(minutes=1)
    await courier.run_once(clock.now)
    assert len(api.chat_with("U1").messages) == 1
    (row,) = await outbox_rows(sqlite_database)
    assert row.state is OutboxState.SENT
    assert row.receipt is not None
    assert row.receipt["ts"] == api.chat_with("U1").messages[0]["ts"]


async def test_a_limit_is_kept_for_as_long_as_slack_says(
    sqlite_database: Database, clock: Clock, api: SlackApi, courier: Courier
) -> None:
    await owe_reply(sqlite_database, "hello")
    api.fail("chat.postMessage", Fault(status=429, seconds=40))
    await courier.run_once(T0)
    (row,) = await outbox_rows(sqlite_database)
    assert row.due_at == T0 + timedelta(seconds=40)
    clock.now = row.due_at
    await courier.run_once(clock.now)
    assert len(api.chat_with("U1").messages) == 1


async def test_a_reminder_reaches_a_lead_who_never_wrote_and_a_stranger_is_reported(
    sqlite_database: Database, clock: Clock, api: SlackApi, courier: Courier
) -> None:
    trust = await found_trust(sqlite_database)
    async with sqlite_database.transaction() as tx:
        await plan(tx, T0)
    clock.now = T0 + timedelta(days=1)
    await courier.run_until_idle(clock.now)
    assert len(api.chat_with(f"U{trust.lead}").messages) == 1
    clock.now = T0 + timedelta(days=6)
    await courier.run_until_idle(clock.now)
    failed = [row for row in await outbox_rows(sqlite_database, OutboxState.FAILED) if row.kind != "notice.unreachable"]
    assert [row.person_id for row in failed] == [trust.specialist]
    assert (failed[0].reason or "").startswith("unreachable")
