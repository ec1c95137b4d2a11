"""Stand-ins: for whom somebody may stand in on a day, and what those have in hand. It reads, and decides nothing."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, text

from storage.alerts import action_of
from storage.database import Transaction
from storage.records import AlertAction
from storage.tables import OPEN_ACTION, OPEN_ALERT, absences, alert_actions, alerts, people

# Spelt out rather than bound, so that SQLite sees that the partial indexes hold these rows.
_OPEN_ACTION = text(f"alert_actions.{OPEN_ACTION}")
_OPEN_ALERT = text(f"alerts.{OPEN_ALERT}")


async def principals(tx: Transaction, person_id: int, day: date) -> tuple[int, ...]:
    """Return whose deputy a person is, or whose cover on ``day``. Whether those are there is not asked here."""
    deputised = select(people.c.id).where(people.c.deputy_id == person_id)
    covered = select(absences.c.person_id).where(
        absences.c.cover_id == person_id, absences.c.first_day <= day, absences.c.last_day >= day
    )
    return tuple(sorted((await tx.execute(deputised.union(covered))).scalars()))


async def open_actions(tx: Transaction, lead_ids: Iterable[int]) -> tuple[AlertAction, ...]:
    """Return the open actions that these people lead."""
    rows = await tx.execute(
        select(alert_actions)
        .select_from(alert_actions.join(alerts, alerts.c.id == alert_actions.c.alert_id))
        .where(_OPEN_ACTION, _OPEN_ALERT, alert_actions.c.lead_id.in_(sorted(set(lead_ids))))
        .order_by(alert_actions.c.id)
    )
    return tuple(action_of(row) for row in rows)


async def open_alerts(tx: Transaction) -> dict[int, int]:
    """Return the executive of each open alert that has one."""
    rows = await tx.execute(
        select(alerts.c.id, alerts.c.executive_id).where(_OPEN_ALERT, alerts.c.executive_id.is_not(None))
    )
    return {row.id: row.executive_id for row in rows}
