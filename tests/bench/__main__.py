"""The benchmark: ``.venv/bin/python tests/bench`` prints a table. Server on one core, load on another, loopback only.

Ours runs as ``safety-bot serve`` over a large SQLite store; the bare frameworks store nothing. Ratios are what counts.
"""

import argparse
import asyncio
import hashlib
import hmac
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import psutil
from aiohttp import web

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from fakes.openid_issuer import OpenIdIssuer  # noqa: E402
from fakes.slack_api import SlackApi  # noqa: E402
from fill import ACTIONS_EACH, OPEN_ALERTS, fill  # noqa: E402
from load import Done, Figures, Request, http_post, run  # noqa: E402

from storage.database import Database  # noqa: E402

BOLT = "bare Bolt echo, default"
ECHO = "stock botbuilder echo, message with reply"
PRESS = "stock botbuilder echo, card action"
STATUS = "ours: signed /safety status, Slack"
STATUS_EACH = "ours: the same, the store looked at each time"
MESSAGE = "ours: Teams message 'status' with reply"
READS = "ours: Teams card action, reads a page"
WRITES = "ours: Teams card action, writes"
SPECIALIST_SLACK, SPECIALIST_TEAMS = "U0JO", "29:jo"
_NUMBERS = itertools.count(1)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a benchmark measures in real time


class Connector:
    """The least Bot connector: it takes activities and lets the load generator wait for the reply to a conversation."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[dict]] = {}
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/v3/conversations/{conversation}/activities{rest:.*}", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        waiting = self.waiting.get(request.match_info["conversation"])
        if waiting is not None and not waiting.done():
            waiting.set_result(body)
        return web.json_response({"id": f"r{next(_NUMBERS)}"}, status=201)


def slack_command(port: int, secret: str, text: str) -> Request:
    """Return a maker of signed ``/safety`` commands of the specialist."""

    def make() -> bytes:
        number = next(_NUMBERS)
        body = urlencode(
            {
                "team_id": "T0TRUST", "channel_id": "C1", "channel_name": "safety", "user_id": SPECIALIST_SLACK,
                "command": "/safety", "text": text, "api_app_id": "A0APP",
                "response_url": "https://hooks.slack.com/x", "trigger_id": f"{number}.1.a",
            }
        ).encode()  # fmt: skip
        at = str(int(time.time()))
        digest = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}",
        }  # fmt: skip
        return http_post(f"127.0.0.1:{port}", "/slack/events", body, headers)

    return make


def holds(*words: str) -> Done:
    """Return a check that an answer is a 200 that holds these words."""

    async def done(status: int, body: bytes) -> None:
        text = body.decode()
        if status != 200 or any(word not in text for word in words):
            raise AssertionError(f"answer {status}: {text[:300]}")

    return done


def activity(connector: Connector, number: int, kind: str, extra: dict) -> dict:
    """Return an activity of the specialist in a one-to-one chat of this connection."""
    return {
        "type": kind, "id": f"a{next(_NUMBERS)}", "channelId": "msteams", "serviceUrl": connector.url,
        "timestamp": _now().isoformat(), "from": {"id": SPECIALIST_TEAMS, "name": "Jo Whitfield", "aadObjectId": "jo"},
        "recipient": {"id": "28:bot", "name": "Safety"},
        "conversation": {"id": f"c{number}", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}}, **extra,
    }  # fmt: skip


TENANT = "99999999-8888-4777-8666-555555555555"


def teams_leg(
    port: int, connector: Connector, number: int, token: str, kind: str, extra: dict, check: Done
) -> tuple[Request, Done]:
    """Return a maker of activities and what ends each: the answer, and for a message the reply at the connector."""
    conversation = f"c{number}"
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}

    def make() -> bytes:
        if kind == "message":
            connector.waiting[conversation] = asyncio.get_running_loop().create_future()
        body = json.dumps(activity(connector, number, kind, extra)).encode()
        return http_post(f"127.0.0.1:{port}", "/api/messages", body, headers)

    async def done(status: int, body: bytes) -> None:
        if kind == "message":
            if status not in {200, 201, 202}:
                raise AssertionError(f"answer {status}: {body[:300]!r}")
            reply = await asyncio.wait_for(connector.waiting[conversation], 20)
            await check(200, json.dumps(reply).encode())
        else:
            await check(status, body)

    return make, done


class Server:
    """A server process on its own core. Its memory is read at the end of a leg."""

    def __init__(self, command: list[str], port: int, env: dict[str, str], folder: Path) -> None:
        self.port = port
        self.log = (folder / f"server-{port}.log").open("wb")
        pinned = ["taskset", "-c", "0", *command]
        self._process = subprocess.Popen(
            pinned, env={**os.environ, **env}, stdout=self.log, stderr=self.log, cwd=folder
        )

    def cpu(self) -> float:
        """Return the seconds of processor time used so far."""
        used = psutil.Process(self._process.pid).cpu_times()
        return float(used.user + used.system)

    async def up(self) -> None:
        """Wait until it takes connections."""
        for _ in range(200):
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended; its log is {self.log.name}")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
        raise RuntimeError("the server did not start")

    def memory(self) -> float:
        """Return resident memory in MB."""
        return psutil.Process(self._process.pid).memory_info().rss / 1e6

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(20)


def free_port() -> int:
    """Return a port that nobody uses."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


