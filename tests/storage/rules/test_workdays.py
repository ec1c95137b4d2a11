"""Working days of England, both clock changes, and the words that people read."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.workdays import (
    LONDON,
    add_working_days,
    at_local,
    is_working_day,
    last_working_day,
    local_day,
    say_day,
    say_deadline,
    say_distance,
    say_instant,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
NINE = time(9, 0)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day 2026 is a Saturday and is kept on the Monday
        (date(2027, 12, 27), False),  # Christmas Day 2027 is a Saturday
        (date(2027, 12, 28), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday, kept in England and not in Scotland
        (date(2026, 3, 17), True),  # St Patrick's Day is not kept in England
        (date(2022, 9, 19), False),  # the day of the Queen's funeral
    ],
)
def test_bank_holidays_of_england_are_not_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert add_working_days(date(2026, 11, 28), 1) == date(2026, 11, 30)
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)
    assert last_working_day(date(2026, 11, 29)) == date(2026, 11, 27)
    assert last_working_day(date(2026, 11, 27)) == date(2026, 11, 27)


@given(DAYS, st.integers(1, 40))
def test_going_forward_and_counting_agree(day: date, n: int) -> None:
    there = add_working_days(day, n)
    assert is_working_day(there)
    assert working_days_between(day, there) == n
    assert add_working_days(there, -n) == last_working_day(day)


@given(DAYS, st.integers(0, 800))
def test_counting_at_once_is_counting_one_by_one(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    one_by_one = sum(is_working_day(day + timedelta(days=n)) for n in range(1, length + 1))
    assert working_days_between(day, end) == one_by_one
    assert working_days_between(end, day) == -one_by_one


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_a_local_time_comes_back_unless_the_clocks_skip_it(day: date, hour: int, minute: int) -> None:
    instant = at_local(day, time(hour, minute))
    assert instant.tzinfo is UTC
    local = instant.astimezone(LONDON)
    skipped = hour == 1 and at_local(day, time(0, 0)) + timedelta(hours=3) == at_local(day, time(4, 0))
    assert (local.hour, local.minute) == ((2, minute) if skipped else (hour, minute))


def test_nine_in_the_morning_stays_nine_through_both_clock_changes() -> None:
    assert at_local(date(2026, 3, 28), NINE) == datetime(2026, 3, 28, 9, tzinfo=UTC)
    assert at_local(date(2026, 3, 30), NINE) == datetime(2026, 3, 30, 8, tzinfo=UTC)
    assert at_local(date(2026, 10, 23), NINE) == datetime(2026, 10, 23, 8, tzinfo=UTC)
    assert at_local(date(2026, 10, 26), NINE) == datetime(2026, 10, 26, 9, tzinfo=UTC)
    assert at_local(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_in_london_is_not_the_day_in_utc_on_a_summer_night() -> None:
    assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001 - that is the point


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 25), "tomorrow, Wed 25 Nov"),
        (date(2026, 11, 27), "Fri 27 Nov"),
        (date(2026, 3, 1), "Sun 1 Mar"),
        (date(2027, 1, 1), "Fri 1 Jan 2027"),
    ],
)
def test_days_are_said_as_people_say_them(day: date, words: str) -> None:
    assert say_day(day, TODAY) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 24), "due today"),
        (date(2026, 11, 25), "in 1 working day"),
        (date(2026, 11, 27), "in 3 working days"),
        (date(2026, 11, 23), "1 working day late"),
        (date(2026, 11, 19), "3 working days late"),
    ],
)
def test_distances_are_said_in_working_days(due: date, words: str) -> None:
    assert say_distance(due, TODAY) == words


def test_a_deadline_on_a_weekend_is_said_without_working_days_that_are_not_there() -> None:
    saturday = date(2026, 11, 28)
    assert say_distance(date(2026, 11, 29), saturday) == "no working day left"
    assert say_distance(date(2026, 11, 27), saturday) == "late"


def test_instants_are_said_in_london_time() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert say_instant(datetime(2026, 7, 1, 8, 12, tzinfo=UTC), now) == "today, 09:12"
    assert say_instant(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), now) == "yesterday, 23:30"
    assert say_instant(datetime(2026, 11, 24, 9, tzinfo=UTC), now) == "Tue 24 Nov, 09:00"
    assert say_instant(datetime(2025, 11, 24, 9, tzinfo=UTC), now) == "Mon 24 Nov 2025, 09:00"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow, Wed 25 Nov"),
        (date(2026, 11, 27), "Fri 27 Nov (in 3 working days)"),
        (date(2026, 11, 23), "yesterday (1 working day late)"),
    ],
)
def test_a_deadline_says_how_far_it_is_once(due: date, words: str) -> None:
    assert say_deadline(due, date(2026, 11, 24)) == words


def test_a_deadline_tomorrow_on_a_weekend_says_that_no_working_day_is_left() -> None:
    assert say_deadline(date(2026, 11, 28), date(2026, 11, 27)) == "tomorrow, Sat 28 Nov (no working day left)"
