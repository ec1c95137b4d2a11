"""The code lists: what ships, that the rules agree with it, and that a wrong file is refused in words."""

import json
from importlib.resources import files
from typing import Any

import pytest

from storage.codes import read_file, shipped
from storage.imports.places import LOCATION_CODES, SERVICE_CODES
from storage.records import IncidentContent
from storage.rules.harm import INVOLVED, PHYSICAL, PSYCHOLOGICAL
from storage.rules.lfpse.codes import read_codes
from storage.rules.lfpse.fields import EXPECTED, GROUPS, Kind

V5 = shipped()["LFPSE v5"]


def a_file(**other: Any) -> dict[str, Any]:
    lists = {"agent-type-6": {"title": "Agent Type", "codes": {"1": "Medications"}}}
    return {"taxonomy": "LFPSE v6 (draft)", "structures": "https://example.org/fhir/", "codeSystems": lists, **other}


def test_the_lists_of_the_version_that_reports_are_coded_with_are_shipped() -> None:
    assert IncidentContent.__dataclass_fields__["taxonomy"].default in shipped()
    assert (V5.version, V5.suffix, len(V5.systems)) == ("LFPSE v5", "-5", 75)


def test_the_rules_give_the_codes_and_labels_of_the_lists() -> None:
    for name, table in (("level-of-physical-harm", PHYSICAL), ("level-of-psychological-harm", PSYCHOLOGICAL),
                        ("agent-type", INVOLVED)):  # fmt: skip
        pairs: set[tuple[str, str]] = set(table.values())  # type: ignore[attr-defined]
        assert pairs == set(V5.systems[name].items())
    assert set(V5.systems["service-type"]) == SERVICE_CODES
    assert set(V5.systems["incident-location"]) == LOCATION_CODES


def test_every_field_names_a_list_that_is_there() -> None:
    for slots in GROUPS.values():
        for field in slots.values():
            assert not field.codes or field.codes in V5.systems
            assert not field.codes or field.kind is Kind.CODE
    paths = {f"{group}.{slot}" for group, slots in GROUPS.items() for slot in slots} | {"date", "description"}
    assert {path for paths_of in EXPECTED.values() for path in paths_of} <= paths


def test_the_labels_that_the_export_looks_up_are_in_the_lists() -> None:
    for name, label in (("yes-no-unknown-codes", "Yes"), ("yes-no-unknown-codes", "No"),
                        ("yes-no-unknown-codes", "I don't know"), ("time-of-incident-brackets", "I don't know"),
                        ("reporter-type", "I am a member of staff")):  # fmt: skip
        code = V5.code(name, label)
        assert code is not None
        assert V5.label(name, code) == label
    assert V5.code("agent-type", "People") is None


def test_a_newer_file_is_read_without_any_change_of_the_code() -> None:
    lists = read_file(json.dumps(a_file(eventTypes={"incident": "1", "risk": ""})).encode())
    assert (lists.version, lists.suffix) == ("LFPSE v6", "-6")
    assert lists.holds("agent-type", "1")
    assert lists.profile("adverse-event-agent") == "https://example.org/fhir/adverse-event-agent-6"
    assert lists.event_types == {"incident": "1"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "not a file of code lists"),
        (a_file(taxonomy="v6"), "“taxonomy” must begin with the version"),
        (a_file(structures="http://example.org/"), "https address"),
        (a_file(codeSystems={}), "holds no list"),
        (a_file(codeSystems={"agent-type-5": {"codes": {"1": "Medications"}}}), "must end with -6"),
        (a_file(codeSystems={"agent-type-6": {"codes": {}}}), "no codes with labels"),
        (a_file(codeSystems={"agent-type-6": {"codes": {"1": 4}}}), "no codes with labels"),
        (a_file(eventTypes={"incident": 1}), "in quotes"),
    ],
)
def test_a_wrong_file_is_refused_in_words(content: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_codes(content)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00"])
def test_a_file_that_is_no_json_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a JSON file in UTF-8"):
        read_file(content)


def test_every_type_of_event_has_its_place_in_the_file() -> None:
    path = files("storage") / "reference" / "lfpse-v5.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert set(raw["eventTypes"]) == {"incident", "good_care", "risk", "outcome"}
