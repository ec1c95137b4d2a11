"""What the store promises about evidence, leads and added actions: nothing is deleted, and a hash stands for each."""

import hashlib

from invented import DEPUTY, EXECUTIVE, LEAD, SURGEON, T0, T, action_values, found_trust, record_alert

from storage import alerts, evidence, leads
from storage.database import Database
from storage.evidence import Handed
from storage.records import ActionStatus, AlertStatus, EvidenceKind, Screened


async def test_evidence_that_is_taken_back_counts_no_more_and_stays_in_the_store(database: Database) -> None:
    ids = await found_trust(database)
    _, (action,) = await record_alert(database, [action_values(1, lead_id=ids[LEAD], deputy_id=ids[DEPUTY])])
    async with database.transaction() as tx:
        words = await evidence.add(
            tx, action.id, Handed(text=Screened("All pumps counted.")), by_id=ids[DEPUTY], for_id=ids[LEAD], now=T0
        )
        link = await evidence.add(
            tx, action.id, Handed(url="https://example.org/audit"), by_id=ids[LEAD], for_id=None, now=T(minutes=1)
        )
    assert (words.kind, link.kind) == (EvidenceKind.TEXT, EvidenceKind.LINK)
    assert words.sha256 == hashlib.sha256(b"All pumps counted.").hexdigest()
    assert evidence.givers([words]) == {ids[DEPUTY], ids[LEAD]}
    async with database.transaction() as tx:
        assert await evidence.withdraw(tx, words.id, action.id, T(hours=1))
        assert not await evidence.withdraw(tx, words.id, action.id, T(hours=2))
        assert not await evidence.withdraw(tx, link.id, action.id + 1, T(hours=2)), "another action's"
    async with database.reading() as tx:
        assert await evidence.of_actions(tx, [action.id]) == (link,)
        kept = await evidence.of_actions(tx, [action.id], withdrawn=True)
    assert [(one.id, one.withdrawn_at) for one in kept] == [(words.id, T(hours=1)), (link.id, None)]


async def test_naming_leads_anew_says_who_was_not_one_before(database: Database) -> None:
    ids = await found_trust(database)
    alert, _ = await record_alert(database, [])
    async with database.transaction() as tx:
        first = await leads.name(tx, alert.id, [ids[LEAD]], by_id=ids[EXECUTIVE], now=T0)
        assert first == {ids[LEAD]}
        second = await leads.name(tx, alert.id, [ids[SURGEON], ids[LEAD]], by_id=ids[EXECUTIVE], now=T0)
        assert second == {ids[SURGEON]}
        assert await leads.name(tx, alert.id, [ids[SURGEON]], by_id=ids[EXECUTIVE], now=T0) == frozenset()
        assert await leads.of_alert(tx, alert.id) == (ids[SURGEON],)


async def test_actions_are_added_to_an_alert_that_is_there(database: Database) -> None:
    ids = await found_trust(database)
    alert, _ = await record_alert(database, [action_values(1, lead_id=ids[LEAD])])
    part = action_values(2, lead_id=ids[SURGEON], part_of=1, place="Surgery")
    async with database.transaction() as tx:
        (added,) = await alerts.add_actions(tx, alert.id, [part])
        assert (added.part_of, added.place, added.status, added.fence) == (1, "Surgery", ActionStatus.ASSIGNED, 0)
        assert await alerts.standing(tx, [alert.status]) == [alert]
        assert await alerts.standing(tx, [AlertStatus.CLOSED]) == []
        assert await alerts.get(tx, alert.id, lock=True) == alert
