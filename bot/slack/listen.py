"""Bolt, wired: each kind of delivery is read into a turn, received, and answered.

A 200 means stored. Bolt waits for the whole work (``process_before_response``), asks Slack nothing per request
(who the bot is was learned at the start), and gets no say in retries. No text of anybody's is ever logged.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answer import Answerer
from bot.slack.pictures import fetch, with_files
from bot.slack.read import (
    Workspace,
    is_at_home,
    is_home,
    read_command,
    read_event,
    read_press,
    read_shortcut,
    read_submission,
)
from bot.slack.view import FORM_VIEW, error_answer, option, unpack_memory
from handlers.chat.form import Finds
from handlers.chat.port import Front
from handlers.chat.turn import Opened, Turn

log = structlog.get_logger()

T = TypeVar("T")
Body = dict[str, Any]
Listener = Callable[[Body], Awaitable[BoltResponse]]

_ANY: Final = re.compile(r".*", re.DOTALL)
_OPTIONS_MOST: Final = 100


class _Known(AsyncAuthorize):
    """Answers Bolt's question about the installation from memory."""

    def __init__(self, result: AuthorizeResult) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._result = result

    async def __call__(self, **_: Any) -> AuthorizeResult:
        return self._result


def build_bolt(
    bolt_client: AsyncWebClient,
    client: AsyncWebClient,
    token: str,
    workspace: Workspace,
    front: Front,
    answerer: Answerer,
    clock: Callable[[], datetime],
) -> AsyncApp:
    """Return the Bolt app of a workspace; requests are verified before they get here.

    ``bolt_client`` holds no token (Bolt copies it for every request), ``client`` is the one that we call with.
    """
    logger = logging.getLogger("bot.slack.bolt")
    # Bolt's warnings quote payloads. What matters is logged here, without them.
    logger.setLevel(logging.CRITICAL)
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=workspace.team,
        bot_user_id=workspace.bot_user,
        bot_id=workspace.bot,
        bot_token=token,
    )
    app = AsyncApp(
        name="patient-safety-bot",
        logger=logger,
        client=bolt_client,
        authorize=_Known(known),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )
    deliveries = Deliveries(client, workspace, front, answerer, clock)
    app.command(_ANY)(_careful(deliveries.command))
    app.event(_ANY)(_careful(deliveries.event))
    app.action(_ANY)(_careful(deliveries.press))
    app.view(_ANY)(_careful(deliveries.submission))
    app.view_closed(_ANY)(_careful(deliveries.closed))
    app.options(_ANY)(_careful(deliveries.suggestion))
    app.shortcut(_ANY)(_careful(deliveries.shortcut))
    return app


class UnreadableError(Exception):
    """A signed payload lacks what every payload of its kind has."""


def _read(read: Callable[..., T], body: Body, *rest: Any) -> T:
    """Return what ``read`` makes of a payload. Raises UnreadableError, with no words of it."""
    try:
        return read(body, *rest)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None


def _careful(listener: Listener) -> Callable[..., Awaitable[BoltResponse]]:
    """Return a listener that ends an unexpected error with 500 and a log line without words of the payload."""

    async def handle(body: Body) -> BoltResponse:
        try:
            return await listener(body)
        except UnreadableError as error:
            log.warning("slack.payload_not_read", kind=body.get("type", "command"), error=str(error))
            return BoltResponse(status=400)
        except Exception as error:  # noqa: BLE001 - Bolt would log the error with what it quotes
            at = error.__traceback__
            while at is not None and at.tb_next is not None:
                at = at.tb_next
            where = f"{at.tb_frame.f_code.co_qualname}:{at.tb_lineno}" if at is not None else ""
            kind = body.get("type", "command")
            log.error("slack.delivery_failed", kind=kind, error=type(error).__name__, where=where)  # noqa: TRY400
            return BoltResponse(status=500)

    return handle


