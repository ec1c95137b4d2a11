"""The table of moves, walked by random people with random moves, and each guard once by name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.guards import ALERT_ENDED
from storage.rules.lifecycle import (
    ACTION_MOVES,
    ACTION_WORDS,
    ALERT_MOVES,
    ALERT_WORDS,
    ActionMove,
    AlertMove,
    Facts,
    Refusal,
    Who,
    diagram,
    move_action,
    move_alert,
    parts_of,
)

T0 = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)

LEAD = Person(1, "Ama Lead", roles=frozenset({Role.CLINICAL_LEAD}))
DEPUTY = Person(2, "Ben Deputy")
EXECUTIVE = Person(3, "Cai Executive", roles=frozenset({Role.EXECUTIVE}))
OTHER_EXECUTIVE = Person(4, "Dee Executive", roles=frozenset({Role.EXECUTIVE}))
OFFICER = Person(5, "Eve Officer", roles=frozenset({Role.CAS_OFFICER}))
SPECIALIST = Person(6, "Fay Specialist", roles=frozenset({Role.PATIENT_SAFETY_SPECIALIST}))
NURSE = Person(7, "Gus Nurse")
LEFT = Person(8, "Hal Left", roles=frozenset({Role.EXECUTIVE, Role.CLINICAL_LEAD}), active=False)
EVERYBODY = (LEAD, DEPUTY, EXECUTIVE, OTHER_EXECUTIVE, OFFICER, SPECIALIST, NURSE, LEFT)


def an_alert(status: AlertStatus = AlertStatus.ACTION_REQUIRED, *, complex_: bool = False) -> Alert:
    return Alert(
        1, "NatPSA/2026/003", "NatPSA/2026/003/MHRA", "Example pump", "MHRA", date(2026, 11, 24), date(2027, 3, 1),
        complex_, "", "", EXECUTIVE.id, status, 0, T0, "",
    )  # fmt: skip


def an_action(status: ActionStatus = ActionStatus.ASSIGNED, number: int = 1) -> AlertAction:
    acknowledged = status not in {ActionStatus.ASSIGNED, ActionStatus.CANCELLED}
    return AlertAction(
        number, 1, number, "Find every pump", date(2026, 12, 18), LEAD.id, DEPUTY.id, status, 0, T0,
        T0 if acknowledged else None, LEAD.id if acknowledged else None,
    )  # fmt: skip


def moved(answer: AlertAction | Refusal) -> AlertAction:
    assert isinstance(answer, AlertAction), answer
    return answer


def refused(answer: AlertAction | Alert | Refusal) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def test_a_lead_acknowledges_and_is_recorded() -> None:
    after = moved(move_action(an_action(), an_alert(), ActionMove.ACKNOWLEDGE, LEAD, T0))
    assert (after.status, after.acknowledged_by, after.acknowledged_at) == (ActionStatus.ACKNOWLEDGED, LEAD.id, T0)
    assert after.fence == 1


def test_a_deputy_acknowledges_in_their_own_name() -> None:
    after = moved(move_action(an_action(), an_alert(), ActionMove.ACKNOWLEDGE, DEPUTY, T0))
    assert (after.acknowledged_by, after.lead_id) == (DEPUTY.id, LEAD.id)


def test_acknowledging_twice_is_answered_with_who_and_when() -> None:
    first = moved(move_action(an_action(), an_alert(), ActionMove.ACKNOWLEDGE, DEPUTY, T0))
    later = T0 + timedelta(hours=1)
    for action in (first, replace(first, status=ActionStatus.IN_PROGRESS)):
        again = refused(move_action(action, an_alert(), ActionMove.ACKNOWLEDGE, LEAD, later))
        assert (again.already, again.by_id, again.at) == (True, DEPUTY.id, T0)


@pytest.mark.parametrize("person", [NURSE, EXECUTIVE, OFFICER, LEFT])
def test_nobody_else_acknowledges(person: Person) -> None:
    refusal = refused(move_action(an_action(), an_alert(), ActionMove.ACKNOWLEDGE, person, T0))
    assert not refusal.already


def test_who_may_is_said_in_words() -> None:
    words = refused(move_action(an_action(), an_alert(), ActionMove.ACKNOWLEDGE, NURSE, T0)).words
    assert words == "Only the lead or the deputy of this action can acknowledge it."
    words = refused(move_alert(an_alert(AlertStatus.RECEIVED), AlertMove.ACKNOWLEDGE, LEAD, T0)).words
    assert words == "Only a CAS officer or a patient safety specialist can record that it is acknowledged on CAS."
    words = refused(move_action(an_action(), an_alert(), ActionMove.CANCEL, LEAD, T0)).words
    assert words == "Only an executive can cancel it."


def test_what_cannot_be_done_now_says_where_the_action_stands() -> None:
    refusal = refused(move_action(an_action(), an_alert(), ActionMove.ACCEPT, SPECIALIST, T0))
    assert refusal.words == "You cannot accept its evidence now. Where this action stands: not acknowledged yet."


def test_a_move_that_was_made_already_is_no_error() -> None:
    done = an_action(ActionStatus.ACCEPTED)
    assert refused(move_action(done, an_alert(), ActionMove.ACCEPT, SPECIALIST, T0)).already


def test_nobody_accepts_their_own_evidence() -> None:
    submitted = an_action(ActionStatus.EVIDENCE_SUBMITTED)
    own = Facts(evidence_by=frozenset({SPECIALIST.id}))
    refusal = refused(move_action(submitted, an_alert(), ActionMove.ACCEPT, SPECIALIST, T0, own))
    assert "another person" in refusal.words
    assert moved(move_action(submitted, an_alert(), ActionMove.ACCEPT, EXECUTIVE, T0, own))


def test_nothing_is_accepted_without_evidence() -> None:
    submitted = an_action(ActionStatus.EVIDENCE_SUBMITTED)
    assert "no evidence" in refused(move_action(submitted, an_alert(), ActionMove.ACCEPT, EXECUTIVE, T0)).words


def test_returning_needs_a_reason() -> None:
    submitted = an_action(ActionStatus.EVIDENCE_SUBMITTED)
    assert (
        "why" in refused(move_action(submitted, an_alert(), ActionMove.RETURN, EXECUTIVE, T0, Facts(reason=" "))).words
    )
    with_reason = Facts(reason="The audit is missing.")
    after = moved(move_action(submitted, an_alert(), ActionMove.RETURN, EXECUTIVE, T0, with_reason))
    assert after.status is ActionStatus.RETURNED


def test_handing_over_starts_the_acknowledgement_again() -> None:
    action = replace(an_action(ActionStatus.IN_PROGRESS), help_asked_at=T0)
    later = T0 + timedelta(days=1)
    after = moved(move_action(action, an_alert(), ActionMove.HAND_OVER, LEAD, later, Facts(named=(DEPUTY,))))
    assert (after.lead_id, after.deputy_id, after.status) == (DEPUTY.id, None, ActionStatus.ASSIGNED)
    assert (after.acknowledged_at, after.acknowledged_by, after.help_asked_at) == (None, None, None)
    assert after.assigned_at == later


def test_an_action_is_not_handed_to_its_lead_to_nobody_or_to_somebody_who_left() -> None:
    for named in ((), (LEAD,), (LEFT,), (NURSE, DEPUTY)):
        refused(move_action(an_action(), an_alert(), ActionMove.HAND_OVER, LEAD, T0, Facts(named=named)))


def test_only_an_executive_names_who_leads_in_a_complex_alert() -> None:
    hard = an_alert(complex_=True)
    refusal = refused(move_action(an_action(), hard, ActionMove.HAND_OVER, LEAD, T0, Facts(named=(NURSE,))))
    assert "executive" in refusal.words
    assert moved(move_action(an_action(), hard, ActionMove.HAND_OVER, EXECUTIVE, T0, Facts(named=(NURSE,))))
    named = an_alert(AlertStatus.EXECUTIVE_NAMED, complex_=True)
    assert "executive" in refused(move_alert(named, AlertMove.NAME_LEADS, OFFICER, T0, Facts(named=(LEAD,)))).words
    assert "clinical" in refused(move_alert(named, AlertMove.NAME_LEADS, EXECUTIVE, T0, Facts(named=(NURSE,)))).words
    assert isinstance(move_alert(named, AlertMove.NAME_LEADS, EXECUTIVE, T0, Facts(named=(LEAD,))), Alert)


@pytest.mark.parametrize("move", [AlertMove.REQUIRE_ACTION, AlertMove.NOT_REQUIRED])
def test_a_complex_alert_does_not_go_on_without_leads(move: AlertMove) -> None:
    named = an_alert(AlertStatus.EXECUTIVE_NAMED, complex_=True)
    assert "leads" in refused(move_alert(named, move, EXECUTIVE, T0, Facts(reason="We have no such pump."))).words
    plain = an_alert(AlertStatus.EXECUTIVE_NAMED)
    assert isinstance(move_alert(plain, move, EXECUTIVE, T0, Facts(reason="We have no such pump.")), Alert)


def test_help_is_asked_once_and_the_status_stays() -> None:
    after = moved(move_action(an_action(), an_alert(), ActionMove.ASK_HELP, LEAD, T0))
    assert (after.status, after.help_asked_at, after.fence) == (ActionStatus.ASSIGNED, T0, 1)
    assert refused(move_action(after, an_alert(), ActionMove.ASK_HELP, LEAD, T0)).already


def test_an_executive_authorises_when_nothing_is_open() -> None:
    alert = an_alert()
    accepted, opened = an_action(ActionStatus.ACCEPTED), an_action(ActionStatus.IN_PROGRESS, 2)
    facts = Facts(actions=(accepted, opened), evidence_by=frozenset({LEAD.id}))
    assert "Action 2" in refused(move_alert(alert, AlertMove.AUTHORISE, EXECUTIVE, T0, facts)).words
    none = Facts(actions=(an_action(ActionStatus.CANCELLED),))
    assert "No action" in refused(move_alert(alert, AlertMove.AUTHORISE, EXECUTIVE, T0, none)).words
    facts = replace(facts, actions=(accepted, an_action(ActionStatus.CANCELLED, 2)))
    assert refused(move_alert(alert, AlertMove.AUTHORISE, OFFICER, T0, facts))
    assert isinstance(move_alert(alert, AlertMove.AUTHORISE, EXECUTIVE, T0, facts), Alert)
    own = replace(facts, evidence_by=frozenset({EXECUTIVE.id}))
    assert "yourself" in refused(move_alert(alert, AlertMove.AUTHORISE, EXECUTIVE, T0, own)).words
    assert isinstance(move_alert(alert, AlertMove.AUTHORISE, OTHER_EXECUTIVE, T0, own), Alert)


def test_the_executive_of_an_alert_is_an_executive() -> None:
    alert = replace(an_alert(AlertStatus.ACKNOWLEDGED), executive_id=None)
    for named in ((), (LEAD,), (LEFT,), (EXECUTIVE, OTHER_EXECUTIVE)):
        refused(move_alert(alert, AlertMove.NAME_EXECUTIVE, OFFICER, T0, Facts(named=named)))
    after = move_alert(alert, AlertMove.NAME_EXECUTIVE, OFFICER, T0, Facts(named=(OTHER_EXECUTIVE,)))
    assert isinstance(after, Alert)
    assert (after.executive_id, after.status) == (OTHER_EXECUTIVE.id, AlertStatus.EXECUTIVE_NAMED)


def test_who_has_left_plays_no_part() -> None:
    assert parts_of(LEFT, replace(an_action(), lead_id=LEFT.id)) == frozenset()
    assert parts_of(LEAD, an_action()) == {Who.LEAD}


def test_every_status_is_in_the_table_and_can_be_reached() -> None:
    assert set(ACTION_MOVES) == set(ActionMove)
    assert set(ALERT_MOVES) == set(AlertMove)
    assert set(ACTION_WORDS) == set(ActionStatus)
    assert set(ALERT_WORDS) == set(AlertStatus)
    assert {line.to for line in ACTION_MOVES.values()} >= set(ActionStatus)
    assert {line.to for line in ALERT_MOVES.values()} >= set(AlertStatus) - {AlertStatus.RECEIVED}


def test_the_diagram_shows_every_move_of_the_table() -> None:
    drawn = diagram()
    for prefix, moves in (("action", ACTION_MOVES), ("alert", ALERT_MOVES)):
        for line in moves.values():
            for status in line.start:
                if line.to is not None:
                    assert f"{prefix}_{status} --> {prefix}_{line.to} : {line.verb}" in drawn
    assert "alert_closed --> [*]" in drawn
    assert drawn.count("{") == drawn.count("}") == 2


class Walk(RuleBasedStateMachine):
    """An alert with three actions in the hands of people who press anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = T0
        self.alert = an_alert(AlertStatus.RECEIVED)
        self.actions: list[AlertAction] = []
        self.evidence: dict[int, set[int]] = {}
        self.ever_closed = False

    @initialize(complex_=st.booleans())
    def receive(self, complex_: bool) -> None:
        self.alert = replace(an_alert(AlertStatus.RECEIVED, complex_=complex_), executive_id=None)
        self.actions = [an_action(number=number) for number in (1, 2, 3)]
        self.evidence = {action.id: set() for action in self.actions}

    @rule(
        index=st.integers(0, 2),
        move=st.sampled_from(ActionMove),
        person=st.sampled_from(EVERYBODY),
        named=st.lists(st.sampled_from(EVERYBODY), max_size=2).map(tuple),
        reason=st.sampled_from(["", "A reason."]),
        adds_evidence=st.booleans(),
    )
    def press_on_action(
        self, index: int, move: ActionMove, person: Person, named: tuple[Person, ...], reason: str, adds_evidence: bool
    ) -> None:
        self.now += timedelta(hours=1)
        before = self.actions[index]
        by = self.evidence[before.id]
        if move is ActionMove.SUBMIT_EVIDENCE and adds_evidence:
            by = by | {person.id}
        after = move_action(before, self.alert, move, person, self.now, Facts(frozenset(by), (), named, reason))
        if isinstance(after, Refusal):
            assert after.words
            assert after.words.endswith(".")
            return
        assert after.fence == before.fence + 1
        assert self.alert.status not in ALERT_ENDED
        assert before.status in ACTION_MOVES[move].start
        assert ACTION_MOVES[move].who & parts_of(person, before)
        assert person.active
        if move is ActionMove.ACCEPT:
            assert by
            assert person.id not in by
        if move is ActionMove.HAND_OVER:
            assert not self.alert.complex or Role.EXECUTIVE in person.roles
            assert after.lead_id == named[0].id != before.lead_id
        if move is ActionMove.SUBMIT_EVIDENCE:
            self.evidence[before.id] = by
        self.actions[index] = after

    @rule(
        move=st.sampled_from(AlertMove),
        person=st.sampled_from(EVERYBODY),
        named=st.lists(st.sampled_from(EVERYBODY), max_size=2).map(tuple),
        reason=st.sampled_from(["", "A reason."]),
    )
    def press_on_alert(self, move: AlertMove, person: Person, named: tuple[Person, ...], reason: str) -> None:
        before = self.alert
        by = frozenset().union(*self.evidence.values())
        after = move_alert(before, move, person, self.now, Facts(by, tuple(self.actions), named, reason))
        if isinstance(after, Refusal):
            return
        assert after.fence == before.fence + 1
        assert before.status not in {AlertStatus.CLOSED, AlertStatus.CANCELLED}
        assert person.active
        if move is AlertMove.AUTHORISE:
            assert Role.EXECUTIVE in person.roles
            assert person.id not in by
            assert all(one.status in {ActionStatus.ACCEPTED, ActionStatus.CANCELLED} for one in self.actions)
        if after.complex and after.status in {AlertStatus.ACTION_REQUIRED, AlertStatus.NOT_REQUIRED}:
            assert before.status is not AlertStatus.EXECUTIVE_NAMED
        if after.complex and move is AlertMove.NAME_LEADS:
            assert Role.EXECUTIVE in person.roles
            assert any(Role.CLINICAL_LEAD in one.roles and one.active for one in named)
        self.ever_closed = self.ever_closed or after.status is AlertStatus.CLOSED
        self.alert = after

    @invariant()
    def closed_stays_closed(self) -> None:
        assert not self.ever_closed or self.alert.status is AlertStatus.CLOSED

    @invariant()
    def an_acknowledgement_has_its_person_and_its_time(self) -> None:
        for action in self.actions:
            assert (action.acknowledged_at is None) == (action.acknowledged_by is None)
            assert action.deputy_id != action.lead_id
            assert action.status is not ActionStatus.ASSIGNED or action.acknowledged_at is None

    @invariant()
    def an_executive_answers_for_an_alert_that_goes_on(self) -> None:
        if self.alert.status not in {AlertStatus.RECEIVED, AlertStatus.ACKNOWLEDGED, AlertStatus.CANCELLED}:
            assert self.alert.executive_id in {EXECUTIVE.id, OTHER_EXECUTIVE.id}


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
