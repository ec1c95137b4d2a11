"""The life of an alert and of its actions: one table of moves, and the two functions that make a move.

Diagram, tests and words of refusal come from the table. Nothing here stores or sends.
Source: domain brief b.4 and b.5; the moves are the trust's own, the guards those of the national alert system.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules import guards
from storage.rules.guards import Case, Facts, Guard

__all__ = [
    "ACTION_MOVES",
    "ACTION_WORDS",
    "ALERT_MOVES",
    "ALERT_WORDS",
    "ActionMove",
    "AlertMove",
    "Facts",
    "Move",
    "Refusal",
    "Who",
    "diagram",
    "move_action",
    "move_alert",
    "parts_of",
]

Status = TypeVar("Status", bound=StrEnum)


class Who(StrEnum):
    """The part in which a person makes a move. The lead and the deputy are those of the action."""

    LEAD = "lead"
    DEPUTY = "deputy"
    EXECUTIVE = "executive"
    CAS_OFFICER = "cas officer"
    SPECIALIST = "patient safety specialist"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that was not made, in words for the person who tried.

    ``already`` means that nothing is left to do: it was done before, if known by ``by_id`` at ``at``.
    """

    words: str
    already: bool = False
    by_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move(Generic[Status]):
    """One line of the table. ``to`` None: the status stays.

    ``verb`` completes "you can …", ``done`` is what history and cards say afterwards.
    """

    name: str
    start: frozenset[Status]
    to: Status | None
    who: frozenset[Who]
    verb: str
    done: str
    guards: tuple[Guard, ...] = ()


class ActionMove(StrEnum):
    """What can be done with one action."""

    ACKNOWLEDGE = "acknowledge"
    ASK_HELP = "ask_help"
    START = "start"
    SUBMIT_EVIDENCE = "submit_evidence"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    ACCEPT = "accept"
    RETURN = "return"
    HAND_OVER = "hand_over"
    REOPEN = "reopen"
    CANCEL = "cancel"


class AlertMove(StrEnum):
    """What can be done with an alert."""

    ACKNOWLEDGE = "acknowledge_on_cas"
    NAME_EXECUTIVE = "name_executive"
    CHANGE_EXECUTIVE = "change_executive"
    NAME_LEADS = "name_leads"
    REQUIRE_ACTION = "require_action"
    NOT_REQUIRED = "not_required"
    AUTHORISE = "authorise"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


_ACTION = ActionStatus
_ALERT = AlertStatus
_UNFINISHED: Final = frozenset({_ACTION.ASSIGNED, _ACTION.ACKNOWLEDGED, _ACTION.IN_PROGRESS, _ACTION.RETURNED})
_TAKEN: Final = _UNFINISHED - {_ACTION.ASSIGNED}
_OWNERS: Final = frozenset({Who.LEAD, Who.DEPUTY})
_JUDGES: Final = frozenset({Who.EXECUTIVE, Who.SPECIALIST})
_OFFICE: Final = frozenset({Who.CAS_OFFICER, Who.SPECIALIST})
_OVERSIGHT: Final = _OFFICE | {Who.EXECUTIVE}
_EXECUTIVE: Final = frozenset({Who.EXECUTIVE})
_OPEN: Final = guards.alert_is_open

