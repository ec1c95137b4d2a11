"""``safety-bot alert ladder``: the steps of reminding that are in force, and giving them to alerts that are running."""

import json
from typing import Annotated

import typer

from bot.commands.terminal import migrated_store, read_settings, run
from bot.terms import ladder_of
from storage import audit, ladders
from storage.rules.ladder import pack_ladder

Running = Annotated[
    bool, typer.Option("--running", help="Also give this ladder to the alerts that are running, in place of theirs.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


def ladder(running: Running = False, yes: Yes = False) -> None:
    """Print the steps of reminding that a new alert gets, as JSON. A running alert keeps its own until --running."""
    settings = read_settings()
    found = ladder_of(settings)
    if not running:
        typer.echo(json.dumps(json.loads(pack_ladder(found)), indent=2))
        return

    async def count() -> int:
        async with migrated_store(settings) as database, database.reading() as tx:
            return await ladders.running(tx)

    alerts = run(count)
    if not yes:
        typer.confirm(f"{_alerts(alerts)} running. Replace their steps of reminding?", abort=True)

    async def freeze() -> int:
        from bot.app import now

        async with migrated_store(settings) as database, database.transaction() as tx:
            done = await ladders.freeze_anew(tx, found)
            detail = {"alerts": done, "version": found.version}
            await audit.record(
                tx, at=now(), actor="cli", act="ladder.frozen_anew", subject="alerts:running", detail=detail
            )
            return done

    typer.echo(f"{_alerts(run(freeze))} given the ladder {found.version}. Reminders follow within a minute.")


def _alerts(count: int) -> str:
    return "1 alert is" if count == 1 else f"{count} alerts are"
