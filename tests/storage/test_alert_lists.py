"""Lists, figures and the log of alerts on both databases: who sees what, in which order, and what a CSV says."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

from invented import DEPUTY, EXECUTIVE, LEAD, OFFICER, SURGEON, T0, TODAY, T, action_values, found_trust, record_alert

from handlers.alerts.capability import ALERTS
from handlers.redrawn import AGAIN
from storage import alert_lists, alert_log, alert_sheet, alerts, compliance, evidence, outbox
from storage.alert_lists import Which
from storage.alerts import Move
from storage.board import Sight
from storage.database import Database
from storage.evidence import Handed
from storage.records import ActionStatus, AlertStatus, OutboxState, Screened
from storage.rules.compliance import figures

ALL = Sight(all=True)


async def three_alerts(database: Database) -> dict[str, int]:
    """Store one alert of each: late in Medicine, open in Surgery, closed."""
    ids = await found_trust(database)
    late = [
        action_values(1, lead_id=ids[LEAD], deputy_id=ids[DEPUTY], due_on=TODAY - timedelta(days=1)),
        action_values(
            2, lead_id=ids[LEAD], status=ActionStatus.ACCEPTED, acknowledged_at=T0, acknowledged_by=ids[LEAD]
        ),
        action_values(3, lead_id=ids[SURGEON], status=ActionStatus.CANCELLED),
    ]  # fmt: skip
    await record_alert(database, late, 1, complete_by=date(2027, 6, 1), executive_id=ids[EXECUTIVE])
    await record_alert(database, [action_values(1, lead_id=ids[SURGEON])], 2, complete_by=date(2027, 2, 1))
    await record_alert(database, [], 3, status=AlertStatus.CLOSED, complete_by=date(2026, 12, 1))
    return ids


async def test_alerts_are_listed_with_what_is_next_first_and_how_far_they_have_come(database: Database) -> None:
    ids = await three_alerts(database)
    async with database.reading() as tx:
        found = await alert_lists.page(tx, ALL, Which.OPEN, today=TODAY)
        assert [one.alert.key for one in found.alerts] == ["NatPSA/2026/001", "NatPSA/2026/002"]
        first, second = found.alerts
        assert (first.actions, first.acknowledged, first.accepted, first.late) == (2, 1, 1, 1)
        assert (first.next_due, first.deadline) == (TODAY - timedelta(days=1), TODAY - timedelta(days=1))
        assert second.deadline == date(2027, 1, 29)
        actions = await alerts.actions_of(tx, first.alert.id)
        assert first.next_action == actions[0].id
        page = await alert_lists.page(tx, ALL, Which.OPEN, today=TODAY, limit=1, offset=1)
        assert (page.total, [one.alert.key for one in page.alerts]) == (2, ["NatPSA/2026/002"])
        for which, keys in ((Which.LATE, ["NatPSA/2026/001"]), (Which.OVER, ["NatPSA/2026/003"])):
            listed = await alert_lists.page(tx, ALL, which, today=TODAY)
            assert [one.alert.key for one in listed.alerts] == keys
        mine = await alert_lists.page(tx, ALL, Which.MINE, today=TODAY, me=ids[EXECUTIVE])
        assert [one.alert.key for one in mine.alerts] == ["NatPSA/2026/001"]


async def test_a_lead_sees_their_own_alerts_and_those_of_their_directorate(database: Database) -> None:
    ids = await three_alerts(database)
    async with database.reading() as tx:
        for sight, keys in (
            (Sight(person_id=ids[DEPUTY]), ["NatPSA/2026/001"]),
            (Sight(person_id=ids[OFFICER], directorate="Surgery"), ["NatPSA/2026/002"]),
            (Sight(person_id=ids[OFFICER]), []),
        ):
            found = await alert_lists.page(tx, sight, Which.OPEN, today=TODAY)
            assert ([one.alert.key for one in found.alerts], found.total) == (keys, len(keys))
        by_place = await alert_lists.page(tx, ALL, Which.OPEN, today=TODAY, directorate="Medicine")
        assert [one.alert.key for one in by_place.alerts] == ["NatPSA/2026/001"]
        by_person = await alert_lists.page(tx, ALL, Which.OPEN, today=TODAY, lead_id=ids[SURGEON])
        assert [one.alert.key for one in by_person.alerts] == ["NatPSA/2026/002"]
        groups = await alert_lists.by_directorate(tx, ALL, today=TODAY)
        assert [(one.name, one.alerts, one.actions, one.late) for one in groups] == [
            ("Medicine", 1, 1, 1), ("Surgery", 1, 1, 0),
        ]  # fmt: skip
        leads = await alert_lists.by_lead(tx, Sight(person_id=0, directorate="Surgery"), today=TODAY)
        assert [(one.name, one.lead_id) for one in leads] == [(SURGEON, ids[SURGEON])]
        assert "Surgery" in await alert_lists.directorates(tx)


async def test_the_log_tells_every_step_in_order_with_both_names_and_who_was_told(database: Database) -> None:
    ids = await found_trust(database)
    values = action_values(1, lead_id=ids[LEAD], deputy_id=ids[DEPUTY])
    alert, (action,) = await record_alert(database, [values], title="=SUM(A1)", complex=True)
    async with database.transaction() as tx:
        step = Move(
            alert.id, action.id, T(hours=1), ids[DEPUTY], "acknowledge", "assigned", "acknowledged",
            "-1 pump is\nmissing", ids[LEAD],
        )  # fmt: skip
        after = replace(
            action, status=ActionStatus.ACKNOWLEDGED, acknowledged_at=T(hours=1), acknowledged_by=ids[DEPUTY]
        )
        await alerts.save_action(tx, action, after, [step])
        handed = Handed(text=Screened("Counted."))
        piece = await evidence.add(tx, action.id, handed, by_id=ids[DEPUTY], for_id=ids[LEAD], now=T(hours=2))
        for key, kind, subject in (
            ("a", "notice.assigned", f"alert:{alert.id}"),
            ("b", "reminder.late", f"action:{action.id}"),
        ):
            message = await outbox.add(
                tx, key=key, kind=kind, subject=subject, person_id=ids[LEAD], due_at=T0, lease_until=T(minutes=5)
            )
            assert message is not None
            state = OutboxState.SENT if key == "a" else OutboxState.FAILED
            await outbox.settle(tx, message, state, T(minutes=3), reason=None if key == "a" else "unreachable")
        waits = {"kind": "reminder.deadline", "subject": f"action:{action.id}", "person_id": ids[LEAD]}
        await outbox.add(tx, key="c", due_at=T(days=9), **waits)
    async with database.reading() as tx:
        lines = await alert_log.of_alert(tx, alert)
        written = await alert_sheet.log_of(tx, [alert])
        assert await alert_sheet.log_of(tx, [alert]) == written, "the same store gives the same bytes"
        passages = await compliance.passages(tx, alert.issued_on)
    assert [line.what for line in lines] == [
        "Version 1, complete by 01/03/2027", "Told: their actions", "Could not be told: reminder: an action is late",
        "Acknowledged", "Evidence handed in",
    ]  # fmt: skip
    assert (lines[3].by_id, lines[3].for_id, lines[3].action) == (ids[DEPUTY], ids[LEAD], "1")
    assert (lines[1].to_id, lines[2].detail, lines[4].sha256) == (ids[LEAD], "unreachable", piece.sha256)
    rows = list(csv.DictReader(io.StringIO(written)))
    planned = rows.pop()
    assert (planned["entry"], planned["what"]) == ("planned", "To be sent: reminder: a deadline is near")
    assert (planned["when_london"], planned["told"]) == ("03/12/2026 09:00:00 GMT", LEAD)
    assert {row["entry"] for row in rows} == {"version", "message", "step", "evidence"}, "what was done stands apart"
    assert {row["title"] for row in rows} == {"'=SUM(A1)"}
    assert rows[3]["detail"] == "'-1 pump is missing"
    assert (rows[3]["by"], rows[3]["for"], rows[3]["when_utc"]) == (DEPUTY, LEAD, "2026-11-24T10:00:00Z")
    assert rows[3]["when_london"] == "24/11/2026 10:00:00 GMT"
    assert rows[4]["evidence_kind"] == "text"
    assert figures(passages, TODAY).alerts == 1


async def test_all_alerts_come_by_their_keys_and_their_figures_by_quarter(database: Database) -> None:
    await three_alerts(database)
    async with database.reading() as tx:
        whole, count = await alert_sheet.whole_log(tx)
        table = list(csv.DictReader(io.StringIO(await alert_sheet.figures_sheet(tx, TODAY))))
    assert count == 3
    keys = [row["alert"] for row in csv.DictReader(io.StringIO(whole))]
    assert keys == sorted(keys)
    assert [row["quarter"] for row in table] == ["All", "Q3 2026/27"]
    assert (table[0]["alerts"], table[0]["open"], table[0]["acknowledgement_not_known"]) == ("3", "2", "3")


def test_every_message_about_alerts_has_words_in_the_log() -> None:
    said = {str(kind) for kind in ALERTS.draws if not kind.startswith(AGAIN)}
    assert said <= set(alert_log.MESSAGES)
