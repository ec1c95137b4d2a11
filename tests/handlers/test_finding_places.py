"""Finding places by what was typed: whole words, misspellings, parts of names, and no guess where two would do."""

import pytest

from handlers import finding
from storage.records import Location

PLACES = tuple(
    Location(number, name, aliases, description, "Medicine", "1", "4")
    for number, (name, aliases, description) in enumerate(
        (
            ("Ward 7", ("W7",), "Ward 7 (care of older people)"),
            ("Ward 17", ("W17",), "Ward 17 (infectious diseases)"),
            ("Emergency department", ("ED", "A&E", "casualty"), "Emergency department"),
            ("Theatre 1", (), "Main theatre 1"),
            ("Theatre 2 (obstetric)", ("obs theatre",), "Obstetric theatre 2"),
            ("Pathology laboratory", ("lab",), "Pathology laboratory"),
        ),
        start=1,
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ward 7", "Ward 7"),
        ("on ward 7", "Ward 7"),
        ("WARD7", "Ward 7"),
        ("wrd 7", "Ward 7"),
        ("wrad 7", "Ward 7"),
        ("w7", "Ward 7"),
        ("ed", "Emergency department"),
        ("a&e", "Emergency department"),
        ("emergency", "Emergency department"),
        ("emergancy departmnt", "Emergency department"),
        ("infectious diseases", "Ward 17"),
    ],
)
def test_what_is_surely_meant_is_taken(typed: str, meant: str) -> None:
    found = finding.only(finding.places(typed, PLACES))
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("theater", "Theatre 1"), ("emerg", "Emergency department"), ("lab coats", "Pathology laboratory")],
)
def test_what_is_near_is_offered_and_not_taken(typed: str, offered: str) -> None:
    found = finding.places(typed, PLACES)
    assert offered in [one.name for one in found]
    assert finding.only(found) is None


@pytest.mark.parametrize("typed", ["bed rials", "bed rails", "zeppelin", "pumps", "", "   ", "?"])
def test_a_part_of_a_word_is_no_place(typed: str) -> None:
    assert finding.places(typed, PLACES) == []


def test_another_number_is_another_ward() -> None:
    found = finding.places("ward 7", PLACES)
    assert found[0].name == "Ward 7"
    assert all(one.score < finding.SURE for one in found[1:])
