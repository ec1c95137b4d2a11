"""Whether this process can do its work now, and how its outbox stands. It reads, and mends nothing."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.telemetry import Metrics
from bot.web import Readiness
from storage import feeds, migrations, outbox
from storage.database import Database
from storage.feeds import GOV_UK, Feed

LATE_AFTER: Final = timedelta(minutes=15)
"""How late the oldest due message may be. A courier that works is seconds behind; a pause that a platform asks for
is minutes; a quarter of an hour means that reminders are not going out."""


FEED_LATE_AFTER: Final = 4
"""After how many intervals without success the feed counts as late."""


async def measure_readiness(
    database: Database,
    now: datetime,
    late_after: timedelta = LATE_AFTER,
    *,
    feed_every: timedelta | None = None,
    unheard: int = 0,
) -> Readiness:
    """Return codes for ``database`` (ok, unreachable), ``migrations`` (ok, behind) and ``outbox`` (ok, late).

    With ``feed_every``, the interval of the feed, ``feed`` (ok, waiting, late) and the instant of its last success are
    told beside them. A late feed never takes the bot out of service: people and e-mail still bring alerts in. Nor does
    ``unheard``, of how many open things nobody will hear again (``reminders``: ok, or how many).
    """
    try:
        async with database.reading() as tx:
            if await migrations.current(tx) != migrations.head():
                return Readiness({"database": "ok", "migrations": "behind", "outbox": "unknown"})
            oldest = await outbox.oldest_due(tx, now)
            feed = await feeds.get(tx, GOV_UK) if feed_every is not None else None
    except (SQLAlchemyError, OSError):
        return Readiness({"database": "unreachable", "migrations": "unknown", "outbox": "unknown"})
    late = oldest is not None and now - oldest > late_after
    beside = {"reminders": f"{unheard} missing" if unheard else "ok", **_feed(feed, now, feed_every)}
    return Readiness({"database": "ok", "migrations": "ok", "outbox": "late" if late else "ok"}, beside)


def _feed(feed: Feed | None, now: datetime, every: timedelta | None) -> dict[str, str]:
    if every is None:
        return {}
    if feed is None or feed.succeeded_at is None:
        return {"feed": "late" if feed is not None and feed.failures else "waiting", "feed_read_at": ""}
    is_late = now - feed.succeeded_at > every * FEED_LATE_AFTER
    return {"feed": "late" if is_late else "ok", "feed_read_at": feed.succeeded_at.isoformat(timespec="seconds")}


async def measure_outbox(database: Database, now: datetime, metrics: Metrics, unheard: int = 0) -> None:
    """Put the figures of the outbox into ``metrics``. An unreachable store leaves the last figures as they are."""
    try:
        async with database.reading() as tx:
            counts = await outbox.counts(tx)
            oldest = await outbox.oldest_due(tx, now)
    except (SQLAlchemyError, OSError):
        return
    metrics.outbox(
        {str(state): count for state, count in counts.items()},
        (now - oldest).total_seconds() if oldest else 0,
        unheard,
    )
