"""Where the courier reaches a person, and who hears when it reaches them nowhere; on both databases."""

import pytest
from post_office import T0, Clock, Post, T, Trust, a_courier, found_trust, only, outbox_rows, owe_notice, owe_reply

from handlers.chat.port import Unreachable, Unsure
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from schedules import unreachable
from schedules.planner import plan
from storage import people
from storage.database import Database
from storage.records import HOME_TENANT, Message, OutboxState, Platform
from storage.tables import people as people_table

SENT, FAILED = OutboxState.SENT, OutboxState.FAILED


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def on_teams(database: Database, person_id: int, *, active: bool) -> None:
    async with database.transaction() as tx:
        await people.link(tx, Platform.TEAMS, HOME_TENANT, f"29:{person_id}", person_id)
        if active:
            await people.note_activity(tx, Platform.TEAMS, HOME_TENANT, f"29:{person_id}", {"reference": "{}"}, T0)


async def test_a_reminder_reaches_the_lead_and_then_the_deputy(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    async with database.transaction() as tx:
        await plan(tx, T0)
    slack = Post()
    courier = a_courier(database, clock, slack)
    for day in (1, 2):
        clock.now = T(days=day)
        await courier.run_until_idle(clock.now)
    assert [parcel.address for parcel in slack.arrived] == [{"user": f"U{trust.lead}"}, {"user": f"U{trust.deputy}"}]
    assert "Ama Lead" in slack.words(0)


async def test_a_person_is_reached_where_they_were_last_active(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    await on_teams(database, trust.lead, active=True)
    await on_teams(database, trust.deputy, active=False)
    await owe_notice(database, trust.lead)
    await owe_notice(database, trust.deputy)
    slack, teams = Post(), Post(Platform.TEAMS)
    await a_courier(database, clock, slack, teams).run_once(T0)
    assert [parcel.address for parcel in teams.arrived] == [{"reference": "{}"}]
    assert [parcel.address for parcel in slack.arrived] == [{"user": f"U{trust.deputy}"}]


async def test_who_cannot_be_reached_on_one_platform_is_reached_on_the_other(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    await on_teams(database, trust.lead, active=True)
    await owe_notice(database, trust.lead)
    slack, teams = Post(), Post(Platform.TEAMS, wrong={"*": [Unreachable("blocked")]})
    await a_courier(database, clock, slack, teams).run_once(T0)
    assert (await only(database)).platform is Platform.SLACK


async def test_an_unsure_message_is_looked_for_where_it_was_tried(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    await owe_notice(database, trust.lead)
    slack = Post(keeps=True, wrong={"*": [Unsure("500")]})
    teams = Post(Platform.TEAMS, blind=True)
    courier = a_courier(database, clock, slack, teams)
    await courier.run_once(T0)
    await on_teams(database, trust.lead, active=True)
    clock.now = T(minutes=1)
    await courier.run_once(clock.now)
    assert (len(slack.arrived), len(teams.arrived)) == (1, 0)
    assert (await only(database)).state is SENT


async def _nobody_reaches(database: Database, clock: Clock, trust: Trust, person_id: int, *, again: int = 1) -> Post:
    slack = Post(strangers={f"U{person_id}"})
    courier = a_courier(database, clock, slack, drawers={"notice.": _hello})
    for number in range(again):
        await owe_notice(database, person_id, f"action:{trust.actions[0].id}", kind=f"notice.x{number}")
    await courier.run_until_idle(T0)
    await courier.run_until_idle(T0)
    return slack


async def _hello(message: Message, desk: Desk) -> Reply | None:
    if message.kind == "notice.unreachable":
        return await unreachable.draw(message, desk)
    return tell("hello")


async def test_the_specialist_is_told_once_who_cannot_be_reached_and_about_what(
    database: Database, clock: Clock
) -> None:
    trust = await found_trust(database)
    slack = await _nobody_reaches(database, clock, trust, trust.lead, again=3)
    failed = await outbox_rows(database, FAILED)
    assert [row.reason for row in failed] == ["unreachable: user_not_found"] * 3
    (parcel,) = slack.arrived
    assert parcel.address == {"user": f"U{trust.specialist}"}
    assert "Ama Lead" in slack.words()
    assert "action 1 of NatPSA/2026/003/MHRA" in slack.words()


async def test_a_specialist_who_cannot_be_reached_is_told_nothing_about_it(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    slack = await _nobody_reaches(database, clock, trust, trust.specialist)
    assert slack.arrived == []
    assert [row.state for row in await outbox_rows(database)] == [FAILED]


async def test_who_has_left_is_not_written_to(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    async with database.transaction() as tx:
        await tx.execute(people_table.update().where(people_table.c.id == trust.lead).values(active=False))
    await owe_notice(database, trust.lead)
    slack = Post()
    courier = a_courier(database, clock, slack, drawers={"notice.": _hello})
    await courier.run_until_idle(T0)
    (row,) = await outbox_rows(database, FAILED)
    assert row.reason == "unreachable"
    await courier.run_until_idle(T0)
    assert "They have left." in slack.words()


async def test_a_reply_that_reaches_nobody_is_no_news_for_the_specialist(database: Database, clock: Clock) -> None:
    trust = await found_trust(database)
    await owe_reply(database, "hello", user="UGone", person_id=trust.lead)
    await a_courier(database, clock, Post(strangers={"UGone"})).run_until_idle(T0)
    assert [row.state for row in await outbox_rows(database)] == [FAILED]
