"""What a reporter may still do with a report, for every status that it can have."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from invented import a_content

from storage.records import Incident, IncidentStatus
from storage.rules.afterwards import Wish, refuse

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SENT = Incident(1, "SE-2026-000001", 7, T0, 1, T0, IncidentStatus.RECEIVED, a_content())


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("status", IncidentStatus)
def test_an_open_report_is_its_reporters_and_any_other_is_not(wish: Wish, status: IncidentStatus) -> None:
    refusal = refuse(wish, replace(SENT, status=status))
    assert (refusal is None) is (status in {IncidentStatus.RECEIVED, IncidentStatus.IN_REVIEW})


@pytest.mark.parametrize("wish", Wish)
def test_a_joined_report_is_the_safety_teams(wish: Wish) -> None:
    refusal = refuse(wish, replace(SENT, status=IncidentStatus.CLOSED, merged_into=2))
    assert refusal is not None
    assert "ask the safety team" in refusal.words
