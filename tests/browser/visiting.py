"""Who visits the demo page in tests: the page on a real server, and a visitor whose browser runs no script."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aiohttp import ClientSession
from showcase import Showcase, everything

from bot.browser import Browser, Leap, Persona
from handlers.chat.card import Card
from handlers.chat.port import Parcel
from handlers.chat.reply import Reply, show

PEOPLE = (
    Persona("amina", "Amina Yusuf", "Nurse, Ward 7", ("cards", "form"), "amina@northmoor.example"),
    Persona("leila", "Dr Leila Haddad", "Clinical lead, Medicine"),
    Persona("colin", "Colin Abbott", "CAS officer"),
)
T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Demo:
    """The page, the front behind it, and a clock that the test moves."""

    now: datetime = T0
    leaps: list[Leap] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    breaks: bool = False
    sent: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self.gate.set()
        self.front = Showcase(self._today)
        self.browser = Browser(self.front, PEOPLE, lambda: self.now, self.move, "Northmoor Hospitals")

    def _today(self) -> date:
        return self.now.date()

    async def move(self, leap: Leap) -> datetime:
        """Go an hour on and send the lead one message, once the gate is open."""
        await self.gate.wait()
        if self.breaks:
            raise RuntimeError("the store is gone")
        self.leaps.append(leap)
        self.now += timedelta(hours=1)
        await self.send("leila", everything())
        return self.now

    async def send(self, user: str, *cards: Card, reply: Reply | None = None, **more: Any) -> dict[str, str]:
        """Deliver a message as the courier does and return its address."""
        self.sent += 1
        address = {"user": user, **more.pop("address", {})}
        parcel = Parcel(more.pop("key", f"key-{self.sent}"), address, reply or show(*cards), **more)
        return dict((await self.browser.sender.send(parcel)).ref)


@dataclass
class Visitor:
    """Somebody whose browser runs no script: reads HTML, follows redirects, posts what the forms hold."""

    session: ClientSession
    url: str
    user: str = "amina"
    html: str = ""

    async def look(self, path: str = "") -> str:
        """Open the page and return it."""
        async with self.session.get(self.url + (path or f"/?as={self.user}")) as response:
            assert response.status == 200
            self.html = await response.text()
        return self.html

    @property
    def token(self) -> str:
        """The token of the page that was looked at last."""
        return re.findall(r'name="token" value="([^"]+)"', self.html)[0]

    async def post(self, path: str, *, follow: bool = True, **fields: Any) -> str:
        """Post fields with the page's token and return the page that follows."""
        status, text = await self.try_post(path, follow=follow, **fields)
        assert status in {200, 303}, (status, text)
        self.html = text
        return text

    async def try_post(
        self, path: str, *, follow: bool = True, headers: dict[str, str] | None = None, **fields: Any
    ) -> tuple[int, str]:
        """Post fields and return status and body, whatever they are."""
        data = {"token": self.token, "as": self.user, "delivery": self.delivery(), **fields}
        target = self.url + path
        async with self.session.post(target, data=data, allow_redirects=follow, headers=headers) as response:
            return response.status, await response.text()

    def delivery(self, message: int = 0) -> str:
        """Return the identity of a drawn message, or of the message box."""
        start = self.html.index(f'id="m{message}"' if message else 'id="composer"')
        return re.findall(r'name="delivery" value="([^"]+)"', self.html[start:])[0]

    def last(self, kind: str = "theirs") -> int:
        """Return the number of the last message on the page."""
        return int(re.findall(rf'<article class="message {kind}" id="m(\d+)"', self.html)[-1])

    async def say(self, words: str) -> str:
        """Type words and send them."""
        return await self.post("/say", words=words)

    async def press(self, label: str, **fields: Any) -> str:
        """Press the last button with this label."""
        found = re.findall(rf'name="press" value="([^"]+)"[^>]*>{re.escape(label)}<', self.html)
        value = found[-1].replace("&#34;", '"')
        where = self.html.rindex(f">{label}<")
        message = int(re.findall(r'id="m(\d+)" data-version', self.html[:where])[-1])
        return await self.post("/press", press=value, message=str(message), delivery=self.delivery(message), **fields)
