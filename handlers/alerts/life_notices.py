"""Messages of an alert's life, drawn when they are sent, from how things stand then. None: nobody needs it any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.alerts import cards, sign_cards
from handlers.alerts.naming import card_of
from handlers.alerts.notices import any_subject_of, extra_of, subject_of
from handlers.alerts.signing import newest, sign_card_of
from handlers.alerts.view import View, tie_of, view_of
from handlers.capability import Draw
from handlers.chat.card import Button, Style, shorten
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.redrawn import of_what
from handlers.showing import alerts as showing
from storage import alerts, people
from storage.records import ActionStatus, AlertAction, AlertStatus, Message, Person
from storage.rules.guards import ALERT_ENDED
from storage.rules.lifecycle import ACTION_MOVES, ALERT_MOVES, ActionMove, AlertMove, can_act
from storage.rules.policy import Verb, may

_FORMS: Final = {
    AlertMove.NAME_LEADS: "alerts.leads",
    AlertMove.NOT_REQUIRED: "alerts.not_required",
    ActionMove.HAND_OVER: "alerts.hand_over",
    ActionMove.SPLIT: "alerts.split",
    ActionMove.CANCEL: "alerts.cancel_action",
}
"""The forms of the moves that can be asked of an executive."""


async def next_step(message: Message, desk: Desk) -> Reply | None:
    """Show an officer or an executive where an alert stands and what they can do next."""
    view = await subject_of(message, desk)
    return show(await card_of(desk, view)) if view else None


async def executive(message: Message, desk: Desk) -> Reply | None:
    """Tell the executive of an alert what it is and what is wanted; nothing to somebody who is not that any more.

    Whoever gets it ``instead`` of the executive, who could not be reached, is told the same.
    """
    view = await subject_of(message, desk)
    meant = extra_of(message, "instead") or str(desk.person.id)
    return show(await card_of(desk, view)) if view and str(view.alert.executive_id) == meant else None


async def received(message: Message, desk: Desk) -> Reply | None:
    """Ask a CAS officer to acknowledge an alert on CAS; when it is done already, nobody is asked."""
    view = await subject_of(message, desk)
    waits = view is not None and view.alert.status is AlertStatus.RECEIVED
    return show(await card_of(desk, view)) if view and waits else None


async def close(message: Message, desk: Desk) -> Reply | None:
    """Ask a CAS officer to close an alert on CAS."""
    view = await any_subject_of(message, desk)
    if view is None or not can_act(view.alert, AlertMove.CLOSE, desk.person):
        return None
    return show(await card_of(desk, view))


async def ready(message: Message, desk: Desk) -> Reply | None:
    """Give the executive the card to sign, as long as nothing is open."""
    view = await subject_of(message, desk)
    if view is None or view.alert.status in ALERT_ENDED or not view.is_done:
        return None
    return await sign_card_of(desk, view)


async def again(message: Message, desk: Desk) -> Reply | None:
    """Draw an earlier card of an alert anew: as it stands now, or, of one that newer ones followed, what was done."""
    number, since = of_what(message)
    alert = await alerts.get(desk.tx, number)
    view = await view_of(desk, alert) if alert is not None else None
    if (
        view is None
        or may(desk.person, Verb.SEE_ALERT, tie_of(desk, view.alert, view.actions, view.people)) is not None
    ):
        return None
    if since:
        moves = [one for one in await alerts.moves_of(desk.tx, view.alert.id, limit=2000) if one.action_id is None]
        made = [one for one in moves if one.at >= datetime.fromisoformat(since)]
        by = await people.by_ids(desk.tx, {one.by_id for one in made if one.by_id is not None})
        now = Button("How it stands now", "alerts.life", str(view.alert.id), Style.PRIMARY)
        card = cards.notice_card(view.alert, "This has moved on", "This was done since. Nothing is to do here.", now)
        return show(replace(card, parts=(*card.parts, showing.history(made, by, desk.now))), replaces=True)
    signs = view.alert.status is AlertStatus.ACTION_REQUIRED and view.is_done and view.acts_as_executive(desk.person)
    reply = await sign_card_of(desk, view) if signs else show(await card_of(desk, view))
    return replace(reply, replaces=True)


async def asked(message: Message, desk: Desk) -> Reply | None:
    """Ask an executive for a step that somebody else could not take."""
    view = await subject_of(message, desk)
    if view is None:
        return None
    name, action = extra_of(message, "move"), extra_of(message, "action")
    move = AlertMove(name) if name in set(AlertMove) else ActionMove(name)
    line = ALERT_MOVES[move] if isinstance(move, AlertMove) else ACTION_MOVES[move]
    by = await _person(desk, extra_of(message, "by"))
    text = f"{by.name if by else 'A colleague'} asks you to {line.verb}. Only an executive can do that."
    about = action or str(view.alert.id)
    step = (
        Button("Do it now", "chat.open", f"{_FORMS[move]}:{about}", Style.PRIMARY) if move in _FORMS
        else Button("The next step", "alerts.life", str(view.alert.id), Style.PRIMARY)
    )  # fmt: skip
    return show(cards.notice_card(view.alert, "You are asked for a step", text, step))


async def _person(desk: Desk, key: str) -> Person | None:
    return (await people.by_ids(desk.tx, [int(key)])).get(int(key)) if key.isdigit() else None


def _of_action(message: Message, view: View | None) -> AlertAction | None:
    return view.action(int(message.subject.partition(":")[2])) if view is not None else None


async def to_judge(message: Message, desk: Desk) -> Reply | None:
    """Show evidence to somebody who is asked to judge it; once it is judged, nobody is asked."""
    view = await subject_of(message, desk)
    action = _of_action(message, view)
    if view is None or action is None or action.status is not ActionStatus.EVIDENCE_SUBMITTED:
        return None
    who = showing.name_of(action.lead_id, view.people)
    said = f"{who} asks you to look at the evidence. Accept it, or return it with a reason."
    return show(sign_cards.evidence_card(view, action, desk.person, desk.now, desk.today, said=said))


async def returned(message: Message, desk: Desk) -> Reply | None:
    """Tell an owner why their action came back, with what they can press."""
    view = await subject_of(message, desk)
    action = _of_action(message, view)
    if view is None or action is None or action.status is not ActionStatus.RETURNED:
        return None
    moves = await alerts.moves_of(desk.tx, view.alert.id, limit=2000)
    found = [newest(moves, name, action.id) for name in (ActionMove.RETURN, ActionMove.REOPEN)]
    last = max((one for one in found if one is not None), key=lambda one: one.at, default=None)
    by = await people.by_ids(desk.tx, [last.by_id]) if last is not None and last.by_id else {}
    name = next((one.name for one in by.values()), "The safety team")
    said = f"{name} returned it: {shorten(last.note, 600) if last else 'more is needed.'}"
    card = cards.lead_card(view, (action,), desk.person, desk.now, desk.today, lead=said)
    return show(card)


async def not_mine(message: Message, desk: Desk) -> Reply | None:
    """Ask whoever decides whether an action goes to somebody else."""
    view = await subject_of(message, desk)
    action = _of_action(message, view)
    if view is None or action is None or message.fence != action.fence:
        return None
    moves = await alerts.moves_of(desk.tx, view.alert.id, limit=2000)
    last = newest(moves, ActionMove.NOT_MINE, action.id)
    by, who = await _person(desk, extra_of(message, "by")), await _person(desk, extra_of(message, "who"))
    reason = shorten(last.note, 500) if last else ""
    return show(sign_cards.request_card(view.alert, action, by, reason, who))


def about_action(title: str, words: Callable[[View, AlertAction], str]) -> Draw:
    """Return what draws a short notice about one action, which says ``words``."""

    async def draw(message: Message, desk: Desk) -> Reply | None:
        view = await any_subject_of(message, desk)
        action = _of_action(message, view)
        if view is None or action is None:
            return None
        text = f"Action {showing.number(action)}: {shorten(action.text, 200).rstrip('.')}. {words(view, action)}"
        return show(cards.notice_card(view.alert, title, text))

    return draw


def about_alert(title: str, words: Callable[[View], str], *, reason_of: AlertMove | None = None) -> Draw:
    """Return what draws a short notice about an alert, which says ``words`` and the reason of its newest such move."""

    async def draw(message: Message, desk: Desk) -> Reply | None:
        view = await any_subject_of(message, desk)
        if view is None:
            return None
        text = words(view)
        if reason_of is not None:
            last = newest(await alerts.moves_of(desk.tx, view.alert.id, limit=2000), reason_of)
            text += f" The reason: {shorten(last.note, 600)}" if last is not None and last.note else ""
        return show(cards.notice_card(view.alert, title, text))

    return draw


def _executive(view: View) -> str:
    return showing.name_of(view.alert.executive_id, view.people)


DRAWS: Final[dict[str, Draw]] = {
    "again.alert": again,
    "notice.received": received,
    "notice.executive": executive,
    "notice.next": next_step,
    "notice.close": close,
    "notice.ready": ready,
    "notice.asked": asked,
    "notice.evidence": to_judge,
    "notice.returned": returned,
    "notice.not_mine": not_mine,
    "notice.not_executive": about_alert(
        "Another executive has this alert", lambda view: f"{_executive(view)} is its executive now."
    ),
    "notice.leads": about_alert(
        "You are named to lead",
        lambda view: f"{_executive(view)} named you to lead the work on this alert. You hear from us which actions are "
        "yours.",
    ),
    "notice.not_needed": about_alert(
        "No action is needed", lambda _view: "The executive decided that this alert needs no action here.",
        reason_of=AlertMove.NOT_REQUIRED,
    ),
    "notice.authorised": about_alert(
        "An alert is complete", lambda _view: "The executive has authorised it. Thank you for your part in it."
    ),
    "notice.closed": about_alert("An alert is closed on CAS", lambda _view: "The CAS officer has closed it on CAS."),
    "notice.reopened": about_alert(
        "An alert is open again", lambda _view: "There is more to do.", reason_of=AlertMove.REOPEN
    ),
    "notice.accepted": about_action("Evidence accepted", lambda _view, _action: "Nothing more is needed. Thank you."),
    "notice.handed_over": about_action(
        "An action is in other hands",
        lambda view, action: f"{showing.name_of(action.lead_id, view.people)} has it now. You need to do nothing.",
    ),
    "notice.has_new_lead": about_action(
        "An action has a new lead", lambda view, action: f"{showing.name_of(action.lead_id, view.people)} has it now."
    ),
    "notice.kept": about_action("It stays with you", lambda _view, _action: "Please go on with it, or ask for help."),
    "notice.action_cancelled": about_action(
        "An action is cancelled", lambda _view, _action: "You need to do nothing more for it."
    ),
}  # fmt: skip
