"""Which messages are accounts of events, and which are words to the bot."""

import pytest

from handlers.incidents.reading import Place, looks_like_a_report


@pytest.mark.parametrize(
    "text",
    [
        "pt fell on ward 7, no injury",
        "drug error wd 12 nil harm",
        "fall W7 no inj",
        "HCA punched by a relative in ED minors 0110",
        "no call bells working in bays 2 and 3 AMU since yesterday",
        "hi, pt fell in the bathroom on ward 7 this morning and hurt her arm",
        "missed insulin ward 9",
        "shout out to the team on ward 10, spotted sepsis early",
        "risk - two look alike boxes in theatre 1, someone will get hurt",
        "PU cat2 W4",
    ],
)
def test_an_account_of_an_event_is_a_report(text: str, places: tuple[Place, ...]) -> None:
    assert looks_like_a_report(text, places)


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "status ward 7",
        "my reports",
        "who are you",
        "thanks",
        "thank you so much",
        "hello",
        "",
        "   ",
        "report",
        "yes",
        "no",
        "how do I report a fall?",
        "what happens to my report?",
        "show my drafts",
        "status NatPSA/2026/003",
        "new alert",
        "can you show me overdue actions on ward 7",
        "cancel",
        "ok thanks",
        "good morning",
        "is this anonymous?",
        "status bed rails",
        "nice weather today",
        "lunch at 12?",
        "👍",
        "safety status",
    ],
)
def test_a_word_to_the_bot_is_not_a_report(text: str, places: tuple[Place, ...]) -> None:
    assert not looks_like_a_report(text, places)
