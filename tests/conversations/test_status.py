"""What is open, late and next: asked in many ways, with misspellings, and a choice where it is not clear."""

from datetime import timedelta

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE

from storage import feeds

RAILS = {
    "reference": "NatPSA/2026/001/MHRA",
    "title": "Bed rails, trolleys and bed grab handles: risk of entrapment",
    "issued": "2026-10-05",
    "complete_by": "2026-12-11",
    "actions": [
        ("Measure every bed rail", "2026-11-20", "leila.haddad", "owen.pryce"),
        ("Replace what does not fit", "2026-12-04", "owen.pryce", "leila.haddad"),
    ],
}


async def test_status_shows_the_specialist_all_of_it_the_late_first(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await trust.record_alert()
    await trust.record_alert(**RAILS)
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await jo.commands("status")
    found = await jo.sees(
        "Safety now",
        "Figures from today, 09:05.",
        "Late: Measure every bed rail",
        "Dr Leila Haddad",
        "Find every pump of this model in the trust",
        facts={"Late": "1", "Not acknowledged": "5", "Open alert actions": "5", "Reports not closed yet": "1"},
        buttons=("Late only", "Show"),
    )
    assert found.text.index("Measure every bed rail") < found.text.index("Find every pump")
    await jo.presses("Late only")
    await jo.sees("Late alert actions", "Measure every bed rail", never=("Find every pump",))
    await jo.commands("status overdue")
    await jo.sees("Late alert actions", "Measure every bed rail", never=("Find every pump",))


@ON_SLACK
async def test_status_says_to_the_safety_team_when_gov_uk_was_last_read(trust: Northmoor) -> None:
    jo, amina = trust.person("jo"), trust.person("amina")
    async with trust.database.transaction() as tx:
        feed = await feeds.claim(tx, feeds.GOV_UK, trust.clock(), timedelta(minutes=5))
        assert feed is not None
        await feeds.succeeded(
            tx, feed, now=trust.clock(), next_at=trust.clock(), etag="", last_modified="", newest=""
        )  # fmt: skip
        await feeds.failed(tx, feed, next_at=trust.clock(), trouble="answered 500")
    await jo.commands("status")
    await jo.sees("National alerts on GOV.UK: last read today, 09:05 (trouble: answered 500).")
    await amina.commands("status")
    await amina.never_sees("GOV.UK")


@ON_TEAMS
async def test_an_alert_is_found_by_its_number_however_it_is_written(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await trust.record_alert()
    for words in ("NatPSA/2026/003", "NatPSA/2026/003/MHRA", "natpsa 26 3", "natpsa 2026 003", "NATPSA-2026-3", "pump"):
        await jo.commands(f"status {words}")
        await jo.sees(
            "NatPSA/2026/003/MHRA: Example infusion pump: risk of over-infusion",
            "As it stands now, 09:05.",
            "Tomasz Nowak",
            facts={"Progress": "0 of 3 actions acknowledged", "Next": "Find every pump of this model in the trust"},
        )


@ON_THE_PAGE
async def test_an_acknowledgement_is_seen_in_the_status_at_once(trust: Northmoor) -> None:
    tomasz, jo = trust.person("tomasz"), trust.person("jo")
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await jo.commands("status NatPSA/2026/003")
    await jo.sees("Acknowledged by Tomasz Nowak, today, 09:05", facts={"Progress": "1 of 3 actions acknowledged"})


@ON_SLACK
async def test_a_misspelt_alert_is_found_or_offered(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await trust.record_alert(**RAILS)
    await trust.record_alert()
    await jo.commands("status bed rials")
    found = await jo.new()
    text = " ".join(f"{sight.text} {sight.buttons}" for sight in found)
    assert "NatPSA/2026/001" in text
    assert "NatPSA/2026/003" not in text


async def test_what_fits_two_alerts_is_a_choice_and_not_a_guess(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await trust.record_alert()
    await trust.record_alert(reference="NatPSA/2026/004/MHRA", title="Other infusion pump: battery")
    await jo.commands("status infusion pump")
    await jo.sees("Did you mean one of these?")
    choice = next(label for sight in await jo.new() for label in sight.buttons if label.startswith("NatPSA/2026/004"))
    await jo.presses(choice)
    await jo.sees("NatPSA/2026/004/MHRA: Other infusion pump: battery")


@ON_TEAMS
async def test_a_ward_shows_its_reports_and_a_misspelt_ward_is_found(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    for words in ("status ward 7", "status wrad 7"):
        await jo.commands(words)
        await jo.sees("Ward 7", "SE-2026-000001", facts={"Reports in 12 months": "1", "Directorate": "Medicine"})
    await jo.commands("status ward 12")
    await jo.sees("Ward 12", "No report that you can see.")


@ON_THE_PAGE
async def test_a_report_is_shown_by_its_reference_to_who_sent_it(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.commands("status se-2026-000001")
    await amina.sees("Report SE-2026-000001", "Received. Sent today, 09:05.", "pt fell on ward 7, no injury")


@ON_SLACK
async def test_nothing_found_says_what_was_searched_and_offers_help(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await jo.commands("status hoist")
    await jo.sees("Nothing found", "hoist", "references, alerts, places and reports", buttons=("All open work", "Help"))


@ON_TEAMS
async def test_with_nothing_open_status_says_so(trust: Northmoor) -> None:
    jo = trust.person("jo")
    await jo.commands("status")
    await jo.sees("Safety now", "No alert action is open that you can see. Thank you.", facts={"Late": "0"})


@ON_THE_PAGE
async def test_a_nudge_reaches_the_owner_once_a_day(trust: Northmoor) -> None:
    tomasz, jo = trust.person("tomasz"), trust.person("jo")
    await trust.record_alert()
    await tomasz.looks()
    await jo.commands("status NatPSA/2026/003")
    await jo.presses("Nudge the next owner")
    await jo.sees("We are asking Tomasz Nowak how it is going.")
    await tomasz.sees("The safety team asks how this is going.", buttons=("Acknowledge",))
    await jo.presses("Nudge the next owner")
    await jo.sees("Tomasz Nowak was already nudged about this today.")
    assert await tomasz.count("The safety team asks how this is going.") == 1


async def test_my_actions_come_by_deadline_with_their_buttons(trust: Northmoor) -> None:
    leila = trust.person("leila")
    await trust.record_alert()
    await trust.record_alert(**RAILS)
    await leila.commands("my actions")
    found = await leila.sees("My actions (", "Late: Measure every bed rail", "Replace the giving sets")
    assert found.text.index("Measure every bed rail") < found.text.index("Replace the giving sets")


@ON_SLACK
async def test_a_colleague_is_found_by_any_part_of_the_name_for_whoever_sees_all_alerts(trust: Northmoor) -> None:
    jo, amina = trust.person("jo"), trust.person("amina")
    await trust.record_alert()
    await jo.commands("status Tomasz Nowak")
    await jo.sees("Open alerts: Tomasz Nowak (1)", "NatPSA/2026/003: Example infusion pump")
    for part in ("tomasz", "Nowak", "nowak's alerts"):
        await jo.commands(f"status {part}")
        await jo.sees("Open alerts: Tomasz Nowak (1)")
    await jo.commands("status tomas")
    await jo.sees("Which colleague do you mean?", buttons=("Tomasz Nowak", "By lead"), never=("tomas ",))
    await jo.presses("Tomasz Nowak")
    await jo.sees("Open alerts: Tomasz Nowak (1)")
    await jo.commands("status dr")
    await jo.sees("Nothing found")
    for unknown in ("Xqbert", "Okafor"):
        await jo.commands(f"status {unknown}")
        await jo.sees("Nothing found", never=(unknown, unknown.lower()))
    for part in ("Tomasz Nowak", "tomasz"):
        await amina.commands(f"status {part}")
        await amina.sees("Nothing found", never=("Tomasz", "tomasz", "NatPSA/2026/003"))
