"""The list of wards and other places, matched by name, with the words that staff use for them and their LFPSE codes.

A place that is not in the file is left alone unless the import is told to stop those that are missing;
none is ever deleted, because reports name them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select, update

from storage import audit
from storage.database import Database, Transaction
from storage.imports.findings import Change, Findings, Step
from storage.imports.sheet import Line, Problem, read_sheet
from storage.tables import locations

NEEDED: Final = ("name", "aliases", "description", "directorate", "lfpse_service", "lfpse_location")
SERVICE_CODES: Final = frozenset({"1", "3", "4", *(str(code) for code in range(6, 20))})
"""LFPSE v5, service type."""
LOCATION_CODES: Final = frozenset(str(code) for code in range(1, 13))
"""LFPSE v5, incident location."""
_LENGTHS: Final = {"name": 120, "description": 300, "directorate": 120}
_FIELDS: Final = ("name", "aliases", "description", "directorate", "lfpse_service", "lfpse_location")
_Values = Mapping[str, Any]


async def import_places(
    database: Database, content: bytes, *, now: datetime, apply: bool = False, stop_missing: bool = False
) -> Findings:
    """Compare the file with the store, and with ``apply`` make the store agree, in one transaction.

    ``stop_missing``: places of the store that are not in the file are taken out of use.
    """
    sheet = read_sheet(content, needed=NEEDED)
    entries, problems = _read_entries(sheet.lines)
    problems = sorted([*sheet.problems, *problems], key=lambda one: one.line)
    if apply and not problems:
        async with database.transaction() as tx:
            changes = await _walk(tx, entries, now=now, stop_missing=stop_missing, write=True)
        return Findings(changes, applied=True)
    async with database.reading() as tx:
        changes = await _walk(tx, entries, now=now, stop_missing=stop_missing, write=False)
    return Findings(changes, tuple(problems))


def _read_entries(lines: Sequence[Line]) -> tuple[list[_Values], list[Problem]]:
    entries: list[_Values] = []
    problems: list[Problem] = []
    said: dict[str, int] = {}
    for line in lines:
        aliases = _aliases(line.cells["aliases"])
        reasons = _wrong(line.cells)
        for word in dict.fromkeys(_same(word) for word in (line.cells["name"], *aliases) if word):
            if word in said:
                reasons.append(
                    f"“{word}” is a name on line {said[word]} too, so nobody could tell which place is meant"
                )
            said.setdefault(word, line.number)
        if reasons:
            problems += [Problem(line.number, reason) for reason in reasons]
        else:
            entries.append({**{name: line.cells[name] for name in _FIELDS}, "aliases": aliases})
    return entries, problems


def _same(word: str) -> str:
    return " ".join(word.casefold().split())


def _aliases(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()]


def _wrong(cells: Mapping[str, str]) -> list[str]:
    reasons = [f"the {name} is missing" for name in ("name", "description", "directorate") if not cells[name]]
    if cells["lfpse_service"] not in SERVICE_CODES:
        reasons.append(f"the lfpse_service “{cells['lfpse_service'][:20]}” is not a code of LFPSE (1, 3, 4 or 6 to 19)")
    if cells["lfpse_location"] not in LOCATION_CODES:
        reasons.append(f"the lfpse_location “{cells['lfpse_location'][:20]}” is not a code of LFPSE (1 to 12)")
    reasons += [
        f"the {name} is longer than {limit} characters" for name, limit in _LENGTHS.items() if len(cells[name]) > limit
    ]
    return reasons


async def _walk(
    tx: Transaction, entries: Sequence[_Values], *, now: datetime, stop_missing: bool, write: bool
) -> tuple[Change, ...]:
    known = {_same(row.name): row for row in await tx.execute(select(locations).order_by(locations.c.id))}
    changes: list[Change] = []
    for entry in entries:
        old = known.pop(_same(entry["name"]), None)
        if old is None:
            changes.append(Change(Step.ADD, entry["name"]))
            if write:
                await _add(tx, entry, now)
            continue
        fields = [name for name in _FIELDS if _value(old, name) != entry[name]]
        details = tuple(f"{name}: {_shown(_value(old, name))} → {_shown(entry[name])}" for name in fields)
        if not old.active:
            details = (*details, "in use again")
        changes.append(Change(Step.CHANGE if details else Step.SAME, entry["name"], details))
        if write and details:
            await tx.execute(update(locations).where(locations.c.id == old.id).values({**entry, "active": True}))
            await _record(tx, "place.changed", old.id, now, fields)
    for old in known.values():
        if old.active:
            changes.append(Change(Step.STOP if stop_missing else Step.ABSENT, old.name))
            if write and stop_missing:
                await tx.execute(update(locations).where(locations.c.id == old.id).values(active=False))
                await _record(tx, "place.stopped", old.id, now)
    return tuple(changes)


async def _add(tx: Transaction, entry: _Values, now: datetime) -> None:
    values = {**entry, "active": True}
    key: int = (await tx.execute(locations.insert().values(values).returning(locations.c.id))).scalar_one()
    await _record(tx, "place.added", key, now)


async def _record(tx: Transaction, act: str, key: int, now: datetime, fields: Sequence[str] = ()) -> None:
    detail = {"fields": list(fields)} if fields else {}
    await audit.record(tx, at=now, actor="cli", act=act, subject=f"location:{key}", detail=detail)


def _value(row: Row[Any], name: str) -> Any:
    return row._mapping[name]  # noqa: SLF001 - the documented way to a column by its name


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
