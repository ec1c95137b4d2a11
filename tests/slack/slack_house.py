"""A Slack adapter served on loopback against the fake, with a front that records turns and gives prepared replies."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import pytest
from aiohttp import web
from fakes.slack_api import SlackApi
from fakes.slack_person import SlackPeople
from pydantic import BaseModel, SecretStr

from bot.slack import Slack, SlackSettings
from handlers.chat.form import Ask, Choice, FileRef, Finds, Form, LocationRef, form
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply
from handlers.chat.turn import Turn

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NURSE, LEAD, GUEST = "U0NURSE", "U0LEAD", "U0GUEST"
WARD = "C0WARD"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class PreparedFront:
    """Receives turns, remembers them, and answers what was prepared, in order; then nothing."""

    replies: list[Outcome] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    searches: list[tuple[Finds, str]] = field(default_factory=list)
    before: Callable[[Turn], None] = lambda _: None

    def will(self, *replies: Reply, **outcome: bool) -> None:
        """Prepare the next answers."""
        self.replies += [Outcome(reply, **outcome) for reply in replies]

    async def receive(self, turn: Turn) -> Outcome:
        self.turns.append(turn)
        self.before(turn)
        return self.replies.pop(0) if self.replies else Outcome(Reply())

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:  # noqa: ARG002
        self.searches.append((kind, query))
        places = ("Ward 7", "Ward 7 Annexe", "Emergency Department")
        found = [Choice(f"#{number}", name) for number, name in enumerate(places, 1) if query.lower() in name.lower()]
        return tuple(found[:limit])


@dataclass
class House:
    """Everything that a test needs at hand."""

    api: SlackApi
    slack: Slack
    front: PreparedFront
    people: SlackPeople
    clock: Clock
    endpoint: str


@asynccontextmanager
async def house_with(
    *, app_token: str | None = None, start: bool = True, prepare: Callable[[SlackApi], None] = lambda _: None
) -> AsyncIterator[House]:
    """Serve the adapter against a fresh fake."""
    clock, front = Clock(), PreparedFront()
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(SlackApi(clock))
        api.add_user(NURSE, "Priya Nair", "priya.nair@example.org")
        api.add_user(LEAD, "Leila Haddad", "leila.haddad@example.org")
        api.add_user(GUEST, "Sam Guest", "sam@example.com", team="T0OTHER")
        api.add_channel(WARD, "ward-7", {NURSE, LEAD, api.bot_user})
        prepare(api)
        secret = SecretStr(api.secret)
        settings = SlackSettings(SecretStr(api.token), secret, SecretStr(app_token) if app_token else None, api.url)
        slack = Slack(settings, front, clock)
        stack.push_async_callback(slack.close)
        if start:
            await slack.start()
        endpoint = await serve(slack, stack)
        yield House(api, slack, front, SlackPeople(api, endpoint), clock, endpoint)


async def serve(slack: Slack, stack: AsyncExitStack) -> str:
    """Serve the adapter and return the URL that Slack posts to."""
    app = web.Application()
    app.router.add_post("/slack/events", slack.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Give an adapter that has joined its workspace."""
    async with house_with() as found:
        yield found


class Harm(StrEnum):
    """Two levels are enough here."""

    NONE = "none"
    LOW = "low"


class Fall(BaseModel):
    """A form with one field of each kind that a modal shows."""

    what: Annotated[str, Ask("What happened?", hint="No names, please.", long=True)]
    where: Annotated[LocationRef, Ask("Where?")]
    harm: Annotated[Harm, Ask("Harm", labels={"none": "No harm", "low": "Low harm"})]
    patients: Annotated[int, Ask("How many patients?", least=0, top=9)] = 1
    involved: Annotated[tuple[Harm, ...], Ask("Involved", labels={"none": "Nothing", "low": "A device"})] = ()
    photo: Annotated[FileRef | None, Ask("A picture")] = None


def fall(**values: Any) -> Form:
    """Return the form of a fall."""
    return form(Fall, "test.fall", "Report a fall", submit="Check it", context="draft-1", values=values)
