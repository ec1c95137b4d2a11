"""What was removed from a report: shown by kind, put back when it is no name, and more taken out when asked."""

import pytest
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from on_slack import SlackDriver
from on_teams import TeamsDriver
from sqlalchemy import select

from storage.records import Platform
from storage.tables import audit, drafts, not_names

NAMED = "pt Mr Lysander Copplestone fell on ward 7, no injury, daughter Anna told, nhs 999 526 0182"


async def test_a_word_that_is_no_name_is_put_back_and_stays_from_then_on(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await amina.says(NAMED)
    card = await amina.sees(
        "We removed 2 names and 1 NHS number.", "[patient's name]", "[NHS number]", never=("Copplestone",)
    )
    if trust.platform is Platform.BROWSER:
        assert "we cannot delete it" not in card.text
    else:
        assert "They still stand in your message above, and we cannot delete it. You can: point at" in card.text
    await amina.presses("Show what we removed")
    await amina.sees(
        "What we removed", "We did not keep the words themselves.", "1. Patient's name", "fell on ward 7, no injury",
        "3. NHS number", buttons=("Back to the report", "This is not a name", "Remove more"), never=("Copplestone",),
    )  # fmt: skip
    await amina.presses("This is not a name")
    await amina.fills({"Which one? Its number in the list": "1", "Which word is it?": "999 526 0182"})
    await amina.sees("A word has letters only", never=("999 526",))
    await amina.presses("This is not a name")
    await amina.fills({"Which one? Its number in the list": "1", "Which word is it?": "Copplestone"})
    await amina.sees("Check your report", "pt Copplestone fell on ward 7", "[NHS number]")
    await amina.says("the Copplestone hoist failed on ward 7, no injury")
    await amina.sees("Check your report", "the Copplestone hoist failed", never=("[patient's name]",))
    await ben.says("pt Mr Lysander Copplestone fell on ward 7, no injury")
    await ben.sees("Check your report", "[patient's name]", never=("Copplestone",))
    async with trust.database.reading() as tx:
        words = (await tx.execute(select(not_names.c.word))).scalars().all()
        acts = (await tx.execute(select(audit).where(audit.c.act == "name.corrected"))).all()
    assert words == ["copplestone"]
    assert len(acts) == 1
    assert "opplestone" not in repr(acts)


@ON_TEAMS
async def test_that_names_still_stand_in_the_message_is_said_until_none_is_left(trust: Northmoor) -> None:
    amina, warned = trust.person("amina"), "They still stand in your message above, and we cannot delete it."
    await amina.says("pt Mr Lysander Copplestone slipped on ward 7, no injury")
    await amina.sees("We removed 1 name.", warned, "Was the patient distressed?")
    await amina.presses("No")
    await amina.sees("Check your report", "We removed 1 name.", warned, never=("distressed?",))
    await amina.presses("Not now")
    await amina.presses("Go on")
    await amina.sees("Check your report", "We removed 1 name.", warned)
    await amina.presses("Show what we removed")
    await amina.presses("This is not a name")
    await amina.fills({"Which one? Its number in the list": "1", "Which word is it?": "Copplestone"})
    await amina.sees("Check your report", "pt Copplestone slipped", never=("We removed", warned))
    await amina.says("pt Mr Leander Pettifer slipped on ward 7 at 8am, no injury")
    await amina.sees("We removed 1 name.", warned)
    await amina.presses("Change something")
    await amina.fills({"What happened?": "pt slipped on ward 7 at 8am, no injury"})
    await amina.sees("Check your report", "pt slipped on ward 7 at 8am", never=("We removed", warned))


@ON_THE_PAGE
async def test_the_page_says_what_was_removed_as_long_as_it_stands_in_the_draft(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt Mr Lysander Copplestone slipped on ward 7, no injury")
    await amina.presses("No")
    await amina.sees("Check your report", "We removed 1 name.", buttons=("Show what we removed",))
    await amina.presses("Change something")
    await amina.fills({"What happened?": "pt slipped on ward 7, no injury"})
    await amina.sees("Check your report", never=("We removed",))


@ON_TEAMS
async def test_names_that_were_taken_out_still_count_as_two_patients(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("gave Mr Lysander Copplestone's TTO bag to Mr Leander Copplestone on ward 7, no harm")
    await amina.sees("Check your report", facts={"Patients": "2"}, never=("Copplestone",))
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    await jo.says("review SE-2026-000001")
    await jo.sees("Review SE-2026-000001", "Did personal information go astray?", never=("Copplestone",))


async def test_words_that_we_missed_are_taken_out_everywhere_and_kept_nowhere(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt with the red wig fell on ward 7, no injury, staff said red wig was lost. nhs 999 526 0182")
    await amina.presses("Show what we removed")
    await amina.presses("Remove more")
    await amina.fills({"Which words should we take out?": "blue scarf"})
    await amina.sees("We did not find these words in your report.")
    await amina.presses("Remove more")
    await amina.fills({"Which words should we take out?": "Red wig"})
    await amina.sees("Check your report", "pt with the [removed] fell on ward 7", never=("red wig",))
    stored = await trust.stored_text()
    assert "red wig" not in stored.lower()
    assert "blue scarf" not in stored
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_SLACK
async def test_words_are_taken_out_of_the_other_drafts_too(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    for person in (ben, amina, amina):
        await person.says("pt with the red wig fell on ward 7 today at 08:00, no injury, not distressed")
    await amina.presses("More")
    await amina.presses("Remove some words")
    await amina.fills({"Which words should we take out?": "red wig"})
    await amina.sees("Check your report", "pt with the [removed] fell on ward 7")
    async with trust.database.reading() as tx:
        told = [one["values"]["what_happened"] for one in (await tx.execute(select(drafts.c["values"]))).scalars()]
    assert sorted("red wig" in one for one in told) == [False, False, True]


@ON_THE_PAGE
async def test_marks_that_turn_the_writing_round_are_not_stored(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7,\u202e no \u2066injury")
    await amina.sees("Check your report", "pt fell on ward 7, no injury")
    stored = await trust.stored_text()
    assert "\u202e" not in stored.encode().decode("unicode_escape", "ignore")
    assert "u202e" not in stored


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TEAMS], indirect=True, ids=str)
async def test_a_message_with_patient_details_in_a_channel_is_answered_with_how_to_delete_it(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    await amina.looks()
    await trust.driver.mention("amina", "pt fell on ward 7, no injury. nhs 999 526 0182")
    await trust.settle()
    await amina.sees("Check your report", "[NHS number]", "we cannot delete it. You can: point at your message")
    if trust.platform is Platform.TEAMS:
        await amina.says("hello")  # she is in the channel as soon as she has written there
        assert await amina.count("Please delete your message here: it may hold patient details.") == 1
