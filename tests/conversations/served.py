"""``safety-bot serve`` as a real process that a test starts, kills without warning, and starts again on the same store.

Only Slack and Teams are fakes, on loopback in the test's own process; time is real, because the process has its own.
Each process is a fork of one that has imported the program and waits, which saves four seconds of importing a start.
"""

import asyncio
import json
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, web
from fakes.slack_api import SlackApi
from sqlalchemy import update

from bot.app import now
from bot.commands.serve import serve_from
from bot.commands.terminal import read_settings
from bot.settings import names
from schedules.timetable import Every
from storage import migrations, outbox
from storage.database import Database
from storage.imports.places import import_places
from storage.imports.staff import import_staff
from storage.records import OutboxState
from storage.tables import outbox as outbox_table

DEMO: Final = Path(__file__).parents[2] / "bot" / "demo"
_UNSETTLED: Final = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN)
_QUICK: Final = Every(deliver=0.1)
_START_SECONDS: Final = 30.0
_SETTLE_SECONDS: Final = 20.0


@cache
def _forks() -> ForkServerContext:
    """Start what processes are forked from, and let it import the program once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm_program"])
    before = dict(os.environ)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *filter(None, [before.get("PYTHONPATH")])])
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context


def _serve(folder: Path, environment: Mapping[str, str], log: Path) -> None:
    """Be ``safety-bot serve`` in a process that was forked for it, with quicker ticks: tests wait for them."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("wb") as said:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(said.fileno(), stream.fileno())
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    serve_from(read_settings(), "127.0.0.1", 0, every=_QUICK)


@dataclass
class Served:
    """The process. ``url`` is where it listens now; it is another port after each start."""

    folder: Path
    settings: Mapping[str, str]
    url: str = ""
    starts: int = 0
    _process: BaseProcess | None = None
    _log: Path = field(default=Path())

    async def start(self) -> None:
        """Start the process and wait until it listens."""
        self.starts += 1
        self._log = self.folder / f"serve-{self.starts}.log"
        self._log.touch()
        kept = {name: value for name, value in os.environ.items() if name not in set(names())}
        self._process = _forks().Process(target=_serve, args=(self.folder, {**kept, **self.settings}, self._log))
        self._process.start()
        self.url = f"http://127.0.0.1:{await self._port()}"
        await self._joined()

    async def kill(self) -> None:
        """End the process at once, as a power cut does."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join)

    def logs(self) -> str:
        """Return everything that all its runs wrote."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("serve-*.log")))

    async def _port(self) -> int:
        async with asyncio.timeout(_START_SECONDS):
            while True:
                for line in self._log.read_text().splitlines():
                    if '"serving"' in line:
                        return int(json.loads(line)["port"])
                assert self._process is not None
                assert self._process.is_alive(), self._log.read_text()
                await asyncio.sleep(0.02)

    async def _joined(self) -> None:
        async with asyncio.timeout(_START_SECONDS), ClientSession() as session:
            while True:
                async with session.get(f"{self.url}/health/ready") as answer:
                    if answer.status == 200:
                        return
                await asyncio.sleep(0.02)


async def fill(url: str) -> Database:
    """Make the tables of an empty store, put people and places in, and return it opened for looking."""
    database = Database(url)
    await migrations.upgrade(database)
    for load, name in ((import_staff, "staff.csv"), (import_places, "locations.csv")):
        await load(database, (DEMO / name).read_bytes(), now=now(), apply=True, stop_missing=False)
    return database


async def settle(database: Database) -> None:
    """Wait until the process has sent everything that is due."""
    async with asyncio.timeout(_SETTLE_SECONDS):
        while True:
            async with database.reading() as tx:
                unsettled = await outbox.listing(tx, _UNSETTLED, 100)
            if not any(one.due_at <= now() for one in unsettled):
                return
            await asyncio.sleep(0.02)


async def end_leases(database: Database) -> None:
    """Let the leases of a process that is gone run out, which takes half a minute by itself."""
    async with database.transaction() as tx:
        await tx.execute(update(outbox_table).where(outbox_table.c.lease_until.is_not(None)).values(lease_until=now()))


class HeldSlack(SlackApi):
    """A Slack that can be told to keep the next new message waiting, before or after it has taken it."""

    def __init__(self) -> None:
        super().__init__(now)
        self.holds = ""
        self.reached = asyncio.Event()
        self.released = asyncio.Event()

    async def _faulty(self, request: web.Request, method: str, answer) -> web.Response:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if method != "chat.postMessage" or not self.holds:
            return await super()._faulty(request, method, answer)
        taken, self.holds = self.holds == "after", ""
        answered = answer() if taken else web.Response(status=500)
        self.reached.set()
        await self.released.wait()
        return answered


@asynccontextmanager
async def serving(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Served]:
    """Start the process and end it with the test."""
    served = Served(folder, settings)
    try:
        await served.start()
        yield served
    finally:
        await served.kill()
