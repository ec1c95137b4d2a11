"""After a report was sent: who hears, the review in chat, and what the reporter hears, on every platform."""

from datetime import UTC, datetime

from a_fall import LEARNT, REFERENCE, close, report
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from talking import Answer


@ON_SLACK
async def test_each_duty_hears_of_what_concerns_it_once_with_every_reason_and_without_the_story(
    trust: Northmoor,
) -> None:
    amina, jo, tomasz, victor = (trust.person(one) for one in ("amina", "jo", "tomasz", "victor"))
    harmed: dict[str, Answer] = {
        "Physical harm to the patient?": "Moderate physical harm",
        "What was involved?": ("Devices", "Buildings or Infrastructure"),
    }
    await report(amina, **harmed)
    await tomasz.sees("New report: SE-2026-000001", "a medical device was involved", never=("slipped", "Amina"))
    await jo.sees(
        "Incident, Ward 7.", "harm may be moderate or worse", "a building or an estates service was involved",
        never=("slipped", "Amina"),
    )  # fmt: skip
    assert await jo.count("New report: SE-2026-000001") == 1
    await victor.never_sees("You receive this because")
    await amina.never_sees("You receive this because")
    await tomasz.presses("Show the report")
    await tomasz.sees("Report SE-2026-000001", "Patient slipped near the bathroom", never=("Amina",))


