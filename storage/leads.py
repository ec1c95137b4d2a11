"""Leads: the people whom an executive named to lead the work on an alert. Who named whom stays in the alert's moves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction, mark_changed
from storage.tables import alert_leads


async def name(tx: Transaction, alert_id: int, leads: Collection[int], *, by_id: int, now: datetime) -> frozenset[int]:
    """Make these people the leads of an alert, and return those who were not before."""
    mark_changed(tx)
    before = await of_alert(tx, alert_id)
    gone = alert_leads.c.person_id.not_in(sorted(set(leads)))
    await tx.execute(delete(alert_leads).where(alert_leads.c.alert_id == alert_id, gone))
    fresh = frozenset(leads) - frozenset(before)
    rows = [{"alert_id": alert_id, "person_id": one, "named_by": by_id, "named_at": now} for one in sorted(fresh)]
    if rows:
        await tx.execute(alert_leads.insert(), rows)
    return fresh


async def of_alert(tx: Transaction, alert_id: int) -> tuple[int, ...]:
    """Return the ids of the leads of an alert."""
    chosen = select(alert_leads.c.person_id).where(alert_leads.c.alert_id == alert_id)
    return tuple((await tx.execute(chosen.order_by(alert_leads.c.person_id))).scalars())
