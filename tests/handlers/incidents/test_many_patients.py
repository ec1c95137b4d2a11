"""Many patients in one report: its card stays short enough for every chat."""

from datetime import date

from handlers.showing.reports import facts
from storage.records import EventType, IncidentContent, PatientHarm, PhysicalHarm, PsychologicalHarm, Screened


def test_of_many_patients_those_with_the_same_harm_stand_in_one_line() -> None:
    harms = tuple(
        PatientHarm(number, PhysicalHarm.LOW if number in {1, 50} else PhysicalHarm.NO_HARM, PsychologicalHarm.NO_HARM)
        for number in range(1, 101)
    )
    content = IncidentContent(EventType.INCIDENT, Screened(""), None, None, None, 100, harms, (), Screened(""))
    said = dict(facts(content, (), date(2026, 3, 14)).pairs)
    assert said["Physical harm, patients 1, 50"] == "Low physical harm"
    assert said["Physical harm, patients 2 to 49, 51 to 100"] == "No physical harm"
    assert sum(label.startswith(("Physical", "Psychological")) for label in said) == 4
