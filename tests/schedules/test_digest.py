"""One message a morning: what goes together, what waits, and what a crash between sending and settling leaves."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from lists import put_on_list
from post_office import T0, Clock, Post, T, Trust, a_courier, acknowledge, draw_key, found_trust, outbox_rows

from handlers.chat.port import Unsure
from handlers.chat.reply import tell
from handlers.showing.digest import SHOWN, digest
from schedules import planner
from schedules.attempt import REPEAT_WORDS
from schedules.digest import IN_ANOTHER
from schedules.terms import Terms
from storage import absences, claims, outbox
from storage.database import Database
from storage.records import Message, OutboxState, Platform
from storage.rules.ladder import Kind
from storage.rules.workdays import LONDON
from storage.tables import identities

MORNING = T(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Post:
    return Post()


def due(rows: list[Message], now: datetime) -> list[Message]:
    return [row for row in rows if row.due_at <= now]


async def planned(database: Database, now: datetime = T0, terms: Terms | None = None) -> None:
    await planner.run(database, now, terms or Terms())


async def on_teams_only(database: Database, trust: Trust) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            identities.update().values(platform=Platform.TEAMS).where(identities.c.person_id == trust.lead)
        )


async def test_several_reminders_to_one_person_are_one_message_and_all_count_as_sent(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database, actions=3)
    await planned(database)
    clock.now = MORNING
    await a_courier(database, clock, slack).run_until_idle(MORNING)
    assert [parcel.address for parcel in slack.arrived] == [{"user": f"U{trust.lead}"}]
    head, *riders = sorted(due(await outbox_rows(database), MORNING), key=lambda row: row.id)
    assert slack.keys == [head.key]
    assert (head.state, head.folded_into) == (OutboxState.SENT, None)
    assert [(one.state, one.folded_into, one.reason) for one in riders] == [(OutboxState.SENT, head.id, IN_ANOTHER)] * 2
    words = slack.words()
    assert "Your safety work today (Wed 25 Nov)" in words
    assert all(row.key in words for row in (head, *riders))


async def test_one_reminder_alone_looks_as_it_always_did(database: Database, clock: Clock, slack: Post) -> None:
    await found_trust(database)
    await planned(database)
    clock.now = MORNING
    await a_courier(database, clock, slack).run_until_idle(MORNING)
    assert "Your safety work" not in slack.words()


async def test_nobody_is_reminded_at_night_at_the_weekend_or_on_a_closed_day(
    database: Database, clock: Clock, slack: Post
) -> None:
    await found_trust(database, actions=2)
    await planned(database)
    closed = Terms(closed=frozenset({date(2026, 11, 26)}))
    courier = a_courier(database, clock, slack, terms=closed)
    for moment in (T(days=1, hours=11), T(days=2, hours=1)):  # 21:00 on Wednesday, 11:00 on the closed Thursday
        clock.now = moment
        await courier.run_until_idle(moment)
        assert slack.arrived == []
    waiting = due(await outbox_rows(database, OutboxState.WAITING), datetime(2026, 11, 27, 9, tzinfo=LONDON))
    assert {row.due_at.astimezone(LONDON) for row in waiting} == {datetime(2026, 11, 27, 9, tzinfo=LONDON)}
    clock.now = datetime(2026, 11, 27, 9, tzinfo=LONDON)
    await courier.run_until_idle(clock.now)
    assert slack.arrived


@pytest.mark.parametrize("zone", ["Australia/Sydney", "America/Los_Angeles"])
async def test_quiet_hours_are_those_where_the_person_is(
    sqlite_database: Database, clock: Clock, slack: Post, zone: str
) -> None:
    trust = await found_trust(sqlite_database)
    await put_on_list(sqlite_database, trust.lead, T0, time_zone=zone)
    async with sqlite_database.transaction() as tx:
        await outbox.add(
            tx, key="reminder:incident:1:1:x:2026-11-25", kind="reminder.answer", subject="incident:1",
            person_id=trust.lead, due_at=T0,
        )  # fmt: skip
    clock.now = T0  # 10:00 in London is 21:00 in Sydney and 02:00 in Los Angeles
    await a_courier(sqlite_database, clock, slack).run_until_idle(T0)
    assert slack.arrived == []
    (row,) = await outbox_rows(sqlite_database, OutboxState.WAITING)
    assert row.due_at > T0


async def test_more_than_a_set_number_of_messages_a_day_come_with_the_next_morning(
    sqlite_database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(sqlite_database)
    async with sqlite_database.transaction() as tx:
        for number in range(5):
            await outbox.add(
                tx, key=f"notice.assigned:{number}", kind="notice.assigned", subject=f"alert:{trust.alert.id}",
                person_id=trust.lead, due_at=T0 + timedelta(seconds=number),
            )  # fmt: skip
        await outbox.add(
            tx, key="notice.help:1", kind="notice.help", subject=f"alert:{trust.alert.id}", person_id=trust.lead,
            due_at=T0,
        )  # fmt: skip
        for routes in ("MDSO", "MDSO,patient_safety_specialist"):
            await outbox.add(
                tx, key=f"notice.report:{routes}", kind="notice.report", subject="incident:SE-2026-000001",
                person_id=trust.lead, due_at=T0 + timedelta(seconds=30), body=f"routes={routes}",
            )  # fmt: skip
    clock.now = T(minutes=1)
    courier = a_courier(sqlite_database, clock, slack, terms=Terms(a_day=2))
    await courier.run_until_idle(clock.now)
    serious = "notice.report:MDSO,patient_safety_specialist"
    assert slack.keys == ["notice.assigned:0", "notice.help:1", "notice.assigned:1", serious], "as they came"
    assert "This is our last message to you today" in slack.words(slack.keys.index("notice.assigned:1"))
    assert "More comes Wed 25 Nov, 09:00." in slack.words(slack.keys.index("notice.assigned:1"))
    clock.now = datetime(2026, 11, 25, 9, tzinfo=LONDON)
    await courier.run_until_idle(clock.now)
    assert len(slack.arrived) == 5
    assert all(f"notice.assigned:{number}" in slack.words() for number in (2, 3, 4))
    assert "notice.report:MDSO" in slack.words(), "what is beyond a day is in the next morning's one message"


async def test_what_a_replica_took_and_never_sent_is_no_more_than_a_days_messages(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database)
    async with database.transaction() as tx:
        about = {"kind": "notice.next", "subject": f"alert:{trust.alert.id}", "person_id": trust.lead}
        for number in range(4):
            await outbox.add(tx, key=f"n{number}", due_at=T0, **about)
        assert len(await claims.claim(tx, T0, timedelta(seconds=60), 10)) == 4
    courier = a_courier(database, clock, slack, terms=Terms(a_day=3))
    clock.now = T(minutes=5)
    await courier.run_until_idle(clock.now)
    assert slack.keys == ["n0", "n1", "n2"]
    clock.now = datetime(2026, 11, 25, 9, tzinfo=LONDON)
    await courier.run_until_idle(clock.now)
    assert slack.keys == ["n0", "n1", "n2", "n3"]


async def test_what_another_replica_is_sending_counts_against_the_day(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database)
    clock.now = T(minutes=1)
    async with database.transaction() as tx:
        about = {"kind": "notice.next", "subject": f"alert:{trust.alert.id}", "person_id": trust.lead}
        await outbox.add(tx, key="theirs", due_at=T0, **about)
        assert len(await claims.claim(tx, clock.now, timedelta(minutes=5), 10)) == 1
        await outbox.add(tx, key="ours", due_at=T0, **about)
    await a_courier(database, clock, slack, terms=Terms(a_day=1)).run_until_idle(clock.now)
    assert slack.arrived == []
    (row,) = await outbox_rows(database, OutboxState.WAITING)
    assert (row.key, row.reason) == ("ours", "folded: enough messages today")


async def test_a_crash_after_sending_finds_the_message_and_what_it_held(
    database: Database, clock: Clock, slack: Post
) -> None:
    await found_trust(database, actions=3)
    await planned(database)
    clock.now = MORNING
    slack.wrong["*"] = [Unsure("no answer")]
    slack.keeps = True
    courier = a_courier(database, clock, slack)
    await courier.run_once(MORNING)
    assert {row.state for row in due(await outbox_rows(database), MORNING + timedelta(hours=1))} == {
        OutboxState.UNKNOWN
    }
    clock.now = MORNING + timedelta(hours=1)
    await courier.run_until_idle(clock.now)
    assert len(slack.arrived) == 1
    assert {row.state for row in due(await outbox_rows(database), MORNING)} <= {OutboxState.SENT}
    assert [row.state for row in await outbox_rows(database) if row.settled_at].count(OutboxState.SENT) == 3


async def test_what_became_due_after_a_crash_is_not_taken_for_sent(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database, actions=2)
    await planned(database)
    clock.now = MORNING
    slack.wrong["*"] = [Unsure("no answer")]
    slack.keeps = True
    courier = a_courier(database, clock, slack)
    await courier.run_once(MORNING)
    async with database.transaction() as tx:
        await outbox.add(
            tx, key="reminder:incident:9:1:x:2026-11-25", kind="reminder.answer", subject="incident:9",
            person_id=trust.lead, due_at=MORNING,
        )  # fmt: skip
    clock.now = MORNING + timedelta(hours=1)
    await courier.run_until_idle(clock.now)
    assert slack.keys[1:] == ["reminder:incident:9:1:x:2026-11-25"]
    assert len(slack.arrived) == 2


async def test_a_message_whose_holder_stopped_counts_as_sent_when_the_one_that_held_it_was(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database, actions=2)
    await planned(database)
    async with database.transaction() as tx:
        head, rider = await claims.claim(tx, MORNING, timedelta(seconds=60), 10)
        assert await claims.note(tx, head, [rider], Platform.SLACK, {"user": f"U{trust.lead}"})
        assert await outbox.settle(tx, head, OutboxState.SENT, MORNING)
    clock.now = MORNING + timedelta(minutes=5)
    await a_courier(database, clock, slack).run_until_idle(clock.now)
    assert slack.arrived == []
    (row,) = [one for one in await outbox_rows(database) if one.id == rider.id]
    assert (row.state, row.reason) == (OutboxState.SENT, IN_ANOTHER)


async def test_what_was_claimed_and_never_sent_is_still_one_message_and_no_repeat(
    database: Database, clock: Clock
) -> None:
    await on_teams_only(database, await found_trust(database, actions=3))
    await planned(database)
    teams = Post(Platform.TEAMS, blind=True)
    async with database.transaction() as tx:
        assert len(await claims.claim(tx, MORNING, timedelta(seconds=60), 10)) == 3
    clock.now = MORNING + timedelta(minutes=5)
    await a_courier(database, clock, teams).run_until_idle(clock.now)
    assert len(teams.arrived) == 1
    assert REPEAT_WORDS not in teams.words()


async def test_what_may_have_been_sent_as_one_is_repeated_as_one_on_teams(database: Database, clock: Clock) -> None:
    trust = await found_trust(database, actions=3)
    await on_teams_only(database, trust)
    await planned(database)
    teams = Post(Platform.TEAMS, blind=True)
    async with database.transaction() as tx:
        head, *riders = await claims.claim(tx, MORNING, timedelta(seconds=60), 10)
        assert await claims.note(tx, head, riders, Platform.TEAMS, {"user": f"U{trust.lead}"})
    clock.now = MORNING + timedelta(minutes=5)
    await a_courier(database, clock, teams).run_until_idle(clock.now)
    assert len(teams.arrived) == 1
    assert REPEAT_WORDS in teams.words()
    assert {row.state for row in due(await outbox_rows(database), MORNING)} == {OutboxState.SENT}


async def test_an_acknowledgement_before_the_morning_takes_its_line_out(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database, actions=3)
    await planned(database)
    await acknowledge(database, trust.actions[0], T(hours=1))
    clock.now = MORNING
    await a_courier(database, clock, slack).run_until_idle(MORNING)
    assert f"action:{trust.actions[0].id}:" not in slack.words()
    assert f"action:{trust.actions[1].id}:" in slack.words()


async def test_who_is_away_hears_nothing_and_the_deputy_does(database: Database, clock: Clock, slack: Post) -> None:
    trust: Trust = await found_trust(database)
    async with database.transaction() as tx:
        await absences.add(
            tx, person_id=trust.lead, first_day=date(2026, 11, 25), last_day=date(2026, 11, 25), cover_id=None,
            said_by=trust.lead, now=T0,
        )  # fmt: skip
    await planned(database)
    clock.now = MORNING
    await a_courier(database, clock, slack).run_until_idle(MORNING)
    assert [parcel.address for parcel in slack.arrived] == [{"user": f"U{trust.deputy}"}]


def test_a_digest_says_how_many_lines_it_does_not_show_and_late_comes_first() -> None:
    entries = [(number, Kind.DEADLINE, tell("soon", title=f"Soon {number}")) for number in range(SHOWN)]
    entries.append((99, Kind.LATE, tell("late", title="Late one")))
    card = digest(entries, date(2026, 11, 25)).cards[0]
    text = str(card)
    assert text.index("Late one") < text.index("Soon 0")
    assert "1 more line not shown here." in text


@pytest.mark.parametrize(
    ("now", "wakes"),
    [
        (datetime(2026, 11, 27, 19, 59, tzinfo=LONDON), None),
        (datetime(2026, 11, 27, 20, 0, tzinfo=LONDON), datetime(2026, 11, 30, 9, tzinfo=LONDON)),
        (datetime(2026, 11, 28, 12, 0, tzinfo=LONDON), datetime(2026, 11, 30, 9, tzinfo=LONDON)),
        (datetime(2026, 11, 27, 6, 59, tzinfo=LONDON), datetime(2026, 11, 27, 9, tzinfo=LONDON)),
        # Easter Sunday in the hour of the clock change: Tuesday is the next working day.
        (datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), datetime(2027, 3, 30, 9, tzinfo=LONDON)),
    ],
)
def test_when_a_person_may_be_reminded_again(now: datetime, wakes: datetime | None) -> None:
    assert Terms().wakes_at(now, None) == wakes
    early = replace(Terms(), ladder=replace(Terms().ladder, at=time(6, 0)))
    if wakes is not None:
        assert early.wakes_at(now, None) == wakes.replace(hour=7)


async def test_the_specialist_hears_of_a_message_of_which_nobody_can_tell_whether_it_arrived(
    database: Database, clock: Clock, slack: Post
) -> None:
    trust = await found_trust(database)
    await planned(database)
    slack.blind = True
    (reminder,) = due(await outbox_rows(database), MORNING)
    slack.wrong[reminder.key] = [Unsure("no answer"), Unsure("no answer")]
    courier = a_courier(database, clock, slack, drawers={"reminder.": draw_key})
    for minutes in range(0, 60, 10):
        clock.now = MORNING + timedelta(minutes=minutes)
        await courier.run_until_idle(clock.now)
    assert [parcel.address for parcel in slack.arrived] == [{"user": f"U{trust.specialist}"}]
    assert "may not have arrived: we could not find out" in slack.words()
