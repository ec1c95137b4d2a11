"""Two people tell of one event: the second is asked before sending, and becomes a witness with one tap."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from talking import Person

FIRST = "pt fell in bathroom on ward 7 at 02:15, skin tear to left arm, dressed"
SECOND = "patient had a fall ward 7 bathroom about 2am, left arm skin tear, bed alarm was off"
LEARNT = {"What did we find?": "The alarm mat was off", "What has changed, or will change?": "We check it each night"}


async def _send(person: Person, words: str = FIRST) -> None:
    await person.says(words)
    await person.presses("Submit")
    await person.sees("Thank you. Report")


async def test_a_second_account_of_an_event_is_kept_with_the_first_and_its_author_hears_the_end(
    trust: Northmoor,
) -> None:
    amina, ben, jo = trust.person("amina"), trust.person("ben"), trust.person("jo")
    await _send(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("I look after it")
    await ben.says(SECOND)
    await jo.looks()
    await amina.looks()
    await ben.presses("Submit")
    await ben.sees(
        "Is it one of these?",
        "SE-2026-000001 · Incident, Ward 7",
        "Today · Falls",
        buttons=("It is SE-2026-000001", "No, send mine", "Not now"),
        never=("skin tear", "dressed", "Amina", "02:15"),
    )
    await ben.presses("It is SE-2026-000001")
    await ben.sees("Thank you. Your words are with report SE-2026-000001.", "You will hear what comes of it")
    assert await trust.rows("incidents") == 1
    assert await trust.rows("drafts") == 0
    await jo.sees("Report SE-2026-000001 has a witness", never=("alarm", "Ben"))
    await amina.sees_nothing_new()
    await jo.presses("Review")
    await jo.sees("A witness saw it too", "bed alarm was off", never=("Ben",))
    await jo.presses("Close with learning")
    await jo.fills(LEARNT)
    await ben.looks()
    await jo.presses("Close and tell the reporter")
    await ben.sees("About report SE-2026-000001, which you saw too", "The alarm mat was off")
    await amina.never_sees("Ben", "alarm was off and")


@ON_SLACK
async def test_who_says_it_is_another_event_sends_their_own_report(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _send(amina)
    await ben.says(SECOND)
    await ben.presses("Submit")
    await ben.sees("Is it one of these?")
    await ben.presses("No, send mine")
    await ben.sees("Thank you. Report SE-2026-000002 is with the safety team.")
    assert await trust.rows("incident_notes") == 0


@ON_TEAMS
async def test_an_event_unlike_the_others_costs_no_tap_more(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _send(amina)
    await _send(ben, "gentamicin given twice on ward 7, both shifts signed, no harm")
    await _send(ben, "pt fell in bathroom on ward 12, skin tear to left arm")


@ON_THE_PAGE
async def test_words_of_a_witness_can_still_be_a_report_when_the_other_one_is_taken_back(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _send(amina)
    await ben.says(SECOND)
    await ben.presses("Submit")
    await ben.presses("It is SE-2026-000001")
    await ben.looks()
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await ben.sees("Report SE-2026-000001 was taken back", "we kept your words", never=("Amina",))
    await ben.presses("Send mine as a report of its own")
    await ben.sees("Your words are a draft now", "bed alarm was off")
    await ben.presses("Look at the draft")
    await ben.sees("Check your report", "bed alarm was off", facts={"Where": "Ward 7"})
    await ben.presses("Submit")
    await ben.sees("Thank you. Report SE-2026-000002")


@ON_SLACK
async def test_ones_own_report_sent_again_gets_the_words_added(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _send(amina)
    await amina.says(SECOND)
    await amina.presses("Submit")
    await amina.sees("Is it one of these?", "Today · Falls · you sent this one")
    await amina.presses("It is SE-2026-000001")
    await amina.sees("Added to report SE-2026-000001.")
    assert await trust.rows("incidents") == 1


@ON_TEAMS
async def test_nobody_becomes_a_witness_of_a_report_that_they_were_not_asked_about(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _send(amina)
    await ben.says("gentamicin given twice on ward 12, both shifts signed, no harm")
    await ben.forges("incidents.same", "d2|SE-2026-000001")
    await ben.sees("That report is not open any more.", never=("Ward 7",))
    await ben.forges("incidents.same", "d999|SE-2026-000001")
    await ben.sees("This draft is no longer open.")
    assert await trust.rows("incident_notes") == 0


@ON_SLACK
async def test_that_somebody_harmed_themselves_is_not_told_to_another_reporter(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _send(amina, "pt found cutting own wrist in bathroom ward 7 at 02:15, self harm, wound dressed")
    await ben.says("pt cut own wrist in bathroom ward 7 about 2am, self harm, wound was dressed")
    await ben.presses("Submit")
    await ben.sees("Is it one of these?", "SE-2026-000001 · Incident, Ward 7", "Today", never=("Self harm", "wrist"))
