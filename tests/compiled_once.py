"""Both dialects of the store, told that all their engines are alike, so that a worker compiles each statement once.

Each test opens engines of its own, and SQLAlchemy keeps what it compiled with the engine. The product is not changed.
"""

from typing import Any, ClassVar

from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg, PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite


class _Alike:
    """Equal to every other dialect of its class, which is part of the key under which a compiled statement is kept."""

    compiled: ClassVar[dict[Any, Any]]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let an engine keep what it compiles with the others."""
        engine.update_execution_options(compiled_cache=cls.compiled)


class Sqlite(_Alike, SQLiteDialect_aiosqlite):
    """SQLite, as the store opens it."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}


class PostgresAsync(_Alike, PGDialectAsync_psycopg):
    """PostgreSQL, as the store opens it."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}


class Postgres(PGDialect_psycopg):
    """PostgreSQL, as it is opened where nothing awaits."""

    supports_statement_cache = True

    @classmethod
    def get_async_dialect_cls(cls, url: object) -> type[Dialect]:
        """Name the dialect of engines that await."""
        del url
        return PostgresAsync


def compile_once() -> None:
    """Let every engine that is made from now on share what was compiled."""
    registry.register("sqlite.aiosqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgres")
