"""The board, on both databases: who sees which open work, in which order, and the figures above it."""

from datetime import date, timedelta
from typing import Final, TypedDict

import pytest
from invented import (
    DEPUTY,
    LEAD,
    NURSE,
    SURGEON,
    T0,
    TODAY,
    T,
    action_values,
    found_trust,
    record_alert,
    send_report,
)

from storage import alerts, board, incidents
from storage.board import Figures, Sight, Workload
from storage.database import Database
from storage.records import ActionStatus, AlertStatus, IncidentStatus

WEEK_END = TODAY + timedelta(days=7)


class Days(TypedDict):
    """The days that figures are counted by."""

    today: date
    week_end: date


DAYS: Final = Days(today=TODAY, week_end=WEEK_END)


async def many(database: Database) -> dict[str, int]:
    """Store two alerts whose actions are due on many days and have many leads."""
    ids = await found_trust(database)
    lead, surgeon, deputy = ids[LEAD], ids[SURGEON], ids[DEPUTY]
    days = TODAY - timedelta(days=1), TODAY, WEEK_END, WEEK_END + timedelta(days=1)
    first = [action_values(number, lead_id=lead, due_on=day) for number, day in enumerate(days, 1)]
    done = {"status": ActionStatus.ACCEPTED, "due_on": days[0]}
    second = [
        action_values(1, lead_id=surgeon, due_on=days[0], deputy_id=deputy),
        action_values(2, lead_id=surgeon, **done),
        action_values(3, lead_id=lead, **done),
        action_values(
            4, lead_id=deputy, due_on=days[0], status=ActionStatus.ACKNOWLEDGED,
            acknowledged_at=T0, acknowledged_by=deputy,
        ),
    ]  # fmt: skip
    await record_alert(database, first, 1)
    await record_alert(database, second, 2)
    return ids


async def test_each_sees_the_actions_that_are_theirs_to_see(database: Database) -> None:
    ids = await many(database)
    async with database.reading() as tx:

        async def seen(sight: Sight, **rest: object) -> list[str]:
            found = await board.read(tx, sight, limit=50, **DAYS, **rest)  # type: ignore[arg-type]
            return [f"{alert.key[-1]}.{action.number}" for action, alert in found.actions]

        everything = ["1.1", "2.1", "2.4", "1.2", "1.3", "1.4"]
        assert await seen(Sight(all=True)) == everything
        assert await seen(Sight(person_id=ids[LEAD])) == ["1.1", "1.2", "1.3", "1.4"]
        assert await seen(Sight(person_id=ids[DEPUTY])) == ["2.1", "2.4"]
        assert await seen(Sight(person_id=ids[NURSE])) == []
        assert await seen(Sight()) == []
        assert await seen(Sight(person_id=ids[NURSE], directorate="Surgery")) == ["2.1"]
        assert await seen(Sight(person_id=ids[LEAD], directorate="Medicine")) == ["1.1", "2.4", "1.2", "1.3", "1.4"]
        assert await seen(Sight(person_id=ids[SURGEON], directorate="Surgery")) == ["2.1"]
        assert await seen(Sight(all=True), only_late=True) == ["1.1", "2.1", "2.4"]


async def test_a_page_follows_the_one_before_it_and_names_who_has_what(database: Database) -> None:
    ids = await many(database)
    async with database.reading() as tx:
        pages = [await board.read(tx, Sight(all=True), limit=4, offset=offset, **DAYS) for offset in (0, 4, 8)]
        whole = await board.read(tx, Sight(all=True), limit=50, **DAYS)
    assert [len(page.actions) for page in pages] == [4, 2, 0]
    assert pages[0].actions + pages[1].actions == whole.actions
    assert {page.figures for page in pages} == {whole.figures}
    assert {key: one.name for key, one in whole.people.items()} == {ids[n]: n for n in (LEAD, SURGEON, DEPUTY)}


async def test_the_board_shows_actions_and_alerts_as_they_are_stored(database: Database) -> None:
    await many(database)
    async with database.reading() as tx:
        whole = await board.read(tx, Sight(all=True), limit=50, **DAYS)
        for action, alert in whole.actions:
            assert await alerts.action(tx, action.id) == action
            assert await alerts.get(tx, alert.id) == alert


async def test_actions_of_an_alert_that_is_over_are_nobodys_work(database: Database) -> None:
    ids = await found_trust(database)
    over = {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}
    for number, status in enumerate(AlertStatus, 1):
        await record_alert(database, [action_values(lead_id=ids[LEAD])], number, status=status)
    async with database.reading() as tx:
        shown = await board.read(tx, Sight(all=True), limit=50, **DAYS)
    assert {alert.status for _, alert in shown.actions} == set(AlertStatus) - over
    assert shown.figures.open == len(AlertStatus) - len(over)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (None, Figures(open=6, late=3, this_week=2, unacknowledged=5)),
        (LEAD, Figures(open=4, late=1, this_week=2, unacknowledged=4)),
        (DEPUTY, Figures(open=2, late=2, this_week=0, unacknowledged=1)),
        (NURSE, Figures(open=0, late=0, this_week=0, unacknowledged=0)),
    ],
)
async def test_the_figures_count_what_each_may_see(database: Database, who: str | None, expected: Figures) -> None:
    ids = await many(database)
    sight = Sight(all=True) if who is None else Sight(person_id=ids[who])
    async with database.reading() as tx:
        seen = await board.read(tx, sight, **DAYS)
    assert (seen.figures, seen.workload) == (expected, None)


async def test_the_workload_counts_what_nobody_closed_and_knows_the_oldest(database: Database) -> None:
    async with database.reading() as tx:
        assert (await board.read(tx, Sight(reports=True), **DAYS)).workload == Workload(0, None)
    for days, status in enumerate(
        (IncidentStatus.CLOSED, IncidentStatus.WITHDRAWN, IncidentStatus.IN_REVIEW, None, None)
    ):
        sent = await send_report(database, at=T(days=days))
        if status is not None:
            async with database.transaction() as tx:
                await incidents.revise(tx, sent, status=status, by=None, reason="", now=T(days=9))
    async with database.reading() as tx:
        seen = await board.read(tx, Sight(reports=True), **DAYS)
    assert seen.workload == Workload(3, T(days=2))
    assert (seen.figures, seen.actions) == (Figures(0, 0, 0, 0), ())
