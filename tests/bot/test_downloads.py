"""The page behind a link to a file: looking gives nothing away, pressing gives the file once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from invented import NURSE, Clock, found_trust
from samples import photo
from sqlalchemy import select

from bot.downloads import Downloads
from bot.readiness import measure_readiness
from bot.telemetry import Metrics
from bot.web import make_app
from storage import file_links, files, incidents
from storage.cleaning import clean
from storage.database import Database
from storage.records import EventType, IncidentContent, Screened
from storage.tables import audit

RISK = IncidentContent(EventType.RISK, Screened("Loose rail"), None, None, None, None, (), (), Screened(""))


@dataclass
class Door:
    """The served application, with one photo in a report and somebody who may have it."""

    url: str
    http: ClientSession
    database: Database
    clock: Clock
    key: str
    person: int

    async def link(self) -> str:
        """Return the address of a new link."""
        async with self.database.transaction() as tx:
            return f"{self.url}files/{await file_links.make(tx, self.key, self.person, self.clock())}"


@pytest.fixture
async def door(sqlite_database: Database) -> AsyncIterator[Door]:
    ids, clock = await found_trust(sqlite_database), Clock()
    async with sqlite_database.transaction() as tx:
        incident = await incidents.submit(tx, RISK, reporter_id=ids[NURSE], now=clock(), year=2026)
        kept = await files.add(tx, name='photo "1".jpg', cleaned=clean(photo(), ""), owner_id=ids[NURSE], now=clock())
        await files.put_in_report(tx, kept.key, incident.id, clock())
    app: web.Application = make_app(
        ready=lambda: measure_readiness(sqlite_database, clock()),
        metrics=Metrics(),
        downloads=Downloads(sqlite_database, clock).answer,
    )
    async with TestServer(app) as server, ClientSession() as http:
        yield Door(str(server.make_url("/")), http, sqlite_database, clock, kept.key, ids[NURSE])


async def test_a_preview_by_a_chat_program_gives_nothing_and_ends_nothing(door: Door) -> None:
    link = await door.link()
    for _ in range(2):
        async with door.http.get(link) as page:
            text = await page.text()
        assert page.status == 200
        assert "photo &quot;1&quot;.jpg, Picture" in text
        assert '<form method="post">' in text
        assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    async with door.http.post(link) as answer:
        assert await answer.read() == clean(photo(), "").content
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="photo _1_.jpg"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with door.database.reading() as tx:
        told = (await tx.execute(select(audit.c.actor, audit.c.act))).all()
    assert told == [(f"person:{door.person}", "incident.file_opened")]


async def test_a_link_that_was_used_or_is_too_old_or_was_made_up_gives_nothing(door: Door) -> None:
    used, old = await door.link(), await door.link()
    async with door.http.post(used):
        pass
    door.clock.now += timedelta(minutes=5)
    for link in (used, old, f"{door.url}files/nonsense", f"{door.url}files/{'x' * 200}"):
        for ask in (door.http.get, door.http.post):
            async with ask(link) as answer:
                assert answer.status == 404
                assert "Ask for a new one" in await answer.text()
