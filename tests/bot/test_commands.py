"""The command line as a person meets it: what it says, what it changes, and the code that it ends with."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import time as clock
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage import migrations
from storage.rules.ladder import read_ladder

STAFF = """name,email,roles,directorate,slack_user_id,teams_user_id
Tomasz Nowak,tomasz@northmoor.example,medical_device_safety_officer,Clinical Support,U0TOMASZ,29:tomasz
Dr Marcus Adeyemi,marcus@northmoor.example,executive,Board,U0MARCUS,29:marcus
"""
PLACES = """name,aliases,description,directorate,lfpse_service,lfpse_location
Ward 7,W7,Ward 7 (care of older people),Medicine,1,4
"""
ALERT = {
    "reference": "NatPSA/2026/003/MHRA",
    "title": "Example infusion pump: risk of over-infusion",
    "issuer": "MHRA",
    "issued": "2026-11-23",
    "complete_by": "2027-03-01",
    "complex": True,
    "url": "https://www.cas.mhra.gov.uk/",
    "explanation": "Invented for tests.",
    "executive": "marcus@northmoor.example",
    "actions": [{"number": 1, "text": "Find every pump", "due": "2026-12-18", "lead": "tomasz@northmoor.example"}],
}
pytestmark = pytest.mark.usefixtures("alone")


def call(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(words), env=environment)


def rows(question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect("safety.db")
    found = connection.execute(question).fetchall()
    connection.close()
    return found


def put(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_help_names_every_command() -> None:
    ran = call("--help")
    assert ran.exit_code == 0
    for word in ("demo", "serve", "migrate", "check", "manifest", "import", "alert"):
        assert f"\n  {word} " in ran.output


def test_a_word_that_is_no_command_is_not_understood() -> None:
    assert call("srve").exit_code == 2


def test_the_version_is_shown() -> None:
    assert call("--version").output.startswith("safety-bot 0.")


def test_migrate_says_what_it_did_and_then_that_nothing_is_left_to_do() -> None:
    first, second = call("migrate"), call("migrate")
    assert first.output == f"The store was empty. Now it is at revision {migrations.head()}.\n"
    assert second.output == f"The store is up to date (revision {migrations.head()}).\n"
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_a_store_that_cannot_be_opened_is_said_without_its_address() -> None:
    ran = call("migrate", DATABASE_URL="sqlite:////nowhere/hunter2/safety.db")
    assert ran.exit_code == 1
    assert "The store cannot be used (OperationalError)" in ran.output
    assert "hunter2" not in ran.output
    assert "Traceback" not in ran.output


def test_wrong_settings_are_refused_by_every_command_that_reads_them() -> None:
    for words in (["migrate"], ["check"], ["serve"], ["import", "staff", put("s.csv", STAFF)]):
        ran = call(*words, SAFETY_UNDO_MINUTES="soon")
        assert ran.exit_code == 1
        assert "SAFETY_UNDO_MINUTES: " in ran.output


@pytest.mark.parametrize(
    "words", [("import", "staff", "s.csv"), ("import", "locations", "s.csv"), ("alert", "add", "a.json")]
)
def test_a_store_that_is_not_up_to_date_is_not_touched(words: tuple[str, ...]) -> None:
    put("s.csv", STAFF)
    put("a.json", json.dumps(ALERT))
    ran = call(*words)
    assert ran.exit_code == 1
    assert "Run this first: safety-bot migrate" in ran.output


@pytest.mark.usefixtures("migrated")
def test_a_staff_list_is_shown_first_and_applied_when_asked() -> None:
    shown = call("import", "staff", put("s.csv", STAFF))
    assert shown.exit_code == 0
    assert "  new  Tomasz Nowak (duties: medical device safety officer)\n" in shown.output
    assert "Found: 2 new.\nNothing was changed: this was a dry run. Add --apply to do it.\n" in shown.output
    assert rows("SELECT count(*) FROM people") == [(0,)]
    assert call("import", "staff", "s.csv", "--apply").output.endswith("Done: 2 new.\n")
    assert rows("SELECT name FROM people ORDER BY id") == [("Tomasz Nowak",), ("Dr Marcus Adeyemi",)]
    assert call("import", "staff", "s.csv", "--apply").output == "Done: 2 unchanged.\n"


@pytest.mark.usefixtures("migrated")
def test_bad_rows_are_listed_and_nothing_is_applied() -> None:
    text = STAFF.replace("marcus@northmoor.example", "marcus").replace("29:tomasz", "29:tomasz,extra")
    ran = call("import", "staff", put("s.csv", text), "--apply")
    assert ran.exit_code == 1
    assert "  line 2: 7 cells where the first line names 6 columns\n" in ran.output
    assert "  line 3: “marcus” is not an e-mail address\n" in ran.output
    assert "Nothing was changed: 2 to mend in s.csv first.\n" in ran.output
    assert rows("SELECT count(*) FROM people") == [(0,)]


@pytest.mark.usefixtures("migrated")
def test_wards_are_brought_in_and_can_be_stopped() -> None:
    assert call("import", "locations", put("l.csv", PLACES), "--apply").exit_code == 0
    other = PLACES.replace("Ward 7,W7,Ward 7", "Ward 8,W8,Ward 8")
    ran = call("import", "locations", put("l.csv", other), "--apply", "--stop-missing")
    assert "  stopped  Ward 7\n" in ran.output
    assert rows("SELECT name FROM locations WHERE active") == [("Ward 8",)]


def test_a_file_that_is_not_there_is_said() -> None:
    ran = call("import", "staff", "none.csv")
    assert ran.exit_code == 1
    assert ran.output == "There is no file none.csv.\n"


@pytest.mark.usefixtures("migrated")
def test_an_alert_is_recorded_once_and_its_people_are_owed_a_message() -> None:
    call("import", "staff", put("s.csv", STAFF), "--apply")
    ran = call("alert", "add", put("a.json", json.dumps(ALERT)))
    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith("NatPSA/2026/003/MHRA is recorded, with 1 action. 1 lead hears of it")
    assert rows("SELECT count(*) FROM outbox WHERE state = 'waiting' AND person_id = 1") == [(1,)]
    assert rows("SELECT actor FROM audit WHERE act = 'alert.recorded'") == [("cli",)]
    again = call("alert", "add", "a.json")
    assert again.exit_code == 1
    assert "already recorded" in again.output
    assert rows("SELECT count(*) FROM alerts") == [(1,)]


@pytest.mark.usefixtures("migrated")
def test_the_time_of_reminders_is_kept_with_the_alert() -> None:
    call("import", "staff", put("s.csv", STAFF), "--apply")
    call("alert", "add", put("a.json", json.dumps(ALERT)), SAFETY_REMINDER_TIME="08:15")
    ((ladder,),) = rows("SELECT ladder FROM alerts")
    assert read_ladder(str(ladder)).at == clock(8, 15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON: look at line 1, column 2"),
        ("[]", "must hold one alert"),
        (
            json.dumps({**ALERT, "executive": "nobody@northmoor.example"}),
            "nobody@northmoor.example is not on the staff list",
        ),
        (json.dumps({**ALERT, "title": None}), "title"),
    ],
)
@pytest.mark.usefixtures("migrated")
def test_an_alert_that_cannot_be_recorded_says_why(text: str, words: str) -> None:
    call("import", "staff", put("s.csv", STAFF), "--apply")
    ran = call("alert", "add", put("a.json", text))
    assert ran.exit_code == 1
    assert words in ran.output
    assert rows("SELECT count(*) FROM alerts") == [(0,)]


LETTER = """Subject: National Patient Safety Alert: Example pump (NatPSA/2026/012/MHRA)
Content-Type: text/plain; charset=utf-8

