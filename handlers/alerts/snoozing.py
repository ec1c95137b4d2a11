"""Snoozing an action: its owner is reminded again on a day that they name, never past the next escalation."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel

from handlers.alerts.ahead import latest_snooze
from handlers.alerts.flow import lead_card
from handlers.alerts.moving import move_action, refused, why_not_on
from handlers.alerts.view import View, find_action
from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage.records import AlertAction
from storage.rules.lifecycle import ActionMove, Facts, Refusal
from storage.rules.workdays import add_working_days, say_day

FORM = "alerts.snooze"


class Until(StrEnum):
    """For how long reminders are put off."""

    NEXT = "next"
    DAY = "day"


class SnoozeForm(BaseModel):
    """Until when, and why."""

    until: Annotated[
        Until,
        Ask("Remind me again", labels={Until.NEXT: "On the next working day", Until.DAY: "On the day that I name"}),
    ]
    day: Annotated[date | None, Ask("On which day?", hint="Only if you name a day. Before the deadline.")] = None
    reason: Annotated[
        str, Ask("Why?", hint="It is kept with the alert. Please leave out names and numbers of patients.", most=500)
    ]


async def opens_snooze(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks until when an action's reminders are put off."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    latest = await latest_snooze(desk, view, action)
    facts = Facts(reason="asked", until=_next(desk), latest=latest, today=desk.today)
    refusal = why_not_on(desk, view, action, ActionMove.SNOOZE, facts)
    if refusal is not None:
        return refusal
    last = f" At the latest on {say_day(latest, desk.today)}: after that it is due, or others hear." if latest else ""
    intro = f"Action {showing.number(action)} of {view.alert.key}, {showing.due(action, desk.today)}.{last}"
    return form(SnoozeForm, FORM, "Snooze", submit="Snooze", intro=intro, context=str(action.id))


def _next(desk: Desk) -> date:
    return add_working_days(desk.today, 1, desk.house.closed)


async def snoozed(turn: Turn, desk: Desk, model: SnoozeForm, context: str) -> Reply:
    """Put the reminders of an action off, and say until when."""
    opened = await opens_snooze(turn, desk, context)
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    until = _next(desk) if model.until is Until.NEXT else model.day
    latest = await latest_snooze(desk, view, action)
    facts = Facts(reason=model.reason, until=until, latest=latest, today=desk.today)
    words = f"Until {until.isoformat()}: {model.reason}" if until else ""
    after = await move_action(desk, view, action, ActionMove.SNOOZE, facts, note=words)
    if isinstance(after, Refusal):
        if isinstance(opened, Form):
            return Reply(form=opened.with_errors({"day": after.words}, desk.raw))
        return refused(view, after, ActionMove.SNOOZE, action)
    day = say_day(until, desk.today) if until else ""
    return _card(desk, after, action, f"Snoozed. You are reminded again {day}. If it is late by then, others hear.")


async def wake(turn: Turn, desk: Desk, value: str) -> Reply:
    """Let the reminders of an action come again."""
    del turn
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    after = await move_action(desk, view, action, ActionMove.WAKE)
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.WAKE, action)
    return _card(desk, after, action, "You are reminded of this as before.")


def _card(desk: Desk, view: View, action: AlertAction, said: str) -> Reply:
    now = view.action(action.id) or action
    return show(lead_card(desk, view, (now,), said), replaces=True)
