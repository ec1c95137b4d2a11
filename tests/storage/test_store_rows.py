"""What holds for every table, on both databases: instants are UTC, an actor is named, history only grows."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import NURSE, T0, T, a_content, action_values, found_trust, record_alert, send_report
from psycopg import sql
from sqlalchemy import Column, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from storage import alerts, audit, incidents, migrations, reviews, taking_out
from storage.alerts import Move
from storage.database import Database, Transaction, read_url
from storage.records import FlagAnswer, NoteKind, Person, Screened
from storage.tables import APPEND_ONLY, deliveries, files, metadata
from storage.tables import audit as audit_table
from storage.taking_out import Taken

LONDON = ZoneInfo("Europe/London")
WEST = timezone(timedelta(hours=-5))
OWN = "history"


async def there_and_back(database: Database, instant: datetime) -> datetime:
    async with database.transaction() as tx:
        await tx.execute(delete(deliveries))
        await tx.execute(deliveries.insert(), {"key": "one", "received_at": instant})
        found: datetime = (await tx.execute(select(deliveries.c.received_at))).scalar_one()
    return found


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=LONDON), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (datetime(2026, 3, 29, 2, 0, tzinfo=LONDON), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 0, 30, tzinfo=LONDON), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (
            datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-5))),
            T(hours=5, microseconds=123456),
        ),
    ],
)
async def test_an_instant_comes_back_in_utc(database: Database, local: datetime, utc: datetime) -> None:
    found = await there_and_back(database, local)
    assert (found, found.utcoffset(), found.fold) == (utc, timedelta(0), 0)


async def test_instants_are_compared_as_instants_and_not_as_words(database: Database) -> None:
    late_summer = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    async with database.transaction() as tx:
        await tx.execute(deliveries.insert(), {"key": "first", "received_at": late_summer})
        await tx.execute(deliveries.insert(), {"key": "second", "received_at": late_summer.replace(fold=1)})
        await tx.execute(deliveries.insert(), {"key": "third", "received_at": datetime(2026, 10, 25, 2, 0, tzinfo=UTC)})
        ordered = await tx.execute(select(deliveries.c.key).order_by(deliveries.c.received_at.desc()))
        assert ordered.scalars().all() == ["third", "second", "first"]
        before = datetime(2026, 10, 25, 3, 30, tzinfo=timezone(timedelta(hours=2)))
        chosen = await tx.execute(select(deliveries.c.key).where(deliveries.c.received_at < before))
        assert chosen.scalars().all() == ["first"]
        assert (await tx.execute(select(func.max(deliveries.c.received_at)))).scalar_one() == T(days=-30, hours=-7)


async def test_a_naive_instant_is_refused_at_the_door(database: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs its time zone"):
        await there_and_back(database, T0.replace(tzinfo=None))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instant=st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
async def test_any_instant_survives(sqlite_database: Database, instant: datetime) -> None:
    assert await there_and_back(sqlite_database, instant) == instant.astimezone(UTC)


async def test_an_audit_row_names_who_did_what_to_what(database: Database) -> None:
    actor = audit.actor_of(Person(7, "Ben Lead"))
    async with database.transaction() as tx:
        await audit.record(tx, at=T0, actor=actor, act="tried", subject="alert:1", detail={"key": "NatPSA/2026/003"})
        row = (await tx.execute(select(audit_table))).one()
    assert (row.at, row.actor, row.act, row.subject) == (T0, "person:7", "tried", "alert:1")
    assert row.detail == {"key": "NatPSA/2026/003"}


async def test_an_audit_row_without_an_actor_is_refused_by_the_code_and_by_the_store(database: Database) -> None:
    with pytest.raises(ValueError, match="needs its actor"):
        async with database.transaction() as tx:
            await audit.record(tx, at=T0, actor="", act="tried", subject="alert:1")
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await tx.execute(
                audit_table.insert(), {"at": T0, "actor": "", "act": "tried", "subject": "x", "detail": {}}
            )


async def test_an_audit_row_is_kept_only_with_the_change_that_it_tells_of(database: Database) -> None:
    async with database.transaction() as tx:
        await audit.record(tx, at=T0, actor="cli", act="tried", subject="alert:1")
        await tx.rollback()
    async with database.reading() as tx:
        assert (await tx.execute(select(func.count()).select_from(audit_table))).scalar_one() == 0


async def test_a_file_is_kept_byte_by_byte_with_its_owner(database: Database) -> None:
    ids = await found_trust(database)
    content = bytes(range(256)) * 40
    row: dict[str, Any] = {
        "key": "f1", "name": "evidence.pdf", "media_type": "application/pdf", "size": len(content), "sha256": "0" * 64,
        "content": content, "owner_id": ids[NURSE], "stored_at": T0, "held_until": None,
    }  # fmt: skip
    async with database.transaction() as tx:
        await tx.execute(files.insert(), row)
    async with database.reading() as tx:
        assert dict((await tx.execute(select(files))).one()._mapping) == row
    for wrong in ({"owner_id": 999}, {"size": -1}, {"key": "f1"}):
        with pytest.raises(IntegrityError):
            async with database.transaction() as tx:
                await tx.execute(files.insert(), {**row, "key": "f2", **wrong})


@pytest.fixture(params=["sqlite", "postgresql"])
async def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Open a store of this test's own, made by the migrations: the guards of history are theirs."""
    url = f"sqlite:///{tmp_path / 'own.db'}"
    if request.param == "postgresql":
        server: str = request.getfixturevalue("postgres")
        before, _, query = server.partition("?")
        url = f"{before.rpartition('/')[0]}/{OWN}?{query}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(OWN)))
    store = Database(url)
    await migrations.upgrade(store)
    yield store
    await store.close()
    if request.param == "postgresql":
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(OWN)))


