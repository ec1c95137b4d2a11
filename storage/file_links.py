"""Links to one file for one person: used once, for a few minutes. Only a hash of the link is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from storage.database import Transaction
from storage.tables import file_links, files, people

LASTS: Final = timedelta(minutes=5)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def make(tx: Transaction, file_key: str, person_id: int, now: datetime) -> str:
    """Return a new link's token for a file that this person may have."""
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "file_key": file_key, "person_id": person_id, "expires_at": now + LASTS}
    await tx.execute(insert(file_links), row)
    return token


async def look(tx: Transaction, token: str, now: datetime) -> tuple[str, int] | None:
    """Return the key of the file and whose the link is; None when it is unknown, used, too old, or theirs who left."""
    found = (
        await tx.execute(
            select(file_links.c.file_key, file_links.c.person_id)
            .join(people, people.c.id == file_links.c.person_id)
            .join(files, files.c.key == file_links.c.file_key)
            .where(file_links.c.token_hash == _hash(token), file_links.c.expires_at > now, people.c.active)
        )
    ).first()
    return (found.file_key, found.person_id) if found is not None else None


async def spend(tx: Transaction, token: str, now: datetime) -> tuple[str, int] | None:
    """Return what ``look`` does and end the link. Of two at once, one gets the file."""
    found = await look(tx, token, now)
    gone = await tx.execute(delete(file_links).where(file_links.c.token_hash == _hash(token)))
    return found if gone.rowcount == 1 else None


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Delete links that are too old."""
    await tx.execute(delete(file_links).where(file_links.c.expires_at < now))
