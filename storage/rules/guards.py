"""Guards: the conditions under which a move of an alert or an action is refused, each with its sentence.

A guard looks at one case and answers in words; it changes nothing and reads nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.workdays import say_day

ALERT_ENDED: Final = frozenset(
    {AlertStatus.NOT_REQUIRED, AlertStatus.AUTHORISED, AlertStatus.CLOSED, AlertStatus.CANCELLED}
)
"""While an alert stands here, its actions rest."""
ACTION_ENDED: Final = frozenset({ActionStatus.ACCEPTED, ActionStatus.CANCELLED})
"""An action that stands here needs nothing more."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard has to know beside the records.

    ``evidence_by``: who submitted the evidence that counts now, of this action or (for an alert) of all its actions.
    ``actions``: all actions of the alert. ``named``: the people that the move names. ``reason``: what was typed.
    ``leads``: the ids of the leads that were named for the alert. ``on``: the day of a closing, ``today`` this one.
    ``asks_for_more``: a new version of the alert brings actions that nobody has.
    ``until``: the day on which somebody wants to be reminded again, ``latest`` the last on which they may be.
    """

    evidence_by: frozenset[int] = frozenset()
    actions: tuple[AlertAction, ...] = ()
    named: tuple[Person, ...] = ()
    reason: str = ""
    leads: frozenset[int] = frozenset()
    on: date | None = None
    today: date | None = None
    until: date | None = None
    latest: date | None = None
    asks_for_more: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """The move that this person tries: on ``action``, or on the alert itself when that is None."""

    alert: Alert
    action: AlertAction | None
    person: Person
    facts: Facts


Guard = Callable[[Case], str | None]
"""Returns why not, in words for the person, or None."""


def alert_is_open(case: Case) -> str | None:
    """Refuse work on an action of an alert that has come to its end."""
    if case.alert.status in ALERT_ENDED:
        return "This alert has come to its end, so its actions rest. To go on, ask the safety team to open it again."
    return None


def evidence_is_there(case: Case) -> str | None:
    """Refuse to submit or accept without evidence (domain brief b.5: closed needs evidence for every action)."""
    return (
        None if case.facts.evidence_by else "There is no evidence yet. Please add it first: a text, a link or a file."
    )


def evidence_is_anothers(case: Case) -> str | None:
    """Refuse to judge one's own evidence (domain brief b.5: nobody may authorise their own evidence)."""
    if case.person.id in case.facts.evidence_by:
        return "You added evidence here yourself, so another person has to do this."
    return None


def reason_is_given(case: Case) -> str | None:
    """Refuse a step back, or out, without saying why."""
    return None if case.facts.reason.strip() else "Please say why, in a sentence. It is kept with the alert."


def it_asks_for_more(case: Case) -> str | None:
    """Refuse to start an ended alert again unless a new version asks for more: what is closed stays closed."""
    if case.facts.asks_for_more:
        return None
    return "Only a new version of the alert that asks for more starts it again. This one has come to its end."


def people_are_named(case: Case) -> str | None:
    """Refuse when nobody is named, or somebody who has left."""
    if not case.facts.named:
        return "Please name at least one person."
    left = [person.name for person in case.facts.named if not person.active]
    return f"{left[0]} does not work here any more. Please name somebody else." if left else None


def one_executive_is_named(case: Case) -> str | None:
    """Refuse anybody but one executive as the alert's executive (domain brief b.4)."""
    if len(case.facts.named) == 1 and Role.EXECUTIVE in case.facts.named[0].roles:
        return None
    return "Please name one executive. An executive answers for every national alert."


def one_other_lead_is_named(case: Case) -> str | None:
    """Refuse to hand an action over to nobody, to several people or to the lead who has it."""
    named = case.facts.named
    if len(named) == 1 and case.action is not None and named[0].id != case.action.lead_id:
        return None
    return "Please name one person who does not lead this action already."


