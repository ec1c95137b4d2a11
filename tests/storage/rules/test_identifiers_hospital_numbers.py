"""Hospital numbers in the ways that people write them, what stands behind them, and the numbers of things."""

import pytest

from storage.rules.identifiers import find, redact


def kinds(text: str, **known: object) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in find(text, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "hosp no RXX123456",
        "MRN 4471920",
        "unit no A123456",
        "unit no A123456, red cells late",
        "unit no G071126 missing notes",
        "unit no G071126, red cells to the wrong pt",
        "unit number G1234567 blood cultures lost",
        "unit number G1234567 found hung, rip",
        "unit no G0441 fell",
        "unit no G1234 pt fell",
        "unit no g1234 56 78 fell",
        "patient unit number G1234567 crossmatch wrong, red cells given",
        "unit number G1234567 pt, sample lost, txfusion delayed",
        "unit number G123456, patient got platelets late",
        "cryo clinic pt unit no G1234567 fell",
        "unit no G123456 needs red cells",
        "unit no G123456 fell in the toilet at night, was there for his regular transfusion",
        "hosp no G0711 26 448 120, red cells late",
        "hosp no G071126448120, red cells late",
        "pt id NM445566",
        "MRN: 123 4567",
        "H/N M557120",
        "epr number M557120",
        "wristband said K204471",
        "RX 510733 readmitted",
        "K204471 fell again",
        "MRN AB12 3456",
        "MRN: AB12 3456 fell",
        "hosp no AB12\u200b3456",
        "MRN AB12.3456",
        "mrn number AB12 3456 fell",
        "hospital number 12 34 56",
        "hospital no RX1 234 567 fell",
        "hosp number: 0123 456 789",
        "MRN 123-456-7",
        "MRN AB123 456 C789",
        "MRN 123456 78, fell",
        "hosp no 1 2 3 4 5 6 7 fell",
        "hosp no 12 1456",
    ],
)
def test_a_labelled_hospital_number_is_found(text: str) -> None:
    (found,) = find(text)
    left = text[: found.start] + text[found.end :]
    assert found.kind == "hospital_number"
    assert not any(sign.isdigit() for sign in left), "no part of it stays"


@pytest.mark.parametrize(
    ("text", "screened"),
    [
        ("hosp no 1234567 0215 fell", "hosp no [] 0215 fell"),
        ("MRN AB12 3456 0215 fell", "MRN [] 0215 fell"),
        ("hosp no 12 34 56 12/3/26", "hosp no [] 12/3/26"),
        ("MRN 1234567 12.30 fell", "MRN [] 12.30 fell"),
        ("MRN AB12 3456 10 units", "MRN [] 10 units"),
        ("MRN 1234567 500mg given", "MRN [] 500mg given"),
        ("MRN 1234567 82 fell", "MRN [] 82 fell"),
        ("MRN 123 456 2 falls", "MRN [] 2 falls"),
        ("MRN 1234567 b4 fell", "MRN [] b4 fell"),
        ("MRN 1234567 2026", "MRN [] 2026"),
        ("MRN 1234567 999 526 0182", "MRN [] []"),
        ("MRN AB12 3456 given to AB12 3457", "MRN [] given to []"),
        ("pt no 12 0215 fell", "pt no 12 0215 fell"),
        ("unit no 3 12.03.26 fell", "unit no 3 12.03.26 fell"),
        ("unit no 5 0900 12 pts", "unit no 5 0900 12 pts"),
    ],
)
def test_what_follows_a_hospital_number_in_groups_stays(text: str, screened: str) -> None:
    assert redact(text, find(text), lambda _: "[]") == screened


@pytest.mark.parametrize(
    "text",
    ["ref K204471 raised", "pump K204471 flat", "batch M557120", "call ID 6619203 late", "this mrng 0840 in AMU"],
)
def test_the_number_of_a_thing_is_no_hospital_number(text: str) -> None:
    assert kinds(text) == []


def test_a_number_written_like_a_labelled_one_is_of_its_kind_and_a_serial_number_is_not() -> None:
    assert kinds("hosp no K0094412 had bloods under K0094421, pump serial K0094433") == [
        ("hospital_number", "K0094412"),
        ("hospital_number", "K0094421"),
    ]


def test_the_trusts_own_pattern_finds_its_numbers_as_whole_words() -> None:
    assert kinds("seen QQ-77-12 and QQ-77-123", hospital_number=r"QQ-\d\d-\d\d") == [("hospital_number", "QQ-77-12")]
