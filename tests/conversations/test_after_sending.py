"""What a reporter can still do with a report that was sent: change it, take it back, add to it; and who hears of it."""

from northmoor import UNDO, Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from talking import Person

STORY = "pt fell on ward 7, skin tear to left arm, no other injury"


async def _send(person: Person, words: str = STORY) -> None:
    await person.says(words)
    await person.presses("Submit")
    await person.sees("Thank you.")


async def _taken(trust: Northmoor, reference: str = "SE-2026-000001") -> None:
    """Let Jo look after the report, so that Jo has it in hand."""
    jo = trust.person("jo")
    await jo.commands(f"review {reference}")
    await jo.presses("I look after it")
    await jo.sees(f"Review {reference}", facts={"Looked after by": "Jo"})


async def test_a_report_is_changed_after_a_last_look_and_with_a_reason(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    await _taken(trust)
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.presses("Change it")
    await amina.sees("What happened?", fields={"What happened?": STORY})
    await amina.fills({"Where?": "Ward 12"})
    await amina.sees(
        "Change report SE-2026-000001",
        "The report itself is not changed yet.",
        facts={"Where": "Ward 7 → Ward 12"},
        buttons=("Save the change", "Change something else", "Leave it as it was"),
        never=("Submit", "Physical harm"),
    )
    await amina.presses("Save the change")
    await amina.sees("Why did you change it?")
    await jo.looks()
    await amina.fills({"Why did you change it?": "I was on the wrong ward, Mrs Smith told me"})
    await amina.sees("Changed", "Report SE-2026-000001 is changed: Where.", buttons=("Show the report",))
    await jo.sees("Report SE-2026-000001 was changed", "Incident, Ward 12.", never=("skin tear", "wrong ward", "Amina"))
    await jo.presses("Review")
    await jo.sees(
        "The reporter noted", "Why: I was on the wrong ward", "Where: Ward 7 → Ward 12", facts={"Where": "Ward 12"}
    )
    assert "Smith" not in await trust.stored_text()
    assert await trust.rows("drafts") == 0
    assert await trust.rows("incidents") == 1


@ON_SLACK
async def test_a_change_never_undoes_unseen_what_the_safety_team_changed_meanwhile(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    await _taken(trust)
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.presses("Change it")
    await amina.fills({"Where?": "Ward 12"})
    await amina.presses("Save the change")
    await jo.presses("Change the harm")
    await jo.fills(
        {
            "Physical harm?": "Moderate physical harm",
            "Psychological harm?": "No psychological harm",
            "Why? What do we know now?": "The wound needed stitches in theatre",
        }
    )
    await amina.fills({"Why did you change it?": "wrong ward"})
    await amina.sees(
        "The safety team changed this report while you did.",
        facts={"Where": "Ward 7 → Ward 12"},
        never=("Physical harm",),
    )
    await amina.presses("Save the change")
    await amina.fills({"Why did you change it?": "wrong ward"})
    await amina.sees("Report SE-2026-000001 is changed: Where.")
    await amina.presses("Show the report")
    await amina.sees(facts={"Where": "Ward 12", "Physical harm": "Moderate physical harm"})


async def test_a_report_is_taken_back_with_a_reason_and_words_for_it_are_kept(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    await _taken(trust)
    await trust.move(seconds=UNDO.total_seconds() + 60)
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.presses("Add something")
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.presses("Take it back", yes="Yes, go on")
    await jo.looks()
    await amina.fills({"Why are you taking it back?": "It was another patient's old wound"})
    await amina.sees("Report taken back", "Report SE-2026-000001 is marked as withdrawn.")
    await jo.sees("Report SE-2026-000001 was taken back", never=("wound", "Amina"))
    await jo.presses("Review")
    await jo.sees("Taken back by the person who sent it", "Why: It was another patient's old wound")
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.sees("Taken back by you")
    await amina.forges("incidents.edit", "SE-2026-000001")
    await amina.sees("This report is taken back already.")


@ON_TEAMS
async def test_words_for_a_report_that_was_taken_back_become_a_draft(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await _send(amina)
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await amina.presses("Delete the draft", yes="Yes, delete it")
    await amina.presses("Add something")
    await amina.fills({"What would you like to add?": "The call bell was out of reach"})
    await amina.sees("Not added yet", "We kept your words", buttons=("Look at the draft",))
    await amina.presses("Look at the draft")
    await amina.sees("Check your report", "skin tear to left arm", "The call bell was out of reach")


@ON_THE_PAGE
async def test_a_closed_report_is_the_safety_teams_to_change(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    await _taken(trust)
    await jo.presses("Close with learning")
    await jo.fills({"What did we find?": "The mat was off", "What has changed, or will change?": "We check it"})
    await jo.presses("Close and tell the reporter")
    for action in ("incidents.edit", "incidents.undo"):
        await amina.forges(action, "SE-2026-000001")
        await amina.sees("This report is closed", "Please ask the safety team.")
    await amina.commands("my reports")
    await amina.presses("Show")
    seen = await amina.sees("Report SE-2026-000001", "Closed")
    assert not {"Change it", "Take it back"} & set(seen.buttons)


@ON_SLACK
async def test_only_the_reporter_changes_a_report_or_takes_it_back(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    for name in ("incidents.edit", "incidents.undo"):
        await jo.forges(name, "SE-2026-000001")
        await jo.sees("Only the person who sent a report can change it, add to it or take it back.")
    await jo.forges("chat.open", "incidents.withdraw:SE-2026-000001")
    await jo.sees("Only the person who sent a report can change it, add to it or take it back.")


@ON_TEAMS
async def test_what_is_added_says_when_in_words_that_stay_true(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await _send(amina)
    await _taken(trust)
    await amina.presses("Add something")
    await jo.looks()
    await amina.fills({"What would you like to add?": "The call bell was out of reach"})
    await jo.sees("Report SE-2026-000001 has something added", never=("bell",))
    await jo.presses("Review")
    await jo.sees("skin tear to left arm", "The reporter added · today, 09:05 The call bell was out of reach")
    await trust.move(days=3)
    await amina.commands("my reports")
    await amina.presses("Show")
    await amina.sees("skin tear to left arm", "You added · Tue 24 Nov, 09:05 The call bell was out of reach")
    await jo.commands("status call bell")
    await jo.sees("SE-2026-000001")
    await jo.presses("Show")
    await jo.sees("Added Tue 24 Nov, 09:05 The call bell was out of reach", "This is version 3.")
