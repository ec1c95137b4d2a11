"""LFPSE's labels, and the combined level as NHS England counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import EventType, Involved, PatientHarm, PhysicalHarm, PsychologicalHarm
from storage.rules import harm

HARMS = st.builds(
    PatientHarm,
    sequence=st.integers(1, 100),
    physical=st.one_of(st.none(), st.sampled_from(PhysicalHarm)),
    psychological=st.one_of(st.none(), st.sampled_from(PsychologicalHarm)),
)


def patient(physical: PhysicalHarm | None, psychological: PsychologicalHarm | None = None) -> PatientHarm:
    return PatientHarm(1, physical, psychological)


def test_every_word_has_its_label_and_code() -> None:
    assert set(harm.PHYSICAL) == set(PhysicalHarm)
    assert set(harm.PSYCHOLOGICAL) == set(PsychologicalHarm)
    assert set(harm.INVOLVED) == set(Involved)
    assert set(harm.EVENT_TYPES) == set(EventType)
    for listed in (harm.PHYSICAL, harm.PSYCHOLOGICAL, harm.INVOLVED):
        codes = [code for code, _ in listed.values()]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("physical", "psychological", "words"),
    [
        (PhysicalHarm.FATAL, None, "Fatal"),
        (PhysicalHarm.NO_HARM, PsychologicalHarm.SEVERE, "Severe harm"),
        (PhysicalHarm.LOW, PsychologicalHarm.MODERATE, "Moderate harm"),
        (PhysicalHarm.NO_HARM, PsychologicalHarm.LOW, "Low harm"),
        (PhysicalHarm.NO_HARM, PsychologicalHarm.NO_HARM, "No harm"),
        (None, PsychologicalHarm.NO_HARM, "No harm"),
        (None, None, "Harm level missing"),
    ],
)
def test_psychological_harm_counts_one_level_less(
    physical: PhysicalHarm | None, psychological: PsychologicalHarm | None, words: str
) -> None:
    assert harm.worst([patient(physical, psychological)]) == words


def test_without_patients_no_level_applies() -> None:
    assert harm.worst([]) == "Not applicable"


def test_the_worst_patient_gives_the_level_of_the_report() -> None:
    assert harm.worst([patient(PhysicalHarm.LOW), patient(None), patient(PhysicalHarm.SEVERE)]) == "Severe harm"


def test_death_and_severe_harm_are_serious_and_moderate_harm_concerns_the_specialist() -> None:
    assert harm.is_serious([patient(PhysicalHarm.FATAL)])
    assert harm.is_serious([patient(PhysicalHarm.LOW, PsychologicalHarm.SEVERE)])
    assert not harm.is_serious([patient(PhysicalHarm.MODERATE)])
    assert harm.concerns_specialist([patient(PhysicalHarm.MODERATE)])
    assert not harm.concerns_specialist([patient(PhysicalHarm.LOW, PsychologicalHarm.LOW)])
    assert not harm.is_serious([])


@pytest.mark.parametrize(
    ("physical", "psychological", "review"),
    [
        (PhysicalHarm.MODERATE, None, True),
        (PhysicalHarm.LOW, PsychologicalHarm.MODERATE, True),
        (PhysicalHarm.LOW, PsychologicalHarm.LOW, False),
        (None, None, False),
    ],
)
def test_candour_is_reviewed_from_moderate_harm_on(
    physical: PhysicalHarm | None, psychological: PsychologicalHarm | None, review: bool
) -> None:
    assert harm.needs_candour_review([patient(physical, psychological)]) is review


@given(st.lists(HARMS, min_size=1), HARMS)
def test_another_patient_never_makes_a_report_less_serious(harms: list[PatientHarm], more: PatientHarm) -> None:
    before, after = harm.combined(harms), harm.combined([*harms, more])
    assert before is None or (after is not None and after <= before)
    assert not harm.is_serious(harms) or harm.is_serious([*harms, more])
    assert not harm.needs_candour_review(harms) or harm.needs_candour_review([*harms, more])
