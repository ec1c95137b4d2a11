"""A national alert from its recording to the acknowledgement, with help, reminders and escalation between."""

from datetime import UTC, datetime

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE

BED_RAILS = {
    "Reference": "NatPSA/2026/009/NHSE",
    "Title": "Bed rails: risk of entrapment",
    "Issued on": "2026-11-23",
    "Complete by": "2027-02-26",
    "Is it designated complex?": "No",
    "Actions": "1. Measure every bed rail (due 15 January 2027)\n2. Replace what does not fit",
}
PASTED = """National Patient Safety Alert
Reference: NatPSA/2026/012/NHSE
Title: Example pump: risk of over-infusion
Issued: 23 November 2026
This alert is safety critical and complex. It concerns patient John Tarrant, NHS 999 000 0018.
Actions required
Begin as soon as possible, complete by 1 March 2027.
1. Find every pump of this model
2. Train staff who use it
"""


async def test_an_alert_reaches_its_leads_executive_and_cas_officer_and_nobody_else(trust: Northmoor) -> None:
    tomasz, leila, marcus, colin = (trust.person(name) for name in ("tomasz", "leila", "marcus", "colin"))
    amina, owen = trust.person("amina"), trust.person("owen")
    await trust.record_alert()
    await tomasz.sees(
        "You lead 1 action of NatPSA/2026/003",
        "Find every pump of this model in the trust",
        "due Fri 18 Dec",
        buttons=("Acknowledge", "I need help", "Show the alert"),
    )
    await leila.sees("You lead 2 actions of NatPSA/2026/003", "Replace the giving sets", buttons=("Acknowledge both",))
    await marcus.sees("A new national alert for you", "3 actions, complete by Mon 1 Mar 2027", "Tomasz Nowak")
    await colin.sees("A national alert was recorded")
    for nobody in (amina, owen):
        await nobody.never_sees("NatPSA/2026/003")


async def test_acknowledging_changes_the_card_in_place_and_twice_is_as_once(trust: Northmoor) -> None:
    leila = trust.person("leila")
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 24, 9, 12, tzinfo=UTC))
    await leila.presses("Acknowledge both")
    await leila.sees(
        "You lead 2 actions of NatPSA/2026/003", "Acknowledged by you, today, 09:12", never=("Please acknowledge",)
    )
    assert await leila.count("You lead 2 actions of NatPSA/2026/003") == 1
    moves, audited = await trust.rows("alert_moves"), await trust.rows("audit")
    await leila.forges("alerts.acknowledge", "1")
    await leila.never_sees("Something went wrong")
    assert await trust.rows("alert_moves") == moves
    assert await trust.rows("audit") == audited


@ON_THE_PAGE
async def test_the_alert_can_be_read_in_full_by_its_lead(trust: Northmoor) -> None:
    tomasz = trust.person("tomasz")
    await trust.record_alert()
    await tomasz.presses("Show the alert")
    await tomasz.sees(
        "NatPSA/2026/003/MHRA: Example infusion pump: risk of over-infusion",
        "Pumps of this model can deliver more than was set.",
        "Dr Leila Haddad",
        "This is your trust's own record, not the national alert.",
        facts={"Complete by": "Mon 1 Mar 2027", "Executive": "Dr Marcus Adeyemi", "Complex": "Yes"},
    )


@ON_SLACK
async def test_a_lead_who_asks_for_help_is_heard_by_the_cas_officer_and_the_executive(trust: Northmoor) -> None:
    tomasz, colin, marcus = (trust.person(name) for name in ("tomasz", "colin", "marcus"))
    await trust.record_alert()
    await colin.looks()
    await marcus.looks()
    await tomasz.presses("I need help")
    await tomasz.sees("You lead 1 action of NatPSA/2026/003", "Help was asked for", buttons=("Acknowledge",))
    await colin.sees("A lead asks for help", "Tomasz Nowak asks for help with their actions.")
    await marcus.sees("A lead asks for help", "Tomasz Nowak")
    await tomasz.forges("alerts.help", "1")
    assert await colin.count("A lead asks for help") == 1


