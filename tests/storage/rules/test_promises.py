"""By when a reporter hears, and who is reminded of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.feedback import NOBODY, Owed, promise, promised_day, share, wanted_answers
from storage.rules.ladder import Kind
from storage.rules.workdays import local_day, working_days_between

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUE = promise(T0, 10)
HANDLER, SPECIALIST = 5, 9


def test_a_promise_holds_until_the_end_of_its_working_day_in_london() -> None:
    assert promised_day(DUE) == date(2026, 12, 8)
    assert datetime(2026, 12, 9, 0, 0, tzinfo=UTC) == DUE
    summer = promise(datetime(2026, 6, 1, 12, 0, tzinfo=UTC), 1)
    assert summer == datetime(2026, 6, 2, 23, 0, tzinfo=UTC)
    assert promised_day(summer) == date(2026, 6, 2)


def test_weekends_and_bank_holidays_are_no_working_days() -> None:
    assert promised_day(promise(datetime(2026, 12, 24, 12, 0, tzinfo=UTC), 1)) == date(2026, 12, 29)


@given(st.integers(0, 1_000_000), st.integers(1, 30))
def test_a_promise_is_always_so_many_working_days_away(minutes: int, days: int) -> None:
    at = T0 + timedelta(minutes=minutes)
    assert working_days_between(local_day(at), promised_day(promise(at, days))) == days


def test_the_handler_is_reminded_before_on_and_after_the_day() -> None:
    found = wanted_answers([Owed(3, DUE, HANDLER)], [SPECIALIST], T0)
    assert [(one.rung, local_day(one.due_at), one.kind) for one in found] == [
        ("answer-3", date(2026, 12, 3), Kind.ANSWER),
        ("answer-0", date(2026, 12, 8), Kind.ANSWER),
        ("answer-late-1", date(2026, 12, 9), Kind.ANSWER_LATE),
        ("answer-late-5", date(2026, 12, 15), Kind.ANSWER_LATE),
    ]
    assert {(one.subject, one.person_id) for one in found} == {("report:3", HANDLER)}
    assert found[0].key == "reminder:report:3:5:answer-3:2026-12-03"


@pytest.mark.parametrize(("days", "first"), [(9, "answer-3"), (14, "answer-0"), (15, "answer-late-1"), (60, None)])
def test_of_several_that_are_due_only_the_latest_is_wanted(days: int, first: str | None) -> None:
    found = wanted_answers([Owed(3, DUE, HANDLER)], [], T0 + timedelta(days=days, minutes=1))
    assert found[0].rung == (first or "answer-late-5")
    assert sum(one.due_at <= T0 + timedelta(days=days, minutes=1) for one in found) == 1


def test_specialists_hear_once_a_working_morning_of_all_late_reports_that_nobody_looks_after() -> None:
    late = DUE + timedelta(days=3, hours=10)
    owed = [Owed(number, DUE, None) for number in range(1, 40)]
    found = wanted_answers(owed, [SPECIALIST, 10], late)
    assert {one.subject for one in found} == {NOBODY}
    assert [(one.person_id, local_day(one.due_at)) for one in found] == [
        (SPECIALIST, date(2026, 12, 11)), (10, date(2026, 12, 11)),
        (SPECIALIST, date(2026, 12, 14)), (10, date(2026, 12, 14)),
    ]  # fmt: skip


def test_nobody_is_told_of_reports_that_are_not_late() -> None:
    assert wanted_answers([Owed(3, DUE, None)], [SPECIALIST], T0) == ()
    assert wanted_answers([], [SPECIALIST], T0) == ()


def test_the_share_says_of_how_many() -> None:
    assert share({"judged": 10, "in_time": 9}) == "9 of 10 (90 %)"
    assert share({"judged": 0, "in_time": 0}) == "No promised day has come yet"
