"""Words of a new event, typed while a question is open: the bot asks which they are, and nothing is lost."""

import pytest
from northmoor import Northmoor
from on_one import ON_THE_PAGE
from talking import Person

from storage.records import Platform


async def _begins(amina: Person) -> None:
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.sees("What happened?", "Question 1 of")


@pytest.mark.parametrize("words", ["second pt slipped on ward 7 at 0300, skin tear to arm", "mixed up two pts insulin"])
async def test_words_of_a_new_event_are_asked_about_while_a_question_is_open(trust: Northmoor, words: str) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.presses("Yesterday")
    await amina.sees("At what time, about?")
    await amina.says(words)
    await amina.sees("New report, or answer?", words, buttons=("It is a new report", "It is my answer"))
    await amina.presses("It is a new report")
    await amina.sees("Check your report", words, never=("near the bathroom",))
    await amina.commands("my drafts")
    await amina.sees("My drafts (2)", "near the bathroom")


@ON_THE_PAGE
async def test_words_of_harm_to_staff_go_to_health_and_safety_also_where_a_question_was_open(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.says("nurse kicked by a visitor in ED 2130 last night, no patients involved, security came")
    await amina.presses("It is a new report")
    await amina.sees("This is for health and safety", "nurse kicked by a visitor", never=("Was the patient hurt?",))


async def test_words_that_are_an_answer_after_all_are_taken_as_one_and_others_are_kept(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.says("pt fell and broke her hip on ward 7")
    await amina.presses("It is my answer")
    await amina.sees("On which day?", 'Your words are kept under "my drafts".')
    await amina.says("yesterday")
    await amina.sees("At what time, about?")
    await amina.commands("my drafts")
    await amina.sees("My drafts (2)", "pt fell and broke her hip")


async def test_words_that_nobody_understood_are_reported_without_typing_them_again(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("the lady was out there alone again, her number is 999 123 4560")
    await amina.sees("We did not understand that", "We removed 1 NHS number.", buttons=("Report this",))
    await amina.presses("Report this")
    card = await amina.sees(
        "Check your report", "We removed 1 NHS number.", "the lady was out there alone again", never=("999 123 4560",)
    )
    if trust.platform is not Platform.BROWSER:
        assert "we cannot delete it. You can: point at" in card.text
    drafts = await trust.rows("drafts")
    await amina.says("can any1 swap my thurs late for an early, dentist")
    await amina.sees("We did not understand that", buttons=("Report this",))
    await amina.says("where is my reprots page")
    await amina.sees("We are not sure", buttons=("Report this", "Help"))
    assert await trust.rows("drafts") == drafts


@ON_THE_PAGE
async def test_words_too_long_for_a_button_are_kept_until_it_is_pressed(trust: Northmoor) -> None:
    amina = trust.person("amina")
    long = "we were talking about the rota again and the parking " * 20
    await amina.says(long)
    await amina.presses("Report this")
    await amina.sees("Check your report", "the rota again")
    await amina.says(long)
    await amina.presses("Report this")
    assert await trust.rows("drafts") == 1
