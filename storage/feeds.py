"""Feeds: how far each has been read, when it is read next, and what went wrong. One process at a time holds a feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import feeds

_ADD: Final[Mapping[str, Any]] = {
    "sqlite": sqlite.insert(feeds).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(feeds).on_conflict_do_nothing(),
}


GOV_UK: Final = "govuk"
"""The feed of alerts on GOV.UK."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How a feed stands. ``newest`` is the timestamp up to which everything was taken; "" before the first reading.

    ``left_from``: a reading ended before its list did; the next goes on from this line, back to ``left_since``.
    """

    name: str
    etag: str = ""
    last_modified: str = ""
    newest: str = ""
    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    trouble: str = ""
    left_from: int | None = None
    left_since: str = ""


async def get(tx: Transaction, name: str) -> Feed | None:
    """Return a feed, or None when it was never read."""
    row = (await tx.execute(select(feeds).where(feeds.c.name == name))).first()
    return Feed(*row) if row else None


async def claim(tx: Transaction, name: str, now: datetime, lease: timedelta) -> Feed | None:
    """Take a feed that is due, for as long as ``lease``; None when it is not due or another process has it."""
    await tx.execute(_ADD[tx.dialect.name], {"name": name})
    taken = await tx.execute(
        update(feeds)
        .where(feeds.c.name == name, or_(feeds.c.next_at.is_(None), feeds.c.next_at <= now))
        .values(tried_at=now, next_at=now + lease)
        .returning(feeds)
    )
    row = taken.one_or_none()
    return Feed(*row) if row else None


async def succeeded(
    tx: Transaction,
    feed: Feed,
    *,
    now: datetime,
    next_at: datetime,
    etag: str,
    last_modified: str,
    newest: str,
    left: tuple[int, str] | None = None,
) -> None:
    """Note a reading that went well. ``left``: from which line, and back to when, the next one goes on."""
    await tx.execute(
        update(feeds)
        .where(feeds.c.name == feed.name)
        .values(
            succeeded_at=now,
            next_at=next_at,
            etag=etag[:300],
            last_modified=last_modified[:100],
            newest=newest[:60],
            failures=0,
            trouble="",
            left_from=left[0] if left else None,
            left_since=left[1] if left else "",
        )
    )


async def reached(tx: Transaction, feed: Feed, newest: str) -> None:
    """Note that everything up to this timestamp was taken, though the reading goes on."""
    await tx.execute(update(feeds).where(feeds.c.name == feed.name).values(newest=newest[:60]))


async def leave(tx: Transaction, feed: Feed, line: int, since: str) -> None:
    """Note from which line on, and back to when, a list is still to be read, before what was read of it is taken."""
    await tx.execute(update(feeds).where(feeds.c.name == feed.name).values(left_from=line, left_since=since[:60]))


async def failed(tx: Transaction, feed: Feed, *, next_at: datetime, trouble: str) -> None:
    """Note a reading that failed, and when it is tried again."""
    await tx.execute(
        update(feeds)
        .where(feeds.c.name == feed.name)
        .values(next_at=next_at, failures=feed.failures + 1, trouble=trouble[:300])
    )
