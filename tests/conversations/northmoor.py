"""The invented trust of the transcripts: the whole program on one platform, with only the network beyond it faked.

Everything is joined as the composition root joins it; time is a clock that the transcript moves, and moving it plans
and delivers what is then due, as the timetable's ticks do.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, CookieJar, web
from fakes.openid_issuer import OpenIdIssuer
from fakes.slack_api import SlackApi
from fakes.slack_person import SlackPeople
from fakes.teams_connector import TeamsConnector
from fakes.teams_people import TeamsPeople
from on_browser import BrowserDriver
from on_slack import WARD_CHANNEL, SlackDriver
from on_teams import TeamsDriver
from pydantic import SecretStr
from sqlalchemy import select
from talking import Driver, Person

from bot.app import Core, make_core
from bot.browser import Browser, Leap, Persona
from bot.readiness import measure_readiness
from bot.slack import Slack, SlackSettings
from bot.teams import Teams
from bot.web import make_app
from handlers.alerts.recording import Problems, add_from_json
from handlers.chat.port import Sender
from handlers.desk import House
from schedules.terms import Terms
from schedules.timetable import Timetable
from storage import outbox, people
from storage.database import Database
from storage.imports.places import import_places
from storage.imports.staff import import_staff
from storage.records import HOME_TENANT, OutboxState, Platform
from storage.tables import metadata

T0: Final = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
"""Tuesday 24 November 2026, 09:05 in London."""
DEMO: Final = Path(__file__).parents[2] / "bot" / "demo"
UNDO: Final = timedelta(minutes=10)
STRANGER: Final = "nina"
"""Somebody of the trust whom the staff list does not know."""
GUEST: Final = "gwen"
"""Somebody of another organisation; the demo page has no such people, there she is a stranger too."""
MANY: Final = 50
"""Messages to one person on one day: a transcript tells months of an alert's life within minutes."""
_UNSETTLED: Final = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN)
_ALERT: Final[Mapping[str, Any]] = {
    "reference": "NatPSA/2026/003/MHRA",
    "title": "Example infusion pump: risk of over-infusion",
    "issuer": "MHRA",
    "issued": "2026-11-23",
    "complete_by": "2027-03-01",
    "complex": True,
    "url": "https://www.cas.mhra.gov.uk/",
    "explanation": "Invented for tests. Pumps of this model can deliver more than was set.",
    "executive": "marcus.adeyemi",
    "actions": [
        ("Find every pump of this model in the trust", "2026-12-18", "tomasz.nowak", "priya.raman"),
        ("Replace the giving sets", "2027-01-29", "leila.haddad", "owen.pryce"),
        ("Train staff who use the pump", "2027-02-19", "leila.haddad", "owen.pryce"),
    ],
}


@dataclass
class Clock:
    """The trust's time."""

    now: datetime = T0

    def __call__(self) -> datetime:
        """Return it."""
        return self.now


