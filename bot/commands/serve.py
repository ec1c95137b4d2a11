"""``safety-bot serve``: the bot for a trust, on the platforms that are set up."""

import asyncio
import ctypes
import errno
import signal
import sys
from collections.abc import Coroutine
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
import uvloop

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from bot.settings import Settings, SettingsError
from bot.telemetry import configure_logs

if TYPE_CHECKING:
    from schedules.timetable import Every

_ARENA_MAX: Final = -8
"""glibc's M_ARENA_MAX."""

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")]
Unauthenticated = Annotated[
    bool,
    typer.Option(
        "--allow-unauthenticated-teams",
        help="To try Teams out here: without MICROSOFT_APP_ID, answer callers on this machine without a token.",
    ),
]


def serve(host: Host = "127.0.0.1", port: Port = 3978, allow_unauthenticated_teams: Unauthenticated = False) -> None:
    """Serve Slack and Teams, send what is due, and say which platforms are on."""
    serve_from(read_settings(), host, port, allow_unauthenticated_teams=allow_unauthenticated_teams)


def serve_from(
    settings: Settings,
    host: str,
    port: int,
    *,
    allow_unauthenticated_teams: bool = False,
    every: "Every | None" = None,
) -> None:
    """Serve with these settings until a signal ends it. ``every``: how often each job ticks, ours unless given."""
    try:
        lines, any_on = platforms(settings, allow_unauthenticated_teams=allow_unauthenticated_teams)
    except SettingsError as error:
        refuse(f"The settings are not right yet.\n{error}")
    if allow_unauthenticated_teams and not is_loopback(host):
        refuse("--allow-unauthenticated-teams is for this machine only. Leave --host as it is.")
    for line in lines:
        typer.echo(line)
    if not any_on:
        refuse("There is nothing to serve. Set up a platform as the README says, or look around with: safety-bot demo")
    run(lambda: _check_store(settings))
    configure_logs(settings.log_level)
    from bot.app import serve as serve_bot

    run_until_stopped(
        serve_bot(settings, host=host, port=port, allow_unauthenticated_teams=allow_unauthenticated_teams, every=every),
        host,
        port,
    )


async def _check_store(settings: Settings) -> None:
    async with migrated_store(settings):
        pass


def platforms(settings: Settings, *, allow_unauthenticated_teams: bool = False) -> tuple[list[str], bool]:
    """Return a line for each platform (on, or off and why) and whether any is on. Raises SettingsError."""
    slack, teams = settings.slack(), settings.teams()
    if slack is None:
        lines = ["Slack: off. SLACK_BOT_TOKEN is not set."]
    else:
        ways = [way for way, key in (("HTTP", slack.signing_secret), ("Socket Mode", slack.app_token)) if key]
        lines = [f"Slack: on ({' and '.join(ways)})."]
    if teams is not None and allow_unauthenticated_teams:
        raise SettingsError(
            "--allow-unauthenticated-teams and MICROSOFT_APP_ID do not go together. Leave one of them out."
        )
    if teams is not None:
        lines.append(f"Teams: on ({teams.app_type}).")
    elif allow_unauthenticated_teams:
        lines.append(
            "Teams: on for callers on this machine, WITHOUT checking who they are. Never put a proxy before it."
        )
    else:
        lines.append("Teams: off. MICROSOFT_APP_ID is not set.")
    return lines, slack is not None or teams is not None or allow_unauthenticated_teams


def spare_memory() -> None:
    """Let all threads share one heap, where the C library has that choice (glibc).

    Each of the store's threads would otherwise keep a heap of its own: 7 MB after a busy hour.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tune is not None:
        tune(_ARENA_MAX, 1)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def run_until_stopped(work: Coroutine[Any, Any, None], host: str, port: int) -> None:
    """Run the work until it ends, or until SIGINT or SIGTERM asks it to: then it is cancelled and may tidy up."""
    spare_memory()

    async def watch() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            typer.echo("Stopped.", err=True)

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(watch())
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            refuse(f"Port {port} is in use by another program. Try another one: --port {port + 1}")
        if error.errno in {errno.EADDRNOTAVAIL, errno.EACCES}:
            refuse(f"This machine cannot listen on {host}:{port}.")
        raise
