"""The work on actions: owners acknowledge, start, snooze and send evidence, late or never; others judge and hand over.

Every move goes through the table of moves and into the store as the handlers do it; the journal is kept beside it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from simulation.agenda import Agenda, Step
from simulation.staff import EXECUTIVE, LEAD, SPECIALIST

from storage import alerts
from storage.database import Transaction
from storage.records import ActionStatus, AlertAction
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED, Facts
from storage.rules.lifecycle import ActionMove, Refusal, move_action
from storage.rules.workdays import add_working_days, at_local, local_day


class Work:
    """The life of actions. ``accepted`` gives what happens to an alert (by id) when one of its actions was accepted."""

    def __init__(self, agenda: Agenda, accepted: Callable[[int], Step]) -> None:
        self.agenda, self.accepted = agenda, accepted
        self.chance, self.journal, self.plan = agenda.chance, agenda.journal, agenda.plan

    def leads(self, now: datetime, many: int) -> list[int]:
        there = [one for one in self.journal.with_duty(LEAD) if self.journal.works_here(one, now)]
        return self.chance.sample(there, min(many, len(there)))

    def begin(self, action_id: int, now: datetime) -> None:
        """Let an owner acknowledge what they were given, or not, so that somebody gives it to another."""
        if self.chance.random() < 0.08:
            self.agenda.later(now, 6, self.hand_over(action_id))
        else:
            self.agenda.soon(now, self.work(action_id))

    async def move(
        self, tx: Transaction, action_id: int, move: ActionMove, by_id: int, now: datetime, **facts: Any
    ) -> AlertAction | None:
        found = await alerts.action(tx, action_id, lock=True)
        assert found is not None
        alert = await alerts.get(tx, found.alert_id)
        assert alert is not None
        after = move_action(found, alert, move, await self.agenda.person(tx, by_id), now, Facts(**facts))
        if isinstance(after, Refusal):
            self.journal.refused += 1
            return None
        await alerts.save_action(tx, found, after, ())
        return await self.note(tx, action_id, now)

    async def note(self, tx: Transaction, action_id: int, now: datetime) -> AlertAction:
        stored = await alerts.action(tx, action_id)
        assert stored is not None
        self.journal.actions[action_id].append((now, stored))
        return stored

    def work(self, action_id: int) -> Step:
        """Return the owner's next step with an action, whatever that is by then."""

        async def step(tx: Transaction, now: datetime) -> None:
            action = await alerts.action(tx, action_id)
            assert action is not None
            alert = await alerts.get(tx, action.alert_id)
            assert alert is not None
            if action.status in ACTION_ENDED or alert.status in ALERT_ENDED:
                return
            if not self.journal.works_here(action.lead_id, now):
                self.agenda.later(now, self.chance.randrange(1, 5), self.hand_over(action_id))
                return
            owners = [
                one for one in (action.lead_id, action.deputy_id) if one is not None and self.agenda.there(one, now)
            ]
            if not owners or (owners[0] != action.lead_id and self.chance.random() < 0.7):
                self.agenda.later(now, 1, step)
                return
            await self._done_by(tx, action, owners[0], now)

        return step

    async def _done_by(self, tx: Transaction, action: AlertAction, by_id: int, now: datetime) -> None:
        key, chance = action.id, self.chance
        match action.status:
            case ActionStatus.ASSIGNED:
                await self.move(tx, key, ActionMove.ACKNOWLEDGE, by_id, now)
                if chance.random() < 0.1:
                    self.agenda.soon(now, self.hand_over(key))
                else:
                    self.agenda.soon(now, self.work(key))
            case ActionStatus.ACKNOWLEDGED | ActionStatus.RETURNED:
                await self.move(tx, key, ActionMove.START, by_id, now)
                if chance.random() < 0.2:
                    self.agenda.later(now, 1, self._snooze(key))
                self.agenda.at(self._ready_at(action, now), self._evidence(key))
            case ActionStatus.IN_PROGRESS:
                self.agenda.soon(now, self._evidence(key))
            case _:
                pass

    def _ready_at(self, action: AlertAction, now: datetime) -> datetime:
        """Return when an owner sends evidence: mostly before the deadline, some late, a few very late."""
        today, what = local_day(now), self.chance.random()
        if what < 0.65:
            day = today + timedelta(days=self.chance.randrange(1, max((action.due_on - today).days, 2)))
        else:
            late = self.chance.randrange(0, 4) if what < 0.88 else self.chance.randrange(5, 13)
            day = add_working_days(max(action.due_on, today), late, self.plan.closed)
        return at_local(add_working_days(day, 1, self.plan.closed), self.chance.choice(self.plan.slots))

    def _evidence(self, action_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            action = await alerts.action(tx, action_id)
            assert action is not None
            if action.status is not ActionStatus.IN_PROGRESS:
                if action.status not in ACTION_ENDED:
                    self.agenda.soon(now, self.work(action_id))
                return
            if not self.journal.works_here(action.lead_id, now):
                self.agenda.later(now, self.chance.randrange(1, 5), self.hand_over(action_id))
                return
            by_id = next((one for one in (action.lead_id, action.deputy_id) if self.agenda.there(one, now)), None)
            facts = frozenset({action.lead_id})
            if by_id is None or not await self.move(
                tx, action_id, ActionMove.SUBMIT_EVIDENCE, by_id, now, evidence_by=facts
            ):
                self.agenda.later(now, 1, step)
                return
            alert = await alerts.get(tx, action.alert_id)
            if alert is not None and alert.executive_id is not None:
                await self.agenda.tell(tx, now, "evidence", f"action:{action_id}", alert.executive_id)
            self.agenda.soon(now, self._judge(action_id))

        return step

    def _judge(self, action_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            action = await alerts.action(tx, action_id)
            assert action is not None
            by_id = self.agenda.one(EXECUTIVE, now) or self.agenda.one(SPECIALIST, now)
            if action.status is not ActionStatus.EVIDENCE_SUBMITTED:
                return
            if by_id is None:
                self.agenda.later(now, 1, step)
                return
            good = self.chance.random() < 0.85
            move = ActionMove.ACCEPT if good else ActionMove.RETURN
            facts = frozenset({action.lead_id})
            if not await self.move(tx, action_id, move, by_id, now, evidence_by=facts, reason="See."):
                self.agenda.later(now, 1, step)
                return
            await self.agenda.tell(tx, now, "judged", f"action:{action_id}", action.lead_id)
            self.agenda.soon(now, self.accepted(action.alert_id) if good else self.work(action_id))

        return step

    def _snooze(self, action_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            action = await alerts.action(tx, action_id)
            assert action is not None
            today = local_day(now)
            latest = add_working_days(action.due_on, -4, self.plan.closed)
            if self.agenda.there(action.lead_id, now) and latest > today:
                until = today + timedelta(days=self.chance.randrange(1, (latest - today).days + 1))
                facts: dict[str, Any] = {"until": until, "today": today, "latest": latest, "reason": "Soon."}
                await self.move(tx, action_id, ActionMove.SNOOZE, action.lead_id, now, **facts)

        return step

    def hand_over(self, action_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            action = await alerts.action(tx, action_id)
            assert action is not None
            by_id = self.agenda.one(EXECUTIVE, now)
            others = [one for one in self.leads(now, 3) if one not in {action.lead_id, action.deputy_id}]
            if action.status in {*ACTION_ENDED, ActionStatus.EVIDENCE_SUBMITTED}:
                return
            if by_id is None or not others:
                self.agenda.later(now, 1, step)
                return
            named = (await self.agenda.person(tx, others[0]),)
            if await self.move(tx, action_id, ActionMove.HAND_OVER, by_id, now, named=named):
                await self.agenda.tell(tx, now, "handed", f"action:{action_id}", others[0])
                self.begin(action_id, now)
            else:
                self.agenda.later(now, 1, self.work(action_id))

        return step
