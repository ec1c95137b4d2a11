"""A person's role: asked once, on their next reports, changed when they like, never on a report without a name."""

from northmoor import Northmoor
from sqlalchemy import select

from storage.tables import incident_revisions

FELL = "pt fell on ward 7, no injury, not upset"


async def test_a_role_is_asked_once_kept_changed_and_never_goes_without_a_name(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says(FELL)
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001", "Your role, if you like")
    await amina.presses("Tell us your role")
    await amina.fills({"What is your role?": "Nurse or midwife"})
    await amina.sees("Saved", "Nurse or midwife. It goes with report SE-2026-000001 and your next ones.")
    await amina.says("apixaban given twice on ward 12 at 0800 today, no harm, not upset")
    await amina.sees("Check your report", facts={"Your role": "Nurse or midwife"})
    await amina.presses("More")
    await amina.presses("Your role")
    await amina.fills({"What is your role?": "Doctor or dentist"})
    await amina.sees("Check your report", facts={"Your role": "Doctor or dentist"})
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000002", never=("Your role, if you like",))
    await amina.says("syringe pump alarm failed on ward 3 yesterday at 1400, no harm, not upset")
    await amina.sees("Check your report", facts={"Your role": "Doctor or dentist"})
    await amina.presses("Send without my name")
    await amina.fills({})
    await amina.sees("Your code:")
    async with trust.database.reading() as tx:
        found = (await tx.execute(select(incident_revisions.c.coded).order_by(incident_revisions.c.incident_id))).all()
    assert [row.coded.get("role") for row in found] == [None, "5", "4", None]


async def test_a_role_goes_at_once_with_what_was_begun_before_it_was_told(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says(FELL)
    await amina.presses("Not now")
    await amina.commands("my role")
    if "Open the form" in [label for sight in await amina.new() for label in sight.buttons]:
        await amina.presses("Open the form")
    await amina.fills({"What is your role?": "Nurse or midwife"})
    await amina.commands("my drafts")
    await amina.presses("Go on")
    await amina.sees("Check your report", facts={"Your role": "Nurse or midwife"})
