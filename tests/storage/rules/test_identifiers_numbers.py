"""Numbers, dates and places that point to a person, and those that do not."""

import nhs_number
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.identifiers import IdentifierKind, find
from storage.rules.identifiers.nhs_numbers import is_valid


def kinds(text: str, **known: object) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in find(text, **known)]  # type: ignore[arg-type]


@given(st.from_regex(r"(?!(.)\1{8})[0-9]{9}", fullmatch=True))
def test_the_check_digit_agrees_with_a_library_that_others_trust(start: str) -> None:
    check = nhs_number.calculate_checksum(start)

    assert [digit for digit in range(10) if is_valid(f"{start}{digit}")] == ([check] if check < 10 else [])


@pytest.mark.parametrize(
    "written",
    [
        "9995260182",
        "999 526 0182",
        "999-526-0182",
        "999.526.0182",
        "999\u00a0526\u00a00182",
        "999\u2009526\u20110182",
        "99952 60182",
        "9 9 9 5 2 6 0 1 8 2",
        "999\u200b526\u200b0182",
        "999\ufe0f526\u034f0182",
        "999\u3164526\x080182",
    ],
)
@pytest.mark.parametrize("around", ["{}", "ward 7 {} fell", "pt({})", "x{}y", "{}.", "at 0215, {}"])
def test_an_nhs_number_is_found_in_any_spacing(written: str, around: str) -> None:
    assert kinds(around.format(written)) == [("nhs_number", written)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nhs 9995260181", "9995260181"),
        ("NHS No: 999 526 O182 fell", "999 526 O182"),
        ("nhs number is 999 526 018", "999 526 018"),
        ("nhs no 99952601823", "99952601823"),
        ("NHSno.9995260181pt fell", "9995260181"),
        ("9995260181 (NHS)", "9995260181"),
        ("wristband says 999-526-0181", "999-526-0181"),
        (
            "nhs number is nine nine nine five two six oh one double eight",
            "nine nine nine five two six oh one double eight",
        ),
        (
            "nhs number nine nine nine five two six oh one double eight",
            "nine nine nine five two six oh one double eight",
        ),
        (
            "nhs no: nine nine nine, five two six, zero one eight two 0215 fell",
            "nine nine nine, five two six, zero one eight two",
        ),
        ("says nine nine nine five two six zero one eight two", "nine nine nine five two six zero one eight two"),
        ("nhs number 999 five26 0182 fell", "999 five26 0182"),
        ("see https://example.org/?nhs=999%20526%200182", "999%20526%200182"),
        ("nhs number 999 526 oi82 s 5", "999 526 oi82"),
    ],
)
def test_a_number_that_is_labelled_or_written_as_one_is_removed_even_when_it_is_wrong(text: str, value: str) -> None:
    assert kinds(text) == [("nhs_number", value)]


@pytest.mark.parametrize(
    "text",
    [
        "pump serial 3491241181 stopped",
        "job 3116186104 logged",
        "9995260181 is on the sticker",
        "order no 7559644214",
        "nhs 111 sent them in",
        "nhs one one one sent them in",
        "one two three four five six seven eight falls",
        "at 0215 one 120 80 98 36 2 l o2",
        "NHS England 2026 guidance",
        "bleep 2217 no answer",
        "ext 4410",
        "at 0215 and 0330 and 0445",
        "obs 120 80 98 16 37 1",
        "Datix WEB123456",
        "NatPSA/2026/003/MHRA",
        "blood unit no G123456",
        "unit no G0711 26 448 120, bag kept for us",
        "unit number G071126448120 hung in error",
        "red cells unit no G0711 was for another pt",
        "unit no g1234 56 78 90 12 kept",
        "ref 123456 at estates",
        "cat 2",
        "Waterlow 22",
        "news 9",
        "apgars 9 10",
        "morphine 10mg/5ml",
        "1 in 100000",
        "batch 12345678",
    ],
)
def test_numbers_of_things_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_serial_number_that_happens_to_pass_the_check_is_left_alone() -> None:
    assert is_valid("1234567881")
    assert kinds("pump serial 1234567881 stopped") == []
    assert kinds("pt 1234567881 fell") == [("nhs_number", "1234567881")]


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900 123",
        "(0113) 496 0741",
        "020 7946 0018",
        "01632 960 456",
        "0044 7700 900123",
        "07700-900-218",
        "0770 0900 12 3",
        "+353 87 123 4567",
        "o77oo 900123",
        "oh double seven double oh nine double oh one two three",
    ],
)
def test_a_telephone_number_is_found(number: str) -> None:
    assert kinds(f"ring {number} please") == [("phone", number)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter went to 3 The Malthouse", ("address", "3 The Malthouse")),
        ("old address 12 Mount Pleasant", ("address", "12 Mount Pleasant")),
        ("key safe at Flat 2, 9 Cobnut Lane", ("address", "Flat 2, 9 Cobnut Lane")),
        ("she lives 6 Cooper Yard", ("address", "6 Cooper Yard")),
        ("gent in the end bed slid off. bd 22", ("bed", "bd 22")),
        ("told that bd 22 on W8 slid off", ("bed", "bd 22")),
        ("pt in bed W14 fell", ("bed", "bed W14")),
        ("pt fell bed W12B", ("bed", "bed W12B")),
        ("bed W3 bay 2 wet", ("bed", "bed W3 bay 2")),
        ("moved to 5 Brook Cottages", ("address", "5 Brook Cottages")),
        ("lady b 14/2/51", ("date_of_birth", "14/2/51")),
        ("home no 960733", ("phone", "960733")),
        ("unit number D44 82 13", ("hospital_number", "D44 82 13")),
    ],
)
def test_an_address_or_number_written_in_a_hurry_is_found(text: str, expected: tuple[str, str]) -> None:
    assert kinds(text) == [expected]


