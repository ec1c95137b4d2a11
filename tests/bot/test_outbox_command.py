"""The outbox at the command line: what is owed and what failed, by number and code."""

import sqlite3

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app

pytestmark = pytest.mark.usefixtures("alone")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def rows(question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect("safety.db")
    found = connection.execute(question).fetchall()
    connection.close()
    return found


def owe(state: str, reason: str | None) -> None:
    settled = "2026-11-24 09:01:00" if state == "failed" else None
    connection = sqlite3.connect("safety.db")
    connection.execute(
        "INSERT INTO outbox (key, kind, subject, due_at, state, settled_at, reason)"
        " VALUES (?, 'reply', 'person:1', '2026-11-24 09:00:00', ?, ?, ?)",
        (state, state, settled, reason),
    )
    connection.commit()
    connection.close()


def test_the_outbox_is_listed_in_local_time_and_a_failed_message_can_be_tried_again() -> None:
    call("migrate")
    owe("failed", "unreachable")
    owe("waiting", None)
    listed = call("outbox", "list")
    assert (
        "failed    due Tue 24 Nov 2026, 09:00  reply  person:1  person -  attempts 0  (unreachable)\n" in listed.output
    )
    assert listed.output.splitlines()[-1].startswith("1 waiting, 0 sending, 0 sent, 1 failed")
    assert len(call("outbox", "list", "--state", "waiting").output.splitlines()) == 2
    ran = call("outbox", "retry", "1")
    assert ran.exit_code == 0, ran.output
    assert rows("SELECT count(*) FROM outbox WHERE state = 'failed'") == [(0,)]
    assert rows("SELECT actor, act, subject FROM audit") == [("cli", "message.retried", "message:1")]


def test_a_message_that_did_not_fail_is_not_tried_again() -> None:
    call("migrate")
    owe("waiting", None)
    ran = call("outbox", "retry", "1")
    assert ran.exit_code == 1
    assert "is not a failed one" in ran.output
    assert rows("SELECT count(*) FROM audit") == [(0,)]
