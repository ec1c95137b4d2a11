"""Files in the store, on both databases: how long each lives, what has it, and who handed it over."""

from datetime import timedelta

from invented import LEAD, NURSE, T0, T, found_trust
from sqlalchemy import func, select

from storage import drafts, files, incidents
from storage.cleaning import Cleaned, FileKind
from storage.database import Database, Transaction
from storage.files import File
from storage.records import EventType, Incident, IncidentContent, Screened
from storage.tables import files as table

RISK = IncidentContent(EventType.RISK, Screened("Loose rail"), None, None, None, None, (), (), Screened(""))


async def add(tx: Transaction, owner: int, number: int) -> File:
    cleaned = Cleaned(FileKind.PDF, bytes([number]) * 10)
    return await files.add(tx, name=f"document {number}.pdf", cleaned=cleaned, owner_id=owner, now=T0)


async def begin(tx: Transaction, owner: int, *keys: str) -> int:
    draft = await drafts.add(
        tx, person_id=owner, form="incidents.report", values={"values": {}}, now=T0, expires_at=T(days=7)
    )
    for key in keys:
        await files.put_in_draft(tx, key, draft.id, T0)
    return draft.id


async def submit(tx: Transaction, owner: int) -> Incident:
    return await incidents.submit(tx, RISK, reporter_id=owner, now=T0, year=2026)


async def left(tx: Transaction) -> int:
    return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


async def test_a_file_lives_as_long_as_something_has_it(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        alone, begun, sent, kept = [await add(tx, ids[NURSE], number) for number in (1, 2, 3, 4)]
        draft_id = await begin(tx, ids[NURSE], begun.key)
        incident = await submit(tx, ids[NURSE])
        await files.put_in_report(tx, sent.key, incident.id, T0)
        await files.keep(tx, kept.key)
        assert await files.sweep(tx, T(minutes=59)) == 0
        assert await files.sweep(tx, T(minutes=61)) == 1
        assert await files.by_key(tx, alone.key) is None
        await drafts.drop(tx, draft_id, ids[LEAD])
        assert [one.key for one in await files.of_draft(tx, draft_id)] == [begun.key], "another's draft stays"
        await drafts.drop(tx, draft_id, ids[NURSE])
        assert await files.by_key(tx, begun.key) is None
        assert await files.sweep(tx, T(days=365)) == 0
        await files.drop(tx, [sent.key])
        assert await files.of_incident(tx, incident.id) == [sent], "what a report has is not dropped"
        assert not await files.take_from_report(tx, kept.key, incident.id)
        assert await files.take_from_report(tx, sent.key, incident.id)
        assert await left(tx) == 1


async def test_a_file_that_two_drafts_have_goes_with_the_second(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        one = await add(tx, ids[NURSE], 1)
        first, second = [await begin(tx, ids[NURSE], one.key) for _ in range(2)]
        await drafts.drop(tx, first, ids[NURSE])
        assert await left(tx) == 1
        await drafts.drop(tx, second, ids[NURSE])
        assert await left(tx) == 0


async def test_drafts_that_ended_let_go_of_their_files(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        await begin(tx, ids[NURSE], (await add(tx, ids[NURSE], 1)).key)
        await drafts.forget_ended(tx, T(days=7, seconds=1))
        assert await files.sweep(tx, T(days=7, seconds=1)) == 1


async def test_only_the_person_who_handed_a_file_over_can_use_it_before_it_belongs_somewhere(
    database: Database,
) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        ten, nine = await add(tx, ids[NURSE], 10), await add(tx, ids[NURSE], 9)
        keys = [ten.key, nine.key]
        assert await files.held(tx, keys, ids[NURSE]) == [nine, ten], "in the order of their numbers"
        assert await files.held(tx, keys, ids[LEAD]) == []
        assert await files.name_of(tx, ten.key, ids[LEAD]) is None
        incident = await submit(tx, ids[NURSE])
        await files.put_in_report(tx, ten.key, incident.id, T0)
        assert await files.held(tx, keys, ids[NURSE]) == [nine]
        assert await files.incidents_of(tx, ten.key) == [incident.id]


async def test_a_copy_without_an_owner_has_nothing_in_common_but_the_content(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        one = await add(tx, ids[NURSE], 1)
        later = T0 + timedelta(hours=3)
        copy = await files.by_key(tx, await files.copy_without_owner(tx, one.key, later))
        assert copy is not None
        assert (copy.owner_id, copy.stored_at, copy.key == one.key) == (None, later, False)
        assert await files.content_of(tx, copy.key) == await files.content_of(tx, one.key)
