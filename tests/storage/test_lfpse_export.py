"""The export on both databases: which versions, which files, and that no identifier gets out."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from invented import LEAD, NURSE, T0, TODAY, T, a_content, found_trust, send_report

from storage import incidents, revisions
from storage.codes import shipped
from storage.database import Database
from storage.folder import Folder
from storage.lfpse import export, span
from storage.records import Coded, FlagAnswer, Incident, IncidentStatus, NoteKind, Screened
from storage.reviews import add_note
from storage.rules.lfpse.report import Report, Result, as_json, as_text, summary
from storage.tables import flag_answers, not_names, reviews
from storage.tables import incidents as incidents_table

NHS_NUMBER = "999 526 0182"


async def run(database: Database, path: Path, *, replace: bool = False, **other: Any) -> Report:
    """Export the reports of one day (or of the days given) and return the report."""
    days = {name: other.pop(name, TODAY) for name in ("since", "until")}
    report = Report(days["since"], days["until"], T0)
    async with database.reading() as tx:
        folder = Folder(path, replace)
        folder.make()
        await export(tx, folder, shipped(), report, **other)
    return report


async def revise(database: Database, incident: Incident, **other: Any) -> Incident:
    async with database.transaction() as tx:
        return await incidents.revise(tx, incident, **{"by": None, "reason": "", "now": T(hours=1), **other})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a folder for the files, with nothing else in it."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


def results(report: Report) -> dict[str, str]:
    return {f"{one.reference[-1]}r{one.revision}": one.result.value for one in report.entries}


async def test_every_version_becomes_a_file_of_its_own_and_the_same_one_again(database: Database, out: Path) -> None:
    ids = await found_trust(database)
    first = await send_report(database, "pt slipped", by=ids[NURSE], coded=Coded(process="6"))
    await revise(database, first, content=a_content("pt slipped, hip broken"), by=ids[LEAD])
    heard: list[tuple[int, int]] = []
    report = await run(database, out, progress=lambda done, total: heard.append((done, total)))
    assert names(out) == ["SE-2026-000001-r1.json", "SE-2026-000001-r2.json", "report.json", "report.txt"]
    texts = [json.loads((out / name).read_bytes())["description"] for name in names(out)[:2]]
    assert texts == ["pt slipped", "pt slipped, hip broken"]
    assert heard == [(2, 2)]
    before = {name: (out / name).read_bytes() for name in names(out)[:2]}
    again = await run(database, out)
    assert results(report) == {"1r1": "written", "1r2": "written"}
    assert results(again) == {"1r1": "same", "1r2": "same"}
    assert before == {name: (out / name).read_bytes() for name in before}


@pytest.mark.parametrize(
    ("named", "stamp"), [(True, "Added Tue 24 Nov 2026, 10:00: "), (False, "Added Tue 24 Nov 2026: ")]
)
async def test_a_version_tells_what_its_reporter_had_added_by_then(
    database: Database, out: Path, named: bool, stamp: str
) -> None:
    ids = await found_trust(database)
    who = ids[NURSE] if named else None
    digest = None if named else "ab" * 32
    async with database.transaction() as tx:
        content = a_content("pt slipped")
        sent = await incidents.submit(tx, content, reporter_id=who, now=T0, year=2026, retrieval_hash=digest)
    for words in ("the mat was off", "so was the bell"):
        sent = await revise(database, sent)
        async with database.transaction() as tx:
            await add_note(tx, sent.id, NoteKind.ADDED, Screened(words), by=who, now=T(hours=1), revision=sent.revision)
    await run(database, out)
    texts = [json.loads((out / f"SE-2026-000001-r{one}.json").read_bytes())["description"] for one in (1, 2, 3)]
    first, second = f"{stamp}the mat was off", f"{stamp}so was the bell"
    assert texts == ["pt slipped", f"pt slipped\n\n{first}", f"pt slipped\n\n{first}\n\n{second}"]


async def test_only_versions_of_the_days_asked_for_are_exported(database: Database, out: Path) -> None:
    late = datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    first = await send_report(database, "one", at=late)
    await send_report(database, "two", at=datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    await revise(database, first, content=a_content("one, more"), now=datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert results(await run(database, out / "a")) == {"2r1": "written"}
    wide = await run(database, out / "b", since=date(2026, 11, 23), until=date(2026, 11, 25))
    assert results(wide) == {"1r1": "written", "1r2": "written", "2r1": "written"}
    assert results(await run(database, out / "c", since=date(2026, 11, 25), until=date(2026, 11, 25))) == {
        "1r2": "written"
    }


def test_a_day_is_a_day_in_london() -> None:
    start, end = span(date(2026, 10, 25), date(2026, 10, 25))
    assert (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() == 25 * 3600


async def test_what_is_left_out_is_said_with_its_reason(database: Database, out: Path) -> None:
    withdrawn, merged = await send_report(database, "a"), await send_report(database, "b")
    await send_report(database, "c", coded=Coded(flags=("staff_incident_redirect",)), patients=0, harms=())
    kept = await send_report(database, "d")
    await revise(database, withdrawn, status=IncidentStatus.WITHDRAWN)
    async with database.transaction() as tx:
        await tx.execute(reviews.insert().values(incident_id=merged.id, merged_into=kept.id))
    report = await run(database, out)
    assert results(report) == {"1r1": "left_out", "1r2": "left_out", "2r1": "left_out", "3r1": "left_out",
                               "4r1": "written"}  # fmt: skip
    text = (out / "report.txt").read_text(encoding="utf-8")
    assert text == as_text(report)
    assert "SE-2026-000001, version 1: The report was withdrawn." in text
    assert "SE-2026-000002, version 1: The same event is in SE-2026-000004." in text
    assert "SE-2026-000003, version 1: Only staff were affected." in text
    assert names(out) == ["SE-2026-000004-r1.json", "report.json", "report.txt"]


async def test_a_version_with_an_identifier_is_refused_and_shown_nowhere(database: Database, out: Path) -> None:
    ids = await found_trust(database)
    await send_report(database, f"pt fell, nhs no {NHS_NUMBER}", by=ids[NURSE])
    await send_report(database, "fine", immediate_action=Screened("Rang Mrs Okafor's daughter"), by=ids[NURSE])
    await send_report(database, "told ben lead", by=ids[NURSE])
    await send_report(database, f"nhs no {NHS_NUMBER.replace(' ', chr(1))}", by=ids[NURSE])
    await send_report(database, "band ZZ123456 was missing", by=ids[NURSE])
    report = await run(database, out, hospital_number=r"ZZ\d{6}")
    assert set(results(report).values()) == {"refused"}
    assert names(out) == ["report.json", "report.txt"]
    written = "".join((out / name).read_text(encoding="utf-8") for name in names(out))
    assert written.count("what happened: 1 NHS number") == 4  # two reports, in two files
    assert "what was done at once: 1 " in written
    for secret in (NHS_NUMBER, "Okafor", "ben lead", "ZZ123456", "pt fell"):
        assert secret not in written


async def test_a_word_that_its_writer_said_is_no_name_does_not_stop_the_export(database: Database, out: Path) -> None:
    ids = await found_trust(database)
    text = "Mr Waterlow was not done"
    await send_report(database, text, by=ids[NURSE])
    assert results(await run(database, out / "a")) == {"1r1": "refused"}
    async with database.transaction() as tx:
        await tx.execute(not_names.insert().values(person_id=ids[NURSE], word="waterlow", said_at=T0))
    await send_report(database, text, by=ids[LEAD])
    await send_report(database, text)
    assert results(await run(database, out / "b")) == {"1r1": "written", "2r1": "refused", "3r1": "written"}


async def test_a_file_with_other_content_is_left_alone_until_replaced(database: Database, out: Path) -> None:
    await send_report(database, "one")
    (out / "SE-2026-000001-r1.json").write_bytes(b"{}")
    report = await run(database, out)
    assert (out / "SE-2026-000001-r1.json").read_bytes() == b"{}"
    assert "use --replace" in report.of(Result.KEPT)[0].why
    assert results(await run(database, out, replace=True)) == {"1r1": "replaced"}


async def test_an_answer_belongs_to_the_version_during_which_it_was_given(database: Database, out: Path) -> None:
    ids = await found_trust(database)
    incident = await send_report(database, "one", by=ids[NURSE])
    async with database.transaction() as tx:
        for minutes, answer in ((1, FlagAnswer.NO), (2, FlagAnswer.YES), (90, FlagAnswer.NO)):
            row = {"incident_id": incident.id, "flag": "duty_of_candour_review", "answer": answer,
                   "by_id": ids[LEAD], "at": T(minutes=minutes)}  # fmt: skip
            await tx.execute(flag_answers.insert(), row)
    await revise(database, incident, content=a_content("one, more"))
    await run(database, out)
    said = [
        '"url": "DutyOfCandour",\n          "valueBoolean": true',
        '"url": "DutyOfCandour",\n          "valueBoolean": false',
    ]
    for number, words in enumerate(said, start=1):
        assert words in (out / f"SE-2026-000001-r{number}.json").read_text(encoding="utf-8")


async def test_versions_come_page_by_page_with_their_own_harm(database: Database) -> None:
    ids = await found_trust(database)
    for text in ("one", "two", "three"):
        sent = await send_report(database, text, by=ids[NURSE])
        await revise(database, sent, content=a_content(text, harms=(), patients=0), by=ids[LEAD])
    async with database.reading() as tx:
        pages = [page async for page in revisions.pages(tx, T0, T(days=1), size=4)]
        assert await revisions.count(tx, T0, T(days=1)) == 6
    assert [len(page) for page in pages] == [4, 2]
    versions = [one for page in pages for one in page]
    assert [(one.reference[-1], one.revision) for one in versions] == [("1", 1), ("1", 2), ("2", 1), ("2", 2), ("3", 1),
                                                                       ("3", 2)]  # fmt: skip
    assert [len(one.content.harms) for one in versions] == [1, 0, 1, 0, 1, 0]
    assert [one.writers for one in versions[:2]] == [{ids[NURSE]}, {ids[NURSE], ids[LEAD]}]


async def test_the_report_counts_what_could_not_be_coded(sqlite_database: Database, out: Path) -> None:
    await send_report(sqlite_database, "one")
    await send_report(sqlite_database, "two", coded=Coded(process="6"))
    report = await run(sqlite_database, out)
    table = [line.split() for line in as_text(report).splitlines()]
    assert ["adverse-event-process.Process", "1", "not", "answered"] in table
    assert ["adverse-event-safety-challenges.SafetyChallenges", "2", "not", "answered"] in table
    listed = as_json(report)
    assert {"field": "adverse-event-process.Process", "versions": 1, "why": "not answered"} in listed["not_coded"]
    assert [one["revision"] for one in listed["versions"]] == [1, 1]
    assert listed["counts"]["written"] == 2
    assert json.loads((out / "report.json").read_bytes()) == listed
    assert summary(report) == "Versions: 2 written."
    assert summary(Report(TODAY, TODAY, T0)) == "No version of any report was made in these days."


async def test_what_anybody_said_is_no_name_counts_for_an_anonymous_report(database: Database, out: Path) -> None:
    ids = await found_trust(database)
    sent = await send_report(database, "Mr Waterlow was not done")
    async with database.transaction() as tx:
        await tx.execute(incidents_table.update().values(anonymous=True))
        await tx.execute(not_names.insert().values(person_id=ids[NURSE], word="waterlow", said_at=T0))
    await revise(database, sent, status=IncidentStatus.CLOSED, by=ids[LEAD])
    assert results(await run(database, out)) == {"1r1": "written", "1r2": "written"}
