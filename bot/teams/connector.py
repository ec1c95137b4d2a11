"""Calls to the Bot connector: one pooled, non-blocking client for all service URLs, with time-outs.

It stands beside botbuilder's ConnectorFactory rather than below it: botbuilder builds a client with a 999-long retry
list and a thread of ``requests`` for every turn, and nothing here answers through a TurnContext, because answers
travel in the response or through the outbox. It makes one attempt a call; the courier decides about the next.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from pydantic_core import to_json
from yarl import URL

from bot.teams.credentials import Credentials
from bot.teams.hosts import permits
from bot.teams.settings import TeamsSettings

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=4, sock_connect=3)
_LARGEST: Final = 256 * 1024
_UNAUTHORIZED: Final = 401


class NotPermitted(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The service URL is not one that our token may be sent to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the connector said. ``code`` is its own error code, ``wait`` the seconds of a Retry-After header."""

    status: int
    body: Mapping[str, Any]
    code: str = ""
    wait: float | None = None


def conversation_path(conversation: str, *rest: str) -> str:
    """Return the path of a conversation, or of something in it. Ids hold colons, semicolons and slashes."""
    parts = [quote(part, safe="") for part in (conversation, *rest)]
    return "/".join(("v3/conversations", parts[0], *parts[1:]))


class Connector:
    """The client. ``session`` is a callable because aiohttp wants its session made inside the running loop."""

    def __init__(
        self, settings: TeamsSettings, session: Callable[[], aiohttp.ClientSession], credentials: Credentials
    ) -> None:
        self._settings = settings
        self._session = session
        self._credentials = credentials

    def permits(self, service_url: str) -> bool:
        """Return whether the service URL is one that we call."""
        return permits(
            service_url, self._settings.allowed_service_hosts, loopback=self._settings.unauthenticated
        ) and not (self._settings.unauthenticated and not permits(service_url, (), loopback=True))

    async def call(self, method: str, service_url: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Make one call and return the answer, whatever its status.

        Raises NotPermitted, NoToken, and aiohttp.ClientError or TimeoutError when the connection fails.
        """
        if not self.permits(service_url):
            raise NotPermitted
        headers = await self._credentials.header()
        url = URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        data = None if body is None else to_json(body)
        if data is not None:
            headers |= {"Content-Type": "application/json; charset=utf-8"}
        session = self._session()
        async with session.request(
            method, url, data=data, headers=headers, timeout=_TIMEOUT, allow_redirects=False
        ) as response:
            raw = await _read(response)
            if response.status == _UNAUTHORIZED:
                self._credentials.forget()
            return _answer(response.status, raw, response.headers.get("Retry-After"))


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > _LARGEST:
            break
    return body


def _answer(status: int, raw: bytes, retry_after: str | None) -> Answer:
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    error = body.get("error")
    code = str(error.get("code", "")) if isinstance(error, dict) else ""
    wait = float(retry_after) if retry_after and retry_after.strip().isdigit() else None
    return Answer(status, body, code[:80], wait)
