"""Telling the specialist at once about somebody whom no platform reaches, once for each person and subject.

It sends nothing: it owes one message to each specialist, and draws it when it is sent.
"""

from datetime import datetime
from typing import Final

from handlers.chat.card import Button, Card, Facts, Text
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from storage import alerts, outbox, people
from storage.database import Transaction
from storage.records import Message, Role
from storage.rules.workdays import say_day

KIND: Final = "notice.unreachable"
_REPLY: Final = "reply"


async def tell_specialists(tx: Transaction, message: Message, now: datetime) -> None:
    """Owe the specialists a notice that ``message`` reached nobody. A reply, or such a notice itself, causes none."""
    if message.person_id is None or message.kind in {KIND, _REPLY}:
        return
    for specialist in await people.with_role(tx, Role.PATIENT_SAFETY_SPECIALIST):
        if specialist.id == message.person_id:
            continue
        await outbox.add(
            tx,
            key=f"{KIND}:{message.subject}:{message.person_id}:{specialist.id}",
            kind=KIND,
            subject=message.subject,
            person_id=specialist.id,
            due_at=now,
            body=f"person={message.person_id}",
        )


async def draw(message: Message, desk: Desk) -> Reply | None:
    """Say who could not be reached about what. None when that person is not known any more."""
    number = (message.body or "").removeprefix("person=")
    found = await people.by_ids(desk.tx, [int(number)]) if number.isdecimal() else {}
    person = next(iter(found.values()), None)
    if person is None:
        return None
    what, facts, buttons = await _subject(message.subject, desk)
    why = "" if person.active else " They have left."
    text = f"A message to {person.name} about {what} did not arrive.{why} Please talk to them, or find somebody else."
    return show(Card("notice.unreachable", "We cannot reach somebody", (Text(text), *facts), buttons))


async def _subject(subject: str, desk: Desk) -> tuple[str, tuple[Facts, ...], tuple[Button, ...]]:
    what, _, number = subject.partition(":")
    if what == "incident":
        return f"report {number}", (), ()
    action = await alerts.action(desk.tx, int(number)) if what == "action" else None
    alert_id = action.alert_id if action is not None else int(number) if what == "alert" else 0
    alert = await alerts.get(desk.tx, alert_id)
    if alert is None:
        return "their work", (), ()
    button = Button("Show the alert", "alerts.show", str(alert.id))
    if action is None:
        return alert.reference, (), (button,)
    due = Facts((("Due", say_day(action.due_on, desk.today)),))
    return f"action {action.number} of {alert.reference}", (due,), (button,)
