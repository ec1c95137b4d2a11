"""A report's reference in a message: what the message says beside it, and whether it only asks."""

import pytest

from storage.rules.reports import asks_about_report, find_report_reference, words_beside_reference


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SE-2026-000533 also her arm was bruised", "also her arm was bruised"),
        ("add SE-2026-000526 the pt was moved to HDU after", "the pt was moved to HDU after"),
        ("i need to add something to SE-2026-000533", ""),
        ("add to se 2026 533", ""),
        ("add that her arm was bruised to SE-2026-000533", "her arm was bruised"),
        ("her arm was bruised too, please add to report SE-2026-000533.", "her arm was bruised too"),
        ("re SE-2026-000533 - family now informed", "family now informed"),
        ("can you add to my report SE-2026-000533 that the consultant was told?", "the consultant was told?"),
        ("(SE-2026-000533) also her arm was bruised, says [name]", "also her arm was bruised, says [name]"),
        ("says [name], SE-2026-000533", "says [name]"),
        ("pt has died since. SE-2026-000533", "pt has died since"),
        ("bed brakes were not on - SE-2026-000533", "bed brakes were not on"),
        ("the drip was up SE-2026-000533", "the drip was up"),
        ("There was no note SE-2026-000533", "There was no note"),
        ("it was not in the report SE-2026-000533", "it was not in the report"),
        ("brakes were not SE-2026-000533 on", "brakes were not SE-2026-000533 on"),
        ("note not written, see report SE-2026-000533", "note not written"),
        ("family told regarding my report SE-2026-000533, thanks", "family told"),
        ("we need to add fluids SE-2026-000533", "we need to add fluids"),
        ("pt fell, like in SE-2026-000001, no injury", "pt fell, like in SE-2026-000001, no injury"),
        ("change SE-2026-000533 to ward 8", "change SE-2026-000533 to ward 8"),
    ],
)
def test_what_leads_to_a_reference_is_no_part_of_what_is_said(text: str, said: str) -> None:
    assert find_report_reference(text) is not None
    assert words_beside_reference(text) == said


def test_words_without_a_reference_have_nothing_beside_it() -> None:
    with pytest.raises(ValueError, match="no reference"):
        words_beside_reference("pt fell on ward 7")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("any news on SE-2026-000533", True),
        ("What is happening with SE-2026-000533?", True),
        ("is SE-2026-000533 closed", True),
        ("has anyone looked at SE-2026-000533?", True),
        ("was moved to HDU after, SE-2026-000533", False),
        ("is now on HDU SE-2026-000533", False),
        ("can you add to SE-2026-000533 that he was told?", False),
        ("what i want to add to SE-2026-000533: he was told", False),
        ("SE-2026-000533 also her arm was bruised", False),
        ("SE-2026-000533 any news?", True),
        ("hello any update on SE-2026-000533", True),
        ("please tell me about SE-2026-000533", True),
        ("SE-2026-000533 is it closed?", True),
        ("cancel SE-2026-000533, wrong patient", True),
        ("please delete my report SE-2026-000533, sent by mistake", True),
        ("when she was moved to the chair her arm was bruised, SE-2026-000533", False),
        ("when he fell, SE-2026-000533", False),
        ("what happened was he slid, SE-2026-000533", False),
        ("who was with her at the time did not see the wet floor SE-2026-000533", False),
        ("SE-2026-000533 status unchanged", False),
        ("delete was pressed on the pump SE-2026-000533", False),
        ("has been moved to HDU SE-2026-000533?", False),
        ("please take SE-2026-000533 back, wrong patient", True),
        ("status of SE-2026-000533", True),
    ],
)
def test_a_question_about_a_report_adds_nothing_to_it(text: str, *, asks: bool) -> None:
    assert asks_about_report(text) is asks
