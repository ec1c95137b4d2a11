"""What leads, executives and the CAS officer see of an alert. Drawing only; the words are the trust's own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.alerts.view import View
from handlers.chat.card import Button, Card, Item, Items, Style, Text, counted, shorten
from handlers.showing import alerts as showing
from handlers.showing.pages import turning
from storage.records import ActionStatus, Alert, AlertAction, Person
from storage.rules.lifecycle import ACTION_MOVES, ActionMove, can_act_on
from storage.rules.workdays import say_day

_SHOWN = 10
_FILES = 3


def lead_card(
    view: View, mine: Sequence[AlertAction], me: Person, now: datetime, today: date, *, lead: str = ""
) -> Card:
    """Return a person's actions of one alert: what, by when, what to press; afterwards what was done.

    ``lead`` is a first sentence, for reminders and for what was just done.
    """
    alert = view.alert
    waiting = [one for one in mine if one.status is ActionStatus.ASSIGNED]
    items = tuple(
        Item(
            f"{showing.number(one)}. {shorten(one.text, 200)}",
            f"{showing.due(one, today)} · {_stands(one, me, view, now, today)}{_evidence_words(view, one)}",
            _item_buttons(view, one, me, alone=len(mine) == 1),
        )
        for one in mine[:_SHOWN]
    )
    more = f"{_SHOWN} of {len(mine)} shown." if len(mine) > _SHOWN else ""
    says = Text(lead) if lead else Text(f"{shorten(alert.title, 200)}. " + _wish(waiting, mine))
    count = counted(len(mine), "action")
    buttons = []
    shown = f"{alert.id}:{','.join(str(one.id) for one in mine[:_SHOWN])}"
    if waiting:
        label = {1: "Acknowledge", 2: "Acknowledge both"}.get(len(waiting), f"Acknowledge all {len(waiting)}")
        buttons.append(Button(label, "alerts.acknowledge", shown, Style.PRIMARY))
    if any(one.help_asked_at is None and one.status in _HELPED for one in mine):
        buttons.append(Button("I need help", "alerts.help", shown))
    buttons += _snooze_buttons(view, mine, me, today)
    buttons += _file_buttons(view, mine, me)
    buttons.append(Button("Show the alert", "alerts.show", str(alert.id)))
    role = "lead" if all(one.lead_id == me.id for one in mine) else "have"
    return Card(
        "alerts.lead", f"You {role} {count} of {alert.key}", (says, *view.notes, Items(items, more)), tuple(buttons)
    )


_HELPED: Final = ACTION_MOVES[ActionMove.ASK_HELP].start


def _item_buttons(view: View, action: AlertAction, me: Person, *, alone: bool) -> tuple[Button, ...]:
    """Return what the owner can do next with an action, the likeliest first; three at most.

    Evidence stands out where the action is ``alone`` on its card: of several nobody knows which is done first.
    """
    can = {move for move in ActionMove if can_act_on(action, view.alert, move, me)}
    key = str(action.id)
    if action.status is ActionStatus.ASSIGNED:
        return (Button("Not mine", "chat.open", f"alerts.not_mine:{key}"),) if ActionMove.NOT_MINE in can else ()
    buttons = []
    if ActionMove.SUBMIT_EVIDENCE in can:
        more = "Add more evidence" if view.evidence_of(action) else "Add evidence"
        likeliest = alone and not view.evidence_of(action)
        style = Style.PRIMARY if likeliest else Style.PLAIN
        buttons.append(Button(more, "chat.open", f"alerts.evidence:{key}", style))
    if view.evidence_of(action):
        buttons.append(Button("See the evidence", "alerts.evidence", key))
    elif ActionMove.START in can:
        buttons.append(Button("Start", "alerts.start", key))
    if ActionMove.HAND_OVER in can:
        buttons.append(Button("Hand over", "chat.open", f"alerts.hand_over:{key}"))
    return tuple(buttons)


def _snooze_buttons(view: View, mine: Sequence[AlertAction], me: Person, today: date) -> list[Button]:
    """Return the way to be left alone for a while, on a card about one action: each has a deadline of its own."""
    if len(mine) != 1 or not can_act_on(mine[0], view.alert, ActionMove.SNOOZE, me):
        return []
    key = str(mine[0].id)
    if mine[0].snoozed_until is not None and mine[0].snoozed_until > today:
        return [Button("Wake it", "alerts.wake", key)]
    return [Button("Snooze", "chat.open", f"alerts.snooze:{key}")]


def _file_buttons(view: View, mine: Sequence[AlertAction], me: Person) -> list[Button]:
    """Return the ways to hand in a file, for actions that show no evidence of their own to add it to."""
    can = [one for one in mine[:_SHOWN] if can_act_on(one, view.alert, ActionMove.SUBMIT_EVIDENCE, me)]
    bare = [one for one in can if not view.evidence_of(one)][:_FILES]
    return [
        Button(
            "Add a file" if len(mine) == 1 else shorten(f"Add a file to action {showing.number(one)}", 60),
            "chat.open",
            f"alerts.file:{one.id}",
        )
        for one in bare
    ]


def _evidence_words(view: View, action: AlertAction) -> str:
    pieces = len(view.evidence_of(action))
    return f" · {counted(pieces, 'piece')} of evidence" if pieces else ""


def _wish(waiting: Sequence[AlertAction], mine: Sequence[AlertAction]) -> str:
    if not waiting:
        return _GOES_ON.get(mine[0].status, "Thank you.") if len(mine) == 1 else _together(mine)
    if len(mine) == 1:
        return "Please acknowledge this action, so that the trust knows it is in your hands."
    return "Please acknowledge these actions, so that the trust knows they are in your hands."


_GOES_ON: Final = {
    ActionStatus.ACKNOWLEDGED: "Acknowledged. Thank you. Add evidence when it is done.",
    ActionStatus.IN_PROGRESS: "Thank you. Add evidence when it is done.",
    ActionStatus.EVIDENCE_SUBMITTED: "Thank you. We look at your evidence, and you hear from us.",
    ActionStatus.RETURNED: "More is needed before it can be accepted. Please add it.",
}


def _together(mine: Sequence[AlertAction]) -> str:
    if not mine:
        return "Nothing waits for you here."
    if all(one.status is ActionStatus.ACKNOWLEDGED for one in mine):
        return "Acknowledged. Thank you. Add evidence to each action when it is done."
    return "Thank you. Add evidence to each action when it is done."


def _stands(action: AlertAction, me: Person, view: View, now: datetime, today: date) -> str:
    if action.status is ActionStatus.ACKNOWLEDGED and action.acknowledged_by == me.id and action.acknowledged_at:
        words = showing.state(action, {me.id: Person(me.id, "you")}, now)
    else:
        words = showing.state(action, view.people, now)
    if action.snoozed_until is not None and action.snoozed_until > today:
        words += f" · snoozed until {say_day(action.snoozed_until, today)}"
    return words if action.lead_id == me.id else f"{words} · lead {_lead(action, view, today)}"


def _lead(action: AlertAction, view: View, today: date) -> str:
    """Return the lead's name for the deputy, and whether the deputy is needed because the lead is not there."""
    person = view.people.get(action.lead_id)
    name = showing.name_of(action.lead_id, view.people)
    if person is not None and not person.active:
        return f"{name}, who does not work here any more: you act for them"
    if action.lead_id in view.away:
        return f"{name}, who is away until {say_day(view.away[action.lead_id], today)}: you act for them"
    return name


def notice_card(alert: Alert, title: str, text: str, *buttons: Button) -> Card:
    """Return a short notice about an alert."""
    show = Button("Show the alert", "alerts.show", str(alert.id))
    named = Text(f"{alert.reference}: {shorten(alert.title, 200)}")
    return Card("alerts.notice", title, (named, Text(text)), (*buttons, show))


def open_card(items: Sequence[Item], total: int, offset: int) -> Card:
    """Return somebody's open actions, five at a time."""
    if not items:
        return Card("alerts.mine", "My actions", (Text("No alert action waits for you. Thank you."),))
    more, buttons = turning(
        "alerts.mine", offset, len(items), total, order="the earliest deadline first", later="More actions"
    )
    return Card("alerts.mine", f"My actions ({total})", (Items(tuple(items), more),), buttons)
