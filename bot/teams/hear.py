"""The bot as botbuilder sees it: each kind of activity becomes a turn, and the outcome becomes the answer.

Nothing is said through the TurnContext: what the response cannot hold is already in the outbox when ``receive``
returns. Edits, reactions and typing are taken without a word.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot.teams.address import reference_of
from bot.teams.answer import Body, as_json, card_answer, not_ours, window_answer, window_says
from bot.teams.draw_form import FINDS, LIST_MOST, Lists
from bot.teams.files import Files, offers_in
from bot.teams.forwarded import chosen_in, forwarded_in
from bot.teams.keys import Clock
from bot.teams.read import FILES, kind_of, said_by, tenant_of, turn_of, words_of
from bot.teams.send import TeamsSender
from bot.teams.settings import TeamsSettings
from handlers.chat.form import Choice, Finds, Form
from handlers.chat.port import Front, Outcome
from handlers.chat.turn import HOME_TENANT, Answers, Carry, Opened, PlaceKind, Said, Words

REPORT_MESSAGE: Final = "reportMessage"
_IN_PLACE: Final = frozenset({Carry.REPLACE, Carry.FORM})
_IN_WINDOW: Final = frozenset({Carry.REPLACE, Carry.NEW, Carry.FORM})
_RESPONSE: Final = TurnContext._INVOKE_RESPONSE_KEY  # noqa: SLF001 - botbuilder names it nowhere else
_LISTS_FRESH: Final = timedelta(seconds=60)

log = structlog.get_logger("teams")


class NotStored(Exception):  # noqa: N818 - it becomes a status
    """Nothing was stored; Teams should deliver the activity again."""


class Searches:
    """What the searches of forms offer, kept for a minute so that a card does not cost a query each time.

    A form for somebody of another tenant has no field that searches people.
    """

    def __init__(self, front: Front, clock: Clock) -> None:
        self._front = front
        self._clock = clock
        self._kept: dict[Finds, tuple[datetime, tuple[Choice, ...]]] = {}

    async def __call__(self, form: Form | None) -> Lists:
        """Return the places and people that the form's fields can offer whole."""
        wanted = {FINDS[field.widget] for field in form.fields if field.widget in FINDS} if form is not None else set()
        return {kind: await self._all(kind) for kind in wanted}

    async def _all(self, kind: Finds) -> tuple[Choice, ...]:
        now = self._clock()
        kept = self._kept.get(kind)
        if kept is None or not timedelta(0) <= now - kept[0] < _LISTS_FRESH:
            kept = (now, await self._front.find(kind, "", at_home=True, limit=LIST_MOST + 1))
            self._kept[kind] = kept
        return kept[1]


class Ear(ActivityHandler):  # type: ignore[misc] # botbuilder has no types
    """Hears one activity at a time."""

    def __init__(
        self, settings: TeamsSettings, front: Front, clock: Clock, searches: Searches, sender: TeamsSender, files: Files
    ) -> None:
        super().__init__()
        self._settings = settings
        self._front = front
        self._clock = clock
        self._searches = searches
        self._sender = sender
        self._files = files

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Words, a form or button of an old client (Action.Submit), or files."""
        activity = turn_context.activity
        offers = offers_in(activity.attachments)
        said: Said | None = said_by(activity.value)
        text = words_of(activity)
        if said is None and offers:
            uploads, missed = await self._files.fetch(offers)
            forwarded = forwarded_in(activity.attachments, text)
            said = Answers(FILES, "", {"words": text, "missed": missed}, {"files": uploads}, forwarded)
        if said is None:
            said = forwarded_in(activity.attachments, text) or (Words(text) if text else None)
        if said is not None:
            await self._store(activity, said)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Welcome the bot's own arrival; other people's comings and goings are theirs."""
        activity = turn_context.activity
        if any(member.id == activity.recipient.id for member in activity.members_added):
            await self._store(activity, Opened.WELCOME)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Welcome an installation; a removal needs no words."""
        if turn_context.activity.action in {"add", "add-upgrade"}:
            await self._store(turn_context.activity, Opened.WELCOME)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Action.Execute and the message extension; anything else is answered 501, as botbuilder does."""
        answers: dict[str, Callable[[Activity], Awaitable[Body]]] = {
            "adaptiveCard/action": self._pressed,
            "composeExtension/fetchTask": self._chosen,
            "composeExtension/submitAction": self._sent,
        }
        answer = answers.get(turn_context.activity.name)
        if answer is not None:
            response = InvokeResponse(status=200, body=as_json(await answer(turn_context.activity)))
            # Put where botbuilder looks for it: handing it over would make a deep copy first, a third of the turn.
            turn_context.turn_state[_RESPONSE] = Activity(type=ActivityTypes.invoke_response, value=response)

    async def _pressed(self, activity: Activity) -> Body:
        action = activity.value.get("action") if isinstance(activity.value, dict) else None
        said = said_by(action.get("data")) if isinstance(action, dict) else None
        if said is None:
            return not_ours()
        alone = kind_of(activity) is PlaceKind.PERSONAL
        outcome = await self._receive(activity, said, carries=_IN_PLACE if alone else frozenset())
        return card_answer(outcome, await self._searches(outcome.reply.form))

    async def _chosen(self, activity: Activity) -> Body:
        value = activity.value
        known = isinstance(value, dict) and value.get("commandId") == REPORT_MESSAGE
        passage = chosen_in(value) if known else None
        if passage is None or not passage.text:
            return window_says("There are no words in that message. Please write to us in our one-to-one chat.")
        return await self._in_window(activity, passage)

    async def _sent(self, activity: Activity) -> Body:
        said = said_by(activity.value.get("data")) if isinstance(activity.value, dict) else None
        if said is None:
            return window_says("We could not read that. Please open it again.")
        return await self._in_window(activity, said)

    async def _in_window(self, activity: Activity, said: Said) -> Body:
        outcome = await self._receive(activity, said, carries=_IN_WINDOW, dialog=True)
        return window_answer(outcome, await self._searches(outcome.reply.form))

    async def _store(self, activity: Activity, said: Said) -> None:
        outcome = await self._receive(activity, said)
        if outcome.failed:
            raise NotStored

    async def _receive(self, activity: Activity, said: Said, **how: Any) -> Outcome:
        turn = turn_of(activity, said, self._clock(), self._tenant(activity), **how)
        self._sender.meet(reference_of(activity))
        return await self._front.receive(turn)

    def _tenant(self, activity: Activity) -> str:
        tenant, home = tenant_of(activity), self._settings.tenant_id
        ours = tenant == home if home else self._settings.unauthenticated
        return HOME_TENANT if ours else tenant or "unknown"
