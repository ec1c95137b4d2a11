"""What the store promises about receipts, versions and feeds, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from invented import T0, alert_values, record_alert

from storage import alerts, feeds, receipts, versions
from storage.database import ChangedError, Database
from storage.receipts import Receipt
from storage.records import PlannedAction, ReceiptSource, ReceiptState


async def received(database: Database, digest: str = "a" * 64) -> Receipt | None:
    async with database.transaction() as tx:
        return await receipts.add(
            tx, source=ReceiptSource.PASTE, key="NatPSA/2026/003", sha256=digest, original="Words.", proposal={"a": 1},
            now=T0, by_id=None,
        )  # fmt: skip


async def test_the_same_text_is_kept_once_and_waits_until_it_is_settled(database: Database) -> None:
    first = await received(database)
    assert first is not None
    assert await received(database) is None
    async with database.transaction() as tx:
        assert await receipts.waiting(tx, key="NatPSA/2026/003") == [first]
        assert await receipts.count_waiting(tx) == 1
        better = await receipts.improve(tx, first, {"a": 2}, "NatPSA/2026/004")
        with pytest.raises(ChangedError):
            await receipts.settle(tx, first, ReceiptState.DISMISSED, now=T0, by_id=None)
        await receipts.settle(tx, better, ReceiptState.DISMISSED, now=T0, by_id=None, reason="Not ours.")
        assert await receipts.waiting(tx) == []
        settled = await receipts.get(tx, first.id)
        assert settled is not None
        assert (settled.state, settled.reason, settled.key) == (ReceiptState.DISMISSED, "Not ours.", "NatPSA/2026/004")
        await receipts.settle(tx, settled, ReceiptState.WAITING, now=T0, by_id=None)
        again = await receipts.by_digest(tx, "a" * 64)
        assert again is not None
        assert (again.state, again.settled_at) == (ReceiptState.WAITING, None)


async def test_a_version_is_added_and_the_first_one_stays(database: Database) -> None:
    alert, _ = await record_alert(database, ())
    planned = (PlannedAction(1, "Find it"), PlannedAction(2, "Mend it"))
    later = replace(alert, complete_by=alert.complete_by + timedelta(days=30), planned=planned)
    said = versions.changes(alert, later)
    assert said[0].startswith("The deadline is later: ")
    assert "New: actions 1, 2." in said
    async with database.transaction() as tx:
        after = await versions.add(tx, alert, later, at=T0, by_id=None, reason=" ".join(said), receipt_id=None)
        assert await alerts.get(tx, alert.id) == after
        rows = await versions.listing(tx, alert.id)
        assert [one["version"] for one in rows] == [1, 2]
        assert [one["complete_by"] for one in rows] == [alert.complete_by, later.complete_by]
        with pytest.raises(ChangedError):
            await versions.add(tx, alert, later, at=T0, by_id=None, reason="", receipt_id=None)
    assert alert_values()["complete_by"] == alert.complete_by


async def test_a_feed_is_held_by_one_process_at_a_time_and_remembers_its_trouble(database: Database) -> None:
    async with database.transaction() as tx:
        feed = await feeds.claim(tx, "govuk", T0, timedelta(minutes=5))
        assert feed is not None
        assert await feeds.claim(tx, "govuk", T0 + timedelta(minutes=4), timedelta(minutes=5)) is None
        again = await feeds.claim(tx, "govuk", T0 + timedelta(minutes=5), timedelta(minutes=5))
        assert again is not None
        await feeds.failed(tx, again, next_at=T0 + timedelta(minutes=20), trouble="It answered 500.")
        stands = await feeds.get(tx, "govuk")
        assert stands is not None
        assert (stands.failures, stands.trouble) == (1, "It answered 500.")
        assert await feeds.claim(tx, "govuk", T0 + timedelta(minutes=19), timedelta(minutes=5)) is None
        await feeds.succeeded(
            tx, stands, now=T0, next_at=T0 + timedelta(hours=1), etag="e", last_modified="", newest="2026"
        )
        well = await feeds.get(tx, "govuk")
        assert well is not None
        assert (well.failures, well.trouble, well.etag, well.newest, well.succeeded_at) == (0, "", "e", "2026", T0)
