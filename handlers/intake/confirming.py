"""Confirming what was received: a new alert, or a further version of one that is known. All or nothing.

Whoever is concerned hears through the outbox; nothing is broadcast.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from handlers import resembling
from handlers.desk import Desk
from handlers.intake.form import TriageForm, issuer_of, read_lines, reference_of
from storage import alerts, leads, outbox, people, receipts, versions
from storage.alerts import ALERT_DONE, Move, planned_as_json
from storage.receipts import Receipt
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, PlannedAction, ReceiptState, Role
from storage.rules.ladder import pack_ladder
from storage.rules.lifecycle import AlertMove, Facts, Refusal, move_alert
from storage.rules.references import find_references

_FINISHED: Final = frozenset({ActionStatus.ACCEPTED, ActionStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a receipt: the alert, and what changed when it was known before (empty for a new one).

    ``unowned``: how many actions of a running alert nobody has now. ``older``: the alert that it replaces, while that
    still runs.
    """

    alert: Alert
    changes: tuple[str, ...] = ()
    is_new: bool = True
    unowned: int = 0
    older: Alert | None = None


async def known_alert(desk: Desk, reference: str) -> Alert | None:
    """Return the alert that the trust has under this reference."""
    found = find_references(reference)
    return await alerts.by_key(desk.tx, found[0].key) if found else None


def as_issued(known: Alert, model: TriageForm, planned: tuple[PlannedAction, ...]) -> Alert:
    """Return a known alert as it is issued now."""
    reference = reference_of(model.reference)
    fuller = reference is not None and (reference.issuer is not None or reference.reference == known.reference)
    return replace(
        known,
        reference=model.reference if fuller else known.reference,
        title=model.title,
        issued_on=model.issued,
        complete_by=model.complete_by,
        complex=model.complex,
        url=model.url or known.url,
        explanation=model.explanation or known.explanation,
        planned=planned,
    )


async def confirm(desk: Desk, receipt: Receipt, model: TriageForm) -> Confirmed:
    """Make the alert, or its next version, of a receipt that waits. The model was checked by ``form.wrong_of``."""
    planned = read_lines(f"{model.actions}\n{model.more_actions}", desk.today)
    reference = reference_of(model.reference)
    if isinstance(planned, str) or reference is None:
        raise ValueError("a receipt is confirmed only when its form was checked")
    known = await alerts.by_key(desk.tx, reference.key)
    done = (
        await _add(desk, receipt, model, planned, reference.key)
        if known is None
        else await _reissue(desk, receipt, known, as_issued(known, model, planned))
    )
    await receipts.settle(
        desk.tx, receipt, ReceiptState.CONFIRMED, now=desk.now, by_id=desk.person.id, alert_id=done.alert.id
    )
    if model.supersedes:
        return replace(done, older=await _supersede(desk, model.supersedes, done.alert))
    return done


async def _add(
    desk: Desk, receipt: Receipt, model: TriageForm, planned: tuple[PlannedAction, ...], key: str
) -> Confirmed:
    values: dict[str, Any] = {
        "key": key,
        "reference": model.reference,
        "title": model.title,
        "issuer": issuer_of(model),
        "issued_on": model.issued,
        "complete_by": model.complete_by,
        "complex": model.complex,
        "url": model.url,
        "explanation": model.explanation,
        "executive_id": None,
        "status": AlertStatus.RECEIVED,
        "recorded_at": desk.now,
        "received_at": receipt.received_at,
        "planned": planned_as_json(planned),
        "ladder": pack_ladder(desk.house.ladder),
    }
    alert, _ = await alerts.add(desk.tx, values, ())
    step = Move(alert.id, None, desk.now, desk.person.id, "received", "new", alert.status)
    await alerts.add_moves(desk.tx, [step])
    await desk.audit("alert.received", f"alert:{alert.id}", key=alert.key, actions=len(planned), receipt=receipt.id)
    for officer in await people.with_role(desk.tx, Role.CAS_OFFICER):
        await desk.notify(officer.id, "notice.received", f"alert:{alert.id}")
    await resembling.look_back(desk.tx, alert, desk.now)
    return Confirmed(alert)


async def _reissue(desk: Desk, receipt: Receipt, known: Alert, issued: Alert) -> Confirmed:
    """Add a version. Actions that were due on the old deadline are due on the new one, and reminders follow them."""
    changed = versions.changes(known, issued) or ("Nothing that we can compare has changed.",)
    after = await versions.add(
        desk.tx, known, issued, at=desk.now, by_id=desk.person.id, reason=" ".join(changed), receipt_id=receipt.id
    )
    concerned = {known.executive_id, *await leads.of_alert(desk.tx, known.id)}
    actions = await alerts.actions_of(desk.tx, known.id)
    for action in actions:
        if action.status in _FINISHED:
            continue
        concerned |= {action.lead_id, action.deputy_id}
        asked = next((one for one in after.planned if one.number == (action.part_of or action.number)), None)
        due = (asked.due_on if asked else None) or after.complete_by
        if action.due_on == known.complete_by != due or (asked and asked.due_on and action.due_on != asked.due_on):
            moved = replace(action, due_on=due)
            step = Move(
                known.id, action.id, desk.now, desk.person.id, "due_moved", action.status, action.status,
                f"due {due.isoformat()} instead of {action.due_on.isoformat()}",
            )  # fmt: skip
            await alerts.save_action(desk.tx, action, moved, [step])
    after = await _start_again(desk, known, after, actions)
    await desk.audit("alert.reissued", f"alert:{known.id}", version=after.version, receipt=receipt.id)
    await _tell_change(desk, after, concerned | await _officers(desk))
    unowned = len(unowned_of(after, actions))
    if unowned:
        await _tell(desk, after, "notice.new_actions", {known.executive_id, *await _officers(desk)})
    return Confirmed(after, changed, is_new=False, unowned=unowned)


