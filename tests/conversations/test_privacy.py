"""What identifies a patient is taken out before anything is stored, the person is told, and it is found nowhere."""

import json

import pytest
from northmoor import Northmoor

NHS = ("999 526 0182", "9995260182", "999-526-0182")
TOLD = (
    "pt fell on ward 7, no injury. nhs 999 526 0182, dob 14/03/1941, lives at SW1A 1AA, "
    "daughter on 07700 900123 or anna.smith@example.com"
)
SECRET = (*NHS, "14/03/1941", "1941-03-14", "SW1A 1AA", "SW1A1AA", "07700 900123", "07700900123", "anna.smith")


async def _is_found_nowhere(trust: Northmoor, said: str) -> None:
    """Look in the store, and in everything that the bot sent."""
    stored = await trust.stored_text()
    for words in SECRET:
        assert words not in stored, words
    if trust.database.is_sqlite:
        assert trust.database.url.database is not None
        with open(trust.database.url.database, "rb") as file:  # noqa: ASYNC230, PTH123 - a test may wait
            raw = file.read()
        assert not [words for words in SECRET if words.encode() in raw]
    sent = ""
    if trust.slack_api is not None:
        sent = json.dumps(trust.slack_api.calls, default=str)
    if trust.connector is not None:
        places = trust.connector.conversations.values()
        theirs = [
            one.activity for place in places for one in place.messages.values() if one.author == trust.connector.bot
        ]
        sent = json.dumps(theirs)
    for words in SECRET:
        assert words not in sent, words
    assert said != ""


async def test_identifiers_in_plain_words_are_removed_and_named(
    trust: Northmoor, capsys: pytest.CaptureFixture[str]
) -> None:
    amina = trust.person("amina")
    await amina.says(TOLD)
    await amina.sees(
        "Check your report",
        "We removed",
        "1 NHS number",
        "1 email address",
        "1 phone number",
        "1 postcode",
        "1 date of birth",
        "Please don't send patient details here.",
        never=SECRET,
    )
    await amina.presses("Submit")
    await amina.commands("status SE-2026-000001")
    await amina.sees("Report SE-2026-000001", "pt fell on ward 7", never=SECRET)
    await amina.never_sees(*SECRET)
    await _is_found_nowhere(trust, TOLD)
    printed = capsys.readouterr()
    for words in (*SECRET, "pt fell"):
        assert words not in printed.out + printed.err


async def test_identifiers_in_a_form_are_removed_too(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(
        {
            "What happened?": TOLD,
            "What kind of event was it?": "Incident",
            "What was done straight away?": "called the family on 07700 900123",
        }
    )
    await amina.sees("Check your report", "We removed", "1 NHS number", "2 phone numbers", never=SECRET)
    await amina.presses("Submit")
    await _is_found_nowhere(trust, TOLD)


async def test_identifiers_in_an_answer_to_one_question_are_removed_too(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.says(TOLD)
    await amina.sees("What kind of event was it?", "We removed", "1 NHS number")
    await _is_found_nowhere(trust, TOLD)


async def test_identifiers_in_a_form_with_a_wrong_answer_are_not_kept_or_shown_to_others(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills({"What happened?": TOLD, "What kind of event was it?": "Incident", "On which day?": "2026-12-24"})
    await amina.sees("Report a safety event", errors=("This day has not come yet. Please check the date.",))
    stored = await trust.stored_text()
    assert not [words for words in SECRET if words in stored]


async def test_identifiers_in_a_search_are_not_kept(trust: Northmoor, capsys: pytest.CaptureFixture[str]) -> None:
    jo = trust.person("jo")
    await jo.says("status 999 526 0182")
    stored = await trust.stored_text()
    assert not [words for words in SECRET if words in stored]
    printed = capsys.readouterr()
    assert "999 526 0182" not in printed.out + printed.err


async def test_what_an_addition_holds_is_screened(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.presses("Add something")
    await amina.fills({"What would you like to add?": TOLD})
    await amina.sees("Added to report SE-2026-000001", "We removed", "1 NHS number")
    await amina.presses("Show the report")
    await amina.sees("pt fell on ward 7", never=SECRET)
    await _is_found_nowhere(trust, TOLD)