@ON_TEAMS
async def test_an_action_that_nobody_acknowledges_climbs_the_ladder(trust: Northmoor) -> None:
    tomasz, priya, marcus, jo = (trust.person(name) for name in ("tomasz", "priya", "marcus", "jo"))
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 25, 8, 59, tzinfo=UTC))
    await tomasz.sees_nothing_new()
    await trust.move_to(datetime(2026, 11, 25, 9, 0, 30, tzinfo=UTC))
    await tomasz.sees(
        "Nobody has acknowledged this yet.",
        "If nothing is done, Priya Raman hears of it tomorrow, Thu 26 Nov.",
        buttons=("Acknowledge",),
    )
    await priya.never_sees("NatPSA/2026/003")
    await trust.move_to(datetime(2026, 11, 26, 9, 0, 30, tzinfo=UTC))
    await priya.sees("Tomasz Nowak has not acknowledged this yet. You are the deputy", buttons=("Acknowledge",))
    await trust.move_to(datetime(2026, 11, 27, 9, 0, 30, tzinfo=UTC))
    await marcus.sees(
        "Your safety work today", "An alert action is not acknowledged", "Tomasz Nowak has not acknowledged it yet.",
        never=("If nothing is done",),
    )  # fmt: skip
    await trust.move_to(datetime(2026, 11, 30, 9, 0, 30, tzinfo=UTC))
    await jo.sees("An alert action is not acknowledged", "Tomasz Nowak")


@ON_THE_PAGE
async def test_after_the_acknowledgement_nobody_is_reminded_of_it(trust: Northmoor) -> None:
    tomasz, priya, marcus, jo = (trust.person(name) for name in ("tomasz", "priya", "marcus", "jo"))
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 25, 9, 0, 30, tzinfo=UTC))
    await tomasz.presses("Acknowledge")
    await tomasz.sees("Acknowledged by you")
    for day in (26, 27, 30):
        await trust.move_to(datetime(2026, 11, day, 9, 0, 30, tzinfo=UTC))
        await priya.never_sees("Tomasz Nowak has not acknowledged this yet")
        for told in (marcus, jo):
            await told.never_sees("Tomasz Nowak has not acknowledged it yet")


@ON_SLACK
async def test_the_deputy_can_acknowledge_for_the_lead(trust: Northmoor) -> None:
    tomasz, priya = trust.person("tomasz"), trust.person("priya")
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 26, 9, 0, 30, tzinfo=UTC))
    await priya.presses("Acknowledge")
    await priya.sees("Acknowledged by you")
    await tomasz.commands("status NatPSA/2026/003")
    await tomasz.sees("Acknowledged by Priya Raman")


@ON_TEAMS
async def test_a_deadline_is_said_before_it_comes_and_after_it_is_missed(trust: Northmoor) -> None:
    tomasz, marcus = trust.person("tomasz"), trust.person("marcus")
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await trust.move_to(datetime(2026, 12, 15, 9, 0, 30, tzinfo=UTC))
    await tomasz.sees("A reminder: this is due Fri 18 Dec, in 3 working days.")
    await trust.move_to(datetime(2026, 12, 21, 9, 0, 30, tzinfo=UTC))
    await tomasz.sees("This is late", "The executive is told as well.", buttons=("I need help",))
    await marcus.sees("An alert action is late", "The lead is Tomasz Nowak.")


async def test_the_cas_officer_records_an_alert_in_chat(trust: Northmoor) -> None:
    colin, leila, marcus = (trust.person(name) for name in ("colin", "leila", "marcus"))
    await colin.commands("new alert NatPSA/2026/009/NHSE")
    await colin.sees("National alert", fields={"Reference": "NatPSA/2026/009/NHSE"})
    await colin.fills(BED_RAILS)
    await colin.sees(
        "New national alert to check: NatPSA/2026/009/NHSE",
        "1. Measure every bed rail",
        "due Fri 15 Jan",
        "2. Replace what does not fit",
        facts={"Title": "Bed rails: risk of entrapment", "Complex": "No", "Complete by": "Fri 26 Feb 2027"},
        buttons=("Confirm", "Change something", "Show the text", "Not for us"),
    )
    assert await trust.rows("alerts") == 0
    await colin.presses("Confirm")
    await colin.sees("Confirmed: NatPSA/2026/009/NHSE", "acknowledge it on CAS by", buttons=("Take it back",))
    assert await trust.rows("alerts") == 1
    for nobody in (leila, marcus):
        await nobody.never_sees("NatPSA/2026/009")


