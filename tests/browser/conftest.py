"""The demo page on a real server with a small front behind it, and a real Chromium where one is installed."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright
from visiting import Demo, Visitor

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in one loop, so that they share one Chromium: it takes a second or two to start."""
    marker = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(marker, append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """Serve the page on a free port."""
    demo = Demo()
    app = web.Application()
    app.add_routes(demo.browser.routes())
    app.on_shutdown.append(demo.browser.close)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    demo.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield demo
    async with asyncio.timeout(5):
        await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(demo: Demo) -> AsyncIterator[Visitor]:
    """Open the page as the nurse, without script."""
    async with ClientSession() as session:
        visitor = Visitor(session, demo.url)
        await visitor.look()
        yield visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """Start a real Chromium. Where none is installed the tests are left out, but not where ``CI`` is set."""
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    if path is None:
        told = f"Chromium is needed, as in: apt-get install chromium. Looked for {', '.join(CHROMIUMS)}."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path,
            args=[
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Chromium, demo: Demo) -> AsyncIterator[Page]:
    """Open the page as the nurse in Chromium. Anything the browser complains about fails the test."""
    complaints: list[str] = []
    page = await chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    await page.goto(f"{demo.url}/?as=amina")
    yield page
    await page.close()
    assert complaints == []
