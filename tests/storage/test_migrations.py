"""The migrations make exactly the tables of the code, on both databases, and history cannot be rewritten."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import audit, files, incidents, migrations, reviews, urgency
from storage.database import Database, Transaction
from storage.records import NoteKind, Screened
from storage.tables import APPEND_ONLY, metadata

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def bare_postgres_url(postgres: str) -> Iterator[str]:
    name = f"bare{os.urandom(4).hex()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        before, _, query = postgres.partition("?")
        yield f"{before.rpartition('/')[0]}/{name}?{query}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
async def bare(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        url = request.getfixturevalue("bare_postgres_url")
    store = Database(url)
    yield store
    await store.close()


def _spelt(options: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in options.items()}


def _reference(connection: Connection, found: Any) -> dict[str, Any]:
    """Return a foreign key without its name on SQLite, which does not tell that of one added with its column."""
    return {**found, "name": None} if connection.dialect.name == "sqlite" else dict(found)


def shape(connection: Connection) -> dict[str, Any]:
    """Return everything that the database says about its tables, but for the bookkeeping of migrations."""
    looking = inspect(connection)
    found: dict[str, Any] = {}
    for table in sorted(looking.get_table_names()):
        if table == "alembic_version":
            continue
        found[table] = {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in looking.get_columns(table)
            },
            "key": looking.get_pk_constraint(table),
            "references": sorted((_reference(connection, one) for one in looking.get_foreign_keys(table)), key=str),
            "unique": sorted(looking.get_unique_constraints(table), key=str),
            "checks": sorted(looking.get_check_constraints(table), key=str),
            "indexes": sorted(
                (str(one["name"]), str(one["column_names"]), one["unique"], str(_spelt(one.get("dialect_options", {}))))
                for one in looking.get_indexes(table)
            ),
        }
    return found


async def test_the_migrated_tables_are_those_of_the_code(bare: Database) -> None:
    await migrations.upgrade(bare)
    async with bare.transaction() as tx:
        migrated = await tx.run_sync(shape)
        for table in sorted(migrated):
            await tx.execute(text(f"DROP TABLE {table}{'' if bare.is_sqlite else ' CASCADE'}"))
        await tx.run_sync(metadata.create_all)
        declared = await tx.run_sync(shape)
    assert set(migrated) == set(metadata.tables)
    for table in declared:
        assert migrated[table] == declared[table], table


async def test_a_second_upgrade_changes_nothing(bare: Database) -> None:
    assert await migrations.upgrade(bare) == (None, migrations.head())
    async with bare.transaction() as tx:
        await audit.record(tx, at=T0, actor="cli", act="tried", subject="person:1")
    assert await migrations.upgrade(bare) == (migrations.head(), migrations.head())
    async with bare.reading() as tx:
        assert (await tx.execute(select(metadata.tables["audit"].c.act))).scalars().all() == ["tried"]


def test_the_head_is_that_of_alembic_and_there_is_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.head()]


async def test_a_store_that_was_never_migrated_has_no_revision(bare: Database) -> None:
    async with bare.reading() as tx:
        assert await migrations.current(tx) is None


async def test_history_cannot_be_changed_or_deleted(bare: Database) -> None:
    await migrations.upgrade(bare)
    table = metadata.tables["audit"]
    async with bare.transaction() as tx:
        await audit.record(tx, at=T0, actor="cli", act="tried", subject="person:1")
    for statement in (update(table).values(act="other"), delete(table)):
        with pytest.raises(IntegrityError, match="audit only grows"):
            async with bare.transaction() as tx:
                await tx.execute(statement)


async def test_every_table_of_history_has_its_guards(bare: Database) -> None:
    await migrations.upgrade(bare)
    if bare.is_sqlite:
        question = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        expected = {(table, f"{table}_no_{verb}") for table in APPEND_ONLY for verb in ("update", "delete")}
    else:
        question = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        expected = {(table, f"{table}_no_{verb}") for table in APPEND_ONLY for verb in ("change", "truncate")}
    async with bare.reading() as tx:
        assert {tuple(row) for row in await tx.execute(text(question))} == expected


async def test_history_cannot_be_truncated_on_postgresql(bare_postgres_url: str) -> None:
    store = Database(bare_postgres_url)
    await migrations.upgrade(store)
    with pytest.raises(IntegrityError, match="audit only grows"):
        async with store.transaction() as tx:
            await tx.execute(text("TRUNCATE audit"))
    await store.close()


async def test_two_processes_that_migrate_at_once_both_succeed(bare_postgres_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": bare_postgres_url}
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "migrate", env=environment, stdout=asyncio.subprocess.PIPE, cwd="/"
        )
        for _ in range(2)
    ]
    said = [(await process.communicate())[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(words.split(" ")[2] for words in said) == ["is", "was"]


async def test_a_migration_waits_for_the_one_that_is_running(bare_postgres_url: str) -> None:
    store = Database(bare_postgres_url)
    async with await psycopg.AsyncConnection.connect(bare_postgres_url) as other:
        await other.execute("SELECT pg_advisory_xact_lock(%s)", [migrations.LOCK_NUMBER])
        upgrading = asyncio.create_task(migrations.upgrade(store))
        while not upgrading.done():
            waiting = await other.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if (await waiting.fetchone()) == (1,):
                break
            await asyncio.sleep(0.01)
        assert not upgrading.done()
        await other.rollback()
        assert await upgrading == (None, migrations.head())
    await store.close()


async def test_a_store_with_reports_keeps_them_through_every_later_revision(bare: Database) -> None:
    async with bare.transaction() as tx:
        await tx.run_sync(lambda connection: migrations.raise_to(connection, "0001"))
        now = T0.replace(tzinfo=None) if bare.is_sqlite else T0
        await tx.execute(text("INSERT INTO people (id, name, created_at) VALUES (1, 'Amina', :at)"), {"at": now})
        await tx.execute(
            text(
                "INSERT INTO incidents (id, reference, reporter_id, reported_at, revision, status, event_type) "
                "VALUES (1, 'SE-2026-000001', 1, :at, 1, 'received', 'risk')"
            ),
            {"at": now},
        )
        await tx.execute(
            text(
                "INSERT INTO incident_revisions (incident_id, revision, revised_at, status, event_type, what_happened, "
                "removed, involved, immediate_action, taxonomy) "
                "VALUES (1, 1, :at, 'received', 'risk', 'Invented.', '{}', '[]', '', 'LFPSE v5')"
            ),
            {"at": now},
        )
        await tx.execute(
            text(
                "INSERT INTO files (key, name, media_type, size, sha256, content, owner_id, stored_at) "
                "VALUES ('f1', 'a.pdf', 'application/pdf', 1, '0', :content, 1, :at)"
            ),
            {"at": now, "content": b"x"},
        )
        await tx.run_sync(lambda connection: migrations.raise_to(connection, "0002"))
        await tx.execute(
            text("INSERT INTO incident_files (incident_id, file_key, added_at) VALUES (1, 'f1', :at)"), {"at": now}
        )
        for kind, about in (("question", None), ("answer", 1)):
            await _note_of_old(tx, kind, about, now)
    assert await migrations.upgrade(bare) == ("0002", migrations.head())
    async with bare.reading() as tx:
        kept = await incidents.by_reference(tx, "SE-2026-000001")
        (file,) = await files.of_incident(tx, 1)
    assert kept is not None
    assert (kept.reporter_id, kept.anonymous, kept.content.what_happened.text) == (1, False, "Invented.")
    assert (file.key, file.name, file.owner_id, file.stored_at) == ("f1", "a.pdf", 1, T0)
    async with bare.transaction() as tx:
        await _note_of_old(tx, "witness", None, now)
        await reviews.add_note(tx, 1, NoteKind.ADDED, Screened("More."), by=1, now=T0, revision=2)
        notes = await reviews.notes_of(tx, [1])
    assert [(one.id, one.kind, one.about_id, one.revision) for one in notes] == [
        (1, "question", None, None), (2, "answer", 1, None), (3, "witness", None, None), (4, "added", None, 2),
    ]  # fmt: skip
    for wrong in ("UPDATE incidents SET anonymous = true", "DELETE FROM incident_notes WHERE id = 4"):
        with pytest.raises(DBAPIError):
            async with bare.transaction() as tx:
                await tx.execute(text(wrong))


async def test_the_reports_and_duties_that_are_there_are_weighed_and_kept(bare: Database) -> None:
    now = T0.replace(tzinfo=None) if bare.is_sqlite else T0
    once_a_risk = {"flags": ["mnsi_review"], "risk_imminent": "y"}
    codes = ({"never_event": 2, "flags": ["safeguarding"]}, {"risk_imminent": "y"}, once_a_risk, {})
    async with bare.transaction() as tx:
        await tx.run_sync(lambda connection: migrations.raise_to(connection, "0004"))
        await tx.execute(text("INSERT INTO people (id, name, created_at) VALUES (1, 'Amina', :at)"), {"at": now})
        await tx.execute(text("INSERT INTO person_roles (person_id, role) VALUES (1, 'executive')"))
        for number, coded in enumerate(codes, start=1):
            kind = "risk" if coded == {"risk_imminent": "y"} else "incident"
            row = {"id": number, "reference": f"SE-2026-00000{number}", "at": now, "kind": kind}
            await tx.execute(
                text(
                    "INSERT INTO incidents (id, reference, reported_at, revision, status, event_type) "
                    "VALUES (:id, :reference, :at, 1, 'received', :kind)"
                ),
                row,
            )
            await tx.execute(
                text(
                    "INSERT INTO incident_revisions (incident_id, revision, revised_at, status, event_type, coded, "
                    "what_happened, removed, involved, immediate_action, taxonomy) "
                    "VALUES (:id, 1, :at, 'received', :kind, :coded, 'Invented.', '{}', '[]', '', 'LFPSE v5')"
                ),
                {"id": number, "at": now, "kind": kind, "coded": json.dumps(coded)},
            )
        for number, sequence, harm in ((1, 1, "low"), (1, 2, "severe"), (4, 1, "fatal")):
            await tx.execute(
                text(
                    "INSERT INTO patient_harms (incident_id, revision, sequence, physical) VALUES (:id, 1, :one, :harm)"
                ),
                {"id": number, "one": sequence, "harm": harm},
            )
        await tx.execute(
            text(
                "INSERT INTO flag_answers (incident_id, flag, answer, by_id, at) "
                "VALUES (1, 'never_event_review', 'no', 1, :at)"
            ),
            {"at": now},
        )
    await migrations.upgrade(bare)
    table = metadata.tables["incidents"]
    async with bare.transaction() as tx:
        kept = {row.id: row for row in await tx.execute(select(table.c.id, table.c.priority, table.c.marks))}
        for key, one in (await incidents.by_ids(tx, kept)).items():
            told = urgency.columns(one.content, await urgency.answers_of(tx, key))
            assert {"priority": kept[key].priority, "marks": kept[key].marks} == told
        await tx.execute(text("INSERT INTO person_roles (person_id, role) VALUES (1, 'transfusion_practitioner')"))
        held = (await tx.execute(text("SELECT role FROM person_roles ORDER BY role"))).scalars().all()
    assert [kept[key].priority for key in sorted(kept)] == [2, 2, 3, 1]
    assert held == ["executive", "transfusion_practitioner"]


async def _note_of_old(tx: Transaction, kind: str, about: int | None, now: datetime) -> None:
    """Add a note as the code did that knew no versions of notes."""
    row = "INSERT INTO incident_notes (incident_id, at, by_id, kind, text, about_id) VALUES (1, :at, 1, :kind, '', :it)"
    await tx.execute(text(row), {"at": now, "kind": kind, "it": about})
