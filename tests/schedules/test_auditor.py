"""The auditor finds everything that is not over and of which nobody will hear."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from post_office import T0, Clock, Post, T, a_courier, action_values, alert_values, found_trust
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.readiness import measure_outbox
from bot.telemetry import Metrics
from schedules import auditor, planner
from schedules.timetable import Timetable
from storage import alerts, receipts
from storage.database import Database
from storage.records import ActionStatus, AlertStatus, OutboxState
from storage.rules.ladder import LADDER, pack_ladder
from storage.tables import outbox as outbox_table
from storage.tables import receipts as receipts_table

LATER = T(hours=1)


async def gaps(database: Database, now: datetime = LATER) -> Sequence[str]:
    async with database.reading() as tx:
        return await auditor.audit(tx, now)


async def record(database: Database, status: AlertStatus = AlertStatus.ACTION_REQUIRED, **other: object) -> None:
    """Store an alert that nobody has any action of, with the trust's whole ladder."""
    values = {"key": "NatPSA/2026/009", "status": status, "ladder": pack_ladder(LADDER), **other}
    async with database.transaction() as tx:
        await alerts.add(tx, alert_values(**values), [])


async def test_what_is_planned_has_no_gap_and_what_lost_its_rows_is_named(database: Database) -> None:
    trust = await found_trust(database)
    await record(database, AlertStatus.RECEIVED)
    async with database.transaction() as tx:
        received = {"source": "paste", "sha256": "0" * 64, "received_at": T0, "state": "waiting", "fence": 0}
        text = {"original": "", "proposal": {}} | received
        await tx.execute(receipts_table.insert(), {k: v for k, v in text.items() if k in receipts_table.c})
        assert await receipts.count_waiting(tx) == 1
    action = f"action:{trust.actions[0].id}"
    # The short ladder of this alert has no rung about the alert itself: it is found as well.
    everything = [action, f"alert:{trust.alert.id}", f"alert:{trust.alert.id + 1}", "receipt:1"]
    assert await gaps(database) == everything
    assert await gaps(database, T(minutes=1)) == [], "what is new has time for its first plan"
    await planner.run(database, T0)
    assert await gaps(database) == [f"alert:{trust.alert.id}"]
    async with database.transaction() as tx:
        await tx.execute(
            update(outbox_table).where(outbox_table.c.subject == action).values(state="cancelled", settled_at=T0)
        )
    assert await gaps(database) == [action, f"alert:{trust.alert.id}"]
    with capture_logs() as logs:
        assert await auditor.run(database, LATER) == len([action, trust.alert])
    assert {one.get("subject") for one in logs} == {None, action, f"alert:{trust.alert.id}"}


async def test_the_timetable_audits_after_each_plan_and_the_figures_tell(
    sqlite_database: Database,
) -> None:
    trust = await found_trust(sqlite_database)
    timetable = Timetable(sqlite_database, a_courier(sqlite_database, Clock(LATER), Post()), Clock(LATER))
    await timetable.catch_up()
    assert timetable.unheard == len([trust.alert]), "its short ladder has no rung about the alert itself"
    metrics = Metrics()
    await measure_outbox(sqlite_database, LATER, metrics, timetable.unheard)
    assert b"safety_open_without_message 1.0" in metrics.text()


async def send_all(database: Database, now: datetime) -> None:
    """Plan, and take everything that is due as sent."""
    await planner.run(database, now)
    async with database.transaction() as tx:
        due = update(outbox_table).where(outbox_table.c.due_at <= now, outbox_table.c.state == OutboxState.WAITING)
        await tx.execute(due.values(state=OutboxState.SENT, settled_at=now))


async def test_whatever_is_not_over_has_a_next_reminder_however_late_it_is(sqlite_database: Database) -> None:
    trust = await found_trust(sqlite_database, actions=0)
    for status in AlertStatus:
        await record(sqlite_database, status, key=status, complete_by=date(2027, 1, 29))
    async with sqlite_database.transaction() as tx:
        await tx.execute(update(alerts.alerts).values(ladder=pack_ladder(LADDER), stood_since=T0))
        owned = {"lead_id": trust.lead, "deputy_id": trust.deputy, "due_on": date(2026, 12, 18), "stood_since": T0}
        rows = [action_values(number=n, status=status, **owned) for n, status in enumerate(ActionStatus, start=1)]
        await alerts.add_actions(tx, trust.alert.id, rows)
    for days in (1, 10, 24, 40, 60, 90, 200):
        await send_all(sqlite_database, T0 + timedelta(days=days))
        assert await gaps(sqlite_database, T0 + timedelta(days=days)) == [], days
