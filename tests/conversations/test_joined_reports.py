"""Reports of one event that a reviewer joins, what their reporters hear, and how it is undone."""

from a_fall import close, report
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE


@ON_TEAMS
async def test_two_reports_of_one_event_are_joined_and_both_reporters_hear(trust: Northmoor) -> None:
    amina, ben, jo = trust.person("amina"), trust.person("ben"), trust.person("jo")
    await report(amina)
    await report(ben)
    await jo.commands("review SE-2026-000002")
    await jo.presses("More")
    await jo.presses("Join with another")
    await jo.fills({"Which report tells of the same event?": "SE-2026-000009"})
    await jo.sees(errors=("We did not find that report. Please check the reference.",))
    await jo.fills({"Which report tells of the same event?": "se 2026 1"})
    await jo.sees("Joined with SE-2026-000001.", buttons=("Take apart",))
    await ben.sees("Somebody else told us of the same event.", never=("SE-2026-000001", "Amina"))
    await close(jo)
    await amina.sees("What we found: The alarm mats were off after cleaning")
    await ben.sees("About your report SE-2026-000002", "What we found: The alarm mats were off after cleaning")
    await ben.commands("my reports")
    await ben.sees("Joined with another report of the same event", "The alarm mats were off after cleaning")


@ON_THE_PAGE
async def test_what_was_joined_or_closed_can_be_undone(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina)
    await report(amina)
    await jo.commands("review SE-2026-000002")
    await jo.presses("More")
    await jo.presses("Join with another")
    await jo.fills({"Which report tells of the same event?": "SE-2026-000001"})
    await jo.presses("Take apart", yes="Yes, take apart")
    await jo.sees("Taken apart. This report is open again.", buttons=("Ask the reporter",))
    await close(jo)
    await amina.looks()
    await jo.presses("Open it again", yes="Yes, open it again")
    await jo.sees("Opened again.", buttons=("Close with learning",))
    await amina.sees("Someone is looking at your report.")


@ON_SLACK
async def test_what_was_joined_to_a_report_that_is_taken_back_is_open_again(trust: Northmoor) -> None:
    amina, ben, jo = trust.person("amina"), trust.person("ben"), trust.person("jo")
    await report(amina)
    await report(ben)
    await jo.commands("review SE-2026-000002")
    await jo.presses("More")
    await jo.presses("Join with another")
    await jo.fills({"Which report tells of the same event?": "SE-2026-000001"})
    await amina.presses("Undo (10 minutes)", yes="Yes, take it back")
    await jo.commands("review")
    await jo.sees("Reports to review (1)", "SE-2026-000002", never=("SE-2026-000001",))
