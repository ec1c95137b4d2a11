"""``safety-bot alert``: record a National Patient Safety Alert from a file."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.lists import read_file
from bot.commands.terminal import migrated_store, read_settings, refuse, run
from handlers.alerts.recording import Problems, add_from_json
from storage.records import Alert, AlertAction

AlertFile = Annotated[Path, typer.Argument(metavar="FILE.json", help="The alert with its actions, as a JSON object.")]


def add(file: AlertFile) -> None:
    """Record an alert. Its executive and the leads of its actions hear of it at once."""
    from bot.app import now

    settings = read_settings()
    data = read_object(file)

    async def work() -> tuple[Alert, tuple[AlertAction, ...]] | Problems:
        async with migrated_store(settings) as database, database.transaction() as tx:
            return await add_from_json(tx, data, now(), "cli", remind_at=settings.reminder_time)

    recorded = run(work)
    if isinstance(recorded, Problems):
        for sentence in recorded.sentences:
            typer.echo(f"  {sentence}", err=True)
        refuse(f"Nothing was recorded: {len(recorded.sentences)} to mend in {file.name} first.")
    alert, actions = recorded
    leads = len({action.lead_id for action in actions})
    told = f"{leads} {'lead hears' if leads == 1 else 'leads hear'} of it"
    typer.echo(f"{alert.reference} is recorded, with {_count(len(actions))}. {told} as soon as the bot is running.")


def read_object(file: Path) -> dict[str, Any]:
    """Return the JSON object in a file, or refuse."""
    try:
        data = json.loads(read_file(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse(f"{file.name} is not UTF-8 text.")
    except json.JSONDecodeError as error:
        refuse(f"{file.name} is not JSON: look at line {error.lineno}, column {error.colno}.")
    if not isinstance(data, dict):
        refuse(f"{file.name} must hold one alert: an object in curly brackets.")
    return data


def _count(actions: int) -> str:
    return "1 action" if actions == 1 else f"{actions} actions"
