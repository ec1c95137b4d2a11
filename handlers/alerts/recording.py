"""Recording an alert: from a file or from the CAS officer's answers into the store, all or nothing.

Whoever is concerned hears through the outbox, written in the same transaction; nothing is broadcast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import ValidationError

from handlers import resembling
from handlers.alerts.form import AlertFile
from storage import alerts, audit, outbox, people
from storage.alerts import Move
from storage.database import Transaction
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.ladder import LADDER, Ladder, pack_ladder
from storage.rules.references import read_reference

RECORDED: Final = "recorded"


@dataclass(frozen=True, slots=True)
class NewAction:
    """One action to record, its people already found."""

    number: int
    text: str
    due: date
    lead_id: int
    deputy_id: int | None


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert to record, its people already found."""

    reference: str
    title: str
    issuer: str
    issued: date
    complete_by: date
    complex: bool
    url: str
    explanation: str
    executive_id: int
    actions: tuple[NewAction, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """Why an alert cannot be recorded: sentences, each naming the field. Nothing was stored."""

    sentences: tuple[str, ...]


async def add_from_json(
    tx: Transaction, data: Any, now: datetime, actor: str, *, ladder: Ladder = LADDER
) -> tuple[Alert, tuple[AlertAction, ...]] | Problems:
    """Record the alert of a file. ``data`` is the parsed JSON; ``actor`` is named in the audit (``cli``).

    ``ladder``: the steps of its reminders; they stay with the alert.
    """
    try:
        file = AlertFile.model_validate(data)
    except ValidationError as error:
        return Problems(tuple(f"{_place(one['loc'])}: {_plain(one)}" for one in error.errors(include_input=False)))
    wrong: list[str] = []
    executive = await _found(tx, file.executive, "executive", wrong)
    actions = []
    for action in file.actions:
        lead = await _found(tx, action.lead, f"actions, number {action.number}, lead", wrong)
        deputy = (
            await _found(tx, action.deputy, f"actions, number {action.number}, deputy", wrong)
            if action.deputy
            else None
        )
        if lead is not None:
            actions.append(NewAction(action.number, action.text, action.due, lead.id, deputy.id if deputy else None))
    if wrong or executive is None:
        return Problems(tuple(wrong))
    new = NewAlert(
        file.reference, file.title, file.issuer, file.issued, file.complete_by, file.complex, file.url,
        file.explanation, executive.id, tuple(actions),
    )  # fmt: skip
    return await add(tx, new, now=now, actor=actor, by_id=None, ladder=ladder)


def _place(location: Sequence[int | str]) -> str:
    return ", ".join(f"number {part + 1}" if isinstance(part, int) else part for part in location) or "the file"


def _plain(error: Mapping[str, Any]) -> str:
    return {"missing": "This is missing.", "extra_forbidden": "We do not know this field."}.get(
        error["type"], str(error["msg"]).removeprefix("Value error, ")
    )


async def _found(tx: Transaction, email: str, where: str, wrong: list[str]) -> Person | None:
    person = await people.by_email(tx, email)
    if person is None:
        wrong.append(f"{where}: {email} is not on the staff list. Import the staff list first, or correct the address.")
    return person


async def add(
    tx: Transaction, new: NewAlert, *, now: datetime, actor: str, by_id: int | None, ladder: Ladder = LADDER
) -> tuple[Alert, tuple[AlertAction, ...]] | Problems:
    """Record an alert and tell each lead, the executive and the CAS officers; or say why not."""
    wrong = await _check(tx, new)
    reference = read_reference(new.reference)
    if wrong or reference is None:
        return Problems(tuple(wrong) or ("reference: A reference looks like NatPSA/2026/003/MHRA.",))
    head = {
        "key": reference.key,
        "reference": reference.reference,
        "title": new.title,
        "issuer": new.issuer,
        "issued_on": new.issued,
        "complete_by": new.complete_by,
        "complex": new.complex,
        "url": new.url,
        "explanation": new.explanation,
        "executive_id": new.executive_id,
        "status": AlertStatus.ACTION_REQUIRED,
        "recorded_at": now,
        "ladder": pack_ladder(ladder),
    }
    rows = [
        {
            "number": one.number,
            "text": one.text,
            "due_on": one.due,
            "lead_id": one.lead_id,
            "deputy_id": one.deputy_id,
            "status": ActionStatus.ASSIGNED,
            "assigned_at": now,
        }
        for one in new.actions
    ]
    alert, actions = await alerts.add(tx, head, rows)
    await alerts.add_moves(
        tx,
        [
            Move(alert.id, None, now, by_id, RECORDED, AlertStatus.RECEIVED, alert.status),
            *(Move(alert.id, one.id, now, by_id, "assigned", "new", one.status) for one in actions),
        ],
    )
    await audit.record(
        tx,
        at=now,
        actor=actor,
        act="alert.recorded",
        subject=f"alert:{alert.id}",
        detail={"key": alert.key, "actions": len(actions)},
    )
    await _tell(tx, alert, actions, now, by_id)
    await resembling.look_back(tx, alert, now)
    return alert, actions


async def _check(tx: Transaction, new: NewAlert) -> list[str]:
    wrong = []
    reference = read_reference(new.reference)
    if reference is not None and await alerts.by_key(tx, reference.key) is not None:
        wrong.append(f'reference: {reference.key} is already recorded. Say "status {reference.key}" to see it.')
    if new.complete_by < new.issued:
        wrong.append("complete_by: This is before the day of issue.")
    numbers = [one.number for one in new.actions]
    wrong += [
        f"actions, number {one}: There are two actions with this number."
        for one in sorted({n for n in numbers if numbers.count(n) > 1})
    ]
    wrong += [
        f"actions, number {one.number}, due: This is before the day of issue."
        for one in new.actions
        if one.due < new.issued
    ]
    wrong += [
        f"actions, number {one.number}, deputy: Lead and deputy are the same person."
        for one in new.actions
        if one.lead_id == one.deputy_id
    ]
    named = {
        new.executive_id,
        *(one.lead_id for one in new.actions),
        *(one.deputy_id for one in new.actions if one.deputy_id),
    }
    found = await people.by_ids(tx, named)
    executive = found.get(new.executive_id)
    if executive is None or Role.EXECUTIVE not in executive.roles:
        wrong.append("executive: This person is not an executive on the staff list.")
    wrong += [f"people: {one.name} does not work here any more." for one in found.values() if not one.active]
    return wrong


async def _tell(
    tx: Transaction, alert: Alert, actions: tuple[AlertAction, ...], now: datetime, by_id: int | None
) -> None:
    """Each lead gets one card for all their actions; the executive and the CAS officers one about the alert."""
    for lead_id in sorted({one.lead_id for one in actions}):
        await _owe(tx, "notice.assigned", alert, lead_id, now)
    if alert.executive_id is not None and alert.executive_id != by_id:
        await _owe(tx, "notice.executive", alert, alert.executive_id, now)
    for officer in await people.with_role(tx, Role.CAS_OFFICER):
        if officer.id != by_id:
            await _owe(tx, "notice.recorded", alert, officer.id, now)


async def _owe(tx: Transaction, kind: str, alert: Alert, person_id: int, now: datetime) -> None:
    await outbox.add(
        tx,
        key=f"{kind}:alert:{alert.id}:{person_id}",
        kind=kind,
        subject=f"alert:{alert.id}",
        person_id=person_id,
        due_at=now,
    )
