"""The trust of the transcripts on each platform: Slack and the demo page on SQLite, Teams on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from northmoor import Northmoor, open_northmoor, people_northmoor

from storage.database import Database
from storage.records import Platform


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


@pytest.fixture
async def trust(
    request: pytest.FixtureRequest, platform: Platform, peopled_sqlite: Path, tmp_path: Path
) -> AsyncIterator[Northmoor]:
    """Open the trust on a platform; ``@pytest.mark.parametrize("platform", …)`` narrows which. No message gets lost."""
    if platform is Platform.TEAMS:
        database = Database(request.getfixturevalue("postgres_url"))
        await people_northmoor(database)
    else:
        path = tmp_path / "northmoor.db"
        shutil.copy(peopled_sqlite, path)
        database = Database(f"sqlite:///{path}")
    async with open_northmoor(database, platform) as opened:
        yield opened
        assert await opened.lost() == []
    await database.close()
