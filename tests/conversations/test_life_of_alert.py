"""The whole life of a complex alert, by four people: acknowledged on CAS, led, done, judged, authorised, closed."""

from datetime import date

from northmoor import T0, Northmoor

from storage import alerts, people
from storage.outbox import add as owe
from storage.records import AlertStatus, Role
from storage.rules.ladder import pack_ladder


async def receive_alert(trust: Northmoor, *, complex_: bool = True, planned: int = 2) -> int:
    """Put an alert into the store as a confirmed receipt does, and let the CAS officers hear of it."""
    texts = ("Find every pump of this model.", "Replace the giving sets", "Train staff")[:planned]
    head = {
        "key": "NatPSA/2026/003", "reference": "NatPSA/2026/003/MHRA", "title": "Example pump: over-infusion",
        "issuer": "MHRA", "issued_on": date(2026, 11, 23), "complete_by": date(2027, 3, 1), "complex": complex_,
        "url": "https://www.cas.mhra.gov.uk/", "explanation": "Invented.", "executive_id": None,
        "status": AlertStatus.RECEIVED, "recorded_at": T0, "received_at": T0, "ladder": pack_ladder(),
        "planned": [{"number": n, "text": text, "due_on": None} for n, text in enumerate(texts, start=1)],
    }  # fmt: skip
    async with trust.database.transaction() as tx:
        alert, _ = await alerts.add(tx, head, ())
        for officer in await people.with_role(tx, Role.CAS_OFFICER):
            await owe(
                tx, key=f"received:{alert.id}:{officer.id}", kind="notice.received", subject=f"alert:{alert.id}",
                person_id=officer.id, due_at=trust.clock.now,
            )  # fmt: skip
    await trust.settle()
    return alert.id


async def test_a_complex_alert_goes_from_cas_to_the_signature_and_back_to_cas(trust: Northmoor) -> None:
    alert_id = await receive_alert(trust)
    await _acknowledged_and_led(trust, alert_id)
    await _given_to_owners(trust, alert_id)
    await _done_and_accepted(trust)
    await _signed_and_closed(trust)
    stored = await trust.stored_text()
    assert "999 526 0182" not in stored
    assert "9995260182" not in stored


async def _acknowledged_and_led(trust: Northmoor, alert_id: int) -> None:
    colin, marcus, leila = (trust.person(name) for name in ("colin", "marcus", "leila"))
    await colin.sees(
        "Acknowledge this alert on CAS",
        "on CAS by tomorrow, Wed 25 Nov (in 1 working day)",
        buttons=("Acknowledged on CAS",),
    )
    await colin.presses("Acknowledged on CAS")
    await colin.sees("Name the executive", "Acknowledged on CAS, recorded by you, today, 09:05")
    moves = await trust.rows("alert_moves")
    await colin.forges("alerts.cas", str(alert_id))
    assert await trust.rows("alert_moves") == moves, "acknowledged once"
    await colin.presses("Name Dr Marcus Adeyemi")
    await colin.sees("A complex alert needs clinical leads", "Dr Marcus Adeyemi names the clinical leads.")
    await marcus.sees(
        "A complex alert needs clinical leads", "2 actions", "Please name the clinical leads.", buttons=("Name leads",)
    )

    await colin.forges("chat.open", f"alerts.leads:{alert_id}")
    await colin.sees("Only an executive can name leads for a complex alert.", buttons=("Ask the executive",))
    await colin.presses("Ask the executive")
    await colin.sees("Asked. Dr Marcus Adeyemi gets a message")
    await marcus.sees("You are asked for a step", "Colin Abbott asks you to name its leads", buttons=("Do it now",))
    await marcus.presses("Do it now")
    await marcus.sees("Who leads the work?", "Medicine: Dr Leila Haddad")
    await marcus.fills({"First lead": "Tomasz Nowak"})
    await marcus.sees(errors=("A complex alert needs at least one clinical lead. Please name one.",))
    await marcus.fills({"First lead": "Dr Leila Haddad", "Second lead": "Mr Owen Pryce"})
    await marcus.sees("Does this alert need action here?", "Leads: Dr Leila Haddad, Mr Owen Pryce")
    await leila.sees("You are named to lead", "Dr Marcus Adeyemi named you")


