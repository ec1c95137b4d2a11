"""The guard before Bolt: size, characters, age and signature of a request. It reads no meaning and logs no body.

Bolt answers a timestamp that is no number and a body that is no UTF-8 with 500, and an unsigned ``ssl_check``
with 200; here they are 401, 400 and 401.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aiohttp import web

BODY_MOST: Final = 1_000_000
"""Bytes. Slack's largest payloads, a view with its state, stay under half of it."""
_AGE_MOST: Final = 300


class Guard:
    """Checks requests against the signing secret and the time."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    async def check(self, request: web.Request, now: datetime) -> str | web.Response:
        """Return the body of a genuine request, or the refusal: 400, 401 or 413."""
        if (request.content_length or 0) > BODY_MOST:
            return web.Response(status=413, text="too large")
        try:
            raw = await request.content.read(-1) if request.content_length else await _read(request)
        except ValueError:
            return web.Response(status=413, text="too large")
        if not self.is_genuine(
            raw,
            request.headers.get("X-Slack-Request-Timestamp", ""),
            request.headers.get("X-Slack-Signature", ""),
            now,
        ):
            return web.Response(status=401, text="not signed by Slack")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return web.Response(status=400, text="not UTF-8")

    def is_genuine(self, raw: bytes, timestamp: str, signature: str, now: datetime) -> bool:
        """Return whether Slack signed these bytes within the last five minutes (Slack's own rule)."""
        if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > len("9999999999"):
            return False
        if abs(now.timestamp() - int(timestamp)) > _AGE_MOST:
            return False
        expected = hmac.new(self._secret, b"v0:%b:%b" % (timestamp.encode(), raw), hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"v0={expected}".encode(), signature.encode(errors="replace"))


def is_shaped(payload: Mapping[str, Any]) -> bool:
    """Return whether an event has the shape of one: Bolt answers a delivery without it with 500."""
    if payload.get("type") != "event_callback":
        return True
    event = payload.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return False
    written = ("channel", "user", "text") if event["type"] in {"message", "app_mention", "app_home_opened"} else ()
    return all(isinstance(event.get(name) or "", str) for name in written)


async def _read(request: web.Request) -> bytes:
    """Return a body of unknown length. Raises ValueError as soon as it is too long."""
    found = bytearray()
    async for chunk in request.content.iter_any():
        found += chunk
        if len(found) > BODY_MOST:
            raise ValueError("too large")
    return bytes(found)
