"""What the compliance figures are made of: every alert with its moves, in three statements. It changes nothing."""

from datetime import date, datetime

from sqlalchemy import and_, func, select

from storage.alerts import alert_of
from storage.database import Transaction
from storage.rules.compliance import Passage
from storage.tables import alert_moves, alerts


async def passages(tx: Transaction, since: date) -> list[Passage]:
    """Return the alerts that were issued on or after ``since``, with their steps, the earliest issued first."""
    chosen = select(alerts).where(alerts.c.issued_on >= since).order_by(alerts.c.issued_on, alerts.c.id)
    found = [alert_of(row) for row in await tx.execute(chosen)]
    issued = select(alerts.c.id).where(alerts.c.issued_on >= since)
    of_alerts = and_(alert_moves.c.alert_id.in_(issued), alert_moves.c.action_id.is_(None))
    steps: dict[int, list[tuple[str, datetime]]] = {}
    moved = select(alert_moves.c.alert_id, alert_moves.c.move, alert_moves.c.at).where(of_alerts)
    for alert_id, move, at in await tx.execute(moved.order_by(alert_moves.c.id)):
        steps.setdefault(alert_id, []).append((move, at))
    judged = and_(alert_moves.c.alert_id.in_(issued), alert_moves.c.action_id.is_not(None))
    counted = (
        select(alert_moves.c.alert_id, alert_moves.c.move, func.count())
        .where(judged, alert_moves.c.move.in_(("accept", "return")))
        .group_by(alert_moves.c.alert_id, alert_moves.c.move)
    )
    counts = {(alert_id, move): number for alert_id, move, number in await tx.execute(counted)}
    return [
        Passage(one, tuple(steps.get(one.id, ())), counts.get((one.id, "accept"), 0), counts.get((one.id, "return"), 0))
        for one in found
    ]
