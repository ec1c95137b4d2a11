"""Random moves by random people against the store: no guard is passed, history only grows, closed stays closed."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from invented import T0, TODAY, action_values, alert_values, found_trust, record_alert

from storage import alerts, evidence, leads, people
from storage.alerts import Move
from storage.database import Database
from storage.evidence import Handed
from storage.records import ActionStatus, AlertStatus, Person, PlannedAction, Role, Screened
from storage.rules.guards import ACTION_ENDED, Facts
from storage.rules.lifecycle import ActionMove, AlertMove, Refusal, for_whom, move_action, move_alert

R = TypeVar("R")
REASONS = st.sampled_from(["", "A reason."])
WHO = st.integers(0, 6)


class Walk(RuleBasedStateMachine):
    """One alert in a store, in the hands of people who try anything in any order."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "walk.db")
        self.database = Database(f"sqlite:///{self.folder / 'walk.db'}")
        self.now = T0
        self.history: list[Move] = []
        self.everybody: list[Person] = []
        self.alert_id = 0
        self.was_closed = False

    def run(self, deed: Coroutine[Any, Any, R]) -> R:
        return self.loop.run_until_complete(deed)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    @initialize(complex_=st.booleans(), received=st.booleans())
    def receive(self, complex_: bool, received: bool) -> None:
        self.run(self._receive(complex_, received))

    async def _receive(self, complex_: bool, received: bool) -> None:
        ids = sorted((await found_trust(self.database)).values())
        async with self.database.reading() as tx:
            self.everybody = [one for _, one in sorted((await people.by_ids(tx, ids)).items())]
        executive = next(one.id for one in self.everybody if Role.EXECUTIVE in one.roles)
        # The second action is in the hands of a specialist and an executive, who judge the others' evidence.
        rows = [
            action_values(1, lead_id=ids[1], deputy_id=ids[2]),
            action_values(2, lead_id=ids[6], deputy_id=ids[4]),
        ]
        status = AlertStatus.RECEIVED if received else AlertStatus.ACTION_REQUIRED
        values = alert_values(complex=complex_, executive_id=None if received else executive, status=status)
        alert, _ = await record_alert(self.database, rows, **values)
        self.alert_id = alert.id

    @rule(
        which=st.integers(0, 1), move=st.sampled_from(ActionMove), by=WHO, named=WHO, reason=REASONS, adds=st.booleans()
    )
    def press_on_action(self, which: int, move: ActionMove, by: int, named: int, reason: str, adds: bool) -> None:
        self.run(self._press_on_action(which, move, self.everybody[by], self.everybody[named], reason, adds))

    async def _press_on_action(
        self, which: int, move: ActionMove, me: Person, named: Person, reason: str, adds: bool
    ) -> None:
        self.now += timedelta(hours=1)
        async with self.database.transaction() as tx:
            alert = await alerts.get(tx, self.alert_id, lock=True)
            assert alert is not None
            actions = await alerts.actions_of(tx, alert.id)
            before = actions[which]
            pieces = await evidence.of_actions(tx, [before.id])
            givers = evidence.givers(pieces) | ({me.id} if adds and move is ActionMove.SUBMIT_EVIDENCE else set())
            facts = Facts(givers, actions, (named,), reason, frozenset(await leads.of_alert(tx, alert.id)))
            after = move_action(before, alert, move, me, self.now, facts)
            if isinstance(after, Refusal):
                assert after.words.endswith((".", ":")), after.words
                return
            assert me.active
            if move is ActionMove.ACCEPT:
                assert pieces
                assert me.id not in evidence.givers(pieces)
            if alert.complex and move is ActionMove.HAND_OVER:
                assert Role.EXECUTIVE in me.roles
            if move is ActionMove.SUBMIT_EVIDENCE and adds:
                for_id = for_whom(me, alert, move, before)
                assert for_id == (before.lead_id if me.id == before.deputy_id else None)
                words = Handed(text=Screened("Done."))
                await evidence.add(tx, before.id, words, by_id=me.id, for_id=for_id, now=self.now)
            if move is ActionMove.WITHDRAW_EVIDENCE and pieces:
                await evidence.withdraw(tx, pieces[-1].id, before.id, self.now)
            step = Move(alert.id, before.id, self.now, me.id, move, before.status, after.status)
            await alerts.save_action(tx, before, after, [step])
            stored = await alerts.action(tx, before.id)
            assert stored is not None
            assert stored == after
            assert stored.fence == before.fence + 1
            self.history.append(step)

    @rule(
        move=st.sampled_from(AlertMove), by=WHO, named=st.lists(WHO, max_size=2), reason=REASONS, day=st.integers(-9, 2)
    )
    def press_on_alert(self, move: AlertMove, by: int, named: list[int], reason: str, day: int) -> None:
        people_named = tuple(self.everybody[one] for one in named)
        self.run(self._press_on_alert(move, self.everybody[by], people_named, reason, day))

    @rule(owners=st.tuples(st.sampled_from([1, 2]), st.sampled_from([4, 6])), judge=st.sampled_from([4, 6]))
    def everything_is_done_and_judged(self, owners: tuple[int, int], judge: int) -> None:
        """Walk the way to the end, so that it is reached often; owner and judge may be one person, who is refused."""
        for which, owner in enumerate(owners):
            for move, who in (
                (ActionMove.ACKNOWLEDGE, owner), (ActionMove.SUBMIT_EVIDENCE, owner), (ActionMove.ACCEPT, judge),
            ):  # fmt: skip
                self.run(self._press_on_action(which, move, self.everybody[who], self.everybody[0], "", adds=True))
        self.run(self._press_on_alert(AlertMove.AUTHORISE, self.everybody[4], (), "", 0))

    async def _press_on_alert(
        self, move: AlertMove, me: Person, named: tuple[Person, ...], reason: str, day: int
    ) -> None:
        self.now += timedelta(hours=1)
        async with self.database.transaction() as tx:
            before = await alerts.get(tx, self.alert_id, lock=True)
            assert before is not None
            actions = await alerts.actions_of(tx, before.id)
            pieces = await evidence.of_actions(tx, (one.id for one in actions))
            givers = evidence.givers(pieces)
            facts = Facts(
                givers, actions, named, reason, frozenset(await leads.of_alert(tx, before.id)),
                TODAY + timedelta(days=day), TODAY,
            )  # fmt: skip
            after = move_alert(before, move, me, self.now, facts)
            if isinstance(after, Refusal):
                assert after.words.endswith("."), after.words
                return
            assert before.status not in {AlertStatus.CLOSED, AlertStatus.CANCELLED}
            if move is AlertMove.AUTHORISE:
                assert Role.EXECUTIVE in me.roles
                assert me.id not in givers
                assert all(one.status in ACTION_ENDED for one in actions)
                assert not before.complex or before.leads_named_by is not None
                accepted = [one for one in actions if one.status is ActionStatus.ACCEPTED]
                assert accepted
                assert {one.action_id for one in pieces} >= {one.id for one in accepted}
            if move is AlertMove.NAME_LEADS:
                assert not before.complex or Role.EXECUTIVE in me.roles
                await leads.name(tx, before.id, [one.id for one in named], by_id=me.id, now=self.now)
            if move is AlertMove.CLOSE:
                assert before.issued_on <= TODAY + timedelta(days=day) <= TODAY
            step = Move(before.id, None, self.now, me.id, move, before.status, after.status)
            await alerts.save_alert(tx, before, after, [step])
            assert await alerts.get(tx, before.id) == after
            assert after.fence == before.fence + 1
            self.history.append(step)
            self.was_closed = self.was_closed or after.status is AlertStatus.CLOSED

    @invariant()
    def history_only_grows_and_closed_stays_closed(self) -> None:
        if self.alert_id:
            self.run(self._check())

    async def _check(self) -> None:
        async with self.database.reading() as tx:
            assert await alerts.moves_of(tx, self.alert_id, limit=1000) == self.history
            alert = await alerts.get(tx, self.alert_id)
        assert alert is not None
        assert not self.was_closed or alert.status is AlertStatus.CLOSED


