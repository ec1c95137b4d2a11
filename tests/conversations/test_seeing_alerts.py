"""Keeping watch over alerts: lists, progress, the whole history, the timeline, the figures and the file."""

import csv
import io

from northmoor import Northmoor
from on_one import ON_THE_PAGE
from sqlalchemy import select

from storage import files, tables

RAILS = {
    "reference": "NatPSA/2026/001/MHRA",
    "title": "Bed rails: risk of entrapment",
    "issued": "2026-10-05",
    "complete_by": "2026-12-11",
    "complex": False,
    "actions": [("Measure every bed rail", "2026-11-20", "owen.pryce", "leila.haddad")],
}


async def test_alerts_are_listed_with_their_progress_and_by_whose_they_are(trust: Northmoor) -> None:
    jo, leila, amina = (trust.person(name) for name in ("jo", "leila", "amina"))
    await trust.record_alert()
    await trust.record_alert(**RAILS)
    await jo.commands("alerts")
    found = await jo.sees(
        "Open alerts (2)", "Late: NatPSA/2026/001: Bed rails: risk of entrapment",
        "0 of 1 action accepted ░░░░░░░░░░ 0 % · 1 action late", "NatPSA/2026/003: Example infusion pump",
        "next Fri 18 Dec (in 18 working days) · complete by Mon 1 Mar 2027",
        buttons=("Show", "Nudge the next owner", "Late only", "By directorate", "By lead", "Figures"),
    )  # fmt: skip
    assert found.text.index("Bed rails") < found.text.index("Example infusion pump")
    await jo.commands("alerts late")
    await jo.sees("Late alerts (1)", "Bed rails", never=("infusion pump",))
    await jo.commands("alerts by directorate")
    await jo.sees("Open actions by directorate", "Late: 1 · 1 open action of 1 alert · next due Fri 20 Nov")
    await jo.commands("alerts haddad")
    await jo.sees("Open alerts: Dr Leila Haddad (1)", "Example infusion pump", never=("Bed rails",))
    await jo.commands("alerts zeppelin")
    await jo.sees("Whose alerts?", "no directorate and no lead", buttons=("All open alerts",))
    await leila.commands("alerts mine")
    await leila.sees("My alerts (2)", buttons=("Show",))
    await amina.commands("alerts")
    await amina.sees("Open alerts (0)", "No alert is open that you can see.", never=("pump",))
    await amina.forges("status.alert", "1")
    await amina.sees("Nothing found", never=("pump",))
    for what in ("history", "timeline"):
        await amina.forges(f"status.{what}", "1:0")
        await amina.sees("Nothing found", never=("pump",))


@ON_THE_PAGE
async def test_the_whole_history_says_who_did_what_and_who_was_told(trust: Northmoor) -> None:
    jo, tomasz, amina = (trust.person(name) for name in ("jo", "tomasz", "amina"))
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await trust.move(hours=1)
    await jo.commands("status NatPSA/2026/003")
    await jo.sees(
        facts={"Progress": "1 of 3 actions acknowledged, 0 of 3 accepted ░░░░░░░░░░ 0 %"},
        buttons=("History", "Timeline", "Download"),
    )
    await jo.presses("History")
    await jo.sees(
        "Everything that happened", "Told: their actions", "to Dr Leila Haddad", "1 to 8 of", buttons=("Earlier",)
    )
    await jo.sees("Acknowledged", "today, 09:05 · action 1 · Tomasz Nowak")
    await jo.sees(
        "To be sent, as it stands now:", "To be sent: reminder: not acknowledged yet",
        "Wed 25 Nov, 09:00 · action 2 · to Dr Leila Haddad", buttons=("All that is to be sent",),
    )  # fmt: skip
    await jo.presses("Earlier")
    await jo.sees("Version 1, complete by 01/03/2027", buttons=("Back to the alert",))
    await jo.presses("Back to the alert")
    await jo.presses("Timeline")
    await jo.sees("NatPSA/2026/003/MHRA: planned and done", "Pale: planned.")

    await jo.commands("alert figures")
    await jo.sees(
        "Alert figures",
        facts={"Open past the deadline": "0 (target 0)", "Open alerts": "1 of 1", "Evidence returned": "none yet"},
    )
    await jo.commands("trends")
    await jo.sees("We count how well the trust keeps up with alerts, by quarter.", buttons=("Alert figures",))
    await amina.commands("trends")
    await amina.sees("We do not draw trends of reports.", buttons=("See what is open",), never=("by quarter",))
    await amina.commands("figures")
    seen = await amina.sees("Figures", "We do not draw trends of reports.", never=("by quarter",))
    assert "Trends" not in seen.text
    await amina.commands("compliance")
    await amina.sees("Figures about all alerts are for the safety team, the CAS officer and executives.")


async def test_the_log_is_a_file_for_one_person_who_oversees_alerts(trust: Northmoor) -> None:
    jo, tomasz = trust.person("jo"), trust.person("tomasz")
    await trust.record_alert()
    await tomasz.presses("Acknowledge")
    await jo.commands("status NatPSA/2026/003")
    await jo.presses("Download")
    await jo.sees("Download NatPSA-2026-003-2026-11-24.csv", "works once, for 5 minutes", buttons=("Open the link",))
    async with trust.database.reading() as tx:
        (key,) = [row.key for row in await tx.execute(select(tables.files))]
        content = (await files.content_of(tx, key)).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    (step,) = [row for row in rows if row["what"] == "Acknowledged"]
    assert (step["by"], step["action"], step["when_london"]) == ("Tomasz Nowak", "1", "24/11/2026 09:05:00 GMT")
    assert {row["told"] for row in rows} >= {"Dr Leila Haddad", "Dr Marcus Adeyemi"}
    audited = await trust.stored_text()
    assert "alerts.exported" in audited
    await tomasz.forges("status.download", "1")
    await tomasz.sees("Figures about all alerts are for the safety team")
    async with trust.database.reading() as tx:
        assert [row.key for row in await tx.execute(select(tables.files))] == [key]