def test_a_bed_that_is_written_like_a_ward_of_the_trust_is_that_ward() -> None:
    wards = frozenset({"ward 14", "w14", "12"})
    assert kinds("pt in bed W14 fell", known_places=wards) == []
    assert kinds("pt in bed W15 fell", known_places=wards) == [("bed", "bed W15")]
    assert kinds("pt in bed 12 fell", known_places=wards) == [("bed", "bed 12")]


def test_an_extension_goes_with_the_name_before_it_and_stays_alone() -> None:
    assert kinds("ring Anneke ext 5512") == [("staff_name", "Anneke"), ("phone", "ext 5512")]
    assert kinds("ring Anneke in stores x5512") == [("staff_name", "Anneke"), ("phone", "x5512")]
    assert kinds("ring pharmacy ext 5512") == []


def test_a_street_goes_with_the_postcode_behind_it() -> None:
    assert kinds("pt in Larkspur Close NG9 4XL") == [("address", "Larkspur Close"), ("postcode", "NG9 4XL")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dob 14/03/1938", "14/03/1938"),
        ("dob\ufe0f\u034f 14/03/1938", "14/03/1938"),
        ("D.O.B: 3-5-46", "3-5-46"),
        ("born 3rd May 1946", "3rd May 1946"),
        ("date of birth 1951-07-09", "1951-07-09"),
        ("pt 12/04/1941 fell", "12/04/1941"),
        ("Mr Tobermory 09.07.51 fell", "09.07.51"),
        ("Ottoline Marsden, 03/05/2019, aged 6", "03/05/2019"),
    ],
)
def test_a_date_of_birth_is_found(text: str, value: str) -> None:
    assert ("date_of_birth", value) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "pt fell 14/03/2026 at 2300",
        "fall 03/05/2026 ward 8",
        "pacemaker fitted 12/01/2014, pt ok",
        "pt on warfarin since 12/04/2009",
        "incident on 21.06.26 at 1500",
        "Mrs Plimsoll 14/03/2026 fell",
        "review due 01/12/2026",
        "born at 1345 by forceps",
    ],
)
def test_the_date_of_an_event_is_no_date_of_birth(text: str) -> None:
    assert "date_of_birth" not in [kind for kind, _ in kinds(text)]


@pytest.mark.parametrize("code", ["LS12 4AB", "ls124ab", "M20 2GB", "m1 1ae", "WV1 9ZZ", "EC1A 1BB", "ZZ99 3VZ"])
def test_a_postcode_is_found_in_any_case(code: str) -> None:
    assert kinds(f"lives near {code} somewhere") == [("postcode", code)]


@pytest.mark.parametrize(
    "text", ["B4 bay 2", "w7 1st floor", "w5 2nd fall", "T2 DM", "L4 5 disc", "b4 1hr later", "s1 2 heard"]
)
def test_wards_levels_and_ordinals_are_no_postcodes(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sent to 14 Acacia Avenue in error", "14 Acacia Avenue"),
        ("at 22b hobbs lane", "22b hobbs lane"),
        ("Flat 3, 118 Gasworks Road", "Flat 3, 118 Gasworks Road"),
        ("to 31 Tinker's Lane", "31 Tinker's Lane"),
        ("should be Flat 3, 118b Kirkgate", "Flat 3, 118b Kirkgate"),
    ],
)
def test_an_address_is_found(text: str, value: str) -> None:
    assert kinds(text) == [("address", value)]


@pytest.mark.parametrize(
    "text", ["ward 3 main street", "2 patients walk to theatre", "3 staff on the way", "waited 4 hours for a drive"]
)
def test_a_number_before_other_words_is_no_address(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "bed", ["bed 14", "Bed 7a", "bay 3 bed 2", "bay C, bed 4", "bed no 5", "bedspace 9", "beds 3 and 4", "cot 4"]
)
def test_a_bed_is_found_with_its_bay(bed: str) -> None:
    assert kinds(f"found next to {bed}, awake") == [("bed", bed)]


@pytest.mark.parametrize(
    "text",
    [
        "B4 bay 2",
        "bed 3 times wet",
        "in bed 2 hrs",
        "no beds 3 corridors full",
        "metformin 500 bd 3 doses",
        "apixaban bd 11 doses",
        "28 bed ward",
        "bed rails up",
    ],
)
def test_counts_and_bays_are_no_beds(text: str) -> None:
    assert IdentifierKind.BED.value not in [kind for kind, _ in kinds(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail dora.p@example.com now", [("email", "dora.p@example.com")]),
        ("dora.p at example dot com", [("email", "dora.p at example dot com")]),
        ("on insta as @dory_p99, sorry", [("social_handle", "@dory_p99")]),
        ("snapchat: kez_lad07", [("social_handle", "kez_lad07")]),
        ("see facebook.com/dora.plimsoll ok", [("social_handle", "facebook.com/dora.plimsoll")]),
        ("@channel pls help @ 0215 on facebook", []),
    ],
)
def test_contacts_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_a_ward_in_front_of_a_name_and_a_postcode_is_no_house() -> None:
    assert ("address", "7 Ann Smith Leeds") not in kinds("ward 7 Ann Smith Leeds LS12 4AB")
    assert kinds("amox bd 5 in ward 7") == []
