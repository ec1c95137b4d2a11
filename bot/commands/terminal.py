"""What every command needs: settings, a store that is there and up to date, and a plain way to refuse.

A refusal ends with code 1 and says how to mend it; it shows no traceback and no secret.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NoReturn, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, SettingsError, load_settings
from storage import migrations
from storage.database import Database

T = TypeVar("T")


def refuse(words: str) -> NoReturn:
    """Say why on standard error and end with code 1."""
    typer.echo(words, err=True)
    raise typer.Exit(1)


def read_settings() -> Settings:
    """Return the settings, or refuse with one line for each that is wrong."""
    try:
        return load_settings()
    except SettingsError as error:
        refuse(f"The settings are not right yet.\n{error}")


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run the work on an event loop. A database that cannot be used is refused in words, without its address."""

    async def whole() -> T:
        return await work()

    try:
        return asyncio.run(whole())
    except (SQLAlchemyError, OSError) as error:
        kind = type(error).__name__
        refuse(f"The store cannot be used ({kind}). Look at DATABASE_URL, and whether the database is running.")


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Database]:
    """Open the store, whatever its revision, and close it at the end."""
    database = Database(settings.database_url.get_secret_value())
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def migrated_store(settings: Settings) -> AsyncIterator[Database]:
    """Open the store; refuse when its tables are not those that this version needs."""
    async with open_store(settings) as database:
        async with database.reading() as tx:
            revision = await migrations.current(tx)
        if revision != migrations.head():
            refuse("The store is not up to date. Run this first: safety-bot migrate")
        yield database
