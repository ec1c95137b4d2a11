"""What tests of the bot's own layer share: an empty store that no migration has touched, and a clean environment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import names
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
