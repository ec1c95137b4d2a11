"""Tells an open page what changed, as Server-Sent Events and in the answers to its own posts.

It sends what stands now, never a history: a page that missed an event gets the same in the next one.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from aiohttp import web

from bot.browser.chats import Chat, Chats
from bot.browser.draw import Scene, badge, draw_landing, draw_message
from bot.browser.guard import HEADERS
from bot.browser.leap import Landing, clock_words
from bot.browser.persona import Persona

PING: Final = 15.0
"""Seconds after which a silent stream says that it lives, and the demo's clock is drawn again."""


class Live:
    """The open streams. ``landing`` is what came of the last move of the clock."""

    def __init__(self, chats: Chats, personas: tuple[Persona, ...], clock: Callable[[], datetime], token: str) -> None:
        self._chats = chats
        self._personas = personas
        self._clock = clock
        self._token = token
        self._closing = False
        self.landing: Landing | None = None
        self.moving = False

    def state(self, user: str, chat: Chat, since: int) -> dict[str, Any]:
        """Return what a page of ``user`` that shows everything up to ``since`` lacks, ready for JSON."""
        scene = Scene(user, self._token, self._clock())
        news = chat.since(since)
        unread = {who: badge(count) for who, count in self._chats.unread().items() if who != user}
        return {
            "since": chat.latest,
            "puts": [
                {"id": message.id, "version": message.version, "after": before, "html": draw_message(message, scene)}
                for message, before in news.puts
            ],
            "drops": list(news.drops),
            "unread": unread,
            "now": clock_words(scene.now),
            "moving": self.moving,
            "landing": draw_landing(self.landing, self._personas) if self.landing else "",
        }

    async def stream(self, request: web.Request, user: str, chat: Chat, since: int) -> web.StreamResponse:
        """Send what is new, again and again, until the page goes away or the demo stops."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        page = self._chats.watch()
        last: dict[str, Any] = {}
        try:
            while not self._closing and request.transport is not None:
                page.clear()
                state = self.state(user, chat, since)
                chat.see()
                if state["puts"] or state["drops"] or {**state, "since": 0} != last:
                    since = state["since"]
                    await response.write(f"id: {since}\ndata: {json.dumps(state)}\n\n".encode())
                    last = {**state, "since": 0, "puts": [], "drops": []}
                else:
                    await response.write(b": here\n\n")
                await _wait(page)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._chats.leave(page)
        return response

    async def close(self, _: web.Application) -> None:
        """End every stream, so that the demo stops at once."""
        self._closing = True
        self._chats.wake()


async def _wait(page: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PING):
            await page.wait()
    except TimeoutError:
        return
