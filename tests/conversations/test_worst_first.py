"""The worst reports reach somebody at once, stand first in the review, and can be asked for by name."""

from a_fall import report
from northmoor import Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE

TROLLEY = "resus trolley on ED hasnt had its adult pads replaced for a week, someone will die"


@ON_SLACK
async def test_danger_that_may_come_very_soon_reaches_the_executives_and_the_specialist(trust: Northmoor) -> None:
    amina, chidi, jo, marcus = (trust.person(one) for one in ("amina", "chidi", "jo", "marcus"))
    await report(amina)
    await jo.never_sees("New report: SE-2026-000001")
    await chidi.says(TROLLEY)
    await chidi.sees("This sounds dangerous. Make it safe first", never=("family",), facts={"Danger very soon": "Yes"})
    await chidi.presses("Submit")
    await chidi.sees("Thank you. Report SE-2026-000002", "the executive")
    for one in (jo, marcus):
        await one.sees(
            "New report: SE-2026-000002", "You receive this because harm may come very soon", never=("pads",)
        )
    await jo.commands("review")
    seen = await jo.sees("Reports to review (2)", "Danger very soon\nReceived", "Low harm\nReceived")
    assert seen.text.index("SE-2026-000002") < seen.text.index("SE-2026-000001")
    for words in ("review urgent", "review serious reports", "review danger"):
        await jo.commands(words)
        await jo.sees("SE-2026-000002", "(1)", never=("SE-2026-000001",))
    for words, title in (
        ("all open", "Reports to review (2)"), ("reports", "Reports to review (2)"), ("queue", "Reports to review (2)"),
        ("late answers", "Reporters to answer, late (0)"), ("overdue answers", "Reporters to answer, late (0)"),
        ("my reports", "Reports that you look after (0)"),
    ):  # fmt: skip
        await jo.commands(f"review {words}")
        await jo.sees(title)
    await jo.commands("review wibble")
    await jo.sees("We do not know that list of reports.", "review serious", never=("SE-2026",))
    await jo.commands("status imminent danger")
    await jo.sees("Reports: danger very soon (1)", "SE-2026-000002", never=("SE-2026-000001",))


@ON_TEAMS
async def test_reports_with_a_flag_are_found_by_those_who_may_see_them(trust: Northmoor) -> None:
    amina, ben, jo, farah, sian = (trust.person(one) for one in ("amina", "ben", "jo", "farah", "sian"))
    await report(amina, **{"Physical harm to the patient?": "Fatal"})
    await report(ben, **{"What happened?": "Relative shouted at the patient and hit her, safeguarding referral made"})
    await jo.commands("status fatal")
    await jo.sees("Reports: fatal (1)", "SE-2026-000001", "Fatal · To decide: Duty of Candour, CQC, Medical Examiner")
    await jo.commands("status never events")
    await jo.sees("Reports: Never Event (0)", "No such report that you can see")
    for one in (jo, farah, ben):
        await one.commands("status safeguarding")
        await one.sees("Reports: safeguarding (1)", "SE-2026-000002", never=("SE-2026-000001",))
    await sian.commands("status safeguarding")
    await sian.sees("Reports: safeguarding (0)", never=("SE-2026",))
    await jo.commands("status natpsa")
    await jo.sees("Open alerts")
    await farah.commands("review urgent")
    await farah.sees("Only the patient safety specialist sees all reports.")


@ON_THE_PAGE
async def test_a_reporters_status_tells_of_their_reports_and_of_no_alert(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.commands("status")
    await amina.sees("Safety now", "You sent no report yet.", never=("Open alert actions", "Late"))
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Was the mat plugged in?"})
    await amina.commands("status")
    await amina.sees(
        "We asked you something", "you hear from us by Tue 8 Dec", buttons=("Answer", "Show"),
        facts={"My reports not closed yet": "1 of 1", "Waiting for my answer": "1", "You hear next by": "Tue 8 Dec"},
        never=("Open alert actions", "Nothing is open"),
    )  # fmt: skip
    await amina.presses("Answer")
    await amina.fills({"Your answer": "It was"})
    await amina.commands("status")
    await amina.sees("SE-2026-000001", never=("Waiting for my answer", "We asked you something"))
