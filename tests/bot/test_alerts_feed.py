"""The feed of national alerts against a strict stand-in for GOV.UK: what is new waits once, and no answer breaks it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes.govuk import GovUkFake
from invented import T0

from bot.alerts_feed import GovUk
from bot.readiness import _feed
from schedules.feed import Poll
from storage import feeds, receipts
from storage.database import Database
from storage.records import ReceiptState
from storage.rules.intake.proposal import from_json

BODY = "<p>Safety critical.</p><h2>Actions</h2><p>Complete by 1 March 2027.</p><ol><li>Find every pump</li></ol>"
ITEM = {
    "title": "Example pump (NatPSA/2026/099/MHRA)",
    "description": "Invented.",
    "details": {"body": BODY, "metadata": {"issued_date": "2026-11-23"}},
}


def stamp(**ago: float) -> str:
    return (T0 - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Turned:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        return self.now


def poll_of(database: Database, clock: Turned, site: GovUk, page: int = 50) -> Poll:
    return Poll(database, clock, site.listing, site.item, chance=lambda: 0.5, page=page)


async def waiting(database: Database) -> list[str]:
    async with database.reading() as tx:
        return [from_json(one.proposal).value("reference") for one in await receipts.waiting(tx)]


async def test_what_is_new_waits_once_old_alerts_stay_history_and_changes_come_again(
    sqlite_database: Database,
) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        for number in range(20):
            fake.publish(f"old-{number}", stamp(days=30 + number), **ITEM)
        fake.publish("new", stamp(days=1), **ITEM)
        poll = poll_of(sqlite_database, clock, site)
        assert await poll.run() == 1
        assert await waiting(sqlite_database) == ["NatPSA/2026/099/MHRA"]
        assert fake.asked["item"] == 1
        assert await poll.run() is None
        clock.now += timedelta(minutes=31)
        assert await poll.run() == 0
        assert fake.asked["unchanged"] == 1
        fake.publish("new", (clock.now).strftime("%Y-%m-%dT%H:%M:%SZ"), **{**ITEM, "description": "Extended."})
        clock.now += timedelta(minutes=31)
        two = await asyncio.gather(poll.run(), poll.run())
        assert sorted(two, key=str) == [1, None]
        assert await waiting(sqlite_database) == ["NatPSA/2026/099/MHRA"] * 2
        async with sqlite_database.reading() as tx:
            feed = await feeds.get(tx, "govuk")
        assert _feed(feed, clock.now, timedelta(minutes=30))["feed"] == "ok"
        assert _feed(feed, clock.now + timedelta(hours=3), timedelta(minutes=30))["feed"] == "late"


@pytest.mark.parametrize(
    ("how", "trouble"),
    [
        ("500", "answered 500"),
        ("loop", "redirected too often"),
        ("away", "redirected to another site"),
        ("huge", "the answer is too large"),
        ("utf8", "not UTF-8"),
        ("malformed", "not JSON"),
        ("deep", "not JSON"),
        ("shape", "not a list of results"),
        ("slow", "no answer in time"),
    ],
)
async def test_a_bad_answer_ends_in_a_log_line_and_a_later_try(
    how: str, trouble: str, sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url, timeout=0.3 if how == "slow" else 20) as site:
        fake.publish("new", stamp(days=1), **ITEM)
        fake.misbehave = how
        poll = poll_of(sqlite_database, clock, site)
        assert await poll.run() is None
        assert "feed_failed" in capsys.readouterr().out
        async with sqlite_database.reading() as tx:
            feed = await feeds.get(tx, "govuk")
        assert feed is not None
        assert (feed.trouble, feed.failures) == (trouble, 1)
        assert feed.next_at == T0 + timedelta(minutes=30)
        fake.misbehave = ""
        clock.now += timedelta(minutes=31)
        assert await poll.run() == 1


async def test_a_list_too_long_for_one_reading_is_read_on_by_the_next_ones_and_said_to_be(
    sqlite_database: Database,
) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        for number in range(15):
            title = f"Example pump (NatPSA/2026/{number + 1:03}/MHRA)"
            fake.publish(f"new-{number}", stamp(hours=number + 1), **{**ITEM, "title": title})
        poll = replace(poll_of(sqlite_database, clock, site, page=4), pages_most=3)
        left: list[int | None] = []
        for _ in range(4):
            await poll.run()
            async with sqlite_database.reading() as tx:
                feed = await feeds.get(tx, "govuk")
            assert feed is not None
            left.append(feed.left_from)
            clock.now += timedelta(minutes=31)
        async with sqlite_database.reading() as tx:
            found = await receipts.waiting(tx, limit=50)
        assert left == [9, 14, None, None]
        assert len({from_json(one.proposal).value("reference") for one in found}) == len(found) == 15


async def test_one_broken_item_is_kept_as_the_list_tells_it_and_holds_up_no_other(sqlite_database: Database) -> None:
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        fake.publish("gone", stamp(days=2), **{**ITEM, "title": "Gone (NatPSA/2026/098/MHRA)"})
        fake.publish("new", stamp(days=1), **ITEM)
        fake.broken["/drug-device-alerts/gone"] = "404"
        assert await poll_of(sqlite_database, Turned(), site).run() == 2
        async with sqlite_database.reading() as tx:
            found = await receipts.waiting(tx)
        assert [from_json(one.proposal).value("title") for one in found] == ["Gone", "Example pump"]
        assert all(one.state is ReceiptState.WAITING for one in found)


async def test_an_item_that_never_works_holds_up_newer_alerts_for_three_readings_only(
    sqlite_database: Database,
) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        fake.publish("ill", stamp(days=2), **{**ITEM, "title": "Ill (NatPSA/2026/098/MHRA)"})
        fake.publish("new", stamp(days=1), **ITEM)
        fake.broken["/drug-device-alerts/ill"] = "500"
        poll = poll_of(sqlite_database, clock, site)
        for _ in range(3):
            assert await poll.run() is None
            clock.now += timedelta(hours=6)
        assert await poll.run() == 2
        assert await waiting(sqlite_database) == ["NatPSA/2026/098/MHRA", "NatPSA/2026/099/MHRA"]


async def test_more_than_a_page_is_read_page_by_page_and_a_reading_that_stops_goes_on_where_it_was(
    sqlite_database: Database,
) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        for number in range(13):
            fake.publish(f"new-{number}", stamp(hours=60 - number), **{**ITEM, "description": f"Number {number}."})
        fake.publish("old", stamp(days=30), **ITEM)
        fake.broken["/drug-device-alerts/new-9"] = "500"
        poll = poll_of(sqlite_database, clock, site, page=4)
        assert await poll.run() is None
        assert (fake.asked["list"], fake.asked["item"]) == (5, 10)
        fake.broken.clear()
        fake.publish("late", stamp(hours=52), **{**ITEM, "description": "Told after later ones."})
        clock.now += timedelta(hours=1)
        assert await poll.run() == 5
        async with sqlite_database.reading() as tx:
            assert await receipts.count_waiting(tx) == 14


async def test_a_day_that_is_none_or_far_ahead_hides_no_later_alert(sqlite_database: Database) -> None:
    clock = Turned()
    async with GovUkFake() as fake, GovUk(fake.url) as site:
        fake.publish("never", "soon", **{**ITEM, "description": "No day."})
        fake.publish("ahead", "9999-12-31T00:00:00Z", **ITEM)
        poll = poll_of(sqlite_database, clock, site)
        assert await poll.run() == 2
        clock.now += timedelta(hours=1)
        fake.publish("new", (clock.now - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ"), **{**ITEM, "title": "B"})
        assert await poll.run() == 1


async def test_a_site_that_is_not_there_is_trouble_and_no_crash(sqlite_database: Database) -> None:
    async with GovUk("http://127.0.0.1:9") as site:
        assert await poll_of(sqlite_database, Turned(), site).run() is None
    async with sqlite_database.reading() as tx:
        feed = await feeds.get(tx, "govuk")
    assert feed is not None
    assert feed.trouble.startswith("not reached")
