"""Who may see and do what: every verb for every duty, written out by hand and not read from the table it tests."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Person, Role
from storage.rules.policy import TABLE, Tie, Verb, may

NOBODYS = Tie()
OWN = Tie(own=True)
MEDICINE = Tie(directorate="Medicine")
SURGERY = Tie(directorate="Surgery")
SPECIALIST = Role.PATIENT_SAFETY_SPECIALIST
OFFICER = Role.CAS_OFFICER
EXECUTIVE = Role.EXECUTIVE
LEAD = Role.CLINICAL_LEAD
OTHERS = frozenset(Role) - {SPECIALIST, OFFICER, EXECUTIVE, LEAD}
OVERSIGHT = {SPECIALIST, OFFICER, EXECUTIVE}

# Which duties may do it to something that is nobody's and of no directorate; everybody else may not.
ANYBODYS: dict[Verb, set[Role]] = {
    Verb.REPORT: set(Role),
    Verb.SEE_REPORT: {SPECIALIST},
    Verb.SEE_REPORT_FIGURES: {SPECIALIST, EXECUTIVE},
    Verb.CHANGE_REPORT: set(),
    Verb.REVIEW_REPORTS: {SPECIALIST},
    Verb.REVIEW_REPORT: {SPECIALIST},
    Verb.TAKE_WORDS_OUT: {SPECIALIST},
    Verb.RECORD_ALERT: {OFFICER, SPECIALIST},
    Verb.CANCEL_ALERT: {OFFICER, SPECIALIST},
    Verb.SEE_ALERT: OVERSIGHT,
    Verb.SEE_ALL_ALERTS: OVERSIGHT,
    Verb.SEE_ALERT_FIGURES: OVERSIGHT,
    Verb.SEE_ACTION: OVERSIGHT,
    Verb.ACKNOWLEDGE_ACTION: set(),
    Verb.ASK_FOR_HELP: set(),
    Verb.NUDGE: OVERSIGHT,
    Verb.SHARE_STATUS: OVERSIGHT,
    Verb.RECORD_LEAVE: {OFFICER, SPECIALIST},
}
# What everybody may do to their own: their report, or an action that they lead or deputise for.
WITH_ONES_OWN = {
    Verb.REPORT, Verb.SEE_REPORT, Verb.CHANGE_REPORT, Verb.SEE_ALERT, Verb.SEE_ACTION, Verb.ACKNOWLEDGE_ACTION,
    Verb.ASK_FOR_HELP, Verb.RECORD_LEAVE,
}  # fmt: skip
# What a clinical lead may do within their own directorate.
IN_ONES_DIRECTORATE = {Verb.REPORT, Verb.SEE_ALERT, Verb.SEE_ACTION}


# What somebody may do whose duty a report concerns, and what somebody may do who was asked to look after it.
ROUTED_TO_ONE = {Verb.REPORT, Verb.SEE_REPORT}
LOOKED_AFTER = {Verb.REPORT, Verb.SEE_REPORT, Verb.REVIEW_REPORT}


def person(*roles: Role, directorate: str | None = "Medicine", active: bool = True) -> Person:
    return Person(7, "Somebody", roles=frozenset(roles), directorate=directorate, active=active)


def allowed(someone: Person, verb: Verb, tie: Tie | None = None) -> bool:
    return may(someone, verb, tie) is None


def test_no_verb_is_forgotten() -> None:
    assert set(ANYBODYS) == set(Verb) == set(TABLE)


@pytest.mark.parametrize(("verb", "role"), list(product(Verb, Role)))
def test_each_duty_may_do_what_it_is_for_and_nothing_else(verb: Verb, role: Role) -> None:
    expected = role in ANYBODYS[verb]
    for tie in (None, NOBODYS, SURGERY):
        assert allowed(person(role), verb, tie) is expected
    assert allowed(person(role), verb, OWN) is (expected or verb in WITH_ONES_OWN)
    leads_here = role is LEAD and verb in IN_ONES_DIRECTORATE
    assert allowed(person(role), verb, MEDICINE) is (expected or leads_here)


@pytest.mark.parametrize("verb", Verb)
def test_somebody_without_a_duty_reports_and_sees_their_own(verb: Verb) -> None:
    for someone in (person(), person(directorate=None), Person(0, "Visitor from elsewhere")):
        assert allowed(someone, verb) is (verb is Verb.REPORT)
        assert allowed(someone, verb, MEDICINE) is (verb is Verb.REPORT)
        assert allowed(someone, verb, OWN) is (verb in WITH_ONES_OWN)


@pytest.mark.parametrize("verb", Verb)
def test_whoever_a_report_is_told_to_sees_it_and_whoever_looks_after_it_reviews_it(verb: Verb) -> None:
    assert allowed(person(), verb, Tie(routed=True)) is (verb in ROUTED_TO_ONE)
    assert allowed(person(), verb, Tie(handles=True)) is (verb in LOOKED_AFTER)
    assert not allowed(person(active=False), Verb.SEE_REPORT, Tie(routed=True, handles=True))


@pytest.mark.parametrize("verb", Verb)
def test_who_has_left_may_only_report(verb: Verb) -> None:
    left = person(*Role, active=False)
    for tie in (None, OWN, MEDICINE):
        assert allowed(left, verb, tie) is (verb is Verb.REPORT)


def test_a_lead_without_a_directorate_sees_no_directorate() -> None:
    nowhere = person(LEAD, directorate=None)
    assert not allowed(nowhere, Verb.SEE_ALERT, NOBODYS)
    assert not allowed(nowhere, Verb.SEE_ALERT, MEDICINE)
    assert not allowed(person(LEAD), Verb.SEE_ALERT, Tie(directorate=None))


def test_being_of_a_directorate_is_not_leading_it() -> None:
    assert not allowed(person(), Verb.SEE_ACTION, MEDICINE)
    for role in OTHERS:
        assert not allowed(person(role), Verb.SEE_ACTION, MEDICINE)


def test_the_specialist_sees_everything_and_changes_nobodys_words() -> None:
    specialist = person(SPECIALIST)
    seeing = {verb for verb in Verb if verb.value.startswith("see_")}
    assert all(allowed(specialist, verb, SURGERY) for verb in seeing)
    assert not allowed(specialist, Verb.CHANGE_REPORT)
    assert not allowed(specialist, Verb.ACKNOWLEDGE_ACTION)


def test_executives_and_the_officer_see_alerts_and_no_story() -> None:
    for role in (EXECUTIVE, OFFICER):
        assert allowed(person(role), Verb.SEE_ALL_ALERTS)
        assert not allowed(person(role), Verb.SEE_REPORT)


@given(st.sampled_from(Verb), st.sets(st.sampled_from(Role)), st.sampled_from([None, NOBODYS, OWN, MEDICINE, SURGERY]))
def test_more_duties_never_take_anything_away(verb: Verb, roles: set[Role], tie: Tie | None) -> None:
    together = allowed(person(*roles), verb, tie)
    alone = [allowed(person(role), verb, tie) for role in roles] + [allowed(person(), verb, tie)]
    assert together is any(alone)


@pytest.mark.parametrize("verb", sorted(set(Verb) - {Verb.REPORT}))
def test_a_refusal_is_a_sentence_with_a_next_step_and_no_fact(verb: Verb) -> None:
    refusal = may(person(), verb)
    assert refusal is not None
    assert refusal.words.endswith(".")
    assert 30 < len(refusal.words) < 160
    assert refusal == may(person(directorate="Surgery"), verb, SURGERY)
    assert not any(word in refusal.words for word in ("denied", "forbidden", "permission", "unauthori"))
