"""A Teams adapter on a real port, between the fake connector, the fake issuer and a small front."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from fakes.openid_issuer import OpenIdIssuer
from fakes.teams_connector import TeamsConnector
from fakes.teams_people import TeamsPeople
from small_front import SmallFront

from bot.teams import Teams, TeamsSettings

T0 = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
AMINA = "29:amina"
BEN = "29:ben"


@dataclass
class Clock:
    """A clock that moves when it is told to."""

    now: datetime = T0

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move on."""
        self.now += timedelta(**by)


@dataclass
class Stage:
    """Everything of one test."""

    clock: Clock
    issuer: OpenIdIssuer
    connector: TeamsConnector
    front: SmallFront
    people: TeamsPeople
    teams: Teams


async def serve(teams: Teams) -> tuple[web.AppRunner, str]:
    """Serve an adapter on a free port and return its address."""
    application = web.Application()
    application.router.add_post("/api/messages", teams.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"


async def _stage(**settings: object) -> AsyncIterator[Stage]:
    clock, front = Clock(), SmallFront()
    signed = settings.get("app_id") != ""
    async with OpenIdIssuer(clock) as issuer, TeamsConnector(issuer, tokens=signed) as connector:
        connector.add_person(AMINA, "Amina Yusuf", "amina.yusuf@example.org")
        connector.add_person(BEN, "Ben Carter", "ben.carter@example.org")
        chosen: TeamsSettings = connector.settings(**settings)
        teams = Teams(chosen, front, clock)
        front.sender = teams.sender
        runner, address = await serve(teams)
        async with TeamsPeople(connector, address) as people:
            yield Stage(clock, issuer, connector, front, people, teams)
        await teams.close()
        await runner.cleanup()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give a registered bot."""
    async for found in _stage():
        yield found


@pytest.fixture
async def open_stage() -> AsyncIterator[Stage]:
    """Give a bot without an app id that lets in callers on this machine."""
    async for found in _stage(app_id="", tenant_id="", allow_unauthenticated_loopback=True):
        yield found


@pytest.fixture
async def closed_stage() -> AsyncIterator[Stage]:
    """Give a bot without an app id that lets in nobody."""
    async for found in _stage(app_id="", tenant_id=""):
        yield found
