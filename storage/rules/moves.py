"""The table of moves: what can be done with an alert and with its actions, from where to where, and by whom.

The moves themselves, the diagram, tests and words of refusal come from it. It decides nothing on its own.
Source: domain brief b.4 and b.5; the moves are the trust's own, the guards those of the national alert system.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from storage.records import ActionStatus, AlertStatus
from storage.rules import guards
from storage.rules.guards import Guard

Status = TypeVar("Status", bound=StrEnum)


class Who(StrEnum):
    """The part in which a person makes a move. The lead and the deputy are those of the action."""

    LEAD = "lead"
    DEPUTY = "deputy"
    EXECUTIVE = "executive"
    CAS_OFFICER = "cas officer"
    SPECIALIST = "patient safety specialist"


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
    NOT_MINE = "not_mine"
    KEEP = "keep"
    SNOOZE = "snooze"
    WAKE = "wake"
    START = "start"
    SUBMIT_EVIDENCE = "submit_evidence"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    ACCEPT = "accept"
    RETURN = "return"
    HAND_OVER = "hand_over"
    SPLIT = "split"
    REOPEN = "reopen"
    CANCEL = "cancel"


class AlertMove(StrEnum):
    """What can be done with an alert."""

    ACKNOWLEDGE = "acknowledge_on_cas"
    NAME_EXECUTIVE = "name_executive"
    CHANGE_EXECUTIVE = "change_executive"
    NAME_LEADS = "name_leads"
    CONFIRM_LEADS = "leads_confirmed"
    REQUIRE_ACTION = "require_action"
    ASSIGN = "assign"
    NOT_REQUIRED = "not_required"
    AUTHORISE = "authorise"
    CLOSE = "close"
    REOPEN = "reopen"
    ISSUE_AGAIN = "issue_again"
    CANCEL = "cancel"


_ACTION = ActionStatus
_ALERT = AlertStatus
_UNFINISHED: Final = frozenset({_ACTION.ASSIGNED, _ACTION.ACKNOWLEDGED, _ACTION.IN_PROGRESS, _ACTION.RETURNED})
_TAKEN: Final = _UNFINISHED - {_ACTION.ASSIGNED}
OWNERS: Final = frozenset({Who.LEAD, Who.DEPUTY})
"""Those who have an action in hand."""
_JUDGES: Final = frozenset({Who.EXECUTIVE, Who.SPECIALIST})
_OFFICE: Final = frozenset({Who.CAS_OFFICER, Who.SPECIALIST})
_OVERSIGHT: Final = _OFFICE | {Who.EXECUTIVE}
EXECUTIVES: Final = frozenset({Who.EXECUTIVE})
_OPEN: Final = guards.alert_is_open

ACTION_MOVES: Final[Mapping[ActionMove, Move[ActionStatus]]] = {
    ActionMove(line.name): line
    for line in (
        Move(ActionMove.ACKNOWLEDGE, frozenset({_ACTION.ASSIGNED}), _ACTION.ACKNOWLEDGED, OWNERS,
             "acknowledge it", "Acknowledged", (_OPEN,)),
        Move(ActionMove.ASK_HELP, _UNFINISHED, None, OWNERS,
             "ask for help with it", "Asked for help", (_OPEN,)),
        Move(ActionMove.NOT_MINE, _UNFINISHED, None, OWNERS,
             "say that it belongs to somebody else", "Said to belong to somebody else",
             (_OPEN, guards.reason_is_given)),
        Move(ActionMove.KEEP, _UNFINISHED, None, _OVERSIGHT,
             "leave it with its lead", "Left with its lead", (_OPEN, guards.executive_names_leads)),
        Move(ActionMove.SNOOZE, _TAKEN, None, OWNERS,
             "put off its reminders", "Reminders put off",
             (_OPEN, guards.reason_is_given, guards.snooze_ends_in_time)),
        Move(ActionMove.WAKE, _TAKEN, None, OWNERS,
             "be reminded of it again", "Reminders come again", (_OPEN, guards.reminders_are_put_off)),
        Move(ActionMove.START, frozenset({_ACTION.ACKNOWLEDGED, _ACTION.RETURNED}), _ACTION.IN_PROGRESS, OWNERS,
             "start it", "Started", (_OPEN,)),
        Move(ActionMove.SUBMIT_EVIDENCE, _TAKEN | {_ACTION.EVIDENCE_SUBMITTED}, _ACTION.EVIDENCE_SUBMITTED, OWNERS,
             "send evidence for it", "Evidence sent", (_OPEN, guards.evidence_is_there)),
        Move(ActionMove.WITHDRAW_EVIDENCE, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.IN_PROGRESS, OWNERS,
             "take its evidence back", "Evidence taken back", (_OPEN,)),
        Move(ActionMove.ACCEPT, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.ACCEPTED, _JUDGES,
             "accept its evidence", "Accepted",
             (_OPEN, guards.evidence_is_there, guards.evidence_is_anothers)),
        Move(ActionMove.RETURN, frozenset({_ACTION.EVIDENCE_SUBMITTED}), _ACTION.RETURNED, _JUDGES,
             "return it", "Returned", (_OPEN, guards.reason_is_given)),
        Move(ActionMove.HAND_OVER, _UNFINISHED, _ACTION.ASSIGNED, OWNERS | _OVERSIGHT,
             "hand it over", "Handed over",
             (_OPEN, guards.executive_names_leads, guards.people_are_named, guards.one_other_lead_is_named)),
        Move(ActionMove.SPLIT, _UNFINISHED, None, _OVERSIGHT,
             "split it", "Split", (_OPEN, guards.people_are_named, guards.owners_are_named_leads)),
        Move(ActionMove.REOPEN, frozenset({_ACTION.ACCEPTED}), _ACTION.RETURNED, _JUDGES,
             "open it again", "Opened again", (_OPEN, guards.reason_is_given)),
        Move(ActionMove.CANCEL, _UNFINISHED | {_ACTION.EVIDENCE_SUBMITTED}, _ACTION.CANCELLED, EXECUTIVES,
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
        Move(AlertMove.NAME_LEADS, frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED}), _ALERT.LEADS_NAMED,
             _OVERSIGHT, "name its leads", "Leads named",
             (guards.executive_names_leads, guards.people_are_named, guards.clinical_lead_is_named)),
        Move(AlertMove.CONFIRM_LEADS, frozenset({_ALERT.ACTION_REQUIRED}), None, EXECUTIVES,
             "confirm its leads", "Leads confirmed", (guards.people_are_named, guards.clinical_lead_is_named)),
        Move(AlertMove.REQUIRE_ACTION, frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED}),
             _ALERT.ACTION_REQUIRED, _OVERSIGHT,
             "record that it needs action", "Action required", (guards.leads_come_first,)),
        Move(AlertMove.ASSIGN, frozenset({_ALERT.ACTION_REQUIRED}), None, _OVERSIGHT,
             "give its actions to owners", "Actions assigned",
             (guards.people_are_named, guards.owners_are_named_leads)),
        Move(AlertMove.NOT_REQUIRED, frozenset({_ALERT.EXECUTIVE_NAMED, _ALERT.LEADS_NAMED}),
             _ALERT.NOT_REQUIRED, EXECUTIVES,
             "decide that it needs no action", "No action required",
             (guards.leads_come_first, guards.reason_is_given)),
        Move(AlertMove.AUTHORISE, frozenset({_ALERT.ACTION_REQUIRED}), _ALERT.AUTHORISED, EXECUTIVES,
             "authorise it", "Authorised",
             (guards.leads_are_confirmed, guards.every_action_has_an_owner, guards.nothing_is_open,
              guards.evidence_is_anothers)),
        Move(AlertMove.CLOSE, frozenset({_ALERT.AUTHORISED, _ALERT.NOT_REQUIRED}), _ALERT.CLOSED, _OFFICE,
             "record that it is closed on CAS", "Closed on CAS", (guards.closing_day_has_come,)),
        Move(AlertMove.REOPEN, frozenset({_ALERT.AUTHORISED, _ALERT.NOT_REQUIRED}), _ALERT.ACTION_REQUIRED, _OVERSIGHT,
             "open it again", "Opened again", (guards.reason_is_given,)),
        Move(AlertMove.ISSUE_AGAIN, frozenset({_ALERT.AUTHORISED, _ALERT.NOT_REQUIRED, _ALERT.CLOSED}),
             _ALERT.EXECUTIVE_NAMED, _OFFICE,
             "start it again because it was issued again", "Issued again, with more to do", (guards.it_asks_for_more,)),
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
                if line.name != AlertMove.ISSUE_AGAIN:  # what is closed is an end, until the national body issues anew
                    ends.discard(status)
                lines.append(f"    {prefix}_{status} --> {prefix}_{line.to} : {line.verb}")
    lines += [f"    {prefix}_{status} --> [*]" for status in words if status in ends]
    return [*lines, "  }"]
