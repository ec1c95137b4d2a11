"""Which steps of a review make sense when."""

from datetime import UTC, datetime
from itertools import product

import pytest
from test_routing import report

from storage.records import Coded, EventType, FlagAnswer, Incident, IncidentStatus, PhysicalHarm
from storage.rules.review import ALWAYS, QUESTIONS, Step, asked, is_graded, opened_again, raised, refuse

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OPEN = {Step.ASSIGN, Step.GRADE, Step.FLAG, Step.ASK, Step.MERGE, Step.CLOSE}
SENSIBLE = {
    (IncidentStatus.RECEIVED, False): OPEN,
    (IncidentStatus.IN_REVIEW, False): OPEN,
    (IncidentStatus.CLOSED, False): {Step.REOPEN, Step.FLAG, Step.ASK, Step.MERGE},
    (IncidentStatus.CLOSED, True): {Step.PART},
    (IncidentStatus.WITHDRAWN, False): set(),
}


def incident(status: IncidentStatus = IncidentStatus.RECEIVED, *, joined: bool = False, **other: object) -> Incident:
    return Incident(1, "SE-2026-000001", 2, T0, 1, T0, status, report(**other), merged_into=9 if joined else None)


@pytest.mark.parametrize(("state", "step"), list(product(SENSIBLE, Step)))
def test_each_step_makes_sense_in_its_states_only(state: tuple[IncidentStatus, bool], step: Step) -> None:
    refusal = refuse(step, incident(state[0], joined=state[1]))
    assert (refusal is None) is (step in SENSIBLE[state])
    if refusal is not None:
        assert refusal.words.endswith(".")


def test_a_report_is_closed_only_when_every_raised_flag_has_an_answer() -> None:
    harmed = incident(physical=PhysicalHarm.MODERATE, coded=Coded(flags=("safeguarding", "near_miss")))
    assert raised(harmed.content) == ("duty_of_candour_review", "safeguarding")
    answers = {"duty_of_candour_review": FlagAnswer.YES}
    refusal = refuse(Step.CLOSE, harmed, answers)
    assert refusal is not None
    assert "safeguarding referral" in refusal.words
    assert refuse(Step.CLOSE, harmed, answers | {"safeguarding": FlagAnswer.OPEN}) is not None
    assert refuse(Step.CLOSE, harmed, answers | {"safeguarding": FlagAnswer.NO}) is None


def test_a_no_is_opened_again_by_what_raises_a_weighty_flag_for_the_first_time() -> None:
    low, severe = report(physical=PhysicalHarm.LOW), report(physical=PhysicalHarm.SEVERE)
    no = dict.fromkeys(QUESTIONS, FlagAnswer.NO)
    assert opened_again(low, severe, no) == ("duty_of_candour_review",)
    assert opened_again(low, report(coded=Coded(never_event=2)), no) == ("never_event_review",)
    assert opened_again(severe, report(physical=PhysicalHarm.FATAL), no) == ()
    assert opened_again(severe, low, no) == ()
    assert opened_again(low, severe, {"duty_of_candour_review": FlagAnswer.YES}) == ()


def test_the_four_decisions_are_asked_of_every_incident_and_of_no_good_care() -> None:
    assert asked(report()) == ALWAYS
    assert asked(report(event_type=EventType.GOOD_CARE, harms=())) == ()
    assert asked(report(coded=Coded(flags=("yellow_card",))))[0] == "yellow_card"
    assert set(ALWAYS) <= set(QUESTIONS)


def test_harm_is_graded_only_where_a_patient_was_affected() -> None:
    assert is_graded(report())
    assert is_graded(report(patients=None))
    assert not is_graded(report(patients=0, harms=()))
    assert not is_graded(report(event_type=EventType.RISK, harms=()))
    assert refuse(Step.GRADE, incident(patients=0, harms=())) is not None
