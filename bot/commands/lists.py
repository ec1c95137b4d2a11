"""``safety-bot import``: the staff list and the list of wards, shown first and applied when asked."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Protocol

import typer

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from storage.database import Database
from storage.imports.findings import Findings, Step
from storage.imports.places import import_places
from storage.imports.staff import import_staff

File = Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV file in UTF-8, with the names of its columns.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it. Without this, nothing is changed.")]
Stop = Annotated[
    bool, typer.Option("--stop-missing", help="Also take out of use whatever is in the store and not in the file.")
]
_SHOWN: Final[dict[Step, str]] = {
    Step.ADD: "new",
    Step.CHANGE: "changed",
    Step.STOP: "stopped",
    Step.ABSENT: "not in the file, left alone",
    Step.SAME: "unchanged",
}


class _Import(Protocol):
    def __call__(
        self, database: Database, content: bytes, *, now: datetime, apply: bool, stop_missing: bool
    ) -> Awaitable[Findings]: ...


def staff(file: File, apply: Apply = False, stop_missing: Stop = False) -> None:
    """Show what a staff list would change, and change it with --apply.

    Columns: name, email, roles (separated by ;), directorate, slack_user_id, teams_user_id.
    """
    _bring_in(import_staff, file, apply=apply, stop_missing=stop_missing)


def locations(file: File, apply: Apply = False, stop_missing: Stop = False) -> None:
    """Show what a list of wards would change, and change it with --apply.

    Columns: name, aliases (separated by ;), description, directorate, lfpse_service, lfpse_location.
    """
    _bring_in(import_places, file, apply=apply, stop_missing=stop_missing)


def _bring_in(bring: _Import, file: Path, *, apply: bool, stop_missing: bool) -> None:
    from bot.app import now

    settings = read_settings()
    content = read_file(file)

    async def work() -> Findings:
        async with migrated_store(settings) as database:
            return await bring(database, content, now=now(), apply=apply, stop_missing=stop_missing)

    findings = run(work)
    for text in describe(findings):
        typer.echo(text)
    if findings.problems:
        refuse(f"Nothing was changed: {len(findings.problems)} to mend in {file.name} first.")
    if not findings.applied:
        typer.echo("Nothing was changed: this was a dry run. Add --apply to do it.")


def read_file(file: Path) -> bytes:
    """Return the content of a file, or refuse."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        refuse(f"There is no file {file}.")
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}.")


def _bracketed(details: Sequence[str]) -> str:
    return f" ({'; '.join(details)})" if details else ""


def describe(findings: Findings) -> list[str]:
    """Return the findings as lines for a terminal: what differs, what is wrong, and how many of each."""
    width = max((len(_SHOWN[change.step]) for change in findings.changes if change.step is not Step.SAME), default=0)
    lines = [
        f"  {_SHOWN[change.step]:<{width}}  {change.name}{_bracketed(change.details)}"
        for change in findings.changes
        if change.step is not Step.SAME
    ]
    lines += [f"  line {problem.line}: {problem.reason}" for problem in findings.problems]
    counts = [f"{findings.count(step)} {word}" for step, word in _SHOWN.items() if findings.count(step)]
    if counts:
        lines.append(f"{'Done' if findings.applied else 'Found'}: {', '.join(counts)}.")
    return lines
