"""Reminders about alerts and their actions, drawn when they are sent: what, by when, what to press, who hears next."""

from dataclasses import replace

from handlers.alerts import cards, sign_cards
from handlers.alerts.ahead import who_next
from handlers.alerts.naming import card_of
from handlers.alerts.notices import any_subject_of, subject_of
from handlers.alerts.signing import sign_card_of
from handlers.alerts.telling import officers
from handlers.alerts.view import View
from handlers.chat.card import Card, Text, shorten
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import people
from storage.records import ActionStatus, AlertAction, AlertStatus, Message
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED
from storage.rules.ladder import Kind
from storage.rules.lifecycle import AlertMove, can_act
from storage.rules.reminding import OVER
from storage.rules.workdays import local_day, say_day, say_distance

_OFFICE = frozenset({AlertStatus.RECEIVED, AlertStatus.ACKNOWLEDGED, AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED})
"""Where the next step is the CAS officer's; elsewhere it is the executive's."""
_STEP = (AlertMove.ACKNOWLEDGE, AlertMove.NAME_EXECUTIVE, AlertMove.CLOSE)


async def nudge(message: Message, desk: Desk) -> Reply | None:
    """Remind the lead of one action because somebody asked to."""
    return await about_action(message, desk, asked=True)


async def about_action(message: Message, desk: Desk, *, asked: bool = False) -> Reply | None:
    """Draw a reminder or an escalation about one action."""
    view = await subject_of(message, desk)
    action = next((one for one in view.actions if f"action:{one.id}" == message.subject), None) if view else None
    if view is None or action is None or action.status in ACTION_ENDED:
        return None
    if message.kind == Kind.UNACKNOWLEDGED and action.status is not ActionStatus.ASSIGNED:
        return None
    following = "" if asked else await who_next(desk, view, message.subject)
    if desk.person.id in {action.lead_id, action.deputy_id}:
        first = _to_owner(message.kind, action, desk, view, asked=asked)
        return show(_beside(cards.lead_card(view, (action,), desk.person, desk.now, desk.today, lead=first), following))
    lead = showing.name_of(action.lead_id, view.people)
    since = say_day(local_day(action.assigned_at), desk.today)
    asks = shorten(action.text, 200).rstrip(".")
    what = f"Action {showing.number(action)}, {showing.due(action, desk.today)}: {asks}."
    if message.kind == Kind.UNACKNOWLEDGED:
        title, text = "An alert action is not acknowledged", f"{lead} has not acknowledged it yet. They got it {since}."
    else:
        title = "An alert action is late" if message.kind == Kind.LATE else "An alert action is due soon"
        text = f"The lead is {lead}. They got it {since}. {showing.state(action, view.people, desk.now)}."
    said = " ".join(filter(None, (text, what, view.absence)))
    return show(_beside(cards.notice_card(view.alert, title, said), following))


def _beside(card: Card, following: str) -> Card:
    """Return the card with who hears next as a side remark behind its words, which a line of a digest leaves out."""
    if not following:
        return card
    at = next((at for at, part in enumerate(card.parts) if not isinstance(part, Text)), len(card.parts))
    return replace(card, parts=(*card.parts[:at], Text(following, quiet=True), *card.parts[at:]))


def _to_owner(kind: str, action: AlertAction, desk: Desk, view: View, *, asked: bool) -> str:
    when = showing.due(action, desk.today)
    stands_in = _stands_in(action, desk, view)
    if asked:
        return f"{stands_in}The safety team asks how this is going. It is {when}."
    if kind == Kind.UNACKNOWLEDGED and desk.person.id != action.lead_id and not stands_in:
        lead = showing.name_of(action.lead_id, view.people)
        return (
            f"{lead} has not acknowledged this yet. You are the deputy: please acknowledge it, or talk to them. "
            f"It is {when}."
        )
    if kind == Kind.UNACKNOWLEDGED:
        return f"{stands_in}Nobody has acknowledged this yet. It is {when}."
    if kind == Kind.LATE:
        return (
            f"{stands_in}This is late: it was {when}. The executive is told as well. "
            'If something stands in the way, press "I need help".'
        )
    return f"{stands_in}A reminder: this is {when}."


