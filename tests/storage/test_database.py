"""What transactions promise on both databases: all or nothing, also when whoever writes is stopped half-way."""

import asyncio
import random
import threading
from pathlib import Path

import pytest
from invented import T0
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from storage import drafts
from storage.database import Database, Transaction
from storage.tables import deliveries, metadata, people

WRITERS = 40


async def remember(tx: Transaction, key: str) -> None:
    await tx.execute(deliveries.insert(), {"key": key, "received_at": T0})


async def count(tx: Transaction) -> int:
    number: int = (await tx.execute(select(func.count()).select_from(deliveries))).scalar_one()
    return number


async def test_a_reader_sees_one_state_of_the_store_while_others_write(database: Database) -> None:
    async with database.reading() as tx:
        assert await count(tx) == 0
        async with database.transaction() as other:
            await remember(other, "one")
        assert await count(tx) == 0
    async with database.reading() as tx:
        assert await count(tx) == 1


async def test_a_writer_sees_what_was_committed_while_it_waited(database: Database) -> None:
    async with database.reading() as tx:
        await count(tx)
    async with database.transaction() as tx:
        if not database.is_sqlite:  # which has one writer at a time, so that nobody can be in between
            assert await count(tx) == 0
            async with database.transaction() as other:
                await remember(other, "one")
            assert await count(tx) == 1


async def test_writers_that_are_cancelled_half_way_leave_all_or_nothing(database: Database) -> None:
    chance = random.Random(7)  # noqa: S311 - the same storm each time

    async def write(number: int) -> None:
        async with database.transaction() as tx:
            await remember(tx, f"{number} first")
            await asyncio.sleep(chance.random() / 500)
            await remember(tx, f"{number} second")

    tasks = [asyncio.create_task(write(number)) for number in range(WRITERS)]
    for task in chance.sample(tasks, WRITERS // 2):
        await asyncio.sleep(chance.random() / 500)
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(one) for one in ended} == {type(None), asyncio.CancelledError}
    async with asyncio.timeout(5), database.transaction() as tx:
        keys = set((await tx.execute(select(deliveries.c.key))).scalars())
        await remember(tx, "afterwards")
    halves = [{f"{number} first" in keys, f"{number} second" in keys} for number in range(WRITERS)]
    assert all(len(half) == 1 for half in halves)
    assert all({True} == half for half, one in zip(halves, ended, strict=True) if one is None)


async def test_what_was_deleted_cannot_be_found_in_the_file_of_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "safety.db"
    store = Database(f"sqlite:///{file}")
    words = "zeppelin over ward seven " * 400
    async with store.transaction() as tx:
        await tx.run_sync(metadata.create_all)
        await tx.execute(people.insert(), {"id": 1, "name": "Amina", "active": True, "created_at": T0})
        draft = await drafts.add(tx, person_id=1, form="f", values={"what": words}, now=T0, expires_at=T0)
    async with store.transaction() as tx:
        await drafts.drop(tx, draft.id, 1)
    await store.close()
    found = _bytes_of(tmp_path)
    assert len(found) > len(words)
    assert b"zeppelin" not in found


def _bytes_of(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir())


def test_a_file_that_cannot_be_opened_leaves_no_thread_that_answers_a_loop_that_is_gone(
    tmp_path: Path,
) -> None:
    troubles: list[threading.ExceptHookArgs] = []

    async def try_it() -> None:
        store = Database(f"sqlite:///{tmp_path / 'nowhere' / 'safety.db'}")
        with pytest.raises(OperationalError):
            async with store.reading():
                raise AssertionError("it was opened")
        await store.close()

    before, threading.excepthook = threading.excepthook, troubles.append
    try:
        for _ in range(20):
            asyncio.run(try_it())
    finally:
        threading.excepthook = before
    assert troubles == []