async def test_a_report_goes_from_the_queue_to_its_learning(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.commands("review")
    await jo.sees("Reports to review (1)", "SE-2026-000001 · Incident · Ward 7", "nobody looks after it", "Tue 8 Dec")
    await jo.presses("Review")
    await jo.sees(
        "Review SE-2026-000001", "Patient slipped near the bathroom",
        "Not raised: Duty of Candour, Never Event, CQC, Safeguarding.",
        buttons=("I look after it", "Ask the reporter", "Close with learning"), never=("Amina",),
    )  # fmt: skip
    await amina.looks()
    await jo.presses("I look after it")
    await jo.sees("You look after this report now.", facts={"Looked after by": "Jo Whitfield"})
    await amina.sees("About your report SE-2026-000001", "Someone is looking at your report.", never=("Jo",))
    await jo.presses("Close with learning")
    await jo.fills(LEARNT)
    await jo.sees("Close SE-2026-000001?", "The reporter will read this.", "The alarm mats were off after cleaning")
    await amina.looks()
    await jo.presses("Close and tell the reporter")
    await jo.sees("Closed. The reporter hears what came of it.", buttons=("Open it again",))
    await amina.sees(
        "About your report SE-2026-000001 (Incident, Ward 7)",
        "What we found: The alarm mats were off after cleaning",
        "What changed: Cleaning staff now switch them on",
        buttons=("This helped", "It happened again", "Ask something"),
    )
    await jo.looks()
    await amina.presses("This helped")
    await amina.sees("Thank you for telling us")
    await jo.sees("The reporter answered: SE-2026-000001")
    await amina.commands("my reports")
    await amina.sees("Closed", "The alarm mats were off after cleaning")
    await amina.presses("Show")
    await amina.sees("Report SE-2026-000001", "Someone is looking at it", "What we found, and what changed")


async def test_a_question_is_answered_in_words_and_in_a_form(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Was the mat plugged in?"})
    await jo.sees("Asked. You will hear when they answer.", "Jo Whitfield asked", "Was the mat plugged in?")
    await amina.sees("A question about your report SE-2026-000001", "Was the mat plugged in?", buttons=("Answer",))
    await amina.commands("answer It was unplugged, I think")
    await amina.sees("Thank you for your answer")
    await jo.sees("The reporter answered: SE-2026-000001", never=("unplugged",))
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Since when?"})
    await amina.presses("Answer")
    await amina.sees("Since when?")
    await amina.fills({"Your answer": "Since the morning"})
    await amina.sees("Thank you for your answer")
    await amina.commands("answer again")
    await amina.sees("Nobody waits for an answer from you.")
    await jo.commands("review SE-2026-000001")
    await jo.sees("The reporter answered", "It was unplugged, I think", "Since the morning")


@ON_TEAMS
async def test_the_reporter_can_ask_and_gets_an_answer(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await close(jo)
    await amina.presses("Ask something")
    await amina.fills({"What would you like to tell or ask us?": "Will ward 12 do it too?"})
    await amina.sees("The safety team hears your question now")
    await jo.sees("The reporter asks you something: SE-2026-000001", never=("ward 12",))
    await jo.presses("Review")
    await jo.sees("Will ward 12 do it too?", buttons=("Answer the reporter",))
    await jo.presses("Answer the reporter")
    await jo.fills({"Your answer": "Yes, next week"})
    await jo.sees("Sent. The reporter hears your answer.")
    await amina.sees("An answer about your report SE-2026-000001", "Yes, next week")


@ON_THE_PAGE
async def test_a_raised_flag_is_answered_by_a_person_before_a_report_is_closed(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina, **{"Physical harm to the patient?": "Moderate physical harm"})
    await jo.commands("review SE-2026-000001")
    await jo.sees("Raised. A person decides.")
    await jo.presses("Close with learning")
    await jo.sees(
        "Please answer this first: Does the Duty of Candour apply?",
        buttons=("Duty of Candour: yes", "Duty of Candour: no"),
    )
    await jo.commands("review SE-2026-000001")
    await jo.presses("Duty of Candour: yes")
    await jo.sees("Yes · Jo Whitfield, today, 09:05", "write to them, by Tue 8 Dec")
    await jo.presses("More")
    await jo.presses("Duty of Candour: take back")
    await jo.sees("More about SE-2026-000001", "Raised. A person decides.", "Is it a Never Event?", "Not raised.")
    await jo.presses("Duty of Candour: no")
    await jo.fills({"Why not?": "Harm was from the illness, 999 526 0182"})
    await jo.sees("Saved, with your reason.", "No · Jo Whitfield, today, 09:05 · Harm was from the illness")
    await jo.presses("CQC: no")
    await jo.sees("More about SE-2026-000001", buttons=("CQC: take back",), never=("Patient slipped",))
    await jo.presses("Back to the report")
    await jo.sees(
        "Patient slipped near the bathroom", "Not raised: Never Event, Safeguarding.",
        facts={"CQC": "No · Jo Whitfield, today, 09:05"}, never=("Must the CQC be told?",),
    )  # fmt: skip
    await jo.presses("Close with learning")
    await jo.sees("What did we find?")
    assert await trust.rows("flag_answers") == 4
    assert await trust.rows("incident_revisions") == 2
    assert "Duty of Candour: no. Harm was from the illness" in await trust.stored_text()
    await jo.never_sees("999 526 0182")


@ON_SLACK
async def test_harm_is_regraded_with_a_reason_and_whom_it_now_concerns_hears(trust: Northmoor) -> None:
    amina, jo, ines = trust.person("amina"), trust.person("jo"), trust.person("ines")
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("The harm is right")
    await jo.sees("Harm confirmed: Low physical harm, no psychological harm.")
    await ines.looks()
    await jo.forges("review.flag", f"{REFERENCE}|duty_of_candour_review|no")
    await jo.commands("review SE-2026-000001")
    await jo.presses("Change the harm")
    await jo.fills({"Physical harm?": "Fatal", "Why? What do we know now?": "The patient died of the bleed"})
    await jo.sees(
        "Saved. The report as it was stays in the record.",
        "Raised. A person decides.",
        facts={"Physical harm": "Fatal"},
    )
    assert await trust.rows("flag_answers") == 2
    await jo.commands("review candour")
    await jo.sees("(1)", "SE-2026-000001", "To decide: Duty of Candour")
    await ines.sees("New report: SE-2026-000001", "a patient died", never=("bleed", "slipped"))
    assert await trust.rows("incident_revisions") == 2


@ON_SLACK
async def test_a_colleague_who_was_asked_to_looks_after_a_report_and_nobody_else_does(trust: Northmoor) -> None:
    amina, jo, leila, ben = (trust.person(one) for one in ("amina", "jo", "leila", "ben"))
    await report(amina)
    await leila.commands("review SE-2026-000001")
    await leila.sees("Only the patient safety specialist, and whoever looks after a report, can review it.")
    await jo.commands("review SE-2026-000001")
    await jo.presses("More")
    await jo.presses("Give to a colleague")
    await leila.looks()
    await jo.fills({"Who looks after this report?": "Dr Leila Haddad"})
    await jo.sees("Dr Leila Haddad looks after this report now.")
    await leila.sees("You look after report SE-2026-000001", never=("slipped",))
    await leila.presses("Review")
    await leila.sees("Patient slipped near the bathroom", buttons=("Close with learning",), never=("Amina",))
    await leila.commands("review")
    await leila.sees("Reports that you look after (1)")
    for action, value in (
        ("review.mine", REFERENCE), ("review.flag", f"{REFERENCE}|cqc_notification|yes"), ("review.reopen", REFERENCE),
        ("review.helped", REFERENCE), ("review.closed", f"d1|{REFERENCE}"), ("review.queue", "all:0"),
    ):  # fmt: skip
        await ben.forges(action, value)
        await ben.never_sees("slipped", "Ward 7", "Review SE-")
    assert await trust.rows("flag_answers") == 0


@ON_TEAMS
async def test_a_second_press_changes_nothing(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.commands("review SE-2026-000001")
    for action, value in (
        ("review.mine", REFERENCE), ("review.harm", REFERENCE), ("review.flag", f"{REFERENCE}|safeguarding|no"),
    ):  # fmt: skip
        await jo.forges(action, value)
        before = await trust.rows("incident_notes"), await trust.rows("flag_answers"), await trust.rows("outbox")
        await jo.forges(action, value)
        after = await trust.rows("incident_notes"), await trust.rows("flag_answers")
        assert after == before[:2], action
    assert await amina.count("Someone is looking at your report.") == 1


@ON_THE_PAGE
async def test_late_answers_are_brought_to_mind_and_counted(trust: Northmoor) -> None:
    amina, ben, jo, leila = (trust.person(one) for one in ("amina", "ben", "jo", "leila"))
    await report(amina)
    await report(ben)
    await jo.commands("review SE-2026-000001")
    await jo.presses("More")
    await jo.presses("Give to a colleague")
    await jo.fills({"Who looks after this report?": "Dr Leila Haddad"})
    await trust.move_to(datetime(2026, 12, 3, 9, 30, tzinfo=UTC))
    await leila.sees("A reporter is waiting to hear, SE-2026-000001", "We said that they would hear by Tue 8 Dec.")
    await trust.move_to(datetime(2026, 12, 9, 9, 30, tzinfo=UTC))
    await leila.sees(
        "Late: a reporter is waiting to hear, SE-2026-000001", "We said that they would hear by yesterday."
    )
    await jo.sees("Reports to review", "1 reporter should have heard from us.", buttons=("Late answers",))
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.sees("You should have heard from us by yesterday. We are sorry.")
    await jo.commands("status")
    await jo.sees("Safety now", facts={"Reporters waiting to hear": "2 (2 late)", "Heard in time": "0 of 2 (0 %)"})
    await jo.commands("review late")
    await jo.sees("Reporters to answer, late (2)", "late, answer by yesterday")


async def test_no_identifier_that_is_typed_in_a_review_is_kept_or_shown(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Was it the lady with 999 526 0182?"})
    await amina.sees("Was it the lady with", never=("999 526 0182",))
    await amina.commands("answer Yes, 9995260182 and nobody else")
    await jo.commands("review SE-2026-000001")
    await jo.presses("Change the harm")
    await jo.fills({"Physical harm?": "No physical harm", "Why? What do we know now?": "Notes of 999 526 0182 say so"})
    await jo.presses("Close with learning")
    await jo.fills(LEARNT | {"What did we find?": "999-526-0182 was not near the mat"})
    await jo.sees("was not near the mat")
    await jo.presses("Close and tell the reporter")
    await amina.sees("was not near the mat")
    stored = await trust.stored_text()
    assert "not near the mat" in stored
    for spelling in ("999 526 0182", "9995260182", "999-526-0182"):
        assert spelling not in stored
        for person in (amina, jo):
            await person.never_sees(spelling)


@ON_SLACK
async def test_closing_words_that_were_put_off_are_found_again(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("Close with learning")
    await jo.fills(LEARNT)
    await jo.presses("Not now")
    await jo.sees("Review SE-2026-000001", "Received")
    await trust.move(days=1)
    await jo.commands("my drafts")
    await jo.presses("Go on")
    await jo.sees("Close SE-2026-000001?", "The alarm mats were off after cleaning")
    await jo.presses("Change the words")
    await jo.fills({"What did we find?": "The mats were unplugged"})
    await jo.presses("Close and tell the reporter")
    await amina.sees("What we found: The mats were unplugged")
    assert await trust.rows("drafts") == 0


@ON_TEAMS
async def test_the_start_page_shows_what_waits_for_a_reviewer_and_for_a_reporter(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await jo.opens_home()
    await jo.sees("Reports to review", "1 report is open.")
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Was the mat plugged in?"})
    await amina.opens_home()
    await amina.sees("A question about your report SE-2026-000001", "Was the mat plugged in?", buttons=("Answer",))
