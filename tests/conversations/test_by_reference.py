"""A report named by its reference, with or without what somebody wants to do with it, opens with its buttons."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE


async def _sent(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.sees("Thank you.")


@ON_TEAMS
async def test_the_reference_alone_and_a_wish_with_it_open_the_report(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _sent(trust)
    for words in (
        "SE-2026-000001",
        "SE\u20112026\u2011000001",
        "withdraw report se 2026 1",
        "please take SE-2026-000001 back",
    ):
        await amina.says(words)
        await amina.sees("Report SE-2026-000001", "pt fell", buttons=("Add something", "Change it", "Take it back"))
    await amina.says("withdraw")
    await amina.sees("My reports (1)", buttons=("Show",))
    await amina.commands("status SE-2026-000001")
    await amina.presses("Add, change or take back")
    await amina.sees("Report SE-2026-000001", buttons=("Change it", "Take it back"))


@ON_SLACK
async def test_a_reference_shows_a_stranger_nothing_and_in_a_story_it_is_a_word(trust: Northmoor) -> None:
    owen = trust.person("owen")
    await _sent(trust)
    await owen.commands("open SE-2026-000001")
    await owen.sees("We did not find that report.", never=("fell",))
    await owen.says("pt slipped in bay 2 on ward 12, like in SE-2026-000001, no injury")
    await owen.sees("Check your report", "pt slipped")


@ON_SLACK
async def test_a_word_of_an_alert_in_the_plural_is_still_that_alert(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await trust.record_alert()
    await jo.commands("status natpsa pumps")
    await jo.sees("Example infusion pump: risk of over-infusion", "As it stands now", never=("Did you mean",))


async def test_words_that_name_a_report_of_ones_own_are_added_to_it_or_are_a_new_event(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _sent(trust)
    await amina.says("SE-2026-000001 also her arm was bruised, says Mr Lysander Copplestone")
    await amina.sees(
        "Add this to SE-2026-000001?", "also her arm was bruised", "We removed 1 name.",
        buttons=("Add it", "It is a new event", "Not now"), never=("Copplestone",),
    )  # fmt: skip
    assert await trust.rows("incidents") == 1
    await amina.presses("Add it")
    await amina.sees("Added to report SE-2026-000001. The safety team sees it.")
    assert await trust.rows("drafts") == 0
    await amina.says("add SE-2026-000001 the pt was moved to HDU after")
    await amina.sees("Add this to SE-2026-000001?", "Care first", "the pt was moved to HDU after")
    await amina.presses("It is a new event")
    await amina.sees("Check your report", "the pt was moved to HDU after")
    await amina.presses("Not now")
    await amina.says("i need to add something to SE-2026-000001")
    await amina.sees("Add to your report")
    await amina.fills({"What would you like to add?": "The daughter was told"})
    await amina.sees("Added to report SE-2026-000001.")
    await amina.says("any news on SE-2026-000001?")
    await amina.sees("Report SE-2026-000001", "also her arm was bruised", "The daughter was told", "This is version 3")
    await jo.commands("review SE-2026-000001")
    await jo.sees("Review SE-2026-000001", "also her arm was bruised")


@ON_TEAMS
async def test_nothing_can_be_added_to_somebody_elses_report_and_nothing_is_said_of_it(trust: Northmoor) -> None:
    ben = trust.person("ben")
    await _sent(trust)
    for reference in ("SE-2026-000001", "SE-2026-000099"):
        await ben.says(f"{reference} also her arm was bruised")
        await ben.sees("Check your report", f"{reference} is not among your reports, so this is a new report.")
        await ben.says(f"{reference} the daughter rang")
        await ben.sees(f"We did not find {reference} among your reports", "the daughter rang", never=("Ward 7",))
        await ben.says(f"add to {reference}")
        await ben.sees("Only the person who sent a report can change it, add to it or take it back.")
    await ben.forges("incidents.append", "d2|SE-2026-000001")
    await ben.sees("Only the person who sent a report can change it")
    assert await trust.rows("incident_notes") == 0


@ON_THE_PAGE
async def test_words_about_a_report_that_are_no_answer_to_the_open_question_may_be_added_to_it(
    trust: Northmoor,
) -> None:
    amina = trust.person("amina")
    await _sent(trust)
    await amina.says("pt slipped on ward 12, no injury")
    await amina.presses("Ask me one at a time")
    await amina.says("SE-2026-000001 the daughter was told")
    await amina.sees("Add this to SE-2026-000001?", "the daughter was told", buttons=("It is my answer",))
    await amina.presses("Add it")
    await amina.sees("Added to report SE-2026-000001.")


@ON_SLACK
async def test_a_reference_is_never_taken_for_a_code(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _sent(trust)
    for _ in range(12):
        await amina.says("take back SE-2026-000001")
        await amina.sees("Report SE-2026-000001", buttons=("Take it back",), never=("code",))
    await amina.commands("code")
    await amina.fills({"Your code": "take back SE-2026-000001"})
    await amina.sees("This is the reference of a report, not a code.", buttons=("Show that report",))


@ON_SLACK
async def test_a_story_that_begins_like_a_question_is_kept_and_a_question_leaves_no_draft(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await _sent(trust)
    for words in ("SE-2026-000001 any news?", "please tell me about SE-2026-000001", "cancel SE-2026-000001, wrong pt"):
        await amina.says(words)
        await amina.sees("Report SE-2026-000001", buttons=("Take it back",))
    assert await trust.rows("drafts") == 0
    words = "when she was moved to the chair her arm was bruised"
    await ben.says(f"{words}, SE-2026-000001")
    await ben.sees(words, never=("We did not find that report.",))
    await amina.says(f"{words}, SE-2026-000001")
    await amina.sees("Add this to SE-2026-000001?", words)
    await amina.presses("Add it")
    await amina.says("SE-2026-000001 " + "the daughter was told again " * 140)
    await amina.sees("Add this to SE-2026-000001?", "Your message is longer than 3,000 characters.")
    await ben.opens_home()
    await ben.presses("Ask me one at a time")
    await ben.says("privacy")
    await ben.sees(never=("Who can read your report",))
    await ben.says("is this private?")
    await ben.sees("Who can read your report")
