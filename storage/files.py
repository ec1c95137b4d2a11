"""Files that people hand over: cleaned content, size and hash, kept beside the records with the same rights.

A file is held for a while; it stays when a draft, a report or a piece of evidence has it, and goes when none does.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, delete, exists, insert, select, update

from storage.cleaning import Cleaned, FileKind
from storage.database import Transaction
from storage.tables import draft_files, evidence, files, incident_files

HELD: Final = timedelta(hours=1)
"""How long a file waits that nobody has said anything about."""
MOST: Final = 10
"""Files that one draft or report may have."""

_KIND: Final = {kind.media_type: kind for kind in FileKind}
_NEEDED: Final = tuple(
    exists().where(table.c.file_key == files.c.key) for table in (draft_files, incident_files, evidence)
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is kept. Its content is read only by ``content_of``."""

    key: str
    name: str
    kind: FileKind
    size: int
    sha256: str
    owner_id: int | None
    stored_at: datetime


_KEYS: Final = select(draft_files.c.file_key).where(draft_files.c.draft_id == bindparam("b_draft"))
_SELECT: Final = select(
    files.c.key, files.c.name, files.c.media_type, files.c.size, files.c.sha256, files.c.owner_id, files.c.stored_at
)


def _file(row: Row[Any]) -> File:
    kind = _KIND.get(row.media_type, FileKind.TXT)
    return File(row.key, row.name, kind, row.size, row.sha256, row.owner_id, row.stored_at)


async def _read(tx: Transaction, chosen: Select[Any]) -> list[File]:
    found = [_file(row) for row in await tx.execute(chosen)]
    return sorted(found, key=lambda one: (one.stored_at, _number(one.name), one.name, one.key))


def _number(name: str) -> int:
    """Return the number that stands before the ending: of files that came together, that is their order."""
    last = name.rpartition(".")[0].rpartition(" ")[2]
    return int(last) if last.isdecimal() and len(last) < len("1000") else 0


async def add(tx: Transaction, *, name: str, cleaned: Cleaned, owner_id: int, now: datetime) -> File:
    """Hold a file that was cleaned, and return it. It is gone after ``HELD`` unless something keeps it."""
    row = {
        "key": secrets.token_urlsafe(24),
        "name": name[:200],
        "media_type": cleaned.kind.media_type,
        "size": len(cleaned.content),
        "sha256": hashlib.sha256(cleaned.content).hexdigest(),
        "owner_id": owner_id,
        "stored_at": now,
    }
    await tx.execute(insert(files), {**row, "content": cleaned.content, "held_until": now + HELD})
    return File(row["key"], row["name"], cleaned.kind, row["size"], row["sha256"], owner_id, now)  # type: ignore[arg-type]


async def name_of(tx: Transaction, key: str, owner_id: int) -> str | None:
    """Return the name of a file that this person handed over, or None."""
    found: str | None = (
        await tx.execute(select(files.c.name).where(files.c.key == key, files.c.owner_id == owner_id))
    ).scalar_one_or_none()
    return found


async def held(tx: Transaction, keys: Iterable[str], owner_id: int) -> list[File]:
    """Return those of the files that this person handed over and that no report and no evidence has yet."""
    chosen = _SELECT.where(files.c.key.in_(list(keys)), files.c.owner_id == owner_id, files.c.held_until.is_not(None))
    return await _read(tx, chosen.where(*(~one for one in _NEEDED[1:])))


async def of_draft(tx: Transaction, draft_id: int) -> list[File]:
    """Return the files of a draft, the oldest first."""
    return await _read(
        tx, _SELECT.join(draft_files, draft_files.c.file_key == files.c.key).where(draft_files.c.draft_id == draft_id)
    )


async def of_incident(tx: Transaction, incident_id: int) -> list[File]:
    """Return the files of a report, the oldest first."""
    joined = _SELECT.join(incident_files, incident_files.c.file_key == files.c.key)
    return await _read(tx, joined.where(incident_files.c.incident_id == incident_id))


async def by_key(tx: Transaction, key: str) -> File | None:
    """Return a file without its content."""
    return next(iter(await _read(tx, _SELECT.where(files.c.key == key))), None)


async def incidents_of(tx: Transaction, key: str) -> list[int]:
    """Return the ids of the reports that have a file."""
    return list(
        (await tx.execute(select(incident_files.c.incident_id).where(incident_files.c.file_key == key))).scalars()
    )


async def content_of(tx: Transaction, key: str) -> bytes:
    """Return what is in a file."""
    return bytes((await tx.execute(select(files.c.content).where(files.c.key == key))).scalar_one())


async def rename(tx: Transaction, key: str, name: str) -> None:
    """Call a file something else."""
    await tx.execute(update(files).where(files.c.key == key).values(name=name[:200]))


async def put_in_draft(tx: Transaction, key: str, draft_id: int, now: datetime) -> None:
    """Let a draft have the file: it lives as long as the draft."""
    await tx.execute(insert(draft_files), {"draft_id": draft_id, "file_key": key, "added_at": now})


async def put_in_report(tx: Transaction, key: str, incident_id: int, now: datetime) -> None:
    """Let a report have the file, for good."""
    await tx.execute(insert(incident_files), {"incident_id": incident_id, "file_key": key, "added_at": now})
    await keep(tx, key)


async def give(tx: Transaction, draft_id: int, owner_id: int) -> None:
    """Let the files of a draft belong to whoever has the draft now."""
    keys = select(draft_files.c.file_key).where(draft_files.c.draft_id == draft_id)
    await tx.execute(update(files).where(files.c.key.in_(keys)).values(owner_id=owner_id))


async def keep(tx: Transaction, key: str) -> None:
    """Keep a file for good."""
    await tx.execute(update(files).where(files.c.key == key).values(held_until=None))


async def copy_without_owner(tx: Transaction, key: str, now: datetime) -> str:
    """Return the key of a copy that nothing but the content joins to the first: no owner, another key, this instant."""
    fresh = secrets.token_urlsafe(24)
    columns = ("name", "media_type", "size", "sha256", "content")
    row = (await tx.execute(select(*(files.c[name] for name in columns)).where(files.c.key == key))).one()
    values = dict(zip(columns, row, strict=True))
    await tx.execute(insert(files), {**values, "key": fresh, "owner_id": None, "stored_at": now, "held_until": None})
    return fresh


async def take_from_report(tx: Transaction, key: str, incident_id: int) -> bool:
    """Delete a file of a report, with its content unless something else has it; say whether it was there."""
    mine = (incident_files.c.file_key == key, incident_files.c.incident_id == incident_id)
    gone = await tx.execute(delete(incident_files).where(*mine))
    if gone.rowcount:
        await drop(tx, [key])
    return bool(gone.rowcount)


async def drop(tx: Transaction, keys: Iterable[str], *, left: bool = False) -> None:
    """Delete files, unless a report or a piece of evidence has them. Drafts let go of them.

    ``left``: only those that no draft has and nothing keeps.
    """
    needed = [~one for one in (_NEEDED if left else _NEEDED[1:])]
    needed += [files.c.held_until.is_not(None)] if left else []
    await tx.execute(delete(files).where(files.c.key.in_(list(keys)), *needed))


async def keys_of_draft(tx: Transaction, draft_id: int) -> list[str]:
    """Return the keys of a draft's files."""
    return list((await tx.execute(_KEYS, {"b_draft": draft_id})).scalars())


async def sweep(tx: Transaction, now: datetime) -> int:
    """Delete what was held long enough and nothing has; return how many."""
    old = files.c.held_until < now
    return (await tx.execute(delete(files).where(old, *(~one for one in _NEEDED)))).rowcount
