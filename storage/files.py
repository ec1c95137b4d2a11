"""Files that people hand over: content, size and hash, kept beside the records with the same rights."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import select

from storage.database import Transaction
from storage.tables import files

LARGEST: Final = 10 * 1024 * 1024
"""Bytes. Slack and Teams hand over more, but a photo or a policy needs no more."""
TYPES: Final = frozenset({"image/png", "image/jpeg", "application/pdf", "text/plain", "text/csv"})


async def add(tx: Transaction, *, name: str, media_type: str, content: bytes, owner_id: int, now: datetime) -> str:
    """Keep a file and return its key. The caller has checked size and type."""
    key = secrets.token_urlsafe(24)
    row = {
        "key": key,
        "name": name[:200],
        "media_type": media_type[:100],
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
        "owner_id": owner_id,
        "stored_at": now,
    }
    await tx.execute(files.insert(), row)
    return key


async def name_of(tx: Transaction, key: str, owner_id: int) -> str | None:
    """Return the name of a file that this person handed over, or None."""
    found: str | None = (
        await tx.execute(select(files.c.name).where(files.c.key == key, files.c.owner_id == owner_id))
    ).scalar_one_or_none()
    return found
