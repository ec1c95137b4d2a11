"""Review: what may be done with a report as it stands, and which questions about it a person answers.

Pure. Who may do it is in ``rules.policy``; here stands only whether it makes sense now. It decides no flag.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from storage.records import EventType, FlagAnswer, Incident, IncidentContent, IncidentStatus
from storage.rules.policy import Refusal
from storage.rules.routing import raised_by_harm


class Step(StrEnum):
    """One step of a review."""

    ASSIGN = "assign"
    GRADE = "grade"
    FLAG = "flag"
    ASK = "ask"
    MERGE = "merge"
    PART = "part"
    CLOSE = "close"
    REOPEN = "reopen"


QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "duty_of_candour_review": "Does the Duty of Candour apply?",
        "never_event_review": "Is it a Never Event?",
        "cqc_notification": "Must the CQC be told?",
        "safeguarding": "Is a safeguarding referral needed?",
        "mnsi_review": "Must it go to MNSI (maternity)?",
        "medical_examiner": "Does the Medical Examiner need to know?",
        "shot_report": "Is a SHOT report needed (blood)?",
        "yellow_card": "Is a Yellow Card needed?",
        "controlled_drug": "Is it an occurrence for the CDAO (controlled drugs)?",
        "clinical_safety_officer": "Must the clinical safety officer look at the system?",
        "information_governance_breach": "Did personal information go astray?",
    }
)
"""Flags that a person answers, in the order of asking (domain brief c and a.4, governance). Others only inform."""

ALWAYS: Final = ("duty_of_candour_review", "never_event_review", "cqc_notification", "safeguarding")
"""Asked about every incident and outcome, raised or not. Four different decisions: domain brief 0.2."""

WEIGHTY: Final = frozenset({"duty_of_candour_review", "never_event_review"})
"""Flags that are not put aside without a line of reason, once something in the report raised them."""

CANDOUR_WORKING_DAYS: Final = 10
"""Source: NHS Standard Contract as cited by CQC, from the day the event was reported (domain brief c)."""


def raised(content: IncidentContent) -> tuple[str, ...]:
    """Return the flags that were raised about a report and need an answer, in the order of asking."""
    flags = {*content.coded.flags, *raised_by_harm(content)}
    if content.coded.controlled:
        flags.add("controlled_drug")
    return tuple(one for one in QUESTIONS if one in flags)


def asked(content: IncidentContent) -> tuple[str, ...]:
    """Return the flags that are shown: what was raised first, then those that are always asked."""
    first = raised(content)
    if content.event_type not in {EventType.INCIDENT, EventType.OUTCOME}:
        return first
    return (*first, *(one for one in ALWAYS if one not in first))


def needs_reason(content: IncidentContent, flag: str, answer: FlagAnswer) -> bool:
    """Return whether this answer to a flag wants a line of reason: a no to what the report itself raised."""
    return answer is FlagAnswer.NO and flag in WEIGHTY and flag in raised(content)


def opened_again(before: IncidentContent, after: IncidentContent, answers: Mapping[str, FlagAnswer]) -> tuple[str, ...]:
    """Return the weighty flags that only the newer content raises and that were answered with no: decide them anew.

    Such a no was said, without a reason, about a report that told of less.
    """
    newly = WEIGHTY.intersection(raised(after)).difference(raised(before))
    return tuple(one for one in QUESTIONS if one in newly and answers.get(one) is FlagAnswer.NO)


def is_graded(content: IncidentContent) -> bool:
    """Return whether harm makes sense here: not for good care, not for a risk, not without patients (brief a.3)."""
    return content.event_type in {EventType.INCIDENT, EventType.OUTCOME} and content.patients != 0


def refuse(step: Step, incident: Incident, answers: Mapping[str, FlagAnswer] | None = None) -> Refusal | None:
    """Return None when the step makes sense for the report as it is, otherwise why not and what to do instead.

    ``answers`` are the answers to flags so far; only closing looks at them.
    """
    if incident.status is IncidentStatus.WITHDRAWN:
        return Refusal("This report was taken back by the person who sent it, so there is nothing to review.")
    if incident.merged_into is not None:
        if step is Step.PART:
            return None
        return Refusal('This report is joined with another one. Review that one, or press "Take apart" first.')
    if step is Step.PART:
        return Refusal("This report is not joined with another one.")
    if incident.status is IncidentStatus.CLOSED:
        if step in {Step.REOPEN, Step.FLAG, Step.ASK, Step.MERGE}:
            return None
        return Refusal('This report is closed. Press "Open it again" first.')
    if step is Step.REOPEN:
        return Refusal("This report is open already.")
    if step is Step.GRADE and not is_graded(incident.content):
        return Refusal("This report is about no patient, so there is no harm to grade.")
    if step is Step.CLOSE:
        return _refuse_close(incident, answers or {})
    return None


def unanswered(incident: Incident, answers: Mapping[str, FlagAnswer]) -> tuple[str, ...]:
    """Return the raised flags about which nobody has decided yet."""
    return tuple(one for one in raised(incident.content) if answers.get(one) in {None, FlagAnswer.OPEN})


def _refuse_close(incident: Incident, answers: Mapping[str, FlagAnswer]) -> Refusal | None:
    left = unanswered(incident, answers)
    if not left:
        return None
    return Refusal(f"Please answer this first: {QUESTIONS[left[0]]} Then the report can be closed.")