def _stands_in(action: AlertAction, desk: Desk, view: View) -> str:
    """Say for whom this person stands in, and until when; nothing to the lead, or while the lead is there."""
    if desk.person.id == action.lead_id:
        return ""
    lead = view.people.get(action.lead_id)
    if lead is not None and not lead.active:
        return f"{lead.name} does not work here any more. You stand in. "
    if action.lead_id not in view.away:
        return ""
    name = showing.name_of(action.lead_id, view.people)
    return f"{name} is away until {say_day(view.away[action.lead_id], desk.today)}. You stand in. "


async def stage(message: Message, desk: Desk) -> Reply | None:
    """Remind somebody that an alert stands still: since when, whose step it is, who hears next."""
    view = await any_subject_of(message, desk)
    if view is None or view.alert.status in OVER:
        return None
    alert = view.alert
    if alert.status is AlertStatus.ACTION_REQUIRED and view.actions and not view.is_done:
        return None
    if view.is_done and alert.status is AlertStatus.ACTION_REQUIRED and view.acts_as_executive(desk.person):
        return await sign_card_of(desk, view)
    stood = [alert.stood_since or alert.received_at or alert.recorded_at]
    if view.is_done and alert.status is AlertStatus.ACTION_REQUIRED:
        stood = [one.stood_since or one.assigned_at for one in view.actions]
    said = f"Nothing has happened here since {say_day(local_day(max(stood)), desk.today)}."
    whose = await _whose(desk, view)
    if desk.person.id not in whose:
        found = await people.by_ids(desk.tx, whose)
        asked = " and ".join(found[key].name for key in whose if key in found)
        said += f" The next step is with {asked}." if asked else " Nobody is asked for the next step."
    following = await who_next(desk, view, message.subject)
    return show(_beside(await card_of(desk, view, said), following))


async def _whose(desk: Desk, view: View) -> tuple[int, ...]:
    """Return who is asked for the next step of an alert."""
    if view.alert.status in _OFFICE:
        asked = await officers(desk)
        return (desk.person.id,) if any(can_act(view.alert, move, desk.person) for move in _STEP) else asked
    return (view.alert.executive_id,) if view.alert.executive_id is not None else ()


async def alert_due(message: Message, desk: Desk) -> Reply | None:
    """Remind somebody of the alert's own deadline: how far it is, what is open, the next step."""
    view = await subject_of(message, desk)
    if view is None or view.alert.status in ALERT_ENDED:
        return None
    by = view.alert.complete_by
    late = "This alert is late. " if by < desk.today else "A reminder. "
    said = f"{late}Complete by {say_day(by, desk.today)} ({say_distance(by, desk.today)})."
    following = await who_next(desk, view, message.subject)
    return show(_beside(await card_of(desk, view, said), following))


async def judge(message: Message, desk: Desk) -> Reply | None:
    """Remind somebody that evidence waits to be judged: whose, since when, who hears next."""
    view = await subject_of(message, desk)
    action = next((one for one in view.actions if f"action:{one.id}" == message.subject), None) if view else None
    if view is None or action is None or action.status is not ActionStatus.EVIDENCE_SUBMITTED:
        return None
    who = showing.name_of(action.lead_id, view.people)
    since = say_day(local_day(action.stood_since or action.assigned_at), desk.today)
    said = f"Evidence from {who} waits since {since}. Accept it, or return it with a reason."
    following = await who_next(desk, view, message.subject)
    said = " ".join(filter(None, (said, view.absence)))
    card = sign_cards.evidence_card(view, action, desk.person, desk.now, desk.today, said=said)
    return show(_beside(card, following))