ACTION_MOVES: Final[Mapping[ActionMove, Move[ActionStatus]]] = {
    ActionMove(line.name): line
    for line in (
        Move(ActionMove.ACKNOWLEDGE, frozenset({_ACTION.ASSIGNED}), _ACTION.ACKNOWLEDGED, _OWNERS,
             "acknowledge it", "Acknowledged", (_OPEN,)),
        Move(ActionMove.ASK_HELP, _UNFINISHED, None, _OWNERS,
             "ask for help with it", "Asked for help", (_OPEN,)),
        Move(ActionMove.START, frozenset({_ACTION.ACKNOWLEDGED, _ACTION.RETURNED}), _ACTION.IN_PROGRESS, _OWNERS,
             "start it", "Started", (_OPEN,)),
        Move(ActionMove.SUBMIT_EVIDENCE, _TAKEN, _ACTION.EVIDENCE_SUBMITTED, _OWNERS,
             "send evidence for it", "Evidence sent", (_OPEN, guards.evidence_is_there)),
        Move(ActionMove.WITHDRAW_EVIDENCE, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.IN_PROGRESS, _OWNERS,
             "take its evidence back", "Evidence taken back", (_OPEN,)),
        Move(ActionMove.ACCEPT, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.ACCEPTED, _JUDGES,
             "accept its evidence", "Accepted",
             (_OPEN, guards.evidence_is_there, guards.evidence_is_anothers)),
        Move(ActionMove.RETURN, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.RETURNED, _JUDGES,
             "return it", "Returned", (_OPEN, guards.reason_is_given)),
        Move(ActionMove.HAND_OVER, _UNFINISHED, _ACTION.ASSIGNED, _OWNERS | _OVERSIGHT,
             "hand it over", "Handed over",
             (_OPEN, guards.executive_names_leads, guards.people_are_named, guards.one_other_lead_is_named)),
        Move(ActionMove.REOPEN, frozenset({_ACTION.ACCEPTED}), _ACTION.RETURNED, _JUDGES,
             "open it again", "Opened again", (_OPEN, guards.reason_is_given)),
        Move(ActionMove.CANCEL, _UNFINISHED | {_ACTION.EVIDENCE_SUBMITTED}, _ACTION.CANCELLED, _EXECUTIVE,
             "cancel it", "Cancelled", (_OPEN, guards.reason_is_given)),
    )
}  # fmt: skip
"""Every move of an action."""

ALERT_MOVES: Final[Mapping[AlertMove, Move[AlertStatus]]] = {
    AlertMove(line.name): line
    for line in (
        Move(AlertMove.ACKNOWLEDGE, frozenset({_ALERT.RECEIVED}), _ALERT.ACKNOWLEDGED, _OFFICE,
             "record that it is acknowledged on CAS", "Acknowledged on CAS"),
        Move(AlertMove.NAME_EXECUTIVE, frozenset({_ALERT.ACKNOWLEDGED}), _ALERT.EXECUTIVE_NAMED, _OVERSIGHT,
             "name its executive", "Executive named", (guards.people_are_named, guards.one_executive_is_named)),
        Move(AlertMove.CHANGE_EXECUTIVE,
             frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED, _ALERT.ACTION_REQUIRED}), None, _OVERSIGHT,
             "name another executive for it", "Executive changed",
             (guards.people_are_named, guards.one_executive_is_named)),
        Move(AlertMove.NAME_LEADS, frozenset({_ALERT.EXECUTIVE_NAMED}), _ALERT.LEADS_NAMED, _OVERSIGHT,
             "name its leads", "Leads named",
             (guards.executive_names_leads, guards.people_are_named, guards.clinical_lead_is_named)),
        Move(AlertMove.REQUIRE_ACTION, frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED}),
             _ALERT.ACTION_REQUIRED, _OVERSIGHT,
             "record that it needs action", "Action required", (guards.leads_come_first,)),
        Move(AlertMove.NOT_REQUIRED, frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED}),
             _ALERT.NOT_REQUIRED, _EXECUTIVE,
             "decide that it needs no action", "No action required",
             (guards.leads_come_first, guards.reason_is_given)),
        Move(AlertMove.AUTHORISE, frozenset({_ALERT.ACTION_REQUIRED}), _ALERT.AUTHORISED, _EXECUTIVE,
             "authorise it", "Authorised", (guards.nothing_is_open, guards.evidence_is_anothers)),
        Move(AlertMove.CLOSE, frozenset({_ALERT.AUTHORISED, _ALERT.NOT_REQUIRED}), _ALERT.CLOSED, _OFFICE,
             "record that it is closed on CAS", "Closed on CAS"),
        Move(AlertMove.REOPEN, frozenset({_ALERT.AUTHORISED, _ALERT.NOT_REQUIRED}), _ALERT.ACTION_REQUIRED, _OVERSIGHT,
             "open it again", "Opened again", (guards.reason_is_given,)),
        Move(AlertMove.CANCEL, frozenset(_ALERT) - {_ALERT.CLOSED, _ALERT.CANCELLED}, _ALERT.CANCELLED, _OFFICE,
             "cancel it", "Cancelled", (guards.reason_is_given,)),
    )
}  # fmt: skip
"""Every move of an alert."""

