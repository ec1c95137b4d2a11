"""An owner's earlier cards of an alert, drawn anew after a form: what was said before must not look like now.

It changes only messages of the person who acted. A card that was sent inside a digest, or shown as an answer, stays
as it was: its buttons are checked like any others.
"""

from typing import Final

from handlers.alerts import cards
from handlers.alerts.view import View, mine_of
from handlers.chat.card import Card, counted
from handlers.chat.reply import pack, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import outbox, sent
from storage.records import ActionStatus, AlertAction, Message
from storage.rules.guards import ALERT_ENDED
from storage.rules.ladder import Kind

_NAMED: Final = 3
_ABOUT_ACTION: Final = ("notice.returned", "notice.nudge", Kind.UNACKNOWLEDGED, Kind.DEADLINE, Kind.LATE)


def owners_card(desk: Desk, view: View, action: AlertAction | None = None, said: str = "") -> Card:
    """Return all that a person has in hand of an alert; ``action`` is shown even when it is theirs no more."""
    mine = mine_of(desk, view.actions)
    if action is not None and all(one.id != action.id for one in mine):
        mine = (action, *mine)
    if not mine:
        return cards.notice_card(view.alert, "Your actions", "Nothing of this alert is with you any more. Thank you.")
    return cards.lead_card(view, mine, desk.person, desk.now, desk.today, lead=said)


def left_words(desk: Desk, view: View, action: AlertAction) -> str:
    """Return which other actions of the alert still wait for this person's work, or nothing when there is no other."""
    others = [one for one in mine_of(desk, view.actions) if one.id != action.id]
    left = [one for one in others if one.status is not ActionStatus.EVIDENCE_SUBMITTED]
    if not left:
        return "Nothing else of this alert waits for you." if others else ""
    named = [f"action {showing.number(one)}, {showing.due(one, desk.today)}" for one in left[:_NAMED]]
    more = f"; and {counted(len(left) - _NAMED, 'more')}" if len(left) > _NAMED else ""
    return f"Still with you: {'; '.join(named)}{more}."


async def redraw(turn: Turn, desk: Desk, view: View, action: AlertAction) -> None:
    """Let this person's earlier cards about an action show how things stand now.

    The card that is replaced by the answer itself is left alone.
    """
    if view.alert.status in ALERT_ENDED:
        return
    now = view.action(action.id)
    has = now is not None and desk.person.id in {now.lead_id, now.deputy_id}
    alone = cards.lead_card(view, (now,), desk.person, desk.now, desk.today) if now and has else None
    whole = owners_card(desk, view)
    wanted = [("notice.assigned", f"alert:{view.alert.id}", whole)]
    wanted += [(kind, f"action:{action.id}", alone or whole) for kind in _ABOUT_ACTION]
    for kind, subject, card in wanted:
        message = await sent.newest(desk.tx, desk.person.id, kind, subject)
        if message is not None and not (message.receipt == turn.card and not turn.fleeting):
            await _replace(desk, view, message, card)


async def _replace(desk: Desk, view: View, message: Message, card: Card) -> None:
    await outbox.add(
        desk.tx,
        key=f"again:{message.id}:{view.stamp}",
        kind="reply",
        subject=f"person:{desk.person.id}",
        person_id=desk.person.id,
        due_at=desk.now,
        platform=message.platform,
        address=dict(message.receipt or {}),
        body=pack(show(card, replaces=True)),
    )
