"""Help, the start page, and what is not understood: always with something to press."""

import pytest
from northmoor import STRANGER, Northmoor


async def test_help_shows_a_nurse_what_a_nurse_can_do(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("help")
    found = await amina.sees(
        "What you can do here",
        "This is not for emergencies.",
        buttons=("Report a safety event", "My reports", "See what is open"),
    )
    assert "Record a national alert" not in found.buttons
    await amina.presses("My reports")
    await amina.sees("You have not sent a report yet.")


async def test_help_shows_the_cas_officer_more(trust: Northmoor) -> None:
    colin = trust.person("colin")
    await colin.commands("help")
    found = await colin.sees("What you can do here", buttons=("Record a national alert", "My alert actions"))
    assert found.buttons[0] == "Report a safety event", "what stands out stands first"


@pytest.mark.parametrize("words", ["the weather is fine", "???", "👍", "asdf"])
@pytest.mark.parametrize("platform", ["slack"], indirect=True)
async def test_what_is_not_understood_is_said_and_help_is_offered(trust: Northmoor, words: str) -> None:
    amina = trust.person("amina")
    await amina.says(words)
    await amina.sees("Nothing was sent.", buttons=("Report a safety event",))
    assert await trust.rows("drafts") == 0


@pytest.mark.parametrize("platform", ["teams"], indirect=True)
async def test_politeness_and_the_question_about_a_name_get_an_answer(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("ok, thanks!")
    await amina.sees('A report is with us once you have pressed "Submit".')
    await amina.says("is this anonymous?")
    await amina.sees("Reporting without your name", "Send without my name", buttons=("Report a safety event",))
    await amina.says("anonymous: pt fell on ward 7, no injury")
    await amina.sees("Check your report")


@pytest.mark.parametrize("platform", ["browser"], indirect=True)
async def test_who_asks_who_can_read_it_gets_an_answer_even_while_a_question_is_open(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("help")
    await amina.presses("Who can read my report?")
    await amina.sees(
        "Who can read your report", "Medication Safety Officer", "Your manager cannot", "Slack, Teams or your IT",
        "without your name", "not about who is to blame",
    )  # fmt: skip
    await amina.presses("How to leave out my name")
    await amina.sees("Reporting without your name")
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.says("am i going to get in trouble?")
    await amina.sees("Who can read your report")
    await amina.says("pt fell on ward 7")
    await amina.sees("What kind of event was it?")


async def test_a_misspelt_command_is_suggested_and_not_done(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("my reprots")
    await amina.sees("Did you mean one of these?", buttons=("My reports", "Help"))
    await amina.presses("My reports")
    await amina.sees("You have not sent a report yet.")


async def test_the_start_page_is_there_with_nothing_in_it(trust: Northmoor) -> None:
    nina = trust.person(STRANGER)
    await nina.opens_home()
    await nina.sees("Report a safety event", "Nothing waits for you. Thank you.", buttons=("Report", "Help"))


async def test_the_start_page_shows_what_waits(trust: Northmoor) -> None:
    leila = trust.person("leila")
    await trust.record_alert()
    await leila.says("pt fell on ward 7, no injury")
    await leila.presses("Submit")
    await leila.says("pt fell on ward 12, no injury")
    await leila.opens_home()
    shown = " ".join(sight.text for sight in await leila.new())
    for words in ("My drafts (1)", "My reports (1)", "My actions (2)", "Replace the giving sets"):
        assert words in shown, words


@pytest.mark.parametrize("platform", ["slack", "teams"], indirect=True)
async def test_the_report_button_of_the_start_page_opens_the_form(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.opens_home()
    await amina.presses("Report")
    await amina.fills({"What happened?": "Slipped near the bathroom", "What kind of event was it?": "Incident"})
    await amina.sees("Check your report", "Slipped near the bathroom")
