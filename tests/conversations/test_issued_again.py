"""An alert that comes again with more to do, or instead of another one: who is asked, and what goes on until then."""

from dataclasses import replace
from datetime import UTC, date, datetime

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS

from storage import alerts
from storage.records import AlertStatus

NEWER = {
    "Reference": "NatPSA/2026/009/MHRA",
    "Title": "Example pump: a wider group of models",
    "Issued on": "2026-11-24",
    "Complete by": "2027-02-26",
    "Is it designated complex?": "No",
    "Actions": "1. Find every pump of these models",
    "Which alert does it replace?": "NatPSA/2026/003",
}


@ON_SLACK
async def test_new_actions_of_a_version_reach_who_gives_them_out(trust: Northmoor) -> None:
    colin, marcus, tomasz = (trust.person(name) for name in ("colin", "marcus", "tomasz"))
    await trust.record_alert()
    await marcus.presses("These leads are right")
    await colin.says("natpsa 26 3")
    await colin.presses("It was issued again")
    was = "1. Find every pump of this model in the trust (due 18 December 2026)\n2. Replace the giving sets\n3. Train"
    await colin.fills({"Actions": f"{was}\n4. Report what you found (due 15 January 2027)\n5. Tell patients"})
    await colin.presses("Confirm as version 2")
    await colin.sees("2 new actions to give out", buttons=("Give them to owners", "Show the alert"))
    await marcus.sees(
        "2 new actions to give out", "4. Report what you found", "due Fri 15 Jan", buttons=("Give them to owners",)
    )
    await tomasz.never_sees("to give out")
    await marcus.presses("Give them to owners")
    await marcus.sees("Who does action 4?")
    await marcus.fills({"Who does it?": "Tomasz Nowak"})
    await marcus.fills({"Who does it?": "Tomasz Nowak"})
    await marcus.presses("Record and tell them")
    await tomasz.sees("You lead 3 actions of NatPSA/2026/003", "5. Tell patients")


@ON_TEAMS
async def test_an_alert_that_is_replaced_goes_on_until_an_officer_ends_it(trust: Northmoor) -> None:
    colin, tomasz, marcus = (trust.person(name) for name in ("colin", "tomasz", "marcus"))
    await trust.record_alert()
    await tomasz.looks()
    await colin.commands("new alert NatPSA/2026/009/MHRA")
    await colin.fills(NEWER)
    await colin.presses("Confirm")
    await colin.sees("It replaces NatPSA/2026/003/MHRA, whose work and reminders still go on.")
    await tomasz.sees("A national alert changed", "It is replaced by NatPSA/2026/009/MHRA.")
    await trust.move_to(datetime(2026, 11, 25, 9, 0, 30, tzinfo=UTC))
    await tomasz.sees("Nobody has acknowledged this yet.", "Replaced by NatPSA/2026/009/MHRA")
    await tomasz.presses("Show the alert")
    await tomasz.sees("Replaced by NatPSA/2026/009/MHRA. Its work goes on until the CAS officer ends it.")
    await colin.presses("The older alert")
    await colin.sees("Still needed? NatPSA/2026/003/MHRA", "Action required. 3 of 3 actions not finished.")
    await tomasz.presses("Acknowledge")
    await colin.presses("End its work", yes="Yes, end it")
    await colin.sees("Ended: NatPSA/2026/003/MHRA", "Please close it on CAS too.")
    for told in (tomasz, marcus):
        await told.sees("The work on an alert has ended", "You need to do nothing more for the older alert.")
    await colin.forges("intake.end_older", "1:0")
    await colin.sees("This alert is not replaced by another one, or it has ended.")
    await tomasz.forges("intake.end_older", "1:0")
    await tomasz.never_sees("Ended: NatPSA/2026/003/MHRA")
    await trust.move_to(datetime(2026, 12, 18, 9, 0, 30, tzinfo=UTC))
    await tomasz.never_sees("A reminder: this is due")
    assert await trust.rows("alerts") == 2


@ON_SLACK
async def test_an_alert_is_taken_back_soon_or_while_nobody_was_told_and_never_later(trust: Northmoor) -> None:
    colin, jo, marcus = (trust.person(name) for name in ("colin", "jo", "marcus"))
    await colin.commands("new alert NatPSA/2026/009/MHRA")
    await colin.fills({**NEWER, "Which alert does it replace?": ""})
    await colin.presses("Confirm")
    await colin.sees("You can take it back for 10 minutes")
    await jo.forges("intake.show", "1")
    await jo.sees("Colin Abbott confirmed this today, 09:05.", buttons=("Show the alert",))
    await jo.forges("chat.open", "intake.check:r1")
    await jo.sees("Nothing more is to do here.")
    await trust.move(minutes=30)
    await colin.presses("Take it back", yes="Yes, take it back")
    await colin.sees("is taken back")
    await trust.record_alert()
    await marcus.looks()
    await trust.move(minutes=11)
    await colin.forges("alerts.cancel", "2")
    await colin.sees("It is too long ago to take this alert back")
    await marcus.never_sees("An alert was taken back")


@ON_SLACK
async def test_a_closed_alert_that_asks_for_more_goes_back_to_its_executive(trust: Northmoor) -> None:
    colin, marcus, tomasz = (trust.person(name) for name in ("colin", "marcus", "tomasz"))
    await trust.record_alert(complex=False)
    async with trust.database.transaction() as tx:
        known = await alerts.by_key(tx, "NatPSA/2026/003")
        assert known is not None
        ended = replace(known, status=AlertStatus.CLOSED, closed_on=date(2026, 11, 24), closed_by=known.executive_id)
        await alerts.save_alert(tx, known, ended, [])
    await colin.says("natpsa 26 3")
    await colin.presses("It was issued again")
    was = "1. Find every pump of this model in the trust (due 18 December 2026)\n2. Replace the giving sets\n3. Train"
    await colin.fills({"Actions": f"{was}\n4. Report what you found (due 15 January 2027)"})
    await colin.presses("Confirm as version 2")
    await marcus.sees(
        "A national alert changed", "Its executive decides what has to be done now", buttons=("The next step",)
    )
    await colin.commands("status NatPSA/2026/003")
    await colin.sees(facts={"Status": "Executive named"})
    await tomasz.never_sees("to give out")
