"""What the store promises about reports, on both databases: references, revisions, pages and searches."""

import asyncio
from datetime import time

import pytest
from invented import LEAD, NURSE, T0, T, a_content, found_trust, send_report
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storage import habits, incidents
from storage.coding import unpack
from storage.database import Database
from storage.records import (
    Coded,
    EventType,
    Incident,
    IncidentStatus,
    Involved,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.tables import incident_revisions, patient_harms

REPORTS_AT_ONCE = 24


async def read(database: Database, reference: str) -> Incident:
    async with database.reading() as tx:
        found = await incidents.by_reference(tx, reference)
    assert found is not None
    return found


async def test_a_report_comes_back_as_it_was_sent(database: Database) -> None:
    ids = await found_trust(database)
    content = a_content(
        "[name] fell <b>*x*</b> 🙂 \u202eabc",
        what_happened=Screened("[name] fell <b>*x*</b> 🙂 \u202eabc", {"patient_name": 1}),
        event_type=EventType.OUTCOME,
        occurred_at=time(2, 15),
        location_id=1,
        patients=2,
        harms=(
            PatientHarm(1, PhysicalHarm.FATAL, None),
            PatientHarm(2, None, PsychologicalHarm.SEVERE),
        ),
        involved=tuple(Involved),
        immediate_action=Screened("Wound closed"),
    )
    async with database.transaction() as tx:
        sent = await incidents.submit(tx, content, reporter_id=ids[NURSE], now=T0, year=2026)
    assert sent.reference == "SE-2026-000001"
    found = await read(database, "se-2026-000001")
    assert found == sent
    assert dict(found.content.what_happened.removed) == {"patient_name": 1}


async def test_good_care_comes_back_with_its_words_and_a_risk_with_its_codes(database: Database) -> None:
    await found_trust(database)
    good = {"event_type": EventType.GOOD_CARE, "strengths": Screened("a drill"), "how_again": Screened("each month")}
    risk = {"event_type": EventType.RISK, "coded": Coded(risk_timeframe="2", risk_imminent="n", near_miss=False)}
    for said in (good, risk):
        sent = await send_report(database, **said)
        assert (await read(database, sent.reference)).content == a_content(**said)


async def test_the_place_of_the_last_report_is_remembered_for_each_person(database: Database) -> None:
    ids = await found_trust(database)
    async with database.transaction() as tx:
        assert await habits.last_place(tx, ids[NURSE]) is None
        await habits.remember_place(tx, ids[NURSE], 1, T0)
        await habits.remember_place(tx, ids[NURSE], 2, T(hours=1))
        assert await habits.last_place(tx, ids[NURSE]) == 2
        assert await habits.last_place(tx, ids[LEAD]) is None


async def test_references_have_no_gap_and_no_double_when_many_report_at_once(database: Database) -> None:
    async def report(number: int) -> str:
        async with database.transaction() as tx:
            sent = await incidents.submit(tx, a_content(), reporter_id=None, now=T0, year=2026)
            await asyncio.sleep(0)
            if number % 4 == 0:
                await tx.rollback()
                return ""
        return sent.reference

    given = await asyncio.gather(*(report(number) for number in range(REPORTS_AT_ONCE)))
    stored = sorted(filter(None, given))
    assert stored == [f"SE-2026-{number:06}" for number in range(1, REPORTS_AT_ONCE * 3 // 4 + 1)]


async def test_each_year_counts_from_one(database: Database) -> None:
    async with database.transaction() as tx:
        given = [await incidents.next_reference(tx, year) for year in (2026, 2026, 2027, 2026)]
    assert given == ["SE-2026-000001", "SE-2026-000002", "SE-2027-000001", "SE-2026-000003"]


async def test_a_revision_is_added_and_the_old_one_stays(database: Database) -> None:
    ids = await found_trust(database)
    first = await send_report(database, by=ids[NURSE])
    async with database.transaction() as tx:
        second = await incidents.revise(
            tx, first, content=a_content("and an x-ray was done"), by=ids[NURSE], reason="added", now=T(hours=1)
        )
        third = await incidents.revise(
            tx, second, status=IncidentStatus.WITHDRAWN, by=ids[LEAD], reason="undo", now=T(hours=2)
        )
    now = await read(database, first.reference)
    assert now == third
    assert (now.revision, now.status, now.revised_at, now.reported_at) == (
        3,
        IncidentStatus.WITHDRAWN,
        T(hours=2),
        T0,
    )
    assert now.content.what_happened.text == "and an x-ray was done"
    table = incident_revisions.c
    async with database.reading() as tx:
        rows = (await tx.execute(select(incident_revisions).order_by(table.revision))).all()
    assert [(row.revision, row.what_happened, row.status, row.revised_by, row.reason) for row in rows] == [
        (1, "pt fell, no injury", "received", ids[NURSE], ""),
        (2, "and an x-ray was done", "received", ids[NURSE], "added"),
        (3, "and an x-ray was done", "withdrawn", ids[LEAD], "undo"),
    ]


async def test_harm_belongs_to_its_revision(database: Database) -> None:
    first = await send_report(database)
    worse = a_content(
        patients=2,
        harms=(PatientHarm(1, PhysicalHarm.SEVERE, None), PatientHarm(2, PhysicalHarm.NO_HARM, None)),
    )
    async with database.transaction() as tx:
        await incidents.revise(tx, first, content=worse, by=None, reason="regraded", now=T(hours=1))
    assert (await read(database, first.reference)).content.harms == worse.harms
    async with database.reading() as tx:
        assert (await tx.execute(select(func.count()).select_from(patient_harms))).scalar_one() == 3


async def test_two_who_revise_the_same_report_do_not_overwrite_one_another(database: Database) -> None:
    first = await send_report(database)

    async def revise(text: str) -> str:
        try:
            async with database.transaction() as tx:
                await incidents.revise(tx, first, content=a_content(text), by=None, reason="", now=T(hours=1))
        except RuntimeError as error:
            return str(error)
        return text

    answers = await asyncio.gather(revise("one"), revise("two"))
    assert min(answers) == f"{first.reference} was revised by somebody else"
    now = await read(database, first.reference)
    assert (now.revision, now.content.what_happened.text) == (2, max(answers))


async def test_a_persons_reports_come_page_by_page_the_newest_first(database: Database) -> None:
    ids = await found_trust(database)
    for number in range(7):
        await send_report(database, by=ids[NURSE], at=T(minutes=number // 2))
    await send_report(database, by=ids[LEAD], at=T(minutes=9))
    await send_report(database, by=None, at=T(minutes=10))
    async with database.reading() as tx:
        assert await incidents.count_of_reporter(tx, ids[NURSE]) == 7
        pages = [await incidents.of_reporter(tx, ids[NURSE], limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [[one.reference[-1] for one in page] for page in pages] == [["7", "6", "5"], ["4", "3", "2"], ["1"]]


async def test_a_search_finds_words_in_any_case_and_takes_signs_for_themselves(database: Database) -> None:
    await send_report(database, "Bed RAIL was down, 50% checked")
    await send_report(database, "pump alarm_off")
    await send_report(database, "bed made")
    async with database.reading() as tx:

        async def found(*words: str) -> list[str]:
            total, reports = await incidents.search(tx, words=words)
            assert total == len(reports)
            return [one.reference[-1] for one in reports]

        assert await found("rail", "BED") == ["1"]
        assert await found("bed") == ["3", "1"]
        assert await found("%") == ["1"]
        assert await found("m_o") == ["2"]
        assert await found("nothing") == []


async def test_a_search_stays_within_what_it_was_given(database: Database) -> None:
    ids = await found_trust(database)
    await send_report(database, by=ids[NURSE], location_id=1)
    await send_report(database, by=ids[LEAD], location_id=1, at=T(days=1))
    await send_report(database, by=ids[NURSE], location_id=2, at=T(days=2))
    closed = await send_report(database, by=ids[NURSE], location_id=1, at=T(days=3))
    async with database.transaction() as tx:
        await incidents.revise(tx, closed, status=IncidentStatus.CLOSED, by=None, reason="done", now=T(days=4))
    async with database.reading() as tx:

        async def count(**given: object) -> int:
            total, reports = await incidents.search(tx, **given)  # type: ignore[arg-type]
            assert len(reports) == total
            return total

        assert await count() == 4
        assert await count(location_ids=[1]) == 3
        assert await count(location_ids=[1, 2]) == 4
        assert await count(location_ids=[1], reporter_id=ids[NURSE]) == 2
        assert await count(location_ids=[1], only_open=True) == 2
        assert await count(since=T(days=1)) == 3
        assert await count(words=["fell"], reporter_id=ids[LEAD]) == 1
        total, reports = await incidents.search(tx, location_ids=[1], limit=1)
    assert (total, [one.reference for one in reports]) == (3, [closed.reference])


async def test_only_the_words_of_the_newest_revision_are_searched(database: Database) -> None:
    first = await send_report(database, "old words")
    async with database.transaction() as tx:
        await incidents.revise(tx, first, content=a_content("new words"), by=None, reason="", now=T(hours=1))
    async with database.reading() as tx:
        assert (await incidents.search(tx, words=["old"]))[0] == 0
        assert (await incidents.search(tx, words=["new"]))[0] == 1


async def test_a_report_that_was_taken_back_is_in_no_search(database: Database) -> None:
    ids = await found_trust(database)
    first = await send_report(database, by=ids[NURSE])
    async with database.transaction() as tx:
        await incidents.revise(tx, first, status=IncidentStatus.WITHDRAWN, by=ids[NURSE], reason="undo", now=T0)
    async with database.reading() as tx:
        assert await incidents.search(tx) == (0, [])
        assert await incidents.search(tx, words=["fell"]) == (0, [])
        assert [one.status for one in await incidents.of_reporter(tx, ids[NURSE])] == [IncidentStatus.WITHDRAWN]


@pytest.mark.parametrize(
    "wrong",
    [
        {"patients": 101},
        {"patients": -1},
        {"location_id": 999},
        {"harms": (PatientHarm(0, None, None),)},
        {"harms": (PatientHarm(1, None, None), PatientHarm(1, None, None))},
        {"event_type": "accident"},
    ],
    ids=str,
)
async def test_the_store_refuses_what_no_report_can_say(database: Database, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        await send_report(database, **wrong)  # type: ignore[arg-type]
    async with database.reading() as tx:
        assert await incidents.search(tx) == (0, [])


async def test_an_unknown_reference_is_nobodys_report(database: Database) -> None:
    async with database.reading() as tx:
        assert await incidents.by_reference(tx, "SE-2026-000001") is None


def test_a_code_that_a_later_release_keeps_is_passed_over() -> None:
    assert unpack({"shift": "night", "drugs": ["gentamicin"], "not_known_yet": 7}) == Coded(
        shift="night", drugs=("gentamicin",)
    )


def test_a_row_from_before_a_device_had_words_is_read() -> None:
    assert unpack({"device": "88"}) == Coded(device="88")
    assert unpack({"device": "88", "device_named": "wibble lamp"}).device_named == "wibble lamp"
