"""``safety-bot alert``: take in a National Patient Safety Alert from a file. What is incomplete waits for a person."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.lists import read_file
from bot.commands.terminal import migrated_store, read_settings, refuse, run
from bot.terms import ladder_of
from handlers.alerts.recording import Problems, add_from_json
from handlers.intake.receiving import Received, from_data, from_file, receive
from storage.receipts import Receipt
from storage.records import Alert, AlertAction, ReceiptState
from storage.rules.intake import govuk
from storage.rules.intake.letter import UnreadableError
from storage.rules.intake.proposal import Suggestion
from storage.rules.workdays import local_day, say_day

AlertFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="The alert: .json, or what was received (.eml, .pdf, .html, .txt).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what was understood, and store nothing.")]


def add(file: AlertFile, dry_run: DryRun = False) -> None:
    """Take in an alert. A complete JSON file is recorded at once; anything else a CAS officer checks first."""
    from bot.app import now

    settings = read_settings()
    content = read_file(file)
    data = _complete(file, content)
    if data is not None and not dry_run:
        _record(file, data)
        return
    try:
        came = from_data(data, content) if data is not None else from_file(file.name, content, settings.hospital_number)
    except UnreadableError as error:
        refuse(f"{file.name}: {error}")
    today = local_day(now())
    if dry_run:
        _show(came, today)
        typer.echo("Nothing was stored: this was a dry run.")
        return

    async def work() -> Receipt:
        async with migrated_store(settings) as database, database.transaction() as tx:
            return await receive(tx, came, now=now(), actor="cli", by_id=None)

    receipt = run(work)
    name = came.proposal.value("reference") or file.name
    if receipt.state is ReceiptState.WAITING:
        typer.echo(f"{name} waits to be checked. The CAS officers get it as soon as the bot is running.")
    else:
        typer.echo(f"{name} came in before and is {receipt.state}. Nothing was stored.")


def _complete(file: Path, content: bytes) -> Any:
    """Return the data of a JSON file that says everything, so that it is recorded at once; otherwise None."""
    if file.suffix.lower() != ".json":
        return None
    from handlers.intake.receiving import read_json

    try:
        data = read_json(content)
    except UnreadableError as error:
        refuse(f"{file.name}: {error}")
    if not isinstance(data, dict):
        refuse(f"{file.name} must hold one alert: an object in curly brackets.")
    names_leads = "executive" in data and isinstance(data.get("actions"), list) and "actions" in data
    return data if names_leads and not govuk.is_item(data) else None


def _record(file: Path, data: Any) -> None:
    from bot.app import now

    settings = read_settings()

    async def work() -> tuple[Alert, tuple[AlertAction, ...]] | Problems:
        async with migrated_store(settings) as database, database.transaction() as tx:
            return await add_from_json(tx, data, now(), "cli", ladder=ladder_of(settings))

    recorded = run(work)
    if isinstance(recorded, Problems):
        for sentence in recorded.sentences:
            typer.echo(f"  {sentence}", err=True)
        refuse(f"Nothing was recorded: {len(recorded.sentences)} to mend in {file.name} first.")
    alert, actions = recorded
    leads = len({action.lead_id for action in actions})
    told = f"{leads} {'lead hears' if leads == 1 else 'leads hear'} of it"
    typer.echo(f"{alert.reference} is recorded, with {_count(len(actions))}. {told} as soon as the bot is running.")


def _show(came: Received, today: date) -> None:
    proposal = came.proposal
    for label, name in (
        ("Reference", "reference"), ("Title", "title"), ("Issuer", "issuer"), ("Issued", "issued_on"),
        ("Actions underway by", "underway_by"), ("Complete by", "complete_by"), ("Complex", "complexity"),
        ("Replaces", "supersedes"), ("Web address", "url"),
    ):  # fmt: skip
        found: Suggestion | None = getattr(proposal, name)
        if found is None:
            typer.echo(f"{label}: not found")
            continue
        value = say_day(date.fromisoformat(found.value), today) if name.endswith(("_on", "_by")) else found.value
        typer.echo(f"{label}: {value}" + (f"\n    found in: “{found.sentence}”" if found.sentence else ""))
    for action in proposal.actions:
        due = f" (due {say_day(date.fromisoformat(action.due), today)})" if action.due else ""
        typer.echo(f"  {action.number}. {action.text}{due}")
    typer.echo(f"{_count(len(proposal.actions))} found.")


def _count(actions: int) -> str:
    return "1 action" if actions == 1 else f"{actions} actions"
