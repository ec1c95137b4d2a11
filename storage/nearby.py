"""Open reports of one place about one time: what may tell of the same event as a new one. It compares no words."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import and_, or_, select

from storage import incidents as reports
from storage.database import Transaction
from storage.records import Incident
from storage.rules.workdays import at_local
from storage.tables import incidents, reviews

READ_MOST: Final = 30
"""So many reports of one place within three days are compared, the newest first."""
_DAY: Final = timedelta(days=1)


async def open_reports(tx: Transaction, location_id: int, day: date, *, now: datetime) -> list[Incident]:
    """Return the open reports of a place about the day before, that day or the day after, the newest first.

    A report that names no day counts by when it was sent. What was joined to another report is not among them.
    """
    since = at_local(day - _DAY, time(0))
    chosen = (
        select(incidents.c.id)
        .outerjoin(reviews, reviews.c.incident_id == incidents.c.id)
        .where(
            incidents.c.location_id == location_id,
            incidents.c.reported_at >= since,
            incidents.c.reported_at <= now,
            incidents.c.status.in_(reports.OPEN),
            reviews.c.merged_into.is_(None),
            or_(
                incidents.c.occurred_on.between(day - _DAY, day + _DAY),
                and_(incidents.c.occurred_on.is_(None), incidents.c.reported_at < since + 3 * _DAY),
            ),
        )
        .order_by(incidents.c.reported_at.desc(), incidents.c.id.desc())
        .limit(READ_MOST)
    )
    ids = list((await tx.execute(chosen)).scalars())
    found = await reports.by_ids(tx, ids) if ids else {}
    return [found[one] for one in ids]
