"""Reminders as properties over random actions, people and instants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from test_ladder import ACTION, ALERT, DEPUTY, EXECUTIVE, LEAD, PEOPLE, SPECIALIST, of_actions

from storage.records import ActionStatus, AlertAction, Person
from storage.rules.ladder import LADDER, Kind
from storage.rules.workdays import LONDON, is_working_day

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ACTIONS = st.builds(
    replace,
    st.just(ACTION),
    due_on=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    deputy_id=st.sampled_from([None, DEPUTY]),
    status=st.sampled_from(ActionStatus),
    assigned_at=INSTANTS,
    fence=st.integers(0, 5),
)
STAFF = st.sets(st.sampled_from([LEAD, DEPUTY, EXECUTIVE])).map(
    lambda gone: {key: replace(person, active=key not in gone) for key, person in PEOPLE.items()}
)


@settings(deadline=None)
@given(ACTIONS, STAFF, INSTANTS)
def test_what_is_wanted_is_sound(action: AlertAction, people: dict[int, Person], now: datetime) -> None:
    found = of_actions(ALERT, [action], people, now)
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys))
    for one in found:
        local = one.due_at.astimezone(LONDON)
        assert (local.hour, local.minute) == (9, 0)
        assert is_working_day(local.date())
        assert people[one.person_id].active
        assert one.due_at > action.assigned_at
        assert (one.subject, one.fence) == (f"action:{action.id}", action.fence)
    apart = {Kind.UNACKNOWLEDGED, Kind.JUDGE}
    due = [(one.person_id, one.kind if one.kind in apart else "deadline") for one in found if one.due_at <= now]
    assert len(due) == len(set(due))


@settings(deadline=None)
@given(ACTIONS, STAFF)
def test_no_deadline_of_open_work_passes_without_somebody_above_the_lead(
    action: AlertAction, people: dict[int, Person]
) -> None:
    found = of_actions(ALERT, [action], people, action.assigned_at)
    if action.status not in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED}:
        assert any(one.kind is Kind.LATE and one.person_id in {EXECUTIVE, SPECIALIST} for one in found)


@settings(deadline=None)
@given(ACTIONS, INSTANTS, st.integers(0, 400))
def test_time_alone_never_makes_a_step_that_was_not_foreseen(action: AlertAction, now: datetime, hours: int) -> None:
    before = {one.key for one in of_actions(ALERT, [action], PEOPLE, action.assigned_at)}
    later = of_actions(ALERT, [action], PEOPLE, now + timedelta(hours=hours))
    again = {rung.name for rung in LADDER.rungs if rung.repeats}
    assert {one.key for one in later if one.rung not in again} <= before
