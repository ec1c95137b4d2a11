"""Harm to body and mind, from words; negation and old illness told apart."""

from collections.abc import Callable

import pytest

from handlers.incidents.reading import Reading
from storage.records import PhysicalHarm, PsychologicalHarm

See = Callable[..., Reading]

HARM = [
    ("skin tear L elbow, steri stripped ward 7", "low"),
    ("fell ward 7, no injury", "no_harm"),
    ("fell, no apparent harm, obs in range ward 7", "no_harm"),
    ("gent not given 0600 ward 7, level ok no harm", "no_harm"),
    ("wrong bag sent home, hadnt taken any, ward 7", "no_harm"),
    ("fell ward 7, bruise to knee, no other injury", "low"),
    ("fell ward 7 #NOF", "severe"),
    ("fell ward 7 L wrist # in cast", "moderate"),
    ("fell ward 7 ?# wrist, xray clear, bruised", "low"),
    ("cardiac arrest on ward 7 after wrong drug, CPR, ROSC", "severe"),
    ("pt died ward 7 0715 after missed sepsis", "fatal"),
    ("battery died mid lift ward 7, no injury", "no_harm"),
    ("cat 3 sacral ulcer developed on ward 7", "moderate"),
    ("cat 2 heel ulcer found this am, B4", "low"),
    ("returned to theatre after wrong count ward 7", "moderate"),
    ("moved to ITU after missed antibiotics ward 7", "moderate"),
    ("cardiac arrest trolley had no defib pads, ward 7 check, no patient affected", "no_harm"),
    ("naloxone needed after extra morphine ward 7", "moderate"),
    ("sent to wrong ward without o2, sats 79 on arrival ward 7", "low"),
    ("severe harm, wrong drug ward 7", "severe"),
    ("missed sepsis on ward 7. crash 0510, unsuccessful", "fatal"),
    ("c diff spread on ward 7, one went to toxic megacolon", "severe"),
    ("wrong component put in, knee. back in at 1705 to swap it", "moderate"),
    ("block on wrong side, her left arm dead, wore off by evening ward 7", "low"),
    ("line clamp open after dialysis, little blood lost, BP ok, kept an extra half hr ward 7", "no_harm"),
    ("pacing box on ward 7 failed, spare brought from cath lab, pt fine", "no_harm"),
    ("pump ran dry on ward 7, bolus metaraminol, no ecg changes", "low"),
]


@pytest.mark.parametrize(("text", "level"), HARM)
def test_physical_harm_is_what_the_words_support(see: See, text: str, level: str) -> None:
    reading = see(text)
    assert reading.physical is not None
    assert reading.physical.value == PhysicalHarm(level)


def test_a_few_words_without_harm_leave_it_a_question(see: See) -> None:
    assert see("med error amu").physical is None


def test_a_place_called_itu_is_not_a_transfer_to_itu(see: See) -> None:
    reading = see("kcl amp picked up instead of saline, noticed at bedside check, not given. ITU 1350")
    assert reading.physical.value is PhysicalHarm.NO_HARM


def test_a_possible_never_event_is_not_graded_below_moderate_without_words_of_no_harm(see: See) -> None:
    assert see("wrong lens put in R eye theatre 1 yesterday").physical.value is PhysicalHarm.MODERATE


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("pt very upset after fall ward 7", "low"),
        ("awake during GA, remembers pain, psychology referral, theatre 1", "moderate"),
        ("pt not distressed, fell ward 7 no injury", "no_harm"),
    ],
)
def test_distress_of_the_patient_is_read(see: See, text: str, level: str) -> None:
    assert see(text).psychological.value == PsychologicalHarm(level)


def test_the_distress_of_the_family_is_not_the_patients(see: See) -> None:
    assert see("pt fell ward 7, skin tear. family very upset").psychological is None


def test_harm_is_not_asked_for_good_care_or_risks(see: See) -> None:
    assert see("brilliant catch by the team, well done, ward 7 pt had a bruise only").physical is None
    assert see("risk - broken rail on ward 7, someone will get hurt").physical is None
