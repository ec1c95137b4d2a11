"""The log of an alert: every step, version and piece of evidence, and who was told what and when. It changes nothing.

It is read from what the store kept when things happened; nothing is worked out afterwards.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select

from storage import alerts, evidence, versions
from storage.database import Transaction
from storage.records import Alert, AlertAction, OutboxState
from storage.rules.moves import ACTION_MOVES, ALERT_MOVES
from storage.tables import alert_moves, outbox, receipts


class Entry(StrEnum):
    """What a line of the log tells of."""

    RECEIPT = "received"
    VERSION = "version"
    STEP = "step"
    EVIDENCE = "evidence"
    MESSAGE = "message"
    PLANNED = "planned"
    """A message that waits to be sent: it has not happened, and may never."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``by_id`` did it (None: the bot), ``for_id`` is whose part they played, ``to_id`` who was told.

    ``action`` is the number of the action as people say it, "" for the alert. ``version`` is the one that was in force
    then. ``sha256`` is of evidence. ``state`` is how a message ended.
    """

    at: datetime
    entry: Entry
    what: str
    by_id: int | None = None
    for_id: int | None = None
    to_id: int | None = None
    action: str = ""
    detail: str = ""
    version: int = 1
    evidence_kind: str = ""
    sha256: str = ""
    state: str = ""


STEPS: Final[Mapping[str, str]] = {
    **{str(name): line.done for name, line in ALERT_MOVES.items()},
    **{str(name): line.done for name, line in ACTION_MOVES.items()},
    "recorded": "Recorded",
    "received": "Confirmed as received",
    "assigned": "Given to its owner",
    "reissued": "Issued again",
}
"""What every move is called afterwards."""

MESSAGES: Final[Mapping[str, str]] = {
    "notice.triage": "something came in to be checked",
    "notice.received": "a new alert is to be acknowledged on CAS",
    "notice.recorded": "the alert was recorded",
    "notice.changed": "the alert was issued again",
    "notice.executive": "they are the executive of the alert",
    "notice.not_executive": "they are no longer its executive",
    "notice.next": "what the next step is",
    "notice.leads": "they are named to lead",
    "notice.asked": "they are asked for a step",
    "notice.assigned": "their actions",
    "notice.handed_over": "an action was handed over to them",
    "notice.has_new_lead": "an action has a new lead",
    "notice.not_mine": "an owner says that it is not theirs",
    "notice.kept": "an action stays with them",
    "notice.action_cancelled": "an action was cancelled",
    "notice.help": "help is needed",
    "notice.evidence": "evidence waits to be judged",
    "notice.returned": "their evidence was returned",
    "notice.accepted": "their evidence was accepted",
    "notice.ready": "the alert is ready to be authorised",
    "notice.not_needed": "no action is required",
    "notice.authorised": "the alert was authorised",
    "notice.close": "the alert is to be closed on CAS",
    "notice.closed": "the alert was closed on CAS",
    "notice.reopened": "the alert was opened again",
    "notice.cancelled": "the alert was taken back",
    "notice.nudge": "the safety team asks how it is going",
    "reminder.unacknowledged": "reminder: not acknowledged yet",
    "reminder.deadline": "reminder: a deadline is near",
    "reminder.late": "reminder: an action is late",
    "reminder.judge": "reminder: evidence waits to be judged",
    "reminder.stage": "reminder: the alert waits for a step",
    "reminder.receipt": "reminder: something waits to be checked",
    "reminder.alert_due": "reminder: the alert's deadline is near",
    "reminder.alert_late": "reminder: the alert is late",
}
"""What each kind of message says, after "Told:"."""

_RANK: Final = {entry: rank for rank, entry in enumerate(Entry)}
_UNTOLD: Final = {
    OutboxState.FAILED: "Could not be told",
    OutboxState.CANCELLED: "Not told, because it was overtaken",
    OutboxState.UNKNOWN: "Perhaps told",
}
_ENDED: Final = (OutboxState.SENT, *_UNTOLD)
_TO_COME: Final = (OutboxState.WAITING, OutboxState.SENDING)


def action_name(action: AlertAction) -> str:
    """Return the number of an action as people say it: "3", or "1, Surgery" for a part of one that was split."""
    if action.part_of is None:
        return str(action.number)
    return f"{action.part_of}, {action.place}" if action.place else str(action.part_of)


async def of_alert(tx: Transaction, alert: Alert) -> tuple[Line, ...]:
    """Return the whole log of an alert, the oldest first. Six statements, however long it is."""
    actions = {one.id: one for one in await alerts.actions_of(tx, alert.id)}
    issued = await versions.listing(tx, alert.id)
    came = [row._mapping for row in await tx.execute(select(receipts).where(receipts.c.alert_id == alert.id))]  # noqa: SLF001 - public in spite of its name
    subjects = [
        f"alert:{alert.id}",
        *(f"action:{one}" for one in actions),
        *(f"receipt:{one['id']}" for one in came),
    ]
    found = [_received(one) for one in came]
    found += [_version(one) for one in issued]
    moved = select(alert_moves).where(alert_moves.c.alert_id == alert.id).order_by(alert_moves.c.id)
    found += [_step(row._mapping, actions) for row in await tx.execute(moved)]  # noqa: SLF001 - public in spite of its name
    for piece in await evidence.of_actions(tx, actions, withdrawn=True):
        name = action_name(actions[piece.action_id])
        about = {"for_id": piece.for_id, "action": name, "evidence_kind": str(piece.kind), "sha256": piece.sha256}
        found.append(Line(piece.at, Entry.EVIDENCE, "Evidence handed in", piece.by_id, **about))  # type: ignore[arg-type]
        if piece.withdrawn_at is not None:
            found.append(Line(piece.withdrawn_at, Entry.EVIDENCE, "Evidence no longer counts", None, **about))  # type: ignore[arg-type]
    about_it = (outbox.c.subject.in_(subjects), outbox.c.person_id.is_not(None), outbox.c.state.in_(_ENDED))
    told = select(outbox).where(*about_it).order_by(outbox.c.id)
    found += [_message(row._mapping, actions) for row in await tx.execute(told)]  # noqa: SLF001 - public in spite of its name
    return _in_order(found, [row["at"] for row in issued])


async def to_come(tx: Transaction, alert: Alert) -> tuple[Line, ...]:
    """Return the messages about an alert that wait to be sent, as things stand now, the earliest first."""
    actions = {one.id: one for one in await alerts.actions_of(tx, alert.id)}
    subjects = [f"alert:{alert.id}", *(f"action:{one}" for one in actions)]
    about_it = (outbox.c.subject.in_(subjects), outbox.c.person_id.is_not(None), outbox.c.state.in_(_TO_COME))
    rows = await tx.execute(select(outbox).where(*about_it).order_by(outbox.c.due_at, outbox.c.id))
    found = [_message(row._mapping, actions) for row in rows]  # noqa: SLF001 - public in spite of its name
    return tuple(replace(one, version=alert.version) for one in found)


def _in_order(found: Iterable[Line], starts: list[datetime]) -> tuple[Line, ...]:
    """Return lines by their instant, each with the version in force; what happened at one instant keeps its order."""
    return tuple(
        Line(
            one.at, one.entry, one.what, one.by_id, one.for_id, one.to_id, one.action, one.detail,
            max(1, bisect_right(starts, one.at)), one.evidence_kind, one.sha256, one.state,
        )
        for one in sorted(found, key=lambda line: (line.at, _RANK[line.entry]))
    )  # fmt: skip


def _received(row: Mapping[Any, Any]) -> Line:
    return Line(row["received_at"], Entry.RECEIPT, "Came in", row["received_by"], detail=str(row["source"]))


def _version(row: Mapping[str, Any]) -> Line:
    what = f"Version {row['version']}, complete by {row['complete_by']:%d/%m/%Y}"
    return Line(row["at"], Entry.VERSION, what, row["by_id"], detail=row["reason"])


def _step(row: Mapping[Any, Any], actions: Mapping[int, AlertAction]) -> Line:
    action = actions.get(row["action_id"])
    what = STEPS.get(row["move"], row["move"].replace("_", " ").capitalize())
    name = action_name(action) if action else ""
    return Line(row["at"], Entry.STEP, what, row["by_id"], row["for_id"], action=name, detail=row["note"])


def _message(row: Mapping[Any, Any], actions: Mapping[int, AlertAction]) -> Line:
    about, _, number = row["subject"].partition(":")
    action = actions.get(int(number)) if about == "action" else None
    state = OutboxState(row["state"])
    said = MESSAGES.get(row["kind"], row["kind"].partition(".")[2].replace("_", " "))
    comes = state in _TO_COME
    what = f"{'To be sent' if comes else _UNTOLD.get(state, 'Told')}: {said}"
    at = row["settled_at"] or row["due_at"]
    reason = row["reason"] or "" if state in {OutboxState.FAILED, OutboxState.CANCELLED} else ""
    name = action_name(action) if action else ""
    entry = Entry.PLANNED if comes else Entry.MESSAGE
    return Line(at, entry, what, to_id=row["person_id"], action=name, detail=reason, state=str(state))