async def _start_again(desk: Desk, known: Alert, after: Alert, actions: Iterable[AlertAction]) -> Alert:
    """Bring an alert that had come to its end back to its executive, when its new version asks for more than before."""
    before = {one.number for one in known.planned} | {one.part_of or one.number for one in actions}
    facts = Facts(asks_for_more=any(one.number not in before for one in after.planned))
    again = move_alert(after, AlertMove.ISSUE_AGAIN, desk.person, desk.now, facts)
    if isinstance(again, Refusal):
        return after
    step = Move(after.id, None, desk.now, desk.person.id, AlertMove.ISSUE_AGAIN, after.status, again.status)
    await alerts.save_alert(desk.tx, after, again, [step])
    await desk.audit("alert.issue_again", f"alert:{after.id}")
    return again


def unowned_of(alert: Alert, actions: Iterable[AlertAction]) -> tuple[int, ...]:
    """Return the numbers of what a running alert asks for and nobody has; before it runs, nobody should have any."""
    if alert.status is not AlertStatus.ACTION_REQUIRED:
        return ()
    owned = {one.part_of or one.number for one in actions}
    return tuple(one.number for one in alert.planned if one.number not in owned)


async def _officers(desk: Desk) -> set[int | None]:
    return {one.id for one in await people.with_role(desk.tx, Role.CAS_OFFICER)}


async def _tell_change(desk: Desk, alert: Alert, concerned: set[int | None]) -> None:
    await _tell(desk, alert, "notice.changed", concerned)


async def _tell(desk: Desk, alert: Alert, kind: str, to: set[int | None]) -> None:
    for person_id in sorted({one for one in to if one is not None} - {desk.person.id}):
        await desk.notify(person_id, kind, f"alert:{alert.id}", key=str(alert.fence))


async def _concerned(desk: Desk, alert: Alert) -> set[int | None]:
    """Return the executive and leads of an alert, and who has an action of it that is not finished."""
    concerned: set[int | None] = {alert.executive_id, *await leads.of_alert(desk.tx, alert.id)}
    for action in await alerts.actions_of(desk.tx, alert.id):
        if action.status not in _FINISHED:
            concerned |= {action.lead_id, action.deputy_id}
    return concerned


async def _supersede(desk: Desk, key: str, newer: Alert) -> Alert | None:
    """Note on an earlier alert that this one replaces it, and return it while it runs; people hear.

    Its work goes on until a person ends it: the officers are asked to.
    """
    older = await alerts.by_key(desk.tx, key)
    if older is None or newer.id in {older.id, older.superseded_by}:
        return None
    after = replace(older, superseded_by=newer.id)
    step = Move(
        older.id, None, desk.now, desk.person.id, "superseded", older.status, older.status,
        f"It is replaced by {newer.reference}.",
    )  # fmt: skip
    await alerts.save_alert(desk.tx, older, after, [step])
    await desk.audit("alert.superseded", f"alert:{older.id}", by=newer.key)
    if older.status in ALERT_DONE:
        return None
    after = replace(after, fence=older.fence + 1)
    officers = await _officers(desk)
    await _tell(desk, after, "notice.superseded", officers)
    await _tell_change(desk, after, await _concerned(desk, after) - officers)
    return after


async def end_older(desk: Desk, older: Alert, newer: Alert) -> Alert | Refusal:
    """End the work on an alert that another one replaces, for it was decided; its people hear, its reminders stop."""
    reason = f"It is replaced by {newer.reference}."
    ended = move_alert(older, AlertMove.CANCEL, desk.person, desk.now, Facts(reason=reason))
    if isinstance(ended, Refusal):
        return ended
    concerned = await _concerned(desk, older)
    step = Move(older.id, None, desk.now, desk.person.id, AlertMove.CANCEL, older.status, ended.status, reason)
    await alerts.save_alert(desk.tx, older, ended, [step])
    await desk.audit("alert.ended_as_replaced", f"alert:{older.id}", by=newer.key)
    actions = await alerts.actions_of(desk.tx, older.id)
    for subject in (f"alert:{older.id}", *(f"action:{one.id}" for one in actions)):
        await outbox.cancel(desk.tx, subject=subject, now=desk.now, reason="the alert was replaced")
    await _tell(desk, ended, "notice.replaced", concerned)
    return ended
