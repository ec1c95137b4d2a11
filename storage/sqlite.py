"""SQLite behind the event loop with one visit to its thread for each statement. It changes no statement and no result.

aiosqlite visits its thread four times for a query (make a cursor, run, fetch, close). A turn makes about ten queries,
so the visits cost more than the work: 15 of 16 milliseconds of a status question on a store of 100,000 incidents.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, Self

import aiosqlite

READ: Final = "BEGIN"
WRITE: Final = "BEGIN IMMEDIATE"
_CACHE_KB: Final = 512
"""Pages that each connection keeps. SQLite's own 2 MB, five times, is memory that the operating system has already."""

_ERASE: Final = "secure_delete=ON"
"""What is deleted is overwritten, so that a draft that somebody threw away cannot be found in the file's free pages."""


class _Cursor:
    """What SQLAlchemy needs of a cursor. The rows come with the statement; nothing else leaves the event loop."""

    arraysize = 1

    def __init__(
        self, run: Callable[[Callable[[], Any]], Any], raw: Callable[[], sqlite3.Connection], begin: str
    ) -> None:
        self._run: Final = run
        self._raw: Final = raw
        self._begin: Final = begin
        self._rows: Iterable[Any] = ()
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement and fetch its rows."""
        return await self._do(partial(self._one, operation, parameters))

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run one statement for each set of parameters."""
        return await self._do(partial(self._many, operation, parameters))

    async def fetchall(self) -> Iterable[Any]:
        """Return the rows that came with the statement."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: the real cursor was closed when its rows had been fetched."""

    def _one(self, operation: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
        return _taken(self._begun().execute(operation, parameters))

    def _many(self, operation: str, parameters: Iterable[Sequence[Any]]) -> tuple[Any, ...]:
        return _taken(self._begun().executemany(operation, parameters))

    def _begun(self) -> sqlite3.Connection:
        """Return the connection in a transaction: it begins with the first statement, in the same visit."""
        raw = self._raw()
        if not raw.in_transaction:
            raw.execute(self._begin)
        return raw

    async def _do(self, work: Callable[[], tuple[Any, ...]]) -> Self:
        self._rows, self.description, self.rowcount, self.lastrowid = await self._run(work)
        return self


def _taken(cursor: sqlite3.Cursor) -> tuple[Any, ...]:
    try:
        rows = cursor.fetchall() if cursor.description else ()
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors need no visits of their own, and whose transactions begin by themselves."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], begin: str) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._begin: Final = begin
        self._thread.daemon = True  # as SQLAlchemy does for its own connections
        self._end: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        """Let the thread end, and return what tells that it has."""
        self._end = super().stop()
        return self._end

    async def _connect(self) -> aiosqlite.Connection:
        """Connect. Where the file cannot be opened, wait for the end of the thread: the loop may be gone after it."""
        try:
            return await super()._connect()
        except Exception:
            if self._end is not None:
                await self._end
            raise

    async def commit(self) -> None:
        """Commit. The end of a transaction that only read is not waited for: nothing can come of it."""
        if self._begin == READ and self._connection is not None:
            self._tx.put_nowait((None, self._connection.commit))
        else:
            await super().commit()

    def cursor(self) -> Any:
        """Return a cursor; SQLAlchemy enters it and runs one statement."""
        return _Cursor(self._execute, lambda: self._conn, self._begin)


def connector(begin: str, busy_seconds: float) -> Callable[..., Connection]:
    """Return what opens connections whose transactions begin with ``begin`` (``READ`` or ``WRITE``).

    ``busy_seconds`` is how long a statement waits for another process. What is committed is on the disk.
    """

    def open_raw(database: str, **options: Any) -> sqlite3.Connection:
        raw: sqlite3.Connection = sqlite3.connect(
            database, **{**options, "timeout": busy_seconds, "isolation_level": None}
        )
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"cache_size=-{_CACHE_KB}", _ERASE):
            raw.execute(f"PRAGMA {pragma}")
        return raw

    def connect(database: str, **options: Any) -> Connection:
        return Connection(partial(open_raw, database, **options), begin)

    return connect