async def _given_to_owners(trust: Northmoor, alert_id: int) -> None:
    colin, marcus, leila = (trust.person(name) for name in ("colin", "marcus", "leila"))
    await colin.sees("Does this alert need action here?", buttons=("Action required", "Not required"))
    asked = await marcus.count("asks you to name its leads")
    await colin.forges("alerts.ask", f"{alert_id}:name_leads:first")
    await colin.sees("Done already: leads named by Dr Marcus Adeyemi, today", "Does this alert need action here?")
    assert await marcus.count("asks you to name its leads") == asked, "nobody is asked for what is done"
    await colin.presses("Action required")
    await colin.fills({"Why does it concern us?": "Three wards use this pump."})
    await colin.sees("Who does what?", "2 actions without an owner yet")
    await colin.presses("Give them to owners")
    await colin.sees("Find every pump of this model", "Due Mon 1 Mar 2027")
    await colin.fills({"Who does it?": "Tomasz Nowak", "Due on": "2026-12-18"})
    await colin.sees(
        errors=("Only an executive can name leads for a complex alert, and Tomasz Nowak was not named as one.",)
    )
    split = "Yes, add another owner"
    await colin.fills(
        {
            "Who does it?": "Dr Leila Haddad", "Deputy": "Amina Yusuf", "Due on": "2026-12-18",
            "Which directorate or site?": "Medicine",
            "Does somebody else do it in another part of the trust?": split,
        }
    )  # fmt: skip
    await colin.sees("Owners so far: Medicine.")
    await colin.fills(
        {"Who does it?": "Mr Owen Pryce", "Due on": "2026-12-18", "Which directorate or site?": "Surgery"}
    )
    await colin.sees("Replace the giving sets")
    await colin.fills({"Who does it?": "Dr Leila Haddad", "Due on": "2027-01-29"})
    await colin.sees(
        "1 (Medicine). Find every pump", "Dr Leila Haddad, deputy Amina Yusuf", "1 (Surgery). Find every pump"
    )
    await leila.never_sees("You lead")
    await colin.presses("Record and tell them")
    await colin.sees("We are telling Dr Leila Haddad, Mr Owen Pryce.")
    await leila.sees(
        "You lead 2 actions of NatPSA/2026/003", "1 (Medicine). Find every pump", buttons=("Acknowledge both",)
    )
    assert await leila.count("You lead 2 actions") == 1


async def _done_and_accepted(trust: Northmoor) -> None:
    leila, jo, owen, amina, colin = (trust.person(name) for name in ("leila", "jo", "owen", "amina", "colin"))
    await leila.presses("Acknowledge both")
    await owen.presses("Acknowledge")
    await colin.presses("Who did what")
    await colin.sees("Who did what", "acknowledged by Dr Leila Haddad")
    await amina.says("my actions")
    await amina.presses("Show")
    await amina.presses("Add evidence")
    await amina.fills({"What was done?": "Counted 41 pumps. nhs 999 526 0182"})
    await amina.sees("Evidence sent. Thank you.", "We removed 1 NHS number")
    await jo.sees("Evidence for action 1 (Medicine)", "Counted 41 pumps.", "Amina Yusuf for Dr Leila Haddad",
                  never=("999 526 0182",))  # fmt: skip
    await jo.presses("Return with a reason")
    await jo.fills({"Why?": "Ward 9 is missing."})
    await jo.sees("Returned. The owner is told why.")
    await leila.sees("Jo Whitfield returned it: Ward 9 is missing.", buttons=("Add more evidence",))
    await leila.presses("Add more evidence")
    await leila.fills({"Link to a policy, audit or minutes": "http://example.org"})
    await leila.sees(errors=("Please give an address that starts with https://",))
    await leila.fills({"Link to a policy, audit or minutes": "https://example.org/audit"})
    await jo.sees("Evidence for action 1 (Medicine)", "https://example.org/audit", buttons=("Accept",))
    await jo.presses("Accept")
    await jo.sees("Accepted by you. The owner is told.")
    await leila.sees("Evidence accepted", "Find every pump of this model. Nothing more is needed.")
    await finish_rest(trust)


async def _signed_and_closed(trust: Northmoor) -> None:
    colin, marcus, leila = (trust.person(name) for name in ("colin", "marcus", "leila"))
    await marcus.sees("Ready for your authorisation", "By authorising you confirm", "accepted by Jo Whitfield",
                      facts={"Accepted": "3 of 3 actions", "Open": "Nothing"}, buttons=("Authorise…",))  # fmt: skip
    await marcus.presses("Authorise…")
    await marcus.fills({"Type the alert's number to authorise": "004"})
    await marcus.sees(errors=("This is not the alert's number. Please type 003.",))
    await marcus.fills({"Type the alert's number to authorise": "003"})
    await marcus.sees("Authorised by you.")
    await colin.sees("Close this alert on CAS", "The executive authorised it.", buttons=("Closed on CAS",))
    await leila.sees("An alert is complete")
    await trust.move(days=1)
    await colin.presses("Closed on CAS")
    await colin.fills({"On which day did you close it on CAS?": "2026-12-24"})
    await colin.sees(errors=("This day has not come yet. Please record it when it is closed on CAS.",))
    await colin.fills({"On which day did you close it on CAS?": "2026-11-25"})
    await colin.sees("Recorded by you: closed on CAS today.")
    await marcus.sees("An alert is closed on CAS")


async def finish_rest(trust: Northmoor) -> None:
    """Let the other two actions be done and accepted."""
    jo = trust.person("jo")
    for owner in (trust.person("leila"), trust.person("owen")):
        await owner.says("my actions")
        await owner.presses("Show")
        await owner.presses("Add evidence")
        await owner.fills({"What was done?": "All of it is done."})
        await jo.sees("All of it is done.", buttons=("Accept",))
        await jo.presses("Accept")
