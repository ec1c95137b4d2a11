"""The composition root: the only place where real things (clock, database, clients) are made and joined.

It decides nothing: every part is handed what it needs, and can be handed something else in a test.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Final

import structlog
from aiohttp import web

from bot.alerts_feed import GovUk
from bot.downloads import Downloads
from bot.platforms import slack_settings, teams_settings
from bot.readiness import measure_outbox, measure_readiness
from bot.settings import Settings
from bot.slack import Slack
from bot.teams import Teams
from bot.telemetry import MeasuredFront, Metrics
from bot.terms import ladder_of, terms_of
from bot.web import make_app, make_runner
from handlers.capabilities import CAPABILITIES
from handlers.chat.port import Sender
from handlers.desk import House
from handlers.incidents.reading import warm
from handlers.reception import Reception
from schedules.courier import Courier
from schedules.feed import Poll, keep_reading
from schedules.terms import Terms
from schedules.timetable import Every, Timetable
from storage.database import Database
from storage.records import Message, Platform

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

_DRAIN_SECONDS: Final = 20.0
PATIENCE: Final = timedelta(seconds=1)
"""How long a turn waits for another process to let go of a row: Slack waits three seconds for an answer in all."""


def now() -> datetime:
    """Return the real instant: the one clock of the program."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def house_of(settings: Settings) -> House:
    """Return what the trust has set, as the handlers take it."""
    return House(
        trust=settings.trust_name or "",
        undo=timedelta(minutes=settings.undo_minutes),
        answer_working_days=settings.answer_working_days,
        draft_lasts=timedelta(days=settings.draft_days),
        serious_text=settings.serious_text,
        danger_text=settings.danger_text,
        health_and_safety_url=settings.health_and_safety_url or "",
        files_at=f"{settings.web_address}files" if settings.web_address else "",
        hospital_number=settings.hospital_number,
        ladder=ladder_of(settings),
        closed=frozenset(settings.closed_days),
        figures_last=timedelta(seconds=settings.figures_seconds),
    )


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of running the bot shares: the store, the front, and the figures."""

    database: Database
    clock: Clock
    reception: Reception
    front: MeasuredFront
    metrics: Metrics
    post: "Post"
    terms: Terms

    def courier(self, senders: Mapping[Platform, Sender]) -> Courier:
        """Return the courier for these platforms, and let the front hand it what is due at once."""
        reception = self.reception
        draws = reception.router.draws
        courier = Courier(self.database, self.clock, senders, draws, reception.desk_of, terms=self.terms)
        reception.look_ups.update({platform: sender.look_up for platform, sender in senders.items()})
        self.post.courier = courier
        return courier


class Post:
    """Where the front leaves rows to send at once. Until there is a courier they wait for their lease."""

    def __init__(self) -> None:
        self.courier: Courier | None = None

    def deliver(self, messages: "list[Message] | tuple[Message, ...]") -> None:
        """Hand messages to the courier."""
        if self.courier is not None:
            self.courier.deliver(messages)


def make_core(database: Database, clock: Clock, house: House, terms: Terms | None = None) -> Core:
    """Join the store, the handlers and the figures. ``terms``: when and how much is reminded, ours unless given."""
    post = Post()
    reception = Reception(database, CAPABILITIES, clock, house, lambda messages: post.deliver(list(messages)))
    metrics = Metrics()
    return Core(database, clock, reception, MeasuredFront(reception, metrics), metrics, post, terms or Terms())


async def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    allow_unauthenticated_teams: bool = False,
    clock: Clock = now,
    every: Every | None = None,
) -> None:
    """Serve the platforms that are set up until cancelled. ``every``: how often each job ticks, ours unless given.

    Raises SettingsError for a half-set platform and OSError for a port that is taken.
    """
    database = Database(settings.database_url.get_secret_value(), patience=PATIENCE)
    core = make_core(database, clock, house_of(settings), terms_of(settings))
    slack_keys = slack_settings(settings)
    teams_keys = teams_settings(settings, allow_unauthenticated=allow_unauthenticated_teams)
    slack = Slack(slack_keys, core.front, clock) if slack_keys else None
    teams = Teams(teams_keys, core.front, clock) if teams_keys else None
    senders: dict[Platform, Sender] = {}
    if slack is not None:
        senders[Platform.SLACK] = slack.sender
    if teams is not None:
        senders[Platform.TEAMS] = teams.sender
    courier = core.courier(senders)
    timetable = Timetable(database, courier, clock, every, core.terms)
    feed_every = timedelta(minutes=settings.feed_minutes) if settings.feed else None
    token = settings.metrics_token
    app = make_app(
        ready=lambda: measure_readiness(database, clock(), feed_every=feed_every, unheard=timetable.unheard),
        metrics=core.metrics,
        slack=slack.handle if slack else None,
        teams=teams.handle if teams else None,
        downloads=Downloads(database, clock).answer,
        measure=lambda: measure_outbox(database, clock(), core.metrics, timetable.unheard),
        metrics_token=token.get_secret_value() if token else None,
        trust_name=settings.trust_name or "the trust",
    )
    runner = make_runner(app)
    try:
        for platform in (slack, teams):
            if platform is not None:
                await platform.start()
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        timetable.start()
        Thread(target=warm, daemon=True).start()  # the first message need not wait for the reader
        log.info("serving", port=runner.addresses[0][1], platforms=len(senders))
        async with AsyncExitStack() as stack:
            if feed_every is not None:
                await stack.enter_async_context(_reading(settings, database, clock, feed_every))
            await asyncio.Event().wait()
    finally:
        await _close(runner, timetable, slack, teams, database)


@asynccontextmanager
async def _reading(settings: Settings, database: Database, clock: Clock, every: timedelta) -> AsyncIterator[None]:
    """Read the feed of national alerts for as long as the context is open."""
    async with GovUk(settings.feed_url) as site:
        days, number = settings.feed_first_days, settings.hospital_number
        poll = Poll(database, clock, site.listing, site.item, every, days, number)
        task = asyncio.create_task(keep_reading(poll))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _close(
    runner: web.AppRunner,
    timetable: Timetable,
    slack: Slack | None,
    teams: Teams | None,
    database: Database,
) -> None:
    """Stop taking turns, then stop ticking, let sends end, then close what they used."""
    await runner.cleanup()
    if slack is not None:
        await slack.hush()
    try:
        await asyncio.wait_for(timetable.stop(), _DRAIN_SECONDS)
    except TimeoutError:
        log.warning("sends_left_to_their_lease")
    for platform in (slack, teams):
        if platform is not None:
            await platform.close()
    await database.close()


async def demo(*, host: str, port: int) -> None:
    """Open the invented trust on its own store, in memory of this process and a folder that goes with it."""
    from bot.demo.run import run_demo

    await run_demo(host=host, port=port, real=now)
