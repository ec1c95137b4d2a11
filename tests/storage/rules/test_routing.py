"""Whom a stored report concerns, by rule, and what its harm raises for a person to decide."""

from typing import Any

import pytest

from storage.records import (
    Coded,
    EventType,
    IncidentContent,
    Involved,
    PatientHarm,
    Person,
    PhysicalHarm,
    PsychologicalHarm,
    Role,
    Screened,
)
from storage.rules.routing import (
    NEAR_NEVER_EVENT,
    ONLY_TO_ITS_HOLDER,
    REASON,
    ROLE_OF,
    SPECIALIST,
    falls_to_specialist,
    is_routed_to,
    raised_by_harm,
    reasons,
    routes_of_report,
)


def report(physical: PhysicalHarm | None = PhysicalHarm.LOW, **other: Any) -> IncidentContent:
    values: dict[str, Any] = {
        "event_type": EventType.INCIDENT, "what_happened": Screened("it happened"), "occurred_on": None,
        "occurred_at": None, "location_id": None, "patients": 1, "involved": (), "immediate_action": Screened(""),
        "harms": (PatientHarm(1, physical, None),), **other,
    }  # fmt: skip
    return IncidentContent(**values)


def danger(soon: str) -> IncidentContent:
    coded = Coded(risk_imminent=soon)
    return report(event_type=EventType.RISK, harms=(), involved=(Involved.DEVICES,), coded=coded)


@pytest.mark.parametrize(
    ("content", "routes"),
    [
        (report(), set()),
        (report(PhysicalHarm.MODERATE), {"patient_safety_specialist"}),
        (report(harms=(PatientHarm(1, None, PsychologicalHarm.MODERATE),)), {"patient_safety_specialist"}),
        (report(coded=Coded(never_event=3)), {"patient_safety_specialist"}),
        (
            report(PhysicalHarm.FATAL),
            {"patient_safety_specialist", "medical_examiner", "learning_from_deaths_lead"},
        ),
        (report(involved=(Involved.MEDICATION, Involved.DEVICES)), {"MSO", "MDSO"}),
        (report(coded=Coded(controlled=True)), {"CDAO"}),
        (report(involved=(Involved.BLOOD,)), {"transfusion_practitioner"}),
        (report(coded=Coded(flags=("safeguarding",))), {"safeguarding_lead"}),
        (report(coded=Coded(flags=("immediate_escalation",))), {"executive_on_call", "patient_safety_specialist"}),
        (danger("y"), {"executive_on_call", "patient_safety_specialist", "MDSO"}),
        (danger("n"), {"MDSO"}),
        (report(PhysicalHarm.NO_HARM, coded=Coded(flags=(NEAR_NEVER_EVENT,))), {"patient_safety_specialist"}),
        (report(coded=Coded(outcome_types=("9",))), {"maternity_safety_champion"}),
        (report(coded=Coded(challenges=("1", "5"))), {"tissue_viability", "infection_control"}),
        (report(coded=Coded(age_band="5")), {"safeguarding_lead"}),
        (report(PhysicalHarm.NO_HARM, coded=Coded(age_band="5")), set()),
        (report(event_type=EventType.GOOD_CARE, harms=(), involved=(Involved.MEDICATION,)), {"MSO"}),
    ],
)  # fmt: skip
def test_a_report_is_routed_by_what_it_says(content: IncidentContent, routes: set[str]) -> None:
    assert set(routes_of_report(content)) == routes
    assert routes <= set(REASON)


def test_a_place_of_maternity_care_concerns_the_maternity_champion() -> None:
    assert routes_of_report(report(), service="19") == ("maternity_safety_champion",)
    assert routes_of_report(report(), service="1") == ()


def test_the_worst_of_several_patients_counts() -> None:
    harms = (PatientHarm(1, PhysicalHarm.FATAL, None), PatientHarm(2, PhysicalHarm.NO_HARM, None))
    assert "medical_examiner" in routes_of_report(report(harms=harms))


def test_no_rule_reaches_the_responsible_officer() -> None:
    assert Role.RESPONSIBLE_OFFICER not in ROLE_OF.values()
    assert not is_routed_to(Person(1, "Somebody", roles=frozenset({Role.RESPONSIBLE_OFFICER})), REASON)


def test_a_report_is_routed_to_whoever_holds_the_duty() -> None:
    officer = Person(1, "Somebody", roles=frozenset({Role.MEDICATION_SAFETY_OFFICER}))
    assert is_routed_to(officer, ("MSO",))
    assert not is_routed_to(officer, ("MDSO", "tissue_viability"))
    practitioner = Person(2, "Somebody", roles=frozenset({Role.TRANSFUSION_PRACTITIONER}))
    assert is_routed_to(practitioner, routes_of_report(report(involved=(Involved.BLOOD,))))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (report(PhysicalHarm.MODERATE), ("harm may be moderate or worse",)),
        (report(PhysicalHarm.FATAL), ("a patient died",)),
        (report(harms=(PatientHarm(1, None, PsychologicalHarm.SEVERE),)), ("a patient may be badly distressed",)),
        (report(coded=Coded(never_event=3)), ("it may be a Never Event",)),
        (report(coded=Coded(flags=(NEAR_NEVER_EVENT,))), ("it was nearly a Never Event",)),
        (danger("y"), ("harm may come very soon",)),
        (report(PhysicalHarm.SEVERE, coded=Coded(never_event=1)),
         ("harm may be moderate or worse", "it may be a Never Event")),
    ],
)  # fmt: skip
def test_the_specialist_hears_just_the_reasons_that_a_report_has(
    content: IncidentContent, said: tuple[str, ...]
) -> None:
    assert reasons([SPECIALIST], content) == said


def test_an_everyday_report_whose_duty_nobody_holds_tells_nobody_and_a_grave_one_the_specialist() -> None:
    fall = Coded(challenges=("2",))
    assert routes_of_report(report(coded=fall)) == ("ward_manager",)
    assert not falls_to_specialist("ward_manager", report(PhysicalHarm.LOW, coded=fall))
    assert not falls_to_specialist("ward_manager", report(coded=Coded(flags=("anonymous_requested",))))
    for grave in (report(PhysicalHarm.MODERATE, coded=fall), report(coded=Coded(flags=("safeguarding",)))):
        assert falls_to_specialist("ward_manager", grave)
    assert all(falls_to_specialist(route, report()) for route in ("MSO", "CDAO", "transfusion_practitioner"))
    assert set(REASON) >= ONLY_TO_ITS_HOLDER


def test_harm_raises_what_a_person_decides_and_decides_nothing() -> None:
    assert raised_by_harm(report()) == ()
    assert raised_by_harm(report(PhysicalHarm.SEVERE)) == ("duty_of_candour_review",)
    assert raised_by_harm(report(PhysicalHarm.FATAL)) == (
        "duty_of_candour_review", "medical_examiner", "cqc_notification",
    )  # fmt: skip
    assert raised_by_harm(report(coded=Coded(never_event=1))) == ("never_event_review",)
