"""A photo with a report, as it is asked about, handed over and opened on every platform."""

import pytest
from northmoor import Northmoor
from on_slack import SlackDriver
from on_teams import TeamsDriver
from samples import SECRET, photo
from sqlalchemy import select
from talking import Answer

from storage import files
from storage.records import Platform
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
    await amina.sees("Check your report", "Before we add your 1 photo", "a wristband")
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
