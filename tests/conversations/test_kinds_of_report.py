"""What the card understands and asks: codes, reasons, the short forms of each kind, and words that are no answer."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE


@ON_THE_PAGE
async def test_a_message_that_leaves_nothing_to_ask_is_two_taps_and_reaches_whom_it_concerns(trust: Northmoor) -> None:
    amina, priya = trust.person("amina"), trust.person("priya")
    await amina.says(
        "gave 10mg morphine po instead of 5 on ward 7 today 0815, pt sleepy but no harm, not distressed. obs monitored"
    )
    await amina.sees(
        "Check your report",
        "We put no physical harm because you wrote “no harm”.",
        facts={"When": "Today, 08:15", "Involved": "Medications", "Medicines": "morphine"},
        never=("we could not tell", "Not known"),
    )
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    await priya.sees("New report: SE-2026-000001", "a medicine was involved", never=("morphine",))
    await trust.person("helen").sees("New report: SE-2026-000001", "a controlled drug was involved")


async def test_what_is_missing_is_asked_on_the_card_and_dont_know_is_an_answer(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("wrong meds given to 2 pts on ward 12")
    await amina.sees(
        "3 things we could not tell.",
        "Was the first patient hurt? How badly?",
        "Was the first patient distressed?",
        "Was the harm the same for each patient?",
        buttons=("Low", "A little", "The same for each", "Don't know if hurt", "Don't know if distressed"),
    )
    await amina.presses("Low")
    await amina.presses("A little")
    await amina.presses("The same for each")
    await amina.sees(
        "One thing we could not tell.",
        "On which day was it?",
        facts={"Physical harm, each patient": "Low physical", "Psychological harm, each patient": "Low psychological"},
    )
    await amina.presses("Don't know the day")
    await amina.sees("Check your report", facts={"When": "Not known"}, never=("could not tell",))
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


@ON_THE_PAGE
async def test_an_answer_that_is_not_offered_is_asked_for_alone(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("wrong dose of heparin given today about 8am, no harm, pt fine and not upset")
    await amina.presses("Choose the place")
    await amina.sees("We ask only this. The whole form is behind “Change something”.", never=("What happened?",))
    await amina.fills({"Where?": "Ward 12"})
    await amina.sees(
        "Check your report", "because you wrote “no harm”",
        facts={"When": "Today, about 08:00", "Where": "Ward 12", "Medicines": "heparin"}, never=("Where was it?",),
    )  # fmt: skip
    await amina.presses("Submit")
    await amina.sees(
        "Thank you. Report SE-2026-000001",
        "Told: the safety team and the Medication Safety Officer. They can read your report.",
    )


@ON_SLACK
async def test_a_risk_has_its_own_questions_and_none_about_harm(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("risk - epma puts morphine 10mg and 100mg next to each other on ward 7. someones gonna get hurt")
    await amina.sees(
        "Could somebody die or be badly hurt very soon?",
        facts={"Type": "Risk", "Risk about": "Medicines or their supply"},
        never=("Physical", "distressed", "Patients"),
    )
    await amina.presses("No")
    await amina.sees("Check your report", facts={"Danger very soon": "No"})
    await amina.presses("Change something")
    await amina.sees(
        "Report a risk", "What could go wrong?", fields={"What was involved?": "Medications, IT Systems or Software"}
    )
    await amina.fills(
        {"When may it happen?": "Within months", "What was done about it so far?": "A note on the screen"}
    )
    await amina.sees(
        "Check your report", facts={"When it may happen": "Within months", "Done at the time": "A note on the screen"}
    )
    await amina.presses("Submit")
    await amina.presses("See my reports")
    await amina.presses("Show")
    await amina.sees("Report SE-2026-000001", facts={"Type": "Risk", "Danger very soon": "No"})


@ON_TEAMS
async def test_good_care_asks_what_made_it_go_well(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("great teamwork on ward 7 today 0430, deteriorating pt spotted early, really well done")
    await amina.sees(
        "What made it go well, and how can it happen again?",
        facts={"When": "Today, 04:30"},
        never=("harm", "Patients", "Involved"),
    )
    await amina.presses("Tell us")
    await amina.sees("We ask only this.", "What made it go well?", never=("On which day?", "What happened?"))
    await amina.fills(
        {"What made it go well?": "Everybody knew the signs", "How could this happen more often?": "Drills"}
    )
    await amina.sees(
        "Check your report",
        facts={"What made it go well": "Everybody knew the signs", "How it can happen again": "Drills"},
    )
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


async def test_an_outcome_is_asked_one_question_at_a_time_with_its_own_questions(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.says("leak after the operation")
    await amina.presses("Outcome")
    await amina.sees("What was the outcome?", "Question 3 of", buttons=("Return to theatre", "Done"))
    await amina.presses("Return to theatre")
    await amina.presses("Done")
    await amina.sees("On which day?")
    for _ in range(3):
        await amina.says("skip")
    await amina.sees("How many patients were affected?")
    await amina.says("1")
    for _ in range(2):
        await amina.says("don't know")
    await amina.says("skip")
    await amina.sees("Check your report", facts={"Type": "Outcome", "Outcome": "Return to theatre"})


@ON_THE_PAGE
async def test_care_comes_before_everything_else_when_the_words_are_serious(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt found unresponsive on ward 7, arrest call, died despite cpr. nhs 999 526 0182")
    found = await amina.sees(
        "This sounds serious. Care first.", "not an emergency route", "We removed 1 NHS number", never=("distressed",)
    )
    assert found.text.index("Care first") < found.text.index("We removed")
    await amina.says("oramorph given twice on ward 7. moved to HDU, naloxone given")
    await amina.sees("This sounds serious. Care first.", "oramorph given twice")
    await amina.says("oramorph given twice on ward 7. no naloxone needed")
    await amina.sees("Check your report", "no naloxone needed", never=("This sounds serious",))


@ON_SLACK
async def test_what_is_no_safety_event_is_answered_kindly_and_can_be_reported_all_the_same(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report the canteen ran out of sandwiches again and the car park is full")
    await amina.sees("This may not be for us", buttons=("Report it anyway", "Copy what I wrote"))
    await amina.presses("Report it anyway")
    await amina.sees("Check your report", "How many patients were affected?", buttons=("Submit",), never=("Patients",))


@ON_TEAMS
async def test_the_last_place_is_proposed_and_marked_as_that(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.sees("Check your report", never=("as last time",))
    await amina.presses("Submit")
    await amina.says("pt slipped near the sink, no injury")
    await amina.sees("Check your report", facts={"Where": "Ward 7 (as last time)"})
    await amina.presses("Change something")
    await amina.fills({"Where?": "Ward 12"})
    await amina.sees("Check your report", facts={"Where": "Ward 12"}, never=("as last time",))
    await amina.says("epma drop down puts morphine next to morphine mr, someone will pick the wrong one")
    await amina.sees("Check your report", never=("as last time", "Where was it?"))


@ON_THE_PAGE
async def test_words_that_are_no_answer_and_tell_of_an_event_are_offered_as_a_new_report(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.opens_home()
    await amina.presses("Ask me one at a time")
    await amina.says("Patient slipped near the bathroom")
    await amina.says("old lady fell on ward 12, skin tear, no head injury")
    await amina.sees("New report, or answer?", "old lady fell on ward 12", buttons=("It is a new report",))
    await amina.presses("It is my answer")
    await amina.sees("What kind of event was it?")
    assert await trust.rows("drafts") == 2  # the words that were no answer are kept
    await amina.says("old lady fell on ward 12, skin tear, no head injury")
    await amina.presses("It is a new report")
    await amina.sees("Check your report", facts={"Where": "Ward 12", "Kind": "Falls"})
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    await amina.commands("my drafts")
    await amina.sees("My drafts", "Patient slipped near the bathroom", never=("old lady fell",))
    assert await trust.rows("drafts") == 1  # the same words were not kept twice


@ON_SLACK
async def test_no_harm_told_of_several_patients_counts_for_each(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("two pts on ward 7 were given each others tablets at 8am, no harm")
    await amina.sees(
        "Check your report", "We put no physical harm, for both patients, because you wrote “no harm”.",
        "Were the patients distressed? Your answer counts for each.",
        facts={"Patients": "2", "Physical harm, each patient": "No physical harm"}, never=("Was the harm the same",),
    )  # fmt: skip
    await amina.presses("A little")
    await amina.sees(facts={"Psychological harm, each patient": "Low psychological harm"})
    await amina.presses("Change something")
    await amina.sees("If there are several: the first of them.")
    await amina.fills({"Physical harm to the patient?": "Low physical harm"})
    await amina.sees("Patient 2 of 2")


@ON_TEAMS
async def test_harm_to_one_of_several_patients_is_asked_of_each(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("2 pts slipped in the corridor of ward 7 at 8am, one has a skin tear, the other is ok")
    await amina.sees("Was the harm the same for each patient?", never=("counts for each",))


@ON_THE_PAGE
async def test_a_device_without_a_type_of_its_own_is_shown_in_the_words_of_the_report(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("pt fell on ward 7 today, no injury. falls alarm wasnt switched on")
    await amina.sees("Check your report", facts={"Device": "falls alarm"})
    await amina.presses("Submit")
    await amina.says("SE-2026-000001")
    await amina.sees("Report SE-2026-000001", facts={"Device": "falls alarm"})
    await amina.presses("Change it")
    await amina.sees(fields={"Which device?": "falls alarm"}, never=("If there are several",))
    await jo.says("review SE-2026-000001")
    await jo.sees("Review SE-2026-000001", facts={"Device": "falls alarm"})


async def test_many_patients_at_once_can_be_told_and_changed(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("epma down 1800 to 2115 ward 7, 28 pts had their meds late, no harm to any, paper charts used")
    await amina.sees("Check your report", facts={"Patients": "28"})
    await amina.presses("Change something")
    await amina.sees("Report a safety event", fields={"How many patients were affected?": "28"})


@ON_TEAMS
async def test_the_harm_of_many_patients_is_changed_for_some_of_them_at_once(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("epma down 1800 to 2115 ward 7, 28 pts had their meds late, no harm to any, paper charts used")
    await amina.presses("Submit")
    await jo.says("review SE-2026-000001")
    await jo.sees(facts={"Physical harm, each patient": "No physical harm"})
    await jo.presses("Change the harm")
    await jo.sees("28 patients.", "Physical harm, each patient: No physical harm")
    why = {"Why? What do we know now?": "Seen"}
    low = {"Physical harm?": "Low physical harm", "Psychological harm?": "I don't know", **why}
    await jo.fills({"Which patients?": "2, 27 to 29", **low})
    await jo.sees("Please give numbers from 1 to 28")
    await jo.fills({"Which patients?": "2, 27 to 28", **low})
    physical = {"Low physical harm": "3 patients (2, 27, 28)", "No physical harm": "25 patients (1, 3 to 26)"}
    await jo.sees("Saved. The report as it was stays in the record.", facts=physical)
    await jo.presses("Change the harm")
    await jo.sees(fields={"Physical harm?": "Leave as it is", "Psychological harm?": "Leave as it is"})
    await jo.fills(
        {"Which patients?": "patient 1 and patient 2", **why, "Psychological harm?": "Low psychological harm"}
    )
    await jo.sees(facts={**physical, "Low psychological harm": "2 patients (1, 2)"})
    assert await trust.rows("incident_revisions") == 3
    await jo.presses("Change the harm")
    await jo.fills({"Which patients?": "all 28", **why})
    await jo.sees("The harm stays as it was.", facts=physical)
    assert await trust.rows("incident_revisions") == 3


async def test_more_patients_than_lfpse_takes_are_asked_for(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("epma down 1800 to 2115, 140 pts had their meds late on ward 7, no harm to any, paper charts used")
    await amina.sees("Check your report", "140 pts", never=("140 patients",))
    await amina.presses("Change something")
    await amina.sees("Report a safety event", fields={"How many patients were affected?": ""})
