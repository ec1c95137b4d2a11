"""What tests of the bot's own layer share: stores without a table and migrated ones, and a clean environment."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.settings import names
from storage import migrations
from storage.database import Database


@pytest.fixture
async def bare_sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """Open a SQLite file without any table."""
    store = Database(f"sqlite:///{tmp_path / 'bare.db'}")
    yield store
    await store.close()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Leave no setting of the machine in force, and work in an empty folder. Returns the folder."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate an empty SQLite file once, to be copied: the migrations take longer than most of the tests after them."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    store = Database(f"sqlite:///{path}")
    await migrations.upgrade(store)
    await store.close()
    return path


@pytest.fixture
def migrated(alone: Path, migrated_template: Path) -> Path:
    """Put a migrated store where the settings look for it unless told otherwise. Returns its path."""
    path = alone / "safety.db"
    shutil.copy(migrated_template, path)
    return path


@pytest.fixture
async def migrated_sqlite(tmp_path: Path, migrated_template: Path) -> AsyncIterator[Database]:
    """Open a migrated SQLite file with no rows."""
    path = tmp_path / "migrated.db"
    shutil.copy(migrated_template, path)
    store = Database(f"sqlite:///{path}")
    yield store
    await store.close()
