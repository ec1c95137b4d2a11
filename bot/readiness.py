"""Whether this process can do its work now, and how its outbox stands. It reads, and mends nothing."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.telemetry import Metrics
from bot.web import Readiness
from storage import migrations, outbox
from storage.database import Database

LATE_AFTER: Final = timedelta(minutes=15)
"""How late the oldest due message may be. A courier that works is seconds behind; a pause that a platform asks for
is minutes; a quarter of an hour means that reminders are not going out."""


async def measure_readiness(database: Database, now: datetime, late_after: timedelta = LATE_AFTER) -> Readiness:
    """Return codes for ``database`` (ok, unreachable), ``migrations`` (ok, behind) and ``outbox`` (ok, late)."""
    try:
        async with database.reading() as tx:
            if await migrations.current(tx) != migrations.head():
                return Readiness({"database": "ok", "migrations": "behind", "outbox": "unknown"})
            oldest = await outbox.oldest_due(tx, now)
    except (SQLAlchemyError, OSError):
        return Readiness({"database": "unreachable", "migrations": "unknown", "outbox": "unknown"})
    late = oldest is not None and now - oldest > late_after
    return Readiness({"database": "ok", "migrations": "ok", "outbox": "late" if late else "ok"})


async def measure_outbox(database: Database, now: datetime, metrics: Metrics) -> None:
    """Put the figures of the outbox into ``metrics``. An unreachable store leaves the last figures as they are."""
    try:
        async with database.reading() as tx:
            counts = await outbox.counts(tx)
            oldest = await outbox.oldest_due(tx, now)
    except (SQLAlchemyError, OSError):
        return
    metrics.outbox(
        {str(state): count for state, count in counts.items()}, (now - oldest).total_seconds() if oldest else 0
    )
