"""Reporting for a colleague, and handing a draft to one by name: it moves only when they take it, and both hear."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS

STORY = "pt fell on ward 7, skin tear to left arm"


async def test_a_draft_is_handed_to_a_colleague_who_takes_it_and_sends_it(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await amina.says(STORY)
    await amina.presses("More")
    await amina.presses("For a colleague")
    await amina.presses("Hand it to a colleague")
    await ben.looks()
    await amina.fills({"Who should finish it?": "Ben Carter"})
    await amina.sees("Asked", "We ask Ben Carter now", "Until they take it, the draft is yours")
    await ben.sees(
        "asks you to finish a report",
        "Incident, Ward 7.",
        buttons=("Take it", "No, thanks"),
        never=("skin tear", "left arm"),
    )
    await amina.looks()
    await ben.presses("Take it")
    await ben.sees("Check your report", STORY, buttons=("Submit",))
    await amina.sees("Ben Carter has taken your draft")
    await amina.commands("my drafts")
    await amina.sees("You have no drafts.")
    await ben.presses("Submit")
    await ben.sees("Thank you. Report SE-2026-000001")
    await ben.commands("my reports")
    await ben.sees("My reports (1)")
    await amina.commands("my reports")
    await amina.sees("You have not sent a report yet.")


@ON_SLACK
async def test_a_draft_stays_with_its_person_when_the_colleague_cannot_take_it(trust: Northmoor) -> None:
    amina, ben, leila = trust.person("amina"), trust.person("ben"), trust.person("leila")
    await amina.says(STORY)
    await amina.presses("More")
    await amina.presses("For a colleague")
    await amina.presses("Hand it to a colleague")
    await amina.fills({"Who should finish it?": "Ben Carter"})
    await leila.forges("incidents.take", "d1")
    await leila.sees("This draft is not offered to you any more.")
    await amina.looks()
    await ben.presses("No, thanks")
    await ben.sees("We tell your colleague that you cannot take it.")
    await amina.sees("Ben Carter cannot take your draft", "It is still yours.", buttons=("Go on", "Ask somebody else"))
    await ben.forges("incidents.take", "d1")
    await ben.sees("This draft is not offered to you any more.", never=("skin tear",))
    await amina.presses("Go on")
    await amina.sees("Check your report", STORY)


@ON_TEAMS
async def test_who_reports_for_a_colleague_says_so_in_words_or_with_a_press(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says(f"Reporting for a colleague: {STORY}")
    await amina.sees("Check your report", facts={"Reported": "For a colleague"})
    await amina.presses("More")
    await amina.presses("For a colleague")
    await amina.presses("It is my own report")
    await amina.sees("Check your report", never=("Reported",))
    await amina.presses("More")
    await amina.presses("For a colleague")
    await amina.presses("I report it for a colleague")
    await amina.sees("Check your report", facts={"Reported": "For a colleague"})
    await amina.presses("Submit")
    await amina.presses("See my reports")
    await amina.presses("Show")
    await amina.sees("Report SE-2026-000001", facts={"Reported": "For a colleague"})
    await amina.presses("Change it")
    await amina.fills({"Where?": "Ward 12"})
    await amina.sees("Change report SE-2026-000001", facts={"Where": "Ward 7 → Ward 12"}, never=("Reported",))
