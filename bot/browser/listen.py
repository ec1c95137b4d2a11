"""The demo page's web handlers: each reads a post, hands a turn to the front and shows what came of it.

It holds no rules and no rights; it answers with JSON to the page's script and with a redirect to a plain browser.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from uuid import uuid4

import structlog
from aiohttp import web

from bot.browser.chats import Chat, Chats
from bot.browser.draw import Scene, Sight, buttons_of, draw_page, mark, new_delivery
from bot.browser.guard import Guard
from bot.browser.leap import Landing, Leap, land
from bot.browser.live import Live
from bot.browser.persona import Persona
from bot.browser.read import Posted, Reader, Unreadable, answers, labels, message_id, pressed, read_post, text
from bot.browser.send import PageSender
from bot.browser.settle import settle
from handlers.chat.form import Finds
from handlers.chat.port import Front, Sender
from handlers.chat.turn import Opened

Handle = Callable[["Visit"], Awaitable["Shown"]]

log = structlog.get_logger(__name__)

_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One post of one persona."""

    persona: Persona
    chat: Chat
    posted: Posted
    reader: Reader


@dataclass(frozen=True, slots=True)
class Shown:
    """Where to look after a post. ``stay``: the cursor stays in the message box. ``kept``: the words were not taken."""

    focus: int = 0
    stay: bool = False
    kept: bool = False
    notice: str = ""


