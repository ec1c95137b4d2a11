"""Reminders about alerts, their actions and what was received: read from the store, judged by ``rules.reminding``.

It changes nothing and sends nothing. The number of statements does not grow with the number of alerts.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog

from schedules.terms import Terms
from storage import absences, alerts, people, reminders
from storage.database import Transaction
from storage.records import Alert, AlertAction, Message, Person, Role
from storage.rules.ladder import Wanted
from storage.rules.reminding import wanted, wanted_for_receipt
from storage.rules.rota import Rota
from storage.rules.workdays import local_day

_PAUSE_EVERY: Final = 4
_ABOUT: Final = ("action", "alert", "receipt")
_DUTIES: Final = (Role.EXECUTIVE, Role.CAS_OFFICER, Role.PATIENT_SAFETY_SPECIALIST)

log = structlog.get_logger(__name__)


async def should_be(tx: Transaction, now: datetime, terms: Terms) -> dict[str, Wanted]:
    """Return, by key, the reminders about alerts, actions and receipts that should exist at ``now``."""
    work = await alerts.open_work(tx)
    everybody, rota = await _staff(tx, work, now, terms)
    should: dict[str, Wanted] = {}
    for number, (alert, actions) in enumerate(work):
        if number % _PAUSE_EVERY == 0:
            await asyncio.sleep(0)
        should |= {one.key: one for one in _wanted(alert, actions, everybody, now, terms, rota)}
    for receipt_id, fence, received_at in await reminders.waiting_receipts(tx):
        found = wanted_for_receipt(receipt_id, fence, received_at, everybody, now, terms.ladder, rota)
        should |= {one.key: one for one in found}
    return should


async def unwanted(tx: Transaction, messages: Sequence[Message], now: datetime, terms: Terms) -> frozenset[int]:
    """Return the ids of those reminders that nobody should get any more, as things stand at ``now``.

    Reminders about other things than alerts are left to whoever draws them.
    """
    about = [message for message in messages if message.subject.partition(":")[0] in _ABOUT]
    if not about:
        return frozenset()
    ids: dict[str, set[int]] = {what: set() for what in _ABOUT}
    for message in about:
        what, _, number = message.subject.partition(":")
        ids[what].add(int(number))
    work = await _work(tx, ids)
    everybody, rota = await _staff(tx, work, now, terms)
    should: set[str] = set()
    for alert, actions in work:
        should |= {one.key for one in _wanted(alert, actions, everybody, now, terms, rota)}
    if ids["receipt"]:
        for receipt_id, fence, received_at in await reminders.waiting_receipts(tx):
            if receipt_id in ids["receipt"]:
                found = wanted_for_receipt(receipt_id, fence, received_at, everybody, now, terms.ladder, rota)
                should |= {one.key for one in found}
    return frozenset(message.id for message in about if message.key not in should)


async def _work(tx: Transaction, ids: Mapping[str, set[int]]) -> list[tuple[Alert, tuple[AlertAction, ...]]]:
    """Return the alerts that these subjects belong to, each with all its actions."""
    owners = await alerts.with_alerts(tx, ids["action"])
    return await alerts.with_actions(tx, ids["alert"] | {alert.id for alert, _ in owners})


async def _staff(
    tx: Transaction, work: Iterable[tuple[Alert, tuple[AlertAction, ...]]], now: datetime, terms: Terms
) -> tuple[dict[int, Person], Rota]:
    """Return everybody who may hear, with who stands in for them, and who is away."""
    ids: set[int | None] = set()
    for alert, actions in work:
        ids |= {alert.executive_id, *(one.lead_id for one in actions), *(one.deputy_id for one in actions)}
    away = await absences.from_day(tx, local_day(now))
    ids |= {one.cover_id for some in away.values() for one in some}
    found = await people.by_ids(tx, (one for one in ids if one is not None))
    for duty in _DUTIES:
        found |= {person.id: person for person in await people.with_role(tx, duty)}
    deputies = {one.deputy_id for one in found.values() if one.deputy_id is not None} - found.keys()
    found |= await people.by_ids(tx, deputies)
    return found, Rota(away, terms.closed)


def _wanted(
    alert: Alert,
    actions: tuple[AlertAction, ...],
    everybody: dict[int, Person],
    now: datetime,
    terms: Terms,
    rota: Rota,
) -> tuple[Wanted, ...]:
    try:
        return wanted(alert, actions, everybody, now, None, rota)
    except ValueError:
        log.warning("ladder_not_readable", alert=alert.id)
        return wanted(alert, actions, everybody, now, terms.ladder, rota)
