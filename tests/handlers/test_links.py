"""Which links to evidence point to a person, and which only look so."""

import pytest

from handlers.alerts.links import in_words, points_to_a_person
from storage.rules.identifiers import screen


@pytest.mark.parametrize(
    "behind",
    [
        "9995260182",
        "?nhs=999%20526%200182",
        "dora-plimsoll-fall-rca",
        "p/dora_plimsoll/notes.pdf",
        "audit?name=Dora%20Plimsoll",
        "rca/Mrs-Plimsoll-fall",
        "rca/DoraPlimsoll.docx",
        "rca/plimsoll%2Cdora",
        "rca?mrn=AB12+3456",
        "x?mail=dora%40example.org",
        "x/dob-12-03-1945",
    ],
)
def test_a_link_that_points_to_a_person_is_told(behind: str) -> None:
    assert points_to_a_person(screen, f"https://example.org/{behind}")


@pytest.mark.parametrize(
    "behind",
    [
        "audit",
        "policies/insulin-prescribing-and-administration",
        "sites/patient-safety/Shared%20Documents/falls-policy-v3.pdf",
        ":w:/r/sites/Safety/_layouts/15/Doc.aspx?sourcedoc=%7B4F2A9C11-33AB-4D2E-9F7A-1234567890AB%7D&action=default",
        ":b:/s/QualityGovernance/EaX9k2LmQvRPh0tY8cW1zB4BxJq7?e=kL3fQz",
        "ViewandAcknowledgment/ViewAlert.aspx?AlertID=103262",
        "view.aspx?resid=ABCD1234EF567890!1234&authkey=!AKxYz",
        "rca/fall-from-bed-rails-action-plan",
        "florence-nightingale-building/audit",
        "policies/martha-s-rule",
        "audits/parkinsons-medication-audit-2026",
        "minutes/drugs-and-therapeutics-committee-march-2026.pdf",
    ],
)
def test_a_link_to_a_policy_or_a_folder_is_taken(behind: str) -> None:
    assert not points_to_a_person(screen, f"https://example.org/{behind}")


def test_a_link_is_read_as_words() -> None:
    assert in_words("https://mrs-plimsoll.example.org/rca/Dora-PlimsollFall.docx") == ". rca . dora plimsoll fall ."
