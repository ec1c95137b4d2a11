"""From a version of a report to the event of LFPSE: what is written, what is not, and why some are left out."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from lfpse_case import CODED, V5, a_version, gaps, values

from storage.codes import shipped
from storage.records import (
    Coded,
    EventType,
    FlagAnswer,
    IncidentStatus,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.rules.lfpse.event import left_out, write_event


def test_a_device_without_a_type_is_named_in_the_text_alone() -> None:
    story = Screened("the lamp slipped\n\nDevice: wibble lamp")
    version = a_version(replace(CODED, device="88", device_named="wibble lamp"), what_happened=story)
    assert values(version)["adverse-event-device-details.DeviceType"] == ["88"]
    resource = write_event(version, V5).resource
    assert resource["description"] == story.text
    assert json.dumps(resource).count("wibble") == 1


def test_an_incident_is_written_with_all_that_is_known() -> None:
    version = a_version(occurred_at=time(2, 15), occurred_on=date(2026, 11, 23))
    assert values(version, organisation="RXX") == {
        "adverse-event-estimated-date.IncidentOccurredToday": ["n"],
        "adverse-event-estimated-date.PreciseTime": ["02:15:00"],
        "adverse-event-agent.InvolvedAgents": ["3", "4"],
        "adverse-event-agent.DrugsInvolved": ["morphine"],
        "adverse-event-outcome.ImmediateActions": ["wound cleaned"],
        "adverse-event-process.Process": ["6"],
        "adverse-event-safety-challenges.SafetyChallenges": ["2"],
        "adverse-event-reference-metadata.ReferenceNumber": ["SE-2026-000123"],
        "adverse-event-reference-metadata.FromOnlineForms": [False],
        "adverse-event-reference-metadata.IsAnonymous": [False],
        "adverse-event-reference-metadata.DataSharingOptOut": [False],
        "patient-information.PatientSequence": [1],
        "patient-information.PhysicalHarm": ["4"],
        "patient-information.PsychologicalHarm": ["4"],
        "patient-information.AgeBracket": ["11"],
        "location-details.LocationKnown": ["y"],
        "location-details.Organisation": ["RXX"],
        "location-details.ServiceArea": ["1"],
        "location-details.LocationWithinService": ["4"],
        "practitioner-details.ReporterType": ["3"],
        "practitioner-details.ReporterOrganisation": ["RXX"],
        "adverse-event-device-details.DeviceType": ["16"],
    }
    resource = write_event(version, V5).resource
    assert (resource["description"], resource["date"]) == ("pt fell, no injury", "2026-11-23")
    assert resource["identifier"]["value"] == "SE-2026-000123"
    assert resource["meta"] == {
        "versionId": "1",
        "lastUpdated": "2026-11-24T09:00:00Z",
        "profile": [f"{V5.structures}patient-safety-adverse-event-5"],
    }
    assert resource["suspectEntity"] == [{"instance": {"reference": "#device1"}}]
    assert set(gaps(version)) == {"type"}


def test_harm_is_written_for_each_patient_and_what_is_not_known_is_noted() -> None:
    harms = (
        PatientHarm(1, PhysicalHarm.FATAL, None),
        PatientHarm(2, PhysicalHarm.SEVERE, PsychologicalHarm.SEVERE),
        PatientHarm(3, None, PsychologicalHarm.LOW),
    )
    version = a_version(patients=4, harms=harms)
    written = write_event(version, V5).resource
    patients = next(one for one in written["contained"] if one["resourceType"] == "Patient")["extension"]
    shown = [
        {one["url"]: next(iter(set(one.values()) - {one["url"]})) for one in each["extension"]} for each in patients
    ]
    assert shown == [
        {"PatientSequence": 1, "PhysicalHarm": "1"},
        {"PatientSequence": 2, "PhysicalHarm": "2", "PsychologicalHarm": "1"},
        {"PatientSequence": 3, "PsychologicalHarm": "3"},
        {"PatientSequence": 4},
    ]
    noted = gaps(version)
    assert {path for path in noted if "Harm" in path} == {
        "patient-information.PhysicalHarm (patient 3)",
        "patient-information.PhysicalHarm (patient 4)",
        "patient-information.PsychologicalHarm (patient 4)",
    }
    assert "not known whose" in noted["patient-information.AgeBracket"]


@pytest.mark.parametrize(
    ("changed", "category"),
    [
        ({}, "AE"),
        ({"harms": (PatientHarm(1, PhysicalHarm.NO_HARM, PsychologicalHarm.LOW),)}, "AE"),
        ({"harms": (PatientHarm(1, PhysicalHarm.NO_HARM, PsychologicalHarm.NO_HARM),)}, "PAE"),
        ({"harms": (PatientHarm(1, PhysicalHarm.NO_HARM, None),)}, None),
        ({"patients": 0, "harms": ()}, "PAE"),
        ({"patients": None, "harms": ()}, None),
        ({"event_type": EventType.RISK, "patients": None, "harms": ()}, None),
    ],
)
def test_an_event_is_potential_only_when_nobody_was_harmed(changed: dict[str, Any], category: str | None) -> None:
    assert write_event(a_version(**changed), V5).resource.get("category") == category


def test_no_patient_means_no_subject() -> None:
    resource = write_event(a_version(patients=0, harms=()), V5).resource
    assert "subject" not in resource
    assert {one["resourceType"] for one in resource["contained"]} == {"Location", "Practitioner", "Device"}


def test_what_nobody_said_stays_out_and_is_noted() -> None:
    version = a_version(Coded(), occurred_on=None, involved=(), place=None, immediate_action=Screened(""))
    assert values(version) == {
        "adverse-event-estimated-date.IncidentOccurredToday": ["u"],
        "adverse-event-estimated-date.EstimatedTime": ["6"],
        "adverse-event-reference-metadata.ReferenceNumber": ["SE-2026-000123"],
        "adverse-event-reference-metadata.FromOnlineForms": [False],
        "adverse-event-reference-metadata.IsAnonymous": [False],
        "adverse-event-reference-metadata.DataSharingOptOut": [False],
        "patient-information.PatientSequence": [1],
        "patient-information.PhysicalHarm": ["4"],
        "patient-information.PsychologicalHarm": ["4"],
        "location-details.LocationKnown": ["u"],
        "practitioner-details.ReporterType": ["3"],
    }
    assert "date" not in write_event(version, V5).resource
    assert {path for path, why in gaps(version).items() if why == "not answered"} == {
        "date",
        "adverse-event-agent.InvolvedAgents",
        "adverse-event-process.Process",
        "adverse-event-safety-challenges.SafetyChallenges",
        "location-details.ServiceArea",
        "location-details.LocationWithinService",
    }


def test_a_group_is_not_written_without_the_field_that_it_needs() -> None:
    version = a_version(replace(CODED, device=None), involved=())
    assert not any(path.startswith("adverse-event-agent") for path in values(version))
    assert "InvolvedAgents is missing" in gaps(version)["adverse-event-agent.DrugsInvolved"]


def test_a_code_that_is_not_in_the_list_is_noted_and_not_written() -> None:
    version = a_version(replace(CODED, process="99", challenges=("2", "6x")))
    assert "adverse-event-process.Process" not in values(version)
    assert values(version)["adverse-event-safety-challenges.SafetyChallenges"] == ["2"]
    assert gaps(version)["adverse-event-process.Process"] == "“99” is not in the list healthcare-process of LFPSE v5"
    assert "“6x” is not in the list" in gaps(version)["adverse-event-safety-challenges.SafetyChallenges"]


def test_an_event_of_today_gives_the_day_in_london() -> None:
    just_after_midnight = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    version = a_version(occurred_on=date(2026, 6, 2), reported_at=just_after_midnight)
    assert values(version)["adverse-event-estimated-date.IncidentOccurredToday"] == ["y"]
    assert values(version)["adverse-event-estimated-date.TodaysDate"] == ["2026-06-02"]


def test_a_risk_says_whether_it_is_imminent_and_has_no_patients() -> None:
    risk = {"event_type": EventType.RISK, "patients": None, "harms": (), "involved": ()}
    version = a_version(Coded(risk_themes=("1", "3"), risk_imminent="y"), **risk)
    assert values(version)["adverse-event-risk-details.RiskImminent"] == ["y"]
    assert values(version)["adverse-event-risk-details.RiskTheme"] == ["1", "3"]
    assert values(version)["adverse-event-risk-details.RiskServiceArea"] == ["1"]
    silent = a_version(Coded(risk_themes=("1",)), **risk)
    assert values(silent)["adverse-event-risk-details.RiskImminent"] == ["u"]
    assert "I don't know" in gaps(silent)["adverse-event-risk-details.RiskImminent"]


def test_a_risk_says_what_it_is_and_in_what_time_it_may_come_about() -> None:
    version = a_version(
        Coded(risk_imminent="n", risk_timeframe="2"), event_type=EventType.RISK, patients=None, harms=()
    )
    written = values(version)
    assert written["adverse-event-risk-details.RiskTimeframe"] == ["2"]
    assert written["adverse-event-risk-details.RiskDescription"] == [version.content.what_happened.text]


def test_good_care_says_what_helped_and_how_it_can_happen_again() -> None:
    good = {"event_type": EventType.GOOD_CARE, "patients": None, "harms": (), "strengths": Screened("a drill")}
    told = values(a_version(**good, how_again=Screened("a drill each month")))
    assert told["adverse-event-went-well.StrengthsOfCare"] == ["a drill"]
    assert told["adverse-event-went-well.HowFutureOccurrence"] == ["a drill each month"]
    silent = a_version(**good)
    assert "adverse-event-went-well.StrengthsOfCare" not in values(silent)
    assert "HowFutureOccurrence" in gaps(silent)["adverse-event-went-well.StrengthsOfCare"]
    assert gaps(silent)["adverse-event-went-well.HowFutureOccurrence"] == "not answered"


def test_governance_holds_only_what_a_person_decided() -> None:
    assert not any(path.startswith("adverse-event-governance") for path in values(a_version()))
    answers = {
        "duty_of_candour_review": FlagAnswer.YES,
        "never_event_review": FlagAnswer.NO,
        "mnsi_review": FlagAnswer.OPEN,
        "safeguarding": FlagAnswer.YES,
    }
    written = values(a_version(answers=answers))
    assert {path: one for path, one in written.items() if "governance" in path} == {
        "adverse-event-governance.DutyOfCandour": [True],
        "adverse-event-governance.NeverEvent": [False],
    }
    decided = values(a_version(answers={"never_event_review": FlagAnswer.YES}))
    assert decided["adverse-event-governance.NeverEventType"] == ["11"]


def test_an_anonymous_report_shows_no_instant() -> None:
    version = a_version(anonymous=True)
    assert "lastUpdated" not in write_event(version, V5).resource["meta"]
    assert values(version)["adverse-event-reference-metadata.IsAnonymous"] == [True]


def test_why_a_report_has_no_name_is_written_for_a_report_without_a_name_only() -> None:
    told = Coded(why_anonymous="7")
    assert values(a_version(told, anonymous=True))["practitioner-details.WhyAnonymous"] == ["7"]
    assert "practitioner-details.WhyAnonymous" not in values(a_version(told))


def test_the_type_is_our_own_word_until_the_national_codes_are_known() -> None:
    ours = write_event(a_version(), V5).resource["type"]
    assert ours["coding"][0]["code"] == "incident"
    assert ours["coding"][0]["system"].startswith("urn:patient-safety-bot:")
    theirs = write_event(a_version(), replace(V5, event_types={"incident": "7"}))
    assert theirs.resource["type"]["coding"] == [{"code": "7", "display": "Incident"}]
    assert "type" not in {gap.field for gap in theirs.gaps}


def test_codes_are_found_by_their_labels_in_another_version() -> None:
    harms = {"9": "Low physical harm"}
    newer = replace(V5, version="LFPSE v6", suffix="-6", systems={**V5.systems, "level-of-physical-harm": harms})
    event = write_event(a_version(), newer)
    assert '"PhysicalHarm", "valueCode": "9"' in json.dumps(event.resource).replace('"url": ', "")
    assert event.resource["meta"]["profile"][0].endswith("patient-safety-adverse-event-6")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"status": IncidentStatus.WITHDRAWN}, "withdrawn"),
        ({"own_status": IncidentStatus.WITHDRAWN}, "took the report back"),
        ({"merged_into": "SE-2026-000001"}, "The same event is in SE-2026-000001."),
        ({"coded": Coded(flags=("staff_incident_redirect",)), "patients": 0, "harms": ()}, "Only staff"),
        ({"taxonomy": "LFPSE v4"}, "LFPSE v4"),
    ],
)
def test_what_is_left_out_has_a_reason(changed: dict[str, Any], words: str) -> None:
    version = a_version(**changed)
    assert words in left_out(version, shipped().get(version.content.taxonomy))


def test_nothing_else_is_left_out() -> None:
    both = a_version(Coded(flags=("staff_incident_redirect",)), patients=1)
    said_no = a_version(
        Coded(flags=("staff_incident_redirect",)), patients=0, answers={"staff_incident_redirect": FlagAnswer.NO}
    )
    assert [left_out(one, V5) for one in (a_version(), both, said_no)] == ["", "", ""]


def test_a_role_goes_along_when_it_was_given_and_never_without_a_name() -> None:
    told = Coded(role="5")
    assert values(a_version(told))["practitioner-details.ReporterRole"] == ["5"]
    assert "practitioner-details.ReporterRole" not in values(a_version(told, anonymous=True))
    assert "practitioner-details.ReporterRole" not in values(a_version(Coded()))
