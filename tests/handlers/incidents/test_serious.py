"""Which messages put care before any form: what was done tells of a patient in danger, whatever grade anybody gives."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.incidents.serious import sounds_serious
from handlers.incidents.understanding import told
from storage.records import Coded, EventType, IncidentContent, PatientHarm, PhysicalHarm, PsychologicalHarm, Screened

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
INCIDENT = IncidentContent(EventType.INCIDENT, Screened(""), None, None, None, None, (), (), Screened(""))

SERIOUS = (
    "Moved to HDU, naloxone given",
    "pt had 10x the morphine dose, RR 5, naloxone x2 and now on itu",
    "2 naloxone needed after the PCA ran too fast, drowsy but ok",
    "wrong dose of insulin on ward 7, crash call 0310",
    "arrested in the lift on the way to ct, we had no defib with us",
    "peri-arrest in bay 2, potassium was not acted on",
    "cpr for 4 mins, rosc, tubed and gone ITU",
    "put out a 2222, airway blocked by the sandwich",
    "given penicillin, known allergy. adrenaline given im and bp came up",
    "needed im adrenaline x2 after the antibiotic",
    "bled overnight, back to theatre at 0400",
    "taken to theatre to stop the bleeding, drain had come out",
    "stepped up to hdu after the wrong bag of fluid",
    "needs theatre tonight, swab left in",
    "found unresponsive in the bathroom, bell not in reach",
    "stopped breathing after midazolam, bagged by outreach",
    "baby being cooled after a delay to section",
    "unplanned ITU admission, sepsis missed on ward 4",
    "emergency laparotomy after the bowel was nicked",
    "crash team called to ward 9, feed had gone into the lung",
    "they took him to theatre, gauze left in, rang 999 from the clinic",
)
NOT_SERIOUS = (
    "drowsy after two doses of oramorph, rr 11, no naloxone needed",
    "pt fell on ward 7, skin tear, did not need hdu",
    "naloxone out of date in the resus box on ward 4, patient was fine",
    "crash trolley not checked, patient waited for the drip stand",
    "hdu bed 4: pt slipped from chair, no injury",
    "picked up the wrong amp on itu, seen before it was given",
    "back on the ward from theatre without a drug chart",
    "pt went to theatre with the wrong wristband, checked and changed",
    "moved to hdu as planned after surgery, drip ran slow for an hour",
    "arrest bell in bay 3 does not ring, pt used the buzzer",
    "crash call put out by mistake when pt leant on the button",
    "swab count one short in theatre 2, found in the drape",
    "transferred to itu without notes, no harm",
    "lignocaine with adrenaline given for the stitches, wrong strength, no effect",
    "could have gone to itu but caught in time, dose not given",
    "DNACPR form missing from the notes of a patient on ward 2",
    "cardiac arrest drill on ward 5, pt in bay 1 was woken by it",
    "pt for theatre today given breakfast, list moved to the afternoon",
    "fell at 2222 on ward 6, no injury",
    "crash bleep battery was flat, pt not affected",
    "police arrested the visitor who pulled out the drip",
    "twins on nicu had their labels swapped, found before the test",
)


@pytest.mark.parametrize("words", SERIOUS)
def test_what_was_done_to_save_somebody_puts_care_first(words: str) -> None:
    assert sounds_serious(replace(INCIDENT, what_happened=Screened(words)))
    assert sounds_serious(replace(INCIDENT, immediate_action=Screened(words)))
    assert sounds_serious(replace(INCIDENT, event_type=EventType.OUTCOME, what_happened=Screened(words)))
    kind = told(words, T0, ()).values["event_type"]
    assert kind in {EventType.INCIDENT, EventType.OUTCOME}, f"{kind} is not asked about"


@pytest.mark.parametrize("words", NOT_SERIOUS)
def test_units_kit_drills_and_what_was_not_needed_do_not(words: str) -> None:
    assert not sounds_serious(replace(INCIDENT, what_happened=Screened(words)))


@pytest.mark.parametrize("words", SERIOUS)
def test_praise_dangers_to_come_and_lines_for_a_log_do_not(words: str) -> None:
    for kind in (EventType.GOOD_CARE, EventType.RISK):
        assert not sounds_serious(replace(INCIDENT, event_type=kind, what_happened=Screened(words)))
    logged = Screened(f"{words}. Just for the arrest log.")
    assert not sounds_serious(replace(INCIDENT, event_type=EventType.OUTCOME, what_happened=logged))


@pytest.mark.parametrize(
    ("content", "serious"),
    [
        (replace(INCIDENT, harms=(PatientHarm(1, PhysicalHarm.SEVERE, None),)), True),
        (replace(INCIDENT, harms=(PatientHarm(1, PhysicalHarm.MODERATE, PsychologicalHarm.LOW),)), False),
        (replace(INCIDENT, coded=Coded(flags=("medical_examiner",))), True),
        (replace(INCIDENT, event_type=EventType.RISK, coded=Coded(flags=("immediate_escalation",))), True),
        (replace(INCIDENT, event_type=EventType.RISK, coded=Coded(risk_imminent="y")), True),
        (replace(INCIDENT, event_type=EventType.RISK, coded=Coded(risk_imminent="n")), False),
        (replace(INCIDENT, event_type=EventType.GOOD_CARE, coded=Coded(flags=("medical_examiner",))), False),
    ],
)
def test_the_gravest_grades_and_what_happens_now_do_whatever_the_words(content: IncidentContent, serious: bool) -> None:
    assert sounds_serious(content) is serious
