"""Words that tell that somebody reports for a colleague, and words that only name one."""

import pytest

from handlers.incidents.behalf import speaks_for_another


@pytest.mark.parametrize(
    "text",
    [
        "I am reporting this for a colleague: pt fell on ward 7",
        "reporting on behalf of the night staff, insulin missed",
        "Sending this for one of the HCAs. Patient slipped.",
        "the agency nurse on ward 7 asked me to report that the pump alarm was off",
        "on behalf of [name]: wrong label on a sample",
    ],
)
def test_a_report_for_a_colleague_is_known_as_one(text: str) -> None:
    assert speaks_for_another(text)


@pytest.mark.parametrize(
    "text",
    [
        "pt fell on ward 7, nurse called the doctor",
        "consent signed on behalf of the patient by her daughter",
        "doctor asked me to give 10mg instead of 5mg",
        "no report for three hours, obs missed",
        "reporting a fall on ward 7",
        "student nurse gave the wrong dose",
    ],
)
def test_a_colleague_in_the_story_is_not_somebody_it_is_reported_for(text: str) -> None:
    assert not speaks_for_another(text)
