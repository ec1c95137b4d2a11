"""The reader at the command line: drafts and tables out, nothing of the message in what is refused."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app

PLACES = """name,aliases,description,directorate,lfpse_service,lfpse_location
Ward 7,W7,Ward 7 (care of older people),Medicine,1,4
"""

pytestmark = pytest.mark.usefixtures("alone")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def put(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


MESSAGE = {
    "id": "M1",
    "text": "pt fell on ward 7 at 0215, no injury. nhs 999 526 0182",
    "posted_at": "2026-03-14T07:55:00+00:00",
}


def test_draft_reads_messages_and_writes_drafts_without_what_identifies() -> None:
    put("l.csv", PLACES)
    ran = CliRunner().invoke(app, ["draft", "--locations", "l.csv"], input=json.dumps(MESSAGE) + "\n\n")
    assert ran.exit_code == 0
    (line,) = ran.output.splitlines()
    found = json.loads(line)
    assert (found["id"], found["location"], found["time"]) == ("M1", "Ward 7", "02:15")
    assert [one["type"] for one in found["identifiers"]] == ["nhs_number"]
    assert "999 526 0182" not in ran.output


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"{", "Line 1 is not"),
        (b"[]", "Line 1 needs"),
        (json.dumps({**MESSAGE, "posted_at": "Dora Plimsoll"}).encode(), "is not an instant"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_draft_refuses_what_it_cannot_read_without_repeating_it(given: bytes, words: str) -> None:
    ran = CliRunner().invoke(app, ["draft"], input=given)
    assert ran.exit_code == 1
    assert words in ran.output
    assert "Plimsoll" not in ran.output


def test_draft_wants_a_locations_file_with_names() -> None:
    ran = CliRunner().invoke(app, ["draft", "--locations", put("l.csv", "ward\nWard 7\n")], input="")
    assert ran.exit_code == 1
    assert ran.output.startswith("l.csv: The locations file needs a column")


def test_evaluate_prints_a_table_with_a_row_for_each_field() -> None:
    gold = {
        "event_type": "incident",
        "physical_harm": "no_harm",
        "physical_harm_acceptable": ["no_harm"],
        "psychological_harm": "unknown",
        "involved": ["none_of_these"],
        "when": {"date": "2026-03-14", "time": "02:15"},
        "location": {"ward": "Ward 7"},
        "n_patients": 1,
        "drugs": [],
        "never_event_candidate": None,
        "flags": [],
        "identifiers": [{"type": "nhs_number", "value": "999 526 0182"}],
    }
    put("l.csv", PLACES)
    put("g.jsonl", json.dumps({**MESSAGE, "gold": gold}) + "\n")
    ran = call("evaluate", "g.jsonl", "--locations", "l.csv")
    assert ran.exit_code == 0
    assert ran.output.startswith("1 message")
    assert "event type" in ran.output


@pytest.mark.parametrize(
    ("gold", "words"),
    [({}, "Line 1 has no gold answers."), ({"gold": {"event_type": "incident"}}, "gold answers lack")],
)
def test_evaluate_says_which_answers_are_missing(gold: dict[str, object], words: str) -> None:
    ran = call("evaluate", put("n.jsonl", json.dumps({**MESSAGE, **gold})))
    assert ran.exit_code == 1
    assert words in ran.output
