"""The trust of the transcripts on each platform: Slack and the demo page on SQLite, Teams on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
from northmoor import Northmoor, open_northmoor

from storage.database import Database
from storage.records import Platform

_STORES = {Platform.SLACK: "sqlite_url", Platform.TEAMS: "postgres_url", Platform.BROWSER: "sqlite_url"}


@pytest.fixture(params=[Platform.SLACK, Platform.TEAMS, Platform.BROWSER], ids=str)
def platform(request: pytest.FixtureRequest) -> Platform:
    """Name each platform in turn."""
    found: Platform = request.param
    return found


@pytest.fixture
async def trust(request: pytest.FixtureRequest, platform: Platform) -> AsyncIterator[Northmoor]:
    """Open the trust on a platform; ``@pytest.mark.parametrize("platform", …)`` narrows which. No message gets lost."""
    database = Database(request.getfixturevalue(_STORES[platform]))
    async with open_northmoor(database, platform) as opened:
        yield opened
        assert await opened.lost() == []
    await database.close()
