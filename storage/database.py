"""The database: one engine for reading, one for writing, and transactions. It holds no statement of its own.

SQLite has one writer at a time, so writers queue here instead of failing there; PostgreSQL is what replicas share.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any, Final

from sqlalchemy import Dialect, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.glance import State
from storage.sqlite import READ, WRITE, connector

Transaction = AsyncConnection
"""An open transaction. The functions of this package take one as ``tx``."""

_PATIENCE: Final = timedelta(seconds=5)
_READERS: Final = 3
_CHANGED: Final = "changed"
_NUMBER: Final = "number"
_NUMBERS: Final = count()
_VERSION: Final = text("PRAGMA data_version")
_IN_THE_WAY: Final = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock."""


def read_url(text: str) -> URL:
    """Return the address with the driver named. Takes ``sqlite:///file``, ``postgres://`` and ``postgresql://``.

    Raises ValueError in words for the person who set ``DATABASE_URL`` wrongly; the password is never repeated.
    """
    try:
        url = make_url(text.strip())
    except Exception:  # noqa: BLE001 - SQLAlchemy's own message would repeat the password
        raise ValueError("DATABASE_URL is not a database address. Try sqlite:///safety.db") from None
    match url.drivername:
        case "sqlite" | "sqlite+aiosqlite":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"DATABASE_URL names {other}. The bot keeps its store in sqlite or postgresql.")


class Database:
    """Engines for one store. ``url`` as ``read_url`` takes it; nothing connects before the first transaction.

    ``patience`` is how long a statement waits for another process to let go of what it needs.
    ``changes`` counts the transactions of this process that were marked with ``mark_changed`` and committed.
    """

    def __init__(self, url: str, patience: timedelta = _PATIENCE) -> None:
        self.url = read_url(url)
        self._patience: Final = patience.total_seconds()
        self.changes = 0
        self.is_sqlite = self.url.drivername.startswith("sqlite")
        if self.is_sqlite:
            self._writer = self._sqlite(WRITE, size=1)
            self._reader = self._sqlite(READ, size=_READERS)
        else:
            # A replica that is lost in the middle of a turn must not keep its rows locked until the network notices.
            asked = f"-c lock_timeout={round(self._patience * 1000)} -c idle_in_transaction_session_timeout=60000"
            self._writer = create_async_engine(
                self.url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args={"options": asked}
            )
            # PostgreSQL's own choice would show each statement what was committed since the one before it.
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ")

    def _sqlite(self, begin: str, size: int) -> AsyncEngine:
        options: dict[str, Any] = {
            "pool_size": size,
            "max_overflow": 0,
            "pool_timeout": 30,
            # A reader's transaction always ends with its block; a writer's is rolled back once more, to be certain.
            "pool_reset_on_return": None if size > 1 else "rollback",
        }
        return create_async_engine(
            self.url, connect_args={"async_creator_fn": connector(begin, self._patience)}, **options
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Open a writing transaction: committed at the end of the block, rolled back when it raises."""
        async with self._writer.begin() as tx:
            info = tx.sync_connection.info if tx.sync_connection is not None else {}
            info.pop(_CHANGED, None)
            yield tx
            changed = info.pop(_CHANGED, False)
        if changed:
            self.changes += 1

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a transaction that sees one state of the store and changes nothing."""
        async with self._reader.begin() as tx:
            yield tx

    async def close(self) -> None:
        """Give the connections back."""
        await self._writer.dispose()
        if self.is_sqlite:  # PostgreSQL's two share one pool
            await self._reader.dispose()


class ChangedError(RuntimeError):
    """Something changed between reading and writing it. Nothing was stored; doing it again from the start is safe."""


def is_passing(error: BaseException) -> bool:
    """Return whether a transaction failed only because another was in its way, so that it may run once more."""
    code = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(error, ChangedError) or code in _IN_THE_WAY


def mark_changed(tx: Transaction) -> None:
    """Say that this transaction changes what status answers show, so that they are read anew when it has ended."""
    if tx.sync_connection is not None:
        tx.sync_connection.info[_CHANGED] = True


async def state_of(tx: Transaction) -> State | None:
    """Return in which state the store is that this transaction reads. PostgreSQL does not say: None."""
    if tx.dialect.name != "sqlite" or tx.sync_connection is None:
        return None
    connection = tx.sync_connection.info.setdefault(_NUMBER, next(_NUMBERS))
    return State(connection, int(await tx.scalar(_VERSION)))


def insert(tx: Transaction, table: Table) -> Any:
    """Return an INSERT of the database's own dialect, for its ON CONFLICT clause."""
    dialect: Dialect = tx.dialect
    return sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
