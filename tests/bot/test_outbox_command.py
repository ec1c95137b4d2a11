"""The outbox at the command line: what is owed and what failed, by number and code."""

import sqlite3

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app

pytestmark = pytest.mark.usefixtures("migrated")


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
    owe("waiting", None)
    ran = call("outbox", "retry", "1")
    assert ran.exit_code == 1
    assert "is not a failed one" in ran.output
    assert rows("SELECT count(*) FROM audit") == [(0,)]


def test_the_list_is_narrowed_by_kind_subject_and_person() -> None:
    owe("waiting", None)
    for words, lines in (
        (("--kind", "reply"), 2),
        (("--kind", "reminder."), 1),
        (("--about", "person:1"), 2),
        (("--about", "alert:1"), 1),
    ):
        assert len(call("outbox", "list", *words).output.splitlines()) == lines, words
    for nobody in ("7", "ann@trust.example"):
        ran = call("outbox", "list", "--person", nobody)
        assert (ran.exit_code, "Nobody on the staff list" in ran.output) == (1, True), ran.output


@pytest.mark.parametrize("state", ["waiting", "failed", "unknown"])
def test_what_was_not_sent_can_be_cancelled_with_a_reason(state: str) -> None:
    owe(state, None)
    ran = call("outbox", "cancel", "1", "--reason", "Told by telephone, NHS number 999 000 0018")
    assert ran.exit_code == 0, ran.output
    [(stored, why)] = rows("SELECT state, reason FROM outbox")
    assert stored == "cancelled"
    assert str(why).startswith("cancelled: Told by telephone")
    assert "0018" not in str(why)
    [(actor, act, subject)] = rows("SELECT actor, act, subject FROM audit")
    assert (actor, act, subject) == ("cli", "message.cancelled", "message:1")


@pytest.mark.parametrize("state", ["sent", "sending", "cancelled"])
def test_what_was_sent_or_is_being_sent_cannot_be_cancelled(state: str) -> None:
    owe("failed" if state != "sending" else "waiting", None)
    connection = sqlite3.connect("safety.db")
    lease = "2026-11-24 09:05:00" if state == "sending" else None
    connection.execute("UPDATE outbox SET state = ?, lease_until = ?", (state, lease))
    connection.commit()
    connection.close()
    ran = call("outbox", "cancel", "1", "--reason", "a reason")
    assert (ran.exit_code, f"is {state}, so it cannot be cancelled" in ran.output) == (1, True), ran.output
    assert rows("SELECT state FROM outbox") == [(state,)]
    assert call("outbox", "cancel", "99", "--reason", "a reason").exit_code == 1
