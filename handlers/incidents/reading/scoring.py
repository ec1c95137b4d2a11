"""How well drafts agree with gold answers: precision and recall for each field, and every miss.

Misses name the message's id and the two answers, never the message's text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from rapidfuzz import fuzz, process, utils

from storage.codes import shipped

Pair = tuple[dict[str, Any], dict[str, Any]]

_SERIOUS: Final = frozenset({"severe", "fatal"})
_ASIDE: Final = frozenset({"duty_of_candour_review", "never_event_review"})
_BELOW: Final = frozenset({"no_harm", "low", None})
_SLIGHT: Final = frozenset({"no_harm", "low", "moderate"})
"""Grades that no message has of which the reader says that somebody died."""
_LISTS: Final = "LFPSE v5"
_DUTY: Final = "duty of candour flag"
_KEPT_IN: Final = {
    "event type": "event_type",
    "location": "location",
    "physical harm": "physical_harm",
    "psychological harm": "psychological_harm",
    "never event candidate": "never_event_candidate",
    "date": "when",
    "time": "when",
    "patients": "n_patients",
    "involved": "involved",
    "medicines": "drugs",
    _DUTY: "duty_of_candour",
    "other flags": "flags",
    "identifiers": "identifiers",
}
"""Where the gold answers hold these fields. Gold may name keys under ``not_answered``: they are not scored."""


@dataclass(slots=True)
class Tally:
    """Counts for one field. ``found`` answers were given, ``wanted`` were in the gold, ``right`` were both."""

    name: str
    right: int = 0
    found: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return one line of the table."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.wanted if self.wanted else 1.0
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{self.name:<28}{self.wanted:>7}{precision:>11.3f}{recall:>9.3f}{both:>8.3f}{len(self.misses):>8}"


def score(pairs: Sequence[Pair], places: Mapping[str, str]) -> str:
    """Return the table and the misses for these messages (with ``gold``) and their drafts.

    ``places`` has the trust's name for each way to write a place, in lower case.
    """
    tallies = [_one(name, pairs, said, allowed) for name, said, allowed in _SINGLE]
    tallies.insert(3, _one("location", pairs, lambda got: got["location"], lambda gold: _place(gold, places)))
    tallies += [_several(name, pairs, said, wanted) for name, said, wanted in _MANY]
    tallies.append(_identifiers(pairs))
    floor = [
        message
        for message, got in pairs
        if message["gold"].get("physical_harm") in _SERIOUS and got["physical_harm"] in _BELOW
    ]
    torn = [message for message, got in pairs if "medical_examiner" in got["flags"] and got["physical_harm"] in _SLIGHT]
    head = f"{'field':<28}{'gold':>7}{'precision':>11}{'recall':>9}{'F1':>8}{'misses':>8}"
    lines = [f"{len(pairs)} messages", head, "-" * len(head), *(tally.line() for tally in tallies)]
    lines.append(f"severe or fatal read as low or none: {_counted(floor)}")
    lines.append(f"a death was read, and harm below severe: {_counted(torn)}")
    for tally in tallies:
        if tally.misses:
            lines += ["", f"{tally.name}: {len(tally.misses)} missed", *(f"  {miss}" for miss in tally.misses)]
    return "\n".join(lines)


def _counted(messages: Sequence[dict[str, Any]]) -> str:
    """Return how many messages there are, and which: "2 (A1, A7)"."""
    return f"{len(messages)} ({', '.join(str(one.get('id')) for one in messages)})" if messages else "0"


def _one(
    name: str,
    pairs: Sequence[Pair],
    said: Callable[[dict[str, Any]], Any],
    allowed: Callable[[dict[str, Any]], list[Any]],
) -> Tally:
    """Score a field with one answer. "Nothing to say" is an answer too, and must be right."""
    tally = Tally(name)
    for message, got in _with_gold(name, pairs):
        answers, answer = allowed(message["gold"]), said(got)
        tally.wanted += 1
        tally.found += 1
        if answer in answers:
            tally.right += 1
        else:
            tally.misses.append(f"{message.get('id')}: wanted {' or '.join(map(str, answers))}, got {answer}")
    return tally


def _several(
    name: str,
    pairs: Sequence[Pair],
    said: Callable[[dict[str, Any]], list[Any]],
    wanted: Callable[[dict[str, Any]], list[list[Any]]],
) -> Tally:
    """Score a field with a list of answers, against the acceptable list that fits best."""
    tally = Tally(name)
    for message, got in _with_gold(name, pairs):
        answers = list(dict.fromkeys(said(got)))
        best = max(
            wanted(message["gold"]),
            key=lambda gold: (_shared(gold, answers) * 2 / max(1, len(gold) + len(answers)), -len(gold)),
        )
        right = _shared(best, answers)
        tally.right, tally.found, tally.wanted = (
            tally.right + right,
            tally.found + len(answers),
            tally.wanted + len(best),
        )
        if right < len(best) or right < len(answers):
            tally.misses.append(f"{message.get('id')}: wanted {best}, got {answers}")
    return tally


def _with_gold(name: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs to score on a field: all whose gold does not list its key under ``not_answered``."""
    key = _KEPT_IN.get(name)
    return [pair for pair in pairs if key is None or key not in pair[0]["gold"].get("not_answered", ())]


def _shared(gold: list[Any], answers: list[Any]) -> int:
    left = list(answers)
    shared = 0
    for wanted in gold:
        match = next((answer for answer in left if _same(wanted, answer)), None)
        if match is not None:
            left.remove(match)
            shared += 1
    return shared


