"""The staff list: people, their duties, and who they are on Slack and in Teams, matched by e-mail address.

Somebody who is not in the file is left alone unless the import is told to stop those who are missing;
nobody is ever deleted, because records name them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import available_timezones

from sqlalchemy import delete, select, update

from storage import audit
from storage.database import Database, Transaction, insert
from storage.imports.findings import Change, Findings, Step
from storage.imports.sheet import Line, Problem, read_sheet, suggest
from storage.records import HOME_TENANT, Person, Platform, Role
from storage.rules.rota import why_not_instead
from storage.tables import drafts, identities, incidents, people, person_roles

NEEDED: Final = ("name", "email", "roles", "directorate")
PLATFORMS: Final[Mapping[str, Platform]] = {"slack_user_id": Platform.SLACK, "teams_user_id": Platform.TEAMS}
REMINDED: Final = ("deputy", "time_zone")
"""Columns about reminders: who stands in (an e-mail address of the list), and where a person's clock is (IANA)."""
_WORD_OF: Final[Mapping[Platform, str]] = {Platform.SLACK: "Slack id", Platform.TEAMS: "Teams id"}
_EMAIL: Final = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]{2,}")
_LENGTHS: Final = {"name": 200, "email": 254, "directorate": 120, "slack_user_id": 200, "teams_user_id": 200}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One person as the file has them."""

    line: int
    name: str
    email: str
    directorate: str | None
    roles: frozenset[Role]
    users: Mapping[Platform, str]
    deputy: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """One person as the store has them. ``email`` is None for a visitor who was only met in chat."""

    id: int
    name: str
    email: str | None
    directorate: str | None
    active: bool
    roles: frozenset[Role]
    users: Mapping[Platform, frozenset[str]]
    deputy_id: int | None = None
    time_zone: str | None = None


async def import_staff(
    database: Database, content: bytes, *, now: datetime, apply: bool = False, stop_missing: bool = False
) -> Findings:
    """Compare the file with the store, and with ``apply`` make the store agree, in one transaction.

    ``stop_missing``: people of the store's staff list who are not in the file are made inactive.
    """
    sheet = read_sheet(content, needed=NEEDED, optional=(*PLATFORMS, *REMINDED))
    entries, problems = _read_entries(sheet.lines)
    problems = [*sheet.problems, *problems]
    if apply and not problems:
        async with database.transaction() as tx:
            findings = await _compare(tx, entries, stop_missing=stop_missing)
            if not findings.problems:
                await _apply(tx, entries, now=now, stop_missing=stop_missing)
                return Findings(findings.changes, applied=True)
            return findings
    async with database.reading() as tx:
        findings = await _compare(tx, entries, stop_missing=stop_missing)
    everything = sorted({*problems, *findings.problems}, key=lambda one: (one.line, one.reason))
    return Findings(findings.changes, tuple(everything))


def _read_entries(lines: Sequence[Line]) -> tuple[list[_Entry], list[Problem]]:
    entries: list[_Entry] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line in lines:
        reasons = _wrong(line.cells)
        for name in ("email", *PLATFORMS):
            value = line.cells.get(name, "")
            key = f"{name}:{value.lower() if name == 'email' else value}"
            if value and key in seen:
                reasons.append(f"the {name} is on line {seen[key]} too")
            seen.setdefault(key, line.number)
        if reasons:
            problems += [Problem(line.number, reason) for reason in reasons]
            continue
        cells = line.cells
        users = {platform: cells[name] for name, platform in PLATFORMS.items() if cells.get(name)}
        roles = frozenset(Role(word) for word in _roles(cells["roles"]))
        entries.append(
            _Entry(
                line.number,
                cells["name"],
                cells["email"].lower(),
                cells["directorate"] or None,
                roles,
                users,
                cells["deputy"].lower() if "deputy" in cells else None,
                cells.get("time_zone"),
            )
        )
    return entries, problems


def _wrong(cells: Mapping[str, str]) -> list[str]:
    reasons = [] if cells["name"] else ["the name is missing"]
    if not cells["email"]:
        reasons.append("the email is missing")
    elif not _EMAIL.fullmatch(cells["email"]):
        reasons.append(f"“{cells['email'][:60]}” is not an e-mail address")
    zone = cells.get("time_zone", "")
    if zone and zone not in available_timezones():
        reasons.append(f"the time zone “{zone[:60]}” is not known. It must be like Europe/London")
    if cells.get("deputy") and cells["deputy"].lower() == cells["email"].lower():
        reasons.append("nobody is their own deputy")
    known = [str(role) for role in Role]
    reasons += [
        f"the role “{word[:60]}” is not known{suggest(word, known)}"
        for word in _roles(cells["roles"])
        if word not in known
    ]
    reasons += [
        f"the {name} is longer than {limit} characters"
        for name, limit in _LENGTHS.items()
        if len(cells.get(name, "")) > limit
    ]
    return reasons


def _roles(cell: str) -> list[str]:
    return [word.strip().lower() for word in cell.split(";") if word.strip()]


async def _read_store(tx: Transaction) -> list[_Known]:
    roles: dict[int, set[Role]] = {}
    for row in await tx.execute(select(person_roles)):
        roles.setdefault(row.person_id, set()).add(Role(row.role))
    users: dict[int, dict[Platform, set[str]]] = {}
    for row in await tx.execute(select(identities).where(identities.c.tenant == HOME_TENANT)):
        users.setdefault(row.person_id, {}).setdefault(Platform(row.platform), set()).add(row.user)
    return [
        _Known(
            row.id,
            row.name,
            row.email,
            row.directorate,
            row.active,
            frozenset(roles.get(row.id, ())),
            {platform: frozenset(found) for platform, found in users.get(row.id, {}).items()},
            row.deputy_id,
            row.time_zone,
        )
        for row in await tx.execute(select(people).order_by(people.c.id))
    ]


async def _compare(tx: Transaction, entries: Sequence[_Entry], *, stop_missing: bool) -> Findings:
    known = await _read_store(tx)
    by_email = {one.email: one for one in known if one.email}
    emails = {one.id: one.email or "" for one in known}
    in_file = {entry.email for entry in entries}
    roles = {entry.email: entry.roles for entry in entries}
    holders = {(platform, user): one for one in known for platform, found in one.users.items() for user in found}
    changes: list[Change] = []
    problems: list[Problem] = []
    for entry in entries:
        for platform, user in entry.users.items():
            holder = holders.get((platform, user))
            if holder and holder.email and holder.email not in in_file:
                word = _WORD_OF[platform]
                problems.append(
                    Problem(
                        entry.line,
                        f"the {word} belongs to {holder.email}. Put their row in the file too, with their own {word}",
                    )
                )
        if entry.deputy and entry.deputy not in in_file and entry.deputy not in by_email:
            problems.append(Problem(entry.line, f"the deputy {entry.deputy[:120]} is not on the staff list"))
        elif entry.deputy:
            held = roles.get(entry.deputy, by_email[entry.deputy].roles if entry.deputy in by_email else frozenset())
            why = why_not_instead(Person(0, entry.name, roles=entry.roles), Person(0, "", roles=held))
            if why is not None:
                problems.append(Problem(entry.line, f"{entry.deputy[:120]} cannot be the deputy. {why}"))
        old = by_email.get(entry.email)
        if old is None:
            duties = (f"duties: {_spelt(entry.roles)}",) if entry.roles else ()
            changes.append(Change(Step.ADD, entry.name, duties))
        else:
            differences = _differences(old, entry, emails)
            changes.append(Change(Step.CHANGE if differences else Step.SAME, entry.name, differences))
    fate = Step.STOP if stop_missing else Step.ABSENT
    changes += [Change(fate, one.name) for one in known if one.email and one.active and one.email not in in_file]
    return Findings(tuple(changes), tuple(problems))


def _differences(old: _Known, new: _Entry, emails: Mapping[int, str]) -> tuple[str, ...]:
    found = []
    if old.name != new.name:
        found.append(f"name: {old.name} → {new.name}")
    if old.directorate != new.directorate:
        found.append(f"directorate: {old.directorate or 'none'} → {new.directorate or 'none'}")
    if old.roles != new.roles:
        found.append(f"duties: {_spelt(old.roles)} → {_spelt(new.roles)}")
    for platform, user in new.users.items():
        if old.users.get(platform) != frozenset({user}):
            found.append(f"{_WORD_OF[platform]}: {', '.join(sorted(old.users.get(platform, ()))) or 'none'} → {user}")
    # A column that is not in the file leaves what is stored alone; an empty cell takes it away.
    deputy = emails.get(old.deputy_id or 0, "")
    if new.deputy is not None and new.deputy != deputy:
        found.append(f"deputy: {deputy or 'none'} → {new.deputy or 'none'}")
    if new.time_zone is not None and new.time_zone != (old.time_zone or ""):
        found.append(f"time zone: {old.time_zone or 'London'} → {new.time_zone or 'London'}")
    if not old.active:
        found.append("works here again")
    return tuple(found)


def _spelt(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(role.replace("_", " ") for role in roles)) or "none"


async def _apply(tx: Transaction, entries: Sequence[_Entry], *, now: datetime, stop_missing: bool) -> None:
    known = await _read_store(tx)
    by_email = {one.email: one for one in known if one.email}
    emails = {one.id: one.email or "" for one in known}
    visitors = {
        (platform, user): one.id
        for one in known
        if one.email is None
        for platform, found in one.users.items()
        for user in found
    }
    for entry in entries:
        old = by_email.get(entry.email)
        differences = _differences(old, entry, emails) if old else ()
        if old is not None and not differences:
            continue
        key = await _write_person(tx, entry, old, now)
        await _write_roles(tx, key, entry.roles)
        for platform, user in entry.users.items():
            await _write_identity(tx, key, platform, user)
            if (platform, user) in visitors:
                await _adopt(tx, visitors[platform, user], key)
        detail: dict[str, Any] = {"fields": [text.split(":")[0] for text in differences]} if old else {}
        act = "staff.changed" if old else "staff.added"
        await audit.record(tx, at=now, actor="cli", act=act, subject=f"person:{key}", detail=detail)
    await _write_deputies(tx, entries)
    in_file = {entry.email for entry in entries}
    for one in known:
        if stop_missing and one.email and one.active and one.email not in in_file:
            await tx.execute(update(people).where(people.c.id == one.id).values(active=False))
            await audit.record(tx, at=now, actor="cli", act="staff.stopped", subject=f"person:{one.id}")


async def _write_deputies(tx: Transaction, entries: Sequence[_Entry]) -> None:
    """Keep who stands in for whom, once everybody of the file is stored."""
    named = [entry for entry in entries if entry.deputy is not None]
    rows = await tx.execute(select(people.c.id, people.c.email)) if named else ()
    ids = {row.email: row.id for row in rows}
    for entry in named:
        deputy_id = ids.get(entry.deputy) if entry.deputy else None
        await tx.execute(update(people).where(people.c.id == ids[entry.email]).values(deputy_id=deputy_id))


async def _write_person(tx: Transaction, entry: _Entry, old: _Known | None, now: datetime) -> int:
    values = {"name": entry.name, "email": entry.email, "directorate": entry.directorate, "active": True}
    if entry.time_zone is not None:
        values["time_zone"] = entry.time_zone or None
    if old is not None:
        await tx.execute(update(people).where(people.c.id == old.id).values(values))
        return old.id
    key: int = (
        await tx.execute(people.insert().values({**values, "created_at": now}).returning(people.c.id))
    ).scalar_one()
    return key


async def _write_roles(tx: Transaction, person_id: int, roles: frozenset[Role]) -> None:
    await tx.execute(delete(person_roles).where(person_roles.c.person_id == person_id))
    if roles:
        await tx.execute(person_roles.insert(), [{"person_id": person_id, "role": role} for role in sorted(roles)])


async def _write_identity(tx: Transaction, person_id: int, platform: Platform, user: str) -> None:
    here = (identities.c.platform == platform) & (identities.c.tenant == HOME_TENANT)
    await tx.execute(delete(identities).where(here, identities.c.person_id == person_id, identities.c.user != user))
    statement = insert(tx, identities).values(platform=platform, tenant=HOME_TENANT, user=user, person_id=person_id)
    await tx.execute(
        statement.on_conflict_do_update(index_elements=["platform", "tenant", "user"], set_={"person_id": person_id})
    )


async def _adopt(tx: Transaction, visitor: int, person_id: int) -> None:
    """Give what somebody wrote before they were on the list to the person they turned out to be."""
    await tx.execute(update(incidents).where(incidents.c.reporter_id == visitor).values(reporter_id=person_id))
    await tx.execute(update(drafts).where(drafts.c.person_id == visitor).values(person_id=person_id))
