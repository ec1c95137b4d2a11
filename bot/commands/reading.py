"""``safety-bot draft`` and ``evaluate``: try the reader on messages of one's own. Nothing is stored, nobody called."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from bot.commands.lists import read_file
from bot.commands.terminal import refuse
from handlers.incidents.reading import Place
from handlers.incidents.reading import commands as reader

Locations = Annotated[
    Path | None,
    typer.Option("--locations", metavar="FILE.csv", help="The trust's places, as for import locations."),
]
Gold = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.jsonl", help="Messages with gold answers, one JSON object a line. - is standard input."
    ),
]


def draft(locations: Locations = None) -> None:
    """Read messages (JSON lines with id, text, posted_at) on standard input; write one draft a line."""
    places = _places(locations)
    try:
        for line in reader.draft_lines(_lines(sys.stdin.buffer), places):
            typer.echo(line)
    except ValueError as error:
        refuse(_words(error))


def evaluate(file: Gold, locations: Locations = None) -> None:
    """Compare drafts with gold answers: precision and recall of each field, and every miss."""
    places = _places(locations)
    try:
        if str(file) == "-":
            table = reader.evaluate(_lines(sys.stdin.buffer), places)
        else:
            table = reader.evaluate(read_file(file).decode("utf-8-sig").splitlines(), places)
    except KeyError as error:
        refuse(f"Some gold answers lack {error}.")
    except ValueError as error:
        refuse(_words(error))
    typer.echo(table)


def _places(locations: Path | None) -> tuple[Place, ...]:
    if locations is None:
        return ()
    try:
        return reader.read_places(read_file(locations).decode("utf-8-sig"))
    except ValueError as error:
        refuse(f"{locations.name}: {_words(error)}")


def _lines(source: BinaryIO) -> Iterator[str]:
    for raw in source:
        yield raw.decode("utf-8-sig")


def _words(error: ValueError) -> str:
    """Return what is wrong, without the text in which it is wrong: a message may name a patient."""
    if isinstance(error, UnicodeError):
        return "This is not UTF-8 text."
    words = str(error)
    return (
        words
        if words.startswith(("Line ", "The "))
        else "A posted_at is not an instant such as 2026-03-14T07:55+00:00."
    )
