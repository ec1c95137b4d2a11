"""The bot's own token for calls to the Bot connector: fetched once, shared by all calls, renewed before it expires.

botbuilder makes a new credentials object, and so a new token request, for every turn. MSAL would cache, but is
synchronous and takes no plain-HTTP stand-in; the client-credentials grant is one POST, so it is made here,
without a thread, under a time-out. The secret is never logged.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog

from bot.teams.keys import Clock
from bot.teams.settings import BOT_FRAMEWORK_SCOPE, TeamsSettings

_TIMEOUT: Final = aiohttp.ClientTimeout(total=8, connect=3)
_EARLY: Final = timedelta(minutes=5)
_WAIT: Final = 30.0

log = structlog.get_logger("teams")


class NoToken(Exception):  # noqa: N818 - a fact about the network
    """No token could be had. ``reason`` is a code; ``seconds`` is how long to wait before asking again."""

    def __init__(self, reason: str, seconds: float = _WAIT) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class Credentials:
    """One token, and the way to the next."""

    def __init__(self, settings: TeamsSettings, session: Callable[[], aiohttp.ClientSession], clock: Clock) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        self._token = ""
        self._until: datetime | None = None
        self._lock = asyncio.Lock()

    async def header(self) -> dict[str, str]:
        """Return the Authorization header, or nothing when the bot runs without an app id. Raises NoToken."""
        if self._settings.unauthenticated:
            return {}
        if not self._fresh():
            async with self._lock:
                if not self._fresh():
                    await self._renew()
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """Drop the token: the connector does not take it any more."""
        self._token, self._until = "", None

    def _fresh(self) -> bool:
        return bool(self._token) and self._until is not None and self._clock() < self._until

    async def _renew(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password.get_secret_value(),
            "scope": BOT_FRAMEWORK_SCOPE,
        }
        try:
            url = self._settings.token_url
            async with self._session().post(url, data=form, timeout=_TIMEOUT, allow_redirects=False) as response:
                answer = await response.json(content_type=None)
                status = response.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise NoToken(type(error).__name__) from None
        self._take(status, answer if isinstance(answer, dict) else {})

    def _take(self, status: int, answer: dict[str, Any]) -> None:
        token, lives = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(lives, int | str) or not str(lives).isdigit():
            reason = str(answer.get("error", f"status-{status}"))
            log.warning("teams_token_refused", status=status, reason=reason)
            raise NoToken(reason)
        life = timedelta(seconds=int(lives))
        self._token, self._until = token, self._clock() + max(life - _EARLY, life / 2)
        log.info("teams_token_renewed", seconds=int(lives))
