"""How urgent a report is, in words: its harm and what is still to decide; and which such reports somebody asks for.

Drawing and reading of a few words only. What makes a report urgent is in ``rules.urgency``.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from storage.records import EventType, FlagAnswer, IncidentContent
from storage.rules import harm, review
from storage.rules.routing import is_imminent
from storage.rules.urgency import Mark

SHORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "duty_of_candour_review": "Duty of Candour",
        "never_event_review": "Never Event",
        "cqc_notification": "CQC",
        "safeguarding": "Safeguarding",
        "mnsi_review": "MNSI",
        "medical_examiner": "Medical Examiner",
        "shot_report": "SHOT",
        "yellow_card": "Yellow Card",
        "controlled_drug": "CDAO",
        "clinical_safety_officer": "Clinical safety officer",
        "information_governance_breach": "Information",
    }
)
"""Flags as they stand on buttons and in lists."""
NAMES: Final[Mapping[Mark, str]] = MappingProxyType(
    {
        Mark.FATAL: "fatal",
        Mark.SEVERE: "severe harm",
        Mark.MODERATE: "moderate harm",
        Mark.DANGER: "danger very soon",
        Mark.NEVER_EVENT: "Never Event",
        Mark.CANDOUR: "Duty of Candour",
        Mark.SAFEGUARDING: "safeguarding",
        Mark.MATERNITY: "MNSI",
        Mark.DEATH: "Medical Examiner",
        Mark.NEAR_NEVER_EVENT: "near miss of a Never Event",
    }
)
"""What stands behind "Reports: " when only those of one mark are shown."""
_ASKED: Final = {
    "fatal": Mark.FATAL, "death": Mark.FATAL, "died": Mark.FATAL, "severe": Mark.SEVERE, "severe harm": Mark.SEVERE,
    "moderate": Mark.MODERATE, "moderate harm": Mark.MODERATE, "danger": Mark.DANGER, "imminent": Mark.DANGER,
    "imminent danger": Mark.DANGER, "danger very soon": Mark.DANGER, "never event": Mark.NEVER_EVENT,
    "candour": Mark.CANDOUR, "duty of candour": Mark.CANDOUR, "doc": Mark.CANDOUR,
    "safeguarding": Mark.SAFEGUARDING, "mnsi": Mark.MATERNITY, "medical examiner": Mark.DEATH,
    "near miss of a never event": Mark.NEAR_NEVER_EVENT, "near never event": Mark.NEAR_NEVER_EVENT,
}  # fmt: skip
_SERIOUS: Final = ("serious", "urgent", "worst")
_AROUND: Final = re.compile(r"^(?:all |open |the )+|\b(?:reports?|incidents?|cases?|ones?|flags?|harms?)$")
_NEAR: Final = 88
"""A letter wrong in a word of some length; a short word must be right."""
_LONG: Final = 5
_LISTED: Final = 4


def asks_for_serious(words: str) -> bool:
    """Say whether somebody asks for all that is serious or urgent."""
    return _nearest(words, _SERIOUS) is not None


def meant(words: str) -> Mark | None:
    """Return which reports somebody asks for by a mark, "never events" or "safeguarding", or None."""
    found = _nearest(words, tuple(_ASKED))
    return _ASKED[found] if found is not None else None


def _nearest(words: str, known: tuple[str, ...]) -> str | None:
    said = _AROUND.sub("", " ".join(words.lower().strip(" ?.!").split())).strip()
    for spelt in (said, said.removesuffix("s"), said.removesuffix("ities") + "al"):
        if spelt in known:
            return spelt
    near = process.extractOne(said, known, scorer=fuzz.ratio, score_cutoff=_NEAR) if len(said) >= _LONG else None
    return near[0] if near is not None else None


def standing(content: IncidentContent, answers: Mapping[str, FlagAnswer]) -> str:
    """Return how grave a report is, for a line of a list: its harm, danger soon, and what is still to decide."""
    said = []
    if content.event_type in {EventType.INCIDENT, EventType.OUTCOME} and content.patients != 0:
        level = harm.worst(content.harms)
        said.append("Harm not known" if level in {harm.MISSING, harm.NOT_APPLICABLE} else level)
    if is_imminent(content):
        said.append("Danger very soon")
    said += [f"{SHORT[flag]}: yes" for flag, answer in answers.items() if answer is FlagAnswer.YES and flag in SHORT]
    waiting = [SHORT[one] for one in review.raised(content) if answers.get(one) in {None, FlagAnswer.OPEN}]
    if waiting:
        more = f" and {len(waiting) - _LISTED} more" if len(waiting) > _LISTED else ""
        said.append(f"To decide: {', '.join(waiting[:_LISTED])}{more}")
    return " · ".join(said)
