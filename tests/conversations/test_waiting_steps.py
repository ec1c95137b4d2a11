"""Steps that wait: what nobody checked, evidence to judge, an alert that needs nothing; and what old cards then say.

Each stands on one platform; the whole life of an alert is told on all three.
"""

from datetime import UTC, datetime

import pytest
from northmoor import Northmoor
from test_life_of_alert import receive_alert

from handlers.intake.receiving import from_words, receive
from storage import people
from storage.records import Platform, Role
from storage.tables import person_roles

ON_SLACK = pytest.mark.parametrize("platform", [Platform.SLACK], ids=str)
ON_TEAMS = pytest.mark.parametrize("platform", [Platform.TEAMS], ids=str)
ON_THE_PAGE = pytest.mark.parametrize("platform", [Platform.BROWSER], ids=str)
TRAINING = {"complex": False, "actions": [("Train staff who use the pump", "2027-02-19", "leila.haddad", "owen.pryce")]}
WORDS = (
    "National Patient Safety Alert NatPSA/2026/004/MHRA\nIssued: 24 November 2026\nExample bed: rails may fall. "
    "This alert is safety critical.\nActions must be completed by 1 March 2027.\n1. Find every bed of this model.\n"
)


def morning(day: int) -> datetime:
    """Return the minute after reminders are due on a day of November."""
    return datetime(2026, 11, day, 9, 1, tzinfo=UTC)


async def give_role(trust: Northmoor, email: str, role: Role) -> None:
    async with trust.database.transaction() as tx:
        person = await people.by_email(tx, email)
        assert person is not None
        await tx.execute(person_roles.insert(), {"person_id": person.id, "role": role})


@ON_SLACK
async def test_what_nobody_checks_is_reminded_of_and_once_it_is_checked_no_card_asks_for_it(trust: Northmoor) -> None:
    colin, jo, marcus = (trust.person(name) for name in ("colin", "jo", "marcus"))
    await give_role(trust, "jo.whitfield@northmoor.example", Role.CAS_OFFICER)
    async with trust.database.transaction() as tx:
        await receive(tx, from_words(WORDS), now=trust.clock.now, actor="feed", by_id=None)
    await trust.settle()
    await jo.sees("New national alert to check: NatPSA/2026/004/MHRA", buttons=("Check and confirm", "Not for us"))
    await trust.move_to(morning(25))
    asks = "Nobody has checked this yet. It came yesterday, 09:05."
    for officer in (colin, jo):
        await officer.sees(asks, "If nobody does, the executives are told.", buttons=("Check and confirm",))
    await marcus.sees_nothing_new()
    await trust.move_to(morning(26))
    await marcus.sees("A national alert is not checked", "Asked: Colin Abbott and Jo Whitfield.")
    await colin.presses("Check and confirm")
    await jo.looks()
    await colin.fills({"Title": "Example bed: rails may fall", "Is it designated complex?": "No"})
    await colin.sees("NatPSA/2026/004/MHRA", "Example bed")
    await jo.sees("Colin Abbott confirmed this today, 09:01. Nothing more is to do here.", buttons=("Show the alert",))
    assert await jo.count(asks) == 0, "the reminders tell how it stands too"
    assert await jo.count("New national alert to check") == 0
    assert await jo.count("Colin Abbott confirmed this") == 3
    await marcus.never_sees("Nobody has checked it yet")


@ON_TEAMS
async def test_evidence_that_nobody_judges_is_reminded_of_with_whose_it_is_and_who_hears_next(trust: Northmoor) -> None:
    leila, marcus, jo = (trust.person(name) for name in ("leila", "marcus", "jo"))
    await trust.record_alert(**TRAINING)
    await leila.presses("Acknowledge")
    await leila.presses("Add evidence")
    await leila.fills({"What was done?": "All are trained."})
    await jo.sees("Evidence for action 1", buttons=("Accept",))
    await trust.move_to(morning(25))
    await marcus.sees(
        "Evidence from Dr Leila Haddad waits since yesterday. Accept it, or return it with a reason.",
        "If nothing is done, Jo Whitfield hears of it on Fri 27 Nov.", "All are trained.", buttons=("Accept",),
    )  # fmt: skip
    await trust.move_to(morning(27))
    await jo.sees("Evidence from Dr Leila Haddad waits since Tue 24 Nov.", buttons=("Accept", "Return with a reason"))
    await jo.presses("Accept")
    await jo.sees("Accepted by you. The owner is told.")
    await leila.sees("Evidence accepted", "Nothing more is needed.")
    await trust.move_to(morning(30))
    await marcus.sees("Ready for your authorisation", never=("waits since",))


@ON_SLACK
async def test_an_alert_that_needs_no_action_is_closed_on_cas_and_old_cards_say_what_was_done(trust: Northmoor) -> None:
    colin, marcus, jo = (trust.person(name) for name in ("colin", "marcus", "jo"))
    await give_role(trust, "jo.whitfield@northmoor.example", Role.CAS_OFFICER)
    alert_id = await receive_alert(trust, complex_=False)
    await jo.sees("Acknowledge this alert on CAS", buttons=("Acknowledged on CAS",))
    await colin.presses("Acknowledged on CAS")
    await jo.sees(
        "Name the executive", "Acknowledged on CAS by Colin Abbott, today, 09:05.", buttons=("Somebody else",)
    )
    assert await jo.count("Then press the button") == 0
    await jo.forges("alerts.cas", str(alert_id))
    await jo.sees("Done already: acknowledged on CAS by Colin Abbott, today, 09:05.")
    await colin.presses("Name Dr Marcus Adeyemi")
    await marcus.sees("Does this alert need action here?", buttons=("Action required", "Not required"))
    await marcus.presses("Not required")
    await marcus.fills({"Why?": "We do not have this pump."})
    await colin.sees("Close this alert on CAS", "No action is required.", buttons=("Closed on CAS",))
    await marcus.looks()
    await jo.looks()
    await colin.presses("Closed on CAS")
    await colin.fills({"On which day did you close it on CAS?": "2026-11-24"})
    await colin.sees("Recorded by you: closed on CAS today.")
    await marcus.sees("An alert is closed on CAS")
    await jo.sees("Closed on CAS", "Closed today, by Colin Abbott.")
    for person in (marcus, jo):
        assert await person.count("Does this alert need action here?") == 0, "no card asks for what is decided"
    await jo.forges("chat.open", f"alerts.closed:{alert_id}")
    await jo.sees("Done already: closed on CAS by Colin Abbott, today, 09:05.")
    await jo.says("status NatPSA/2026/003")
    await jo.sees(facts={"Status": "Closed on CAS"})
    await trust.move_to(datetime(2027, 3, 2, 9, 1, tzinfo=UTC))
    for person in (colin, marcus, jo):
        await person.sees_nothing_new()
