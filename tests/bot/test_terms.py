"""What a trust sets about reminding: closed days, quiet hours, its own ladder, and giving that to running alerts."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from invented import alert_values
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.app import house_of
from bot.settings import SettingsError, load_settings
from bot.terms import ladder_of, terms_of
from schedules.terms import Terms
from storage import alerts
from storage.database import Database
from storage.rules.ladder import LADDER, pack_ladder, read_ladder

pytestmark = pytest.mark.usefixtures("alone")


def call(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def own_ladder(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Path:
    """Write the trust's own ladder, ours with a change, and return its file."""
    found = json.loads(pack_ladder()) | {"version": "northmoor-1", "at": "08:30"}
    change(found)
    path = Path("ladder.json")
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_without_settings_the_terms_are_ours() -> None:
    assert terms_of(load_settings()) == Terms()


def test_what_is_set_reaches_the_schedules_and_the_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_CLOSED_DAYS", "2026-12-29, 2026-12-30")
    monkeypatch.setenv("SAFETY_QUIET_FROM", "18:30")
    monkeypatch.setenv("SAFETY_QUIET_UNTIL", "08:00")
    monkeypatch.setenv("SAFETY_MESSAGES_A_DAY", "3")
    monkeypatch.setenv("SAFETY_REMINDER_TIME", "08:15")
    closed = frozenset({date(2026, 12, 29), date(2026, 12, 30)})
    terms = terms_of(load_settings())
    assert (terms.closed, terms.quiet_from, terms.quiet_until, terms.a_day) == (closed, time(18, 30), time(8), 3)
    assert terms.ladder.at == time(8, 15)
    house = house_of(load_settings())
    assert (house.closed, house.ladder) == (closed, terms.ladder)


def test_the_trusts_own_ladder_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_LADDER_FILE", str(own_ladder()))
    ladder = ladder_of(load_settings())
    assert (ladder.version, ladder.at, ladder.rungs) == ("northmoor-1", time(8, 30), LADDER.rungs)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda ladder: ladder.update(at="9am"), '"at" must be a time such as 09:00'),
        (lambda ladder: ladder.pop("version"), 'it needs "version" and "rungs"'),
        (lambda ladder: ladder["rungs"][2].update(clock="moon"), 'rung 3: "clock" must be one of assigned'),
        (lambda ladder: ladder["rungs"][0].update(days="1"), 'rung 1: "days" must be a whole number of working days'),
        (lambda ladder: ladder["rungs"][0].update(to=["nurse"]), 'rung 1: "to" must be a list of lead'),
        (lambda ladder: ladder["rungs"][0].pop("repeats"), 'rung 1: "repeats" must be true or false'),
        (lambda ladder: ladder["rungs"][0].update(name="A:B"), 'rung 1: "name" must be small letters'),
        (lambda ladder: ladder["rungs"].append(ladder["rungs"][0]), "two rungs are named unacknowledged-1"),
        (lambda ladder: ladder.update(rungs=ladder["rungs"][:9]), "no executive hears that an action is late"),
        (
            lambda ladder: [one.update(where="moon") for one in ladder["rungs"] if one["clock"] == "standing"],
            '"where" must be one of',
        ),
    ],
)
def test_a_ladder_with_a_fault_is_refused_at_the_start_in_words(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    monkeypatch.setenv("SAFETY_LADDER_FILE", str(own_ladder(change)))
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith("SAFETY_LADDER_FILE: names a ladder")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"SAFETY_LADDER_FILE": "nowhere.json"}, "cannot be read as text"),
        ({"SAFETY_CLOSED_DAYS": "29 December"}, "SAFETY_CLOSED_DAYS"),
        ({"SAFETY_QUIET_UNTIL": "21:00"}, "must be earlier than SAFETY_QUIET_FROM"),
        ({"SAFETY_REMINDER_TIME": "20:30"}, "lies in the quiet hours"),
    ],
)
def test_other_faults_are_named_too(monkeypatch: pytest.MonkeyPatch, names: dict[str, str], words: str) -> None:
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words):
        load_settings()


@pytest.mark.usefixtures("migrated")
def test_the_ladder_in_force_is_printed_and_given_to_running_alerts_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    async def record() -> None:
        database = Database("sqlite:///safety.db")
        async with database.transaction() as tx:
            await alerts.add(tx, alert_values(), [])
            await alerts.add(tx, alert_values(key="NatPSA/2026/002", status="closed"), [])
        await database.close()

    asyncio.run(record())
    monkeypatch.setenv("SAFETY_LADDER_FILE", str(own_ladder()))
    printed = call("alert", "ladder")
    assert read_ladder(printed.output).version == "northmoor-1"
    assert call("alert", "ladder", "--running", answer="n\n").exit_code == 1
    assert versions() == ["short", "short"]
    ran = call("alert", "ladder", "--running", answer="y\n")
    assert "1 alert is running" in ran.output
    assert "1 alert is given the ladder northmoor-1" in ran.output
    assert versions() == ["northmoor-1", "short"], "the closed one keeps its own"
    connection = sqlite3.connect("safety.db")
    assert connection.execute("SELECT actor, act FROM audit").fetchall() == [("cli", "ladder.frozen_anew")]
    connection.close()


def versions() -> list[str]:
    connection = sqlite3.connect("safety.db")
    found = [json.loads(row[0])["version"] for row in connection.execute("SELECT ladder FROM alerts ORDER BY id")]
    connection.close()
    return found
