"""What ``safety-bot check`` looks at: settings, store, platforms and clock, each with how to mend it.

It changes nothing, sends no message, and shows no secret.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final, Protocol

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, SettingsError, unknown_names
from schedules import auditor
from storage import locations, migrations, people
from storage.database import Database

MOST_SKEW_SECONDS: Final = 60
"""Slack refuses signatures, and Microsoft tokens, that are about five minutes off; a minute leaves room to notice."""
_PATIENCE: Final = aiohttp.ClientTimeout(total=8)


class State(StrEnum):
    """How one part is."""

    OK = "ok"
    PROBLEM = "problem"
    OFF = "off"
    UNKNOWN = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check. ``words`` say what is so and, for a problem, how to mend it."""

    part: str
    state: State
    words: str


class Platform(Protocol):
    """A platform that can check its own keys."""

    async def check(self) -> Iterable[tuple[str, bool, str]]:
        """Return for each thing that was looked at its name, whether it works, and what to do if not."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


def check_settings(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    """Look for platforms that are half set and for names that nobody reads."""
    findings = []
    for name, nearest in unknown_names(environ).items():
        near = f" Did you mean {nearest}?" if nearest else ""
        findings.append(Finding("Settings", State.PROBLEM, f"{name} is not a setting, so nobody reads it.{near}"))
    for platform in (settings.slack, settings.teams):
        try:
            platform()
        except SettingsError as error:
            findings.append(Finding("Settings", State.PROBLEM, str(error)))
    return findings or [Finding("Settings", State.OK, "They can be read.")]


def check_files(settings: Settings) -> Finding:
    """Look whether people can open the photos and documents of reports."""
    if settings.web_address:
        return Finding("Files", State.OK, f"Photos and documents are opened at {settings.web_address}.")
    words = "SAFETY_WEB_ADDRESS is not set: nobody can open photos and documents from chat. Hand them over with: "
    return Finding("Files", State.OFF, f"{words}safety-bot export files")


async def check_store(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Look whether the database answers, is at the newest revision, and knows staff and wards.

    With ``now``, also whether everything that is open has a message to come.
    """
    database = Database(settings.database_url.get_secret_value())
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        async with database.reading() as tx:
            revision = await migrations.current(tx)
            if revision != migrations.head():
                words = f"Its tables are at revision {revision or 'none'}, this version needs {migrations.head()}."
                return [
                    Finding("Database", State.OK, f"{kind} answers."),
                    Finding("Migrations", State.PROBLEM, f"{words} Run: safety-bot migrate"),
                ]
            staff, places = len(await people.all_active(tx)), len(await locations.all_active(tx))
            missing = await auditor.audit(tx, now) if now is not None else []
    except (SQLAlchemyError, OSError) as error:
        mend = "Look at DATABASE_URL, and whether the database is running."
        return [Finding("Database", State.PROBLEM, f"{kind} cannot be used ({type(error).__name__}). {mend}")]
    finally:
        await database.close()
    return [
        Finding("Database", State.OK, f"{kind} answers."),
        Finding("Migrations", State.OK, f"Up to date (revision {revision})."),
        _counted("Staff", staff, "safety-bot import staff FILE.csv --apply"),
        _counted("Wards", places, "safety-bot import locations FILE.csv --apply"),
        *([_reminders(missing)] if now is not None else []),
    ]


def _reminders(missing: list[str]) -> Finding:
    if not missing:
        return Finding("Reminders", State.OK, "Somebody will hear of everything that is open.")
    listed = ", ".join(missing[:5])
    words = f"Nobody will hear of {len(missing)} open: {listed}. Let the bot run, then check again."
    return Finding("Reminders", State.PROBLEM, words)


def _counted(part: str, count: int, mend: str) -> Finding:
    if count:
        return Finding(part, State.OK, f"{count} known.")
    return Finding(part, State.PROBLEM, f"None known. Run: {mend}")


async def check_platform(name: str, platform: Platform | None, off: str) -> list[Finding]:
    """Ask a platform about its keys. ``off`` says why there is none."""
    if platform is None:
        return [Finding(name, State.OFF, off)]
    try:
        return [Finding(part, State.OK if ok else State.PROBLEM, words) for part, ok, words in await platform.check()]
    finally:
        await platform.close()


async def check_clock(urls: Iterable[str], now: Callable[[], datetime]) -> Finding:
    """Compare this machine's clock with the Date that the platforms send, the first that answers."""
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
        for url in urls:
            try:
                async with session.head(url, allow_redirects=False) as answer:
                    theirs = parsedate_to_datetime(answer.headers["Date"])
            except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
                continue
            return _clock_finding((now() - theirs).total_seconds())
    return Finding("Clock", State.UNKNOWN, "No platform could be reached to compare it with.")


def _clock_finding(ahead: float) -> Finding:
    if abs(ahead) <= MOST_SKEW_SECONDS:
        return Finding("Clock", State.OK, f"Right to within {MOST_SKEW_SECONDS} seconds.")
    way = "fast" if ahead > 0 else "slow"
    words = f"This machine is {abs(ahead):.0f} seconds {way}. Platforms refuse us then. Switch time synchronisation on."
    return Finding("Clock", State.PROBLEM, words)
