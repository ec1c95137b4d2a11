"""The audit: one row for each change, with who made it. It is written, never read to decide anything."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from storage.database import Transaction
from storage.records import Person
from storage.tables import audit

_ADD: Final = audit.insert()


def actor_of(person: Person) -> str:
    """Return how the audit names a person: by number, so that a renamed person stays the same. Nobody is anonymous."""
    return f"person:{person.id}" if person.id else "anonymous"


async def record(
    tx: Transaction, *, at: datetime, actor: str, act: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    """Append one row; ``detail`` holds ids and codes only. ``actor`` is as ``actor_of``, or ``cli`` or ``system``."""
    if not actor:
        raise ValueError("an audit row needs its actor")
    await tx.execute(_ADD, {"at": at, "actor": actor, "act": act, "subject": subject, "detail": dict(detail or {})})
