"""A photo with a report, as it is asked about, handed over and opened on every platform."""

import pytest
from northmoor import Northmoor
from on_one import ON_SLACK
from on_slack import SlackDriver
from on_teams import TeamsDriver
from samples import SECRET, photo
from sqlalchemy import select
from talking import Answer

from storage import files
from storage.records import Platform
from storage.tables import audit, file_links, incident_files
from storage.tables import files as files_table

CHATS = pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TEAMS], ids=str, indirect=True)
"""Places where a file can be dropped beside the words; the demo page has none."""
NOBODY: dict[str, Answer] = {"Does it show who a patient is?": "No, none of these"}


async def test_a_photo_goes_with_the_report_and_the_safety_team_can_open_it(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("pt fell on ward 7, no injury, not upset")
    await amina.presses("More")
    await amina.presses("Add a photo or PDF")
    await amina.sees("Does it show who a patient is?")
    await amina.attaches(NOBODY, "Mrs Smith 9990000018.jpg", photo())
    await amina.sees("Added to your draft", "photo 1.jpg (Picture, 1 KB)", never=("Smith",))
    await amina.presses("Back to your report")
    await amina.sees("Check your report", "With it: photo 1.jpg (Picture, 1 KB).")
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001", buttons=("Add a photo or PDF",))
    async with trust.database.reading() as tx:
        (content,) = (await tx.execute(select(files_table.c.content))).scalars()
    assert SECRET.encode() not in content
    await jo.says("review SE-2026-000001")
    await jo.sees("Review SE-2026-000001", facts={"Files": "1 photo"})
    await jo.presses("Show the files")
    await jo.sees("Files of report SE-2026-000001", "photo 1.jpg", "Picture, 1 KB", never=("Smith",))
    await jo.presses("Download")
    await jo.sees("works once, for 5 minutes")
    await amina.never_sees("Mrs Smith 9990000018", SECRET)


@CHATS
async def test_a_file_in_the_chat_is_asked_about_before_it_is_added(trust: Northmoor) -> None:
    assert isinstance(trust.driver, SlackDriver | TeamsDriver)
    amina = trust.person("amina")
    await amina.looks()
    await trust.driver.send_file("amina", "pt fell on ward 7, no injury, not upset", "IMG_1.jpg", photo())
    await trust.settle()
    await amina.sees("Check your report", "Before we add your photo", "a wristband")
    await amina.presses("No, none of these")
    await amina.sees("Added to your draft", "photo 1.jpg")
    await trust.driver.send_file("amina", "", "IMG_2.jpg", photo((30, 30)))
    await trust.settle()
    await amina.presses("Yes, or not sure: delete it")
    await amina.sees("Not added", "We did not keep it")
    async with trust.database.reading() as tx:
        kept = (await tx.execute(select(files_table.c.key))).scalars().all()
        assert len(kept) == 1
        assert await files.incidents_of(tx, kept[0]) == []


@ON_SLACK
async def test_a_photo_in_a_forwarded_message_is_asked_about_as_one_of_ones_own(trust: Northmoor) -> None:
    assert isinstance(trust.driver, SlackDriver)
    amina = trust.person("amina")
    await amina.looks()
    words = "pt slipped on ward 7, no injury, not upset. nhs 999 526 0182"
    await trust.driver.forward_file("amina", words, "Mrs Smith.jpg", photo(), gone=1)
    await trust.settle()
    await amina.sees("Check your report", "pt slipped on ward 7", "We removed 1 NHS number.", never=("999 526",))
    await amina.sees("Before we add your photo", "a wristband", "We could not fetch 1 file.", never=("Smith",))
    await amina.presses("No, none of these")
    await amina.sees("Added to your draft", "photo 1.jpg")
    await trust.driver.forward_file("amina", "", "IMG_2.jpg", photo((30, 30)))
    await trust.settle()
    await amina.sees("Before we add your photo", never=("reached us without its words",))


async def test_a_photo_with_a_report_without_a_name_names_nobody_and_its_code_leads_to_the_answer(
    trust: Northmoor,
) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await amina.says("pt fell on ward 7, no injury, not upset")
    await amina.presses("More")
    await amina.presses("Add a photo or PDF")
    await amina.attaches(NOBODY, "Amina Yusuf ward 7.jpg", photo())
    await amina.presses("Back to your report")
    await amina.presses("Send without my name")
    await amina.fills({})
    seen = await amina.sees("Your report is with the safety team, without your name.")
    code = next(word for word in seen.text.split() if word.count("-") == 4)
    async with trust.database.reading() as tx:
        (file,) = (await tx.execute(select(files_table))).all()
        told = [repr(tuple(row)) for table in (incident_files, file_links) for row in await tx.execute(select(table))]
        acts = (await tx.execute(select(audit).where(audit.c.act.like("incident.%")))).all()
    assert (file.name, file.owner_id, file.held_until) == ("photo 1.jpg", None, None)
    assert (file.stored_at.minute, file.stored_at.second) == (0, 0)
    for planted in (SECRET, "Amina", "Yusuf"):
        assert planted.encode() not in file.content
        assert planted not in "".join(told)
    assert {one.actor for one in acts} == {"anonymous"}
    await jo.commands("review SE-2026-000001")
    await jo.presses("Ask the reporter")
    await jo.fills({"What would you like to know?": "Where was the photo taken?"})
    await jo.commands("review SE-2026-000001")
    await jo.presses("Show the files")
    await jo.presses("Download")
    await jo.sees("works once, for 5 minutes", never=("Amina",))
    await amina.says(f"code {code}")
    await amina.sees("Where was the photo taken?")
