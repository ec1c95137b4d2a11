"""When no platform reaches somebody: the specialists hear at once, and whoever stands in gets the message instead.

It sends nothing: it owes messages, and draws them when they are sent.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.chat.card import Button, Card, Facts, Text
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.redrawn import AGAIN
from storage import absences, alerts, outbox, owed, people
from storage.database import Transaction
from storage.records import AlertAction, Message, Person, Role
from storage.rules.rota import Rota
from storage.rules.workdays import local_day, say_day

KIND: Final = "notice.unreachable"
INSTEAD: Final = "notice.instead"
"""A message that did not reach its person, for whoever stands in."""
_PERHAPS: Final = ";perhaps"
_REPLY: Final = "reply"
_OF_OWNERS: Final = frozenset({"notice.assigned", "notice.leads"})
_ABOUT_ALERTS: Final = ("action:", "alert:", "receipt:")


async def tell_specialists(tx: Transaction, message: Message, now: datetime, *, surely: bool = True) -> None:
    """Owe the specialists a notice that ``message`` reached nobody, or not ``surely``: nobody can tell whether it did.

    A reply, or such a notice itself, causes none. A person is named once for each subject.
    """
    if message.person_id is None or message.kind in {KIND, _REPLY} or message.kind.startswith(AGAIN):
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
            body=f"person={message.person_id}" + ("" if surely else _PERHAPS),
        )


async def tell_stand_ins(tx: Transaction, message: Message, now: datetime) -> None:
    """Owe a message about an alert that reached nobody to whoever stands in: the action's deputy, cover or deputy.

    A report is nobody else's to read. What does not reach the stand-in either is left to the specialists.
    """
    if message.kind in {KIND, INSTEAD, _REPLY} or not message.subject.startswith(_ABOUT_ALERTS):
        return
    for person_id in await _stand_ins(tx, message, now):
        await outbox.add(
            tx,
            key=f"{INSTEAD}:{message.id}:{person_id}",
            kind=INSTEAD,
            subject=message.subject,
            person_id=person_id,
            due_at=now,
            fence=message.fence,
            body=f"message={message.id}",
        )


async def _stand_ins(tx: Transaction, message: Message, now: datetime) -> tuple[int, ...]:
    """Return who stands in for the person of a message: the first of them who works here and is not away."""
    whose = message.person_id or 0
    today = local_day(now)
    what, _, number = message.subject.partition(":")
    action = await alerts.action(tx, int(number)) if what == "action" else None
    rota = Rota(await absences.from_day(tx, today))
    everybody = await people.by_ids(tx, [whose])
    asked = list(rota.covers(whose, everybody, today))
    if action is not None and action.lead_id == whose and action.deputy_id is not None:
        asked.insert(0, action.deputy_id)
    everybody |= await people.by_ids(tx, asked)
    duty = _duty(message, action, everybody.get(whose))
    if duty is not None:
        held = await people.with_role(tx, duty)
        everybody |= {one.id: one for one in held}
        asked = [*rota.covers_of(duty, whose, everybody, today), *(one.id for one in held)]
    there = [one for one in asked if one != whose and rota.is_there(one, everybody, today)]
    return tuple(there[:1])


def _duty(message: Message, action: AlertAction | None, person: Person | None) -> Role | None:
    """Return the duty in which somebody was written to, if only its holders can act: not as the owner of an action."""
    if person is None or message.kind in _OF_OWNERS or (action is not None and action.lead_id == person.id):
        return None
    return next((one for one in (Role.EXECUTIVE, Role.CAS_OFFICER) if one in person.roles), None)


async def draw_instead(message: Message, desk: Desk) -> Reply | None:
    """Draw for a stand-in what could not be delivered, as things stand now. None when nobody needs it any more."""
    number = (message.body or "").removeprefix("message=")
    lost = await owed.get(desk.tx, int(number)) if number.isdecimal() else None
    whose = (await people.by_ids(desk.tx, [lost.person_id or 0])) if lost is not None else {}
    person = next(iter(whose.values()), None)
    draws = {name: draw for capability in desk.capabilities for name, draw in capability.draws.items()}
    fitting = [name for name in draws if lost is not None and lost.kind.startswith(name)]
    if lost is None or person is None or not fitting:
        return None
    body = ";".join(filter(None, (lost.body, f"instead={person.id}")))
    reply = await draws[max(fitting, key=len)](replace(lost, person_id=desk.person.id, body=body), desk)
    if reply is None or not reply.cards:
        return None
    said = Text(f"We could not reach {person.name} with this. You stand in for them.")
    first = reply.cards[0]
    return replace(reply, cards=(replace(first, parts=(said, *first.parts)), *reply.cards[1:]))


async def draw(message: Message, desk: Desk) -> Reply | None:
    """Say who could not be reached about what. None when that person is not known any more."""
    perhaps = (message.body or "").endswith(_PERHAPS)
    number = (message.body or "").removeprefix("person=").removesuffix(_PERHAPS)
    found = await people.by_ids(desk.tx, [int(number)]) if number.isdecimal() else {}
    person = next(iter(found.values()), None)
    if person is None:
        return None
    what, facts, buttons = await _subject(message.subject, desk)
    why = "" if person.active else " They have left."
    arrived = "may not have arrived: we could not find out" if perhaps else "did not arrive"
    text = f"A message to {person.name} about {what} {arrived}.{why} Please talk to them, or find somebody else."
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
