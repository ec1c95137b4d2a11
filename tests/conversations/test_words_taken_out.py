"""Words that slipped through: the safety team takes them out of every version of a report, and they are nowhere."""

import json

from a_fall import report
from northmoor import Northmoor
from on_one import ON_SLACK
from sqlalchemy import select

from storage.tables import audit, incident_revisions

SURE = {"This cannot be undone. Do you want it?": "Yes, take them out"}


async def test_a_reporter_takes_a_name_out_and_the_safety_team_takes_it_out_of_every_version(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await report(amina, **{"What happened?": "Patient with the Red wig slipped. The red  wig was wet"})
    await amina.commands("status SE-2026-000001")
    await amina.presses("Add, change or take back")
    await amina.presses("Change it")
    await amina.fills({"What happened?": "Patient slipped. The wig was wet"})
    await amina.presses("Save the change")
    await amina.fills({"Why did you change it?": "Everybody knows the red wig"})
    await amina.sees("is changed: What happened", "they can take words out of every version")
    assert "with the Red wig" in await trust.stored_text()
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Was it the red wig that slipped?"})
    await amina.presses("Answer")
    await amina.fills({"Your answer": "The red wig, yes"})
    await jo.commands("review SE-2026-000001")
    await jo.presses("More")
    await jo.presses("Take out words")
    await jo.sees("Take out words", "Report SE-2026-000001.")
    await jo.fills({**SURE, "Which words should we take out?": "blue scarf"})
    await jo.sees("We did not find these words")
    await jo.presses("More")
    await jo.presses("Take out words")
    answered = {"This cannot be undone. Do you want it?": "No, leave the report as it is"}
    await jo.fills({**answered, "Which words should we take out?": "red wig"})
    await jo.sees("Nothing was taken out.", "The red wig, yes")
    await jo.presses("More")
    await jo.presses("Take out words")
    await jo.fills({**SURE, "Which words should we take out?": "red wig\n"})
    await jo.sees("Taken out. The words stood in 6 places of the report", "The [removed], yes", never=("red wig",))
    stored = await trust.stored_text()
    assert [words for words in ("red wig", "Red wig", "red  wig") if words in stored] == []
    async with trust.database.reading() as tx:
        told = (await tx.execute(select(incident_revisions.c.what_happened).order_by("revision"))).scalars().all()
        (act,) = (await tx.execute(select(audit).where(audit.c.act == "report.words_removed"))).all()
    assert told[0] == "Patient with the [removed] slipped. The [removed] was wet"
    assert (act.subject, act.detail["report"]) == ("incident:1", 6)
    assert "wig" not in json.dumps(act.detail)


@ON_SLACK
async def test_who_looks_after_a_report_cannot_take_words_out(trust: Northmoor) -> None:
    amina, jo, tomasz = (trust.person(one) for one in ("amina", "jo", "tomasz"))
    await report(amina)
    await jo.commands("review SE-2026-000001")
    await jo.presses("More")
    await jo.presses("Give to a colleague")
    await jo.fills({"Who looks after this report?": "Tomasz Nowak"})
    await tomasz.commands("review SE-2026-000001")
    await tomasz.presses("More")
    card = await tomasz.sees("More about SE-2026-000001")
    assert "Take out words" not in card.buttons
    await tomasz.forges("chat.open", "review.take_out:SE-2026-000001")
    await tomasz.sees("Only the patient safety specialist can take words out")
