"""What the store promises about conversations, deliveries and drafts, on both databases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from invented import LEAD, NURSE, T0, T, found_trust
from sqlalchemy import func, select

from storage import conversations, drafts
from storage.database import Database
from storage.drafts import Draft
from storage.records import HOME_TENANT, Platform
from storage.tables import conversations as table
from storage.tables import deliveries

Where = tuple[Platform, str, str, str]
HERE: Where = (Platform.SLACK, HOME_TENANT, "U1", "D1")
LASTS = timedelta(days=7)
VALUES = {
    "values": {"what_happened": "pt fell 🙂 \u202e", "involved": ["devices"], "patients": ""},
    "harms": {"2": ["?"]},
}


async def talk(database: Database, state: dict[str, Any], now: Any = T0, where: Where = HERE) -> None:
    async with database.transaction() as tx:
        await conversations.begin(tx, *where, now, LASTS)
        await conversations.save(tx, *where, state, now, LASTS)


async def state_of(database: Database, now: Any = T0, where: Where = HERE) -> dict[str, Any] | None:
    async with database.reading() as tx:
        return await conversations.load(tx, *where, now, lock=False)


async def test_a_conversation_goes_on_where_it_was(database: Database) -> None:
    state = {"asking": {"draft": 12, "field": "occurred_on"}, "sent": {"3": "SE-2026-000123"}, "words": "ü🙂"}
    assert await state_of(database) is None
    await talk(database, state)
    assert await state_of(database) == state


async def test_each_place_person_platform_and_tenant_has_its_own_conversation(database: Database) -> None:
    await talk(database, {"mine": 1})
    for other in (
        (Platform.TEAMS, *HERE[1:]),
        (HERE[0], "T-outside", *HERE[2:]),
        (*HERE[:2], "U2", HERE[3]),
        (*HERE[:3], "D2"),
    ):
        assert await state_of(database, where=other) is None
        await talk(database, {"theirs": 2}, where=other)
    assert await state_of(database) == {"mine": 1}


async def test_beginning_twice_changes_nothing(database: Database) -> None:
    await talk(database, {"asking": 1})
    async with database.transaction() as tx:
        await conversations.begin(tx, *HERE, T(days=1), LASTS)
    assert await state_of(database) == {"asking": 1}


async def test_a_conversation_is_forgotten_when_its_time_is_over(database: Database) -> None:
    await talk(database, {"asking": 1})
    assert await state_of(database, T(days=7) - timedelta(microseconds=1)) == {"asking": 1}
    assert await state_of(database, T(days=7)) == {}
    await talk(database, {"asking": 2}, T(days=8))
    assert await state_of(database, T(days=14)) == {"asking": 2}


async def test_every_change_of_a_conversation_is_counted(database: Database) -> None:
    await talk(database, {"asking": 1})
    await talk(database, {"asking": 2})
    async with database.reading() as tx:
        assert (await tx.execute(select(table.c.version))).scalar_one() == 2


async def test_two_presses_at_once_take_turns(database: Database) -> None:
    await talk(database, {"count": 0})

    async def press() -> None:
        async with database.transaction() as tx:
            state = await conversations.load(tx, *HERE, T0)
            assert state is not None
            await asyncio.sleep(0.01)
            await conversations.save(tx, *HERE, {"count": state["count"] + 1}, T0, LASTS)

    await asyncio.gather(*(press() for _ in range(6)))
    assert await state_of(database) == {"count": 6}


async def test_a_delivery_is_new_once(database: Database) -> None:
    async with database.transaction() as tx:
        assert await conversations.first_time(tx, "slack:event:T1:Ev1", T0)
        assert not await conversations.first_time(tx, "slack:event:T1:Ev1", T0)
        assert await conversations.first_time(tx, "slack:event:T1:Ev2", T0)
    async with database.transaction() as tx:
        assert not await conversations.first_time(tx, "slack:event:T1:Ev1", T(hours=1))


async def test_of_many_copies_of_a_delivery_at_once_one_is_new(database: Database) -> None:
    async def take() -> bool:
        async with database.transaction() as tx:
            new = await conversations.first_time(tx, "slack:event:T1:Ev1", T0)
            await asyncio.sleep(0.01)
            if new:
                await conversations.keep_answer(tx, "slack:event:T1:Ev1", "the answer")
            assert await conversations.answered(tx, "slack:event:T1:Ev1") == "the answer"
            return new

    assert sorted(await asyncio.gather(*(take() for _ in range(6)))) == [False] * 5 + [True]


async def test_a_delivery_whose_work_failed_is_new_again(database: Database) -> None:
    async with database.transaction() as tx:
        assert await conversations.first_time(tx, "slack:event:T1:Ev1", T0)
        await tx.rollback()
    async with database.transaction() as tx:
        assert await conversations.first_time(tx, "slack:event:T1:Ev1", T0)


async def test_the_second_copy_works_when_the_first_one_fails_while_it_waits(database: Database) -> None:
    started = asyncio.Event()

    async def fails() -> None:
        async with database.transaction() as tx:
            assert await conversations.first_time(tx, "one", T0)
            started.set()
            await asyncio.sleep(0.03)
            await tx.rollback()

    async def waits() -> bool:
        await started.wait()
        async with database.transaction() as tx:
            return await conversations.first_time(tx, "one", T0)

    _, new = await asyncio.gather(fails(), waits())
    assert new


async def test_what_was_answered_is_kept_as_it_was(database: Database) -> None:
    async with database.transaction() as tx:
        assert await conversations.answered(tx, "one") is None
        await conversations.first_time(tx, "one", T0)
        assert await conversations.answered(tx, "one") is None
        await conversations.keep_answer(tx, "one", '{"cards": ["🙂"]}')
        assert await conversations.answered(tx, "one") == '{"cards": ["🙂"]}'


async def test_of_a_delivery_the_users_of_the_platform_are_not_kept(database: Database) -> None:
    async with database.transaction() as tx:
        await conversations.first_time(tx, "slack:action:T1:U0AMINA:1764000000.1:press", T0)
        keys = (await tx.execute(select(deliveries.c.key))).scalars().all()
    assert len(keys) == 1
    assert "AMINA" not in keys[0]


async def test_answers_to_a_person_can_be_forgotten_and_the_deliveries_are_still_known(database: Database) -> None:
    async with database.transaction() as tx:
        for key, person in (("one", 1), ("two", 2)):
            await conversations.first_time(tx, key, T(minutes=7))
            await conversations.keep_answer(tx, key, "pt fell", person)
        await conversations.forget_answers(tx, 1, T0)
        assert await conversations.answered(tx, "one") is None
        assert await conversations.answered(tx, "two") == "pt fell"
        assert not await conversations.first_time(tx, "one", T(minutes=9))
        left = (await tx.execute(select(deliveries.c.person_id, deliveries.c.received_at))).all()
    assert set(left) == {(None, T0), (2, T(minutes=7))}


async def test_what_nobody_needs_any_more_is_swept_away(database: Database) -> None:
    ids = await found_trust(database)
    await talk(database, {"asking": 1})
    await a_draft(database, ids[NURSE])
    async with database.transaction() as tx:
        await conversations.first_time(tx, "old", T0)
        await conversations.first_time(tx, "new", T(days=3))
        await conversations.forget_old(tx, T(days=3))
        assert (await tx.execute(select(deliveries.c.received_at))).scalars().all() == [T0, T(days=3)]
        await conversations.forget_old(tx, T(days=3, seconds=1))
        assert (await tx.execute(select(deliveries.c.received_at))).scalars().all() == [T(days=3)]
        assert (await tx.execute(select(func.count()).select_from(table))).scalar_one() == 1
        await conversations.forget_old(tx, T(days=7, seconds=1))
        assert (await tx.execute(select(func.count()).select_from(table))).scalar_one() == 0
        assert await drafts.of_person(tx, ids[NURSE], T0) == []


async def a_draft(database: Database, person_id: int, now: Any = T0, form: str = "incidents.report") -> Draft:
    async with database.transaction() as tx:
        return await drafts.add(
            tx, person_id=person_id, form=form, values=VALUES, now=now, expires_at=now + timedelta(days=7)
        )


async def test_a_draft_comes_back_as_it_was_left(database: Database) -> None:
    ids = await found_trust(database)
    draft = await a_draft(database, ids[NURSE])
    async with database.transaction() as tx:
        assert await drafts.get(tx, draft.id, ids[NURSE], T(days=1)) == draft
        changed = {**VALUES, "values": {"what_happened": "more"}}
        newer = await drafts.save(tx, draft, changed, T(days=1), T(days=8))
        assert (newer.version, newer.values, newer.created_at, newer.updated_at) == (2, changed, T0, T(days=1))
        assert await drafts.get(tx, draft.id, ids[NURSE], T(days=7, hours=12)) == newer


async def test_a_draft_is_only_ever_ones_own(database: Database) -> None:
    ids = await found_trust(database)
    draft = await a_draft(database, ids[NURSE])
    async with database.transaction() as tx:
        assert await drafts.get(tx, draft.id, ids[LEAD], T0) is None
        await drafts.drop(tx, draft.id, ids[LEAD])
        assert await drafts.of_person(tx, ids[LEAD], T0) == []
        assert await drafts.of_person(tx, ids[NURSE], T0) == [draft]
        await drafts.drop(tx, draft.id, ids[NURSE])
        assert await drafts.get(tx, draft.id, ids[NURSE], T0) is None


async def test_a_draft_that_is_too_old_is_gone(database: Database) -> None:
    ids = await found_trust(database)
    draft = await a_draft(database, ids[NURSE])
    async with database.transaction() as tx:
        assert await drafts.get(tx, draft.id, ids[NURSE], T(days=7) - timedelta(microseconds=1)) == draft
        assert await drafts.get(tx, draft.id, ids[NURSE], T(days=7)) is None
        assert await drafts.of_person(tx, ids[NURSE], T(days=7)) == []


async def test_the_draft_that_was_changed_last_comes_first(database: Database) -> None:
    ids = await found_trust(database)
    made = [await a_draft(database, ids[NURSE], T(minutes=number // 2)) for number in range(4)]
    async with database.transaction() as tx:
        await drafts.save(tx, made[1], VALUES, T(hours=1), T(days=9))
        found = await drafts.of_person(tx, ids[NURSE], T(hours=1))
        assert [one.id for one in found] == [made[one].id for one in (1, 3, 2, 0)]
        assert len(await drafts.of_person(tx, ids[NURSE], T(hours=1), limit=3)) == 3


async def test_two_who_change_one_draft_take_turns(database: Database) -> None:
    ids = await found_trust(database)
    draft = await a_draft(database, ids[NURSE])

    async def add(word: str) -> None:
        async with database.transaction() as tx:
            found = await drafts.get(tx, draft.id, ids[NURSE], T0)
            assert found is not None
            await asyncio.sleep(0.01)
            await drafts.save(tx, found, {**found.values, word: True}, T0, T(days=7))

    await asyncio.gather(add("one"), add("two"))
    async with database.transaction() as tx:
        found = await drafts.get(tx, draft.id, ids[NURSE], T0)
    assert found is not None
    assert found.version == 3
    assert {"one", "two"} < set(found.values)


@pytest.mark.parametrize("length", [300, 400])
async def test_a_platforms_long_names_find_room(database: Database, length: int) -> None:
    key = "teams:msteams:" + "x" * (length - 14)
    async with database.transaction() as tx:
        assert await conversations.first_time(tx, key, T0)
        assert not await conversations.first_time(tx, key, T0)
