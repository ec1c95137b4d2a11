"""``safety-bot serve`` as a real process: killed between any two steps, a conversation goes on where it was.

And with the feed on, from a stand-in for GOV.UK to the officer. One file, so that one worker forks all processes.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from fakes.govuk import GovUkFake
from fakes.openid_issuer import OpenIdIssuer
from fakes.slack_person import SlackPeople
from fakes.teams_connector import TeamsConnector
from fakes.teams_people import TeamsPeople
from on_slack import SlackDriver
from on_teams import TeamsDriver
from psycopg import sql
from served import HeldSlack, Served, end_leases, fill, serving, settle
from sqlalchemy import func, select
from talking import Driver, Person

from bot.app import now
from storage.database import Database
from storage.tables import metadata

SAID = "pt fell on ward 7, no injury. nhs 999 526 0182"
_NUMBERS = itertools.count(1)


@dataclass
class House:
    """A served bot, what is in its store, and somebody who talks to it."""

    served: Served
    database: Database
    driver: Driver
    amina: Person

    async def is_killed(self) -> None:
        """Kill the process between two steps and start it again."""
        await self.served.kill()
        await self.served.start()
        assert isinstance(self.driver, SlackDriver | TeamsDriver)
        door = "/slack/events" if isinstance(self.driver, SlackDriver) else "/api/messages"
        self.driver.people.endpoint = self.served.url + door

    async def rows(self, name: str) -> int:
        """Return how many rows a table has."""
        async with self.database.reading() as tx:
            return (await tx.execute(select(func.count()).select_from(metadata.tables[name]))).scalar_one()


def _person(driver: Driver, database: Database) -> Person:
    return Person("amina", driver, lambda: settle(database))


@asynccontextmanager
async def _slack_house(folder: Path) -> AsyncIterator[tuple[House, HeldSlack]]:
    url = f"sqlite:///{folder / 'safety.db'}"
    async with AsyncExitStack() as stack:
        database = await fill(url)
        stack.push_async_callback(database.close)
        api = await stack.enter_async_context(HeldSlack())
        api.add_user("U0AMINA", "Amina Yusuf", None)
        settings = {
            "DATABASE_URL": url, "SLACK_BOT_TOKEN": api.token, "SLACK_SIGNING_SECRET": api.secret,
            "SLACK_API_URL": api.url,
        }  # fmt: skip
        served = await stack.enter_async_context(serving(folder, settings))
        driver = SlackDriver(api, SlackPeople(api, f"{served.url}/slack/events"))
        yield House(served, database, driver, _person(driver, database)), api


@asynccontextmanager
async def _teams_house(folder: Path, url: str) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        database = await fill(url)
        stack.push_async_callback(database.close)
        issuer = await stack.enter_async_context(OpenIdIssuer(now))
        connector = await stack.enter_async_context(TeamsConnector(issuer))
        connector.add_person("29:amina", "Amina Yusuf")
        settings = {
            "DATABASE_URL": url, "MICROSOFT_APP_ID": issuer.app_id, "MICROSOFT_APP_PASSWORD": issuer.app_password,
            "MICROSOFT_APP_TENANT_ID": issuer.tenant_id, "SAFETY_TEAMS_OPENID_URL": issuer.metadata_url,
            "SAFETY_TEAMS_LOGIN_URL": issuer.login_url, "SAFETY_TEAMS_SERVICE_HOSTS": "127.0.0.1",
        }  # fmt: skip
        served = await stack.enter_async_context(serving(folder, settings))
        people = await stack.enter_async_context(TeamsPeople(connector, f"{served.url}/api/messages"))
        driver = TeamsDriver(connector, people)
        yield House(served, database, driver, _person(driver, database))


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """Give the address of a PostgreSQL database without any table."""
    name = sql.Identifier(f"served{next(_NUMBERS)}")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        before, _, query = postgres.partition("?")
        yield f"{before.rpartition('/')[0]}/{name._obj[0]}?{query}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


async def test_a_report_in_slack_survives_a_kill_between_any_two_steps(tmp_path: Path) -> None:
    async with _slack_house(tmp_path) as (house, _):
        amina = house.amina
        await amina.says(SAID)
        await house.is_killed()
        await amina.sees("Check your report", "pt fell on ward 7, no injury", facts={"Where": "Ward 7"})
        await amina.presses("No")
        await house.is_killed()
        await amina.sees("Check your report", facts={"Psychological harm": "No psychological harm"})
        await amina.presses("Change something")
        await house.is_killed()
        await amina.fills({"Where?": "Ward 12"})
        await house.is_killed()
        await amina.sees("Check your report", facts={"Where": "Ward 12"})
        await amina.presses("Submit")
        await house.is_killed()
        await amina.sees("Thank you. Report SE-")
        await amina.commands("my reports")
        await amina.sees("My reports (1)", "Ward 12")
        assert (await house.rows("incidents"), await house.rows("drafts")) == (1, 0)
        assert await amina.count("Check your report") <= 1
        logs = house.served.logs()
        assert not [words for words in ("pt fell", "999 526", "9995260182", "Amina") if words in logs]


async def test_questions_in_teams_go_on_after_a_kill_at_each_of_them(tmp_path: Path, empty_postgres_url: str) -> None:
    async with _teams_house(tmp_path, empty_postgres_url) as house:
        amina = house.amina
        await amina.opens_home()
        await amina.presses("Ask me one at a time")
        await house.is_killed()
        await amina.says(SAID)
        await house.is_killed()
        await amina.sees("What kind of event was it?", "We removed 1 NHS number")
        await amina.presses("Incident")
        await house.is_killed()
        for words in ("today", "02:15", "ward 7", "1"):
            await amina.says(words)
        await amina.sees("Physical harm to the patient?")
        await house.is_killed()
        for words in ("no physical harm", "no psychological harm", "devices", "skip", "skip"):
            await amina.says(words)
        await amina.sees(
            "Check your report", "pt fell on ward 7", facts={"Involved": "Devices", "When": "Today, 02:15"}
        )
        await amina.presses("Submit")
        await amina.is_heard_twice()
        await house.is_killed()
        await amina.is_heard_twice()
        assert await house.rows("incidents") == 1
        assert await amina.count("Thank you. Report SE-") == 1


@pytest.mark.parametrize("held", ["before", "after"])
async def test_an_answer_that_was_stored_and_not_sent_arrives_once(tmp_path: Path, held: str) -> None:
    async with _slack_house(tmp_path) as (house, api):
        amina, driver = house.amina, house.driver
        assert isinstance(driver, SlackDriver)
        api.holds = held
        await amina.looks()
        await driver.say("amina", SAID)  # the answer was 200: stored
        await asyncio.wait_for(api.reached.wait(), 10)
        await house.served.kill()
        api.released.set()
        assert await amina.count("Check your report") == (1 if held == "after" else 0)
        await end_leases(house.database)
        await house.is_killed()
        await driver.again()
        await settle(house.database)
        assert await amina.count("Check your report") == 1
        await amina.presses("Submit")
        await amina.sees("Thank you. Report SE-")
        assert await house.rows("incidents") == 1


async def test_a_message_that_was_not_stored_yet_is_taken_when_slack_delivers_it_again(tmp_path: Path) -> None:
    async with _slack_house(tmp_path) as (house, _):
        amina, driver = house.amina, house.driver
        assert isinstance(driver, SlackDriver)
        await amina.looks()
        async with house.database.transaction() as tx:
            await tx.execute(metadata.tables["deliveries"].delete())  # SQLite has one writer, and it is here now
            waiting = asyncio.create_task(driver.people.dm("U0AMINA", SAID))
            await asyncio.sleep(0.2)
            await house.served.kill()
        with pytest.raises(aiohttp.ClientError):
            await waiting
        driver.last = driver.people.last
        await house.is_killed()
        assert (await house.rows("drafts"), await house.rows("outbox")) == (0, 0)
        await driver.again()
        await driver.again()
        await settle(house.database)
        await amina.sees("Check your report")
        assert (await house.rows("drafts"), await amina.count("Check your report")) == (1, 1)


async def ready_with(url: str, feed: str) -> dict[str, Any]:
    """Wait until the process says that its feed stands like this, and return all that it says."""
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/health/ready") as answer:
                said: dict[str, Any] = await answer.json()
                if said.get("feed") == feed:
                    assert answer.status == 200
                    return said
            await asyncio.sleep(0.02)


async def test_what_is_published_waits_for_the_officer_who_sees_when_gov_uk_was_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'safety.db'}"
    database = await fill(url)
    published = now() - timedelta(hours=1)
    async with GovUkFake() as site, HeldSlack() as api:
        site.publish(
            "example-pump", published.strftime("%Y-%m-%dT%H:%M:%SZ"), title="Example pump (NatPSA/2026/099/MHRA)",
            details={"body": "<p>Complete by 1 March 2099.</p><ol><li>Find every pump</li></ol>"},
        )  # fmt: skip
        api.add_user("U0COLIN", "Colin Abbott", None)
        settings = {
            "DATABASE_URL": url, "SLACK_BOT_TOKEN": api.token, "SLACK_SIGNING_SECRET": api.secret,
            "SLACK_API_URL": api.url, "SAFETY_FEED": "true", "SAFETY_FEED_URL": site.url,
        }  # fmt: skip
        async with serving(tmp_path, settings) as served:
            said = await ready_with(served.url, "ok")
            assert said["feed_read_at"] >= published.isoformat(timespec="seconds")
            driver = SlackDriver(api, SlackPeople(api, f"{served.url}/slack/events"))
            colin = Person("colin", driver, lambda: settle(database))
            await colin.commands("status")
            await colin.sees("National alerts on GOV.UK: last read")
            await colin.commands("alerts to check")
            await colin.sees("NatPSA/2026/099/MHRA: Example pump", "From GOV.UK", buttons=("Check",))
            assert '"feed_read"' in served.logs()
    await database.close()
    assert (site.asked["list"], site.asked["item"]) == (1, 1)