async def test_every_table_of_history_refuses_to_be_rewritten(migrated: Database) -> None:
    ids = await found_trust(migrated)
    sent = await send_report(migrated, by=ids[NURSE])
    alert, _ = await record_alert(migrated, [action_values(lead_id=ids[NURSE])])
    async with migrated.transaction() as tx:
        await incidents.revise(tx, sent, content=a_content("more"), by=ids[NURSE], reason="", now=T(hours=1))
        await alerts.add_moves(tx, [Move(alert.id, None, T0, None, "recorded", "received", "action_required")])
        await audit.record(tx, at=T0, actor="cli", act="tried", subject="alert:1")
        note = {"incident_id": sent.id, "at": T0, "kind": "looking"}
        await tx.execute(metadata.tables["incident_notes"].insert(), note)
        answer = {"incident_id": sent.id, "flag": "safeguarding", "answer": "no", "by_id": ids[NURSE], "at": T0}
        await tx.execute(metadata.tables["flag_answers"].insert(), answer)
    for name in APPEND_ONLY:
        table = metadata.tables[name]
        column = next(one for one in table.columns if not one.primary_key)
        for statement in (update(table).values({column.name: column}), delete(table)):
            with pytest.raises(IntegrityError, match=f"{name} only grows"):
                async with migrated.transaction() as tx:
                    await tx.execute(statement)
        async with migrated.reading() as tx:
            assert (await tx.execute(select(func.count()).select_from(table))).scalar_one() > 0


async def test_a_reader_sees_one_state_of_the_store(sqlite_database: Database) -> None:
    async with sqlite_database.reading() as tx:
        assert await incidents.search(tx) == (0, [])
        await send_report(sqlite_database)
        assert await incidents.search(tx) == (0, [])
    async with sqlite_database.reading() as tx:
        assert (await incidents.search(tx))[0] == 1


async def test_sqlite_keeps_its_promises_about_the_disk_and_about_references(sqlite_database: Database) -> None:
    async with sqlite_database.transaction() as tx:
        asked = [(await tx.execute(text(f"PRAGMA {name}"))).scalar_one() for name in ("journal_mode", "foreign_keys")]
        assert asked == ["wal", 1]
        assert (await tx.execute(text("PRAGMA synchronous"))).scalar_one() >= 2


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///safety.db", "sqlite+aiosqlite"),
        ("postgres://u:secret@h/db", "postgresql+psycopg"),
        (" postgresql://u:secret@h/db\n", "postgresql+psycopg"),
    ],
)
def test_the_address_of_a_store_is_read_as_people_write_it(written: str, driver: str) -> None:
    assert read_url(written).drivername == driver


