"""The demo put together: an invented trust in a temporary store, its page, and a clock that a visitor moves.

It is never part of ``serve``; what it stores is gone when it ends.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Thread
from typing import Final

import typer
from aiohttp import web

from bot.app import Core, make_core
from bot.browser import Browser, Leap
from bot.demo.clock import MovedClock
from bot.demo.elsewhere import Elsewhere
from bot.demo.history import write_history
from bot.demo.trust import NAME, PERSONAS, STAFF_HARM_FORM, open_trust
from bot.downloads import Downloads
from bot.readiness import measure_outbox, measure_readiness
from bot.web import make_app, make_runner
from handlers.desk import House
from handlers.incidents.reading import warm
from schedules import planner
from schedules.courier import Courier
from schedules.terms import Terms
from schedules.timetable import Timetable
from storage import migrations, outbox
from storage.database import Database
from storage.records import OutboxState, Platform
from storage.rules.workdays import add_working_days, at_local, local_day

_WAITING: Final = 500
_MESSAGES: Final = 50
"""Messages to one person on one day: a visitor goes through months of an alert's life on one."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo as it runs: its web application, and what moves its time."""

    app: web.Application
    core: Core
    clock: MovedClock
    courier: Courier
    timetable: Timetable


async def make_demo(database: Database, real: Callable[[], datetime]) -> Demo:
    """Fill an empty store with the invented trust and join the page to it. It opens on a working morning at 09:00."""
    await migrations.upgrade(database)
    start = _opening(real())
    clock = MovedClock(real, start)
    await open_trust(database, start)
    await write_history(database, start)
    house = House(trust=NAME, files_at="/files", health_and_safety_url=STAFF_HARM_FORM)
    core = make_core(database, clock, house, Terms(a_day=_MESSAGES))
    holder: list[Demo] = []

    async def move(leap: Leap) -> datetime:
        return await move_time(holder[0], leap)

    browser = Browser(core.front, PERSONAS, clock, move, NAME)
    sender = Elsewhere(browser.sender, {one.user for one in PERSONAS})
    courier = core.courier({Platform.BROWSER: sender})
    app = make_app(
        ready=lambda: measure_readiness(database, clock()),
        metrics=core.metrics,
        browser_routes=browser.routes(),
        downloads=Downloads(database, clock).answer,
        measure=lambda: measure_outbox(database, clock(), core.metrics),
        trust_name=NAME,
    )
    app.on_shutdown.append(browser.close)
    demo = Demo(app, core, clock, courier, Timetable(database, courier, clock, terms=core.terms))
    holder.append(demo)
    return demo


def _opening(real: datetime) -> datetime:
    """Return 09:00 on the next working day (today, if it is one): a morning on which reminders can be watched."""
    today = local_day(real)
    day = today if add_working_days(add_working_days(today, 1), -1) == today else add_working_days(today, 1)
    return at_local(day, time(9, 0, 30))


async def move_time(demo: Demo, leap: Leap) -> datetime:
    """Move the demo's clock, plan, and deliver everything that is then due, in the order of its time."""
    target = await _target(demo, leap)
    demo.clock.move_to(target)
    await demo.timetable.catch_up()
    return demo.clock()


async def _target(demo: Demo, leap: Leap) -> datetime:
    now = demo.clock()
    match leap:
        case Leap.HOUR:
            return now + timedelta(hours=1)
        case Leap.WORKING_DAY:
            return at_local(add_working_days(local_day(now), 1), time(9, 0, 30))
        case Leap.NEXT_DEADLINE:
            await planner.run(demo.core.database, now)
            async with demo.core.database.reading() as tx:
                waiting = await outbox.listing(tx, [OutboxState.WAITING], _WAITING)
            following = next((one.due_at for one in waiting if one.due_at > now), None)
            if following is None:
                return at_local(add_working_days(local_day(now), 1), time(9, 0, 30))
            return following + timedelta(seconds=1)


async def run_demo(*, host: str, port: int, real: Callable[[], datetime]) -> None:
    """Serve the demo until cancelled. Raises OSError when the port is taken."""
    with tempfile.TemporaryDirectory(prefix="safety-demo-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'demo.db'}")
        typer.echo("Setting up an invented trust: people, wards, alerts and a year of events…")
        demo = await make_demo(database, real)
        runner = make_runner(demo.app)
        try:
            await runner.setup()
            site = web.TCPSite(runner, host, port)
            await site.start()
            demo.timetable.start()
            Thread(target=warm, daemon=True).start()  # the first message need not wait for the reader
            shown, bound = f"[{host}]" if ":" in host else host, runner.addresses[0][1]
            typer.echo(
                f"The demo is open at http://{shown}:{bound}/ and everything in it is invented. Press Ctrl+C to stop."
            )
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()
            await demo.timetable.stop()
            await database.close()
