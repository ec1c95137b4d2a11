"""Which reports resemble which alerts, and what people said about it. A report's own words stay where they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, delete, func, or_, select, update

from storage.database import Transaction, insert, mark_changed
from storage.records import AlertStatus, EventType, IncidentStatus
from storage.rules.resemblance import Told
from storage.tables import ADDED_LATER, alert_incidents, alerts, incident_notes, incident_revisions, incidents

MOST: Final = 3
"""Alerts that one report is held against at most: of more, the likeliest."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An alert that a report resembles. ``judged`` is what a person said, None while nobody did."""

    alert_id: int
    key: str
    title: str
    told: Told
    judged: bool | None
    judged_by: int | None


async def told_by_alerts(tx: Transaction) -> dict[int, Told]:
    """Return what every alert tells, by its id. Those that were taken back tell nothing."""
    chosen = select(alerts.c.id, alerts.c.title, alerts.c.explanation, alerts.c.planned)
    rows = await tx.execute(chosen.where(alerts.c.status != AlertStatus.CANCELLED))
    return {row.id: _told(row.title, row.explanation, row.planned) for row in rows}


def _told(title: str, explanation: str, planned: list[dict[str, str]]) -> Told:
    return Told(title, "\n".join([explanation, *(str(one["text"]) for one in planned)]))


async def keep(tx: Transaction, incident_id: int, found: Iterable[tuple[int, int]], now: datetime) -> None:
    """Keep which alerts (id and score) a report resembles now. What a person judged stays as they said."""
    mark_changed(tx)
    scores = dict(sorted(found, key=lambda one: (-one[1], one[0]))[:MOST])
    mine = alert_incidents.c.incident_id == incident_id
    gone = and_(mine, alert_incidents.c.judged.is_(None), alert_incidents.c.alert_id.not_in(sorted(scores)))
    await tx.execute(delete(alert_incidents).where(gone))
    for alert_id, score in scores.items():
        row = {"alert_id": alert_id, "incident_id": incident_id, "score": score, "found_at": now}
        await tx.execute(insert(tx, alert_incidents).on_conflict_do_nothing(), row)


async def told_since(tx: Transaction, start: datetime, limit: int) -> list[tuple[int, str]]:
    """Return id and words of the newest reports since an instant, good care and those taken back left out."""
    now = and_(
        incident_revisions.c.incident_id == incidents.c.id, incident_revisions.c.revision == incidents.c.revision
    )
    rows = await tx.execute(
        select(incidents.c.id, incident_revisions.c.what_happened, incident_revisions.c.immediate_action)
        .join(incident_revisions, now)
        .where(
            incidents.c.reported_at >= start,
            incidents.c.status != IncidentStatus.WITHDRAWN,
            incidents.c.event_type != EventType.GOOD_CARE,
        )
        .order_by(incidents.c.reported_at.desc(), incidents.c.id.desc())
        .limit(limit)
    )
    told = {row.id: f"{row.what_happened}\n{row.immediate_action}" for row in rows}
    later = await tx.execute(
        select(incident_notes.c.incident_id, incident_notes.c.text)
        .join(incidents, incidents.c.id == incident_notes.c.incident_id)
        .where(ADDED_LATER, incidents.c.reported_at >= start)
        .order_by(incident_notes.c.id)
    )
    for row in later:
        if row.incident_id in told:
            told[row.incident_id] += f"\n{row.text}"
    return list(told.items())


async def add(tx: Transaction, alert_id: int, found: Iterable[tuple[int, int]], now: datetime) -> None:
    """Keep which reports (id and score) resemble an alert, beside what is kept already."""
    mark_changed(tx)
    for incident_id, score in found:
        row = {"alert_id": alert_id, "incident_id": incident_id, "score": score, "found_at": now}
        await tx.execute(insert(tx, alert_incidents).on_conflict_do_nothing(), row)


async def of_incident(tx: Transaction, incident_id: int) -> list[Alike]:
    """Return the alerts that a report resembles, the likeliest first."""
    rows = await tx.execute(
        select(
            alerts.c.id, alerts.c.key, alerts.c.title, alerts.c.explanation, alerts.c.planned,
            alert_incidents.c.judged, alert_incidents.c.judged_by,
        )
        .join(alert_incidents, alert_incidents.c.alert_id == alerts.c.id)
        .where(alert_incidents.c.incident_id == incident_id, alerts.c.status != AlertStatus.CANCELLED)
        .order_by(alert_incidents.c.score.desc(), alerts.c.id)
    )  # fmt: skip
    return [
        Alike(
            row.id, row.key, row.title, _told(row.title, row.explanation, row.planned),
            None if row.judged is None else bool(row.judged), row.judged_by,
        )
        for row in rows
    ]  # fmt: skip


async def judge(tx: Transaction, alert_id: int, incident_id: int, answer: bool | None, by_id: int) -> bool:
    """Store what a person says about a resemblance; None takes it back. Returns whether that changed anything."""
    mark_changed(tx)
    one = and_(alert_incidents.c.alert_id == alert_id, alert_incidents.c.incident_id == incident_id)
    other = alert_incidents.c.judged.is_distinct_from(answer)
    by = None if answer is None else by_id
    changed = await tx.execute(update(alert_incidents).where(one, other).values(judged=answer, judged_by=by))
    return changed.rowcount == 1


async def since(
    tx: Transaction, alert_id: int, start: datetime, *, limit: int = 0, offset: int = 0
) -> tuple[int, list[int]]:
    """Return how many reports since then resemble an alert, and the ids of a page of them, the newest first.

    What a person said does not belong to it, and what was taken back or joined to another report, is left out.
    """
    chosen = (
        alert_incidents.c.alert_id == alert_id,
        or_(alert_incidents.c.judged.is_(None), alert_incidents.c.judged),
        incidents.c.reported_at >= start,
        incidents.c.status != IncidentStatus.WITHDRAWN,
    )
    both = alert_incidents.join(incidents, incidents.c.id == alert_incidents.c.incident_id)
    total = (await tx.execute(select(func.count()).select_from(both).where(*chosen))).scalar_one()
    if not limit:
        return total, []
    page = select(incidents.c.id).select_from(both).where(*chosen).order_by(incidents.c.reported_at.desc())
    rows = await tx.execute(page.order_by(incidents.c.id.desc()).limit(limit).offset(offset))
    return total, list(rows.scalars())
