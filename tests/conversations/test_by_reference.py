"""A report named by its reference, with or without what somebody wants to do with it, opens with its buttons."""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS


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
