"""Events that resemble a national alert and events that only look so, invented; each says why."""

import pytest

from storage.rules.resemblance import LIKELY, Told, commonness, resemblance

RAILS = Told(
    "Medical beds, trolleys, bed rails, bed grab handles and lateral turning devices: risk of death from entrapment "
    "or falls",
    "People have been trapped between the rail and the mattress. Review policies and training for bed rails.",
)  # fmt: skip
PUMP = Told(
    "Example infusion pump: risk of over-infusion",
    "Pumps of this model can deliver more than was set. Find every pump of this model. Replace the giving sets.",
)
CYLINDER = Told(
    "Oxygen cylinders: risk of harm when the valve is not open",
    "Staff thought that oxygen was flowing. The cylinder was empty or not turned on.",
)
AIR = Told("Unintentional connection of a patient requiring oxygen to an air flowmeter", "Wrong outlet was used.")
TUBE = Told("Nasogastric tube misplacement: continuing risk of death and severe harm", "Feed given into the lungs.")
PEN = Told("Emerade auto-injectors: failure to activate", "The pen may fail to fire. Replace Emerade pens.")
STEROID = Told("Steroid Emergency Card: early recognition of adrenal crisis in adults", "Doses must not be missed.")
INSULIN = Told("Insulin withdrawn from pen devices: risk of overdose", "Abbreviations and the wrong syringe.")
CREON = Told(
    "Shortage of pancreatic enzyme replacement therapy (PERT)", "Creon is out of stock. Do not prescribe over 1 month."
)
BATTERY = Told("Philips Trilogy ventilators: device may stop working", "The ventilator may shut down without an alarm.")
EVERY = {
    "rails": RAILS, "pump": PUMP, "cylinder": CYLINDER, "air": AIR, "tube": TUBE, "pen": PEN, "steroid": STEROID,
    "insulin": INSULIN, "creon": CREON, "battery": BATTERY,
}  # fmt: skip

SAME = [
    ("rails", "pt found with head between bed rail and mattress, pulled out, red mark on neck"),
    ("rails", "Pts hand trapped in bed rail when raised by HCA, bruised + skin tear"),
    ("rails", "neck wedged between mattress and bedrail ward 8, not breathing, resus'd"),
    ("rails", "leg caught in cot side, no injury"),
    ("rails", "climbed over bed rails and fell, hip #"),
    ("pump", "pump ran too fast, whole bag of heparin in 20 min"),
    ("pump", "volumetric pump over infused, pt got double dose"),
    ("cylinder", "transferred on o2 cylinder, valve not turned on, sats 71"),
    ("cylinder", "oxygen cylinder ran out in the lift"),
    ("air", "pt plugged into medical air instead of o2, sats 60s"),
    ("tube", "NG tube in the right lung, feed started, CXR not checked"),
    ("pen", "emerade pen didnt fire, had to use ampoule for anaphylaxis"),
    ("steroid", "hydrocortisone missed x3 doses, adrenal crisis, ITU"),
    ("insulin", "insulin drawn up from pen with ordinary syringe, overdose, hypo 1.9"),
    ("creon", "no creon on ward, pharmacy out of stock"),
    ("battery", "trilogy ventilator cut out overnight, no alarm"),
]
UNLIKE = [
    ("rails", "gentleman rolled out of bed last night, no bed rails up as on assessment. small graze"),
    ("rails", "shower curtain rail came away as should, ligature attempt, neck red"),
    ("rails", "found on railway bridge by police, no physical injury"),
    ("rails", "pt fell in bathroom, no injury"),
    ("rails", "finger trapped in door, bruised"),
    ("rails", "mattress was not cleaned between patients, infection control told"),
    ("pump", "pump alarm ignored for 10 min, antibiotics delayed"),
    ("pump", "insulin pump left at home, high sugars"),
    ("pump", "morphine overdose, wrong strength picked, oramorph 100mg/5ml"),
    ("pump", "breast pump missing from maternity"),
    ("cylinder", "oxygen not prescribed on chart"),
    ("cylinder", "empty bed not available, delay in ED"),
    ("air", "air conditioning failed in theatre"),
    ("tube", "catheter bag disconnected, wet bed"),
    ("tube", "NG tube pulled out by patient, replaced"),
    ("pen", "pen torch broken"),
    ("steroid", "steroid cream given, rash better"),
    ("insulin", "insulin dose missed at tea time"),
    ("creon", "ward out of stock of gloves"),
    ("battery", "bleep battery flat, crash call late"),
    ("battery", "pt on ventilator, pressure sore on nose from mask"),
]


@pytest.mark.parametrize(("which", "event"), SAME)
def test_an_event_of_the_kind_that_an_alert_tells_of_is_likely(which: str, event: str) -> None:
    found = resemblance(event, EVERY[which])
    assert found.is_likely, found


@pytest.mark.parametrize(("which", "event"), UNLIKE)
def test_an_event_that_only_shares_a_word_is_not_likely(which: str, event: str) -> None:
    found = resemblance(event, EVERY[which])
    assert not found.is_likely, found


@pytest.mark.parametrize(("which", "event"), SAME)
def test_an_event_resembles_no_other_alert_than_its_own(which: str, event: str) -> None:
    others = {name: one for name, one in EVERY.items() if name != which}
    allowed = {"air", "cylinder"} if which in {"air", "cylinder"} else set()
    assert {name for name, one in others.items() if resemblance(event, one).is_likely} <= allowed


def test_it_says_what_both_tell_of() -> None:
    found = resemblance("head between bed rail and mattress", RAILS)
    assert found.words == "because both tell of: bed rail, mattress, entrapment"
    assert LIKELY <= found.score <= 100


def test_a_word_that_stands_in_many_alerts_is_no_sign() -> None:
    alerts = [Told(f"Zenith pumpette {number}: failure", "") for number in range(5)]
    event = "zenith thing failed again"
    assert resemblance(event, alerts[0]).is_likely
    assert not resemblance(event, alerts[0], commonness(alerts)).is_likely


def test_what_screening_put_in_the_place_of_a_name_is_no_word() -> None:
    assert resemblance("[bed rail] trapped", RAILS).score == 0
    assert resemblance("", RAILS).score == 0
