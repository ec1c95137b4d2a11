"""Answers: what came of a turn, put into the very request that brought it.

It opens the modal first, because a trigger lives three seconds; whatever cannot be shown is said another way.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.draw import Block, cards_as_blocks, no_upload, notice
from bot.slack.errors import code_of
from bot.slack.pictures import pictures_in, upload
from bot.slack.read import memory_of
from bot.slack.send import SlackSender, form_button
from bot.slack.view import cards_as_home, cards_as_view, error_answer, form_as_view, unpack_memory
from handlers.chat.card import Card, Text, say
from handlers.chat.form import Form
from handlers.chat.port import Outcome, Refused, TryLater, Unreachable, Unsure
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, PlaceKind, Turn

log = structlog.get_logger()

OPEN_SECONDS: Final = 2.0
"""How long opening a modal may take: Slack gives up on the whole request after three seconds."""
_TROUBLES: Final = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError)
_LATE: Final = "The form could not open in time. Nothing is lost. Press to open it."
_TROUBLE: Final = say("Something went wrong on our side and this was not saved. Please try again in a minute.")


def form_not_open(form: Form) -> Card:
    """Return the card that stands for a form whose trigger ran out."""
    return form_button(form, _LATE)


class Answerer:
    """Turns outcomes into answers on every surface of Slack."""

    def __init__(self, client: AsyncWebClient, sender: SlackSender) -> None:
        self._client = client
        self._sender = sender
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, outcome: Outcome, turn: Turn, trigger: str) -> Block | None:
        """Return the answer to a slash command; None to answer with a failure."""
        reply = outcome.reply
        cards = await self._cards_beside_form(reply, turn, trigger)
        if not cards:
            return None if outcome.failed else {}
        if pictures_in(cards) and not reply.public:
            self.later(self._show_pictures(turn, cards))
        kind = "in_channel" if reply.public and not outcome.failed else "ephemeral"
        return {"response_type": kind, "text": notice(cards), "blocks": cards_as_blocks(cards)}

    async def press(self, outcome: Outcome, turn: Turn, trigger: str) -> bool:
        """Answer a press on a message: a form opens; words are for the person alone. False: answer with a failure."""
        cards = await self._cards_beside_form(outcome.reply, turn, trigger)
        if outcome.failed and not cards:
            cards = (_TROUBLE,)
        return not cards or await self.whisper(turn, cards)

    async def modal(self, outcome: Outcome, turn: Turn, view_id: str) -> bool:
        """Answer a press in a modal by changing the modal; when it is closed already, in the person's chat."""
        reply = outcome.reply
        if outcome.failed and not reply.cards and reply.form is None:
            reply = Reply((_TROUBLE,))
        if not reply.cards and reply.form is None:
            return True
        try:
            view = self._view(reply, turn)
            async with asyncio.timeout(OPEN_SECONDS):
                await self._client.views_update(view_id=view_id, view=view)
        except _TROUBLES as error:
            log.info("slack.modal_not_changed", code=code_of(error))
            return await self.whisper(turn, (*reply.cards, *((form_button(reply.form),) if reply.form else ())))
        if pictures_in(reply.cards):
            self.later(self._show_in_modal(reply, turn, view_id))
        return True

    async def window(self, outcome: Outcome, turn: Turn, trigger: str) -> bool:
        """Answer a shortcut or a press on the home tab: form and cards open as a modal."""
        reply = outcome.reply
        if outcome.failed and not reply.cards and reply.form is None:
            reply = Reply((_TROUBLE,))
        if not reply.cards and reply.form is None:
            return True
        view_id = await self._open(reply, turn, trigger)
        if view_id is None:
            late = (form_not_open(reply.form),) if reply.form else ()
            return await self.whisper(turn, (*reply.cards, *late))
        if pictures_in(reply.cards):
            self.later(self._show_in_modal(reply, turn, view_id))
        return True

    def submission(self, outcome: Outcome, turn: Turn, view: Block) -> Block:
        """Return the answer to a form sent off: errors beside the fields, the next form, cards, or closing."""
        reply, form = outcome.reply, outcome.reply.form
        if outcome.failed:
            # The form stays as it is with what was typed; the words stand at its first question.
            return error_answer(view, {"": _words(reply.cards or (_TROUBLE,))}) or {"response_action": "clear"}
        if form is not None and isinstance(turn.said, Answers):
            memory = unpack_memory(str(view.get("private_metadata", "")))
            same = (form.name, form.context) == (memory.form, memory.context) and not reply.cards
            answer = error_answer(view, form.errors) if same else None
            if answer is not None:
                return answer
        if form is None and not reply.cards:
            return {"response_action": "clear"}
        if pictures_in(reply.cards):
            self.later(self._show_in_modal(reply, turn, str(view["id"])))
        return {"response_action": "update", "view": self._view(reply, turn)}

    async def home(self, reply: Reply, user: str) -> bool:
        """Publish the home tab; doing it twice shows it once. False when Slack did not take it."""
        try:
            uploaded = await upload(self._client, reply.cards) if pictures_in(reply.cards) else no_upload
            await self._client.views_publish(user_id=user, view=cards_as_home(reply.cards, uploaded))
        except _TROUBLES as error:
            log.warning("slack.home_not_published", code=code_of(error))
            return False
        return True

    async def whisper(self, turn: Turn, cards: tuple[Card, ...]) -> bool:
        """Show cards to the person where they are, or in their own chat. False, and a log line, when neither works."""
        here = dict(turn.here)
        if turn.place.kind is not PlaceKind.PERSONAL:
            here["user"] = turn.user
        for address in (here, {"user": turn.user}):
            try:
                await self._sender.deliver(address, cards)
            except (Refused, TryLater, Unreachable, Unsure) as error:
                log.warning("slack.answer_not_shown", code=str(error))
            else:
                return True
        return False

    async def _cards_beside_form(self, reply: Reply, turn: Turn, trigger: str) -> tuple[Card, ...]:
        """Open the form of a reply at once; return its cards, and one that opens the form if it could not."""
        if reply.form is None or await self._open(Reply(form=reply.form), turn, trigger) is not None:
            return reply.cards
        return (*reply.cards, form_not_open(reply.form))

    async def _open(self, reply: Reply, turn: Turn, trigger: str) -> str | None:
        """Open a modal and return its id, or None when Slack did not open it."""
        try:
            view = self._view(reply, turn)
            async with asyncio.timeout(OPEN_SECONDS):
                opened = await self._client.views_open(trigger_id=trigger, view=view)
            return str(opened["view"]["id"])
        except _TROUBLES as error:
            log.warning("slack.modal_not_opened", code=code_of(error))
            return None

    def _view(self, reply: Reply, turn: Turn) -> Block:
        if reply.form is not None:
            return form_as_view(reply.form, memory_of(turn), reply.cards)
        return cards_as_view(reply.cards, memory_of(turn))

    async def _show_pictures(self, turn: Turn, cards: tuple[Card, ...]) -> None:
        """Replace a command's answer, which stands there with the words of its pictures, by one with pictures."""
        uploaded = await upload(self._client, cards)
        try:
            await self._sender.deliver(turn.here, cards, uploaded, replaces=True)
        except (Refused, TryLater, Unreachable, Unsure) as error:
            log.info("slack.picture_not_shown", code=str(error))

    async def _show_in_modal(self, reply: Reply, turn: Turn, view_id: str) -> None:
        uploaded = await upload(self._client, reply.cards)
        try:
            if reply.form is not None:
                view = form_as_view(reply.form, memory_of(turn), reply.cards, uploaded)
            else:
                view = cards_as_view(reply.cards, memory_of(turn), uploaded)
            await self._client.views_update(view_id=view_id, view=view)
        except _TROUBLES as error:
            log.info("slack.picture_not_shown", code=code_of(error))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do idempotent work after the answer; what must not be lost never goes here but into the outbox."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for work that was put off."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _words(cards: tuple[Card, ...]) -> str:
    return " ".join(part.text for card in cards for part in card.parts if isinstance(part, Text)) or "Please try again."
