"""``safety-bot demo``: an invented trust to look around in, on this machine only."""

from typing import Annotated

import typer

from bot.commands.serve import Host, Port, is_loopback, run_until_stopped
from bot.commands.terminal import refuse
from bot.telemetry import configure_logs

Verbose = Annotated[bool, typer.Option("--verbose", help="Show the log too, not only warnings.")]


def demo(host: Host = "127.0.0.1", port: Port = 3978, verbose: Verbose = False) -> None:
    """Open an invented trust in the browser, with people, wards, alerts and a year of events."""
    from bot.app import demo as open_demo

    if not is_loopback(host):
        refuse("The demo has no log-in, so it runs on this machine only. Leave --host as it is.")
    configure_logs("INFO" if verbose else "WARNING")
    run_until_stopped(open_demo(host=host, port=port), host, port)
