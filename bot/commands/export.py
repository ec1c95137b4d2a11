"""``safety-bot export``: files for other systems, made from the store. It sends nothing and shows no story."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.lists import read_file
from bot.commands.terminal import migrated_store, read_settings, refuse, run
from storage import alert_sheet, audit, codes
from storage.file_export import LIST, Taken, export_files
from storage.folder import Folder, Put
from storage.lfpse import REPORT, export
from storage.rules.lfpse.codes import CodeLists
from storage.rules.lfpse.report import TROUBLE, Report, Result, summary
from storage.rules.lfpse.sheet import ODS
from storage.rules.workdays import local_day

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_SHOWN: Final = 20

Since = Annotated[
    datetime,
    typer.Option("--since", formats=_DAYS, metavar="DATE", help="The first day, such as 2026-11-01 or 01/11/2026."),
]
Until = Annotated[
    datetime | None, typer.Option("--until", formats=_DAYS, metavar="DATE", help="The last day. Today, if not given.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the files. Made if it is not there.")]
Replace = Annotated[bool, typer.Option("--replace", help="Write over files that have other content.")]
Organisation = Annotated[
    str, typer.Option("--organisation", metavar="CODE", help="The trust's ODS code, to be written into each file.")
]
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE.csv", help="The file to write.")]
ShowFigures = Annotated[
    bool, typer.Option("--figures", help="Write the compliance figures by quarter instead of the log.")
]
Codes = Annotated[
    list[Path] | None,
    typer.Option("--codes", metavar="FILE.json", help="Code lists of another version. May be given several times."),
]


def lfpse(
    since: Since,
    out: Out,
    until: Until = None,
    replace: Replace = False,
    organisation: Organisation = "",
    codes_files: Codes = None,
) -> None:
    """Write reports as LFPSE events (FHIR JSON), each version a file, with a report of what could not be coded.

    Chosen are the versions made on these days, Europe/London. Ends with code 1 when something has to be looked at.
    """
    from bot.app import now

    settings = read_settings()
    started = now()
    report = Report(since.date(), until.date() if until else local_day(started), started)
    if report.until < report.since:
        refuse("The last day is before the first.")
    organisation = organisation.strip().upper()
    if organisation and ODS.fullmatch(organisation) is None:
        refuse("--organisation takes the trust's ODS code, such as RXX: letters and figures only.")
    lists = _lists(codes_files or ())

    folder = Folder(out, replace)
    try:
        folder.make()
    except OSError as error:
        refuse(f"The folder {out} cannot be written: {error.strerror}.")

    async def work() -> None:
        async with migrated_store(settings) as database:
            async with database.reading() as tx:
                try:
                    await export(
                        tx,
                        folder,
                        lists,
                        report,
                        organisation=organisation,
                        hospital_number=settings.hospital_number,
                        progress=_progress,
                    )
                except OSError as error:
                    refuse(f"The folder {out} cannot be written: {error.strerror}. Nothing is lost: export again.")
            counts = {result.value: report.count(result) for result in Result}
            days = {"since": report.since.isoformat(), "until": report.until.isoformat()}
            async with database.transaction() as tx:
                await audit.record(
                    tx, at=now(), actor="cli", act="reports.exported", subject="export:lfpse", detail={**days, **counts}
                )

    run(work)
    _tell(report, out)


def files(since: Since, out: Out, until: Until = None, replace: Replace = False) -> None:
    """Write the photos and documents that were added to reports on these days, with a list of their hashes.

    For records management. Ends with code 1 when a file has changed in the store, or another content was there.
    """
    from bot.app import now

    settings = read_settings()
    started = now()
    first, last = since.date(), until.date() if until else local_day(started)
    if last < first:
        refuse("The last day is before the first.")
    folder = Folder(out, replace)
    taken = Taken()

    async def work() -> None:
        nonlocal taken
        async with migrated_store(settings) as database:
            try:
                folder.make()
                async with database.reading() as tx:
                    taken = await export_files(tx, folder, first, last)
            except OSError as error:
                refuse(f"The folder {out} cannot be written: {error.strerror}.")
            detail = {"since": first.isoformat(), "until": last.isoformat(), **asdict(taken)}
            async with database.transaction() as tx:
                await audit.record(
                    tx, at=started, actor="cli", act="files.exported", subject="export:files", detail=detail
                )

    run(work)
    typer.echo(f"Files: {taken.written} written, {taken.there} there already. The list with hashes is {out / LIST}.")
    if taken.damaged:
        typer.echo(f"{taken.damaged} not written: the content in the store has no longer its hash.")
    if taken.kept:
        typer.echo(f"{taken.kept} left alone: other content is there. Look at both, then use --replace.")
    if taken.damaged or taken.kept:
        raise typer.Exit(1)


def alerts(out: OutFile, figures: ShowFigures = False, replace: Replace = False) -> None:
    """Write the alert log as CSV: every step, person and time, every version, evidence, and who was told.

    The same store gives the same file. Times stand in UTC and in London's.
    """
    from bot.app import now

    settings = read_settings()
    started = now()

    async def work() -> None:
        async with migrated_store(settings) as database:
            async with database.reading() as tx:
                if figures:
                    content, count = await alert_sheet.figures_sheet(tx, local_day(started)), 0
                else:
                    content, count = await alert_sheet.whole_log(tx)
            _put(out, content, replace)
            async with database.transaction() as tx:
                what = "figures" if figures else "log"
                await audit.record(
                    tx, at=started, actor="cli", act="alerts.exported", subject=f"export:{what}",
                    detail={"alerts": count},
                )  # fmt: skip
        what = "The compliance figures are" if figures else f"The log of {count} alert{'' if count == 1 else 's'} is"
        typer.echo(f"{what} in {out}.")

    run(work)


def _put(out: Path, content: str, replace: bool) -> None:
    folder = Folder(out.resolve().parent, replace)
    try:
        folder.make()
        put = folder.put(out.name, content.encode())
    except OSError as error:
        refuse(f"The file {out} cannot be written: {error.strerror}.")
    if put is Put.KEPT:
        refuse(f"The file {out} has other content and was left alone. Use --replace to write over it.")


def _lists(given: Iterable[Path]) -> dict[str, CodeLists]:
    """Return the code lists by version: those that ship, and in their place or beside them those that were given."""
    try:
        lists = dict(codes.shipped())
    except ValueError as error:
        refuse(str(error))
    for file in given:
        try:
            one = codes.read_file(read_file(file))
        except ValueError as error:
            refuse(f"{file.name}: {error}")
        lists[one.version] = one
    return lists


def _progress(done: int, total: int) -> None:
    typer.echo(f"{done:,} of {total:,} versions.", err=True)


def _tell(report: Report, out: Path) -> None:
    typer.echo(summary(report))
    trouble = [entry for result in TROUBLE for entry in report.of(result)]
    for entry in trouble[:_SHOWN]:
        typer.echo(f"  {entry.reference}, version {entry.revision}: {entry.why}")
    if len(trouble) > _SHOWN:
        typer.echo(f"  and {len(trouble) - _SHOWN} more, in the report")
    typer.echo(f"What could not be coded, and why, is in {out / REPORT[0]} and {out / REPORT[1]}.")
    if trouble:
        raise typer.Exit(1)