def _same(wanted: Any, answer: Any) -> bool:
    """Whether two answers agree: "morphine oral solution" is morphine, "insulin" is met by any insulin."""
    if wanted == answer:
        return True
    first, second = (
        frozenset(re.findall(r"[a-z0-9]+", str(value).lower())) - {"with", "and", "infusion"}
        for value in (wanted, answer)
    )
    return bool(first and second) and (first <= second or second <= first)


def _place(gold: dict[str, Any], places: Mapping[str, str]) -> list[Any]:
    where = gold.get("location") or {}
    names = where.get("ward_acceptable") or [where.get("ward")]
    return list(dict.fromkeys(places.get(name.lower(), name) if name else None for name in names))


def _date(gold: dict[str, Any]) -> list[Any]:
    when = gold.get("when") or {}
    return list(when.get("date_acceptable") or [when.get("date")])


def _time(gold: dict[str, Any]) -> list[Any]:
    when = gold.get("when") or {}
    return list(when.get("time_acceptable") or [when.get("time")])


def _psychological(gold: dict[str, Any]) -> list[Any]:
    return _unknown_is_null(gold.get("psychological_harm_acceptable") or [gold.get("psychological_harm")])


def _unknown_is_null(values: Iterable[Any]) -> list[Any]:
    return [None if value == "unknown" else "no_harm" if value == "none" else value for value in values]


def _physical(gold: dict[str, Any]) -> list[Any]:
    return _unknown_is_null(gold.get("physical_harm_acceptable") or [gold.get("physical_harm")])


def _never_event(gold: dict[str, Any]) -> list[Any]:
    """Return the gold type as its number. It may be written as the list's own label: "wrong_site_surgery"."""
    said = str(gold.get("never_event_candidate") or "").replace("_", " ")
    if not said or said.isdecimal():
        return [int(said)] if said else []
    best = process.extractOne(said, _never_event_types(), scorer=fuzz.token_set_ratio, processor=utils.default_process)
    return [int(best[2])]


@lru_cache(maxsize=1)
def _never_event_types() -> Mapping[str, str]:
    return shipped()[_LISTS].systems["never-event-type"]


def _flag(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    return lambda got: [name] if name in got.get("flags", ()) else []


def _duty(gold: dict[str, Any]) -> list[Any]:
    """Return the gold answer on the Duty of Candour: ``duty_of_candour`` alone, or one of all the ``flags``."""
    if "duty_of_candour" in gold:
        return ["duty_of_candour_review"] if gold["duty_of_candour"] else []
    return _flag("duty_of_candour_review")(gold)


_SINGLE: Final[tuple[tuple[str, Callable[[dict[str, Any]], Any], Callable[[dict[str, Any]], list[Any]]], ...]] = (
    (
        "event type",
        lambda got: got["event_type"],
        lambda gold: gold.get("event_type_acceptable") or [gold["event_type"]],
    ),
    ("date", lambda got: got["date"], _date),
    ("time", lambda got: got["time"], _time),
    ("physical harm", lambda got: got["physical_harm"], _physical),
    (
        "psychological harm",
        lambda got: got["psychological_harm"],
        _psychological,
    ),
    ("patients", lambda got: got["n_patients"], lambda gold: [gold.get("n_patients")]),
)
_MANY: Final[
    tuple[tuple[str, Callable[[dict[str, Any]], list[Any]], Callable[[dict[str, Any]], list[list[Any]]]], ...]
] = (
    ("involved", lambda got: got["involved"], lambda gold: gold.get("involved_acceptable") or [gold["involved"]]),
    ("medicines", lambda got: got["drugs"], lambda gold: [gold.get("drugs") or []]),
    (
        "never event candidate",
        lambda got: [got["never_event"]] if got["never_event"] else [],
        lambda gold: [_never_event(gold)],
    ),
    (_DUTY, _flag("duty_of_candour_review"), lambda gold: [_duty(gold)]),
    (
        "other flags",
        lambda got: [f for f in got["flags"] if f not in _ASIDE],
        lambda gold: [[f for f in gold.get("flags") or [] if f not in _ASIDE]],
    ),
)


def _identifiers(pairs: Sequence[Pair]) -> Tally:
    """Score identifiers by place: one is found when what was marked covers it."""
    tally = Tally("identifiers")
    for message, got in _with_gold(tally.name, pairs):
        spans = [(one["start"], one["end"]) for one in got["identifiers"]]
        wanted: list[tuple[int, int]] = []
        reached = 0
        for one in message["gold"].get("identifiers") or []:
            start = str(message["text"]).find(one["value"], reached)
            start = start if start >= 0 else str(message["text"]).find(one["value"])
            if start >= 0:
                reached = start + 1
                wanted.append((start, start + len(one["value"])))
        met = [w for w in wanted if any(start < w[1] and end > w[0] for start, end in spans)]
        used = [s for s in spans if any(s[0] < end and s[1] > start for start, end in wanted)]
        tally.wanted += len(wanted)
        tally.found += len(spans)
        tally.right += min(len(met), len(used)) if len(met) == len(wanted) else len(met)
        if len(met) < len(wanted) or len(used) < len(spans):
            tally.misses.append(
                f"{message.get('id')}: {len(wanted)} wanted, {len(met)} met, {len(spans) - len(used)} too many"
            )
    return tally
