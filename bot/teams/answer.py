"""What the answer to a request can hold: a card in place of the pressed one, a window, or a line of words.

It builds bodies and sends nothing.
"""

from http import HTTPStatus
from typing import Any, Final

from pydantic_core import to_json

from bot.teams.actions import Ask
from bot.teams.draw import CARD_TYPE, attach, draw, draw_to_send, spoken, summary_of
from bot.teams.draw_form import Lists
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply

MESSAGE_TYPE: Final = "application/vnd.microsoft.activity.message"
ERROR_TYPE: Final = "application/vnd.microsoft.error"
FAILED: Final = "We could not save that. Nothing you wrote is lost. Please try again in a minute."
RECEIVED: Final = "Thank you. The answer comes as a message."
FORM_TOO_LARGE: Final = (
    "These answers are too long to show in Teams again, and nothing was sent with them. They still stand in the form: "
    "make the longest one shorter and send it again."
)
IN_OUR_CHAT: Final = "We carry on in our one-to-one chat. A draft is waiting for you there."
TOO_LARGE: Final = "This is saved, but it is too long to show here. Please open it in our one-to-one chat."

Body = dict[str, Any]


def card_answer(outcome: Outcome, lists: Lists) -> Body:
    """Return the body that answers Action.Execute.

    After a failure the card stays as it is, with what was typed in it, and words say that nothing was stored.
    """
    if outcome.failed:
        return _said(spoken(outcome.reply) or FAILED)
    if _empty(outcome.reply):
        return _said(RECEIVED)
    is_new = outcome.reply.form is None or not outcome.reply.form.errors
    drawn = draw_to_send if is_new else draw  # beside errors, what was typed stays where it stands
    try:
        return {"statusCode": HTTPStatus.OK, "type": CARD_TYPE, "value": drawn(outcome.reply, lists)}
    except ValueError:
        return _said(too_large(outcome.reply))


def too_large(reply: Reply) -> str:
    """Return the words in place of a reply that Teams does not take; what is wrong with a form comes along."""
    if reply.form is None or not reply.form.errors:
        return TOO_LARGE
    labels = {field.name: field.label for field in reply.form.fields}
    wrong = [f"{labels.get(name, name)}: {why}" for name, why in reply.form.errors.items()]
    return " ".join([*wrong, FORM_TOO_LARGE])


def not_ours() -> Body:
    """Return the body that answers a press that cannot be read."""
    value = {"code": "BadRequest", "message": "We could not read that button. Please ask for the card again."}
    return {"statusCode": HTTPStatus.BAD_REQUEST, "type": ERROR_TYPE, "value": value}


def window_answer(outcome: Outcome, lists: Lists) -> Body:
    """Return the body that answers a message extension: the next window, or a line of words in it."""
    if outcome.failed:
        return window_says(spoken(outcome.reply) or FAILED)
    if _empty(outcome.reply):
        return window_says(IN_OUR_CHAT)
    try:
        card = draw(outcome.reply, lists, ask=Ask.SUBMIT)
    except ValueError:
        return window_says(too_large(outcome.reply))
    shown = {"title": summary_of(outcome.reply), "height": "large", "width": "medium", "card": attach(card)}
    return {"task": {"type": "continue", "value": shown}}


def window_says(words: str) -> Body:
    """Return the body of a window that only says something."""
    return {"task": {"type": "message", "value": words}}


def as_json(body: Body) -> bytes:
    """Return the body as it travels."""
    return to_json(body)


def _said(words: str) -> Body:
    return {"statusCode": HTTPStatus.OK, "type": MESSAGE_TYPE, "value": words}


def _empty(reply: Reply) -> bool:
    return not reply.cards and reply.form is None
