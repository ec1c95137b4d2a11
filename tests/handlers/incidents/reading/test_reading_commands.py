"""The reader at the command line, and how well it does on the messages kept to measure it by."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from handlers.incidents.reading import Place
from handlers.incidents.reading.commands import draft_lines, evaluate, read_places

DATA = Path(__file__).parent / "data"
LINE = json.dumps(
    {
        "id": "A1",
        "text": "Mrs Dora Plimsoll nhs 999 526 0182 fell ward 7 0215, skin tear, falls alarm wasnt switched on",
        "posted_at": "2026-03-14T07:55:00+00:00",
    }
)


def test_a_draft_has_every_field_and_no_identifier(places: tuple[Place, ...]) -> None:
    (line,) = draft_lines([LINE], places)
    draft = json.loads(line)
    assert draft["id"] == "A1"
    assert (draft["event_type"], draft["physical_harm"], draft["date"], draft["time"]) == (
        "incident",
        "low",
        "2026-03-14",
        "02:15",
    )
    assert (draft["location"], draft["n_patients"], draft["involved"]) == ("Ward 7", 1, ["devices"])
    assert (draft["drugs"], draft["never_event"], draft["psychological_harm"]) == ([], None, None)
    assert {one["type"] for one in draft["identifiers"]} == {"patient_name", "nhs_number"}
    assert "Plimsoll" not in line
    assert "0182" not in line
    assert "[nhs_number]" in draft["redacted_text"]


def test_empty_lines_are_passed_over(places: tuple[Place, ...]) -> None:
    assert len(list(draft_lines(["", LINE, "  \n"], places))) == 1


@pytest.mark.parametrize(
    ("line", "reason"), [("nonsense", "Line 1 is not"), ("[1]", "Line 1 is not"), ('{"id": 1}', "Line 1 needs")]
)
def test_a_bad_line_is_named_by_its_number(places: tuple[Place, ...], line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        list(draft_lines([line], places))


def test_a_posting_time_without_an_offset_is_taken_as_london(places: tuple[Place, ...]) -> None:
    line = json.dumps({"id": 1, "text": "pt fell ward 7 yesterday, bruise", "posted_at": "2026-07-02T00:30:00"})
    (drafted,) = draft_lines([line], places)
    assert date.fromisoformat(json.loads(drafted)["date"]) == date(2026, 7, 1)


def test_a_message_without_gold_answers_cannot_be_judged(places: tuple[Place, ...]) -> None:
    with pytest.raises(ValueError, match="Line 1 has no gold"):
        evaluate([LINE], places)


def test_a_locations_file_without_names_is_refused() -> None:
    with pytest.raises(ValueError, match="name"):
        read_places("ward,code\nWard 1,1\n")


def _figures(table: str) -> dict[str, tuple[float, float, float]]:
    """Return (precision, recall, F1) for each field of a table that ``evaluate`` printed."""
    rows = re.findall(r"^([a-z ]+?)\s+\d+\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+\d+$", table, re.MULTILINE)
    return {name: (float(precision), float(recall), float(both)) for name, precision, recall, both in rows}


@pytest.mark.parametrize("name", ["worked", "apart"])
def test_the_reader_meets_its_targets(places: tuple[Place, ...], name: str) -> None:
    table = evaluate((DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(), places)
    figures = _figures(table)
    assert figures["event type"][1] >= 0.95
    assert figures["date"][1] >= 0.95
    assert figures["time"][1] >= 0.90
    assert figures["physical harm"][1] >= 0.85
    assert figures["involved"][2] >= 0.85
    assert figures["never event candidate"][1] >= 0.95
    assert figures["duty of candour flag"][1] >= 0.95
    assert figures["identifiers"][1] >= 0.99
    assert "severe or fatal read as low or none: 0" in table
    assert "a death was read, and harm below severe: 0" in table


def test_a_wrong_answer_is_listed_as_a_miss(places: tuple[Place, ...]) -> None:
    gold = {
        "event_type": "risk",
        "physical_harm": "fatal",
        "involved": ["blood"],
        "when": {"date": "2026-03-01", "time": "09:00"},
        "location": {"ward": "Ward 9"},
        "n_patients": 4,
        "drugs": ["aspirin"],
        "never_event_candidate": 3,
        "flags": ["duty_of_candour_review"],
        "identifiers": [],
    }
    table = evaluate([json.dumps({**json.loads(LINE), "gold": gold})], places)
    assert _figures(table)["event type"] == (0.0, 0.0, 0.0)
    assert "A1: wanted risk, got incident" in table
    assert "severe or fatal read as low or none: 1 (A1)" in table
    assert "Plimsoll" not in table


@pytest.mark.parametrize("gold", [3, "3", "retained_foreign_object", "Retained foreign object post procedure"])
def test_a_gold_never_event_is_a_number_or_its_label(places: tuple[Place, ...], gold: object) -> None:
    text = "vaginal pack left in after repair, found day 5, ward 3"
    silent = ["when", "n_patients", "involved", "drugs", "flags", "identifiers"]
    answers = {"event_type": "incident", "never_event_candidate": gold, "not_answered": silent}
    message = {"id": "A2", "posted_at": "2026-03-14T07:55:00", "text": text, "gold": answers}
    assert _figures(evaluate([json.dumps(message)], places))["never event candidate"] == (1.0, 1.0, 1.0)
