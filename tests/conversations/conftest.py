"""The trust of the transcripts on each platform: Slack and the demo page on SQLite, Teams on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from northmoor import Northmoor, open_northmoor, people_northmoor
from sqlalchemy import func, select

from storage.database import Database
from storage.records import Platform
from storage.tables import metadata


@pytest.fixture(params=[Platform.SLACK, Platform.TEAMS, Platform.BROWSER], ids=str)
def platform(request: pytest.FixtureRequest) -> Platform:
    """Name each platform in turn."""
    found: Platform = request.param
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def peopled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a SQLite file with the people and places in it, to be copied."""
    path = tmp_path_factory.mktemp("northmoor") / "northmoor.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    await people_northmoor(database)
    await database.close()
    return path


async def _copy(path: Path, database: Database) -> None:
    """Copy every row of a SQLite file into an empty PostgreSQL, which is quicker than to read the lists again."""
    source = Database(f"sqlite:///{path}")
    async with source.reading() as from_, database.transaction() as to:
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in await from_.execute(select(table))]
            if rows:
                await to.execute(table.insert(), rows)
            if rows and "id" in table.c:
                last = max(row["id"] for row in rows)
                await to.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
    await source.close()


@pytest.fixture
async def trust(
    request: pytest.FixtureRequest, platform: Platform, peopled_sqlite: Path, tmp_path: Path
) -> AsyncIterator[Northmoor]:
    """Open the trust on a platform; ``@pytest.mark.parametrize("platform", …)`` narrows which. No message gets lost."""
    if platform is Platform.TEAMS:
        database = Database(request.getfixturevalue("postgres_url"))
        await _copy(peopled_sqlite, database)
    else:
        path = tmp_path / "northmoor.db"
        shutil.copy(peopled_sqlite, path)
        database = Database(f"sqlite:///{path}")
    async with open_northmoor(database, platform) as opened:
        yield opened
        assert await opened.lost() == []
    await database.close()