@pytest.mark.parametrize("written", ["mysql://u:secret@h/db", "secret", "postgresql://u:secret@h:port/db", ""])
def test_a_wrong_address_is_told_without_its_password(written: str) -> None:
    with pytest.raises(ValueError, match=r"DATABASE_URL|bot keeps its store") as told:
        read_url(written)
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None


HISTORY_OF_WORDS = {
    "incident_revisions": ("reason", "what_happened", "immediate_action", "coded"),
    "incident_notes": ("text",),
    "flag_answers": ("reason",),
}
STORY = r"The 50% mix for Dora_P was *not* [ready]? c:\p [name] Dora_P"
TAKEN = STORY.replace("Dora_P", "[removed]")
NOT_ONLY_TAKEN_OUT = (
    "", "Dora_P", STORY.lower(), f"{STORY} [removed]", TAKEN.replace("not", "now"), TAKEN.replace("%", "a lot"),
    TAKEN.replace("*not*", "*is not*"), TAKEN.replace("[name]", "[nhs]"), f"{TAKEN}.",
    STORY.replace("Dora_P", "[name]"),
)  # fmt: skip


async def _written(tx: Transaction) -> None:
    await tx.execute(metadata.tables["people"].insert(), {"id": 1, "name": "Amina", "created_at": T0})
    content = a_content(STORY, immediate_action=Screened(STORY), strengths=Screened(STORY))
    sent = await incidents.submit(tx, content, reporter_id=1, now=T0, year=2026)
    sent = await incidents.revise(tx, sent, by=1, reason=STORY, now=T0)
    await reviews.add_note(tx, sent.id, NoteKind.REVIEW, Screened(STORY), by=1, now=T0)
    await reviews.decide(tx, sent, "cqc", FlagAnswer.NO, by=1, now=T0, reason=STORY)
    await audit.record(tx, at=T0, actor="cli", act="tried", subject="person:1")


async def test_words_are_taken_out_of_history_and_nothing_else_about_it_changes(migrated: Database) -> None:
    async with migrated.transaction() as tx:
        await _written(tx)
        sent = await incidents.by_reference(tx, "SE-2026-000001")
        assert sent is not None
        assert await taking_out.count(tx, sent, ["dora_p"]) == Taken(18, 0)
        found = {name: (await tx.execute(select(metadata.tables[name]))).mappings().all() for name in APPEND_ONLY}
    words = {(table, one) for table, columns in HISTORY_OF_WORDS.items() for one in columns}
    for table, rows in found.items():
        this = [key == rows[-1][key.name] for key in metadata.tables[table].primary_key] if rows else []
        for column in metadata.tables[table].columns if rows else ():
            was = rows[-1][column.name]
            others: tuple[Any, ...] = (
                NOT_ONLY_TAKEN_OUT if (table, column.name) in words else (_another(column, was), was)
            )
            if column.name == "coded":
                others = (*({"strengths": one} for one in others), {}, {**was, "flags": ["mnsi_review"]})
            for other in others:
                with pytest.raises(IntegrityError, match=f"{table} only grows"):
                    async with migrated.transaction() as tx:
                        await tx.execute(update(metadata.tables[table]).where(*this).values({column: other}))
        for statement in (delete(metadata.tables[table]),) if rows else ():
            with pytest.raises(IntegrityError, match=f"{table} only grows"):
                async with migrated.transaction() as tx:
                    await tx.execute(statement)
    async with migrated.transaction() as tx:
        assert await taking_out.take_words_out(tx, sent, ["dora_p"]) == Taken(18, 0)
        assert await taking_out.count(tx, sent, ["dora_p"]) == Taken(0, 0)
        for table, columns in HISTORY_OF_WORDS.items():
            for row in (await tx.execute(select(metadata.tables[table]))).mappings():
                said = [row[one]["strengths"] if one == "coded" else row[one] for one in columns]
                assert {one for one in said if one} == {TAKEN}


def _another(column: Column[Any], was: Any) -> Any:
    """Return a value of the same kind that is another one."""
    match was:
        case None:
            return time(1) if column.name == "occurred_at" else 1
        case bool() | int():
            return was + 5
        case datetime():
            return was + timedelta(hours=1)
        case date():
            return was + timedelta(days=1)
        case dict():
            return {"mark": "[removed]"}
        case list():
            return ["[removed]"]
        case _:
            return "[removed]"
