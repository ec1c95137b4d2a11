"""Drafts: kept for a set time, remembered a day before they go, kept for longer with one press, and gone at the end."""

from datetime import timedelta

from northmoor import T0, Northmoor
from on_one import ON_TEAMS

STORY = "pt fell on ward 7, skin tear to left arm"


async def test_a_draft_is_remembered_a_day_before_it_goes_and_can_be_kept_for_longer(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says(STORY)
    await amina.presses("Not now")
    await trust.move(days=5)
    await amina.sees_nothing_new()
    await trust.move_to(T0 + timedelta(days=6, minutes=1))
    await amina.sees(
        "Your draft will be deleted",
        "We keep it until Tue 1 Dec, 09:05, and then delete it.",
        STORY,
        buttons=("Go on", "Keep it 7 more days", "Delete it now"),
    )
    await amina.presses("Keep it 7 more days")
    await amina.sees("Kept", "We keep it until Mon 7 Dec, 09:06.")
    await trust.move_to(T0 + timedelta(days=8))
    await amina.sees_nothing_new()
    await amina.presses("Go on")
    await amina.sees("Check your report", STORY)
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")
    await trust.move_to(T0 + timedelta(days=13))
    await amina.sees_nothing_new()


@ON_TEAMS
async def test_nobody_is_reminded_of_a_draft_that_was_sent_and_what_has_ended_is_not_kept(trust: Northmoor) -> None:
    amina, ben = trust.person("amina"), trust.person("ben")
    await amina.says(STORY)
    await amina.presses("Not now")
    await ben.says("morphine given twice on ward 12")
    await trust.move_to(T0 + timedelta(days=5, hours=23, minutes=30))
    await amina.presses("Go on")
    await amina.presses("Submit")
    await amina.sees("Thank you.")
    await trust.move_to(T0 + timedelta(days=6, hours=1))
    await amina.sees_nothing_new()
    await ben.sees("Your draft will be deleted", "morphine given twice")
    await trust.move_to(T0 + timedelta(days=7, hours=1))
    await ben.presses("Keep it 7 more days")
    await ben.sees("This draft is no longer there.")
