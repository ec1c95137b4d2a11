"""Words taken out of what is kept of a report for some days, on both databases, and of nothing else."""

import json
from datetime import timedelta

from invented import LEAD, NURSE, T0, a_content, found_trust, send_report
from sqlalchemy import select

from storage import conversations, corrections, drafts, incidents, outbox, people, reviews, taking_out
from storage.database import Database, Transaction
from storage.records import NoteKind, Platform, Screened
from storage.tables import conversations as conversations_table
from storage.tables import deliveries, incident_revisions
from storage.tables import drafts as drafts_table
from storage.tables import outbox as outbox_table
from storage.taking_out import REASON_MOST, Taken

STORY = "Renée Ward-Plim fell"
HERS = {"values": {"what_happened": STORY, "location": "#1", "physical": "low"}, "files": "1 photo"}


async def _kept_about(tx: Transaction, reference: str, person_id: int, name: str) -> None:
    """Keep a draft, a conversation, a message and an answer of a person, all of which hold the story."""
    edits = {**HERS, "edits": {"reference": reference, "facts": [["What happened", STORY]]}}
    await drafts.add(tx, person_id=person_id, form="x", values=edits, now=T0, expires_at=T0 + timedelta(days=7))
    body = json.dumps({"cards": [{"title": reference, "parts": [STORY], "value": "incidents.low"}]}, ensure_ascii=False)
    await outbox.add(
        tx, key=name, kind="reply", subject=f"person:{person_id}", person_id=person_id, due_at=T0, body=body
    )
    await people.link(tx, Platform.SLACK, "home", name, person_id)
    where = (Platform.SLACK, "home", name, "D1")
    await conversations.begin(tx, *where, T0, timedelta(days=7))
    await conversations.save(tx, *where, {"words": STORY, "asking": "low"}, T0, timedelta(days=7))
    await conversations.first_time(tx, name, T0)
    await conversations.keep_answer(tx, name, body, person_id)


async def _texts(tx: Transaction) -> list[str]:
    """Return what stands in the kept rows, a text for each row."""
    columns = (drafts_table.c["values"], outbox_table.c.body, conversations_table.c.state, deliveries.c.reply)
    rows = [one for column in columns for one in (await tx.execute(select(column))).scalars()]
    return [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows]


async def test_words_go_from_what_is_kept_of_a_report_and_codes_stay(database: Database) -> None:
    ids = await found_trust(database)
    sent = await send_report(database, STORY, by=ids[NURSE])
    async with database.transaction() as tx:
        await _kept_about(tx, sent.reference, ids[NURSE], "nurse")
        await _kept_about(tx, "SE-2026-000999", ids[LEAD], "lead")
        await reviews.add_note(tx, sent.id, NoteKind.REVIEW, Screened("Low bed"), by=ids[LEAD], now=T0)
        for one in (ids[NURSE], ids[LEAD]):
            assert await corrections.add(tx, one, ("renée", "ward-plim", "waterlow"), T0)
        assert await taking_out.count(tx, sent, ["renée  ward-plim", "low"]) == Taken(2, 10)
        assert await taking_out.take_words_out(tx, sent, ["renée  ward-plim", "low"]) == Taken(2, 10)
        assert [await corrections.words_of(tx, ids[one]) for one in (NURSE, LEAD)] == [{"waterlow"}] * 2
        texts = await _texts(tx)
        (mine, _) = (await tx.execute(select(drafts_table).order_by(drafts_table.c.id))).mappings().all()
    assert mine["values"]["values"] == {"what_happened": "[removed] fell", "location": "#1", "physical": "low"}
    assert (mine["values"]["edits"]["reference"], mine["version"]) == (sent.reference, 2)
    # An answer is kept for its repetition alone, so it goes from the lead's as well; all else of theirs is another's.
    assert sum("Renée" in one for one in texts) == 3
    assert sum("incidents.low" in one for one in texts) == 4


async def test_words_go_from_ones_own_drafts_and_waiting_answers_and_from_nobody_elses(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        await _kept_about(tx, "SE-2026-000998", ids[NURSE], "nurse")
        await _kept_about(tx, "SE-2026-000999", ids[LEAD], "lead")
        for one in (ids[NURSE], ids[LEAD]):
            assert await corrections.add(tx, one, ("renée", "waterlow"), T0)
        await taking_out.take_out_of_own(tx, ids[NURSE], ["renée ward-plim"])
        assert [len(await corrections.words_of(tx, ids[one])) for one in (NURSE, LEAD)] == [1, 2]
        bodies = (await tx.execute(select(outbox_table.c.body).order_by(outbox_table.c.id))).scalars().all()
        told = (await tx.execute(select(drafts_table.c["values"]).order_by(drafts_table.c.id))).scalars().all()
    assert [STORY in json.loads(one)["cards"][0]["parts"] for one in bodies] == [False, True]
    assert [one["values"]["what_happened"] for one in told] == ["[removed] fell", STORY]
    assert told[0]["edits"]["facts"] == [["What happened", "[removed] fell"]]


async def test_what_people_typed_and_dates_and_numbers_are_never_taken_for_codes(database: Database) -> None:
    ids = await found_trust(database)
    phrases = ["rowan", "12/3/48", "1948-03-12", "4471", "12.3"]
    values = {
        "values": {"drugs": "rowan", "how_again": "rowan", "kind": "rowan"},
        "edits": {"facts": [["What was done", "rowan"]], "reference": "SE-2026-004471|rowan"},
        "card": {"title": "rowan", "text": "rowan", "pairs": [["Name", "rowan"]]},
        "said": ["12/3/48", "1948-03-12", "a/4471", "12.3", "d17:3", "confirm:#12"],
    }
    async with database.transaction() as tx:
        await drafts.add(tx, person_id=ids[NURSE], form="x", values=values, now=T0, expires_at=T0 + timedelta(days=7))
        await taking_out.take_out_of_own(tx, ids[NURSE], phrases)
        kept = (await tx.execute(select(drafts_table.c["values"]))).scalar_one()
    assert kept["values"] == {"drugs": "[removed]", "how_again": "[removed]", "kind": "rowan"}
    assert kept["edits"] == {"facts": [["What was done", "[removed]"]], "reference": "SE-2026-004471|rowan"}
    assert kept["card"] == {"title": "[removed]", "text": "[removed]", "pairs": [["Name", "[removed]"]]}
    assert kept["said"] == ["[removed]", "[removed]", "a/[removed]", "[removed]", "d17:3", "confirm:#12"]


async def test_a_reason_that_the_marks_make_too_long_loses_its_end(database: Database) -> None:
    ids = await found_trust(database)
    reason = ("jo " * 100)[:REASON_MOST]
    async with database.transaction() as tx:
        sent = await incidents.submit(tx, a_content("pt fell"), reporter_id=ids[NURSE], now=T0, year=2026)
        sent = await incidents.revise(tx, sent, by=None, reason=reason, now=T0)
        assert await taking_out.take_words_out(tx, sent, ["jo"]) == Taken(100, 0)
        kept = (
            await tx.execute(select(incident_revisions.c.reason).where(incident_revisions.c.revision == 2))
        ).scalar()
    assert kept is not None
    assert len(kept) <= REASON_MOST
    assert kept.endswith("[removed]")
    assert kept.replace("[removed]", "").strip() == ""
