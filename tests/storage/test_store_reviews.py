"""Reviews in the store, on both databases: the queue, notes, decisions, joining, and promises to reporters."""

from datetime import timedelta
from typing import Any

import pytest
from invented import LEAD, NURSE, SPECIALIST, T0, T, found_trust, send_report
from sqlalchemy import select, text, update

from storage import incidents, reviews
from storage.database import Database
from storage.records import (
    Coded,
    EventType,
    FlagAnswer,
    IncidentStatus,
    NoteKind,
    PatientHarm,
    PhysicalHarm,
    Screened,
)
from storage.rules.feedback import Owed, promise
from storage.rules.urgency import Mark
from storage.tables import incidents as incidents_table
from storage.tables import people


async def promised(database: Database, incident_id: int, days: int = 10) -> None:
    async with database.transaction() as tx:
        await reviews.begin(tx, incident_id, answer_due_at=promise(T0, days))


async def test_the_queue_is_the_oldest_first_and_leaves_out_what_is_closed(database: Database) -> None:
    sent = [await send_report(database, at=T(hours=number)) for number in range(7)]
    async with database.transaction() as tx:
        await incidents.revise(tx, sent[0], status=IncidentStatus.CLOSED, by=None, reason="", now=T(days=1))
        total, found = await reviews.queue(tx)
        _, rest = await reviews.queue(tx, offset=5)
    assert total == 6
    assert [one.id for one in found] == [one.id for one in sent[1:6]]
    assert [one.id for one in rest] == [sent[6].id]


async def test_the_queue_is_the_worst_first_and_follows_what_people_decide(database: Database) -> None:
    ids = await found_trust(database)
    grades = (None, PhysicalHarm.MODERATE, PhysicalHarm.FATAL, PhysicalHarm.NO_HARM, PhysicalHarm.SEVERE)
    plain, moderate, fatal, none, severe = [
        await send_report(database, at=T(hours=number), harms=(PatientHarm(1, grade, None),))
        for number, grade in enumerate(grades)
    ]
    coded = Coded(risk_imminent="y")
    danger = await send_report(database, at=T(hours=9), event_type=EventType.RISK, coded=coded, harms=())
    never = await send_report(database, at=T(hours=8), harms=(), coded=Coded(never_event=2))
    async with database.transaction() as tx:

        async def order(**chosen: Any) -> list[int]:
            return [one.id for one in (await reviews.queue(tx, limit=9, **chosen))[1]]

        worst = [fatal.id, severe.id, never.id, danger.id, moderate.id]
        assert await order() == [*worst, plain.id, none.id]
        assert await order(serious=True) == worst
        assert await order(mark=Mark.NEVER_EVENT) == [never.id]
        by = {"by": ids[SPECIALIST], "now": T0}
        await reviews.decide(tx, never, "never_event_review", FlagAnswer.NO, **by)
        await reviews.decide(tx, none, "safeguarding", FlagAnswer.YES, **by)
        await incidents.revise(tx, fatal, content=none.content, by=None, reason="", now=T0)
        assert await order(serious=True) == [severe.id, danger.id, moderate.id, none.id]
        assert (await incidents.search(tx, mark=Mark.SAFEGUARDING))[0] == 1


