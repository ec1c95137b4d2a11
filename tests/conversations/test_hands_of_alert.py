"""Into whose hands the actions of an alert go: leads confirmed, not mine, handed over, kept, split, cancelled.

Each stands on one platform; the whole life of an alert is told on all three.
"""

from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE


@ON_TEAMS
async def test_the_executive_says_whether_the_leads_of_a_file_are_right(trust: Northmoor) -> None:
    marcus, colin = trust.person("marcus"), trust.person("colin")
    await trust.record_alert()
    await marcus.sees("Are these the right leads?", buttons=("These leads are right", "Name other leads"))
    await marcus.presses("These leads are right")
    await marcus.sees("Confirmed by you: Dr Leila Haddad, Tomasz Nowak.")
    moves = await trust.rows("alert_moves")
    await marcus.forges("alerts.leads_right", "1:0")
    assert await trust.rows("alert_moves") == moves, "confirmed once"
    await colin.forges("alerts.leads_right", "1:1")
    await colin.sees("Only an executive can confirm its leads.", buttons=("Ask the executive",))


@ON_SLACK
async def test_an_action_that_is_not_theirs_goes_to_whom_the_executive_gives_it(trust: Northmoor) -> None:
    tomasz, marcus, priya, helen = (trust.person(name) for name in ("tomasz", "marcus", "priya", "helen"))
    await trust.record_alert()
    await tomasz.presses("Not mine")
    await tomasz.fills({"Why is it not yours?": "Purchasing is Helen's.", "Who would be right?": "Helen Marsh"})
    await tomasz.sees("Asked. Until somebody decides, it stays with you.")
    await marcus.sees("Is this action theirs?", "Tomasz Nowak says that action 1", buttons=("Keep it with them",))
    await marcus.presses("Give it to Helen Marsh")
    await marcus.sees("Helen Marsh has action 1 now, and is told.")
    await helen.sees("You lead 1 action of NatPSA/2026/003", "Find every pump", buttons=("Acknowledge", "Not mine"))
    await tomasz.sees("An action is in other hands", "Helen Marsh has it now.")
    await priya.sees("An action is in other hands")
    moves = await trust.rows("alert_moves")
    await marcus.forges("alerts.keep", "1:1")
    await marcus.sees("This has changed since that message was written.")
    assert await trust.rows("alert_moves") == moves, "an old button does nothing"


@ON_TEAMS
async def test_a_lead_of_a_complex_alert_asks_the_executive_to_hand_over_and_is_told_to_keep_it(
    trust: Northmoor,
) -> None:
    tomasz, marcus, helen, colin = (trust.person(name) for name in ("tomasz", "marcus", "helen", "colin"))
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await tomasz.presses("Hand over")
    await tomasz.sees("The alert is complex, so its executive decides.")
    await tomasz.fills({"Who takes it over?": "Helen Marsh"})
    await marcus.presses("Keep it with them")
    await marcus.sees("It stays with Tomasz Nowak, who is told.")
    await tomasz.sees("It stays with you")
    await helen.never_sees("NatPSA/2026/003")
    await colin.never_sees("Is this action theirs?")


@ON_SLACK
async def test_actions_are_split_cancelled_and_handed_on_by_the_executive(trust: Northmoor) -> None:
    tomasz, marcus, grace, leila = (trust.person(name) for name in ("tomasz", "marcus", "grace", "leila"))
    await trust.record_alert()
    await marcus.presses("Name other leads")
    await marcus.sees("Who does what", buttons=("Hand over", "Split", "Cancel it", "These leads are right"))
    await marcus.forges("chat.open", "alerts.split:1")
    await marcus.fills(
        {
            "Where does the present owner do it?": "Clinical Support",
            "Where does the new owner do it?": "Women and Children",
            "Who does it there?": "Grace Mensah",
            "Due on": "2026-12-18",
        }
    )
    await marcus.sees("Split: Grace Mensah does it for Women and Children", "1 (Clinical Support). Find every pump")
    await grace.sees("You lead 1 action of NatPSA/2026/003", "1 (Women and Children). Find every pump")
    await marcus.forges("chat.open", "alerts.cancel_action:3")
    await marcus.fills({"Why?": "Nobody uses this pump in training."})
    await marcus.sees("Action 3 is cancelled. Its owner is told why.")
    await leila.sees("An action is cancelled")
    await tomasz.forges("chat.open", "alerts.cancel_action:1")
    await tomasz.sees("Only an executive can cancel it.", buttons=("Ask the executive",))


@ON_THE_PAGE
async def test_somebody_else_learns_nothing_about_an_alert_from_any_of_its_buttons(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await trust.record_alert()
    before = await trust.rows("alert_moves")
    for action, value in (
        ("alerts.cas", "1"), ("alerts.sign", "1"), ("alerts.evidence", "1"), ("alerts.accept", "1:0"),
        ("alerts.executive_is", "1:1"), ("alerts.give", "1:0:1"), ("alerts.start", "1"), ("alerts.life", "1"),
        ("alerts.ask", "1:authorise"), ("alerts.hands", "1"), ("chat.open", "alerts.authorise:1:0"),
        ("chat.open", "alerts.closed:1"), ("chat.open", "alerts.evidence:1"), ("chat.open", "alerts.assign:1"),
    ):  # fmt: skip
        await amina.forges(action, value)
        await amina.sees("We did not find that alert, or it is not yours to see.")
    await amina.never_sees("pump")
    assert await trust.rows("alert_moves") == before


async def test_a_file_is_evidence_after_the_question_about_patients_and_the_judge_opens_it(trust: Northmoor) -> None:
    tomasz, jo = trust.person("tomasz"), trust.person("jo")
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await tomasz.presses("Add a file")
    asked = "Does it show who a patient is?"
    await tomasz.attaches({asked: "No, nobody"}, "Pump policy.txt", b"All pumps were counted. nhs 999 526 0182\n")
    await tomasz.sees("Evidence sent. Thank you.", "1 piece of evidence")
    await jo.sees("Evidence for action 1", "A file", "Tomasz Nowak", buttons=("Open the file", "Accept"))
    await jo.presses("Open the file")
    await jo.sees("The link works once")
    assert "9995260182" not in (await trust.stored_text()).replace(" ", "")
    assert await trust.rows("evidence") == 1
