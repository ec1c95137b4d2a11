"""A stateful fake of Slack's Web API on a real HTTP server, as strict as Slack, and no network beyond loopback.

Use it with ``fakes.slack_person.SlackPeople``, the half that plays the people::

    async with SlackApi(clock) as api:                      # the clock that the bot uses as well
        api.add_user("U1", "Priya Nair", "priya.nair@example.org")
        api.add_channel("C1", "ward-7", members={"U1", api.bot_user})
        slack = Slack(SlackSettings(SecretStr(api.token), SecretStr(api.secret), None, api.url), front, clock)
        …                                                    # serve slack.handle at /slack/events
        people = SlackPeople(api, "http://127.0.0.1:…/slack/events")
        await people.command("U1", "status", channel="C1")
        print(people.screen("U1").whispers[-1].text)

It refuses what Slack refuses (Block Kit limits, unknown users and channels, a wrong token, a trigger after three
seconds or twice) and fails on demand: ``api.fail("chat.postMessage", Fault(429, seconds=7))``, ``Fault(500)``,
``Fault(500, after=True)`` (the message is kept, the answer is not), ``Fault(drop=True)``. ``api.calls`` lists what
was called. Socket Mode: the bot connects to ``apps.connections.open``'s address, ``api.sockets`` holds the sockets.
"""

import asyncio
import copy
import itertools
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Self

from aiohttp import web
from fakes.slack_methods import METHODS
from fakes.slack_rules import Refusal, check_message, check_view

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Channel:
    """A place, its people and its messages, oldest first."""

    id: str
    name: str
    members: set[str]
    messages: list[dict[str, Any]] = field(default_factory=list)
    archived: bool = False


@dataclass
class Fault:
    """How the next call of a method goes wrong."""

    status: int = 500
    seconds: int = 1
    after: bool = False
    drop: bool = False
    code: str = ""


@dataclass
class ResponseUrl:
    """Where a response URL leads, and until when."""

    channel: str
    user: str
    until: datetime
    uses: int = 0
    replaces: dict[str, Any] | None = None


