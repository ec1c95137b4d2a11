"""The harm to one or many patients, in LFPSE's labels. It judges nothing and changes no grade."""

import re
from collections.abc import Sequence
from typing import Final

from handlers.showing.labels import PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from storage.records import PatientHarm, PhysicalHarm, PsychologicalHarm

NOT_KNOWN: Final = "Not known"
ONE_BY_ONE: Final = 3
"""Patients up to which each has lines of their own. Of more, those with the same harm stand in one line."""
_PHYSICAL: Final = "Physical harm"
_PSYCHOLOGICAL: Final = "Psychological harm"
_NUMBERS_MOST: Final = 120
_ALL: Final = re.compile(
    r"(?:all|every|each)(?: of)?(?: (?:them|the))?(?: (\d{1,3}))?(?: (?:patients?|pts?|people|one))?|every(?:body|one)|"
    r"the (?:lot|whole lot)",
    re.IGNORECASE,
)
_PATIENT: Final = re.compile(r"\b(?:patients?|pts?|numbers?|nos?\.?)\s*(?=\d)", re.IGNORECASE)
_RUN: Final = re.compile(r"(\d{1,3})(?:\s*(?:to|-|–)\s*(\d{1,3}))?", re.IGNORECASE)


def harm_pairs(harms: Sequence[PatientHarm]) -> list[tuple[str, str]]:
    """Return the harm to the patients of a report as label and value; no label comes twice.

    Up to ``ONE_BY_ONE`` patients each has two lines. Of more, each grade has one, the worst first, with whose it is.
    A death leaves no question about distress.
    """
    if not harms:
        return []
    if len(harms) == 1:
        return _own(harms[0], "")
    if len(set(map(_grades, harms))) == 1:
        return _own(harms[0], ", each patient")
    if len(harms) <= ONE_BY_ONE:
        return [pair for harm in harms for pair in _own(harm, f", patient {harm.sequence}")]
    physical = [(one.sequence, PHYSICAL_LABELS[one.physical] if one.physical else "") for one in harms]
    psychological = [
        (one.sequence, PSYCHOLOGICAL_LABELS[one.psychological] if one.psychological else "")
        for one in harms
        if one.psychological or one.physical is not PhysicalHarm.FATAL
    ]
    return [
        *_by_grade(physical, tuple(PHYSICAL_LABELS.values()), _PHYSICAL, len(harms)),
        *_by_grade(psychological, tuple(PSYCHOLOGICAL_LABELS.values()), _PSYCHOLOGICAL, len(harms)),
    ]


def harm_of_all(harms: Sequence[PatientHarm]) -> list[tuple[str, str]]:
    """Return the physical and the psychological harm with one value each, whoever it was, to compare two versions."""
    found = []
    for what, grades in ((_PHYSICAL, PHYSICAL_LABELS), (_PSYCHOLOGICAL, PSYCHOLOGICAL_LABELS)):
        said = []
        for label, value in harm_pairs(harms):
            if label == what:
                said.append(value)
            elif label.startswith(f"{what}, "):
                said.append(f"{label.removeprefix(f'{what}, ')}: {value}")
            elif label in grades.values() or label == f"{what} not known":
                said.append(f"{label}: {value[0].lower()}{value[1:]}")
        if said:
            found.append((what, "; ".join(said)))
    return found


def harm_words(harms: Sequence[PatientHarm]) -> str:
    """Return the harm to the patients of a report as one sentence without its full stop."""
    if not harms:
        return "Harm not known"
    if len(set(map(_grades, harms))) == 1:
        return _sentence(harms[0]) + (f", for each of {len(harms)} patients" if len(harms) > 1 else "")
    if len(harms) <= ONE_BY_ONE:
        said = "; ".join(f"patient {harm.sequence}: {_sentence(harm)}" for harm in harms)
        return f"P{said[1:]}"
    return "; ".join(f"{label}: {value[0].lower()}{value[1:]}" for label, value in harm_pairs(harms))


def patients_meant(words: str, count: int) -> tuple[int, ...] | None:
    """Return the patients that somebody names: "3", "2, 5 to 8", "pt 1-4 and pt 9", "all 28". None for anything else.

    ``count`` is how many there are; a number beyond it, or below 1, is none of them, and "all 5" of 28 is not clear.
    """
    said = _PATIENT.sub("", " ".join(words.strip().rstrip(".").split()))
    everybody = _ALL.fullmatch(said)
    if everybody:
        return tuple(range(1, count + 1)) if everybody[1] is None or int(everybody[1]) == count else None
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;&]|\band\b|(?<=\d)\s+(?=\d)", said, flags=re.IGNORECASE)):
        run = _RUN.fullmatch(part.strip())
        if run is None:
            return None
        first, last = int(run[1]), int(run[2] or run[1])
        if not 1 <= first <= last <= count:
            return None
        found.update(range(first, last + 1))
    return tuple(sorted(found)) or None


def _grades(harm: PatientHarm) -> tuple[PhysicalHarm | None, PsychologicalHarm | None]:
    return harm.physical, harm.psychological


def _own(harm: PatientHarm, whose: str) -> list[tuple[str, str]]:
    pairs = [(f"{_PHYSICAL}{whose}", PHYSICAL_LABELS[harm.physical] if harm.physical else NOT_KNOWN)]
    if harm.psychological or harm.physical is not PhysicalHarm.FATAL:
        said = PSYCHOLOGICAL_LABELS[harm.psychological] if harm.psychological else NOT_KNOWN
        pairs.append((f"{_PSYCHOLOGICAL}{whose}", said))
    return pairs


def _by_grade(said: Sequence[tuple[int, str]], grades: Sequence[str], what: str, count: int) -> list[tuple[str, str]]:
    """Return each grade with its patients, the worst first; one line where all ``count`` patients have the same."""
    if len(said) == count and len({grade for _, grade in said}) == 1:
        return [(f"{what}, each patient", said[0][1] or NOT_KNOWN)]
    pairs = []
    for grade in (*reversed(grades), ""):
        whose = [number for number, one in said if one == grade]
        if whose:
            named = f"Patient {whose[0]}" if len(whose) == 1 else f"{len(whose)} patients ({_runs(whose)})"
            pairs.append((grade or f"{what} not known", named))
    return pairs


def _runs(numbers: Sequence[int]) -> str:
    """Return numbers in order as people write them: "1, 3 to 7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]  # noqa: PLR2004
    shown = len(runs)
    while len(", ".join(said[:shown])) > _NUMBERS_MOST:
        shown -= 1
    left = sum(len(run) for run in runs[shown:])
    return ", ".join(said[:shown]) + (f" and {left} more" if left else "")


def _sentence(harm: PatientHarm) -> str:
    physical = PHYSICAL_LABELS[harm.physical] if harm.physical else "physical harm not known"
    if harm.psychological is None and harm.physical is PhysicalHarm.FATAL:
        return physical
    mental = PSYCHOLOGICAL_LABELS[harm.psychological] if harm.psychological else "psychological harm not known"
    return f"{physical}, {mental[0].lower()}{mental[1:]}"
