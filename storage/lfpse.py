"""The export for LFPSE: every version of a span of days becomes a file, unless it is left out or refused.

It reads the store and writes files. It sends nothing anywhere, and no identifier passes it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from storage import people, revisions
from storage.database import Transaction
from storage.folder import Folder, Put
from storage.rules.lfpse.codes import CodeLists
from storage.rules.lfpse.event import left_out, write_event
from storage.rules.lfpse.report import Entry, Report, Result, as_json, as_text
from storage.rules.lfpse.screening import identifying
from storage.rules.lfpse.version import Version
from storage.rules.workdays import LONDON
from storage.tables import locations, not_names

REPORT: Final = ("report.txt", "report.json")
_RESULTS: Final = {
    Put.NEW: Result.WRITTEN,
    Put.SAME: Result.SAME,
    Put.REPLACED: Result.REPLACED,
    Put.KEPT: Result.KEPT,
}
_KEPT: Final = "A file with other content is there. Look at both, then use --replace."
_REFUSED: Final = (
    "It may hold details of a person ({found}). Take the words out of the report (More, Take out words), "
    "then export again."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last look for identifiers needs to know of the trust. All words are in lower case."""

    not_names: Mapping[int, frozenset[str]]
    places: frozenset[str]
    staff: frozenset[str]
    hospital_number: str | None

    def words_of(self, version: Version) -> frozenset[str]:
        """Return the words that the writers said are no names; everybody's, when nobody knows who wrote."""
        unknown = version.anonymous or not version.writers
        persons = frozenset(self.not_names) if unknown else version.writers
        return frozenset(word for person in persons for word in self.not_names.get(person, ()))


async def read_known(tx: Transaction, hospital_number: str | None) -> Known:
    """Read the names of places (those out of use too), the full names of staff, and what people said is no name."""
    words: dict[int, frozenset[str]] = {}
    for row in await tx.execute(select(not_names.c.person_id, not_names.c.word)):
        words[row.person_id] = words.get(row.person_id, frozenset()) | {row.word.lower()}
    rows = (await tx.execute(select(locations.c.name, locations.c.aliases))).all()
    places = frozenset(word.lower() for row in rows for word in (row.name, *row.aliases))
    staff = frozenset(person.name.lower() for person in await people.all_active(tx) if " " in person.name)
    return Known(words, places, staff, hospital_number)


def span(since: date, until: date) -> tuple[datetime, datetime]:
    """Return the instants at which these days in London begin and end."""
    return (
        datetime.combine(since, time(), tzinfo=LONDON),
        datetime.combine(until + timedelta(days=1), time(), tzinfo=LONDON),
    )


async def export(
    tx: Transaction,
    folder: Folder,
    lists: Mapping[str, CodeLists],
    report: Report,
    *,
    organisation: str = "",
    hospital_number: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a file for each version of the report's days, and the report itself; ``report.entries`` is filled.

    ``lists`` are the code lists by version; ``organisation`` is the trust's ODS code or "". ``progress`` hears how many
    versions are done, after each page. The folder is there; OSError when it cannot be written.
    """
    start, end = span(report.since, report.until)
    known = await read_known(tx, hospital_number)
    total = await revisions.count(tx, start, end)
    async for page in revisions.pages(tx, start, end):
        for version in page:
            report.add(_entry(version, folder, lists, known, organisation))
        if progress is not None:
            progress(len(report.entries), total)
    words, data = REPORT
    folder.put(words, as_text(report).encode(), always=True)
    folder.put(data, _packed(as_json(report), indent=None), always=True)


def _entry(version: Version, folder: Folder, lists: Mapping[str, CodeLists], known: Known, organisation: str) -> Entry:
    taxonomy = version.content.taxonomy
    codes = lists.get(taxonomy)
    why = left_out(version, codes)
    if why or codes is None:
        return Entry(version.reference, version.revision, Result.LEFT_OUT, why, taxonomy=taxonomy)
    found = identifying(
        version,
        not_names=known.words_of(version),
        known_places=known.places,
        known_staff=known.staff,
        hospital_number=known.hospital_number,
    )
    if found:
        refused = _REFUSED.format(found="; ".join(found))
        return Entry(version.reference, version.revision, Result.REFUSED, refused, taxonomy=taxonomy)
    event = write_event(version, codes, organisation=organisation)
    put = folder.put(f"{version.reference}-r{version.revision}.json", _packed(event.resource))
    why = _KEPT if put is Put.KEPT else ""
    return Entry(version.reference, version.revision, _RESULTS[put], why, event.gaps, taxonomy)


def _packed(content: object, *, indent: int | None = 2) -> bytes:
    """Return JSON, the same bytes for the same content. Without ``indent`` a long one needs less memory."""
    return (json.dumps(content, ensure_ascii=False, indent=indent) + "\n").encode()
