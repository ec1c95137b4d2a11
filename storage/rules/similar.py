"""Whether two accounts may tell of one event: same place, about the same time, similar words. A question, no verdict.

Pure: it compares words, days and codes, knows nobody who reported, and says why it thinks so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

from storage.records import EventType

LIKELY: Final = 62
"""From this score (0 to 100) a person is asked. Tuned on invented pairs: tests/storage/rules/test_similar.py."""
HOURS_MOST: Final = 6
"""Two accounts whose times lie further apart tell of two events. A night's times are guessed by an hour or two."""
WORDS_LEAST: Final = 0.34
"""Below this share of likeness of the words, time and place alone are not enough."""

_NEAR_HOURS: Final = 2
_WEIGHTS: Final = (0.55, 0.3, 0.15)
"""Of words, time and topic in the score."""
_TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fall": r"f[ae]ll|fallen|falls|falling|slipped|slip|tripped|collapsed|on (?:the )?floor"
        r"|off (?:the )?(?:bed|chair)",
        "medicine": r"\d ?(?:mg|mcg|ml|units?|g)\b|dose\w*|medic\w*|drug\w*|prescri\w+|tablets?|inject\w*|iv\b"
        r"|infusion\w*|insulin\w*|antibiotic\w*",
        "skin": r"pressure (?:ulcer|sore|damage|area)\w*|grade [234]\b|cat(?:egory)? [234]\b|sacr\w+|heels?",
        "blood": r"transfus\w+|blood (?:unit|product)\w*|platelets|wrong blood|group and save|g&s",
        "violence": r"assault\w*|punch\w*|kick\w*|hit\b|aggress\w*|violen\w*|bit\b|spat",
        "self harm": r"self[- ]harm\w*|ligature\w*|overdose\w*|abscond\w*|awol|missing patient",
        "birth": r"labour|ctg|shoulder dystocia|pph|newborn|neonat\w*|midwi\w+|caesarean|forceps",
        "test": r"scan|x-?ray|ct\b|mri|biops\w+|sample\w*|specimen\w*|results?\b|bloods",
        "operation": r"theatre|operati\w+|surg\w+|swab\w*|wrong side|anaesth\w+",
        "device": r"pump\w*|monitor\w*|ventilator\w*|syringe driver|hoist\w*|alarm\w*|catheter\w*|cannula\w*",
        "infection": r"c ?diff\w*|mrsa|norovirus|sepsis|outbreak|infect\w+",
        "food": r"chok\w+|nbm|nil by mouth|peg\b|ng tube|swallow\w*|allerg\w+|diet\b",
    }
)
_TOPIC_CUES: Final = {topic: re.compile(rf"\b(?:{cues})", re.IGNORECASE) for topic, cues in _TOPICS.items()}
_SAME: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pt": "patient", "pts": "patient", "patients": "patient", "fell": "fall", "fallen": "fall", "slipped": "fall",
        "slip": "fall", "tripped": "fall", "falls": "fall", "toilet": "bathroom", "loo": "bathroom", "wc": "bathroom",
        "floor": "fall", "l": "left", "lt": "left", "r": "right", "rt": "right", "meds": "medicine",
        "medication": "medicine", "drug": "medicine", "abx": "antibiotic", "antibiotics": "antibiotic",
        "wd": "ward", "dr": "doctor", "rn": "nurse", "cut": "tear", "laceration": "tear", "skintear": "tear",
        "injured": "injury", "injuries": "injury", "found": "find", "gave": "give", "given": "give",
        "missed": "miss", "omitted": "miss", "late": "delay", "delayed": "delay", "o2": "oxygen",
    }
)  # fmt: skip
_FILLING: Final = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "for", "from", "had", "has",
        "have", "he", "her", "him", "his", "i", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "off",
        "on", "or", "our", "out", "over", "she", "so", "that", "the", "their", "them", "then", "there", "they", "this",
        "to", "up", "us", "was", "we", "were", "when", "which", "while", "who", "with", "about", "after", "all", "also",
        "am", "any", "around", "before", "being", "came", "could", "went", "patient", "ward", "bay", "bed", "staff",
        "nurse", "today", "yesterday", "night", "last", "morning", "overnight", "approx", "aprox", "pm", "hrs", "hours",
    }
)  # fmt: skip
"""Words that stand in any account of a ward and so say nothing about which event it is."""
_MARK: Final = re.compile(r"\[[^\]\n]{1,40}\]")
_WORD: Final = re.compile(r"[a-z0-9']+")
_SUFFIX: Final = re.compile(r"(?<=\w{4})(?:ing|ed|es|s)$")


@dataclass(frozen=True, slots=True)
class Account:
    """What one report or draft tells, without who tells it. ``day`` is when it happened, or was told if nobody said."""

    text: str
    kind: EventType
    day: date
    at: time | None = None
    drugs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two accounts of one place tell of one event, 0 to 100, and the reasons in words."""

    score: int
    because: tuple[str, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether it is worth a question."""
        return self.score >= LIKELY


_UNLIKE: Final = Likeness(0)


def likeness(one: Account, other: Account) -> Likeness:
    """Return how likely two accounts tell of one event. Both are of one place; that is the caller's to see to."""
    if one.kind is not other.kind and {one.kind, other.kind} != {EventType.INCIDENT, EventType.OUTCOME}:
        return _UNLIKE
    near = _nearness(one, other)
    topics, others = topics_of(one.text), topics_of(other.text)
    if near == 0 or (topics and others and not topics & others):
        return _UNLIKE
    if one.drugs and other.drugs and not one.drugs & other.drugs:
        return _UNLIKE
    words = _alike(one.text, other.text)
    if words < WORDS_LEAST:
        return _UNLIKE
    shared = sorted(topics & others)
    parts = zip(_WEIGHTS, (words, near, 1.0 if shared else 0.0), strict=True)
    because = ("the same place", "about the same time", *shared, f"{round(100 * words)} % of the words are alike")
    return Likeness(round(100 * sum(weight * part for weight, part in parts)), because)


def topics_of(text: str) -> frozenset[str]:
    """Return what an account is about: falls, medicines, blood and so on; nothing when no cue stands in it."""
    return frozenset(topic for topic, cue in _TOPIC_CUES.items() if cue.search(text))


def _nearness(one: Account, other: Account) -> float:
    """Return how near in time, 0 to 1. Without times the day has to do, and a night belongs to two days."""
    if one.at is not None and other.at is not None:
        first, second = (datetime.combine(each.day, each.at) for each in (one, other) if each.at is not None)
        hours = abs((first - second).total_seconds()) / 3600
        if hours > HOURS_MOST:
            return 0.0
        return 1.0 if hours <= _NEAR_HOURS else 0.5
    return (0.75, 0.4)[days] if (days := abs((one.day - other.day).days)) <= 1 else 0.0


def _alike(one: str, other: str) -> float:
    """Return how alike the telling words are, 0 to 1: most of the shorter account in the longer one counts."""
    first, second = _telling(one), _telling(other)
    if not first or not second:
        return 0.0
    within = fuzz.token_set_ratio(first, second)
    whole = fuzz.token_sort_ratio(first, second)
    shared = len(set(first.split()) & set(second.split()))
    enough = min(1.0, shared / 3)
    """One shared word is a coincidence, three are a hint."""
    return (0.6 * within * enough + 0.4 * whole) / 100


def _telling(text: str) -> str:
    plain = _MARK.sub(" ", text.lower())
    words = (_SAME.get(word, word) for word in _WORD.findall(plain))
    return " ".join(_SUFFIX.sub("", word) for word in words if word not in _FILLING and not word.isdecimal())