ACTION_WORDS: Final[Mapping[ActionStatus, str]] = {
    _ACTION.ASSIGNED: "Not acknowledged yet",
    _ACTION.ACKNOWLEDGED: "Acknowledged, not started",
    _ACTION.IN_PROGRESS: "In progress",
    _ACTION.EVIDENCE_SUBMITTED: "Evidence waits to be accepted",
    _ACTION.RETURNED: "Returned, more is needed",
    _ACTION.ACCEPTED: "Accepted",
    _ACTION.CANCELLED: "Cancelled",
}
ALERT_WORDS: Final[Mapping[AlertStatus, str]] = {
    _ALERT.RECEIVED: "Received",
    _ALERT.ACKNOWLEDGED: "Acknowledged on CAS",
    _ALERT.EXECUTIVE_NAMED: "Executive named",
    _ALERT.LEADS_NAMED: "Leads named",
    _ALERT.ACTION_REQUIRED: "Action required",
    _ALERT.NOT_REQUIRED: "No action required",
    _ALERT.AUTHORISED: "Authorised",
    _ALERT.CLOSED: "Closed on CAS",
    _ALERT.CANCELLED: "Cancelled",
}
_NOTHING: Final = Facts()


def parts_of(person: Person, action: AlertAction | None = None) -> frozenset[Who]:
    """Return the parts that a person plays: by duty, and as lead or deputy of ``action``. Who has left plays none."""
    if not person.active:
        return frozenset()
    parts = {
        Who.EXECUTIVE: Role.EXECUTIVE in person.roles,
        Who.CAS_OFFICER: Role.CAS_OFFICER in person.roles,
        Who.SPECIALIST: Role.PATIENT_SAFETY_SPECIALIST in person.roles,
        Who.LEAD: action is not None and person.id == action.lead_id,
        Who.DEPUTY: action is not None and person.id == action.deputy_id,
    }
    return frozenset(part for part, plays in parts.items() if plays)


def move_action(
    action: AlertAction, alert: Alert, move: ActionMove, person: Person, at: datetime, facts: Facts = _NOTHING
) -> AlertAction | Refusal:
    """Return the action after the move, its fence grown by one, or why this person cannot make it now."""
    line = ACTION_MOVES[move]
    refusal = _not_theirs(line, person, action, "action")
    if refusal is not None:
        return refusal
    if move is ActionMove.ACKNOWLEDGE and action.acknowledged_at is not None:
        return Refusal("This action is already acknowledged.", True, action.acknowledged_by, action.acknowledged_at)
    if move is ActionMove.ASK_HELP and action.help_asked_at is not None:
        return Refusal("The safety team already knows that help is needed.", already=True, at=action.help_asked_at)
    refusal = _not_now(line, action.status, ACTION_WORDS, "action")
    if refusal is None:
        refusal = _guarded(line, Case(alert, action, person, facts))
    if refusal is not None:
        return refusal
    moved = replace(action, status=line.to or action.status, fence=action.fence + 1)
    if moved.status is not action.status:
        moved = replace(moved, stood_since=at)
    if move is ActionMove.ACKNOWLEDGE:
        return replace(moved, acknowledged_at=at, acknowledged_by=person.id)
    if move is ActionMove.ASK_HELP:
        return replace(moved, help_asked_at=at)
    if move is ActionMove.HAND_OVER:
        lead = facts.named[0].id
        deputy = None if action.deputy_id == lead else action.deputy_id
        fresh = replace(moved, assigned_at=at, acknowledged_at=None, acknowledged_by=None, help_asked_at=None)
        return replace(fresh, lead_id=lead, deputy_id=deputy)
    return moved


