"""The planner makes the rows what the ladder wants, whatever happened to them before."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from post_office import T0, T, acknowledge, action_values, alert_values, change, found_trust, outbox_rows, rung_of
from sqlalchemy import update

from schedules import planner
from schedules.planner import NOT_WANTED, NOTHING_TO_SAY, Planned, plan
from storage import alerts, claims, outbox
from storage.database import Database
from storage.records import ActionStatus, AlertStatus, OutboxState
from storage.tables import alerts as alerts_table
from storage.tables import people as people_table

WAITING = OutboxState.WAITING


async def planned(database: Database, now: datetime = T0) -> Planned:
    async with database.transaction() as tx:
        return await plan(tx, now)


async def waiting(database: Database) -> set[tuple[str, int | None]]:
    return {(rung_of(row.key), row.person_id) for row in await outbox_rows(database, WAITING)}


async def test_a_new_assignment_gets_its_reminders_and_a_second_run_changes_nothing(database: Database) -> None:
    trust = await found_trust(database)
    assert await planned(database) == Planned(added=12)
    assert await planned(database, T(minutes=1)) == Planned()
    rows = await outbox_rows(database)
    assert {row.kind for row in rows} == {"reminder.unacknowledged", "reminder.deadline", "reminder.late"}
    assert {row.subject for row in rows} == {f"action:{trust.actions[0].id}"}
    assert ("unacknowledged-2", trust.deputy) in await waiting(database)


async def test_what_is_missed_while_nobody_plans_is_wanted_at_the_next_run(database: Database) -> None:
    trust = await found_trust(database)
    await planned(database, T(days=2))
    due = {(rung_of(row.key), row.person_id) for row in await outbox_rows(database) if row.due_at <= T(days=2)}
    assert due == {("unacknowledged-1", trust.lead), ("unacknowledged-2", trust.deputy)}


async def test_an_acknowledgement_takes_back_its_reminders_and_leaves_the_deadlines(database: Database) -> None:
    trust = await found_trust(database)
    await planned(database)
    await acknowledge(database, trust.actions[0], T(hours=1))
    assert await planned(database, T(hours=1)) == Planned(cancelled=4)
    assert {rung for rung, _ in await waiting(database)} == {"due-14", "due-7", "due-3", "due-1", "due-0", "late-1"}
    assert {row.fence for row in await outbox_rows(database, WAITING)} == {1}
    assert {row.reason for row in await outbox_rows(database, OutboxState.CANCELLED)} == {NOT_WANTED}


async def test_handing_over_and_back_lets_the_same_reminders_wait_again(database: Database) -> None:
    trust = await found_trust(database)
    action = await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    before = await waiting(database)
    action = await change(database, action, lead_id=trust.executive)
    await planned(database)
    assert ("due-14", trust.executive) in await waiting(database)
    await change(database, action, lead_id=trust.lead)
    await planned(database)
    assert await waiting(database) == before


async def test_a_new_deadline_makes_new_reminders(database: Database) -> None:
    trust = await found_trust(database)
    action = await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    await change(database, action, due_on=date(2027, 2, 26))
    assert await planned(database) == Planned(added=8, cancelled=8)


async def test_a_reminder_that_was_sent_is_not_sent_again_after_a_move(database: Database) -> None:
    trust = await found_trust(database)
    action = await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    seventh = T0.replace(year=2027, month=1, day=20, hour=9)
    async with database.transaction() as tx:
        (message,) = [
            one for one in await claims.claim(tx, seventh, timedelta(minutes=1), 9) if rung_of(one.key) == "due-7"
        ]
        await outbox.settle(tx, message, OutboxState.SENT, seventh)
    await change(database, action, status=ActionStatus.IN_PROGRESS)
    await planned(database, seventh + timedelta(minutes=5))
    assert "due-7" not in {rung for rung, _ in await waiting(database)}


async def test_what_nobody_needed_comes_back_only_when_its_subject_changed(database: Database) -> None:
    trust = await found_trust(database)
    action = await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    seventh = T0.replace(year=2027, month=1, day=20, hour=9)
    async with database.transaction() as tx:
        for message in await claims.claim(tx, seventh, timedelta(minutes=1), 9):
            await outbox.settle(tx, message, OutboxState.CANCELLED, seventh, reason=NOTHING_TO_SAY)
    later = seventh + timedelta(minutes=1)
    assert (await planned(database, later)).added == 0
    await change(database, action, status=ActionStatus.IN_PROGRESS)
    assert (await planned(database, later)).added == 1
    assert "due-7" in {rung for rung, _ in await waiting(database)}


async def test_a_step_that_passed_while_it_was_not_wanted_is_not_made_up_for(database: Database) -> None:
    trust = await found_trust(database)
    action = await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    action = await change(database, action, status=ActionStatus.EVIDENCE_SUBMITTED)
    await planned(database)
    await change(database, action, status=ActionStatus.RETURNED)
    await planned(database, T0.replace(year=2027, month=1, day=20, hour=17))
    assert {rung for rung, person in await waiting(database) if person == trust.lead} == {
        "due-3", "due-1", "due-0", "late-1",
    }  # fmt: skip


async def test_what_a_person_cancelled_stays_cancelled(database: Database) -> None:
    trust = await found_trust(database)
    await planned(database)
    async with database.transaction() as tx:
        await outbox.cancel(tx, subject=f"action:{trust.actions[0].id}", now=T0, reason="by hand")
    assert await planned(database, T(minutes=1)) == Planned()


async def test_a_closed_alert_takes_back_what_waits(database: Database) -> None:
    trust = await found_trust(database)
    await planned(database)
    async with database.transaction() as tx:
        await tx.execute(update(alerts_table).values(status=AlertStatus.CANCELLED))
    assert (await planned(database, T(minutes=1))).cancelled == 12
    assert await waiting(database) == set()
    assert trust.alert.status is AlertStatus.ACTION_REQUIRED


async def test_a_lead_who_leaves_is_replaced_in_what_waits(database: Database) -> None:
    trust = await found_trust(database)
    await acknowledge(database, trust.actions[0], T0)
    await planned(database)
    async with database.transaction() as tx:
        await tx.execute(update(people_table).where(people_table.c.id == trust.lead).values(active=False))
    await planned(database)
    assert ("due-14", trust.deputy) in await waiting(database)
    assert trust.lead not in {person for _, person in await waiting(database)}


async def test_an_alert_whose_ladder_cannot_be_read_is_reminded_by_todays(database: Database) -> None:
    await found_trust(database)
    async with database.transaction() as tx:
        await tx.execute(update(alerts_table).values(ladder="{broken"))
    await planned(database)
    rungs = {rung_of(row.key) for row in await outbox_rows(database)}
    assert {"unacknowledged-1", "due-14", "late-again", "alert-7"} <= rungs


async def test_a_message_is_not_wanted_after_the_acknowledgement(database: Database) -> None:
    trust = await found_trust(database)
    await planned(database)
    rows = await outbox_rows(database)
    async with database.reading() as tx:
        assert await planner.unwanted(tx, rows, T(hours=1)) == frozenset()
    await acknowledge(database, trust.actions[0], T(hours=1))
    async with database.reading() as tx:
        gone = await planner.unwanted(tx, rows, T(hours=1))
    assert gone == {row.id for row in rows if row.kind == "reminder.unacknowledged"}
    async with database.reading() as tx:
        lost = [replace(rows[0], subject="action:999"), replace(rows[1], subject="incident:1")]
        assert await planner.unwanted(tx, lost, T0) == {rows[0].id}


async def test_comparing_takes_as_many_statements_for_a_hundred_alerts_as_for_one(database: Database) -> None:
    trust = await found_trust(database)

    async def statements() -> int:
        async with database.reading() as tx:
            seen: list[str] = []
            count = tx.sync_connection
            assert count is not None
            from sqlalchemy import event

            def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
                seen.append(statement)

            event.listen(count, "before_cursor_execute", note)
            await planner.compare(tx, T0)
            event.remove(count, "before_cursor_execute", note)
            return len(seen)

    for_one = await statements()
    async with database.transaction() as tx:
        for number in range(4, 103):
            values = alert_values(key=f"NatPSA/2026/{number:03}", executive_id=trust.executive)
            await alerts.add(tx, values, [action_values(lead_id=trust.lead)])
    assert await planner.run(database, T0) == Planned(added=12 + 99 * 12)
    assert await statements() == for_one
