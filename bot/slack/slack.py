"""Slack as one thing: what the program makes at the start, hands requests to, checks, and closes.

It starts even while Slack is down, and answers 503 until it knows which workspace it serves.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

import aiohttp
import structlog
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answer import Answerer
from bot.slack.errors import code_of
from bot.slack.guard import Guard, is_shaped
from bot.slack.listen import build_bolt
from bot.slack.read import Workspace
from bot.slack.send import SlackSender
from bot.slack.socket import build_socket
from handlers.chat.port import Front

log = structlog.get_logger()

SLACK_API: Final = "https://slack.com/api/"
SCOPES: Final = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
"""The bot scopes that the manifest asks for and ``check`` looks for."""
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0
_SKEW_MOST: Final = 60.0
_TROUBLES: Final = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What Slack needs. ``signing_secret`` switches HTTP mode on, ``app_token`` Socket Mode."""

    bot_token: SecretStr
    signing_secret: SecretStr | None = None
    app_token: SecretStr | None = None
    api_url: str = SLACK_API


class Finding(NamedTuple):
    """One thing that was checked, and what to do about it."""

    name: str
    ok: bool
    words: str


class Slack:
    """The Slack adapter. Call ``start`` on the event loop before the first request, ``close`` at the end."""

    def __init__(self, settings: SlackSettings, front: Front, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._front = front
        self._clock = clock
        self._token = settings.bot_token.get_secret_value()
        self._client = AsyncWebClient(self._token, base_url=settings.api_url, retry_handlers=[])
        self._bolt_client = AsyncWebClient(base_url=settings.api_url, retry_handlers=[])
        self._guard = Guard(settings.signing_secret.get_secret_value()) if settings.signing_secret else None
        self._app: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._waiting: asyncio.Task[None] | None = None
        self.sender = SlackSender(self._client)
        self._answerer = Answerer(self._client, self.sender)

    @property
    def ready(self) -> bool:
        """Whether Slack has told us who we are."""
        return self._app is not None

    async def start(self) -> None:
        """Ask Slack once who we are and begin to listen. If Slack cannot say, go on asking in the background."""
        self._open_session()
        if not await self._join():
            self._waiting = asyncio.create_task(self._keep_joining())

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request of Slack's: 400, 401, 413 for what is not Slack's, 503 until started, 200 when stored."""
        if self._guard is None:
            return web.Response(status=401, text="Socket Mode only")
        body = await self._guard.check(request, self._clock())
        if isinstance(body, web.Response):
            return body
        if self._app is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        try:
            delivery = AsyncBoltRequest(body=body, headers={"content-type": request.content_type})
        except (ValueError, AttributeError, LookupError, TypeError):
            return web.Response(status=400, text="not a payload")
        if not is_shaped(delivery.body):
            return web.Response(status=400, text="not a payload")
        answer = await self._app.async_dispatch(delivery)
        if not answer.body:
            return web.Response(status=answer.status)
        kind = "application/json" if answer.body.startswith("{") else "text/plain"
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    async def check(self) -> list[Finding]:
        """Say what works and, for what does not, how to mend it."""
        temporary = self._client.session is None
        self._open_session()
        try:
            findings = await self._check_bot()
            if self._settings.app_token is not None:
                findings.append(await self._check_socket(self._settings.app_token.get_secret_value()))
            return findings
        finally:
            if temporary:
                await self._close_session()

    async def hush(self) -> None:
        """Take no more turns over Socket Mode; sending goes on until ``close``."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Stop listening, finish what was put off, and close connections."""
        if self._waiting is not None:
            self._waiting.cancel()
            await asyncio.gather(self._waiting, return_exceptions=True)
        await self.hush()
        await self._answerer.close()
        await self._close_session()

    def _open_session(self) -> None:
        if self._client.session is None:
            session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15, connect=5))
            self._client.session = self._bolt_client.session = session

    async def _close_session(self) -> None:
        if self._client.session is not None:
            await self._client.session.close()
            self._client.session = self._bolt_client.session = None

    async def _keep_joining(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            await asyncio.sleep(pause)
            if await self._join():
                return
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _join(self) -> bool:
        try:
            found = await self._client.auth_test()
        except _TROUBLES as error:
            log.warning("slack.not_joined", code=code_of(error))
            return False
        workspace = Workspace(str(found["team_id"]), str(found["user_id"]), str(found.get("bot_id") or ""))
        self.sender.belongs_to(workspace.team)
        self._app = build_bolt(
            self._bolt_client, self._client, self._token, workspace, self._front, self._answerer, self._clock
        )
        log.info("slack.joined", team=workspace.team)
        if self._settings.app_token is not None:
            self._socket = build_socket(self._app, self._settings.app_token.get_secret_value())
            # Connecting goes on until it succeeds, so the start of the program does not wait for it.
            self._waiting = asyncio.create_task(self._socket.connect_async())  # type: ignore[no-untyped-call]
        return True

    async def _check_bot(self) -> list[Finding]:
        try:
            found = await self._client.auth_test()
        except _TROUBLES as error:
            code = code_of(error)
            mend = (
                "Check SLACK_BOT_TOKEN."
                if code.endswith(("_auth", "_authed", "_revoked", "_expired"))
                else (f"Check that this machine reaches {self._settings.api_url}.")
            )
            return [Finding("Slack", ok=False, words=f"Slack did not accept us: {code}. {mend}")]
        findings = [Finding("Slack", ok=True, words=f"Joined workspace {found['team_id']} as {found['user_id']}.")]
        headers = {name.lower(): value for name, value in found.headers.items()}
        if "x-oauth-scopes" in headers:
            granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
            missing = [scope for scope in SCOPES if scope not in granted]
            words = f"Add these and install the app again: {', '.join(missing)}." if missing else "All there."
            findings.append(Finding("Slack scopes", ok=not missing, words=words))
        if "date" in headers:
            skew = abs((self._clock() - parsedate_to_datetime(headers["date"])).total_seconds())
            words = f"This machine's clock is {skew:.0f} seconds away from Slack's."
            mend = "" if skew <= _SKEW_MOST else " Set the clock: Slack's signatures count for five minutes only."
            findings.append(Finding("Slack clock", ok=skew <= _SKEW_MOST, words=words + mend))
        return findings

    async def _check_socket(self, app_token: str) -> Finding:
        try:
            await self._client.apps_connections_open(app_token=app_token)
        except _TROUBLES as error:
            words = f"Socket Mode is not open to us: {code_of(error)}. Check SLACK_APP_TOKEN (scope connections:write)."
            return Finding("Slack Socket Mode", ok=False, words=words)
        return Finding("Slack Socket Mode", ok=True, words="A connection can be opened.")