def move_alert(
    alert: Alert,
    move: AlertMove,
    person: Person,
    at: datetime,
    facts: Facts = _NOTHING,
) -> Alert | Refusal:
    """Return the alert after the move, its fence grown by one, or why this person cannot make it now."""
    line = ALERT_MOVES[move]
    refusal = _not_theirs(line, person, None, "alert")
    if refusal is None:
        refusal = _not_now(line, alert.status, ALERT_WORDS, "alert")
    if refusal is None:
        refusal = _guarded(line, Case(alert, None, person, facts))
    if refusal is not None:
        return refusal
    moved = replace(alert, status=line.to or alert.status, fence=alert.fence + 1)
    if moved.status is not alert.status:
        moved = replace(moved, stood_since=at)
    if move in {AlertMove.NAME_EXECUTIVE, AlertMove.CHANGE_EXECUTIVE}:
        return replace(moved, executive_id=facts.named[0].id)
    return moved


def _not_theirs(line: Move[Status], person: Person, action: AlertAction | None, thing: str) -> Refusal | None:
    if not person.active:
        return Refusal("Your name is not on the staff list any more, so you cannot change alerts.")
    if line.who & parts_of(person, action):
        return None
    allowed = [f"the {who}" if who in _OWNERS else _article(who) for who in Who if who in line.who]
    listed = allowed[0] if len(allowed) == 1 else f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    return Refusal(
        f"Only {listed} of this {thing} can {line.verb}." if line.who == _OWNERS else f"Only {listed} can {line.verb}."
    )


def _article(who: Who) -> str:
    words = {Who.EXECUTIVE: "an executive", Who.CAS_OFFICER: "a CAS officer"}
    return words.get(who, f"a {who}")


def _not_now(line: Move[Status], status: Status, words: Mapping[Status, str], thing: str) -> Refusal | None:
    if status in line.start:
        return None
    if status == line.to:
        return Refusal(f"Nothing to do: this {thing} is already there ({words[status].lower()}).", already=True)
    return Refusal(f"You cannot {line.verb} now. Where this {thing} stands: {words[status].lower()}.")


def _guarded(line: Move[Status], case: Case) -> Refusal | None:
    for guard in line.guards:
        words = guard(case)
        if words is not None:
            return Refusal(words)
    return None


def diagram() -> str:
    """Return both lives as one Mermaid state diagram, made from the table."""
    lines = ["stateDiagram-v2"]
    lines += _drawn("alert", "An alert", AlertStatus.RECEIVED, ALERT_WORDS, tuple(ALERT_MOVES.values()))
    lines += _drawn("action", "One of its actions", ActionStatus.ASSIGNED, ACTION_WORDS, tuple(ACTION_MOVES.values()))
    return "\n".join(lines)


def _drawn(
    prefix: str, title: str, first: Status, words: Mapping[Status, str], moves: tuple[Move[Status], ...]
) -> list[str]:
    lines = [f'  state "{title}" as {prefix} {{', f"    [*] --> {prefix}_{first}"]
    lines += [f"    {prefix}_{status} : {label}" for status, label in words.items()]
    ends = set(words)
    for line in moves:
        for status in words:
            if status in line.start and line.to is not None:
                ends.discard(status)
                lines.append(f"    {prefix}_{status} --> {prefix}_{line.to} : {line.verb}")
    lines += [f"    {prefix}_{status} --> [*]" for status in words if status in ends]
    return [*lines, "  }"]
