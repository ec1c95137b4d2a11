"""``safety-bot migrate``: bring the store to the revision that this version needs."""

import typer

from bot.commands.terminal import open_store, read_settings, run
from storage import migrations


def migrate() -> None:
    """Make or update the tables of the store. Harmless when there is nothing to do."""
    settings = read_settings()

    async def work() -> tuple[str | None, str]:
        async with open_store(settings) as database:
            return await migrations.upgrade(database)

    before, after = run(work)
    if before == after:
        typer.echo(f"The store is up to date (revision {after}).")
    else:
        typer.echo(
            f"The store was {'empty' if before is None else f'at revision {before}'}. Now it is at revision {after}."
        )
