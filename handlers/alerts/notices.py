"""Messages about alerts, drawn when they are sent, from how things stand then. None: nobody needs it any more."""

from handlers.alerts import cards
from handlers.alerts.view import View, is_over, mine_of, view_of
from handlers.chat.card import counted
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import alerts, people
from storage.records import ActionStatus, AlertAction, AlertStatus, Message, Person
from storage.rules.guards import ACTION_ENDED
from storage.rules.ladder import Kind
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
        "Its leads and executive are told."
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


async def nudge(message: Message, desk: Desk) -> Reply | None:
    """Remind the lead of one action because somebody asked to."""
    return await reminder(message, desk, asked=True)


async def reminder(message: Message, desk: Desk, *, asked: bool = False) -> Reply | None:
    """Draw a reminder or an escalation about one action: what, by when, how long left, what to press."""
    view = await subject_of(message, desk)
    if view is None:
        return None
    alert, everybody = view.alert, view.people
    action = next((one for one in view.actions if f"action:{one.id}" == message.subject), None)
    if action is None or action.status in ACTION_ENDED:
        return None
    if message.kind == Kind.UNACKNOWLEDGED and action.status is not ActionStatus.ASSIGNED:
        return None
    when = showing.due(action, desk.today)
    if desk.person.id in {action.lead_id, action.deputy_id}:
        first = _to_owner(message.kind, action, desk, everybody, when, asked=asked)
        return show(cards.lead_card(view, (action,), desk.person, desk.now, desk.today, lead=first))
    lead = showing.name_of(action.lead_id, everybody)
    what = f"Action {showing.number(action)}, {when}: {action.text[:200]}"
    if message.kind == Kind.UNACKNOWLEDGED:
        title, text = "An alert action is not acknowledged", f"{lead} has not acknowledged it yet. {what}"
    elif message.kind == Kind.LATE:
        title, text = "An alert action is late", f"The lead is {lead}. {what}"
    else:
        title, text = "An alert action is due soon", f"The lead is {lead}. {what}"
    return show(cards.notice_card(alert, title, text))


def _to_owner(
    kind: str, action: AlertAction, desk: Desk, everybody: dict[int, Person], when: str, *, asked: bool
) -> str:
    if asked:
        return f"The safety team asks how this is going. It is {when}."
    if kind == Kind.UNACKNOWLEDGED and desk.person.id == action.deputy_id and desk.person.id != action.lead_id:
        lead = showing.name_of(action.lead_id, everybody)
        return (
            f"{lead} has not acknowledged this yet. You are the deputy: please acknowledge it, or talk to them. "
            f"It is {when}."
        )
    if kind == Kind.UNACKNOWLEDGED:
        return (
            f"Nobody has acknowledged this yet. It is {when}. If nobody does, we tell the deputy, then the executive."
        )
    if kind == Kind.LATE:
        return (
            f"This is late: it was {when}. The executive is told as well. "
            'If something stands in the way, press "I need help".'
        )
    return f"A reminder: this is {when}."
