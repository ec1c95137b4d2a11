"""What the store keeps of resemblance: each pair once, what a person said stays, and only what counts is counted."""

from dataclasses import replace

from invented import SPECIALIST, T0, T, found_trust, record_alert, send_report

from storage import alerts, incidents, resembling
from storage.database import Database
from storage.records import AlertStatus, IncidentStatus


async def test_what_a_person_judged_stays_and_what_nobody_judged_follows_the_report(database: Database) -> None:
    ids = await found_trust(database)
    kept = [(await record_alert(database, [], number))[0] for number in range(1, 6)]
    report = await send_report(database)
    scores = [(one.id, 50 + number) for number, one in enumerate(kept)]
    async with database.transaction() as tx:
        await resembling.keep(tx, report.id, scores, T0)
        found = await resembling.of_incident(tx, report.id)
        assert [one.key for one in found] == [f"NatPSA/2026/00{number}" for number in (5, 4, 3)], "the likeliest three"
        assert await resembling.judge(tx, kept[4].id, report.id, True, ids[SPECIALIST])
        assert not await resembling.judge(tx, kept[4].id, report.id, True, ids[SPECIALIST]), "said already"
        assert await resembling.judge(tx, kept[3].id, report.id, False, ids[SPECIALIST])
        assert not await resembling.judge(tx, kept[0].id, report.id, False, ids[SPECIALIST]), "it was never asked"
        await resembling.keep(tx, report.id, [(kept[0].id, 60)], T(hours=1))
        found = await resembling.of_incident(tx, report.id)
    assert [(one.key, one.judged) for one in found] == [
        ("NatPSA/2026/001", None), ("NatPSA/2026/005", True), ("NatPSA/2026/004", False),
    ]  # fmt: skip
    async with database.transaction() as tx:
        assert await resembling.judge(tx, kept[4].id, report.id, None, ids[SPECIALIST])
        found = await resembling.of_incident(tx, report.id)
        assert [one.judged_by for one in found if one.key == "NatPSA/2026/005"] == [None]


async def test_events_are_counted_since_the_alert_without_what_was_denied_or_taken_back(database: Database) -> None:
    ids = await found_trust(database)
    alert, _ = await record_alert(database, [])
    other, _ = await record_alert(database, [], 4)
    sent = [await send_report(database, at=T(days=day)) for day in (-2, 0, 1, 2, 3)]
    async with database.transaction() as tx:
        for one in sent:
            await resembling.keep(tx, one.id, [(alert.id, 60)], T0)
        await resembling.judge(tx, alert.id, sent[2].id, False, ids[SPECIALIST])
        await incidents.revise(tx, sent[3], status=IncidentStatus.WITHDRAWN, by=None, reason="", now=T(days=4))
        assert await resembling.since(tx, alert.id, T0, limit=1) == (2, [sent[4].id])
        assert await resembling.since(tx, alert.id, T0, limit=1, offset=1) == (2, [sent[1].id])
        assert await resembling.since(tx, other.id, T0) == (0, [])
        assert set(await resembling.told_by_alerts(tx)) == {alert.id, other.id}
        await alerts.save_alert(tx, other, replace(other, status=AlertStatus.CANCELLED), [])
        assert set(await resembling.told_by_alerts(tx)) == {alert.id}, "what was taken back tells nothing"


async def test_reports_that_came_before_the_trust_had_the_alert_are_found_the_newest_first(database: Database) -> None:
    await found_trust(database)
    alert, _ = await record_alert(database, [])
    sent = [await send_report(database, at=T(days=day)) for day in (-2, 0, 1, 2)]
    async with database.transaction() as tx:
        await incidents.revise(tx, sent[3], status=IncidentStatus.WITHDRAWN, by=None, reason="", now=T(days=4))
        told = await resembling.told_since(tx, T0, 10)
        assert [key for key, _ in told] == [sent[2].id, sent[1].id]
        assert sent[2].content.what_happened.text in told[0][1]
        assert [key for key, _ in await resembling.told_since(tx, T0, 1)] == [sent[2].id]
        await resembling.add(tx, alert.id, [(key, 55) for key, _ in told], T(days=4))
        await resembling.add(tx, alert.id, [(sent[2].id, 80)], T(days=5))
        assert await resembling.since(tx, alert.id, T0) == (2, [])
