"""One question at a time: the same form in a chat, with back, skip, change, save for later, and cancel."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from talking import Person


async def _begins(amina: Person) -> None:
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.sees("What happened?", "Question 1 of")


async def test_a_report_is_answered_one_question_at_a_time(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.sees("What kind of event was it?", "Question 2 of", buttons=("Incident", "Good care", "Back"))
    await amina.presses("Incident")
    await amina.sees("On which day?", buttons=("Today", "Yesterday", "Skip", "Back", "Save for later"))
    await amina.presses("Yesterday")
    await amina.sees("At what time, about?")
    await amina.says("about 2.15am")
    await amina.sees("Where?", "Type the name of the place")
    await amina.says("ward 7")
    await amina.sees("How many patients were affected?")
    await amina.says("one")
    await amina.sees("Physical harm to the patient?", never=("If there are several",))
    await amina.presses("Low physical harm")
    await amina.sees("Psychological harm to the patient?", never=("If there are several",))
    await amina.says("don't know")
    await amina.sees("What was involved?", "Chosen: nothing yet.", buttons=("Devices", "Done"))
    await amina.presses("Devices")
    await amina.sees("Chosen: Devices.", buttons=("Remove Devices",))
    await amina.presses("Done")
    await amina.sees("Which device?")
    await amina.says("hoist")
    await amina.sees("What was done straight away?")
    await amina.presses("Skip")
    await amina.sees(
        "Check your report",
        "Patient slipped near the bathroom",
        facts={
            "Type": "Incident",
            "When": "Yesterday, 02:15",
            "Where": "Ward 7",
            "Patients": "1",
            "Physical harm": "Low physical harm",
            "Psychological harm": "Not known",
            "Involved": "Devices",
            "Device": "hoist",
        },
    )
    await amina.presses("Ask me one at a time")
    await amina.sees("You have been asked everything. To change an answer", "Patient slipped near the bathroom")
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_TEAMS
async def test_what_the_card_asks_is_asked_first_and_a_number_is_no_grade_of_harm(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("unexpected return to theatre after hip op, unclear why")
    await amina.sees("Check your report", buttons=("Don't know if hurt", "Choose the place"))
    await amina.presses("Ask me one at a time")
    await amina.sees("Physical harm to the patient?")
    await amina.says("1")
    await amina.sees("Physical harm to the patient?", "Please choose one of: No physical harm, Low physical harm")
    await amina.says("dunno")
    await amina.sees("Psychological harm to the patient?")
    await amina.says("back")
    await amina.sees("Physical harm to the patient?")
    await amina.says("severe")
    await amina.says("idk")
    await amina.sees("Where?")
    await amina.says("no idea")
    await amina.sees("What was done straight away?")
    await amina.says("unsure")
    await amina.says("2330")
    await amina.sees("At what time, about?", "Please check: This time has not come yet.")
    await amina.says("0630")
    await amina.sees("Check your report", facts={"When": "Today, 06:30", "Physical harm": "Severe physical harm"})


@ON_SLACK
async def test_a_guess_at_the_kind_is_asked_first_and_not_knowing_it_is_an_incident(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.says("2")
    await amina.sees("What kind of event was it?", "Please choose one of: Incident, Good care")
    await amina.says("not sure")
    await amina.sees("On which day?")


@ON_THE_PAGE
async def test_back_shows_the_question_before_and_keeps_what_was_answered(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.presses("Back")
    await amina.sees("What kind of event was it?")
    await amina.presses("Risk")
    await amina.sees("Could somebody die or be badly hurt very soon?")
    await amina.says("back")
    await amina.sees("What kind of event was it?")


@ON_SLACK
async def test_an_answer_that_cannot_be_read_is_asked_again_with_the_reason(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.says("the day before the storm")
    await amina.sees("On which day?", "Please check: We could not read that date.")
    await amina.says("23/11/2026")
    await amina.sees("At what time, about?")


@ON_TEAMS
async def test_a_place_that_is_not_clear_is_offered_as_buttons(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    for words in ("incident", "today", "skip"):
        await amina.says(words)
    await amina.says("theater")
    await amina.sees("Where?", "Which place do you mean", buttons=("Theatre 1",))
    await amina.presses("Theatre 1")
    await amina.sees("How many patients were affected?")


async def test_an_earlier_answer_can_be_changed(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Incident")
    await amina.presses("Yesterday")
    await amina.says("change")
    await amina.sees("Which answer do you want to change?", buttons=("What happened?", "On which day?", "Go on"))
    await amina.presses("On which day?")
    await amina.sees("On which day?", buttons=("Today",))
    await amina.presses("Today")
    await amina.sees("At what time, about?")


@ON_THE_PAGE
async def test_a_question_that_is_put_off_is_taken_up_again_days_later(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.presses("Save for later")
    await amina.sees("Saved for later", buttons=("Go on",))
    await trust.move(days=3)
    await amina.commands("my drafts")
    await amina.sees("My drafts (1)", "Patient slipped near the bathroom")
    await amina.presses("Go on")
    await amina.sees("What kind of event was it?", "Question 2 of")


@ON_SLACK
async def test_cancel_asks_once_more_and_then_nothing_is_kept(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.says("cancel")
    await amina.sees("Throw this away?", buttons=("Save for later", "Throw it away", "Go on"))
    await amina.presses("Go on")
    await amina.sees("What kind of event was it?")
    await amina.says("cancel")
    await amina.presses("Cancel", yes="Yes, delete it")
    await amina.sees("Cancelled. Nothing was sent, and your answers were deleted.")
    assert await trust.rows("drafts") == 0
    assert "slipped" not in await trust.stored_text()


@ON_TEAMS
async def test_help_and_status_break_through_and_the_question_stays_open(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _begins(amina)
    await amina.says("Patient slipped near the bathroom")
    await amina.says("help")
    await amina.sees("What you can do here")
    await amina.says("go on")
    await amina.sees("What kind of event was it?")
    await amina.says("incident")
    await amina.sees("On which day?")


@ON_THE_PAGE
async def test_a_draft_from_plain_words_can_be_finished_one_at_a_time(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Ask me one at a time")
    await amina.sees("Question")
    await amina.says("skip")
    await amina.never_sees("Something went wrong")


@ON_TEAMS
async def test_an_answer_that_a_form_starts_with_is_asked_as_the_others_are(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("epma down 1800 to 2115 ward 7, 28 pts had their meds late, no harm to any, paper charts used")
    await amina.presses("Submit")
    await jo.forges("chat.ask", "review.grade_some:SE-2026-000001")
    await jo.sees("Which patients?", "Question 1 of 4")
    await jo.says("2, 5")
    await jo.sees("Physical harm?", "Question 2 of 4", buttons=("Leave as it is", "Low physical harm"))
    await jo.presses("Low physical harm")
    await jo.sees("Psychological harm?", buttons=("Leave as it is",))
    await jo.presses("Leave as it is")
    await jo.sees("Why? What do we know now?")
    await jo.says("Seen")
    await jo.sees(
        facts={"Low physical harm": "2 patients (2, 5)", "No physical harm": "26 patients (1, 3, 4, 6 to 28)"}
    )
