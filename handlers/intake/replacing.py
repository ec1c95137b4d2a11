"""What follows an alert that comes again: new actions to give out, an older alert to end, and who is told what.

Nothing ends by itself: reminders of an alert that was replaced go on until a person decides.
"""

from handlers.chat.answers import read_number
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.intake import confirming, replacing_cards
from storage import alerts
from storage.alerts import ALERT_DONE
from storage.records import ActionStatus, Alert, AlertStatus, Message
from storage.rules.lifecycle import Refusal
from storage.rules.policy import Verb, may

NOT_REPLACED = "This alert is not replaced by another one, or it has ended. Nothing was changed."


async def _of(message: Message, desk: Desk) -> Alert | None:
    return await alerts.get(desk.tx, read_number(message.subject.partition(":")[2]) or 0)


async def _newer(desk: Desk, older: Alert | None) -> Alert | None:
    known = older.superseded_by if older is not None else None
    return await alerts.get(desk.tx, known) if known is not None else None


async def changed(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody who works on an alert, or did, what changed in it."""
    alert = await _of(message, desk)
    if alert is None or alert.status is AlertStatus.CANCELLED:
        return None
    moves = await alerts.moves_of(desk.tx, alert.id, limit=2000)
    newest = next((one for one in reversed(moves) if one.move in {"reissued", "superseded"}), None)
    return show(replacing_cards.changed_card(alert, newest.note)) if newest is not None else None


async def new_actions(message: Message, desk: Desk) -> Reply | None:
    """Ask an executive or officer to give out what a new version asks for, while somebody has to."""
    alert = await _of(message, desk)
    unowned = confirming.unowned_of(alert, await alerts.actions_of(desk.tx, alert.id)) if alert is not None else ()
    return show(replacing_cards.new_actions_card(alert, unowned, desk.today)) if alert and unowned else None


async def superseded(message: Message, desk: Desk) -> Reply | None:
    """Ask a CAS officer what is to become of an alert that another one replaces."""
    older = await _of(message, desk)
    newer = await _newer(desk, older)
    return await _asked(desk, older, newer) if older and newer and older.status not in ALERT_DONE else None


async def replaced(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody who worked on an alert that its work has ended, and which one replaces it."""
    older = await _of(message, desk)
    newer = await _newer(desk, older)
    return show(replacing_cards.replaced_card(older, newer)) if older and newer else None


async def _asked(desk: Desk, older: Alert, newer: Alert, *, replaces: bool = False) -> Reply:
    actions = await alerts.actions_of(desk.tx, older.id)
    waiting = sum(one.status not in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED} for one in actions)
    return show(replacing_cards.superseded_card(older, newer, waiting, len(actions)), replaces=replaces)


async def show_older(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show an alert that is replaced, and what can become of it."""
    del turn
    refusal = may(desk.person, Verb.CANCEL_ALERT)
    older = await alerts.get(desk.tx, read_number(value) or 0) if refusal is None else None
    newer = await _newer(desk, older)
    if refusal is not None or older is None or newer is None or older.status in ALERT_DONE:
        return tell(refusal.words if refusal else NOT_REPLACED)
    return await _asked(desk, older, newer)


async def end_older(turn: Turn, desk: Desk, value: str) -> Reply:
    """End the work on an alert that is replaced. An old card shows how it stands now, and changes nothing."""
    del turn
    key, _, fence = value.partition(":")
    refusal = may(desk.person, Verb.CANCEL_ALERT)
    older = await alerts.get(desk.tx, read_number(key) or 0, lock=True) if refusal is None else None
    newer = await _newer(desk, older)
    if refusal is not None or older is None or newer is None or older.status in ALERT_DONE:
        return tell(refusal.words if refusal else NOT_REPLACED, replaces=refusal is None)
    if fence != str(older.fence):
        return await _asked(desk, older, newer, replaces=True)
    ended = await confirming.end_older(desk, older, newer)
    if isinstance(ended, Refusal):
        return tell(ended.words)
    return show(replacing_cards.ended_card(ended, newer), replaces=True)
