"""Reporting, from the first words to the reference and after, as it is said and seen on every platform."""

from northmoor import UNDO, Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from talking import Answer, Person

FALL: dict[str, Answer] = {
    "What happened?": "Patient slipped near the bathroom",
    "What kind of event was it?": "Incident",
    "On which day?": "2026-11-23",
    "At what time, about?": "02:15",
    "Where?": "Ward 7",
    "How many patients were affected?": "1",
    "Physical harm to the patient?": "Low physical harm",
    "Psychological harm to the patient?": "No psychological harm",
    "What was involved?": ("Devices", "Buildings or Infrastructure"),
    "What was done straight away?": "Helped up, looked over by the doctor",
}


async def test_plain_words_become_a_report_in_two_taps(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.sees(
        "Check your report",
        "pt fell on ward 7, no injury",
        "Was the patient distressed?",
        facts={"Type": "Incident", "Where": "Ward 7", "Patients": "1", "Physical harm": "No physical harm"},
        buttons=(
            "Submit",
            "Change something",
            "No",
            "A little",
            "Don't know if distressed",
            "Ask me one at a time",
            "Not now",
        ),
    )
    await amina.presses("No")
    await amina.sees("Check your report", facts={"Psychological harm": "No psychological harm"})
    await amina.presses("Submit")
    await amina.sees(
        "Thank you. Report SE-2026-000001 is with the safety team.",
        "What happens next",
        "You will hear from us by Tue 8 Dec at the latest.",
        buttons=("Add something", "See my reports"),
    )
    await amina.presses("See my reports")
    await amina.sees("My reports (1)", "SE-2026-000001 · Incident · Ward 7", "Received")


async def test_a_report_by_form_shows_every_answer_before_it_is_sent(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.sees("Report a safety event", "What happened?", "Please leave out names and numbers of patients.")
    await amina.fills(FALL)
    await amina.sees(
        "Check your report",
        "Patient slipped near the bathroom",
        facts={
            "Type": "Incident",
            "When": "Yesterday, 02:15",
            "Where": "Ward 7",
            "Patients": "1",
            "Physical harm": "Low physical harm",
            "Psychological harm": "No psychological harm",
            "Involved": "Devices, Buildings or Infrastructure",
            "Done at the time": "Helped up, looked over by the doctor",
        },
        buttons=("Submit", "Change something"),
    )
    assert await trust.rows("incidents") == 0
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001 is with the safety team.")


async def test_a_wrong_answer_is_said_beside_its_question_and_nothing_typed_is_lost(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(FALL | {"On which day?": "2026-12-24"})
    await amina.sees(
        "What happened?",
        fields={"What happened?": "Patient slipped near the bathroom", "How many patients were affected?": "1"},
        errors=("This day has not come yet. Please check the date.",),
    )
    await amina.fills({"On which day?": "2026-11-24", "At what time, about?": "23:30"})
    await amina.sees(
        fields={"What happened?": "Patient slipped near the bathroom"},
        errors=("This time has not come yet. Please check the day and the time.",),
    )
    await amina.fills({"At what time, about?": "02:15"})
    await amina.sees("Check your report", facts={"When": "Today, 02:15"})


@ON_SLACK
async def test_any_answer_can_be_changed_before_it_is_sent(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Change something")
    await amina.sees(
        "Report a safety event",
        fields={"What happened?": "pt fell on ward 7, no injury", "Physical harm to the patient?": "No physical harm"},
    )
    await amina.fills({"Where?": "Ward 12", "Physical harm to the patient?": "Low physical harm"})
    await amina.sees("Check your report", facts={"Where": "Ward 12", "Physical harm": "Low physical harm"})
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


async def test_undo_takes_a_report_back_and_keeps_the_words(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _reports(amina, "pt fell on ward 7, no injury")
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await amina.sees(
        "Report taken back", "Report SE-2026-000001 is marked as withdrawn.", buttons=("Go on with the draft",)
    )
    await amina.presses("Go on with the draft")
    await amina.sees("Check your report", "pt fell on ward 7, no injury", facts={"Where": "Ward 7"})
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000002")
    await amina.commands("my reports")
    await amina.sees("My reports (2)", "SE-2026-000001", "Taken back by you", "SE-2026-000002")


@ON_TEAMS
async def test_undo_ends_after_its_time_and_says_what_can_still_be_done(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _reports(amina, "pt fell on ward 7, no injury")
    await trust.move(seconds=UNDO.total_seconds() + 1)
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await amina.sees("The time to undo is over", buttons=("Add something",))
    await amina.commands("status SE-2026-000001")
    await amina.sees("Report SE-2026-000001", "Received.")


@ON_THE_PAGE
async def test_something_can_be_added_to_a_report(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _reports(amina, "pt fell on ward 7, no injury")
    await amina.presses("Add something")
    await amina.fills({"What would you like to add?": "The call bell was out of reach"})
    await amina.sees("Added to report SE-2026-000001. The safety team sees it.", buttons=("Show the report",))
    await amina.presses("Show the report")
    await amina.sees("pt fell on ward 7, no injury", "The call bell was out of reach", "This is version 2.")


async def test_two_patients_are_asked_about_one_after_the_other(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(FALL | {"How many patients were affected?": "2"})
    await amina.sees("Patient 2 of 2", "Physical harm to this patient?", never=("the patients after",))
    await amina.fills(
        {
            "Physical harm to this patient?": "Moderate physical harm",
            "Psychological harm to this patient?": "Low psychological harm",
        }
    )
    await amina.sees(
        "Check your report",
        facts={
            "Patients": "2",
            "Physical harm, patient 1": "Low physical harm",
            "Physical harm, patient 2": "Moderate physical harm",
            "Psychological harm, patient 2": "Low psychological harm",
        },
    )
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_SLACK
async def test_what_holds_for_one_patient_can_hold_for_all_the_rest(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(FALL | {"How many patients were affected?": "4"})
    await amina.sees("Patient 2 of 4")
    await amina.fills(
        {
            "Physical harm to this patient?": "No physical harm",
            "Psychological harm to this patient?": "No psychological harm",
            "And the patients after this one?": "Ask me about each",
        }
    )
    await amina.sees("Patient 3 of 4")
    await amina.fills(
        {
            "Physical harm to this patient?": "Low physical harm",
            "Psychological harm to this patient?": "I don't know",
            "And the patients after this one?": "The same for all the rest",
        }
    )
    await amina.sees(
        "Check your report",
        facts={
            "Low physical harm": "3 patients (1, 3, 4)",
            "No physical harm": "Patient 2",
            "No psychological harm": "2 patients (1, 2)",
            "Psychological harm not known": "2 patients (3, 4)",
        },
    )


@ON_TEAMS
async def test_an_event_with_no_patient_asks_for_no_harm(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    unharmed = {name: answer for name, answer in FALL.items() if "harm" not in name}
    await amina.fills(unharmed | {"How many patients were affected?": "0"})
    await amina.sees("Check your report", facts={"Patients": "0"}, never=("Physical harm", "distressed"))
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_THE_PAGE
async def test_good_care_is_reported_without_harm_or_patients(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(
        {
            "What happened?": "The night team noticed early and called for help at once",
            "What kind of event was it?": "Good care",
            "Where?": "Ward 7",
        }
    )
    await amina.sees("Check your report", facts={"Type": "Good care", "Where": "Ward 7"}, never=("Patients", "harm"))
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_SLACK
async def test_harm_to_staff_goes_to_health_and_safety_and_the_words_are_kept(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("I was punched by a visitor on ward 7 and hurt my arm. No patient was involved.")
    await amina.sees(
        "This is for health and safety",
        "We're sorry that happened. It belongs to health and safety, not to the patient safety record.",
        "Tell your manager, or use your trust's health and safety form.",
        "I was punched by a visitor on ward 7",
        buttons=("Copy what I wrote", "It did affect a patient", "Delete what I wrote"),
    )
    await amina.presses("Copy what I wrote")
    await amina.sees("Your words, to copy", "I was punched by a visitor on ward 7")
    await amina.presses("Delete what I wrote", yes="Yes, delete it")
    await amina.sees("Deleted", "Nothing was sent.")
    assert await trust.rows("drafts") == 0


@ON_TEAMS
async def test_harm_to_staff_and_a_patient_becomes_a_report(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("I was punched by a visitor on ward 7 and hurt my arm. No patient was involved.")
    await amina.presses("It did affect a patient")
    await amina.sees("Check your report", "I was punched by a visitor on ward 7", buttons=("Submit",))


@ON_THE_PAGE
async def test_a_serious_event_is_answered_with_care_first(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    await amina.fills(FALL | {"Physical harm to the patient?": "Severe physical harm"})
    found = await amina.sees("This sounds serious. Care first.", "Check your report")
    assert found.text.index("Care first") < found.text.index("Patient slipped")


@ON_SLACK
async def test_harm_that_is_moderate_or_worse_is_known_to_the_specialist_without_the_story(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.commands("report")
    await amina.fills(FALL | {"Physical harm to the patient?": "Moderate physical harm"})
    await amina.presses("Submit")
    await jo.sees(
        "New report: SE-2026-000001",
        "Incident, Ward 7.",
        "You receive this because harm may be moderate or worse",
        never=("slipped", "bathroom", "Amina"),
    )
    await jo.presses("Review")
    await jo.sees("Review SE-2026-000001", "Patient slipped near the bathroom", never=("Amina",))


@ON_TEAMS
async def test_a_draft_that_is_put_off_is_found_again(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Not now")
    await amina.sees("Saved for later", "We keep it for 7 days.")
    await trust.move(days=2)
    await amina.commands("my drafts")
    await amina.sees("My drafts (1)", "pt fell on ward 7, no injury", buttons=("Go on",))
    await amina.presses("Go on")
    await amina.sees("Check your report", facts={"Where": "Ward 7"})
    await amina.presses("More")
    await amina.sees("Check your report", buttons=("Back", "Remove some words", "Delete"), never=("distressed?",))
    await amina.presses("Back")
    await amina.sees("Check your report", "distressed?", buttons=("Submit", "Not now", "More"))
    await amina.presses("More")
    await amina.presses("Delete", yes="Yes, delete it")
    await amina.sees("Deleted", "Nothing was sent.")
    await amina.commands("my drafts")
    await amina.sees("You have no drafts.")


@ON_THE_PAGE
async def test_ones_own_reports_come_in_pages(trust: Northmoor) -> None:
    amina = trust.person("amina")
    for number in range(1, 8):
        await _reports(amina, f"pt fell on ward {number}, no injury")
        await trust.move(minutes=1)
    await amina.commands("my reports")
    await amina.sees("My reports (7)", "SE-2026-000007", "SE-2026-000003", "1 to 5 of 7", never=("SE-2026-000002",))
    await amina.presses("Earlier reports")
    await amina.sees("SE-2026-000002", "SE-2026-000001", "6 to 7 of 7", never=("SE-2026-000003",))
    await amina.presses("Newest reports")
    await amina.sees("SE-2026-000007", "1 to 5 of 7")


async def _reports(person: Person, words: str) -> None:
    """Send a report of a few words as it is understood."""
    await person.says(words)
    await person.presses("Submit")
    await person.sees("Thank you.")
