"""The report of an export: what was written, left out or refused, and what could not be coded, without free text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from storage.rules.lfpse.fields import NEVER_ASKED
from storage.rules.lfpse.version import Gap
from storage.rules.workdays import LONDON

_PATIENT: Final = re.compile(r" \(patient \d+\)$")


class Result(StrEnum):
    """What became of one version. ``kept``: an older file with other content was left alone."""

    WRITTEN = "written"
    SAME = "same"
    REPLACED = "replaced"
    KEPT = "kept"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


WORDS: Final = {
    Result.WRITTEN: "written",
    Result.SAME: "there already",
    Result.REPLACED: "replaced",
    Result.KEPT: "different from the file that is there, left alone",
    Result.LEFT_OUT: "left out",
    Result.REFUSED: "refused",
}
TROUBLE: Final = (Result.KEPT, Result.REFUSED)
"""Results that somebody has to look at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version: what became of it, why, and what could not be coded."""

    reference: str
    revision: int
    result: Result
    why: str = ""
    gaps: tuple[Gap, ...] = ()
    taxonomy: str = ""


@dataclass(slots=True)
class Report:
    """One export. ``since`` and ``until`` are days in London, both included; ``made_at`` is an aware instant."""

    since: date
    until: date
    made_at: datetime
    entries: list[Entry] = field(default_factory=list)
    _gaps: dict[tuple[Gap, ...], tuple[Gap, ...]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Add a version. Most have the same gaps: those are kept once, so that a long export stays small."""
        self.entries.append(replace(entry, gaps=self._gaps.setdefault(entry.gaps, entry.gaps)))

    def count(self, result: Result) -> int:
        """Return how many versions had this result."""
        return sum(entry.result is result for entry in self.entries)

    def of(self, result: Result) -> list[Entry]:
        """Return the versions with this result, in order."""
        return sorted((one for one in self.entries if one.result is result), key=_order)


def summary(report: Report) -> str:
    """Return the counts as one sentence."""
    said = [f"{count} {words}" for result, words in WORDS.items() if (count := report.count(result))]
    return f"Versions: {', '.join(said)}." if said else "No version of any report was made in these days."


def gap_table(entries: Iterable[Entry]) -> list[tuple[str, int, str]]:
    """Return field, number of versions and reason for all that could not be coded, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        counts.update({(_PATIENT.sub("", gap.field), gap.why) for gap in entry.gaps})
    return sorted(((name, count, why) for (name, why), count in counts.items()), key=lambda row: (-row[1], row))


def as_text(report: Report) -> str:
    """Return the report for people, as plain text."""
    made = f"{report.made_at.astimezone(LONDON):%a %d %b %Y, %H:%M}"
    lines = [
        "Export for LFPSE",
        f"Versions of reports made from {report.since:%a %d %b %Y} to {report.until:%a %d %b %Y}. Made {made}.",
        summary(report),
        "",
        "What could not be coded",
        *_table(gap_table(report.entries)),
    ]
    for result in (Result.REFUSED, Result.KEPT, Result.LEFT_OUT):
        entries = report.of(result)
        if entries:
            lines += ["", f"{WORDS[result].capitalize()}: {len(entries)}"]
            lines += [f"  {one.reference}, version {one.revision}: {one.why}" for one in entries]
    lines += ["", "Never asked, so never in the export", *(f"  - {words}" for words in NEVER_ASKED)]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as JSON: the same, with the gaps of each version."""
    gaps = {one.gaps: [{"field": gap.field, "why": gap.why} for gap in one.gaps] for one in report.entries}
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "counts": {result.value: report.count(result) for result in Result},
        "not_coded": [{"field": name, "versions": count, "why": why} for name, count, why in gap_table(report.entries)],
        "never_asked": list(NEVER_ASKED),
        "versions": [{**_entry(one), "not_coded": gaps[one.gaps]} for one in sorted(report.entries, key=_order)],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "reference": entry.reference,
        "revision": entry.revision,
        "taxonomy": entry.taxonomy,
        "result": entry.result.value,
        "why": entry.why,
    }


def _order(entry: Entry) -> tuple[str, int]:
    return entry.reference, entry.revision


def _table(rows: Sequence[tuple[str, int, str]]) -> list[str]:
    if not rows:
        return ["  Nothing."]
    width = max(len("Field"), *(len(name) for name, _, _ in rows))
    head = f"  {'Field':<{width}}  Versions  Why"
    return [head, *(f"  {name:<{width}}  {count:>8}  {why}" for name, count, why in rows)]
