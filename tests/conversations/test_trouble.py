"""When the store cannot be written: a 200 means stored, words say that nothing was, and the next try succeeds."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from northmoor import Northmoor
from on_slack import SlackDriver
from on_teams import TeamsDriver
from structlog.testing import capture_logs

NOTHING_SAVED = "Nothing from this step was saved"
REFERENCE = re.compile(r"reference: [0-9A-F]{6}\b")
slack = pytest.mark.parametrize("platform", ["slack"], indirect=True)
teams = pytest.mark.parametrize("platform", ["teams"], indirect=True)


@asynccontextmanager
async def _store_away(trust: Northmoor) -> AsyncIterator[None]:
    """Take a table away that every turn writes to."""
    async with trust.database.transaction() as tx:
        await tx.exec_driver_sql("ALTER TABLE deliveries RENAME TO elsewhere")
    yield
    async with trust.database.transaction() as tx:
        await tx.exec_driver_sql("ALTER TABLE elsewhere RENAME TO deliveries")


@slack
async def test_a_message_that_could_not_be_stored_is_delivered_again_by_slack_and_kept_once(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, SlackDriver)
    with capture_logs() as logs:
        async with _store_away(trust):
            delivery = await trust.driver.people.dm("U0AMINA", "pt fell on ward 7, no injury")
            assert delivery.status == 503
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["turn_failed", "failure_not_stored"]
    assert "pt fell" not in repr([{key: line[key] for key in line if key != "exc_info"} for line in logs])
    await amina.never_sees("Check your report", NOTHING_SAVED)
    for _ in range(2):
        assert (await trust.driver.people.redeliver(delivery)).status == 200
    await trust.settle()
    await amina.sees("Check your report", "pt fell on ward 7, no injury")
    assert await trust.rows("drafts") == 1


@teams
async def test_a_message_that_could_not_be_stored_is_delivered_again_by_teams_and_kept_once(trust: Northmoor) -> None:
    amina = trust.person("amina")
    assert isinstance(trust.driver, TeamsDriver)
    async with _store_away(trust):
        assert await trust.driver.people.message("29:amina", "pt fell on ward 7, no injury") == 503
    for _ in range(2):
        assert (await trust.driver.people.redeliver())[0] == 200
    await trust.settle()
    await amina.sees("Check your report", "pt fell on ward 7, no injury")
    assert await trust.rows("drafts") == 1


async def test_a_press_that_could_not_be_stored_is_said_with_a_reference_and_can_be_pressed_again(
    trust: Northmoor,
) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.looks()
    async with _store_away(trust):
        await trust.driver.press("amina", "Submit")
        found = await amina.sees(NOTHING_SAVED)
        assert REFERENCE.search(found.text)
    assert await trust.rows("incidents") == 0
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


async def test_a_form_that_could_not_be_stored_keeps_what_was_typed(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.commands("report")
    async with _store_away(trust):
        await amina.looks()
        await trust.driver.fill(
            "amina", {"What happened?": "Slipped near the bathroom", "What kind of event was it?": "Incident"}
        )
        said = [*(sight.text for sight in await amina.new())]
        said += [words for sight in await amina.new() for words in sight.errors.values()]
        assert any(NOTHING_SAVED in words and REFERENCE.search(words) for words in said), said
    assert await trust.rows("drafts") == 0
    await amina.fills({"What happened?": "Slipped near the bathroom", "What kind of event was it?": "Incident"})
    await amina.sees("Check your report", "Slipped near the bathroom")


@slack
async def test_a_command_that_could_not_be_stored_is_answered_in_words(trust: Northmoor) -> None:
    amina = trust.person("amina")
    async with _store_away(trust):
        await trust.driver.command("amina", "report pt fell on ward 7")
        found = await amina.sees(NOTHING_SAVED)
        assert REFERENCE.search(found.text)
    assert await trust.rows("drafts") == 0
