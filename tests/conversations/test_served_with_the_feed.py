"""``safety-bot serve`` with the feed on, a real process beside a stand-in for GOV.UK: from the site to the officer."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from fakes.govuk import GovUkFake
from fakes.slack_person import SlackPeople
from on_slack import SlackDriver
from served import HeldSlack, fill, serving, settle
from talking import Person

from bot.app import now


async def ready_with(url: str, feed: str) -> dict[str, Any]:
    """Wait until the process says that its feed stands like this, and return all that it says."""
    async with asyncio.timeout(20), ClientSession() as session:
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
