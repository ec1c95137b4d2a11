"""What the store promises about alerts, on both databases: fences, who sees what, figures, order, history."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented import (
    DEPUTY,
    EXECUTIVE,
    LEAD,
    SURGEON,
    T0,
    T,
    action_values,
    alert_values,
    found_trust,
    record_alert,
)
from sqlalchemy.exc import IntegrityError

from storage import alerts
from storage.alerts import Move
from storage.database import Database
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus


async def a_small_alert(database: Database) -> tuple[dict[str, int], Alert, tuple[AlertAction, ...]]:
    ids = await found_trust(database)
    values = action_values(1, lead_id=ids[LEAD], deputy_id=ids[DEPUTY]), action_values(2, lead_id=ids[SURGEON])
    return ids, *await record_alert(database, values, executive_id=ids[EXECUTIVE])


async def test_an_alert_comes_back_as_it_was_recorded(database: Database) -> None:
    ids, alert, actions = await a_small_alert(database)
    values = alert_values(executive_id=ids[EXECUTIVE])
    assert {name: getattr(alert, name) for name in values} == values
    assert alert.fence == 0
    assert [(one.number, one.lead_id, one.deputy_id, one.status, one.fence) for one in actions] == [
        (1, ids[LEAD], ids[DEPUTY], ActionStatus.ASSIGNED, 0),
        (2, ids[SURGEON], None, ActionStatus.ASSIGNED, 0),
    ]
    async with database.reading() as tx:
        assert await alerts.get(tx, alert.id) == alert
        assert await alerts.by_key(tx, alert.key) == alert
        assert await alerts.action(tx, actions[1].id) == actions[1]
        assert await alerts.get(tx, 999) is None
        assert await alerts.by_key(tx, "NatPSA/2026/999") is None
        assert await alerts.action(tx, 999) is None


async def test_actions_come_in_the_order_of_their_numbers(database: Database) -> None:
    ids = await found_trust(database)
    values = [action_values(number, lead_id=ids[LEAD]) for number in (10, 2, 1)]
    _, actions = await record_alert(database, values)
    assert [one.number for one in actions] == [1, 2, 10]


async def test_the_same_alert_is_recorded_once(database: Database) -> None:
    await a_small_alert(database)
    with pytest.raises(IntegrityError):
        await record_alert(database, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"deputy_id": 2},
        {"lead_id": 999},
        {"status": "forgotten"},
        {"acknowledged_at": T0},
        {"acknowledged_by": 2},
    ],
    ids=str,
)
async def test_the_store_refuses_what_no_action_can_be(database: Database, wrong: dict[str, object]) -> None:
    ids = await found_trust(database)
    assert ids[LEAD] == 2
    with pytest.raises(IntegrityError):
        await record_alert(database, [{**action_values(lead_id=ids[LEAD]), **wrong}])
    async with database.reading() as tx:
        assert await alerts.listing(tx) == []


async def test_an_alert_that_ends_before_it_was_issued_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await record_alert(database, [], complete_by=date(2026, 11, 22))


async def test_a_changed_action_has_a_higher_fence_and_a_move(database: Database) -> None:
    ids, alert, (first, _) = await a_small_alert(database)
    after = replace(first, status=ActionStatus.ACKNOWLEDGED, acknowledged_at=T(hours=1), acknowledged_by=ids[DEPUTY])
    move = Move(alert.id, first.id, T(hours=1), ids[DEPUTY], "acknowledge", first.status, after.status, "noted")
    async with database.transaction() as tx:
        await alerts.save_action(tx, first, after, [move])
    async with database.reading() as tx:
        assert await alerts.action(tx, first.id) == replace(after, fence=1)
        assert await alerts.moves_of(tx, alert.id) == [move]


async def test_handing_over_and_moving_a_deadline_are_stored(database: Database) -> None:
    ids, _, (first, _) = await a_small_alert(database)
    after = replace(first, lead_id=ids[SURGEON], deputy_id=None, due_on=date(2027, 2, 1), help_asked_at=T(hours=1))
    async with database.transaction() as tx:
        await alerts.save_action(tx, first, after, [])
        assert await alerts.action(tx, first.id) == replace(after, fence=1)


async def test_of_two_who_change_one_action_the_second_is_told(database: Database) -> None:
    ids, _, (first, _) = await a_small_alert(database)

    async def change(status: ActionStatus) -> str:
        after = replace(first, status=status, acknowledged_at=T0, acknowledged_by=ids[LEAD])
        try:
            async with database.transaction() as tx:
                await alerts.save_action(tx, first, after, [])
        except RuntimeError as error:
            return str(error)
        return status

    answers = await asyncio.gather(change(ActionStatus.ACKNOWLEDGED), change(ActionStatus.IN_PROGRESS))
    (won,) = [one for one in answers if one in set(ActionStatus)]
    assert f"action {first.id} was changed by somebody else" in answers
    async with database.reading() as tx:
        now = await alerts.action(tx, first.id)
    assert now is not None
    assert (now.status, now.fence) == (won, 1)


async def test_a_move_that_lost_leaves_no_history(database: Database) -> None:
    _, alert, (first, _) = await a_small_alert(database)
    old = replace(first, fence=7)
    move = Move(alert.id, first.id, T0, None, "acknowledge", "assigned", "acknowledged")
    with pytest.raises(RuntimeError):
        async with database.transaction() as tx:
            await alerts.save_action(tx, old, old, [move])
    async with database.reading() as tx:
        assert await alerts.moves_of(tx, alert.id) == []


async def test_a_locked_action_waits_for_the_one_who_holds_it(database: Database) -> None:
    ids, _, (first, _) = await a_small_alert(database)
    holds = asyncio.Event()
    order: list[str] = []

    async def hold() -> None:
        async with database.transaction() as tx:
            action = await alerts.action(tx, first.id, lock=True)
            holds.set()
            await asyncio.sleep(0.05)
            assert action is not None
            after = replace(action, status=ActionStatus.ACKNOWLEDGED, acknowledged_at=T0, acknowledged_by=ids[LEAD])
            await alerts.save_action(tx, action, after, [])
            order.append("held")

    async def follow() -> None:
        await holds.wait()
        async with database.transaction() as tx:
            action = await alerts.action(tx, first.id, lock=True)
            assert action is not None
            order.append(action.status)

    await asyncio.gather(hold(), follow())
    assert order == ["held", "acknowledged"]


async def test_a_changed_alert_has_a_higher_fence_and_a_stale_one_is_refused(database: Database) -> None:
    ids, alert, _ = await a_small_alert(database)
    after = replace(alert, status=AlertStatus.CANCELLED, executive_id=ids[LEAD], complete_by=date(2027, 4, 1))
    move = Move(alert.id, None, T0, None, "cancel", alert.status, after.status, "recorded by mistake")
    async with database.transaction() as tx:
        await alerts.save_alert(tx, alert, after, [move])
    async with database.transaction() as tx:
        with pytest.raises(RuntimeError, match=f"alert {alert.id} was changed by somebody else"):
            await alerts.save_alert(tx, alert, after, [move])
    async with database.reading() as tx:
        assert await alerts.get(tx, alert.id) == replace(after, fence=1)
        assert await alerts.moves_of(tx, alert.id) == [move]


async def test_history_is_told_in_its_order_and_a_long_one_without_its_beginning(database: Database) -> None:
    ids, alert, (first, _) = await a_small_alert(database)
    moves = [Move(alert.id, first.id, T(hours=-n), ids[LEAD], f"move{n}", "a", "b") for n in range(4)]
    async with database.transaction() as tx:
        await alerts.add_moves(tx, moves[:3])
        await alerts.add_moves(tx, [])
        await alerts.add_moves(tx, moves[3:])
        assert await alerts.moves_of(tx, alert.id) == moves
        assert await alerts.moves_of(tx, alert.id, limit=2) == moves[2:]


async def test_alerts_are_listed_by_deadline_and_finished_ones_left_out_on_request(database: Database) -> None:
    ids = await found_trust(database)
    statuses = (*AlertStatus,)
    for number, status in enumerate(statuses, 1):
        deadline = date(2027, 3, 1) - timedelta(days=number)
        await record_alert(database, [action_values(lead_id=ids[LEAD])], number, status=status, complete_by=deadline)
    over = {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}
    async with database.reading() as tx:
        assert [one.status for one in await alerts.listing(tx)] == [*reversed(statuses)]
        expected = [one for one in reversed(statuses) if one not in over]
        assert [one.status for one in await alerts.listing(tx, only_open=True)] == expected
        work = await alerts.open_work(tx)
        # What is not required still has to be closed on CAS, so it is work for somebody.
        assert [alert.status for alert, _ in work] == [
            one for one in reversed(statuses) if one not in {AlertStatus.CLOSED, AlertStatus.CANCELLED}
        ]
        assert all([one.alert_id for one in actions] == [alert.id] for alert, actions in work)


async def test_open_work_holds_alerts_that_have_no_action_yet(database: Database) -> None:
    alert, _ = await record_alert(database, [])
    async with database.reading() as tx:
        assert await alerts.open_work(tx) == [(alert, ())]