async def test_a_page_of_the_queue_is_read_from_the_index_without_sorting(database: Database) -> None:
    await send_report(database)
    page = select(incidents_table.c.id).where(reviews.OPEN_REPORT).order_by(*reviews.WORST_FIRST).limit(5)
    async with database.transaction() as tx:
        if not database.is_sqlite:
            await tx.execute(text("SET LOCAL enable_seqscan = off"))
            await tx.execute(text("SET LOCAL enable_sort = off"))
        spelt = str(page.compile(tx.sync_connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(map(str, await tx.execute(text(f"EXPLAIN {'QUERY PLAN ' * database.is_sqlite}{spelt}"))))
    assert "ix_incidents_worst_first" in plan
    assert "sort" not in plan.lower().replace("sorted", "")
    assert "TEMP B-TREE" not in plan


async def test_the_queue_of_one_handler_and_of_nobody(database: Database) -> None:
    ids = await found_trust(database)
    first, second = await send_report(database), await send_report(database)
    async with database.transaction() as tx:
        await reviews.assign(tx, first.id, ids[LEAD])
        _, mine = await reviews.queue(tx, handler_id=ids[LEAD])
        _, nobodys = await reviews.queue(tx, unassigned=True)
        assert [one.id for one in mine] == [first.id]
        assert [one.id for one in nobodys] == [second.id]
        assert mine[0].handler_id == ids[LEAD]
        await tx.execute(update(people).where(people.c.id == ids[LEAD]).values(active=False))
        assert (await reviews.queue(tx, unassigned=True, limit=0))[0] == 2


async def test_a_promise_is_given_once_and_kept_by_the_first_answer(database: Database) -> None:
    sent = await send_report(database)
    await promised(database, sent.id)
    await promised(database, sent.id, days=99)
    async with database.transaction() as tx:
        await reviews.answered(tx, [sent.id], T(days=2))
        await reviews.answered(tx, [sent.id], T(days=4))
        found = await incidents.by_reference(tx, sent.reference)
    assert found is not None
    assert found.answer_due_at == promise(T0, 10)
    assert found.answered_at == T(days=2)


async def test_figures_count_who_waits_who_is_late_and_who_heard_in_time(database: Database) -> None:
    sent = [await send_report(database) for _ in range(5)]
    for one in sent[:4]:
        await promised(database, one.id, days=1)
    await promised(database, sent[4].id, days=30)
    async with database.transaction() as tx:
        await reviews.answered(tx, [sent[0].id], T(hours=4))
        await reviews.answered(tx, [sent[1].id], T(days=5))
        await incidents.revise(tx, sent[3], status=IncidentStatus.WITHDRAWN, by=None, reason="", now=T0)
        found = await reviews.figures(tx, T(days=7), T0 - timedelta(days=84))
        assert found == {"waiting": 2, "late": 1, "judged": 3, "in_time": 1}
        nothing = await reviews.figures(tx, T(days=7), T(days=6))
    assert nothing == {"waiting": 0, "late": 0, "judged": 0, "in_time": 0}


async def test_what_is_owed_leaves_out_the_answered_the_closed_and_the_far_away(database: Database) -> None:
    ids = await found_trust(database)
    sent = [await send_report(database) for _ in range(5)]
    for one, days in zip(sent, (5, 5, 5, 90, 5), strict=True):
        await promised(database, one.id, days=days)
    async with database.transaction() as tx:
        await reviews.answered(tx, [sent[1].id], T0)
        await incidents.revise(tx, sent[2], status=IncidentStatus.CLOSED, by=None, reason="", now=T0)
        await reviews.assign(tx, sent[0].id, ids[LEAD])
        await reviews.assign(tx, sent[4].id, ids[SPECIALIST])
        await tx.execute(update(people).where(people.c.id == ids[SPECIALIST]).values(active=False))
        owed = await reviews.owed(tx, T(days=20))
    due = promise(T0, 5)
    assert owed == [Owed(sent[0].id, due, ids[LEAD]), Owed(sent[4].id, due, None)]


async def test_the_newest_decision_counts_and_every_one_is_kept(database: Database) -> None:
    ids = await found_trust(database)
    sent = await send_report(database)
    async with database.transaction() as tx:
        for answer in (FlagAnswer.YES, FlagAnswer.OPEN, FlagAnswer.NO):
            await reviews.decide(tx, sent, "safeguarding", answer, by=ids[SPECIALIST], now=T0)
        found = await reviews.decisions(tx, sent.id)
        kept = (await tx.execute(text("SELECT count(*) FROM flag_answers"))).scalar_one()
    assert found["safeguarding"].answer is FlagAnswer.NO
    assert kept == 3


async def test_what_was_joined_goes_along_when_its_report_is_joined(database: Database) -> None:
    first, second, third = [await send_report(database) for _ in range(3)]
    async with database.transaction() as tx:
        await reviews.merge(tx, third.id, second.id)
        await reviews.merge(tx, second.id, first.id)
        assert await reviews.merged_ids(tx, first.id) == [second.id, third.id]
        await reviews.part(tx, second.id)
        assert await reviews.merged_ids(tx, first.id) == [third.id]


async def test_open_questions_are_those_to_oneself_that_have_no_answer(database: Database) -> None:
    ids = await found_trust(database)
    mine, other = await send_report(database, by=ids[NURSE]), await send_report(database, by=ids[LEAD])
    asks = {"by": ids[SPECIALIST], "now": T0}
    async with database.transaction() as tx:
        first = await reviews.add_note(tx, mine.id, NoteKind.QUESTION, Screened("One?"), **asks)
        second = await reviews.add_note(tx, mine.id, NoteKind.QUESTION, Screened("Two?"), **asks)
        await reviews.add_note(tx, mine.id, NoteKind.QUESTION, Screened("Mine?"), by=ids[NURSE], now=T0)
        await reviews.add_note(tx, other.id, NoteKind.QUESTION, Screened("Theirs?"), **asks)
        await reviews.add_note(tx, mine.id, NoteKind.ANSWER, Screened("Yes"), by=ids[NURSE], now=T0, about=first.id)
        found = await reviews.open_questions(tx, ids[NURSE])
    assert [one.id for one in found] == [second.id]


@pytest.mark.parametrize("reference", ["SE-2026-999999", ""])
async def test_a_report_that_is_not_there_cannot_be_locked(database: Database, reference: str) -> None:
    async with database.transaction() as tx:
        assert await reviews.lock(tx, reference) is None
