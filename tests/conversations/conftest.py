"""The trust of the transcripts on each platform: Slack and the demo page on SQLite, Teams on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from northmoor import Northmoor, open_northmoor, people_northmoor
from sqlalchemy import create_engine, select, text

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


@pytest.fixture(scope="session")
def people_in_postgres(postgres_keeper: psycopg.Connection, peopled_sqlite: Path) -> str:
    """Keep the people and places in a schema ``kept`` of PostgreSQL; return the statement that fetches them from it."""
    fetching = []
    source = create_engine(f"sqlite:///{peopled_sqlite}")
    target = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(postgres_keeper.info.dsn))
    with source.connect() as from_, target.begin() as to:
        to.execute(text("CREATE SCHEMA kept"))
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in from_.execute(select(table))]
            if not rows:
                continue
            name = f'"{table.name}"'
            to.execute(table.insert(), rows)
            to.execute(text(f"CREATE TABLE kept.{name} AS TABLE public.{name}"))
            fetching.append(f"INSERT INTO {name} SELECT * FROM kept.{name}")  # noqa: S608 - our own names
            if "id" in table.c:
                last = max(row["id"] for row in rows)
                fetching.append(f"PERFORM setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")
        for table in reversed(metadata.sorted_tables):
            to.execute(table.delete())
    source.dispose()
    target.dispose()
    body = "".join(f"{one}; " for one in fetching)
    postgres_keeper.execute(f"CREATE FUNCTION fetch_people() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    return "SELECT fetch_people()"


@pytest.fixture
async def trust(
    request: pytest.FixtureRequest, platform: Platform, peopled_sqlite: Path, tmp_path: Path
) -> AsyncIterator[Northmoor]:
    """Open the trust on a platform; ``@pytest.mark.parametrize("platform", …)`` narrows which. No message gets lost."""
    if platform is Platform.TEAMS:
        url = request.getfixturevalue("postgres_url")
        fetch = request.getfixturevalue("people_in_postgres")
        request.getfixturevalue("postgres_keeper").execute(fetch)
        database = Database(url)
    else:
        path = tmp_path / "northmoor.db"
        shutil.copy(peopled_sqlite, path)
        database = Database(f"sqlite:///{path}")
    async with open_northmoor(database, platform) as opened:
        yield opened
        assert await opened.lost() == []
    await database.close()
