"""The planner reminds people of drafts before they go, once, and takes it back when a draft is kept or sent."""

from datetime import datetime, timedelta

from invented import NURSE, T0, found_trust

from schedules import planner
from schedules.planner import Planned
from storage import claims, drafts, outbox
from storage.database import Database
from storage.drafts import Draft
from storage.records import Message, OutboxState

SOON = T0 + timedelta(days=5, hours=23, minutes=30)
WEEK = timedelta(days=7)


async def _begun(database: Database) -> Draft:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        return await drafts.add(tx, person_id=ids[NURSE], form="x", values={"values": {}}, now=T0, expires_at=T0 + WEEK)


async def _rows(database: Database, state: OutboxState) -> list[Message]:
    async with database.reading() as tx:
        return await outbox.listing(tx, [state], 10)


async def test_a_reminder_waits_from_an_hour_before_it_is_due_and_a_second_run_changes_nothing(
    database: Database,
) -> None:
    draft = await _begun(database)
    assert await planner.run(database, T0 + timedelta(days=5)) == Planned()
    assert await planner.run(database, SOON) == Planned(added=1)
    assert await planner.run(database, SOON) == Planned()
    (row,) = await _rows(database, OutboxState.WAITING)
    assert (row.subject, row.person_id, row.due_at) == (f"draft:{draft.id}", draft.person_id, T0 + timedelta(days=6))


async def test_a_draft_that_is_kept_longer_is_remembered_again_a_week_later(database: Database) -> None:
    draft = await _begun(database)
    await planner.run(database, SOON)
    async with database.transaction() as tx:
        await drafts.keep_until(tx, draft, SOON, SOON + WEEK)
    assert await planner.run(database, SOON) == Planned(cancelled=1)
    assert await planner.run(database, SOON + timedelta(days=6)) == Planned(added=1)


async def test_what_was_sent_is_sent_once_and_what_is_gone_is_not_remembered(database: Database) -> None:
    draft = await _begun(database)
    await planner.run(database, SOON)
    due: datetime = T0 + timedelta(days=6)
    async with database.transaction() as tx:
        for message in await claims.claim(tx, due, timedelta(minutes=1), 9):
            await outbox.settle(tx, message, OutboxState.SENT, due)
    assert await planner.run(database, due + timedelta(minutes=1)) == Planned()
    async with database.transaction() as tx:
        await drafts.drop(tx, draft.id, draft.person_id)
    assert await planner.run(database, due + timedelta(minutes=2)) == Planned()
