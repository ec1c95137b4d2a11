"""Urgency: which reports a safety team reads first, by what they say and what people decided about them.

Pure. It puts reports in an order and decides no flag: a mark is there until a person said no to it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from storage.records import FlagAnswer, IncidentContent
from storage.rules import harm
from storage.rules.routing import NEAR_NEVER_EVENT, is_imminent, raised_by_harm


class Mark(StrEnum):
    """What makes a report stand out, in the order in which it is said."""

    FATAL = "fatal"
    SEVERE = "severe"
    MODERATE = "moderate"
    DANGER = "danger"
    NEVER_EVENT = "never_event"
    CANDOUR = "candour"
    SAFEGUARDING = "safeguarding"
    MATERNITY = "maternity"
    DEATH = "death"
    NEAR_NEVER_EVENT = "near_never_event"


SERIOUS: Final = 3
"""The last priority that counts as serious: moderate harm or worse, danger soon, or a grave flag to decide."""
ORDINARY: Final = 9
"""The priority of every other report."""
PRIORITY: Final[Mapping[Mark, int]] = MappingProxyType(
    {
        Mark.FATAL: 1,
        Mark.SEVERE: 2,
        Mark.DANGER: 2,
        Mark.NEVER_EVENT: 2,
        Mark.MODERATE: 3,
        Mark.CANDOUR: 3,
        Mark.SAFEGUARDING: 3,
        Mark.MATERNITY: 3,
        Mark.DEATH: 3,
    }
)
"""How urgent each mark makes a report; 1 is read first. A near miss is learned from, and is not urgent."""
_BY_LEVEL: Final = {
    harm.Level.FATAL: Mark.FATAL,
    harm.Level.SEVERE: Mark.SEVERE,
    harm.Level.MODERATE: Mark.MODERATE,
}
_BY_FLAG: Final = {
    "never_event_review": Mark.NEVER_EVENT,
    "duty_of_candour_review": Mark.CANDOUR,
    "safeguarding": Mark.SAFEGUARDING,
    "mnsi_review": Mark.MATERNITY,
    "medical_examiner": Mark.DEATH,
}


def marks(content: IncidentContent, answers: Mapping[str, FlagAnswer]) -> tuple[Mark, ...]:
    """Return what makes a report stand out, each once. ``answers`` are the newest answers to its flags.

    A flag that nobody raised counts when somebody answered it with yes.
    """
    level = harm.combined(content.harms)
    found = {_BY_LEVEL[level]} if level in _BY_LEVEL else set()
    if is_imminent(content):
        found.add(Mark.DANGER)
    raised = {*content.coded.flags, *raised_by_harm(content)}
    for flag, mark in _BY_FLAG.items():
        answer = answers.get(flag, FlagAnswer.OPEN)
        if answer is FlagAnswer.YES or (flag in raised and answer is FlagAnswer.OPEN):
            found.add(mark)
    if NEAR_NEVER_EVENT in content.coded.flags:
        found.add(Mark.NEAR_NEVER_EVENT)
    return tuple(one for one in Mark if one in found)


def priority(found: tuple[Mark, ...]) -> int:
    """Return how soon a report with these marks is read: 1 comes first, ``ORDINARY`` last."""
    return min((PRIORITY[one] for one in found if one in PRIORITY), default=ORDINARY)