@dataclass
class Northmoor:
    """The trust. ``driver`` plays its people on ``platform``."""

    platform: Platform
    database: Database
    core: Core
    clock: Clock
    timetable: Timetable
    driver: Driver
    app: web.Application
    slack_api: SlackApi | None = None
    connector: TeamsConnector | None = None
    teams_people: TeamsPeople | None = None
    _known: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return somebody, always the same one."""
        return self._known.setdefault(name, Person(name, self.driver, self.settle))

    async def settle(self) -> None:
        """Deliver, as after each deed, until nothing that is due waits; what is to be planned is left to the ticks."""
        if isinstance(self.driver, BrowserDriver):
            self.driver.everybody_turns_away()
        for _ in range(2000):
            async with self.database.reading() as tx:
                unsettled = await outbox.listing(tx, _UNSETTLED, 200)
            if not any(one.due_at <= self.clock.now for one in unsettled):
                return
            await self.timetable.deliver_due()
        raise AssertionError(f"messages that were never sent: {[(one.kind, one.reason) for one in unsettled]}")

    async def move(self, **by: float) -> None:
        """Move time on, plan, and deliver what is due then."""
        await self.move_to(self.clock.now + timedelta(**by))

    async def move_to(self, instant: datetime) -> None:
        """Move time to an instant (aware UTC), plan, and deliver what is due then."""
        assert instant >= self.clock.now, "time goes forward"
        for known in self._known.values():
            await known.looks()
        self.clock.now = instant
        if self.teams_people is not None:
            self.teams_people.new_token()
        await self.timetable.catch_up()
        await self.settle()

    async def record_alert(self, **other: Any) -> None:
        """Record a national alert as the command does with a file, and let everybody hear of it."""
        for known in self._known.values():
            await known.looks()
        data = alert_file(**other)
        async with self.database.transaction() as tx:
            recorded = await add_from_json(tx, json.loads(json.dumps(data)), self.clock(), "cli")
        assert not isinstance(recorded, Problems), recorded
        await self.settle()

    async def lost(self) -> list[str]:
        """Return kind and reason of every message that was given up."""
        async with self.database.reading() as tx:
            return [f"{one.kind}: {one.reason}" for one in await outbox.listing(tx, [OutboxState.FAILED], 50)]

    async def stored_text(self) -> str:
        """Return every value of every row of the store as one text, to look for what must not be there."""
        parts = []
        async with self.database.reading() as tx:
            for table in metadata.sorted_tables:
                parts += [repr(tuple(row)) for row in await tx.execute(select(table))]
        return "\n".join(parts)

    async def rows(self, name: str) -> int:
        """Return how many rows a table has."""
        async with self.database.reading() as tx:
            return len((await tx.execute(select(metadata.tables[name]))).all())


def alert_file(**other: Any) -> dict[str, Any]:
    """Return an alert in the format of a file; ``other`` replaces parts of it."""
    data = {**_ALERT, **other}
    actions = [
        {"number": number, "text": text, "due": due, "lead": email_of(lead), "deputy": email_of(deputy)}
        for number, (text, due, lead, deputy) in enumerate(data["actions"], start=1)
    ]
    return {**data, "executive": email_of(data["executive"]), "actions": actions}


def email_of(name: str) -> str:
    """Return the work address of somebody of the trust."""
    return f"{name}@northmoor.example"


async def people_northmoor(database: Database) -> None:
    """Put people and places into an empty store."""
    for load, name in ((import_staff, "staff.csv"), (import_places, "locations.csv")):
        await load(database, (DEMO / name).read_bytes(), now=T0, apply=True, stop_missing=False)


@asynccontextmanager
async def open_northmoor(database: Database, platform: Platform) -> AsyncIterator[Northmoor]:
    """Serve a store that holds the people and places on one platform, on a free port."""
    clock = Clock()
    house = House(trust="Northmoor Hospitals (invented)", undo=UNDO, files_at="https://safety.example.org/files")
    core = make_core(database, clock, house, Terms(a_day=MANY))
    opened = {Platform.SLACK: _on_slack, Platform.TEAMS: _on_teams, Platform.BROWSER: _on_browser}[platform]
    async with AsyncExitStack() as stack:
        trust = await opened(core, database, clock, stack)
        yield trust
        await trust.timetable.stop()


async def staff(database: Database) -> list[tuple[str, str]]:
    """Return short name and full name of everybody on the staff list."""
    async with database.reading() as tx:
        everybody = await people.all_active(tx)
    return [(_short(one.email or ""), one.name) for one in everybody]


def _short(email: str) -> str:
    return email.partition("@")[0].partition(".")[0]


async def _serve(app: web.Application, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def _join(
    core: Core, database: Database, clock: Clock, sender: Sender, **doors: Any
) -> tuple[Timetable, web.Application]:
    courier = core.courier({sender.platform: sender})
    app = make_app(ready=lambda: measure_readiness(database, clock()), metrics=core.metrics, **doors)
    return Timetable(database, courier, clock), app


async def _on_slack(core: Core, database: Database, clock: Clock, stack: AsyncExitStack) -> Northmoor:
    api = await stack.enter_async_context(SlackApi(clock))
    known = await staff(database)
    for short, name in known:
        # Their address is known to the staff list under their user id; Slack is not asked who they are.
        api.add_user(f"U0{short.upper()}", name, None)
    api.add_user(f"U0{STRANGER.upper()}", "Nina Petrova", "nina.petrova@elsewhere.example")
    api.add_user(f"U0{GUEST.upper()}", "Gwen Hall", "gwen.hall@elsewhere.example", team="T0OTHER")
    members = {"U0AMINA", "U0BEN", "U0JO", "U0LEILA", "U0COLIN", api.bot_user}
    api.add_channel(WARD_CHANNEL, "ward-7", members)
    settings = SlackSettings(SecretStr(api.token), SecretStr(api.secret), None, api.url)
    slack = Slack(settings, core.front, clock)
    timetable, app = _join(core, database, clock, slack.sender, slack=slack.handle)
    stack.push_async_callback(slack.close)
    await slack.start()
    url = await _serve(app, stack)
    driver = SlackDriver(api, SlackPeople(api, f"{url}/slack/events"))
    return Northmoor(Platform.SLACK, database, core, clock, timetable, driver, app, slack_api=api)


async def _on_teams(core: Core, database: Database, clock: Clock, stack: AsyncExitStack) -> Northmoor:
    issuer = await stack.enter_async_context(OpenIdIssuer(clock))
    connector = await stack.enter_async_context(TeamsConnector(issuer))
    for short, name in await staff(database):
        connector.add_person(f"29:{short}", name)
    connector.add_person(f"29:{STRANGER}", "Nina Petrova", "nina.petrova@elsewhere.example")
    connector.add_person(f"29:{GUEST}", "Gwen Hall", "gwen.hall@elsewhere.example", tenant="another-tenant")
    teams = Teams(connector.settings(), core.front, clock)
    timetable, app = _join(core, database, clock, teams.sender, teams=teams.handle)
    stack.push_async_callback(teams.close)
    await teams.start()
    url = await _serve(app, stack)
    played = await stack.enter_async_context(TeamsPeople(connector, f"{url}/api/messages"))
    driver = TeamsDriver(connector, played)
    return Northmoor(
        Platform.TEAMS, database, core, clock, timetable, driver, app, connector=connector, teams_people=played
    )


async def _on_browser(core: Core, database: Database, clock: Clock, stack: AsyncExitStack) -> Northmoor:
    known = await staff(database)
    async with database.transaction() as tx:
        for short, name in known:
            person = next(one for one in await people.all_active(tx) if one.name == name)
            await people.link(tx, Platform.BROWSER, HOME_TENANT, short, person.id)
    personas = [Persona(short, name, "") for short, name in known]
    personas += [Persona(STRANGER, "Nina Petrova", ""), Persona(GUEST, "Gwen Hall", "")]

    async def stay(_leap: Leap) -> datetime:
        return clock()

    browser = Browser(core.front, personas, clock, stay, "Northmoor Hospitals (invented)")
    timetable, app = _join(core, database, clock, browser.sender, browser_routes=browser.routes())
    app.on_shutdown.append(browser.close)
    url = await _serve(app, stack)
    session = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
    return Northmoor(Platform.BROWSER, database, core, clock, timetable, BrowserDriver(session, url), app)
