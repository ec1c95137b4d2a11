"""An event that resembles a national alert: the reviewer is asked, and the alert's card counts such events."""

from northmoor import Northmoor
from on_one import ON_THE_PAGE

RAILS = {
    "reference": "NatPSA/2026/001/MHRA",
    "title": "Bed rails and mattresses: risk of entrapment",
    "issued": "2026-10-05",
    "complete_by": "2026-12-11",
    "complex": False,
    "actions": [("Measure every bed rail", "2026-11-27", "owen.pryce", "leila.haddad")],
}


@ON_THE_PAGE
async def test_the_reviewer_sees_the_alert_and_why_and_the_alert_counts_the_events(trust: Northmoor) -> None:
    amina, jo, colin = (trust.person(name) for name in ("amina", "jo", "colin"))
    await amina.says("pt head stuck between bed rail and mattress ward 7 0400, freed, red mark. nhs 999 526 0182")
    await amina.presses("Submit")
    await trust.record_alert(**RAILS)  # the report came first: it is found all the same
    await trust.record_alert()
    await amina.says("pt slipped in the bathroom ward 7 today at 8am, no injury")
    await amina.presses("Submit")
    await jo.forges("review.show", "SE-2026-000001")
    await jo.sees(
        "Like NatPSA/2026/001: Bed rails and mattresses: risk of entrapment",
        "We ask because both tell of: bed rail, mattress, entrapment. Does this event belong to it?",
        buttons=("NatPSA/2026/001: Yes, it belongs", "NatPSA/2026/001: No"),
        never=("Like NatPSA/2026/003",),
    )
    await jo.presses("NatPSA/2026/001: Yes, it belongs")
    await jo.sees(facts={"Like NatPSA/2026/001": "It belongs to this alert · Jo Whitfield"})
    await jo.presses("More")
    await jo.sees("It belongs to this alert · Jo Whitfield", buttons=("NatPSA/2026/001: take back",))
    await jo.forges("review.show", "SE-2026-000002")
    await jo.sees("Review SE-2026-000002", never=("Like NatPSA",))

    await jo.commands("status NatPSA/2026/001")
    await jo.sees(facts={"Similar events": "1 report since it was issued"}, buttons=("Show similar events",))
    await jo.presses("Show similar events")
    await jo.sees("Reports like NatPSA/2026/001", "SE-2026-000001", never=("SE-2026-000002",))
    await colin.commands("status NatPSA/2026/001")
    await colin.sees(facts={"Similar events": "1 report since it was issued"})
    await colin.forges("status.similar", "1:0")
    await colin.never_sees("SE-2026-000001")

    await jo.forges("review.alike", "SE-2026-000001|1|no")
    await jo.commands("status NatPSA/2026/001")
    await jo.sees("NatPSA/2026/001/MHRA: Bed rails", never=("Similar events",))
    assert "999 526 0182" not in await trust.stored_text()
    await amina.forges("review.alike", "SE-2026-000001|1|yes")
    assert await trust.rows("alert_incidents") == 1
    await jo.commands("status NatPSA/2026/001")
    await jo.sees("NatPSA/2026/001/MHRA: Bed rails", never=("Similar events",))
