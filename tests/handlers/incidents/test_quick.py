"""What is asked on the card: the most important first, three at most, and nothing that was answered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.chat.card import Button
from handlers.incidents.quick import chips, missing
from handlers.showing.reports import involved
from storage.drafts import Draft
from storage.records import Involved, Location

T0 = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
PLACES = (Location(1, "Ward 7", (), "", "Medicine", "1", "4"), Location(2, "Ward 8", (), "", "Medicine", "1", "4"))


def draft(extra: dict[str, Any] | None = None, **values: Any) -> Draft:
    kept = {"values": {"event_type": "incident", **values}, **(extra or {})}
    return Draft(12, 2, "incidents.report", kept, 3, T0, T0, T0)


@pytest.mark.parametrize(
    ("asked_of", "fields"),
    [
        (draft(), ["physical", "psychological", "patients"]),
        (draft({"unsure": ["event_type"]}), ["event_type", "physical", "psychological"]),
        (draft(patients="0"), ["occurred_on", "location", "involved"]),
        (draft(patients="2", physical="low", psychological="low"), ["same", "occurred_on", "location"]),
        (draft(physical="fatal", patients="1", occurred_on="2026-11-24", location="#1"), ["involved"]),
        (draft({"skipped": ["physical", "psychological"]}), ["patients", "occurred_on", "location"]),
        (draft(event_type="risk", risk_imminent="y", location="#1", involved=["devices"]), []),
        (draft({"everywhere": True}, event_type="risk", risk_imminent="y", involved=["it_systems"]), []),
        (draft({"everywhere": True}, patients="0", occurred_on="2026-11-24"), ["location", "involved"]),
        (draft(event_type="good_care"), ["how_again", "location"]),
        (draft(event_type="outcome", outcome_types=["5"], patients="1"), ["physical", "psychological", "location"]),
    ],
)
def test_the_most_important_of_what_is_missing_is_asked(asked_of: Draft, fields: list[str]) -> None:
    assert missing(asked_of) == fields


def test_a_place_that_may_be_meant_is_offered_by_name() -> None:
    found = chips(draft({"places": ["#2"]}, patients="0", occurred_on="2026-11-24"), PLACES, "d12:3")
    assert found is not None
    where = found.items[0]
    assert where.title == "Where was it?"
    assert where.buttons[0] == Button("Ward 8", "incidents.quick", "d12:3|location|#2")
    assert [one.label for one in where.buttons] == ["Ward 8", "Choose the place", "Don't know the place"]


@pytest.mark.parametrize("kind", ["incident", "good_care", "risk", "outcome"])
def test_no_two_answers_of_one_card_read_alike(kind: str) -> None:
    answered: list[str] = []
    labels: list[str] = []
    while (
        found := chips(draft({"skipped": answered, "unsure": ["event_type"]}, event_type=kind), (), "d12:3")
    ) is not None:
        labels += [button.label for item in found.items for button in item.buttons]
        answered += missing(draft({"skipped": answered, "unsure": ["event_type"]}, event_type=kind))
    assert len(labels) == len(set(labels)) > 3, labels


def test_nothing_missing_asks_nothing() -> None:
    full = {"physical": "low", "psychological": "low", "patients": "1", "occurred_on": "2026-11-24", "location": "#1"}
    assert chips(draft(**full, involved=["devices"]), PLACES, "d12:3") is None


def test_nothing_involved_is_said_in_words_that_need_no_list_above_them() -> None:
    assert involved((Involved.NONE_OF_THESE,)) == "No medicine, device or the like"
    assert involved((Involved.DEVICES,)) == "Devices"
    assert involved(()) == "Not known"
