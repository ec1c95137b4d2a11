"""The turns that an alert's life can take: not required, opened again, evidence taken back, two at once, too late.

Each stands on one platform; the whole life of an alert is told on all three.
"""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from test_life_of_alert import receive_alert

from storage import alerts, people, tables
from storage.records import Role

TRAINING = {"complex": False, "actions": [("Train staff who use the pump", "2027-02-19", "leila.haddad", "owen.pryce")]}


@ON_TEAMS
async def test_an_executive_decides_that_nothing_is_required_and_it_is_opened_again_with_a_reason(
    trust: Northmoor,
) -> None:
    colin, marcus = trust.person("colin"), trust.person("marcus")
    await receive_alert(trust, complex_=False)
    await colin.presses("Acknowledged on CAS")
    await colin.presses("Name Dr Marcus Adeyemi")
    await colin.presses("Not required")
    await colin.sees("Only an executive can decide that it needs no action.", buttons=("Ask the executive",))
    await colin.presses("Ask the executive")
    await marcus.sees("Colin Abbott asks you to decide that it needs no action.")
    await marcus.presses("Do it now")
    await marcus.fills({"Why?": "We do not have this pump."})
    await marcus.sees(
        "Waits to be closed on CAS", "The CAS officer closes it on CAS.", never=("say here on which day",)
    )
    await colin.sees("Close this alert on CAS", "No action is required.", buttons=("Closed on CAS", "Open it again"))

    await colin.presses("Open it again")
    await colin.fills({"Why?": "Theatre found two of these pumps."})
    await colin.sees("Opened again. Those concerned are told why.", "Who does what?")
    await marcus.sees("An alert is open again", "The reason: Theatre found two of these pumps.")
    await marcus.says("status NatPSA/2026/003")
    await marcus.presses("History")
    await marcus.sees("Opened again", "Theatre found two of these pumps.", "We do not have this pump.")


@ON_SLACK
async def test_evidence_for_one_of_two_actions_leaves_no_card_that_tells_of_before(trust: Northmoor) -> None:
    leila, jo = trust.person("leila"), trust.person("jo")
    await trust.record_alert()
    await leila.presses("Acknowledge both")
    await leila.presses("Add evidence")
    await leila.fills({"What was done?": "All sets are replaced."})
    await leila.sees(
        "Evidence sent. Thank you.", "Still with you: action 3, due Fri 19 Feb 2027", "2. Replace the giving"
    )
    assert await leila.count("Evidence waits to be accepted") == 2, "the answer, and the card that came first"
    await leila.presses("See the evidence")
    await leila.presses("Take it back")
    await leila.sees("Taken back.", "There is no evidence yet.")
    await jo.sees("Evidence for action 2", "All sets are replaced.")
    await jo.presses("Accept")
    await jo.sees("This has changed since that message was written.", never=("Accepted by you",))
    assert await leila.count("Evidence waits to be accepted") == 0


@ON_THE_PAGE
async def test_evidence_that_comes_after_the_action_was_handed_over_is_given_back(trust: Northmoor) -> None:
    leila, colin, owen, tomasz = (trust.person(name) for name in ("leila", "colin", "owen", "tomasz"))
    await trust.record_alert(**TRAINING)
    await leila.presses("Acknowledge")
    await leila.presses("Add evidence")
    await colin.forges("chat.open", "alerts.hand_over:1")
    await colin.fills({"Who takes it over?": "Tomasz Nowak", "Why?": "He trains them."})
    await tomasz.sees("You lead 1 action of NatPSA/2026/003", buttons=("Acknowledge",))
    await leila.fills({"What was done?": "Two of nine are trained. nhs 999 526 0182"})
    await leila.sees("Your evidence was not sent", "Two of nine are trained.", never=("999 526 0182",))
    assert await trust.rows("evidence") == 0

    await owen.says("my actions")
    await owen.presses("Show")
    await owen.presses("Acknowledge")
    await owen.presses("Add evidence")
    await owen.fills({"What was done?": "All nine are trained."})
    await owen.sees("Evidence sent. Thank you.")
    await colin.says("status NatPSA/2026/003")
    await colin.presses("History")
    await colin.presses("Earlier")
    await colin.sees("Evidence sent", "Mr Owen Pryce for Tomasz Nowak", "Handed over")


@ON_THE_PAGE
async def test_nobody_signs_twice_and_an_executive_who_gave_evidence_does_not_sign(trust: Northmoor) -> None:
    marcus, helen, leila, jo = (trust.person(name) for name in ("marcus", "helen", "leila", "jo"))
    await _make_executives(trust, "Helen Marsh", "Dr Leila Haddad")
    await trust.record_alert(**TRAINING)
    await leila.presses("Acknowledge")
    await leila.presses("Add evidence")
    await leila.fills({"Link to a policy, audit or minutes": "https://example.org/?nhs=999%20526%200182"})
    await leila.sees(
        errors=("This link holds what looks like a patient's name or number. Please give one without it.",)
    )
    assert "999%20526" not in await trust.stored_text()
    await leila.fills({"What was done?": "All are trained."})
    await leila.forges("alerts.accept", "1:2")
    await leila.sees("You added evidence here yourself, so another person has to do this.")
    await jo.presses("Accept")
    await leila.says("status NatPSA/2026/003")
    stamp = await _stamp(trust)
    await leila.forges("chat.open", f"alerts.authorise:1:{stamp}")
    await leila.sees("You added evidence here yourself, so another person has to do this.")

    await marcus.presses("Authorise…")
    await helen.forges("chat.open", f"alerts.authorise:1:{stamp}")
    await marcus.fills({"Type the alert's number to authorise": "003"})
    await marcus.sees("Authorised by you.")
    moves = await trust.rows("alert_moves")
    await helen.fills({"Type the alert's number to authorise": "003"})
    await helen.sees("This has changed since that message was written.", never=("Authorised by you",))
    assert await trust.rows("alert_moves") == moves, "authorised once"


async def _make_executives(trust: Northmoor, *names: str) -> None:
    async with trust.database.transaction() as tx:
        for one in await people.all_active(tx):
            if one.name in names:
                await tx.execute(tables.person_roles.insert().values(person_id=one.id, role=Role.EXECUTIVE))


async def _stamp(trust: Northmoor) -> int:
    """Return the number that the card to sign carries."""
    async with trust.database.reading() as tx:
        alert = await alerts.get(tx, 1)
        assert alert is not None
        return alert.fence + sum(one.fence for one in await alerts.actions_of(tx, 1))
