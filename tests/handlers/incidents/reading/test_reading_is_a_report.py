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
        "4 of 9 picu pumps fail the battery test, no loaners til march",
        "tube went down the wrong way, film 0330, nothing put down it, out and resited. HASU",
        "slid off commode 4am ward 7, not a mark on her",
        "readmitted under 48h with copd, home from ward 2B sunday. nothing missed",
        "my patient attacked in carpark",
        "tele clerk saw VT 0320, shocked in 90s. new rota works! W15",
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
        "we were talking about the rota again and the parking",
        "please can you show me the reports for ward 7 from yesterday",
        "ok thank you for letting me know about that report on ward 7",
        "the alert is done on ward 7, evidence to follow",
        "give the pump action to Leila Haddad by friday at 12",
        "my role has changed, I am now on ward 9",
        "that was sent by mistake, it should have been ward 9",
        "hello it is me again from ward 7",
        "when will I hear back about the thing I sent on ward 7",
    ],
)
def test_a_word_to_the_bot_is_not_a_report(text: str, places: tuple[Place, ...]) -> None:
    assert not looks_like_a_report(text, places)
