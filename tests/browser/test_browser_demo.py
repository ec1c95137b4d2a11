"""The whole main job in the demo, clicked through in a real Chromium, from the report to the status."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Locator, Page, expect

from bot.demo.run import make_demo
from storage.database import Database

MORNING = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
NHS_NUMBER = "999 526 0182"
STORY = (
    "pt fell ovrnight ward 7 aprox 0215 unwitnessed, skin tear L elbow, steri stripped. "
    f"falls alarm wasnt switched on. nhs {NHS_NUMBER}"
)


@pytest_asyncio.fixture(loop_scope="session")
async def demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """Serve the invented trust on a free port, on Tue 24 Nov 2026. Its clock moves only by the buttons."""
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}")
    demo = await make_demo(database, lambda: MORNING)
    runner = web.AppRunner(demo.app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    demo.timetable.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with asyncio.timeout(10):
        await runner.cleanup()
        await demo.timetable.stop()
        await database.close()


def card(page: Page, title: str) -> Locator:
    """Return the newest card whose heading holds these words."""
    return page.locator("#chat .card").filter(has=page.get_by_role("heading", name=title)).last


async def be(page: Page, url: str, user: str) -> None:
    """Open the page as somebody else."""
    await page.goto(f"{url}/?as={user}")


async def say(page: Page, words: str) -> None:
    """Type words and press Enter."""
    await page.get_by_label("Your message to Safety").fill(words)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 375])
async def test_the_main_job_from_the_ward_to_the_specialist(demo_url: str, chromium: Chromium, width: int) -> None:
    complaints: list[str] = []
    page = await chromium.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)

    # The nurse writes one message, sees what was understood, and submits it.
    await be(page, demo_url, "amina")
    await expect(page.get_by_text("Tue 24 Nov 2026, 09:00")).to_be_visible()
    await say(page, STORY)
    check = card(page, "Check your report")
    await expect(check.get_by_text("Ward 7", exact=True)).to_be_visible()
    await expect(check).to_contain_text("[NHS number]")
    await expect(check).not_to_contain_text(NHS_NUMBER)
    await check.get_by_role("button", name="Change something").click()
    change = page.locator("#chat .card.form").last
    await change.get_by_role("textbox", name="What happened?").fill(
        "pt fell, skin tear. falls alarm wasnt switched on."
    )
    await change.locator("button.primary").click()
    await expect(card(page, "Check your report")).to_contain_text("pt fell, skin tear.")
    await card(page, "Check your report").get_by_role("button", name="Submit").click()
    thanks = card(page, "Thank you")
    await expect(thanks).to_be_visible()
    found = re.search(r"SE-2026-\d{6}", await thanks.inner_text())
    assert found
    reference = found.group()

    # The lead has an alert and does not acknowledge it. A working day later the reminder is there.
    await page.get_by_role("button", name="A working day on").click()
    await expect(page.locator("#landing")).to_contain_text("messages were delivered:")
    await expect(page.get_by_text("Wed 25 Nov 2026, 09:00")).to_be_visible()
    await page.locator("#landing").get_by_role("link", name="Dr Leila Haddad").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("as Dr Leila Haddad")
    await expect(card(page, "Your safety work today (Wed 25 Nov)")).to_contain_text("Waiting for you: 2")
    mine = card(page, "You lead 2 actions of NatPSA/2026/023")
    await mine.get_by_role("button", name="Acknowledge").click()
    await expect(card(page, "You lead 2 actions of NatPSA/2026/023")).to_contain_text("Acknowledged by you")

    # Nobody else acknowledges: the next steps of the ladder reach other people.
    await page.get_by_role("button", name="To the next deadline").click()
    await expect(page.locator("#landing")).to_contain_text(re.compile("message(s were| was) delivered:"))

    # The specialist sees all of it.
    await be(page, demo_url, "jo")
    await say(page, "status")
    now = card(page, "Safety now")
    await expect(now).to_contain_text("Not acknowledged")
    await expect(now).to_contain_text(re.compile(r"Heard in time\s*\d+ of \d+ \([5-9]\d %\)"))  # the year has answers
    await say(page, "status natpsa pump")
    await expect(card(page, "NatPSA/2026/023")).to_contain_text("Acknowledged by Dr Leila Haddad")
    await say(page, f"status {reference}")
    report = card(page, reference)
    await expect(report).to_contain_text("pt fell, skin tear.")
    await expect(report).not_to_contain_text(NHS_NUMBER)

    found_wrong = await Axe().run(page)
    assert found_wrong.violations_count == 0, found_wrong.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    await page.close()
