"""The life of an alert and of its actions: the two functions that make a move of the table, or refuse it in words.

Nothing here stores or sends. The table itself is ``rules.moves``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from storage.records import Alert, AlertAction, Person, Role
from storage.rules import guards
from storage.rules.guards import Case, Facts
from storage.rules.moves import (
    ACTION_MOVES,
    ACTION_WORDS,
    ALERT_MOVES,
    ALERT_WORDS,
    EXECUTIVES,
    OWNERS,
    ActionMove,
    AlertMove,
    Move,
    Status,
    Who,
    diagram,
)

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
    "can_act",
    "can_act_on",
    "diagram",
    "for_whom",
    "move_action",
    "move_alert",
    "parts_of",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that was not made, in words for the person who tried.

    ``already`` means that nothing is left to do: it was done before, if known by ``by_id`` at ``at``.
    ``ask``: an executive could make the move, so it can be asked of the alert's executive.
    """

    words: str
    already: bool = False
    by_id: int | None = None
    at: datetime | None = None
    ask: bool = False


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


def can_act(alert: Alert, move: AlertMove, person: Person) -> bool:
    """Say whether a move of an alert is this person's to make now; its guards may still refuse it."""
    line = ALERT_MOVES[move]
    return bool(line.who & parts_of(person)) and alert.status in line.start


def can_act_on(action: AlertAction, alert: Alert, move: ActionMove, person: Person) -> bool:
    """Say whether a move of an action is this person's to make now; its guards may still refuse it."""
    line = ACTION_MOVES[move]
    rests = alert.status in guards.ALERT_ENDED
    return bool(line.who & parts_of(person, action)) and action.status in line.start and not rests


def for_whom(
    person: Person, alert: Alert, move: AlertMove | ActionMove, action: AlertAction | None = None
) -> int | None:
    """Return whose part a person plays who acts for somebody else: a deputy's lead, or the alert's executive."""
    if isinstance(move, ActionMove):
        owners = action is not None and bool(ACTION_MOVES[move].who & OWNERS)
        return action.lead_id if action is not None and owners and person.id == action.deputy_id else None
    names = move is AlertMove.NAME_LEADS and alert.complex
    signs = (names or ALERT_MOVES[move].who == EXECUTIVES) and Who.EXECUTIVE in parts_of(person)
    return alert.executive_id if signs and alert.executive_id != person.id else None


def move_action(
    action: AlertAction, alert: Alert, move: ActionMove, person: Person, at: datetime, facts: Facts = _NOTHING
) -> AlertAction | Refusal:
    """Return the action after the move, its fence grown by one, or why this person cannot make it now."""
    line = ACTION_MOVES[move]
    refusal = _not_theirs(line, person, action, "action")
    if refusal is not None:
        return refusal
    refusal = _already(action, move) or _not_now(line, action.status, ACTION_WORDS, "action")
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
    if move in {ActionMove.SNOOZE, ActionMove.WAKE}:
        return replace(moved, snoozed_until=facts.until if move is ActionMove.SNOOZE else None)
    if move in {ActionMove.RETURN, ActionMove.REOPEN}:
        return replace(moved, snoozed_until=None)  # more is asked now: what was put off before comes again
    if move is ActionMove.HAND_OVER:
        return _handed_over(moved, facts.named[0].id, at)
    return moved


def _already(action: AlertAction, move: ActionMove) -> Refusal | None:
    if move is ActionMove.ACKNOWLEDGE and action.acknowledged_at is not None:
        return Refusal("This action is already acknowledged.", True, action.acknowledged_by, action.acknowledged_at)
    if move is ActionMove.ASK_HELP and action.help_asked_at is not None:
        return Refusal("The safety team already knows that help is needed.", already=True, at=action.help_asked_at)
    return None


def _handed_over(action: AlertAction, lead_id: int, at: datetime) -> AlertAction:
    """Return an action in new hands: it is acknowledged anew, and nothing that its lead put off is kept."""
    deputy = None if action.deputy_id == lead_id else action.deputy_id
    fresh = replace(action, assigned_at=at, acknowledged_at=None, acknowledged_by=None, help_asked_at=None)
    return replace(fresh, lead_id=lead_id, deputy_id=deputy, stood_since=at, snoozed_until=None)


def move_alert(alert: Alert, move: AlertMove, person: Person, at: datetime, facts: Facts = _NOTHING) -> Alert | Refusal:
    """Return the alert after the move, its fence grown by one, or why this person cannot make it now.

    ``facts.on`` is the day of a closing on CAS.
    """
    line = ALERT_MOVES[move]
    refusal = _not_theirs(line, person, None, "alert")
    if refusal is None and move is AlertMove.CONFIRM_LEADS and alert.leads_named_by is not None:
        refusal = Refusal("The leads of this alert are confirmed already.", True, alert.leads_named_by)
    if refusal is None:
        refusal = _not_now(line, alert.status, ALERT_WORDS, "alert")
    if refusal is None:
        refusal = _guarded(line, Case(alert, None, person, facts))
    if refusal is not None:
        return refusal
    moved = replace(alert, status=line.to or alert.status, fence=alert.fence + 1)
    if moved.status is not alert.status:
        moved = replace(moved, stood_since=at)
    return _noted(moved, move, person, at, facts)


def _noted(alert: Alert, move: AlertMove, person: Person, at: datetime, facts: Facts) -> Alert:
    """Return the alert with what the move leaves on it: who did it, whom it named, why."""
    match move:
        case AlertMove.NAME_EXECUTIVE | AlertMove.CHANGE_EXECUTIVE:
            return replace(alert, executive_id=facts.named[0].id)
        case AlertMove.ACKNOWLEDGE:
            return replace(alert, acknowledged_at=at, acknowledged_by=person.id)
        case AlertMove.NAME_LEADS | AlertMove.CONFIRM_LEADS:
            return replace(alert, leads_named_by=person.id)
        case AlertMove.REQUIRE_ACTION | AlertMove.NOT_REQUIRED:
            return replace(alert, relevance=facts.reason.strip())
        case AlertMove.CLOSE:
            return replace(alert, closed_on=facts.on, closed_by=person.id)
        case AlertMove.ISSUE_AGAIN:
            return replace(alert, closed_on=None, closed_by=None)
        case _:
            return alert


def _not_theirs(line: Move[Status], person: Person, action: AlertAction | None, thing: str) -> Refusal | None:
    if not person.active:
        return Refusal("Your name is not on the staff list any more, so you cannot change alerts.")
    if line.who & parts_of(person, action):
        return None
    allowed = [f"the {who}" if who in OWNERS else _article(who) for who in Who if who in line.who]
    listed = allowed[0] if len(allowed) == 1 else f"{', '.join(allowed[:-1])} or {allowed[-1]}"
    owned = f"Only {listed} of this {thing} can {line.verb}."
    return Refusal(owned if line.who == OWNERS else f"Only {listed} can {line.verb}.", ask=line.who == EXECUTIVES)


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
            return Refusal(words, ask=guard in guards.FOR_AN_EXECUTIVE and Role.EXECUTIVE not in case.person.roles)
    return None
