"""A national alert from its recording to the acknowledgement, with help, reminders and escalation between."""

from datetime import UTC, datetime

from northmoor import Northmoor


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


async def test_an_action_that_nobody_acknowledges_climbs_the_ladder(trust: Northmoor) -> None:
    tomasz, priya, marcus, jo = (trust.person(name) for name in ("tomasz", "priya", "marcus", "jo"))
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 25, 8, 59, tzinfo=UTC))
    await tomasz.sees_nothing_new()
    await trust.move_to(datetime(2026, 11, 25, 9, 0, 30, tzinfo=UTC))
    await tomasz.sees(
        "Nobody has acknowledged this yet.", "we tell the deputy, then the executive", buttons=("Acknowledge",)
    )
    await priya.never_sees("NatPSA/2026/003")
    await trust.move_to(datetime(2026, 11, 26, 9, 0, 30, tzinfo=UTC))
    await priya.sees("Tomasz Nowak has not acknowledged this yet. You are the deputy", buttons=("Acknowledge",))
    await trust.move_to(datetime(2026, 11, 27, 9, 0, 30, tzinfo=UTC))
    await marcus.sees("An alert action is not acknowledged", "Tomasz Nowak has not acknowledged it yet.")
    await trust.move_to(datetime(2026, 11, 30, 9, 0, 30, tzinfo=UTC))
    await jo.sees("An alert action is not acknowledged", "Tomasz Nowak")


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


async def test_the_deputy_can_acknowledge_for_the_lead(trust: Northmoor) -> None:
    tomasz, priya = trust.person("tomasz"), trust.person("priya")
    await trust.record_alert()
    await trust.move_to(datetime(2026, 11, 26, 9, 0, 30, tzinfo=UTC))
    await priya.presses("Acknowledge")
    await priya.sees("Acknowledged by you")
    await tomasz.commands("status NatPSA/2026/003")
    await tomasz.sees("Acknowledged by Priya Raman")


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
    colin, leila, owen, marcus = (trust.person(name) for name in ("colin", "leila", "owen", "marcus"))
    await colin.commands("new alert NatPSA/2026/009/NHSE")
    await colin.sees("New national alert", fields={"Reference": "NatPSA/2026/009/NHSE"})
    await colin.fills(
        {
            "Title": "Bed rails: risk of entrapment",
            "Issued on": "2026-11-23",
            "Complete by": "2027-02-26",
            "Is it designated complex?": "No",
            "Executive lead": "Dr Marcus Adeyemi",
            "What is the problem?": "Gaps at the head end.",
        }
    )
    await colin.sees("Action 1", "What has to be done?")
    await colin.fills(
        {
            "What has to be done?": "Measure every bed rail",
            "Due on": "2027-01-15",
            "Lead": "Dr Leila Haddad",
            "Deputy": "Mr Owen Pryce",
            "Is there a further action?": "Add another action",
        }
    )
    await colin.sees("Action 2")
    await colin.fills(
        {
            "What has to be done?": "Replace what does not fit",
            "Due on": "2027-02-12",
            "Lead": "Mr Owen Pryce",
            "Is there a further action?": "That was the last",
        }
    )
    await colin.sees(
        "Check: NatPSA/2026/009/NHSE",
        "1. Measure every bed rail",
        "Dr Leila Haddad, deputy Mr Owen Pryce",
        "2. Replace what does not fit",
        facts={"Title": "Bed rails: risk of entrapment", "Complex": "No", "Executive": "Dr Marcus Adeyemi"},
        buttons=("Record and tell them", "Change the alert", "Add an action", "Remove the last action"),
    )
    await leila.never_sees("NatPSA/2026/009")
    await colin.presses("Record and tell them")
    await colin.sees("NatPSA/2026/009")
    await leila.sees("You lead 1 action of NatPSA/2026/009", "Measure every bed rail")
    await owen.sees("You lead 1 action of NatPSA/2026/009", "Replace what does not fit")
    await marcus.sees("A new national alert for you", "2 actions")


async def test_an_alert_that_is_there_already_is_not_recorded_twice(trust: Northmoor) -> None:
    colin = trust.person("colin")
    await trust.record_alert()
    await colin.commands("new alert NatPSA/2026/003/MHRA")
    await colin.fills(
        {
            "Title": "Again",
            "Issued on": "2026-11-23",
            "Complete by": "2027-02-26",
            "Is it designated complex?": "No",
            "Executive lead": "Dr Marcus Adeyemi",
        }
    )
    await colin.sees("New national alert", errors=("NatPSA/2026/003/MHRA is already recorded.",))
    assert await trust.rows("alerts") == 1


async def test_an_alert_recorded_by_mistake_is_taken_back_and_its_people_are_told(trust: Northmoor) -> None:
    colin, leila = trust.person("colin"), trust.person("leila")
    await colin.commands("new alert NatPSA/2026/009/NHSE")
    await colin.fills(
        {
            "Title": "Bed rails: risk of entrapment",
            "Issued on": "2026-11-23",
            "Complete by": "2027-02-26",
            "Is it designated complex?": "No",
            "Executive lead": "Dr Marcus Adeyemi",
        }
    )
    await colin.fills({"What has to be done?": "Measure", "Due on": "2027-01-15", "Lead": "Dr Leila Haddad"})
    await colin.presses("Record and tell them")
    await leila.sees("You lead 1 action of NatPSA/2026/009")
    await leila.looks()
    await colin.presses("Take it back", yes="Yes, take it back")
    await colin.sees("is taken back. Its leads and executive are told.")
    await leila.sees("An alert was taken back", "It was recorded by mistake. You need to do nothing.")
    await trust.move_to(datetime(2026, 11, 30, 9, 0, 30, tzinfo=UTC))
    await leila.never_sees("Nobody has acknowledged this yet.")
