"""A glance is shown again for a moment only, and never after something has changed here."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, mark_changed, state_of
from storage.glance import Glances

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Looks:
    """Counts how often the store is really looked at."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> int:
        self.count += 1
        return self.count


async def test_two_questions_within_a_second_share_one_look() -> None:
    glances, looks = Glances(lasts=timedelta(seconds=1)), Looks()
    first = await glances.look("board", T0, looks)
    again = await glances.look("board", T0 + timedelta(milliseconds=900), looks)
    assert first == again == (1, T0)


async def test_after_a_second_the_store_is_looked_at_again() -> None:
    glances, looks = Glances(lasts=timedelta(seconds=1)), Looks()
    await glances.look("board", T0, looks)
    assert await glances.look("board", T0 + timedelta(seconds=1), looks) == (2, T0 + timedelta(seconds=1))


async def test_a_clock_that_went_back_is_looked_at_again() -> None:
    glances, looks = Glances(lasts=timedelta(seconds=1)), Looks()
    await glances.look("board", T0, looks)
    assert (await glances.look("board", T0 - timedelta(seconds=1), looks))[0] == 2


async def test_other_keys_are_other_looks() -> None:
    glances, looks = Glances(lasts=timedelta(seconds=1)), Looks()
    assert [(await glances.look(key, T0, looks))[0] for key in ("mine", "all", "mine")] == [1, 2, 1]


async def test_a_committed_change_ends_every_glance(sqlite_database: Database) -> None:
    glances, looks = Glances(lambda: sqlite_database.changes, timedelta(seconds=1)), Looks()
    await glances.look("board", T0, looks)
    async with sqlite_database.transaction() as tx:
        mark_changed(tx)
    assert (await glances.look("board", T0, looks))[0] == 2


async def _refused_change(database: Database) -> None:
    async with database.transaction() as tx:
        mark_changed(tx)
        await tx.execute(text("INSERT INTO person_roles (person_id, role) VALUES (99, 'executive')"))


async def test_a_change_that_was_rolled_back_changes_nothing_even_later(sqlite_database: Database) -> None:
    before = sqlite_database.changes
    with pytest.raises(IntegrityError):
        await _refused_change(sqlite_database)
    async with sqlite_database.transaction() as tx:
        await tx.execute(text("SELECT 1"))
    assert sqlite_database.changes == before


async def test_without_a_time_the_store_is_looked_at_each_time() -> None:
    glances, looks = Glances(), Looks()
    assert [(await glances.look("board", T0, looks))[0] for _ in range(3)] == [1, 2, 3]


async def test_what_was_read_holds_for_as_long_as_the_store_says_that_nothing_is_new(
    sqlite_database: Database,
) -> None:
    glances, looks = Glances(), Looks()
    later = T0 + timedelta(hours=3)

    async def look(at: datetime) -> tuple[int, datetime]:
        async with sqlite_database.reading() as tx:
            return await glances.over(await state_of(tx)).look("board", at, looks)

    assert await look(T0) == (1, T0)
    known = {await look(later) for _ in range(9)}
    assert known <= {(number, later) for number in range(1, 4)}, "each connection looks once"
    async with sqlite_database.transaction() as tx:
        await tx.execute(text("CREATE TABLE anything (n INTEGER)"))
    assert (await look(later))[0] > max(number for number, _ in known)
