"""The export at the command line: days, options, what it says, its code at the end, and its row in the audit."""

import asyncio
import csv
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from invented import LEAD, T0, action_values, found_trust, record_alert, send_report
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage import files
from storage.cleaning import Cleaned, FileKind
from storage.database import Database

pytestmark = pytest.mark.usefixtures("migrated")
DAYS = ("--since", "2026-11-24", "--until", "24/11/2026")


def call(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(words), env=environment)


def export(*words: str, **environment: str) -> Result:
    return call("export", "lfpse", "--out", "out", *words, **environment)


def store(*texts: str) -> None:
    """Make a store with these reports."""

    async def work() -> None:
        database = Database("sqlite:///safety.db")
        for text in texts:
            await send_report(database, text)
        await database.close()

    asyncio.run(work())


def test_reports_become_files_and_the_audit_knows() -> None:
    store("pt fell", "pt slipped")
    ran = export(*DAYS, "--organisation", "rxx")
    assert ran.exit_code == 0, ran.output
    assert "Versions: 2 written." in ran.output
    assert "2 of 2 versions." in ran.output
    assert '"valueCode": "RXX"' in Path("out/SE-2026-000001-r1.json").read_text(encoding="utf-8")
    connection = sqlite3.connect("safety.db")
    actor, act, subject, detail = connection.execute("SELECT actor, act, subject, detail FROM audit").fetchone()
    connection.close()
    assert (actor, act, subject) == ("cli", "reports.exported", "export:lfpse")
    found = json.loads(detail)
    assert (found["since"], found["until"], found["written"]) == ("2026-11-24", "2026-11-24", 2)


def test_what_has_to_be_looked_at_ends_with_code_1_and_shows_no_word_of_the_report() -> None:
    store("pt fell, nhs 999 526 0182")
    ran = export(*DAYS)
    assert ran.exit_code == 1
    assert "SE-2026-000001, version 1: It may hold details of a person (what happened: 1 NHS number)." in ran.output
    assert "999" not in ran.output
    assert "pt fell" not in ran.output


def test_the_hospital_number_of_the_settings_is_looked_for() -> None:
    store("band ZZ123456 was missing")
    assert export(*DAYS, SAFETY_HOSPITAL_NUMBER=r"ZZ\d{6}").exit_code == 1


def test_a_file_with_other_content_is_written_over_only_with_replace() -> None:
    store("pt fell")
    Path("out").mkdir()
    file = Path("out/SE-2026-000001-r1.json")
    file.write_text("{}", encoding="utf-8")
    ran = export(*DAYS)
    assert ran.exit_code == 1
    assert "left alone" in ran.output
    assert file.read_text(encoding="utf-8") == "{}"
    assert export(*DAYS, "--replace").exit_code == 0
    assert file.read_text(encoding="utf-8") != "{}"


def test_lists_of_another_version_can_be_given() -> None:
    store("pt fell")
    mine = {
        "taxonomy": "LFPSE v5 (ours)",
        "structures": "https://example.org/ours/",
        "codeSystems": {"agent-type-5": {"codes": {"33": "Devices"}}},
    }
    Path("mine.json").write_text(json.dumps(mine), encoding="utf-8")
    assert export(*DAYS, "--codes", "mine.json").exit_code == 0
    written = Path("out/SE-2026-000001-r1.json").read_text(encoding="utf-8")
    assert '"valueCode": "33"' in written
    assert "https://example.org/ours/patient-safety-adverse-event-5" in written
    Path("mine.json").write_text("{}", encoding="utf-8")
    refused = export(*DAYS, "--codes", "mine.json")
    assert refused.exit_code == 1
    assert "mine.json: “taxonomy” must begin with the version" in refused.output


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--since", "2026-11-24", "--until", "2026-11-23"), "The last day is before the first.", 1),
        (("--since", "yesterday"), "yesterday", 2),
        ((*DAYS, "--organisation", "St Elsewhere's"), "ODS code", 1),
    ],
)
def test_what_is_not_understood_is_said(words: tuple[str, ...], said: str, code: int) -> None:
    store()
    ran = export(*words)
    assert ran.exit_code == code
    assert said in ran.output


