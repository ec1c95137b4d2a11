"""Which reminders should exist: by hand on a calendar, and as properties over random alerts and instants."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.ladder import (
    LADDER,
    Clock,
    Kind,
    Ladder,
    Rung,
    To,
    Wanted,
    pack_ladder,
    read_ladder,
    rung_of,
    wanted,
)
from storage.rules.workdays import LONDON, is_working_day

LEAD, DEPUTY, EXECUTIVE, SPECIALIST, SECOND = 1, 2, 3, 4, 5
PEOPLE = {
    LEAD: Person(LEAD, "Lead", roles=frozenset({Role.CLINICAL_LEAD})),
    DEPUTY: Person(DEPUTY, "Deputy"),
    EXECUTIVE: Person(EXECUTIVE, "Executive", roles=frozenset({Role.EXECUTIVE})),
    SPECIALIST: Person(SPECIALIST, "Specialist", roles=frozenset({Role.PATIENT_SAFETY_SPECIALIST})),
}
ASSIGNED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
ALERT = Alert(
    1, "NatPSA/2026/003", "NatPSA/2026/003/MHRA", "Example pump", "MHRA", date(2026, 11, 24), date(2027, 3, 1), False,
    "", "", EXECUTIVE, AlertStatus.ACTION_REQUIRED, 0, ASSIGNED, pack_ladder(),
)  # fmt: skip
ACTION = AlertAction(
    12, 1, 1, "Find every pump", date(2027, 1, 29), LEAD, DEPUTY, ActionStatus.ASSIGNED, 3, ASSIGNED
)  # fmt: skip
ACKNOWLEDGED = replace(ACTION, status=ActionStatus.ACKNOWLEDGED, acknowledged_at=ASSIGNED, acknowledged_by=LEAD)


def without(person_id: int) -> dict[int, Person]:
    return PEOPLE | {person_id: replace(PEOPLE[person_id], active=False)}


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def said(found: Iterable[Wanted]) -> set[tuple[str, int, str]]:
    return {(one.rung, one.person_id, f"{one.due_at.astimezone(LONDON):%a %d %b %H:%M}") for one in found}


def unacknowledged(found: Iterable[Wanted]) -> list[tuple[str, int, str]]:
    return sorted(entry for entry in said(found) if entry[0].startswith("unacknowledged"))


def test_an_assignment_that_nobody_acknowledges_climbs_from_lead_to_specialist() -> None:
    assert unacknowledged(wanted(ALERT, [ACTION], PEOPLE, ASSIGNED)) == [
        ("unacknowledged-1", LEAD, "Wed 25 Nov 09:00"),
        ("unacknowledged-2", DEPUTY, "Thu 26 Nov 09:00"),
        ("unacknowledged-3", EXECUTIVE, "Fri 27 Nov 09:00"),
        ("unacknowledged-4", SPECIALIST, "Mon 30 Nov 09:00"),
    ]


def test_without_a_deputy_the_executive_hears_a_day_earlier() -> None:
    rungs = unacknowledged(wanted(ALERT, [replace(ACTION, deputy_id=None)], PEOPLE, ASSIGNED))
    assert [person for _, person, _ in rungs] == [LEAD, EXECUTIVE, EXECUTIVE, SPECIALIST]


def test_an_acknowledgement_ends_the_climb_and_leaves_the_deadlines() -> None:
    found = said(wanted(ALERT, [ACKNOWLEDGED], PEOPLE, ASSIGNED))
    assert found == {
        ("due-14", LEAD, "Mon 11 Jan 09:00"),
        ("due-7", LEAD, "Wed 20 Jan 09:00"),
        ("due-3", LEAD, "Tue 26 Jan 09:00"),
        ("due-1", LEAD, "Thu 28 Jan 09:00"),
        ("due-0", LEAD, "Fri 29 Jan 09:00"),
        ("late-1", LEAD, "Mon 01 Feb 09:00"),
        ("late-1", EXECUTIVE, "Mon 01 Feb 09:00"),
        ("late-1", SPECIALIST, "Mon 01 Feb 09:00"),
    }


def test_steps_that_were_past_at_assignment_are_not_wanted() -> None:
    short = replace(ACKNOWLEDGED, due_on=date(2026, 11, 30))
    rungs = {one.rung for one in wanted(ALERT, [short], PEOPLE, ASSIGNED)}
    assert rungs == {"due-3", "due-1", "due-0", "late-1"}


def test_an_action_that_is_late_from_the_start_is_said_to_be_late_on_the_next_working_morning() -> None:
    late = replace(ACKNOWLEDGED, due_on=date(2026, 11, 2))
    assert said(wanted(ALERT, [late], PEOPLE, ASSIGNED)) == {
        ("late-1", person, "Wed 25 Nov 09:00") for person in (LEAD, EXECUTIVE, SPECIALIST)
    }


def test_a_deadline_on_a_sunday_is_prepared_on_the_working_days_before() -> None:
    sunday = replace(ACKNOWLEDGED, due_on=date(2026, 12, 13))
    found = {rung: day for rung, person, day in said(wanted(ALERT, [sunday], PEOPLE, ASSIGNED)) if person == LEAD}
    assert (found["due-0"], found["due-1"], found["late-1"]) == (
        "Fri 11 Dec 09:00", "Thu 10 Dec 09:00", "Mon 14 Dec 09:00",
    )  # fmt: skip


def test_nine_in_the_morning_is_local_in_summer_too() -> None:
    summer = replace(ACKNOWLEDGED, due_on=date(2027, 4, 9), assigned_at=ASSIGNED)
    by_rung = {one.rung: one.due_at for one in wanted(ALERT, [summer], PEOPLE, ASSIGNED)}
    assert by_rung["due-14"] == datetime(2027, 3, 18, 9, tzinfo=UTC)
    assert by_rung["due-0"] == datetime(2027, 4, 9, 8, tzinfo=UTC)


def test_of_steps_that_were_missed_only_the_latest_is_wanted() -> None:
    now = at(27, 1, 12, year=2027)
    past = {one.rung for one in wanted(ALERT, [ACKNOWLEDGED], PEOPLE, now) if one.due_at <= now}
    assert past == {"due-3"}


def test_a_lead_who_has_sent_evidence_is_left_alone_and_the_others_still_hear_when_it_is_late() -> None:
    submitted = replace(ACKNOWLEDGED, status=ActionStatus.EVIDENCE_SUBMITTED)
    assert {(one.rung, one.person_id) for one in wanted(ALERT, [submitted], PEOPLE, ASSIGNED)} == {
        ("late-1", EXECUTIVE), ("late-1", SPECIALIST),
    }  # fmt: skip


@pytest.mark.parametrize("status", [ActionStatus.ACCEPTED, ActionStatus.CANCELLED])
def test_a_finished_action_wants_nothing(status: ActionStatus) -> None:
    assert wanted(ALERT, [replace(ACKNOWLEDGED, status=status)], PEOPLE, ASSIGNED) == ()


@pytest.mark.parametrize(
    "status", [AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED, AlertStatus.AUTHORISED]
)
def test_a_finished_alert_wants_nothing(status: AlertStatus) -> None:
    assert wanted(replace(ALERT, status=status), [ACTION], PEOPLE, ASSIGNED) == ()


def test_who_has_left_is_replaced_by_the_next() -> None:
    def first(people: dict[int, Person], action: AlertAction = ACTION, alert: Alert = ALERT) -> tuple[int, ...]:
        found = wanted(alert, [action], people, ASSIGNED)
        return tuple(one.person_id for one in found if one.rung == "due-14")

    assert first(PEOPLE) == (LEAD,)
    assert first(without(LEAD)) == (DEPUTY,)
    assert first(without(LEAD), replace(ACTION, deputy_id=None)) == (EXECUTIVE,)
    nobody = replace(ACTION, deputy_id=None)
    assert first(without(LEAD), nobody, replace(ALERT, executive_id=None)) == (SPECIALIST,)


def test_every_specialist_hears() -> None:
    people = PEOPLE | {SECOND: replace(PEOPLE[SPECIALIST], id=SECOND)}
    found = wanted(ALERT, [ACTION], people, ASSIGNED)
    assert sorted(one.person_id for one in found if one.rung == "unacknowledged-4") == [SPECIALIST, SECOND]


def test_one_person_in_two_parts_hears_once_at_one_instant() -> None:
    executive_leads = replace(ACKNOWLEDGED, lead_id=EXECUTIVE, deputy_id=None)
    late = [one for one in wanted(ALERT, [executive_leads], PEOPLE, ASSIGNED) if one.kind is Kind.LATE]
    assert sorted(one.person_id for one in late) == [EXECUTIVE, SPECIALIST]


def test_a_key_stays_the_same_through_a_move_and_changes_with_the_deadline() -> None:
    def key(action: AlertAction) -> str:
        return next(one.key for one in wanted(ALERT, [action], PEOPLE, ASSIGNED) if one.rung == "due-7")

    assert key(ACKNOWLEDGED) == "reminder:action:12:1:due-7:2027-01-20"
    assert key(replace(ACKNOWLEDGED, fence=9, status=ActionStatus.IN_PROGRESS)) == key(ACKNOWLEDGED)
    assert key(replace(ACKNOWLEDGED, due_on=date(2027, 2, 26))) != key(ACKNOWLEDGED)
    assert rung_of(key(ACKNOWLEDGED)) == "due-7"
    with pytest.raises(ValueError, match="key"):
        rung_of("notice.assigned:alert:1")


def test_a_ladder_is_frozen_as_json_and_read_back() -> None:
    assert read_ladder(pack_ladder()) == LADDER
    early = replace(LADDER, at=time(7, 30), rungs=LADDER.rungs[:1])
    (only,) = wanted(replace(ALERT, ladder=pack_ladder(early)), [ACTION], PEOPLE, ASSIGNED)
    assert only.due_at == at(25, 11, 7, 30)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1", "at": "9", "rungs": [{}]}', "null"])
def test_what_is_no_ladder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a ladder"):
        read_ladder(text)


def test_a_repeating_step_is_wanted_for_the_last_working_morning_and_the_next() -> None:
    daily = Ladder("test", time(9, 0), (Rung("late", Clock.DUE, 1, (To.LEAD,), repeats=True),))

    def days(now: datetime) -> list[str]:
        found = wanted(ALERT, [ACKNOWLEDGED], PEOPLE, now, daily)
        return sorted(one.due_at.astimezone(LONDON).date().isoformat() for one in found)

    assert days(ASSIGNED) == ["2027-02-01"]
    assert days(at(1, 2, 8, 59, year=2027)) == ["2027-02-01"]
    assert days(at(1, 2, 9, year=2027)) == ["2027-02-01", "2027-02-02"]
    assert days(at(6, 2, 12, year=2027)) == ["2027-02-05", "2027-02-08"]
    assert days(at(8, 2, 8, year=2027)) == ["2027-02-05", "2027-02-08"]


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


@given(ACTIONS, STAFF, INSTANTS)
def test_what_is_wanted_is_sound(action: AlertAction, people: dict[int, Person], now: datetime) -> None:
    found = wanted(ALERT, [action], people, now)
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys))
    for one in found:
        local = one.due_at.astimezone(LONDON)
        assert (local.hour, local.minute) == (9, 0)
        assert is_working_day(local.date())
        assert people[one.person_id].active
        assert one.due_at > action.assigned_at
        assert (one.subject, one.fence) == (f"action:{action.id}", action.fence)
    due = [(one.person_id, one.kind is Kind.UNACKNOWLEDGED) for one in found if one.due_at <= now]
    assert len(due) == len(set(due))


@given(ACTIONS, STAFF)
def test_no_deadline_of_open_work_passes_without_somebody_above_the_lead(
    action: AlertAction, people: dict[int, Person]
) -> None:
    found = wanted(ALERT, [action], people, action.assigned_at)
    if action.status not in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED}:
        assert any(one.kind is Kind.LATE and one.person_id in {EXECUTIVE, SPECIALIST} for one in found)


@given(ACTIONS, INSTANTS, st.integers(0, 400))
def test_time_alone_never_makes_a_step_that_was_not_foreseen(action: AlertAction, now: datetime, hours: int) -> None:
    before = {one.key for one in wanted(ALERT, [action], PEOPLE, action.assigned_at)}
    after = {one.key for one in wanted(ALERT, [action], PEOPLE, now + timedelta(hours=hours))}
    assert after <= before