Issued: 23 November 2026
This alert is safety critical and complex.
Actions required
Begin as soon as possible, complete by 1 March 2027.
1. Find every pump of this model
"""


@pytest.mark.usefixtures("migrated")
def test_a_saved_e_mail_is_shown_with_its_sentences_and_then_waits_to_be_checked() -> None:
    shown = call("alert", "add", put("a.eml", LETTER), "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "Complete by: Mon 1 Mar 2027\n    found in: “Begin as soon as possible, complete by" in shown.output
    assert "  1. Find every pump of this model\n1 action found.\n" in shown.output
    assert rows("SELECT count(*) FROM receipts") == [(0,)]
    added = call("alert", "add", "a.eml")
    assert added.output.startswith("NatPSA/2026/012/MHRA waits to be checked.")
    assert call("alert", "add", "a.eml").output == added.output
    assert rows("SELECT source, key, state FROM receipts") == [("email", "NatPSA/2026/012", "waiting")]
    assert rows("SELECT count(*) FROM alerts") == [(0,)]


@pytest.mark.usefixtures("migrated")
def test_a_json_file_that_names_no_leads_waits_to_be_checked() -> None:
    bare = {name: value for name, value in ALERT.items() if name != "executive"}
    assert "waits to be checked" in call("alert", "add", put("a.json", json.dumps(bare))).output
    assert "we read .json" in call("alert", "add", put("a.docx", "x")).output.lower()
    assert rows("SELECT count(*) FROM receipts") == [(1,)]
    printed = call("alert", "original", "natpsa 2026 3", "--item")
    assert '"complete_by": "2027-03-01"' in printed.output
    assert call("alert", "original", "1").exit_code == 0
    assert "Nothing was received under 7." in call("alert", "original", "7").output


def test_serve_with_nothing_set_up_says_what_is_off_and_where_to_look() -> None:
    ran = call("serve")
    assert ran.exit_code == 1
    assert "Slack: off. SLACK_BOT_TOKEN is not set.\nTeams: off. MICROSOFT_APP_ID is not set.\n" in ran.output
    assert "safety-bot demo" in ran.output


def test_serve_with_half_a_platform_names_what_is_missing() -> None:
    ran = call("serve", SLACK_BOT_TOKEN="xoxb-hunter2")
    assert ran.exit_code == 1
    assert "Also set: SLACK_SIGNING_SECRET" in ran.output
    assert "hunter2" not in ran.output


def test_unauthenticated_teams_is_refused_on_an_address_that_others_reach() -> None:
    ran = call("serve", "--allow-unauthenticated-teams", "--host", "0.0.0.0")  # noqa: S104 - that is the point
    assert ran.exit_code == 1
    assert "for this machine only" in ran.output


def test_unauthenticated_teams_is_refused_beside_a_registered_bot() -> None:
    ran = call(
        "serve",
        "--allow-unauthenticated-teams",
        MICROSOFT_APP_ID="a",
        MICROSOFT_APP_PASSWORD="b",
        MICROSOFT_APP_TENANT_ID="c",
    )
    assert ran.exit_code == 1
    assert "do not go together" in ran.output


def test_the_demo_is_refused_on_an_address_that_others_reach() -> None:
    ran = call("demo", "--host", "0.0.0.0")  # noqa: S104 - that is the point
    assert ran.exit_code == 1
    assert "this machine only" in ran.output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_serve(port: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bot", "serve", "--port", str(port), "--allow-unauthenticated-teams"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy())


def wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(600):
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it never became ready")


@pytest.mark.usefixtures("migrated")
def test_serve_becomes_ready_and_stops_quietly_when_it_is_asked_to() -> None:
    port = free_port()
    process = start_serve(port)
    try:
        wait_until_ready(process, port)
        process.send_signal(signal.SIGTERM)
        said, trouble = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, trouble
    assert "WITHOUT checking who they are" in said
    assert trouble.endswith("Stopped.\n")
    assert "Traceback" not in trouble


@pytest.mark.usefixtures("migrated")
def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start_serve(taken.getsockname()[1])
        _, trouble = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "is in use by another program. Try another one: --port" in trouble
    assert "Traceback" not in trouble
