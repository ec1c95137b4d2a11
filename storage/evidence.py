"""Evidence: what owners hand in to show that an action of an alert is done. It is taken back, never deleted or changed.

Words are screened before they come here; whether evidence is good enough is decided by people.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, select, update

from storage import files
from storage.database import Transaction, mark_changed
from storage.records import Evidence, EvidenceKind, Screened
from storage.tables import evidence

_NO_WORDS: Final = Screened("")


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in: words, an address that starts with https://, or a file of theirs. One of them."""

    text: Screened = _NO_WORDS
    url: str = ""
    file: files.File | None = None

    @property
    def kind(self) -> EvidenceKind:
        """What it is."""
        if self.file is not None:
            return EvidenceKind.FILE
        return EvidenceKind.LINK if self.url else EvidenceKind.TEXT

    @property
    def sha256(self) -> str:
        """The hash of its content, in hexadecimal digits."""
        if self.file is not None:
            return self.file.sha256
        return hashlib.sha256((self.url or self.text.text).encode()).hexdigest()


async def add(
    tx: Transaction, action_id: int, handed: Handed, *, by_id: int, for_id: int | None, now: datetime
) -> Evidence:
    """Keep a piece of evidence for an action, its file for good. ``for_id`` is the lead when a deputy handed it in."""
    mark_changed(tx)
    values = {
        "action_id": action_id,
        "at": now,
        "by_id": by_id,
        "for_id": for_id,
        "kind": handed.kind,
        "text": handed.text.text,
        "url": handed.url,
        "file_key": handed.file.key if handed.file else None,
        "sha256": handed.sha256,
    }
    row = (await tx.execute(evidence.insert().returning(evidence), values)).one()
    if handed.file is not None:
        await files.keep(tx, handed.file.key)
    return _evidence(row)


async def of_actions(tx: Transaction, action_ids: Iterable[int], *, withdrawn: bool = False) -> tuple[Evidence, ...]:
    """Return the evidence of these actions that counts now (with ``withdrawn``: all), the oldest first."""
    chosen = select(evidence).where(evidence.c.action_id.in_(sorted(set(action_ids)))).order_by(evidence.c.id)
    if not withdrawn:
        chosen = chosen.where(evidence.c.withdrawn_at.is_(None))
    return tuple(_evidence(row) for row in await tx.execute(chosen))


async def withdraw(tx: Transaction, evidence_id: int, action_id: int, now: datetime) -> bool:
    """Let a piece of evidence of an action count no more. Returns False when it did not count already."""
    mark_changed(tx)
    one = (evidence.c.id == evidence_id, evidence.c.action_id == action_id, evidence.c.withdrawn_at.is_(None))
    return (await tx.execute(update(evidence).where(*one).values(withdrawn_at=now))).rowcount == 1


def givers(pieces: Iterable[Evidence]) -> frozenset[int]:
    """Return whose evidence this is: who handed it in, and for whom."""
    return frozenset(one for piece in pieces for one in (piece.by_id, piece.for_id) if one is not None)


def _evidence(row: Row[tuple[object, ...]]) -> Evidence:
    found = row._mapping  # noqa: SLF001 - public in spite of its name
    return Evidence(
        found["id"],
        found["action_id"],
        found["at"],
        found["by_id"],
        found["for_id"],
        EvidenceKind(found["kind"]),
        found["text"],
        found["url"],
        found["file_key"],
        found["sha256"],
        found["withdrawn_at"],
    )
