"""The keys that Microsoft signs with, fetched without blocking and fetched again when an unknown one turns up.

It never asks more often than every ten seconds, so that made-up key ids cannot turn the bot against Microsoft.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import jwt
import structlog

Clock = Callable[[], datetime]

_FRESH: Final = timedelta(hours=24)
_BETWEEN: Final = timedelta(seconds=10)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=5, connect=3)
_LARGEST: Final = 512 * 1024

log = structlog.get_logger("teams")


class KeysUnavailable(Exception):  # noqa: N818 - a fact about the network
    """The keys could not be fetched, so nothing can be said about a token."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels for which tokens signed with it may speak."""

    key: Any
    endorsements: frozenset[str]


class KeyRing:
    """The published keys, by key id. They are kept for a day."""

    def __init__(self, url: str, session: Callable[[], aiohttp.ClientSession], clock: Clock) -> None:
        self._url = url
        self._session = session
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._asked: datetime | None = None
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """Return the key, or None when Microsoft does not publish it. Raises KeysUnavailable without any keys."""
        found = self._keys.get(kid)
        if found is not None and self._fetched is not None and self._clock() - self._fetched < _FRESH:
            return found
        await self.refresh()
        return self._keys.get(kid)

    async def refresh(self) -> None:
        """Fetch the keys, unless that was tried a moment ago. Raises KeysUnavailable when there are none to use."""
        async with self._lock:
            now = self._clock()
            if self._asked is None or now - self._asked >= _BETWEEN:
                self._asked = now
                try:
                    self._keys = await self._fetch()
                    self._fetched = now
                except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                    log.warning("teams_keys_not_fetched", reason=type(error).__name__, count=len(self._keys))
        if not self._keys:
            raise KeysUnavailable

    async def _fetch(self) -> Mapping[str, SigningKey]:
        metadata = await self._read(self._url)
        published = await self._read(str(metadata.get("jwks_uri")))
        keys: dict[str, SigningKey] = {}
        for entry in published.get("keys") or ():
            try:
                key = jwt.PyJWK.from_dict(entry, algorithm="RS256").key
            except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError):
                continue  # a key of a kind that we do not use says nothing about the others
            keys[str(entry.get("kid"))] = SigningKey(key, frozenset(entry.get("endorsements") or ()))
        if not keys:
            raise ValueError("no keys")
        log.info("teams_keys_fetched", count=len(keys))
        return keys

    async def _read(self, url: str) -> Mapping[str, Any]:
        async with self._session().get(url, timeout=_TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:  # noqa: PLR2004 - OK
                raise ValueError(f"status {response.status}")
            body = await response.content.read(_LARGEST)
            while not response.content.at_eof():
                body += await response.content.read(_LARGEST)
                if len(body) > _LARGEST:
                    raise ValueError("too large")
        document = json.loads(body)
        if not isinstance(document, dict):
            raise ValueError("not an object")  # noqa: TRY004 - a document of another kind, not a wrong call
        return document
