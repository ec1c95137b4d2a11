"""The planner reminds handlers of reporters who wait, and specialists of late reports that nobody looks after."""

from datetime import UTC, datetime, timedelta

from invented import LEAD, NURSE, SPECIALIST, T0, found_trust, send_report
from post_office import rung_of

from schedules import planner
from schedules.planner import NOTHING_TO_SAY, Planned
from storage import claims, outbox, reviews
from storage.database import Database
from storage.records import Message, OutboxState
from storage.rules.feedback import NOBODY, promise

SOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
LATE = datetime(2026, 12, 9, 12, 0, tzinfo=UTC)


async def _owed(database: Database, handler: str | None) -> tuple[dict[str, int], int]:
    ids = await found_trust(database)
    sent = await send_report(database, by=ids[NURSE])
    async with database.transaction() as tx:
        await reviews.begin(tx, sent.id, answer_due_at=promise(T0, 10))
        if handler is not None:
            await reviews.assign(tx, sent.id, ids[handler])
    return ids, sent.id


async def _planned(database: Database, now: datetime) -> Planned:
    return await planner.run(database, now)


async def _rows(database: Database, *states: OutboxState) -> list[Message]:
    async with database.reading() as tx:
        return await outbox.listing(tx, states or tuple(OutboxState), 100)


async def test_the_handler_gets_reminders_once_and_a_second_run_changes_nothing(database: Database) -> None:
    ids, _ = await _owed(database, LEAD)
    assert await _planned(database, T0) == Planned()
    assert await _planned(database, SOON) == Planned(added=4)
    assert await _planned(database, SOON) == Planned()
    assert {one.person_id for one in await _rows(database)} == {ids[LEAD]}


async def test_an_answer_takes_the_reminders_back(database: Database) -> None:
    _, incident_id = await _owed(database, LEAD)
    await _planned(database, SOON)
    async with database.transaction() as tx:
        await reviews.answered(tx, [incident_id], SOON)
    assert await _planned(database, SOON) == Planned(cancelled=4)


async def test_another_handler_is_reminded_instead(database: Database) -> None:
    ids, incident_id = await _owed(database, LEAD)
    await _planned(database, SOON)
    async with database.transaction() as tx:
        await reviews.assign(tx, incident_id, ids[SPECIALIST])
    assert await _planned(database, SOON) == Planned(added=4, cancelled=4)
    assert {one.person_id for one in await _rows(database, OutboxState.WAITING)} == {ids[SPECIALIST]}


async def test_specialists_hear_of_late_reports_without_a_handler_and_not_twice_a_morning(database: Database) -> None:
    ids, _ = await _owed(database, None)
    assert await _planned(database, SOON) == Planned()
    assert await _planned(database, LATE) == Planned(added=2)
    rows = await _rows(database, OutboxState.WAITING)
    assert {(one.subject, one.person_id, rung_of(one.key)) for one in rows} == {(NOBODY, ids[SPECIALIST], "unassigned")}
    async with database.transaction() as tx:
        for message in await claims.claim(tx, LATE, timedelta(minutes=1), 9):
            await outbox.settle(tx, message, OutboxState.CANCELLED, LATE, reason=NOTHING_TO_SAY)
    assert await _planned(database, LATE) == Planned()
    assert await _planned(database, LATE + timedelta(minutes=5)) == Planned()
