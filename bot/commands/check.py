"""``safety-bot check``: what is wrong with this installation, and how to mend it."""

import os
from collections.abc import Iterable

import typer

from bot.check import Finding, State, check_clock, check_files, check_platform, check_settings, check_store
from bot.commands.terminal import read_settings, refuse, run
from bot.settings import Settings, SettingsError
from handlers.chat.form import Choice, Finds
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply
from handlers.chat.turn import Turn


class ClosedFront:
    """A front for a platform that is only checked: nothing is let in."""

    async def receive(self, turn: Turn) -> Outcome:  # noqa: ARG002
        """Store nothing and say so."""
        return Outcome(Reply(), failed=True)

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:  # noqa: ARG002
        """Find nothing."""
        return ()


def check() -> None:
    """Look at settings, database, credentials, platforms and clock, and say how to mend what is wrong."""
    settings = read_settings()
    findings = [*check_settings(settings, os.environ), *run(lambda: _look_around(settings))]
    for text in describe(findings):
        typer.echo(text)
    problems = sum(finding.state is State.PROBLEM for finding in findings)
    if problems:
        refuse(f"{problems} to mend.")
    typer.echo("Nothing to mend.")


def describe(findings: Iterable[Finding]) -> list[str]:
    """Return the findings as lines for a terminal."""
    listed = list(findings)
    width = max(len(finding.state) for finding in listed)
    return [f"  {finding.state:<{width}}  {finding.part}: {finding.words}" for finding in listed]


async def _look_around(settings: Settings) -> list[Finding]:
    from bot.app import now
    from bot.platforms import slack_settings, teams_settings
    from bot.slack import Slack
    from bot.teams import Teams

    findings = [*await check_store(settings, now()), check_files(settings)]
    reachable: list[str] = []
    try:
        keys = slack_settings(settings)
        slack = Slack(keys, ClosedFront(), now) if keys else None
        findings += await check_platform("Slack", slack, "SLACK_BOT_TOKEN is not set.")
        reachable += [keys.api_url] if keys else []
    except SettingsError:  # said already, with the settings
        pass
    try:
        bot = teams_settings(settings)
        teams = Teams(bot, ClosedFront(), now) if bot else None
        findings += await check_platform("Teams", teams, "MICROSOFT_APP_ID is not set.")
        reachable += [bot.login_url] if bot else []
    except SettingsError:
        pass
    findings.append(await check_clock(reachable, now))
    return findings
