"""Puts what the handlers answered where it belongs in a chat: in place of the pressed card or form, or at the end."""

from datetime import datetime

from bot.browser.chats import Chat, Message
from handlers.chat.form import Form
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers, Press, Turn, Words


def settle(chat: Chat, turn: Turn, outcome: Outcome, message: int = 0) -> int:
    """Change the chat by what came of a turn and return the number of the message to look at (0 for none).

    ``message`` is the one that was pressed or whose form was sent. A repeated delivery changes nothing.
    """
    if outcome.repeated or not chat.is_first(turn.delivery):
        return message
    if outcome.failed:
        chat.forget(turn.delivery)
    if isinstance(turn.said, Words) and not outcome.failed:
        chat.add(turn.at, mine=True, words=turn.said.text)
    if outcome.failed:
        return _keep(chat, turn, outcome.reply, message)
    match turn.said:
        case Press():
            return _pressed(chat, turn.at, outcome.reply, message)
        case Answers():
            return _answered(chat, turn, outcome.reply, message)
        case _:
            return _add(chat, turn.at, outcome.reply)


def _keep(chat: Chat, turn: Turn, reply: Reply, message: int) -> int:
    """Say that it failed and keep what was typed: nothing was stored, so that the person can send it again."""
    if isinstance(turn.said, Words):
        chat.draft = turn.said.text
    before = chat.get(message)
    if before is not None and before.form is not None:
        chat.change(message, form=_filled(before, turn))
    return _add(chat, turn.at, reply)


def _filled(form: Message, turn: Turn) -> Form | None:
    """Return the message's form with what was typed into it."""
    if form.form is None or not isinstance(turn.said, Answers):
        return form.form
    return form.form.with_errors(form.form.errors, turn.said.values)


def _pressed(chat: Chat, at: datetime, reply: Reply, message: int) -> int:
    # The pressed card is drawn anew in any case: its next press is another delivery.
    before = chat.change(message, asking="")
    if before is None or not (reply.replaces and reply.cards):
        return _add(chat, at, reply, origin=message) or message
    chat.change(message, cards=reply.cards, form=reply.form, home=False)
    return message


def _answered(chat: Chat, turn: Turn, reply: Reply, message: int) -> int:
    before = chat.get(message)
    if before is None:
        return _add(chat, turn.at, reply)
    if not reply.cards and reply.form is None:
        chat.change(message, folded=True)
        return message
    if not reply.replaces and reply.form is None:
        # It could not be used, and the words say why: the form stays with what was typed.
        chat.change(message, form=_filled(before, turn))
        return _add(chat, turn.at, reply)
    if reply.replaces:
        _remove_origin(chat, before, reply)
    chat.change(message, cards=reply.cards, form=reply.form, folded=False)
    return message


def _remove_origin(chat: Chat, form: Message, reply: Reply) -> None:
    """Take away the card whose button opened the form when the answer is that same card as it is now."""
    origin = chat.get(form.origin)
    names = {card.name for card in reply.cards}
    if origin is not None and len(origin.cards) == 1 and origin.cards[0].name in names:
        chat.drop(origin.id)


def _add(chat: Chat, at: datetime, reply: Reply, origin: int = 0) -> int:
    if not reply.cards and reply.form is None:
        return 0
    if reply.form is not None:
        for old in [found for found in chat.messages if found.form is not None and not found.cards]:
            if old.form is not None and (old.form.name, old.form.context) == (reply.form.name, reply.form.context):
                chat.drop(old.id)  # the same form twice on one page would ask which of them counts
    return chat.add(at, cards=reply.cards, form=reply.form, origin=origin).id
