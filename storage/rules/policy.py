"""Who may see and do what: one table, asked by every handler and by nothing else.

A refusal is a sentence for the person, with the next step; it never says whether what they asked for exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from storage.records import Person, Role


class Verb(StrEnum):
    """What a person wants to do."""

    REPORT = "report"
    SEE_REPORT = "see_report"
    SEE_REPORT_FIGURES = "see_report_figures"
    CHANGE_REPORT = "change_report"
    REVIEW_REPORTS = "review_reports"
    REVIEW_REPORT = "review_report"
    TAKE_WORDS_OUT = "take_words_out"
    RECORD_ALERT = "record_alert"
    CANCEL_ALERT = "cancel_alert"
    SEE_ALERT = "see_alert"
    SEE_ALL_ALERTS = "see_all_alerts"
    SEE_ALERT_FIGURES = "see_alert_figures"
    SEE_ACTION = "see_action"
    ACKNOWLEDGE_ACTION = "acknowledge_action"
    ASK_FOR_HELP = "ask_for_help"
    NUDGE = "nudge"
    SHARE_STATUS = "share_status"
    RECORD_LEAVE = "record_leave"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may: everybody, holders of one of ``roles``, the one it belongs to, or their directorate's clinical leads.

    ``routed``: whom a report was told to because of their duty. ``handles``: who was asked to look after it.
    """

    refusal: str
    everyone: bool = False
    roles: frozenset[Role] = frozenset()
    own: bool = False
    directorate: bool = False
    routed: bool = False
    handles: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """How a person and a subject belong together.

    ``own``: their report, or an action that they lead or deputise for. ``directorate``: whose it is, if known.
    ``routed``: a duty of theirs concerns the report. ``handles``: they look after it.
    """

    own: bool = False
    directorate: str | None = None
    routed: bool = False
    handles: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what to do instead, in words for the person."""

    words: str


_SPECIALIST: Final = Role.PATIENT_SAFETY_SPECIALIST
_OVERSIGHT: Final = frozenset({_SPECIALIST, Role.CAS_OFFICER, Role.EXECUTIVE})
_NOT_YOURS: Final = "We cannot show you that. You can see your own reports, and the alert actions that are yours."
_NOT_YOUR_ACTION: Final = (
    'This action is not yours. Only its lead or deputy can do that. Say "help" to see what you can do.'
)

TABLE: Final[Mapping[Verb, Rule]] = {
    Verb.REPORT: Rule("", everyone=True),
    Verb.SEE_REPORT: Rule(_NOT_YOURS, roles=frozenset({_SPECIALIST}), own=True, routed=True, handles=True),
    Verb.SEE_REPORT_FIGURES: Rule(
        'Figures about all reports are for the safety team and executives. Say "my reports" to see your own.',
        roles=frozenset({_SPECIALIST, Role.EXECUTIVE}),
    ),
    Verb.CHANGE_REPORT: Rule("Only the person who sent a report can change it, add to it or take it back.", own=True),
    Verb.REVIEW_REPORTS: Rule(
        'Only the patient safety specialist sees all reports. Say "my reports" to see your own.',
        roles=frozenset({_SPECIALIST}),
    ),
    Verb.REVIEW_REPORT: Rule(
        "Only the patient safety specialist, and whoever looks after a report, can review it.",
        roles=frozenset({_SPECIALIST}),
        handles=True,
    ),
    Verb.TAKE_WORDS_OUT: Rule(
        "Only the patient safety specialist can take words out of a report for good. Please ask them.",
        roles=frozenset({_SPECIALIST}),
    ),
    Verb.RECORD_ALERT: Rule(
        "Only the CAS officer or the patient safety specialist records a national alert. Please send it to them.",
        roles=frozenset({Role.CAS_OFFICER, _SPECIALIST}),
    ),
    Verb.CANCEL_ALERT: Rule(
        "Only the CAS officer or the patient safety specialist can take an alert back.",
        roles=frozenset({Role.CAS_OFFICER, _SPECIALIST}),
    ),
    Verb.SEE_ALERT: Rule(_NOT_YOURS, roles=_OVERSIGHT, own=True, directorate=True),
    Verb.SEE_ALL_ALERTS: Rule(_NOT_YOURS, roles=_OVERSIGHT),
    Verb.SEE_ALERT_FIGURES: Rule(
        'Figures about all alerts are for the safety team, the CAS officer and executives. Say "alerts" to see yours.',
        roles=_OVERSIGHT,
    ),
    Verb.SEE_ACTION: Rule(_NOT_YOURS, roles=_OVERSIGHT, own=True, directorate=True),
    Verb.ACKNOWLEDGE_ACTION: Rule(_NOT_YOUR_ACTION, own=True),
    Verb.ASK_FOR_HELP: Rule(_NOT_YOUR_ACTION, own=True),
    Verb.NUDGE: Rule("Only the safety team, the CAS officer or an executive can send a nudge.", roles=_OVERSIGHT),
    Verb.RECORD_LEAVE: Rule(
        'Only the safety team and the CAS officer record leave for others. Say "my leave" for your own.',
        roles=frozenset({_SPECIALIST, Role.CAS_OFFICER}),
        own=True,
    ),
    Verb.SHARE_STATUS: Rule(
        "Only the safety team, the CAS officer or an executive can share this in a channel.", roles=_OVERSIGHT
    ),
}


def may(person: Person, verb: Verb, tie: Tie | None = None) -> Refusal | None:
    """Return None when this person may do it, otherwise why not.

    Somebody who has left (``active`` false) may only report. Somebody unknown holds no role and owns what they sent.
    """
    rule = TABLE[verb]
    if rule.everyone:
        return None
    if not person.active:
        return Refusal(rule.refusal)
    if rule.roles & person.roles:
        return None
    if tie is not None and ((rule.own and tie.own) or (rule.routed and tie.routed) or (rule.handles and tie.handles)):
        return None
    leads = Role.CLINICAL_LEAD in person.roles and person.directorate is not None
    if tie is not None and rule.directorate and leads and tie.directorate == person.directorate:
        return None
    return Refusal(rule.refusal)
