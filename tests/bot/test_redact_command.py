"""Words taken out at the command line: they come on standard input, are counted first, and the export holds none."""

import asyncio
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from invented import NURSE, T0, found_trust, send_report
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage import incidents
from storage.database import Database
from storage.records import Screened

pytestmark = pytest.mark.usefixtures("migrated")
REFERENCE = "SE-2026-000001"


def call(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def rows(question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect("safety.db")
    found = connection.execute(question).fetchall()
    connection.close()
    return found


def store() -> None:
    """Make a store with a report that was changed, because its first version names somebody."""

    async def work() -> None:
        database = Database("sqlite:///safety.db")
        ids = await found_trust(database)
        sent = await send_report(database, "the man with the red wig fell", by=ids[NURSE])
        async with database.transaction() as tx:
            better = replace(sent.content, what_happened=Screened("a man fell"))
            await incidents.revise(tx, sent, content=better, by=ids[NURSE], reason="no red wig", now=T0)
        await database.close()

    asyncio.run(work())


def test_words_are_counted_and_taken_out_of_every_version_when_applied() -> None:
    store()
    counted = call("redact", REFERENCE, typed="Red wig\n\n")
    assert counted.exit_code == 0, counted.output
    assert "The words stood in 2 places of the report and its versions." in counted.output
    assert "Nothing was changed." in counted.output
    assert rows("SELECT count(*) FROM audit") == [(0,)]
    done = call("redact", REFERENCE.lower(), "--apply", typed="Red wig\n")
    assert done.exit_code == 0, done.output
    assert "red wig" not in (counted.output + done.output).lower()
    assert rows("SELECT what_happened, reason FROM incident_revisions ORDER BY revision") == [
        ("the man with the [removed] fell", ""), ("a man fell", "no [removed]"),
    ]  # fmt: skip
    ((actor, act, subject, detail),) = rows("SELECT actor, act, subject, detail FROM audit")
    assert (actor, act, subject) == ("cli", "report.words_removed", "incident:1")
    assert json.loads(str(detail)) == {"report": 2, "elsewhere": 0}
    exported = call("export", "lfpse", "--since", "2026-11-24", "--until", "2026-11-24", "--out", "out")
    assert exported.exit_code == 0, exported.output
    assert "[removed] fell" in Path(f"out/{REFERENCE}-r1.json").read_text(encoding="utf-8")
    assert b"red wig" not in Path("safety.db").read_bytes()


@pytest.mark.parametrize(
    ("reference", "typed", "said"),
    [
        (REFERENCE, " \n", "No words came on standard input"),
        (REFERENCE, "blue scarf\n", "These words do not stand there"),
        ("SE-2026-000009", "red wig\n", "There is no report with that reference."),
    ],
)
def test_what_cannot_be_taken_out_is_refused_and_not_audited(reference: str, typed: str, said: str) -> None:
    store()
    ran = call("redact", reference, "--apply", typed=typed)
    assert (ran.exit_code, said in ran.output) == (1, True), ran.output
    assert rows("SELECT count(*) FROM audit") == [(0,)]