def executive_names_leads(case: Case) -> str | None:
    """Refuse everybody but an executive when leads of a complex alert are named (domain brief b.4)."""
    if case.alert.complex and Role.EXECUTIVE not in case.person.roles:
        return "Only an executive can name leads for a complex alert. Please ask the alert's executive."
    return None


def clinical_lead_is_named(case: Case) -> str | None:
    """Refuse a complex alert without a clinical lead (domain brief b.5)."""
    if case.alert.complex and not any(Role.CLINICAL_LEAD in person.roles for person in case.facts.named):
        return "A complex alert needs at least one clinical lead. Please name one."
    return None


def owners_are_named_leads(case: Case) -> str | None:
    """Refuse everybody but an executive when an action of a complex alert goes to somebody else than its leads."""
    if not case.alert.complex or Role.EXECUTIVE in case.person.roles:
        return None
    other = [person.name for person in case.facts.named if person.id not in case.facts.leads]
    if not other:
        return None
    return f"Only an executive can name leads for a complex alert, and {other[0]} was not named as one."


def leads_are_confirmed(case: Case) -> str | None:
    """Refuse to authorise a complex alert whose leads no executive named or confirmed (domain brief b.4)."""
    if case.alert.complex and case.alert.leads_named_by is None:
        return "This alert is complex. An executive has to name or confirm its clinical leads first."
    return None


def every_action_has_an_owner(case: Case) -> str | None:
    """Refuse to authorise while something that the alert asks for was given to nobody."""
    owned = {action.part_of or action.number for action in case.facts.actions}
    missing = [str(one.number) for one in case.alert.planned if one.number not in owned]
    if not missing:
        return None
    return f"Nobody has been given action {', '.join(missing)} of this alert yet. Please name an owner first."


def closing_day_has_come(case: Case) -> str | None:
    """Refuse a closing on CAS without its day, in the future, or before the alert was issued."""
    on, today = case.facts.on, case.facts.today
    if on is None or today is None:
        return "Please say on which day it was closed on CAS."
    if on > today:
        return "This day has not come yet. Please record it when it is closed on CAS."
    return "This is before the alert was issued. Please check the day." if on < case.alert.issued_on else None


def snooze_ends_in_time(case: Case) -> str | None:
    """Refuse to put reminders off without a day, or past the day on which others are told or the action is due."""
    until, today, latest = case.facts.until, case.facts.today, case.facts.latest
    if until is None or today is None:
        return "Please say until when."
    if latest is None or latest <= today:
        return 'This cannot wait: it is due, or others hear of it next. If you are stuck, press "I need help".'
    if until <= today:
        return "Please choose a day after today."
    if until > latest:
        return f"This can wait until {say_day(latest, today)} at the latest: after that it is due, or others are told."
    return None


def reminders_are_put_off(case: Case) -> str | None:
    """Refuse to wake what is not asleep."""
    asleep = case.action is not None and case.action.snoozed_until is not None
    return None if asleep else "Nothing to do: you are reminded of this already."


def leads_come_first(case: Case) -> str | None:
    """Refuse to go on with a complex alert before its leads are named (domain brief b.5)."""
    if case.alert.complex and case.alert.status is AlertStatus.EXECUTIVE_NAMED:
        return "This alert is complex. An executive names its clinical leads first."
    return None


def nothing_is_open(case: Case) -> str | None:
    """Refuse to authorise while an action is open, or when none was ever accepted."""
    still = [action for action in case.facts.actions if action.status not in ACTION_ENDED]
    if len(still) == 1:
        return f"Action {still[0].number} is still open. All actions must be accepted first."
    if still:
        return f"{len(still)} actions are still open. All actions must be accepted first."
    if not any(action.status is ActionStatus.ACCEPTED for action in case.facts.actions):
        return "No action of this alert was accepted. If nothing had to be done, record that it is not required."
    return None


FOR_AN_EXECUTIVE: Final = frozenset({executive_names_leads, owners_are_named_leads})
"""Guards that an executive passes: what they refuse can be asked of one."""