def test_no_order_of_presses_passes_a_guard(sqlite_template: Path) -> None:
    Walk.template = sqlite_template
    run_state_machine_as_test(Walk, settings=settings(max_examples=15, stateful_step_count=30, deadline=None))


@pytest.mark.parametrize("planned", [(1, 2), (1, 2, 3)])
async def test_what_nobody_was_given_keeps_an_alert_from_being_authorised(
    database: Database, planned: tuple[int, ...]
) -> None:
    ids = await found_trust(database)
    rows = [action_values(n, lead_id=ids["Ben Lead"]) for n in (1, 2)]
    alert, actions = await record_alert(database, rows, executive_id=ids["Eve Executive"], complex=False)
    alert = replace(alert, planned=tuple(PlannedAction(number, "Find it") for number in planned))
    done = tuple(replace(one, status=ActionStatus.ACCEPTED) for one in actions)
    async with database.reading() as tx:
        executive = (await people.by_ids(tx, [ids["Eve Executive"]]))[ids["Eve Executive"]]
    facts = Facts(frozenset({ids["Ben Lead"]}), done)
    answer = move_alert(alert, AlertMove.AUTHORISE, executive, T0, facts)
    missing = "Nobody has been given action 3 of this alert yet. Please name an owner first."
    assert (answer.words if isinstance(answer, Refusal) else "") == (missing if 3 in planned else "")
