"""Somebody hears of a draft a day before it goes, and half-way when it is kept for less than two days."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.expiry import Ending, remind_at, wanted_endings
from storage.rules.ladder import Kind

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_week_is_remembered_after_six_days_and_a_day_after_twelve_hours() -> None:
    assert remind_at(T0, T0 + timedelta(days=7)) == T0 + timedelta(days=6)
    assert remind_at(T0, T0 + timedelta(days=1)) == T0 + timedelta(hours=12)


def test_each_draft_that_has_not_ended_is_wanted_once() -> None:
    drafts = [Ending(1, 7, T0, T0 + timedelta(days=7)), Ending(2, 7, T0 - timedelta(days=8), T0)]
    found = wanted_endings(drafts, T0)
    assert [(one.subject, one.person_id, one.kind, one.due_at) for one in found] == [
        ("draft:1", 7, Kind.DRAFT, T0 + timedelta(days=6))
    ]


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=100)))
def test_the_reminder_lies_between_keeping_and_the_end(lasts: timedelta) -> None:
    assert T0 < remind_at(T0, T0 + lasts) < T0 + lasts
