"""Whatever a report says, its event is one that FHIR STU3 takes, with codes of the lists and nothing half written."""

import json
import re
from datetime import date
from typing import Any

from fhir.resources.STU3.adverseevent import AdverseEvent
from hypothesis import given, settings
from hypothesis import strategies as st
from lfpse_case import V5, WARD, a_version, slots

from storage.records import (
    Coded,
    EventType,
    FlagAnswer,
    Involved,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.rules.lfpse.event import write_event
from storage.rules.lfpse.fields import GROUPS, Kind


def some(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(V5.systems[name]))


def several(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(some(name), max_size=3).map(tuple)


CODES = st.builds(
    Coded,
    shift=st.none() | some("time-of-incident-brackets"),
    process=st.none() | some("healthcare-process"),
    challenges=several("safety-challenges"),
    outcome_types=several("outcome-type"),
    risk_themes=several("risk-themes"),
    risk_imminent=st.none() | some("yes-no-unknown-codes"),
    risk_timeframe=st.none() | some("risk-timeframes"),
    drugs=st.lists(st.sampled_from(["morphine", "heparin"]), max_size=2).map(tuple),
    device=st.none() | some("device-type"),
    age_band=st.none() | some("age-brackets"),
    never_event=st.none() | st.integers(1, 15),
)
HARM = st.builds(
    PatientHarm,
    st.integers(1, 3),
    st.none() | st.sampled_from(PhysicalHarm),
    st.none() | st.sampled_from(PsychologicalHarm),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANSWERS = st.dictionaries(
    st.sampled_from(["duty_of_candour_review", "never_event_review", "cqc_notification", "mnsi_review"]),
    st.sampled_from(FlagAnswer),
)


@settings(deadline=None)  # a busy machine is no fault of the export
@given(
    coded=CODES,
    event_type=st.sampled_from(EventType),
    patients=st.none() | st.integers(0, 4),
    harms=st.lists(HARM, max_size=3, unique_by=lambda harm: harm.sequence).map(tuple),
    involved=st.lists(st.sampled_from(Involved), max_size=3, unique=True).map(tuple),
    occurred_at=st.none() | st.times(),
    occurred_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    place=st.none() | st.just(WARD),
    answers=ANSWERS,
    what_happened=st.builds(Screened, TEXT),
    immediate_action=st.builds(Screened, TEXT),
    strengths=st.builds(Screened, TEXT),
    how_again=st.builds(Screened, TEXT),
    anonymous=st.booleans(),
)
def test_whatever_is_known_makes_a_resource_that_fhir_takes_with_codes_of_the_lists(**known: Any) -> None:
    resource = write_event(a_version(**known), V5, organisation="RXX").resource
    again = AdverseEvent.model_validate(resource).model_dump_json()
    assert json.loads(again) == resource
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", resource.get("description", ""))
    for group, name, one in slots(resource):
        field = GROUPS[group][name]
        assert set(one) == {"url", field.kind.value}
        if field.kind is Kind.CODE and field.codes:
            assert V5.holds(field.codes, one["valueCode"]), (name, one)
    for group in resource["extension"]:
        needed = {name for name, field in GROUPS[group["url"].removeprefix(V5.structures)[:-2]].items() if field.needed}
        assert needed <= {one["url"] for one in group["extension"]}
