"""Versions of alerts: what was issued, and issued anew. Rows are only ever added; the database refuses the rest."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from storage import alerts
from storage.alerts import Move, planned_as_json
from storage.database import Transaction
from storage.records import Alert, PlannedAction
from storage.tables import alert_versions


async def add(
    tx: Transaction,
    before: Alert,
    after: Alert,
    *,
    at: datetime,
    by_id: int | None,
    reason: str,
    receipt_id: int | None,
) -> Alert:
    """Store the alert as it is issued now as its next version, and the move beside it. ``reason`` says what changed.

    Raises ChangedError when the alert changed since it was read.
    """
    number = before.version + 1
    await alerts.save_alert(
        tx,
        before,
        replace(after, version=number),
        [Move(before.id, None, at, by_id, "reissued", before.status, after.status, reason[:300])],
    )
    await tx.execute(
        alert_versions.insert(),
        {
            "alert_id": before.id, "version": number, "at": at, "by_id": by_id, "reference": after.reference,
            "title": after.title, "issued_on": after.issued_on, "complete_by": after.complete_by,
            "complex": after.complex, "url": after.url, "explanation": after.explanation,
            "planned": planned_as_json(after.planned), "reason": reason[:300], "receipt_id": receipt_id,
        },
    )  # fmt: skip
    return replace(after, version=number, fence=before.fence + 1)


async def listing(tx: Transaction, alert_id: int) -> list[dict[str, Any]]:
    """Return every version of an alert as its row, the first one first."""
    rows = await tx.execute(
        select(alert_versions).where(alert_versions.c.alert_id == alert_id).order_by(alert_versions.c.version)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - the documented way to a row's names


def changes(before: Alert, after: Alert) -> tuple[str, ...]:
    """Say what differs between two issues of an alert, one sentence each, the deadline first."""
    said = []
    if after.complete_by != before.complete_by:
        way = "later" if after.complete_by > before.complete_by else "earlier"
        said.append(f"The deadline is {way}: {_day(after.complete_by)} instead of {_day(before.complete_by)}.")
    if after.complex != before.complex:
        said.append("It is complex now." if after.complex else "It is not complex any more.")
    said += _actions(before.planned, after.planned)
    if after.issued_on != before.issued_on:
        said.append(f"It was issued again on {_day(after.issued_on)}.")
    if after.title != before.title:
        said.append("The title changed.")
    if after.explanation != before.explanation:
        said.append("The explanation changed.")
    return tuple(said)


def _actions(before: tuple[PlannedAction, ...], after: tuple[PlannedAction, ...]) -> list[str]:
    old = {one.number: one for one in before}
    new = {one.number: one for one in after}
    said = []
    for words, numbers in (
        ("New", new.keys() - old.keys()),
        ("No longer asked", old.keys() - new.keys()),
        ("Changed", {one for one in new.keys() & old.keys() if new[one] != old[one]}),
    ):
        if numbers:
            listed = ", ".join(str(one) for one in sorted(numbers))
            said.append(f"{words}: action{'' if len(numbers) == 1 else 's'} {listed}.")
    return said


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