class SlackApi:
    """The service: what it knows, and its server."""

    team = "T0TRUST"
    bot_user = "U0BOT"
    bot_id = "B0BOT"
    token = "xoxb-fake-token"
    app_token = "xapp-fake-token"
    secret = "fake-signing-secret"
    scopes = (
        "app_mentions:read,chat:write,commands,files:read,files:write,im:history,im:write,users:read,users:read.email"
    )

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.modals: dict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, dict[str, Any]] = {}
        self.whispers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.files: dict[str, dict[str, Any]] = {}
        self.responses: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, tuple[str, datetime]] = {}
        self.used_triggers: set[str] = set()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: dict[str, asyncio.Future[Any]] = {}
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.origin = ""
        self.add_user(self.bot_user, "Safety", None, bot=True)

    @property
    def url(self) -> str:
        """The value of SLACK_API_URL."""
        return f"{self.origin}/api/"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/download/{file}", self._download)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def number(self, prefix: str) -> str:
        """Return a fresh id."""
        return f"{prefix}{next(self._numbers):06d}"

    def stamp(self) -> str:
        """Return a fresh message id: the time and a counter."""
        return f"{int(self.clock().timestamp())}.{next(self._numbers):06d}"

    def add_user(self, user: str, name: str, email: str | None, *, team: str | None = None, bot: bool = False) -> None:
        """Add a person to the workspace (or, with ``team``, a guest from another)."""
        profile = {"real_name": name} | ({"email": email} if email else {})
        self.users[user] = {
            "id": user, "team_id": team or self.team, "name": name.lower().replace(" ", "."), "real_name": name,
            "deleted": False, "is_bot": bot, "profile": profile,
        }  # fmt: skip

    def add_channel(self, channel: str, name: str, members: set[str]) -> None:
        """Add a channel."""
        self.channels[channel] = Channel(channel, name, members)

    def chat_with(self, user: str) -> Channel:
        """Return the one-to-one chat of a person and the bot."""
        channel = self.channels.get(f"D{user}")
        if channel is None:
            channel = self.channels[f"D{user}"] = Channel(f"D{user}", "directmessage", {user, self.bot_user})
        return channel

    def trigger(self, user: str) -> str:
        """Return a trigger id that works once, for three seconds."""
        trigger = self.number("trigger.")
        self.triggers[trigger] = (user, self.clock() + TRIGGER_LIFE)
        return trigger

    def use_trigger(self, trigger: str) -> str:
        """Return whose trigger it is. Raises Refusal when it is unknown, old or used."""
        if trigger in self.used_triggers:
            raise Refusal("exchanged_trigger_id")
        if trigger not in self.triggers:
            raise Refusal("invalid_trigger_id")
        user, until = self.triggers[trigger]
        if self.clock() > until:
            raise Refusal("expired_trigger_id")
        self.used_triggers.add(trigger)
        return user

    def response_url(self, channel: str, user: str, replaces: dict[str, Any] | None = None) -> str:
        """Return a URL that takes five answers within 30 minutes."""
        key = self.number("R")
        self.responses[key] = ResponseUrl(channel, user, self.clock() + RESPONSE_LIFE, 0, replaces)
        return f"{self.origin}/response/{key}"

    def keep_view(self, view: dict[str, Any], view_id: str | None = None) -> dict[str, Any]:
        """Check a view, give it its ids and keep it."""
        check_view(view, self.ready_files())
        kept = copy.deepcopy(view) | {"id": view_id or self.number("V"), "hash": self.number("hash.")}
        kept |= {"team_id": self.team, "app_id": "A0APP", "bot_id": self.bot_id, "errors": {}}
        self.give_ids(kept["blocks"])
        self.views[kept["id"]] = kept
        return kept

    def give_ids(self, blocks: list[dict[str, Any]]) -> None:
        """Give each block the id that Slack gives it."""
        for block in blocks:
            block.setdefault("block_id", self.number("blk"))

    def keep_message(self, message: dict[str, Any]) -> dict[str, Any]:
        """Check what a message says and return it with ids."""
        check_message(message.get("text", ""), message.get("blocks"), self.ready_files())
        kept = copy.deepcopy(message)
        self.give_ids(kept.get("blocks") or [])
        return kept

    def ready_files(self) -> set[str]:
        """Return the ids of files that are uploaded and read."""
        return {file for file, known in self.files.items() if known.get("mimetype")}

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong, in this order. ``method`` may be ``response_url`` or ``upload``."""
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments of each call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def _faulty(self, request: web.Request, method: str, answer: Callable[[], web.Response]) -> web.Response:
        fault = self._faults[method].pop(0) if self._faults[method] else None
        if fault is None or fault.after:
            answered = answer()
        if fault is None:
            return answered
        if fault.drop:
            assert request.transport is not None
            request.transport.close()
            return web.Response(status=500)
        if fault.code:
            return self._json({"ok": False, "error": fault.code})
        if fault.status != 429:
            return web.Response(status=fault.status, text="<h1>Server Error</h1>", content_type="text/html")
        headers = {"Retry-After": str(fault.seconds)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    async def _call(self, request: web.Request) -> web.Response:
        method, arguments = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get("token", "")
        arguments.pop("token", None)
        self.calls.append((method, arguments))
        return await self._faulty(request, method, lambda: self._answer(method, token, arguments))

    def _answer(self, method: str, token: str, arguments: dict[str, Any]) -> web.Response:
        wanted = self.app_token if method == "apps.connections.open" else self.token
        if token != wanted:
            return self._json({"ok": False, "error": "invalid_auth" if token else "not_authed"})
        if method not in METHODS:
            return self._json({"ok": False, "error": "unknown_method"})
        try:
            return self._json({"ok": True} | METHODS[method](self, arguments))
        except Refusal as refusal:
            return self._json({"ok": False, "error": refusal.code, "detail": refusal.detail})

    def _json(self, body: dict[str, Any]) -> web.Response:
        headers = {"Date": format_datetime(self.clock(), usegmt=True), "X-OAuth-Scopes": self.scopes}
        return web.json_response(body, headers=headers)

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()

        def keep() -> web.Response:
            file = self.files[request.match_info["file"]]
            if len(content) != file["length"]:
                return web.Response(status=400)
            file["content"] = content
            return web.Response(text=f"OK - {len(content)}")

        return await self._faulty(request, "upload", keep)

    async def _download(self, request: web.Request) -> web.Response:
        file = self.files.get(request.match_info["file"])
        if file is None or request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=403)
        return await self._faulty(request, "download", lambda: web.Response(body=file["content"]))

    async def _respond(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append(("response_url", body))
        return await self._faulty(request, "response_url", lambda: self._take(request.match_info["id"], body))

    def _take(self, key: str, body: dict[str, Any]) -> web.Response:
        known = self.responses.get(key)
        if known is None or self.clock() > known.until or known.uses >= RESPONSE_USES:
            return web.Response(status=404, text="used_url")
        known.uses += 1
        try:
            kept = self.keep_message({"text": body.get("text", ""), "blocks": body.get("blocks")})
        except Refusal as refusal:
            return web.Response(status=400, text=refusal.code)
        if body.get("replace_original") and known.replaces is not None:
            known.replaces |= kept
        elif body.get("response_type") == "in_channel":
            self.channels[known.channel].messages.append(kept | {"ts": self.stamp(), "user": self.bot_user})
        else:
            self.whispers[known.user].append(kept | {"ts": self.stamp(), "channel": known.channel})
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            answer = json.loads(message.data)
            waiting = self.acknowledged.get(answer["envelope_id"])
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload"))
        self.sockets.remove(socket)
        return socket


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Return query, form and JSON arguments as one; JSON in a form field is read as Slack reads it."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    elif request.method == "POST":
        arguments |= dict(await request.post())
    for name in ("blocks", "view", "metadata", "files"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments
