"""The ``safety-bot`` command: it wires the commands together and holds none of their work."""

from importlib.metadata import version
from typing import Annotated

import typer

from bot.commands import (
    alert,
    check,
    demo,
    export,
    ladder,
    lists,
    manifest,
    migrate,
    original,
    outbox,
    reading,
    redact,
    serve,
)

app = typer.Typer(
    name="safety-bot",
    help="Report safety events and finish National Patient Safety Alerts from Slack and Microsoft Teams.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"safety-bot {version('patient-safety-bot')}")
        raise typer.Exit


@app.callback()
def _start(
    version_wanted: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    del version_wanted


app.command()(demo.demo)
app.command()(serve.serve)
app.command()(migrate.migrate)
app.command()(check.check)
app.command()(manifest.manifest)
app.command()(redact.redact)
app.command()(reading.draft)
app.command()(reading.evaluate)

lists_app = typer.Typer(
    help="Bring in the staff list or the list of wards. A dry run unless --apply.", no_args_is_help=True
)
lists_app.command()(lists.staff)
lists_app.command()(lists.locations)
app.add_typer(lists_app, name="import")

alert_app = typer.Typer(help="National Patient Safety Alerts.", no_args_is_help=True)
alert_app.command()(alert.add)
alert_app.command()(original.original)
alert_app.command()(ladder.ladder)
app.add_typer(alert_app, name="alert")


outbox_app = typer.Typer(help="Messages that are owed, and those that could not be delivered.", no_args_is_help=True)
outbox_app.command("list")(outbox.show)
outbox_app.command()(outbox.retry)
outbox_app.command()(outbox.cancel)
app.add_typer(outbox_app, name="outbox")

export_app = typer.Typer(help="Files for other systems, made from the store.", no_args_is_help=True)
export_app.command()(export.lfpse)
export_app.command()(export.alerts)
export_app.command()(export.files)
app.add_typer(export_app, name="export")


def main() -> None:
    """Run the command line. Codes: 0 done, 1 refused, 2 not understood."""
    app()


if __name__ == "__main__":
    main()