@ON_THE_PAGE
async def test_a_known_alert_that_is_issued_again_becomes_a_version_and_its_people_hear_what_changed(
    trust: Northmoor,
) -> None:
    colin, leila, tomasz, amina = (trust.person(name) for name in ("colin", "leila", "tomasz", "amina"))
    await trust.record_alert()
    for one in (leila, tomasz, amina):
        await one.looks()
    await colin.says("natpsa 26 3")
    await colin.sees("NatPSA/2026/003/MHRA: Example infusion pump")
    await colin.presses("It was issued again")
    await colin.fills({"Complete by": "2027-04-01", "Which alert does it replace?": ""})
    await colin.sees(
        "A known alert came again", "The deadline is later: 1 April 2027 instead of 1 March 2027.",
        buttons=("Confirm as version 2",),
    )  # fmt: skip
    await leila.never_sees("A national alert changed")
    await colin.presses("Confirm as version 2")
    await colin.sees("Version 2. The deadline is later")
    for told in (leila, tomasz):
        await told.sees("A national alert changed", "1 April 2027 instead of 1 March 2027")
    await amina.never_sees("A national alert changed")
    assert (await trust.rows("alerts"), await trust.rows("alert_versions")) == (1, 2)


@ON_SLACK
async def test_an_alert_recorded_by_mistake_is_taken_back_and_can_be_recorded_rightly(trust: Northmoor) -> None:
    colin, leila = trust.person("colin"), trust.person("leila")
    await colin.commands("new alert NatPSA/2026/009/NHSE")
    await colin.fills({**BED_RAILS, "Complete by": "2026-02-26"})
    await colin.sees("National alert", errors=("This is before the day of issue.",))
    await colin.fills(BED_RAILS)
    await colin.presses("Confirm")
    await colin.presses("Take it back", yes="Yes, take it back")
    await colin.sees("is taken back. Whoever was told of it hears that it was a mistake.")
    await colin.forges("alerts.cancel", "1")
    await colin.sees("Done already: cancelled by you, today")
    await colin.commands("new alert NatPSA/2026/009/NHSE")
    await colin.fills(BED_RAILS)
    await colin.presses("Confirm")
    await colin.sees("Confirmed: NatPSA/2026/009/NHSE")
    await leila.never_sees("NatPSA/2026/009")
    assert await trust.rows("alerts") == 2


async def test_a_pasted_alert_is_checked_beside_its_sentences_and_confirmed_by_one_officer_only(
    trust: Northmoor,
) -> None:
    colin, amina = trust.person("colin"), trust.person("amina")
    await colin.says(PASTED)
    await colin.sees(
        "New national alert to check: NatPSA/2026/012/NHSE",
        "complete by 1 March 2027",
        "1. Find every pump of this model",
        facts={"Complex": "Yes (found in: “This alert is safety critical and complex.”)"},
        buttons=("Check and confirm", "Show the text", "Not for us"),
    )
    await colin.forges("intake.confirm", "1:0")
    assert await trust.rows("alerts") == 0
    await colin.presses("Show the text")
    await colin.sees("The text that came in", "Train staff", never=("999 000 0018", "Tarrant"))
    assert "Tarrant" not in await trust.stored_text()
    await colin.presses("Back")
    await colin.presses("Check and confirm")
    await colin.sees("National alert", fields={"Is it designated complex?": "Yes"})
    typed = (
        "1. Find every pump of this model\n2. Train staff who use it\n3. Ask Margaret Holloway (due 18 December 2026)"
    )
    await colin.fills({"Title": "Example pump: risk of over-infusion (corrected)", "Actions": typed})
    await colin.sees("Confirmed: NatPSA/2026/012/NHSE", "(corrected). 3 actions, complete by Mon 1 Mar 2027")
    await colin.sees("We removed 1 name")
    assert "Holloway" not in await trust.stored_text()
    await colin.says(PASTED)
    await colin.sees("Colin Abbott confirmed this")
    await amina.says(PASTED)
    await amina.never_sees("New national alert to check")
    assert await trust.rows("alerts") == 1


@ON_TEAMS
async def test_what_is_not_for_the_trust_is_put_aside_with_a_reason_and_can_come_again(trust: Northmoor) -> None:
    colin = trust.person("colin")
    await colin.says(PASTED)
    await colin.presses("Not for us")
    await colin.fills({"Why is it not for us?": "We have no such pumps."})
    await colin.sees("Put aside: We have no such pumps.")
    await colin.forges("intake.confirm", "1:0")
    await colin.sees("not for us: We have no such pumps.")
    assert await trust.rows("alerts") == 0
    await colin.says(PASTED)
    await colin.sees("New national alert to check: NatPSA/2026/012/NHSE")
    assert await trust.rows("receipts") == 1
