"""Socket Mode: the same deliveries over a WebSocket that the bot opens, for places with no public address.

An envelope is acknowledged when Bolt has answered it with 200, so only when it is stored. The SDK's own log quotes
messages and addresses: here its troubles become log lines that name the error and nothing else.
"""

import logging

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.slack.errors import code_of

log = structlog.get_logger()


class _Troubles(logging.Handler):
    """Passes on that something went wrong, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the code of the error that a record carries."""
        error = record.exc_info[1] if record.exc_info else None
        log.warning("slack.socket_trouble", code=code_of(error) if error is not None else record.levelname)


def build_socket(app: AsyncApp, app_token: str) -> AsyncSocketModeHandler:
    """Return the Socket Mode side of a Bolt app; its ``connect_async`` tries until it succeeds."""
    logger = logging.getLogger("bot.slack.socket")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(_Troubles())
    return AsyncSocketModeHandler(app, app_token, logger=logger)
