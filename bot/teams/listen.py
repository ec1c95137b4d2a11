"""POST /api/messages: who calls is checked first, then what it says is read, then botbuilder's adapter runs the turn.

botbuilder's own ``CloudAdapter.process`` is not used: it answers 500 to every invoke with a body (it serialises twice)
and to most bad tokens. Its ``process_activity`` is, with our checked claims and our connector client handed in, so
that no turn builds credentials, clients or retry lists of its own. The event loop is never blocked here.
"""

from typing import Final
from urllib.request import getproxies

import aiohttp
import structlog
from aiohttp import web
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from bot.teams.activity import BadActivity, activity_from
from bot.teams.auth import Gate, NotTrusted, Vouched
from bot.teams.connector import Connector
from bot.teams.credentials import Credentials, NoToken
from bot.teams.files import Files
from bot.teams.hear import Ear, NotStored, Searches
from bot.teams.hosts import is_loopback
from bot.teams.keys import Clock, KeyRing, KeysUnavailable
from bot.teams.send import TeamsSender
from bot.teams.settings import TeamsSettings
from handlers.chat.port import Front, Sender

LARGEST: Final = 256 * 1024
_IDLE: Final = 20.0
_AT_ONCE: Final = 50

log = structlog.get_logger("teams")


class _Ready(ConnectorFactory):  # type: ignore[misc] # botbuilder has no types
    """Hands botbuilder the pooled connector, whatever the service URL: the connector checks that itself."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> Connector:  # noqa: ARG002 - botbuilder's shape
        return self._connector


class _Authenticated(BotFrameworkAuthentication):  # type: ignore[misc]
    """Tells botbuilder that callers were checked before it sees them; it can let nobody in by itself."""

    def __init__(self, factory: ConnectorFactory) -> None:
        self._factory = factory

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:  # noqa: ARG002
        raise PermissionError("callers are checked before botbuilder sees them")

    async def authenticate_streaming_request(
        self,
        auth_header: str,  # noqa: ARG002
        channel_id_header: str,  # noqa: ARG002
    ) -> AuthenticateRequestResult:
        raise PermissionError("there is no streaming")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Return none: nobody signs in to anything through the bot."""


class Teams:
    """The Teams adapter: ``handle`` takes requests, ``sender`` takes parcels."""

    sender: Sender

    def __init__(self, settings: TeamsSettings, front: Front, clock: Clock) -> None:
        self._settings = settings
        self._http: aiohttp.ClientSession | None = None
        self._keys = KeyRing(settings.openid_metadata_url, self._session, clock)
        self._gate = Gate(settings.app_id, self._keys, clock)
        self._credentials = Credentials(settings, self._session, clock)
        self._connector = Connector(settings, self._session, self._credentials)
        searches = Searches(front, clock)
        teams_sender = TeamsSender(settings, self._connector, searches)
        self.sender = teams_sender
        files = Files(settings, self._session, self._credentials)
        self._ear = Ear(settings, front, clock, searches, teams_sender, files)
        self._factory = _Ready(self._connector)
        self._adapter = CloudAdapter(_Authenticated(self._factory))

    async def start(self) -> None:
        """Fetch the keys, so that the first message does not wait. It starts without them too."""
        if self._settings.app_id:
            try:
                await self._keys.refresh()
            except KeysUnavailable:
                log.warning("teams_starts_without_keys")

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            pool = aiohttp.TCPConnector(limit=_AT_ONCE, keepalive_timeout=_IDLE)
            jar = aiohttp.DummyCookieJar()
            # Looking for a proxy visits a thread and the disk for every call: only where there is one.
            self._http = aiohttp.ClientSession(connector=pool, cookie_jar=jar, trust_env=bool(getproxies()))
        return self._http

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one delivery. 200 means stored; 401, 400, 413 that it is no good; 503 that it should come again."""
        try:
            vouched = await self._admit(request)
            body = await _read(request)
            if body is None:
                return web.Response(status=413)
            activity = activity_from(body)
            self._cover(vouched, activity)
            return await self._answer(activity)
        except NotTrusted as refusal:
            log.warning("teams_refused", reason=refusal.reason)
            return web.Response(status=401)
        except BadActivity as refusal:
            log.warning("teams_bad_activity", reason=str(refusal))
            return web.Response(status=400)
        except KeysUnavailable:
            log.error("teams_keys_unavailable")  # noqa: TRY400 - the traceback adds nothing
            return web.Response(status=503)
        except NotStored:
            return web.Response(status=503)

    async def _admit(self, request: web.Request) -> Vouched | None:
        """Return what the caller's token vouches for, or None for a caller on this machine that needs none."""
        if self._settings.unauthenticated:
            # A proxy on this machine would make the whole world look local; its header gives it away.
            forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP"))
            if forwarded or not is_loopback(request.remote):
                raise NotTrusted("not-on-this-machine")
            return None
        return await self._gate.admit(request.headers.get("Authorization", ""))

    def _cover(self, vouched: Vouched | None, activity: Activity) -> None:
        if vouched is not None:
            vouched.cover(activity.channel_id, activity.service_url)
        if not self._connector.permits(activity.service_url):
            raise NotTrusted("service-url-not-allowed")

    async def _answer(self, activity: Activity) -> web.Response:
        checked = AuthenticateRequestResult()
        checked.claims_identity = ClaimsIdentity({}, is_authenticated=True)
        checked.connector_factory = self._factory
        invoked = await self._adapter.process_activity(checked, activity, self._ear.on_turn)
        if invoked is None:
            return web.Response(status=200)
        if invoked.body is None:
            return web.Response(status=invoked.status)
        return web.Response(status=invoked.status, body=invoked.body, content_type="application/json")

    async def check(self) -> list[tuple[str, bool, str]]:
        """Return what can be checked from here, each with whether it is well and what to do if not."""
        if not self._settings.app_id:
            open_here = self._settings.allow_unauthenticated_loopback
            words = "open to callers on this machine only" if open_here else "off: MICROSOFT_APP_ID is not set"
            return [("Teams", open_here, words)]
        return [await self._check_keys(), await self._check_token()]

    async def _check_keys(self) -> tuple[str, bool, str]:
        try:
            await self._keys.refresh()
        except KeysUnavailable:
            address = self._settings.openid_metadata_url
            return ("Teams keys", False, f"could not be fetched from {address}. Is the way out to the internet open?")
        return ("Teams keys", True, "fetched")

    async def _check_token(self) -> tuple[str, bool, str]:
        try:
            await self._credentials.header()
        except NoToken as refusal:
            mend = "Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID."
            return ("Teams token", False, f"was not given ({refusal.reason}). {mend}")
        return ("Teams token", True, "given")


async def _read(request: web.Request) -> bytes | None:
    """Return the body, or None when it is larger than any activity."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
