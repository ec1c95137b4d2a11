"""The codes of a report: read from its words, overruled by whatever the person answered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.incidents.coding import coded, device_code, device_in, with_device
from storage.records import Coded, EventType, Involved

T0 = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
OVERDOSE = "82 yr old pt given 10mg morphine instead of 5mg at 0815 on ward 7, sleepy after, naloxone given"


def code(text: str, cleared: tuple[str, ...] = (), **said: Any) -> Coded:
    return coded(text, {"event_type": EventType.INCIDENT, **said}, posted_at=T0, places=(), cleared=cleared)


def test_the_words_give_the_codes() -> None:
    found = code(OVERDOSE)
    assert found.drugs[0] == "morphine"
    assert found.controlled
    assert "controlled_drug" in found.flags
    assert (found.shift, found.process, found.age_band, found.challenges) == ("1", "6", "11", ("6",))


def test_what_was_typed_counts_before_what_was_read() -> None:
    found = code(OVERDOSE, drugs="paracetamol, hushmycin", device="hoist", challenges=("2", "5"))
    assert found.drugs == ("paracetamol", "hushmycin")
    assert not found.controlled
    assert "controlled_drug" not in found.flags
    assert (found.device, found.challenges) == ("60", ("2", "5"))


def test_what_was_taken_away_is_not_read_again() -> None:
    found = code(OVERDOSE, cleared=("drugs", "challenges"))
    assert found.drugs == found.challenges == ()


def test_no_medicine_is_coded_when_only_a_device_was_involved() -> None:
    assert code(OVERDOSE, involved=(Involved.DEVICES,)).drugs == ()


def test_a_report_that_was_sent_as_one_for_patients_is_not_left_out_of_the_export() -> None:
    assert code("HCA punched by a relative on ward 7, no patients hurt").flags == ()


def test_a_risk_is_coded_by_theme_and_by_how_soon() -> None:
    text = "risk - epma lists two strengths of morphine side by side, someone could die any day"
    assert code(text, event_type=EventType.RISK).risk_themes == ("3", "6")
    answered = code(text, event_type=EventType.RISK, risk_themes=("1",), risk_imminent="n", risk_timeframe="2")
    assert (answered.risk_themes, answered.risk_imminent, answered.risk_timeframe) == (("1",), "n", "2")
    assert answered.never_event is answered.near_miss is None


@pytest.mark.parametrize(
    ("typed", "type_"),
    [("Blood fridges", "8"), ("syringe driver", "43"), ("something unheard of", "88")],
)
def test_a_device_is_known_by_its_label_or_by_what_wards_call_it(typed: str, type_: str) -> None:
    assert device_code(typed) == type_


def test_a_device_without_a_type_stays_in_the_story() -> None:
    assert with_device("It broke.", "wibble lamp") == "It broke.\n\nDevice: wibble lamp"
    assert with_device("The wibble lamp broke.", "wibble lamp") == "The wibble lamp broke."
    assert with_device("It broke.", "hoist") == "It broke."
    assert device_in("The wibble lamp broke.", "wibble lamp") == "wibble lamp"
    assert device_in("The lamp of [name] broke.", "lamp of Dora Plimsoll") == ""
    assert device_in("The hoist broke.", "hoist") == ""
