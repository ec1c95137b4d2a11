"""Forgetting what leads from a report to its sender, on both databases: nothing else is lost with it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from storage import anonymous, outbox, people
from storage.database import Database
from storage.records import OutboxState, Platform
from storage.tables import outbox as table

HOUR = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NOW = HOUR + timedelta(minutes=17, seconds=13)


async def test_messages_about_the_draft_go_and_one_that_holds_others_only_loses_the_draft(database: Database) -> None:
    async with database.transaction() as tx:
        person = await people.meet(tx, Platform.SLACK, "home", "U1", name="Amina Yusuf", email=None, now=NOW)
        said = {"person_id": person.id, "due_at": NOW}
        for key, subject in (("alone", "draft:7"), ("holder", "draft:7"), ("rider", "alert:1"), ("near", "draft:71")):
            await outbox.add(tx, key=f"{key}:{subject}", kind="notice", subject=subject, body=f"by={person.id}", **said)
        keys = {row.key.partition(":")[0]: row.id for row in await tx.execute(select(table))}
        settled = {"state": OutboxState.SENT, "settled_at": NOW}
        await tx.execute(update(table).where(table.c.id == keys["holder"]).values(**settled))
        held = {"folded_into": keys["holder"], **settled}
        await tx.execute(update(table).where(table.c.id == keys["rider"]).values(**held))
    async with database.transaction() as tx:
        await anonymous.forget_traces(tx, person.id, NOW, HOUR, seen=HOUR, drafts=[7])
    async with database.reading() as tx:
        left = {row.id: row for row in await tx.execute(select(table))}
        known = (await people.by_ids(tx, [person.id]))[person.id]
    assert set(left) == {keys["holder"], keys["rider"], keys["near"]}
    assert (left[keys["holder"]].subject, left[keys["holder"]].body) == ("draft", None)
    assert "7" not in left[keys["holder"]].key.replace(str(keys["holder"]), "")
    assert left[keys["rider"]].folded_into == keys["holder"]
    assert left[keys["near"]].subject == "draft:71"
    assert known.name == "Amina Yusuf"