Leg = Callable[[int], Awaitable[Figures]]


async def measure(name: str, server: "Server", leg: Leg, table: list[tuple[str, Figures, Figures]]) -> None:
    """Measure a leg at 1 and at 16 connections, and the processor time that one request takes."""
    await leg(1)  # warm up
    one = await leg(1)
    before = server.cpu()
    many = await leg(16)
    each = (server.cpu() - before) / many.count * 1000
    table.append((name, one, many))
    print(
        f"{name:44} {one.rate:8.0f} {one.p50:7.2f} {one.p99:7.2f}   "
        f"{many.rate:8.0f} {many.p50:7.2f} {many.p99:7.2f} {each:7.2f}",
        flush=True,
    )


async def main(seconds: float, only: str) -> None:
    """Run all legs and print the table and the ratios."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    table: list[tuple[str, Figures, Figures]] = []
    memory: dict[str, float] = {}
    print(
        f"{'leg':44} {'1 conn/s':>8} {'p50 ms':>7} {'p99 ms':>7}   "
        f"{'16 c/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'cpu ms':>7}"
    )
    connector = Connector()
    await connector.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with SlackApi(_now) as api, OpenIdIssuer(_now) as issuer:
            api.add_user(SPECIALIST_SLACK, "Jo Whitfield", "jo.whitfield@northmoor.example")
            if only in {"", "bare"}:
                await _bare(folder, api, connector, seconds, table)
            if only in {"", "ours"}:
                await _ours(folder, api, issuer, connector, seconds, table, memory)
    _print_ratios(table, memory)


async def _bare(folder: Path, api: SlackApi, connector: Connector, seconds: float, table: list) -> None:
    port = free_port()
    server = Server(
        [sys.executable, str(HERE / "bare.py"), "bolt", str(port), api.secret, api.token, api.url], port, {}, folder
    )
    await server.up()
    make = slack_command(port, api.secret, "status")
    check = holds("You said status")
    await measure(BOLT, server, lambda n: run("127.0.0.1", port, [(make, check)] * n, seconds), table)
    server.stop()
    port = free_port()
    server = Server([sys.executable, str(HERE / "bare.py"), "botbuilder", str(port)], port, {}, folder)
    await server.up()
    message, press = {"text": "status", "textFormat": "plain"}, _press("status.page", "all:0")
    for name, kind, extra, word in (
        (ECHO, "message", message, "You said status"),
        (PRESS, "invoke", press, "Pressed"),
    ):

        def legs(count: int, kind: str = kind, extra: dict = extra, word: str = word) -> list[tuple[Request, Done]]:
            return [teams_leg(port, connector, number, "", kind, extra, holds(word)) for number in range(count)]

        await measure(name, server, lambda n, legs=legs: run("127.0.0.1", port, legs(n), seconds), table)
    server.stop()


def _press(action: str, value: str) -> dict:
    data = {"safety": {"press": action, "value": value}}
    pressed = {"type": "Action.Execute", "verb": action, "data": data}
    return {"name": "adaptiveCard/action", "value": {"action": pressed, "trigger": "manual"}, "replyToId": "r1"}


async def _ours(
    folder: Path, api: SlackApi, issuer: OpenIdIssuer, connector: Connector, seconds: float, table: list, memory: dict
) -> None:
    store = folder / "bench.db"
    database = Database(f"sqlite:///{store}")
    began = time.perf_counter()
    await fill(database, _now())
    await database.close()
    print(f"(store filled in {time.perf_counter() - began:.0f} s, {store.stat().st_size / 1e6:.0f} MB)")
    env = {
        "DATABASE_URL": f"sqlite:///{store}", "SLACK_BOT_TOKEN": api.token, "SLACK_SIGNING_SECRET": api.secret,
        "SLACK_API_URL": api.url, "MICROSOFT_APP_ID": issuer.app_id, "MICROSOFT_APP_PASSWORD": issuer.app_password,
        "MICROSOFT_APP_TENANT_ID": issuer.tenant_id,
        "SAFETY_TEAMS_OPENID_URL": issuer.metadata_url, "SAFETY_TEAMS_LOGIN_URL": issuer.login_url,
        "SAFETY_TEAMS_SERVICE_HOSTS": "127.0.0.1", "SAFETY_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    port = free_port()
    command = [str(Path(sys.executable).parent / "safety-bot"), "serve", "--port", str(port)]
    server = Server(command, port, env, folder)
    await server.up()
    await asyncio.sleep(2)
    total = f"{OPEN_ALERTS * ACTIONS_EACH}"
    make = slack_command(port, api.secret, "status")
    check = holds("Safety now", total, "Invented action")
    memory["at rest"] = server.memory()
    await measure(
        STATUS,
        server,
        lambda n: run("127.0.0.1", port, [(make, check)] * n, seconds),
        table,
    )
    fresh_port = free_port()
    fresh = Server([*command[:-1], str(fresh_port)], fresh_port, {**env, "SAFETY_FIGURES_SECONDS": "0"}, folder)
    await fresh.up()
    each = slack_command(fresh_port, api.secret, "status")
    await measure(STATUS_EACH, fresh, lambda n: run("127.0.0.1", fresh_port, [(each, check)] * n, seconds), table)
    fresh.stop()
    token = issuer.sign(connector.url)
    message = {"text": "status", "textFormat": "plain"}
    for name, kind, extra, words in (
        (MESSAGE, "message", message, ("Safety now", total)),
        (READS, "invoke", _press("status.page", "all:0"), ("Safety now", total)),
        (WRITES, "invoke", _press("chat.later", ""), ("no longer open",)),
    ):

        def legs(count: int, kind: str = kind, extra: dict = extra, words: tuple = words) -> list[tuple[Request, Done]]:
            return [teams_leg(port, connector, number, token, kind, extra, holds(*words)) for number in range(count)]

        await measure(name, server, lambda n, legs=legs: run("127.0.0.1", port, legs(n), seconds), table)
    memory["after the load"] = server.memory()
    server.stop()


def _print_ratios(table: list[tuple[str, Figures, Figures]], memory: dict[str, float]) -> None:
    rows = {name: (one, many) for name, one, many in table}
    print()
    for what, megabytes in memory.items():
        print(f"resident memory {what}: {megabytes:.0f} MB (target: under 150)")
    if BOLT not in rows or STATUS not in rows:
        return
    for name in (STATUS, STATUS_EACH):
        ratio, wait = rows[name][1].rate / rows[BOLT][1].rate, rows[name][0].p50 / rows[BOLT][0].p50
        print(f"{name}, against {BOLT}:")
        print(f"  requests at 16 connections {ratio:.2f} (target: at least 0.7)")
        print(f"  p50 on one connection      {wait:.2f} (target: at most 0.5)")
    for name, target in ((MESSAGE, 3), (READS, 5), (WRITES, 5)):
        ratio, alike = rows[name][1].rate / rows[ECHO][1].rate, rows[name][1].rate / rows[PRESS][1].rate
        print(f"{name}, at 16 connections:")
        print(f"  against {ECHO}: {ratio:.1f} (target: at least {target}); against {PRESS}: {alike:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="how long each leg is measured")
    parser.add_argument("--only", choices=["", "bare", "ours"], default="", help="measure one side only")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.seconds, chosen.only))
