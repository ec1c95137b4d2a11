"""What is understood of an alert that somebody pastes, before a CAS officer looks."""

import pytest

from handlers.intake.receiving import from_words


@pytest.mark.parametrize(
    "head",
    [
        "National Patient Safety Alert\nReference no: NatPSA/2026/003/MHRA\nDate of issue: 20 November 2026\n",
        "NatPSA/2026/003/MHRA\nIssued on: 20 November 2026\nThis alert is safety critical and complex.\n",
        "Reference: NatPSA/2026/003/MHRA\nOriginated by: the invented agency for devices\n",
    ],
)
def test_a_line_with_a_label_of_its_own_is_not_taken_for_the_title(head: str) -> None:
    text = f"{head}Example infusion pump: risk of over-infusion\nActions required\n1. Find every pump of this model."
    found = from_words(text).proposal.title
    assert found is not None
    assert found.value == "Example infusion pump: risk of over-infusion"


def test_an_action_is_not_taken_for_the_title() -> None:
    assert from_words("NatPSA/2026/003/MHRA\n1. Find every pump of this model.").proposal.title is None
