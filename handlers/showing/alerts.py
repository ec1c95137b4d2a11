"""Alerts and their actions in words: what, by when, how far, who has it. It shows names of staff, never of patients."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Facts, Item, Items, Part, Text, counted, shorten
from handlers.showing.progress import bar
from storage.alerts import Move
from storage.records import ActionStatus, Alert, AlertAction, Person
from storage.rules.guards import ALERT_ENDED
from storage.rules.lifecycle import ACTION_WORDS, ALERT_WORDS
from storage.rules.workdays import say_day, say_deadline, say_distance, say_instant

_OVER = frozenset({ActionStatus.ACCEPTED, ActionStatus.CANCELLED})


def name_of(person_id: int | None, people: Mapping[int, Person]) -> str:
    """Return a person's name, or "nobody"."""
    person = people.get(person_id) if person_id is not None else None
    return person.name if person else "nobody"


def give_out(count: int) -> str:
    """Return what stands on the button that gives so many actions to people."""
    return "Give it to an owner" if count == 1 else "Give them to owners"


def number(action: AlertAction) -> str:
    """Return the number of an action as people say it: "3", or "1 (Surgery)" for a part of one that was split."""
    if action.part_of is None:
        return str(action.number)
    return f"{action.part_of} ({action.place})" if action.place else str(action.part_of)


def due(action: AlertAction, today: date) -> str:
    """Return when an action is due: "due Fri 18 Dec, in 18 working days", "due tomorrow, Wed 25 Nov"."""
    day = say_day(action.due_on, today)
    plain = action.status in _OVER or (action.due_on - today).days in {0, 1}
    return f"due {day}" if plain else f"due {day}, {say_distance(action.due_on, today)}"


def state(action: AlertAction, people: Mapping[int, Person], now: datetime) -> str:
    """Return where an action stands, and who did the last step."""
    words = ACTION_WORDS[action.status]
    if action.status is ActionStatus.ACKNOWLEDGED and action.acknowledged_at is not None:
        words = f"Acknowledged by {name_of(action.acknowledged_by, people)}, {say_instant(action.acknowledged_at, now)}"
    return (
        words
        if action.help_asked_at is None
        else f"{words}. Help was asked for {say_instant(action.help_asked_at, now)}"
    )


def line(
    action: AlertAction, alert: Alert, people: Mapping[int, Person], now: datetime, today: date, *buttons: Button
) -> Item:
    """Return an action as one line of a list."""
    late = "Late: " if action.due_on < today and action.status not in _OVER else ""
    title = f"{late}{shorten(action.text, 200)}"
    who = name_of(action.lead_id, people)
    text = f"{alert.key}, action {number(action)} · {due(action, today)} · {who} · {state(action, people, now)}"
    return Item(title, text, buttons)


def progress(actions: Sequence[AlertAction]) -> str:
    """Return how far the actions have come, in words."""
    live = [one for one in actions if one.status is not ActionStatus.CANCELLED]
    accepted = sum(one.status is ActionStatus.ACCEPTED for one in live)
    acknowledged = sum(one.acknowledged_at is not None for one in live)
    said = f"{acknowledged} of {len(live)} actions acknowledged, {accepted} of {len(live)} accepted"
    return f"{said} {bar(accepted, len(live))}" if live else said


def alert_card(
    alert: Alert,
    actions: Sequence[AlertAction],
    people: Mapping[int, Person],
    now: datetime,
    today: date,
    *buttons: Button,
    alike: int = 0,
) -> Card:
    """Return an alert: how it stands, the next deadline, every action with its lead.

    ``alike`` is how many reports since it was issued resemble it.
    """
    waiting = [one for one in actions if one.status not in _OVER]
    following = min(waiting, key=lambda one: one.due_on, default=None)
    pairs = [
        ("Status", ALERT_WORDS[alert.status]),
        ("Progress", progress(actions)),
        ("Complete by", _complete_by(alert, today)),
        ("Executive", name_of(alert.executive_id, people)),
        ("Complex", "Yes" if alert.complex else "No"),
        ("Issued", f"{say_day(alert.issued_on, today)} by {alert.issuer}"),
    ]
    if following is not None:
        pairs.insert(2, ("Next", f"{shorten(following.text, 120)}, {due(following, today)}"))
    if alike:
        pairs.append(("Similar events", f"{counted(alike, 'report')} since it was issued"))
    parts: list[Part] = [Facts(tuple(pairs))]
    if alert.explanation:
        parts.append(Text(shorten(alert.explanation, 1200)))
    items = tuple(
        Item(
            f"{number(one)}. {shorten(one.text, 160)}",
            f"{due(one, today)} · {name_of(one.lead_id, people)} · {state(one, people, now)}",
        )
        for one in actions[:12]
    )
    parts.append(Items(items, f"12 of {len(actions)} actions shown." if len(actions) > len(items) else ""))
    parts.append(Text("This is your trust's own record, not the national alert.", quiet=True))
    title = shorten(f"{alert.reference}: {alert.title}", 140)
    return Card("alerts.show", title, tuple(parts), buttons)


def _complete_by(alert: Alert, today: date) -> str:
    """Return the deadline, and how far it is while there is something left to do."""
    if alert.status in ALERT_ENDED:
        return say_day(alert.complete_by, today)
    return say_deadline(alert.complete_by, today)


_DONE: Final[Mapping[str, str]] = {
    "acknowledge": "Acknowledged", "ask_help": "Asked for help", "not_mine": "Said that it is not theirs",
    "keep": "Kept with the lead", "snooze": "Put its reminders off", "wake": "Woke its reminders",
    "start": "Started", "submit_evidence": "Sent evidence",
    "withdraw_evidence": "Took evidence back", "accept": "Accepted the evidence", "return": "Returned",
    "hand_over": "Handed over", "split": "Split", "reopen": "Opened again", "cancel": "Cancelled",
    "acknowledge_on_cas": "Acknowledged on CAS", "name_executive": "Named the executive",
    "change_executive": "Changed the executive", "name_leads": "Named the leads",
    "leads_confirmed": "Confirmed the leads", "require_action": "Decided that action is needed",
    "assign": "Assigned", "not_required": "Decided that no action is needed", "authorise": "Authorised",
    "close": "Closed",
}  # fmt: skip
"""Every move in the past, for a history."""


def history(moves: Sequence[Move], people: Mapping[int, Person], now: datetime) -> Items:
    """Return what happened, the newest first."""
    items = tuple(
        Item(
            _DONE.get(one.move, one.move.replace("_", " ").capitalize()),
            f"{say_instant(one.at, now)} · {name_of(one.by_id, people) if one.by_id else 'the bot'}",
        )
        for one in reversed(moves[-15:])
    )
    return Items(items, f"The last 15 of {len(moves)} steps." if len(moves) > len(items) else "")
