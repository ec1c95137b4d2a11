"""The history of the schema, and how a store is brought to the newest revision.

It changes tables, never what they hold for people, and it may be run by several processes at once.
"""

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from storage.database import Database, Transaction

LOCK_NUMBER: Final = 7_746_331_905
"""The advisory lock on PostgreSQL that migrations of this project take: any number that nobody else uses."""


@cache
def head() -> str:
    """Return the newest revision that this code knows.

    A revision is the number that its file's name begins with, so that a server which only asks this need not load
    Alembic (10 MB).
    """
    return max(file.name.partition("_")[0] for file in (Path(__file__).parent / "versions").glob("[0-9]*_*.py"))


async def current(tx: Transaction) -> str | None:
    """Return the revision of the store, or None when nothing was ever migrated."""
    if not await tx.run_sync(lambda connection: inspect(connection).has_table("alembic_version")):
        return None
    found: str | None = await tx.scalar(text("SELECT version_num FROM alembic_version"))
    return found


async def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring the store to the newest revision, in one transaction. Return the revisions before and after.

    Harmless when there is nothing to do. A second process waits for the first and then finds nothing to do.
    One process upgrades one store at a time: Alembic keeps its context in module globals.
    """
    async with database.transaction() as tx:
        if not database.is_sqlite:  # SQLite's BEGIN IMMEDIATE already lets one writer in
            await tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER})
        before = await current(tx)
        if before != head():
            await tx.run_sync(raise_to, "head")
        return before, head()


def raise_to(connection: Connection, revision: str) -> None:
    """Bring an open transaction's store to a revision (``head`` for the newest)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
