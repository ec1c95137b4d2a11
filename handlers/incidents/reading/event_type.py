"""Which kind of event a message tells of: incident, good care, risk, outcome, or nothing for the patient safety record.

Every sign of a message speaks for some kinds and against others, by the weights of ``storage/reference``; the kind
with the most points is it. Incidents start ahead, as 97 of 100 LFPSE records are incidents.
"""

import math
import re
from collections.abc import Collection, Mapping
from typing import Final

from handlers.incidents.reading.abuse import done_to_a_patient, sign_of_abuse
from handlers.incidents.reading.signs import GROUND, Columns, columns, signs_of
from handlers.incidents.reading.sorts import find_sorts
from handlers.incidents.reading.staff import patient_attacked, patient_attacks, patients_led_out
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.words import Words

KINDS: Final = (INCIDENT, GOOD_CARE, RISK, OUTCOME, NOT_PATIENT_SAFETY)
"""In the order of the table's columns."""
_SOFT: Final = 30
"""A lead of so many points, of tenths, makes three to one: measured on messages that the weights were not made from."""
_SUREST: Final = 0.97
_TELLING_WORD: Final = re.compile(r"[a-z]{4}")
"""Reasons are shown by words that carry sense: "swap", not "my"."""
_NAMED: Final = (
    (
        re.compile(
            r"\W*(?:(?:a |new |potential |possible )?(?:risk|hazard)s?(?: report)?|accident waiting)(?: *[-:!,.]|$)"
        ),
        RISK,
    ),
    (
        re.compile(
            r"\W*(?:good care|good practice|good catch|excellence(?: report)?|learning from excellence|greatix|lfe"
            r"|positive(?: event| report)?)(?: report)? *(?:[-:!,.]|$)"
        ),
        GOOD_CARE,
    ),
)
"""A message that opens with the name of its kind, as in "risk - two ampoules look alike"."""
_NAMED_COUNTS: Final = 60
_ATTACKED_SURE: Final = 0.8
"""A patient who is attacked was hurt in our care, however much the words are those of violence against staff."""
_ATTACKS_SURE: Final = 0.7
_OF_PATIENTS: Final = frozenset({"@hurt", "@medicine", "@device", "@never event", "@near miss"})
"""Facts that tell of a patient's care: without any of them, a patient who hits staff is for health and safety."""
_TELLING: Final = 4
"""Points that a sign must give one kind over another to be shown as the reason."""


def find_event_type(words: Words, signs: Mapping[str, Span], facts: Collection[str]) -> Answer[str]:
    """Return the kind of event. There is always one; ``sure`` tells how far it leads over the next.

    ``signs``: what ``gather`` found in these words. ``facts``: the names of what other rules found, such as "@hurt".
    """
    table = weights()
    known = [(sign, table[sign]) for sign in signs if sign in table]
    told = (table[GROUND], *(one for _, one in known), *(table[fact] for fact in facts if fact in table))
    points = [*map(sum, zip(*told, strict=True))]
    for opening, kind in _NAMED:
        if opening.match(words.text):
            points[KINDS.index(kind)] += _NAMED_COUNTS
    second, best = sorted(range(len(KINDS)), key=lambda kind: points[kind])[-2:]
    attacked = _attacked(words, KINDS[best])
    if attacked is not None:
        return Answer(INCIDENT, _ATTACKED_SURE, *attacked, f"you wrote “{words.quote(*attacked)}”")
    led_out = patients_led_out(words) if KINDS[best] == NOT_PATIENT_SAFETY else None
    if led_out is not None:
        return Answer(INCIDENT, _ATTACKS_SURE, *led_out, f"you wrote “{words.quote(*led_out)}”")
    attacks = patient_attacks(words) if KINDS[best] == INCIDENT and _OF_PATIENTS.isdisjoint(facts) else None
    if attacks is not None:
        return Answer(NOT_PATIENT_SAFETY, _ATTACKS_SURE, *attacks, f"you wrote “{words.quote(*attacks)}”")
    sure = min(_SUREST, 1 / (1 + math.exp((points[second] - points[best]) / _SOFT)))
    most, why = _TELLING - 1, ""
    for sign, one in known:
        lead = one[best] - one[second]
        if lead > most and sign[0] not in "<^" and _TELLING_WORD.search(sign):
            most, why = lead, sign
    if not why:
        return Answer(KINDS[best], sure, 0, 0, "most reports tell of something that went wrong")
    start, end = signs[why]
    return Answer(KINDS[best], sure, start, end, f"you wrote “{words.quote(start, end)}”")


def _attacked(words: Words, kind: str) -> Span | None:
    """Return where a patient was attacked or abused; whoever did it, that is an incident and never staff's alone."""
    if kind == RISK:
        return None
    attacked = patient_attacked(words) if kind in {NOT_PATIENT_SAFETY, INCIDENT} else None
    if attacked is None and not any(opening.match(words.text) for opening, _ in _NAMED):
        attacked = done_to_a_patient(words)
    if attacked is None and kind == NOT_PATIENT_SAFETY:
        attacked = sign_of_abuse(words)
    return attacked


def gather(words: Words) -> dict[str, Span]:
    """Return the signs and the sorts of a message's words, each with the offsets where it stands first."""
    return {**signs_of(words.stems), **find_sorts(words.stems)}


def weights() -> Columns:
    """Return the points of each sign for each kind, in tenths."""
    return columns("event_type_signs", len(KINDS))
