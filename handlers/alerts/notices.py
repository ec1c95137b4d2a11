"""Messages about alerts, drawn when they are sent, from how things stand then. None: nobody needs it any more."""

from handlers.alerts import cards, flow
from handlers.chat.card import counted
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import alerts, people
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Message, Person
from storage.rules.guards import ACTION_ENDED
from storage.rules.ladder import Kind
from storage.rules.workdays import say_day, say_distance


async def _subject(message: Message, desk: Desk) -> tuple[Alert, tuple[AlertAction, ...], dict[int, Person]] | None:
    what, _, number = message.subject.partition(":")
    alert_id = int(number)
    if what == "action":
        action = await alerts.action(desk.tx, alert_id)
        if action is None:
            return None
        alert_id = action.alert_id
    alert = await alerts.get(desk.tx, alert_id)
    if alert is None:
        return None
    actions = await alerts.actions_of(desk.tx, alert.id)
    return alert, actions, await flow.named(desk, alert, actions)


async def assigned(message: Message, desk: Desk) -> Reply | None:
    """Draw a lead's actions of a new alert."""
    found = await _subject(message, desk)
    if found is None or flow.is_over(found[0]):
        return None
    alert, actions, everybody = found
    mine = flow.mine_of(desk, actions)
    return show(cards.lead_card(alert, mine, desk.person, everybody, desk.now, desk.today)) if mine else None


async def executive(message: Message, desk: Desk) -> Reply | None:
    """Tell the executive of a new alert what it is and who leads."""
    found = await _subject(message, desk)
    if found is None or flow.is_over(found[0]):
        return None
    alert, actions, everybody = found
    leads = ", ".join(sorted({showing.name_of(one.lead_id, everybody) for one in actions}))
    kind = "complex alert" if alert.complex else "alert"
    text = (
        f"You are the executive for this {kind}. {counted(len(actions), 'action')}, complete by "
        f"{say_day(alert.complete_by, desk.today)} ({say_distance(alert.complete_by, desk.today)}). Leads: {leads}. "
        "You hear from us if a lead does not answer."
    )
    return show(cards.notice_card(alert, "A new national alert for you", text))


async def recorded(message: Message, desk: Desk) -> Reply | None:
    """Tell the CAS officer that an alert was recorded."""
    found = await _subject(message, desk)
    if found is None or flow.is_over(found[0]):
        return None
    alert, actions, _ = found
    day = say_day(alert.complete_by, desk.today)
    text = (
        f"It was recorded with {counted(len(actions), 'action')}, complete by {day}. Its leads and executive are told."
    )
    return show(cards.notice_card(alert, "A national alert was recorded", text))


async def help_asked(message: Message, desk: Desk) -> Reply | None:
    """Tell the CAS officer and the executive that a lead needs help."""
    found = await _subject(message, desk)
    if found is None or flow.is_over(found[0]):
        return None
    number = (message.body or "").removeprefix("by=")
    by = await people.by_ids(desk.tx, [int(number)]) if number.isdigit() else {}
    name = next((one.name for one in by.values()), "A lead")
    return show(
        cards.notice_card(
            found[0], "A lead asks for help", f"{name} asks for help with their actions. Please talk to them."
        )
    )


async def cancelled(message: Message, desk: Desk) -> Reply | None:
    """Tell those concerned that an alert was recorded by mistake."""
    found = await _subject(message, desk)
    if found is None or found[0].status is not AlertStatus.CANCELLED:
        return None
    return show(
        cards.notice_card(found[0], "An alert was taken back", "It was recorded by mistake. You need to do nothing.")
    )


async def nudge(message: Message, desk: Desk) -> Reply | None:
    """Remind the lead of one action because somebody asked to."""
    return await reminder(message, desk, asked=True)


async def reminder(message: Message, desk: Desk, *, asked: bool = False) -> Reply | None:
    """Draw a reminder or an escalation about one action: what, by when, how long left, what to press."""
    found = await _subject(message, desk)
    if found is None or flow.is_over(found[0]):
        return None
    alert, actions, everybody = found
    action = next((one for one in actions if f"action:{one.id}" == message.subject), None)
    if action is None or action.status in ACTION_ENDED:
        return None
    if message.kind == Kind.UNACKNOWLEDGED and action.status is not ActionStatus.ASSIGNED:
        return None
    when = showing.due(action, desk.today)
    if desk.person.id in {action.lead_id, action.deputy_id}:
        first = _to_owner(message.kind, action, desk, everybody, when, asked=asked)
        card = cards.lead_card(alert, (action,), desk.person, everybody, desk.now, desk.today, lead=first)
        return show(card)
    lead = showing.name_of(action.lead_id, everybody)
    what = f"Action {action.number}, {when}: {action.text[:200]}"
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