class Browser:
    """The demo page. ``move`` moves the demo's clock, sends what is due and returns the new instant.

    ``clock`` returns the demo's instant (aware UTC); ``trust`` is the invented trust's name.
    """

    def __init__(
        self,
        front: Front,
        personas: Sequence[Persona],
        clock: Callable[[], datetime],
        move: Callable[[Leap], Awaitable[datetime]],
        trust: str,
    ) -> None:
        self._front = front
        self._people = {persona.user: persona for persona in personas}
        self._clock = clock
        self._move = move
        self._trust = trust
        self._chats = Chats(tuple(self._people))
        self._guard = Guard()
        self._live = Live(self._chats, tuple(personas), clock, self._guard.token)
        self._moving = asyncio.Lock()
        self._run = uuid4()
        self.sender: Sender = PageSender(self._chats, self._people, clock)

    def routes(self) -> list[web.RouteDef]:
        """Return everything that the page answers, each behind the guard."""
        around = self._guard.around
        return [
            web.get("/", around(self._page)),
            web.get("/events", around(self._events)),
            web.get("/find", around(self._find)),
            web.get("/static/{name}", around(_static)),
            web.post("/say", around(self._posts(self._say))),
            web.post("/press", around(self._posts(self._press))),
            web.post("/form", around(self._posts(self._send_form))),
            web.post("/fold", around(self._posts(self._fold))),
            web.post("/unfold", around(self._posts(self._unfold))),
            web.post("/home", around(self._posts(self._home))),
            web.post("/move", around(self._posts(self._leap))),
        ]

    async def close(self, app: web.Application) -> None:
        """End the open streams: for the application's ``on_shutdown``."""
        await self._live.close(app)

    # --- what is asked for ---------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.StreamResponse:
        persona = self._people.get(request.query.get("as", ""))
        if persona is None:
            return _redirect(next(iter(self._people)))
        chat = self._chat(persona)
        await self._welcome(persona, chat)
        chat.see()
        scene = Scene(persona.user, self._guard.token, self._clock())
        sight = Sight(
            scene,
            self._trust,
            persona,
            tuple(self._people.values()),
            self._chats.unread(),
            tuple(chat.messages),
            chat.latest,
            self._live.landing,
            chat.draft,
            request.query.get("notice", "") and chat.notice,
        )
        chat.draft = chat.notice = ""
        self._chats.wake()
        return web.Response(body=draw_page(sight).encode("utf-8", "replace"), content_type="text/html", charset="utf-8")

    async def _welcome(self, persona: Persona, chat: Chat) -> None:
        """Show the home card at the top of a chat the first time that the persona is visited."""
        async with chat.lock:
            if chat.welcomed:
                return
            chat.welcomed = True
            turn = Reader(persona, self._clock()).opened(Opened.HOME, f"browser:first:{self._run}:{persona.user}")
            outcome = await self._front.receive(turn)
            if outcome.reply.cards and not outcome.repeated:
                chat.add(turn.at, first=True, cards=outcome.reply.cards, form=outcome.reply.form, home=True)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        persona = self._people.get(request.query.get("as", ""))
        since = request.headers.get("Last-Event-ID", request.query.get("since", "0"))
        if persona is None or not since.isdecimal():
            return web.Response(status=404, text="There is nobody with this name in the demo.")
        return await self._live.stream(request, persona.user, self._chat(persona), int(since))

    async def _find(self, request: web.Request) -> web.StreamResponse:
        kind, query = request.query.get("kind", ""), request.query.get("query", "").strip()
        if kind not in set(Finds):
            return web.Response(status=404, text="There is no such list.")
        found = await self._front.find(Finds(kind), query[:200], at_home=True)
        return web.json_response([{"value": choice.value, "label": choice.label} for choice in found])

    # --- what is posted ------------------------------------------------------------------------------

    def _posts(self, handle: Handle) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return a web handler that checks the token, knows the persona and answers as the caller can take it."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                posted = await read_post(request)
                if not self._guard.holds(text(posted, "token")):
                    return web.Response(status=403, text="This page is out of date. Please reload it.")
                persona = self._people.get(text(posted, "as"))
                if persona is None:
                    return web.Response(status=400, text="There is nobody with this name in the demo.")
                chat = self._chat(persona)
                shown = await handle(Visit(persona, chat, posted, Reader(persona, self._clock())))
            except Unreadable as problem:
                return web.Response(status=400, text=str(problem))
            self._chats.wake()
            return self._answer(request, posted, persona, chat, shown)

        return answer

    def _answer(
        self, request: web.Request, posted: Posted, persona: Persona, chat: Chat, shown: Shown
    ) -> web.StreamResponse:
        if "application/json" not in request.headers.get("Accept", ""):
            chat.notice = shown.notice
            return _redirect(persona.user, shown.focus, noticed=bool(shown.notice))
        since = text(posted, "since")
        state = self._live.state(persona.user, chat, int(since) if since.isdecimal() else 0)
        chat.draft = ""
        more = {
            "focus": shown.focus,
            "stay": shown.stay,
            "kept": shown.kept,
            "notice": shown.notice,
            "delivery": new_delivery(),
        }
        return web.json_response({**state, **more})

    async def _say(self, visit: Visit) -> Shown:
        turn = visit.reader.words(visit.posted)
        if not text(visit.posted, "words").strip():
            return Shown(stay=True, notice="Please write something first.")
        outcome = await self._front.receive(turn)
        focus = settle(visit.chat, turn, outcome)
        message = visit.chat.get(focus)
        opens = message is not None and message.form is not None
        return Shown(focus, stay=not opens, kept=outcome.failed)

    async def _press(self, visit: Visit) -> Shown:
        message = message_id(visit.posted)
        turn = visit.reader.press(visit.posted)
        if self._is_unsure(visit, message):
            return Shown(message)
        return Shown(settle(visit.chat, turn, await self._front.receive(turn), message))

    def _is_unsure(self, visit: Visit, message: int) -> bool:
        """Ask once more, without script, when the button wants to be asked about and was not."""
        if text(visit.posted, "sure"):
            return False
        wanted = mark(*pressed(text(visit.posted, "press")))
        found = visit.chat.get(message)
        buttons = buttons_of(found.cards) if found else ()
        if not any(button.confirm and mark(button.action, button.value) == wanted for button in buttons):
            return False
        visit.chat.change(message, asking=wanted)
        return True

    async def _send_form(self, visit: Visit) -> Shown:
        turn = visit.reader.answers(visit.posted)
        outcome = await self._front.receive(turn)
        if outcome.reply.form is not None:
            again = replace(outcome.reply.form, shown={**labels(visit.posted), **outcome.reply.form.shown})
            outcome = replace(outcome, reply=replace(outcome.reply, form=again))
        return Shown(settle(visit.chat, turn, outcome, message_id(visit.posted)))

    async def _fold(self, visit: Visit) -> Shown:
        message = visit.chat.get(message_id(visit.posted))
        if message is None or message.form is None:
            return Shown()
        shown = {**message.form.shown, **labels(visit.posted)}
        form = replace(message.form.with_errors({}, answers(visit.posted)), shown=shown)
        visit.chat.change(message.id, folded=True, form=form)
        return Shown(message.id)

    async def _unfold(self, visit: Visit) -> Shown:
        message = visit.chat.change(message_id(visit.posted), folded=False)
        return Shown(message.id if message else 0)

    async def _home(self, visit: Visit) -> Shown:
        turn = visit.reader.opened(Opened.HOME, f"browser:home:{uuid4()}")
        outcome = await self._front.receive(turn)
        for old in [message.id for message in visit.chat.messages if message.home]:
            visit.chat.drop(old)
        reply = outcome.reply
        return Shown(visit.chat.add(turn.at, cards=reply.cards, form=reply.form, home=not outcome.failed).id)

    async def _leap(self, visit: Visit) -> Shown:
        wanted = text(visit.posted, "leap")
        if wanted not in set(Leap):
            raise Unreadable("There is no such button. Please reload the page.")
        if self._moving.locked():
            return Shown(notice="Time is moving already. Please wait a moment.")
        async with self._moving:
            self._chats.arrived.clear()
            self._live.moving = True
            self._chats.wake()
            try:
                await self._move(Leap(wanted))
                self._live.landing = land(self._chats.arrived)
            except Exception as error:
                log.exception("demo.move_failed", leap=wanted, error=type(error).__name__)
                self._live.landing = Landing(failed=True)
            finally:
                self._live.moving = False
        return Shown()

    def _chat(self, persona: Persona) -> Chat:
        chat = self._chats.of(persona.user)
        if chat is None:
            raise LookupError("a persona without a chat")
        return chat


def _redirect(user: str, message: int = 0, *, noticed: bool = False) -> web.Response:
    # 303 also on the first visit: a reload never posts again.
    place = f"/?as={user}" + ("&notice=yes" if noticed else "") + (f"#m{message}" if message else "")
    return web.Response(status=303, headers={"Location": place})


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    folder = Path(__file__).parent / "static"
    return {path.name: (path.read_bytes(), _TYPES[path.suffix]) for path in folder.iterdir() if path.suffix in _TYPES}


async def _static(request: web.Request) -> web.StreamResponse:
    found = _files().get(request.match_info["name"])
    if found is None:
        return web.Response(status=404, text="There is no such file.")
    body, kind = found
    return web.Response(body=body, content_type=kind, charset="utf-8")