class Deliveries:
    """What happens with each kind of delivery."""

    def __init__(
        self,
        client: AsyncWebClient,
        workspace: Workspace,
        front: Front,
        answerer: Answerer,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._front = front
        self._answerer = answerer
        self._clock = clock

    async def command(self, body: Body) -> BoltResponse:
        """Answer a slash command in its own response, for the person's eyes unless they chose to share."""
        turn = _read(read_command, body, self._workspace, self._clock())
        outcome = await self._front.receive(turn)
        answer = await self._answerer.command(outcome, turn, str(body["trigger_id"]))
        return _done() if answer == {} else _failed() if answer is None else BoltResponse(status=200, body=answer)

    async def event(self, body: Body) -> BoltResponse:
        """Store a message or mention; publish the home tab. A failure is answered 503: Slack delivers again."""
        turn = _read(read_event, body, self._workspace, self._clock())
        if turn is None:
            return _done()
        turn = await with_files(self._client, turn, body["event"])
        outcome = await self._front.receive(turn)
        if turn.said is Opened.HOME and outcome.reply.cards:
            return _done() if await self._answerer.home(outcome.reply, turn.user) else _failed()
        return _failed() if outcome.failed else _done()

    async def press(self, body: Body) -> BoltResponse:
        """Handle a button: on a message, in a modal or on the home tab."""
        turn = _read(read_press, body, self._workspace, self._clock())
        if turn is None:
            return _done()
        outcome = await self._front.receive(turn)
        trigger = str(body.get("trigger_id", ""))
        if is_home(body):
            answered = await self._answerer.window(outcome, turn, trigger)
            self._answerer.later(self._refresh_home(turn))
        elif body.get("view"):
            answered = await self._answerer.modal(outcome, turn, str(body["view"]["id"]))
        else:
            answered = await self._answerer.press(outcome, turn, trigger)
        return _done() if answered else _failed()

    async def submission(self, body: Body) -> BoltResponse:
        """Handle a form sent off; a file that cannot be read is said beside its question before anything is stored."""
        view = body["view"]
        if view.get("callback_id") != FORM_VIEW:
            return _done()
        fetched = await fetch(self._client, view.get("state") or {})
        if fetched.errors and (wrong := error_answer(view, fetched.errors)):
            return BoltResponse(status=200, body=wrong)
        turn = _read(read_submission, body, self._workspace, self._clock(), fetched.files)
        outcome = await self._front.receive(turn)
        return BoltResponse(status=200, body=self._answerer.submission(outcome, turn, view))

    async def shortcut(self, body: Body) -> BoltResponse:
        """Open what a shortcut asks for."""
        turn = _read(read_shortcut, body, self._workspace, self._clock())
        outcome = await self._front.receive(turn)
        return _done() if await self._answerer.window(outcome, turn, str(body["trigger_id"])) else _failed()

    async def suggestion(self, body: Body) -> BoltResponse:
        """Return the places or people that match what has been typed so far."""
        kind = str(body.get("action_id", ""))
        if kind not in set(Finds):
            return BoltResponse(status=200, body={"options": []})
        at_home = _read(is_at_home, body, self._workspace)
        found = await self._front.find(Finds(kind), str(body.get("value", "")), at_home=at_home)
        return BoltResponse(status=200, body={"options": [option(choice) for choice in found[:_OPTIONS_MOST]]})

    async def closed(self, body: Body) -> BoltResponse:
        """Acknowledge that a modal was closed; what was sent before is stored, what was not is the person's."""
        log.info("slack.modal_closed", form=unpack_memory(str(body["view"].get("private_metadata", ""))).form)
        return _done()

    async def _refresh_home(self, turn: Turn) -> None:
        """Draw the home tab again after a press on it; a reading only, so it may be lost."""
        opened = Turn(
            turn.platform,
            turn.tenant,
            turn.user,
            turn.place,
            Opened.HOME,
            f"{turn.delivery}:home",
            self._clock(),
            name=turn.name,
            carries=turn.carries,
            here=turn.here,
            personal=turn.personal,
        )
        outcome = await self._front.receive(opened)
        if outcome.reply.cards:
            await self._answerer.home(outcome.reply, turn.user)


def _done() -> BoltResponse:
    return BoltResponse(status=200, body="")


def _failed() -> BoltResponse:
    return BoltResponse(status=503, body="")
