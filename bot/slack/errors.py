"""What Slack's errors mean for the courier: wait, look again, give the person up, or give the message up.

Reasons hold Slack's error codes only, never words of a message.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.chat.port import Refused, TryLater, Unreachable, Unsure

PAUSE: Final = 30.0
"""Seconds to wait when Slack does not say how long."""
_MENDING_PAUSE: Final = 300.0

_GONE: Final = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
        "messages_tab_disabled",
    }
)
_OURS: Final = frozenset(
    {"invalid_auth", "missing_scope", "no_permission", "not_authed", "token_expired", "token_revoked"}
)
_ITS_OWN: Final = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


def code_of(error: BaseException) -> str:
    """Return a short code for an error, fit for a log."""
    if isinstance(error, SlackApiError):
        data = error.response.data if error.response is not None else None
        code = data.get("error") if isinstance(data, Mapping) else None
        return str(code or f"http_{error.response.status_code}")
    return type(error).__name__


def meaning_of(error: BaseException, *, creates: bool) -> Exception:
    """Return TryLater, Unsure, Unreachable or Refused for what a call ended with.

    ``creates``: the call makes a message, so that doing it again after a doubtful end could show it twice.
    """
    code = code_of(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return TryLater(code, PAUSE, whole=True)
    if isinstance(error, aiohttp.ClientError | asyncio.TimeoutError | OSError):
        return Unsure(code) if creates else TryLater(code, PAUSE, whole=True)
    if not isinstance(error, SlackApiError):
        return Unsure(code) if isinstance(error, SlackClientError) and creates else Refused(code)
    return from_status(error.response.status_code, code, error.response.headers, creates=creates)


def from_status(status: int, code: str, headers: Mapping[str, Any], *, creates: bool) -> Exception:
    """Return the meaning of an answer with this status and error code. Retry-After is in seconds."""
    if status == 429 or code in {"ratelimited", "rate_limited"}:  # noqa: PLR2004 - HTTP "too many requests"
        return TryLater("ratelimited", _seconds(headers))
    if status >= 500 or code in _ITS_OWN:  # noqa: PLR2004 - HTTP server errors
        return Unsure(code) if creates else TryLater(code, PAUSE, whole=True)
    if code in _OURS:
        # A wrong token is mended by an administrator: messages wait for that instead of being given up.
        return TryLater(code, _MENDING_PAUSE, whole=True)
    return Unreachable(code) if code in _GONE else Refused(code)


def _seconds(headers: Mapping[str, Any]) -> float:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(1.0, float(found))
    except ValueError:
        return PAUSE
