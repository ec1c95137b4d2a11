"""Until when reminders can be put off: never past the day on which others hear, nor past the deadline."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from test_ladder import ACKNOWLEDGED, ACTION, ALERT, ASSIGNED, DEPUTY, EXECUTIVE, LEAD, PEOPLE

from storage.records import ActionStatus, AlertAction, Person
from storage.rules.ladder import Clock, Ladder, Rung, To
from storage.rules.lifecycle import ActionMove, Facts, Refusal, move_action
from storage.rules.snoozing import latest_day

TODAY = date(2026, 11, 24)
REASON = "We wait for the delivery."


def latest(action: AlertAction, now: datetime = ASSIGNED, ladder: Ladder | None = None) -> date | None:
    return latest_day(ALERT, action, PEOPLE, now, ladder)


def tried(person: Person, until: date | None, *, action: AlertAction = ACKNOWLEDGED, reason: str = REASON) -> str:
    """Return the refusal of a snooze, or the day until which it holds."""
    facts = Facts(reason=reason, until=until, latest=latest(action), today=TODAY)
    after = move_action(action, ALERT, ActionMove.SNOOZE, person, ASSIGNED, facts)
    return after.words if isinstance(after, Refusal) else f"{after.snoozed_until}, fence {after.fence}"


def test_the_latest_day_is_the_one_on_which_somebody_else_hears() -> None:
    assert latest(ACKNOWLEDGED) == date(2027, 1, 26), "three working days before, the executive is told"
    assert latest(ACKNOWLEDGED, datetime(2027, 1, 26, 9, 1, tzinfo=UTC)) == date(2027, 1, 28), "then the deputy"
    assert latest(replace(ACKNOWLEDGED, deputy_id=None)) == date(2027, 1, 26)


def test_it_is_the_day_before_the_deadline_when_nobody_else_hears_before() -> None:
    quiet = Ladder("quiet", time(9), (Rung("due-0", Clock.DUE, 0, (To.LEAD,)), Rung("late", Clock.DUE, 1, (To.LEAD,))))
    assert latest(ACKNOWLEDGED, ladder=quiet) == date(2027, 1, 28)


@pytest.mark.parametrize("due_on", [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 2)])
def test_what_is_due_or_late_cannot_wait(due_on: date) -> None:
    assert latest(replace(ACKNOWLEDGED, due_on=due_on)) is None


def test_an_earlier_snooze_does_not_let_the_next_one_go_further() -> None:
    assert latest(replace(ACKNOWLEDGED, snoozed_until=date(2027, 1, 20))) == date(2027, 1, 26)


def test_owners_put_off_within_the_limit_and_others_do_not() -> None:
    assert tried(PEOPLE[LEAD], date(2027, 1, 26)) == "2027-01-26, fence 4"
    assert tried(PEOPLE[DEPUTY], date(2026, 11, 25)) == "2026-11-25, fence 4"
    assert tried(PEOPLE[EXECUTIVE], date(2026, 11, 25)).startswith("Only the lead or the deputy of this action")
    assert "until Tue 26 Jan 2027 at the latest" in tried(PEOPLE[LEAD], date(2027, 1, 27))
    assert tried(PEOPLE[LEAD], TODAY) == "Please choose a day after today."
    assert tried(PEOPLE[LEAD], None) == "Please say until when."
    assert "say why" in tried(PEOPLE[LEAD], date(2026, 11, 25), reason=" ")
    assert "not acknowledged yet" in tried(PEOPLE[LEAD], date(2026, 11, 25), action=ACTION)
    due = replace(ACKNOWLEDGED, due_on=TODAY)
    assert tried(PEOPLE[LEAD], date(2026, 11, 25), action=due).startswith("This cannot wait")


def test_waking_ends_a_snooze_once() -> None:
    asleep = replace(ACKNOWLEDGED, snoozed_until=date(2027, 1, 20))
    after = move_action(asleep, ALERT, ActionMove.WAKE, PEOPLE[LEAD], ASSIGNED)
    assert isinstance(after, AlertAction)
    assert (after.snoozed_until, after.status, after.fence) == (None, asleep.status, asleep.fence + 1)
    again = move_action(after, ALERT, ActionMove.WAKE, PEOPLE[LEAD], ASSIGNED)
    assert isinstance(again, Refusal)
    assert again.words.startswith("Nothing to do")


def test_what_is_returned_to_its_owner_is_awake_again() -> None:
    sent = replace(ACKNOWLEDGED, status=ActionStatus.EVIDENCE_SUBMITTED, snoozed_until=date(2027, 1, 20))
    facts = Facts(reason="The audit is missing.", evidence_by=frozenset({LEAD}))
    after = move_action(sent, ALERT, ActionMove.RETURN, PEOPLE[EXECUTIVE], ASSIGNED, facts)
    assert isinstance(after, AlertAction)
    assert (after.status, after.snoozed_until) == (ActionStatus.RETURNED, None)
