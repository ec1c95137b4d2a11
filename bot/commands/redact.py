"""``safety-bot redact``: take words out of every version of a report that was sent. It keeps and shows no word of them.

The words come on standard input and never as an argument: arguments stand in histories and lists of processes.
"""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from handlers.review.taking_out import ACT, in_words
from storage import audit, incidents, reviews, taking_out
from storage.database import Transaction
from storage.rules.corrections import phrases_of
from storage.taking_out import Taken

Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="The report, such as SE-2026-000123.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it. It cannot be undone. Without this, places are counted.")]


def redact(reference: Reference, apply: Apply = False) -> None:
    """Take words out of every version of a report. They are read from standard input, one phrase on each line.

    Counts the places unless --apply is given. Ends with code 1 when the words stand nowhere in the report.
    """
    from bot.app import now

    settings = read_settings()
    if sys.stdin.isatty():
        typer.echo("Type the words as they stand in the report, one phrase on each line. End with Ctrl-D.", err=True)
    phrases = phrases_of(sys.stdin.read())
    if not phrases:
        refuse("No words came on standard input. Give one phrase on each line, of two letters or more.")

    async def work(tx: Transaction) -> Taken | None:
        if not apply:
            found = await incidents.by_reference(tx, reference)
            return None if found is None else await taking_out.count(tx, found, phrases)
        incident = await reviews.lock(tx, reference)
        if incident is None:
            return None
        places = await taking_out.take_words_out(tx, incident, phrases)
        if places:
            detail = asdict(places)
            subject = f"incident:{incident.id}"
            await audit.record(tx, at=now(), actor="cli", act=ACT, subject=subject, detail=detail)
        return places

    async def whole() -> Taken | None:
        async with migrated_store(settings) as database, database.transaction() if apply else database.reading() as tx:
            return await work(tx)

    places = run(whole)
    if places is None:
        refuse("There is no report with that reference.")
    if not places:
        refuse("These words do not stand there, as whole words. Nothing was changed.")
    typer.echo(in_words(places))
    typer.echo(
        "They are taken out. Files exported before, and backups, still hold them: delete those files and export again."
        if apply
        else "Nothing was changed. It cannot be undone: look at the words once more, then give --apply."
    )
