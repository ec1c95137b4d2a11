"""Which reminders should exist: by hand on a calendar, and as properties over random alerts and instants."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from storage.records import Absence, ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.ladder import LADDER, Clock, Kind, Ladder, Rung, To, Wanted, pack_ladder, read_ladder
from storage.rules.reminding import SNOOZE_OVER, wanted, wanted_for_receipt
from storage.rules.rota import Rota
from storage.rules.workdays import LONDON

LEAD, DEPUTY, EXECUTIVE, SPECIALIST, SECOND, OFFICER = 1, 2, 3, 4, 5, 6
PEOPLE = {
    LEAD: Person(LEAD, "Lead", roles=frozenset({Role.CLINICAL_LEAD})),
    DEPUTY: Person(DEPUTY, "Deputy"),
    EXECUTIVE: Person(EXECUTIVE, "Executive", roles=frozenset({Role.EXECUTIVE})),
    SPECIALIST: Person(SPECIALIST, "Specialist", roles=frozenset({Role.PATIENT_SAFETY_SPECIALIST})),
    OFFICER: Person(OFFICER, "Officer", roles=frozenset({Role.CAS_OFFICER})),
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


def of_actions(*given: Any) -> tuple[Wanted, ...]:
    """Return what is wanted about actions, without what is wanted about the alert itself."""
    return tuple(one for one in wanted(*given) if one.subject.startswith("action:"))


def of_alert(*given: Any) -> tuple[Wanted, ...]:
    """Return what is wanted about the alert itself."""
    return tuple(one for one in wanted(*given) if one.subject.startswith("alert:"))


def without(person_id: int) -> dict[int, Person]:
    return PEOPLE | {person_id: replace(PEOPLE[person_id], active=False)}


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def said(found: Iterable[Wanted]) -> set[tuple[str, int, str]]:
    return {(one.rung, one.person_id, f"{one.due_at.astimezone(LONDON):%a %d %b %H:%M}") for one in found}


def unacknowledged(found: Iterable[Wanted]) -> list[tuple[str, int, str]]:
    return sorted(entry for entry in said(found) if entry[0].startswith("unacknowledged"))


def test_an_assignment_that_nobody_acknowledges_climbs_from_lead_to_specialist() -> None:
    assert unacknowledged(of_actions(ALERT, [ACTION], PEOPLE, ASSIGNED)) == [
        ("unacknowledged-1", LEAD, "Wed 25 Nov 09:00"),
        ("unacknowledged-2", DEPUTY, "Thu 26 Nov 09:00"),
        ("unacknowledged-3", EXECUTIVE, "Fri 27 Nov 09:00"),
        ("unacknowledged-4", SPECIALIST, "Mon 30 Nov 09:00"),
    ]


def test_without_a_deputy_the_executive_hears_a_day_earlier() -> None:
    rungs = unacknowledged(of_actions(ALERT, [replace(ACTION, deputy_id=None)], PEOPLE, ASSIGNED))
    assert [person for _, person, _ in rungs] == [LEAD, EXECUTIVE, EXECUTIVE, SPECIALIST]


def test_an_acknowledgement_ends_the_climb_and_leaves_the_deadlines() -> None:
    found = said(of_actions(ALERT, [ACKNOWLEDGED], PEOPLE, ASSIGNED))
    assert found == {
        ("due-14", LEAD, "Mon 11 Jan 09:00"),
        ("due-7", LEAD, "Wed 20 Jan 09:00"),
        ("due-3", LEAD, "Tue 26 Jan 09:00"),
        ("due-3", EXECUTIVE, "Tue 26 Jan 09:00"),
        ("due-1", LEAD, "Thu 28 Jan 09:00"),
        ("due-1", DEPUTY, "Thu 28 Jan 09:00"),
        ("due-0", LEAD, "Fri 29 Jan 09:00"),
        ("due-0", DEPUTY, "Fri 29 Jan 09:00"),
        ("late-1", LEAD, "Mon 01 Feb 09:00"),
        ("late-1", EXECUTIVE, "Mon 01 Feb 09:00"),
        ("late-1", SPECIALIST, "Mon 01 Feb 09:00"),
        ("late-again", LEAD, "Tue 02 Feb 09:00"),
        ("late-again", DEPUTY, "Tue 02 Feb 09:00"),
        ("late-5", EXECUTIVE, "Fri 05 Feb 09:00"),
        ("late-5", SPECIALIST, "Fri 05 Feb 09:00"),
        ("late-10", EXECUTIVE, "Fri 12 Feb 09:00"),
        ("late-10", SPECIALIST, "Fri 12 Feb 09:00"),
    }


def test_steps_that_were_past_at_assignment_are_not_of_actions() -> None:
    short = replace(ACKNOWLEDGED, due_on=date(2026, 11, 30))
    rungs = {one.rung for one in of_actions(ALERT, [short], PEOPLE, ASSIGNED)}
    assert rungs == {"due-3", "due-1", "due-0", "late-1", "late-again", "late-5", "late-10"}


def test_an_action_that_is_late_from_the_start_is_said_to_be_late_on_the_next_working_morning() -> None:
    late = replace(ACKNOWLEDGED, due_on=date(2026, 11, 2))
    found = said(of_actions(ALERT, [late], PEOPLE, ASSIGNED))
    assert {one for one in found if one[0] == "late-1"} == {
        ("late-1", person, "Wed 25 Nov 09:00") for person in (LEAD, EXECUTIVE, SPECIALIST)
    }
    assert ("late-again", LEAD, "Thu 26 Nov 09:00") in found


def test_a_deadline_on_a_sunday_is_prepared_on_the_working_days_before() -> None:
    sunday = replace(ACKNOWLEDGED, due_on=date(2026, 12, 13))
    found = {rung: day for rung, person, day in said(of_actions(ALERT, [sunday], PEOPLE, ASSIGNED)) if person == LEAD}
    assert (found["due-0"], found["due-1"], found["late-1"]) == (
        "Fri 11 Dec 09:00", "Thu 10 Dec 09:00", "Mon 14 Dec 09:00",
    )  # fmt: skip


def test_nine_in_the_morning_is_local_in_summer_too() -> None:
    summer = replace(ACKNOWLEDGED, due_on=date(2027, 4, 9), assigned_at=ASSIGNED)
    by_rung = {one.rung: one.due_at for one in of_actions(ALERT, [summer], PEOPLE, ASSIGNED)}
    assert by_rung["due-14"] == datetime(2027, 3, 18, 9, tzinfo=UTC)
    assert by_rung["due-0"] == datetime(2027, 4, 9, 8, tzinfo=UTC)


def test_of_steps_that_were_missed_only_the_latest_is_of_actions() -> None:
    now = at(27, 1, 12, year=2027)
    past = {one.rung for one in of_actions(ALERT, [ACKNOWLEDGED], PEOPLE, now) if one.due_at <= now}
    assert past == {"due-3"}


def test_a_lead_who_has_sent_evidence_is_left_alone_and_the_others_still_hear_when_it_is_late() -> None:
    submitted = replace(ACKNOWLEDGED, status=ActionStatus.EVIDENCE_SUBMITTED, stood_since=ASSIGNED)
    assert said(of_actions(ALERT, [submitted], PEOPLE, ASSIGNED)) == {
        ("judge-1", EXECUTIVE, "Wed 25 Nov 09:00"),
        ("judge-3", EXECUTIVE, "Fri 27 Nov 09:00"),
        ("judge-3", SPECIALIST, "Fri 27 Nov 09:00"),
        ("judge-late", EXECUTIVE, "Tue 01 Dec 09:00"),
        ("judge-late", SPECIALIST, "Tue 01 Dec 09:00"),
        ("late-1", EXECUTIVE, "Mon 01 Feb 09:00"),
        ("late-1", SPECIALIST, "Mon 01 Feb 09:00"),
        ("late-5", EXECUTIVE, "Fri 05 Feb 09:00"),
        ("late-5", SPECIALIST, "Fri 05 Feb 09:00"),
        ("late-10", EXECUTIVE, "Fri 12 Feb 09:00"),
        ("late-10", SPECIALIST, "Fri 12 Feb 09:00"),
    }


@pytest.mark.parametrize("status", [ActionStatus.ACCEPTED, ActionStatus.CANCELLED])
def test_a_finished_action_wants_nothing(status: ActionStatus) -> None:
    assert of_actions(ALERT, [replace(ACKNOWLEDGED, status=status)], PEOPLE, ASSIGNED) == ()


@pytest.mark.parametrize("status", [AlertStatus.CLOSED, AlertStatus.CANCELLED])
def test_a_finished_alert_wants_nothing(status: AlertStatus) -> None:
    assert wanted(replace(ALERT, status=status), [ACTION], PEOPLE, ASSIGNED) == ()


@pytest.mark.parametrize("status", [AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED])
def test_a_decided_alert_wants_only_to_be_closed_on_cas(status: AlertStatus) -> None:
    decided = replace(ALERT, status=status, stood_since=ASSIGNED)
    assert said(wanted(decided, [ACTION], PEOPLE, ASSIGNED)) == {
        ("close-1", OFFICER, "Wed 25 Nov 09:00"),
        *(("close-2", person, "Thu 26 Nov 09:00") for person in (OFFICER, SPECIALIST)),
        *(("close-late", person, "Fri 27 Nov 09:00") for person in (OFFICER, SPECIALIST)),
    }


def test_who_has_left_is_replaced_by_the_next() -> None:
    def first(people: dict[int, Person], action: AlertAction = ACTION, alert: Alert = ALERT) -> tuple[int, ...]:
        found = of_actions(alert, [action], people, ASSIGNED)
        return tuple(one.person_id for one in found if one.rung == "due-14")

    assert first(PEOPLE) == (LEAD,)
    assert first(without(LEAD)) == (DEPUTY,)
    assert first(without(LEAD), replace(ACTION, deputy_id=None)) == (EXECUTIVE,)
    nobody = replace(ACTION, deputy_id=None)
    assert first(without(LEAD), nobody, replace(ALERT, executive_id=None)) == (EXECUTIVE,)
    gone = without(LEAD) | {EXECUTIVE: replace(PEOPLE[EXECUTIVE], active=False)}
    assert first(gone, nobody) == (SPECIALIST,)


def test_every_specialist_hears() -> None:
    people = PEOPLE | {SECOND: replace(PEOPLE[SPECIALIST], id=SECOND)}
    found = of_actions(ALERT, [ACTION], people, ASSIGNED)
    assert sorted(one.person_id for one in found if one.rung == "unacknowledged-4") == [SPECIALIST, SECOND]


def test_one_person_in_two_parts_hears_once_at_one_instant() -> None:
    executive_leads = replace(ACKNOWLEDGED, lead_id=EXECUTIVE, deputy_id=None)
    late = [one for one in of_actions(ALERT, [executive_leads], PEOPLE, ASSIGNED) if one.rung == "late-1"]
    assert sorted(one.person_id for one in late) == [EXECUTIVE, SPECIALIST]


def test_a_key_stays_the_same_through_a_move_and_changes_with_the_deadline() -> None:
    def key(action: AlertAction) -> str:
        return next(one.key for one in of_actions(ALERT, [action], PEOPLE, ASSIGNED) if one.rung == "due-7")

    assert key(ACKNOWLEDGED) == "reminder:action:12:1:due-7:2027-01-20"
    assert key(replace(ACKNOWLEDGED, fence=9, status=ActionStatus.IN_PROGRESS)) == key(ACKNOWLEDGED)
    assert key(replace(ACKNOWLEDGED, due_on=date(2027, 2, 26))) != key(ACKNOWLEDGED)


def test_a_ladder_is_frozen_as_json_and_read_back() -> None:
    assert read_ladder(pack_ladder()) == LADDER
    early = replace(LADDER, at=time(7, 30), rungs=LADDER.rungs[:1])
    (only,) = of_actions(replace(ALERT, ladder=pack_ladder(early)), [ACTION], PEOPLE, ASSIGNED)
    assert only.due_at == at(25, 11, 7, 30)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1", "at": "9", "rungs": [{}]}', "null"])
def test_what_is_no_ladder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a ladder"):
        read_ladder(text)


def test_a_repeating_step_is_wanted_for_the_last_working_morning_and_the_next() -> None:
    daily = Ladder("test", time(9, 0), (Rung("late", Clock.DUE, 1, (To.LEAD,), repeats=True),))

    def days(now: datetime) -> list[str]:
        found = of_actions(ALERT, [ACKNOWLEDGED], PEOPLE, now, daily)
        return sorted(one.due_at.astimezone(LONDON).date().isoformat() for one in found)

    assert days(ASSIGNED) == ["2027-02-01"]
    assert days(at(1, 2, 8, 59, year=2027)) == ["2027-02-01"]
    assert days(at(1, 2, 9, year=2027)) == ["2027-02-01", "2027-02-02"]
    assert days(at(6, 2, 12, year=2027)) == ["2027-02-05", "2027-02-08"]
    assert days(at(8, 2, 8, year=2027)) == ["2027-02-05", "2027-02-08"]


def test_an_alert_that_stands_still_climbs_from_those_who_act_to_all_above() -> None:
    def stands(status: AlertStatus, **rest: Any) -> set[tuple[str, int, str]]:
        alert = replace(ALERT, status=status, executive_id=None, stood_since=ASSIGNED, **rest)
        found = wanted(alert, [], PEOPLE, ASSIGNED)
        return said(one for one in found if one.kind is Kind.STAGE)

    above = (OFFICER, EXECUTIVE, SPECIALIST)
    assert stands(AlertStatus.RECEIVED) == {
        ("cas-1", OFFICER, "Wed 25 Nov 09:00"),
        *(("cas-2", person, "Thu 26 Nov 09:00") for person in above),
        *(("cas-late", person, "Fri 27 Nov 09:00") for person in above),
    }
    assert {rung for rung, _, _ in stands(AlertStatus.ACKNOWLEDGED)} == {"executive-1", "executive-2", "executive-late"}
    assert {rung for rung, _, _ in stands(AlertStatus.EXECUTIVE_NAMED)} == {"leads-1", "leads-2", "leads-late"}
    assert {rung for rung, _, _ in stands(AlertStatus.LEADS_NAMED)} == {"relevance-1", "relevance-2", "relevance-late"}


def test_an_alert_whose_actions_are_all_accepted_wants_its_executive() -> None:
    accepted = replace(ACKNOWLEDGED, status=ActionStatus.ACCEPTED, stood_since=ASSIGNED)
    found = said(one for one in of_alert(ALERT, [accepted], PEOPLE, ASSIGNED) if one.rung.startswith("ready"))
    assert ("ready-1", EXECUTIVE, "Wed 25 Nov 09:00") in found
    assert not [one for one in of_alert(ALERT, [accepted, ACTION], PEOPLE, ASSIGNED) if one.rung.startswith("ready")]


def test_the_alerts_own_deadline_reaches_the_executive_before_and_all_above_after() -> None:
    found = said(one for one in of_alert(ALERT, [ACTION], PEOPLE, ASSIGNED) if one.rung.startswith("alert"))
    assert found == {
        ("alert-7", EXECUTIVE, "Thu 18 Feb 09:00"),
        ("alert-1", EXECUTIVE, "Fri 26 Feb 09:00"),
        ("alert-1", OFFICER, "Fri 26 Feb 09:00"),
        ("alert-0", EXECUTIVE, "Mon 01 Mar 09:00"),
        ("alert-0", SPECIALIST, "Mon 01 Mar 09:00"),
        *(("alert-late", person, "Tue 02 Mar 09:00") for person in (OFFICER, EXECUTIVE, SPECIALIST)),
    }


def test_what_came_in_and_nobody_checked_climbs_too() -> None:
    found = wanted_for_receipt(7, 0, ASSIGNED, PEOPLE, ASSIGNED)
    assert ("receipt-1", OFFICER, "Wed 25 Nov 09:00") in said(found)
    assert ("receipt-2", EXECUTIVE, "Thu 26 Nov 09:00") in said(found)
    assert {(one.subject, one.kind) for one in found} == {("receipt:7", Kind.RECEIPT)}


def away(person_id: int, first: date, last: date, cover: int | None = None) -> Rota:
    return Rota({person_id: (Absence(1, person_id, first, last, cover),)})


def test_who_is_away_on_the_day_is_replaced_for_that_day_only() -> None:
    leave = away(LEAD, date(2027, 1, 20), date(2027, 1, 27))
    found = {
        one.rung: one.person_id
        for one in of_actions(ALERT, [ACKNOWLEDGED], PEOPLE, ASSIGNED, None, leave)
        if one.rung in {"due-14", "due-7", "due-3"} and one.person_id != EXECUTIVE
    }
    assert found == {"due-14": LEAD, "due-7": DEPUTY, "due-3": DEPUTY}


def test_a_step_that_is_past_goes_to_who_stands_in_by_now_and_after_a_week_to_nobody_who_is_away() -> None:
    leave = away(LEAD, date(2027, 1, 13), date(2027, 2, 19))

    def told(day: int) -> set[tuple[str, int]]:
        now = datetime(2027, 1, day, 8, tzinfo=UTC)
        found = of_actions(ALERT, [ACKNOWLEDGED], PEOPLE, now, None, leave)
        return {(one.rung, one.person_id) for one in found if one.due_at <= now}

    assert told(12) == {("due-14", LEAD)}
    assert told(13) == {("due-14", DEPUTY)}
    assert told(20) == set()


def test_an_executive_on_leave_is_covered_and_without_a_cover_the_other_executives_hear() -> None:
    people = PEOPLE | {SECOND: replace(PEOPLE[EXECUTIVE], id=SECOND), 9: Person(9, "Cover")}
    late = date(2027, 2, 1)

    def told(rota: Rota, people: dict[int, Person]) -> set[int]:
        found = of_actions(ALERT, [ACKNOWLEDGED], people, ASSIGNED, None, rota)
        return {one.person_id for one in found if one.rung == "late-1"} - {LEAD, SPECIALIST}

    assert told(away(EXECUTIVE, late, late, 9), people | {9: replace(PEOPLE[EXECUTIVE], id=9)}) == {9}
    assert told(away(EXECUTIVE, late, late, 9), people) == {SECOND}, "a cover who is no executive could not act"
    assert told(away(EXECUTIVE, late, late), people) == {SECOND}
    assert told(away(EXECUTIVE, late, late), PEOPLE | {9: Person(9, "Cover")}) == set()


def test_a_day_on_which_the_trust_is_closed_is_no_working_day() -> None:
    closed = Rota(closed=frozenset({date(2026, 11, 25)}))
    rungs = unacknowledged(of_actions(ALERT, [ACTION], PEOPLE, ASSIGNED, None, closed))
    assert rungs[0] == ("unacknowledged-1", LEAD, "Thu 26 Nov 09:00")


def test_nine_is_nine_where_the_person_is() -> None:
    people = PEOPLE | {LEAD: replace(PEOPLE[LEAD], time_zone="America/New_York")}
    due = {one.rung: one.due_at for one in of_actions(ALERT, [ACTION], people, ASSIGNED) if one.person_id == LEAD}
    assert due["unacknowledged-1"] == datetime(2026, 11, 25, 14, tzinfo=UTC)


def test_a_snooze_quiets_the_owner_until_its_day_and_nobody_else() -> None:
    snoozed = replace(ACKNOWLEDGED, snoozed_until=date(2027, 1, 27))
    found = said(of_actions(ALERT, [snoozed], PEOPLE, ASSIGNED))
    assert {one for one in found if one[1] == LEAD and "Jan" in one[2]} == {
        (SNOOZE_OVER, LEAD, "Wed 27 Jan 09:00"),
        ("due-1", LEAD, "Thu 28 Jan 09:00"),
        ("due-0", LEAD, "Fri 29 Jan 09:00"),
    }
    assert ("due-3", EXECUTIVE, "Tue 26 Jan 09:00") in found
