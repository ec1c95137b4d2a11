"""What leads, executives and the CAS officer see of an alert. Drawing only; the words are the trust's own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.chat.card import Button, Card, Confirm, Item, Items, Style, Text, counted, shorten
from handlers.showing import alerts as showing
from storage.records import ActionStatus, Alert, AlertAction, Person

_SHOWN = 10


def lead_card(
    alert: Alert,
    mine: Sequence[AlertAction],
    me: Person,
    people: Mapping[int, Person],
    now: datetime,
    today: date,
    *,
    lead: str = "",
) -> Card:
    """Return a person's actions of one alert: what, by when, what to press; afterwards what was done.

    ``lead`` is a first sentence, for reminders.
    """
    waiting = [one for one in mine if one.status is ActionStatus.ASSIGNED]
    items = tuple(
        Item(f"{one.number}. {shorten(one.text, 200)}", f"{showing.due(one, today)} · {_stands(one, me, people, now)}")
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
    if any(one.help_asked_at is None for one in mine):
        buttons.append(Button("I need help", "alerts.help", shown))
    buttons.append(Button("Show the alert", "alerts.show", str(alert.id)))
    role = "lead" if all(one.lead_id == me.id for one in mine) else "have"
    return Card("alerts.lead", f"You {role} {count} of {alert.key}", (says, Items(items, more)), tuple(buttons))


def _wish(waiting: Sequence[AlertAction], mine: Sequence[AlertAction]) -> str:
    if not waiting:
        return "Acknowledged. Thank you." if mine else "Nothing waits for you here."
    if len(mine) == 1:
        return "Please acknowledge this action, so that the trust knows it is in your hands."
    return "Please acknowledge these actions, so that the trust knows they are in your hands."


def _stands(action: AlertAction, me: Person, people: Mapping[int, Person], now: datetime) -> str:
    if action.status is ActionStatus.ACKNOWLEDGED and action.acknowledged_by == me.id and action.acknowledged_at:
        words = showing.state(action, {me.id: Person(me.id, "you")}, now)
    else:
        words = showing.state(action, people, now)
    return words if action.lead_id == me.id else f"{words} · lead {showing.name_of(action.lead_id, people)}"


def notice_card(alert: Alert, title: str, text: str, *buttons: Button) -> Card:
    """Return a short notice about an alert."""
    show = Button("Show the alert", "alerts.show", str(alert.id))
    named = Text(f"{alert.reference}: {shorten(alert.title, 200)}")
    return Card("alerts.notice", title, (named, Text(text)), (*buttons, show))


def recorded_card(
    alert: Alert, actions: Sequence[AlertAction], people: Mapping[int, Person], today: date, *, undo: bool
) -> Card:
    """Return what the CAS officer sees after recording: who is told, and a way back for a short while."""
    leads = sorted({showing.name_of(one.lead_id, people) for one in actions})
    told = ", ".join([*leads, showing.name_of(alert.executive_id, people)])
    first = showing.due(min(actions, key=lambda one: one.due_on), today)
    text = f"{shorten(alert.title, 200)}. {counted(len(actions), 'action')}, the first {first}."
    buttons = [Button("Show the alert", "alerts.show", str(alert.id), Style.PRIMARY)]
    if undo:
        ask = Confirm(
            "Take this alert back?",
            "Its leads and its executive are told that it was recorded by mistake.",
            "Yes, take it back",
        )
        buttons.append(Button("Take it back", "alerts.cancel", str(alert.id), Style.DANGER, ask))
    return Card(
        "alerts.recorded",
        f"Recorded: {alert.reference}",
        (Text(text), Text(f"We are telling {shorten(told, 400)}.")),
        tuple(buttons),
    )


def open_card(items: Sequence[Item], total: int, offset: int, page: int) -> Card:
    """Return somebody's open actions, five at a time."""
    if not items:
        return Card("alerts.mine", "My actions", (Text("No alert action waits for you. Thank you."),))
    shown = offset + len(items)
    more = f"{shown} of {total} shown." if total > page else ""
    buttons = [Button("More actions", "alerts.mine", str(shown))] if shown < total else []
    buttons += [Button("Back to the first", "alerts.mine", "0")] if offset else []
    return Card("alerts.mine", f"My actions ({total})", (Items(tuple(items), more),), tuple(buttons))
