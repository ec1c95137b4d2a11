"""Messages about alerts, drawn when they are sent, from how things stand then. None: nobody needs it any more."""

from handlers.alerts import cards
from handlers.alerts.view import View, is_over, mine_of, view_of
from handlers.chat.card import counted
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from storage import alerts, people
from storage.records import AlertStatus, Message
from storage.rules.workdays import say_day


async def subject_of(message: Message, desk: Desk) -> View | None:
    """Return the alert that a message is about, or whose action it is about; None when nothing is left to be told."""
    view = await any_subject_of(message, desk)
    return None if view is None or is_over(view.alert) else view


async def any_subject_of(message: Message, desk: Desk) -> View | None:
    """Return the alert that a message is about, also when it has come to its end."""
    what, _, number = message.subject.partition(":")
    alert_id = int(number)
    if what == "action":
        action = await alerts.action(desk.tx, alert_id)
        if action is None:
            return None
        alert_id = action.alert_id
    alert = await alerts.get(desk.tx, alert_id)
    return None if alert is None else await view_of(desk, alert)


def extra_of(message: Message, name: str) -> str:
    """Return what a message carries under a name (``by=7;move=accept``), or nothing."""
    pairs = dict(part.partition("=")[::2] for part in (message.body or "").split(";"))
    return pairs.get(name, "")


async def assigned(message: Message, desk: Desk) -> Reply | None:
    """Draw a lead's actions of a new alert."""
    view = await subject_of(message, desk)
    mine = mine_of(desk, view.actions) if view else ()
    return show(cards.lead_card(view, mine, desk.person, desk.now, desk.today)) if view and mine else None


async def recorded(message: Message, desk: Desk) -> Reply | None:
    """Tell the CAS officer that an alert was recorded."""
    view = await subject_of(message, desk)
    if view is None:
        return None
    day = say_day(view.alert.complete_by, desk.today)
    text = (
        f"It was recorded with {counted(len(view.actions), 'action')}, complete by {day}. "
        "We are telling its leads and executive."
    )
    return show(cards.notice_card(view.alert, "A national alert was recorded", text))


async def help_asked(message: Message, desk: Desk) -> Reply | None:
    """Tell the CAS officer and the executive that a lead needs help."""
    view = await subject_of(message, desk)
    if view is None:
        return None
    number = extra_of(message, "by")
    by = await people.by_ids(desk.tx, [int(number)]) if number.isdigit() else {}
    name = next((one.name for one in by.values()), "A lead")
    return show(
        cards.notice_card(
            view.alert, "A lead asks for help", f"{name} asks for help with their actions. Please talk to them."
        )
    )


async def cancelled(message: Message, desk: Desk) -> Reply | None:
    """Tell those concerned that an alert was recorded by mistake."""
    view = await any_subject_of(message, desk)
    if view is None or view.alert.status is not AlertStatus.CANCELLED:
        return None
    return show(
        cards.notice_card(view.alert, "An alert was taken back", "It was recorded by mistake. You need to do nothing.")
    )
