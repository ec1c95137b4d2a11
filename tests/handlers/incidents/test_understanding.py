"""What a draft takes from a reading: only what is sure, with the reason, and never more than was said."""

from datetime import UTC, datetime

import pytest

from handlers.incidents.understanding import OTHER, STAFF, Told, reasons, told, whole_clauses
from storage.records import Location

T0 = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
PLACES = (
    Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4"),
    Location(2, "Ward 12", ("W12",), "Ward 12 (medical)", "Medicine", "1", "4"),
)


def tell(text: str) -> Told:
    return told(text, T0, PLACES)


def test_what_is_sure_is_filled_in_and_nothing_else() -> None:
    found = tell("pt fell on ward 7 today 0815, skin tear, steri stripped. falls alarm wasnt switched on")
    assert found.values == {
        "what_happened": "pt fell on ward 7 today 0815, skin tear, steri stripped. falls alarm wasnt switched on",
        "event_type": "incident",
        "occurred_on": "2026-11-24",
        "occurred_at": "08:15",
        "location": "#1",
        "patients": "1",
        "physical": "low",
        "involved": ("devices",),
        "device": "falls alarm",
        "challenges": ("2",),
        "immediate_action": "steri stripped",
    }
    assert found.unsure == found.places == ()


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        ("epma drop down puts morphine and morphine mr next to each other, someone will pick the wrong one", True),
        ("epma on our ward puts morphine and morphine mr side by side, someone will pick the wrong one", False),
        ("wifi drops on ward 7 so the obs tablets do not sync, someone will miss a sick patient", False),
        ("two boxes look the same in the cupboard, someone will pick the wrong one", False),
    ],
)
def test_a_danger_of_a_computer_system_without_a_place_is_in_no_one_ward(text: str, *, everywhere: bool) -> None:
    found = tell(text)
    assert found.values["event_type"] == "risk"
    assert found.everywhere is everywhere


def test_what_was_given_wrongly_is_not_what_was_done_about_it() -> None:
    assert "immediate_action" not in tell("pt died this am on ward 7 after wrong blood given 0600").values
    assert tell("gent due 6am not given, given 1130, ward 7").values["immediate_action"] == "given 1130"


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("pt fell on ward 7, CT head shows small subdural", None),
        ("pt fell on ward 7, xray clear", None),
        ("pt fell on ward 7, CT head requested", "CT head requested"),
        ("pt fell on ward 7, doctor called", "doctor called"),
    ],
)
def test_what_was_found_is_not_what_was_done(text: str, done: str | None) -> None:
    assert tell(text).values.get("immediate_action") == done


def test_none_of_the_above_is_never_put_for_somebody_who_did_not_say_it() -> None:
    assert "involved" not in tell("pt fell on ward 7, no injury").values


def test_harm_and_the_day_of_a_time_are_put_with_the_reason_and_a_day_that_nobody_said_is_not() -> None:
    words = "pt fell in the bathroom on ward 7 near the sink{}, no injury"
    harm = "We put no physical harm because you wrote “no injury”."
    timed, untimed = tell(words.format(" at 8am")), tell(words.format(""))
    day = "You gave a time and no day, so we took the last such time before you wrote."
    assert reasons(timed.because, timed.values) == [harm, day]
    assert reasons(untimed.because, untimed.values) == [harm]
    assert "occurred_on" not in untimed.values


def test_a_reason_goes_when_its_answer_goes() -> None:
    found = tell("pt fell on ward 7, no injury")
    assert reasons(found.because, {"physical": "?"}) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("HCA punched by a relative on ward 7, no patients hurt", STAFF),
        ("the canteen ran out of sandwiches again and the car park is full", OTHER),
        ("pt fell on ward 7, no injury", ""),
        ("patient was attacked by a visitor in the carpark", ""),
    ],
)
def test_what_is_not_for_the_record_is_told_apart(text: str, why: str) -> None:
    assert tell(text).not_ours == why


def test_the_kind_is_not_asked_where_a_patient_was_attacked() -> None:
    assert tell("my patient attacked in carpark").unsure == ()


def test_a_message_that_is_not_ours_leaves_the_number_of_patients_open() -> None:
    assert "patients" not in tell("HCA punched by a relative on ward 7, no patients hurt").values


@pytest.mark.parametrize(
    ("text", "said", "whole"),
    [
        ("skin tear L elbow, steri stripped. neuro obs ok", "steri, neuro obs", "steri stripped, neuro obs ok"),
        ("offloaded n dressed. bay 2", "offloaded, dressed", "offloaded, dressed"),
        ("he died despite cpr, family told", "cpr", "cpr"),
        ("a" * 100 + " iv fluids " + "b" * 100, "iv fluids", "iv fluids"),
    ],
)
def test_what_was_done_is_in_the_persons_own_words_and_whole(text: str, said: str, whole: str) -> None:
    assert whole_clauses(text, said) == whole


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("pt fell on ward 99, no injury", True),
        ("pt fell at home, no injury", True),
        ("my patient attacked in carpark", True),
        ("pt slipped at the main entrance", True),
        ("pt fell in the canteen, no injury", True),
        ("pt fell on our ward, no injury", False),
        ("pt fell by the sink, no injury", False),
        ("pt fell on ward 7, no injury", False),
    ],
)
def test_a_place_that_is_not_known_is_never_taken_for_the_usual_one(text: str, *, elsewhere: bool) -> None:
    assert tell(text).elsewhere is elsewhere


def test_two_names_are_two_patients_though_the_names_are_gone() -> None:
    heard = "gave Mr Lysander Copplestone's TTO bag to Mr Leander Copplestone on ward 7, no harm"
    marked = "gave [patient's name]'s TTO bag to [patient's name] on ward 7, no harm"
    found = told(marked, T0, PLACES, heard=heard)
    assert found.values["patients"] == "2"
    assert found.flags == ("information_governance_breach",)
    assert "Copplestone" not in repr(found)