def test_a_folder_that_cannot_be_written_is_said_as_such() -> None:
    store("pt fell")
    Path("out").write_text("a file", encoding="utf-8")
    ran = export(*DAYS)
    assert ran.exit_code == 1
    assert "The folder out cannot be written" in ran.output


def test_the_alert_log_and_the_figures_become_files_and_other_content_is_left_alone() -> None:
    async def work() -> None:
        database = Database("sqlite:///safety.db")
        ids = await found_trust(database)
        await record_alert(database, [action_values(1, lead_id=ids[LEAD])])
        await database.close()

    asyncio.run(work())
    ran = call("export", "alerts", "--out", "log.csv")
    assert ran.exit_code == 0, ran.output
    assert "The log of 1 alert is in log.csv." in ran.output
    written = Path("log.csv").read_text(encoding="utf-8")
    assert "NatPSA/2026/003/MHRA" in written
    assert call("export", "alerts", "--out", "log.csv").exit_code == 0, "the same content again"
    refused = call("export", "alerts", "--figures", "--out", "log.csv")
    assert refused.exit_code == 1
    assert "was left alone. Use --replace" in refused.output
    assert Path("log.csv").read_text(encoding="utf-8") == written
    ran = call("export", "alerts", "--figures", "--out", "log.csv", "--replace")
    assert "The compliance figures are in log.csv." in ran.output
    assert Path("log.csv").read_text(encoding="utf-8").startswith("quarter,alerts,acknowledged_in_time,")
    connection = sqlite3.connect("safety.db")
    subjects = [row[0] for row in connection.execute("SELECT subject FROM audit WHERE act = 'alerts.exported'")]
    connection.close()
    assert subjects == ["export:log", "export:log", "export:figures"]


def store_files(*contents: bytes) -> None:
    """Make a store with a report that has these documents; nobody's name is on it."""

    async def work() -> None:
        database = Database("sqlite:///safety.db")
        ids = await found_trust(database)
        sent = await send_report(database)
        async with database.transaction() as tx:
            for content in contents:
                one = Cleaned(FileKind.PDF, content)
                file = await files.add(tx, name="document 1.pdf", cleaned=one, owner_id=ids[LEAD], now=T0)
                await files.put_in_report(tx, file.key, sent.id, T0)
        await database.close()

    asyncio.run(work())


def test_files_are_written_with_their_hashes_and_without_whoever_handed_them_over() -> None:
    store_files(b"one", b"two")
    ran = call("export", "files", "--out", "out", *DAYS)
    assert ran.exit_code == 0, ran.output
    assert "Files: 2 written, 0 there already." in ran.output
    written = Path("out/files.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(written.splitlines()))
    for row in rows:
        content = Path("out", row["file"]).read_bytes()
        assert (row["report"], row["sha256"]) == ("SE-2026-000001", hashlib.sha256(content).hexdigest())
    assert len({row["file"] for row in rows}) == 2
    assert not {"Ben", "Lead", "owner"} & set(written.replace(",", " ").split())
    assert "Files: 0 written, 2 there already." in call("export", "files", "--out", "out", *DAYS).output
    assert (
        "0 written"
        in call("export", "files", "--out", "other", "--since", "2026-11-25", "--until", "2026-11-25").output
    )
    connection = sqlite3.connect("safety.db")
    told = connection.execute("SELECT actor, subject FROM audit WHERE act = 'files.exported'").fetchall()
    connection.close()
    assert told == [("cli", "export:files")] * 3


def test_a_file_that_has_changed_in_the_store_is_named_and_not_written() -> None:
    store_files(b"one")
    connection = sqlite3.connect("safety.db")
    connection.execute("UPDATE files SET content = x'00'")
    connection.commit()
    connection.close()
    ran = call("export", "files", "--out", "out", *DAYS)
    assert ran.exit_code == 1
    assert "1 not written: the content in the store has no longer its hash." in ran.output
    assert [one.name for one in Path("out").iterdir()] == ["files.csv"]
