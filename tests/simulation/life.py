"""The life of the alerts, made up by a seeded chance: who does what when, late, never, or while they are away.

Every move goes through the table of moves and into the store as the handlers do it; the journal is kept beside it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from simulation.agenda import Agenda, Step
from simulation.journal import Journal
from simulation.plan import Plan
from simulation.staff import EXECUTIVE, OFFICER
from simulation.work import Work

from storage import alerts, receipts
from storage.alerts import planned_as_json
from storage.database import Transaction
from storage.records import ActionStatus, Alert, AlertStatus, PlannedAction, ReceiptSource, ReceiptState
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED, Facts
from storage.rules.ladder import pack_ladder
from storage.rules.lifecycle import ActionMove, AlertMove, Refusal, move_alert
from storage.rules.workdays import local_day


class Life(Agenda):
    """The life of alerts, with everything else that happens."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        super().__init__(plan, journal)
        self.work = Work(self, self._grow)
        self._given: set[int] = set()

    def alert(self, number: int, when: datetime, weeks: int, actions: int, *, is_complex: bool) -> None:
        """Let an alert come in: its deadline in so many weeks, with so many actions."""

        async def arrive(tx: Transaction, now: datetime) -> None:
            made = await receipts.add(
                tx, source=ReceiptSource.FEED, key=None, sha256=f"{number:064}", original="", proposal={}, now=now,
                by_id=None,
            )  # fmt: skip
            assert made is not None
            self.journal.receipts[made.id] = (now, None)
            for officer in self.journal.with_duty(OFFICER):
                await self.tell(tx, now, "receipt", f"receipt:{made.id}", officer)
            self.soon(now, self._confirm(made.id, number, now, weeks, actions, is_complex=is_complex))

        self.at(when, arrive)

    def _confirm(
        self, receipt_id: int, number: int, came_at: datetime, weeks: int, actions: int, *, is_complex: bool
    ) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            by_id = self.one(OFFICER, now)
            if by_id is None:
                self.later(now, 1, step)
                return
            complete_by = local_day(came_at) + timedelta(weeks=weeks, days=self.chance.randrange(-3, 3))
            planned = [PlannedAction(one, f"Action {one}", self._due(now, complete_by)) for one in
                       range(1, actions + 1)]  # fmt: skip
            alert, _ = await alerts.add(tx, {
                "key": f"NatPSA/2026/{number:03}", "reference": f"NatPSA/2026/{number:03}/MHRA", "title": "Example",
                "issuer": "MHRA", "issued_on": local_day(came_at), "complete_by": complete_by, "complex": is_complex,
                "url": "", "explanation": "", "executive_id": None, "status": AlertStatus.RECEIVED,
                "recorded_at": now, "received_at": came_at, "ladder": pack_ladder(self.plan.terms.ladder),
                "planned": planned_as_json(planned),
            }, ())  # fmt: skip
            receipt = await receipts.get(tx, receipt_id)
            assert receipt is not None
            await receipts.settle(tx, receipt, ReceiptState.CONFIRMED, now=now, by_id=by_id, alert_id=alert.id)
            self.journal.receipts[receipt_id] = (came_at, now)
            self.journal.alerts[alert.id] = [(now, alert)]
            for officer in self.journal.with_duty(OFFICER):
                await self.tell(tx, now, "received", f"alert:{alert.id}", officer)
            self.soon(now, self._grow(alert.id))
            if self.chance.random() < 0.25:
                self.later(now, self.chance.randrange(5, 5 * weeks), self._new_version(alert.id))

        return step

    def _due(self, now: datetime, complete_by: date) -> date:
        if self.chance.random() < 0.4:
            return complete_by
        left = (complete_by - local_day(now)).days
        return local_day(now) + timedelta(days=self.chance.randrange(max(left // 3, 2), max(left, 3)))

    async def _move_alert(
        self, tx: Transaction, alert_id: int, move: AlertMove, by_id: int, now: datetime, **facts: Any
    ) -> Alert | None:
        before = await alerts.get(tx, alert_id, lock=True)
        assert before is not None
        after = move_alert(before, move, await self.person(tx, by_id), now, Facts(**facts))
        if isinstance(after, Refusal):
            self.journal.refused += 1
            return None
        await alerts.save_alert(tx, before, after, ())
        return await self._note_alert(tx, alert_id, now)

    async def _note_alert(self, tx: Transaction, alert_id: int, now: datetime) -> Alert:
        stored = await alerts.get(tx, alert_id)
        assert stored is not None
        self.journal.alerts[alert_id].append((now, stored))
        return stored

    def _grow(self, alert_id: int) -> Step:
        """Return the next step in an alert's life, whatever that is by then."""

        async def step(tx: Transaction, now: datetime) -> None:
            alert = await alerts.get(tx, alert_id)
            assert alert is not None
            waits = alert.status is AlertStatus.ACTION_REQUIRED and alert_id in self._given
            if waits and not await self._all_accepted(tx, alert):
                return  # its actions go on; the last of them comes back here
            office = alert.status in {AlertStatus.RECEIVED, AlertStatus.ACKNOWLEDGED, AlertStatus.AUTHORISED,
                                      AlertStatus.NOT_REQUIRED}  # fmt: skip
            by_id = self.one(OFFICER if office else EXECUTIVE, now)
            if by_id is None or not await self._next(tx, alert, by_id, now):
                self.later(now, 1, step)

        return step

    async def _next(  # noqa: C901 - one case for each status
        self, tx: Transaction, alert: Alert, by_id: int, now: datetime
    ) -> bool:
        """Make the alert's next move. Returns False when it was refused."""
        key, chance = alert.id, self.chance
        match alert.status:
            case AlertStatus.RECEIVED:
                made = await self._move_alert(tx, key, AlertMove.ACKNOWLEDGE, by_id, now)
            case AlertStatus.ACKNOWLEDGED:
                named = await self.person(tx, chance.choice(self.journal.with_duty(EXECUTIVE)))
                made = await self._move_alert(tx, key, AlertMove.NAME_EXECUTIVE, by_id, now, named=(named,))
                if made:
                    await self.tell(tx, now, "executive", f"alert:{key}", named.id)
            case AlertStatus.EXECUTIVE_NAMED if alert.complex:
                leads = [await self.person(tx, one) for one in self.work.leads(now, 4)]
                made = await self._move_alert(tx, key, AlertMove.NAME_LEADS, by_id, now, named=tuple(leads))
            case AlertStatus.EXECUTIVE_NAMED | AlertStatus.LEADS_NAMED:
                move = AlertMove.REQUIRE_ACTION if alert.complex or chance.random() < 0.9 else AlertMove.NOT_REQUIRED
                made = await self._move_alert(tx, key, move, by_id, now, reason="Because.")
            case AlertStatus.ACTION_REQUIRED if key not in self._given:
                await self._assign(tx, alert, now)
                return True
            case AlertStatus.ACTION_REQUIRED:
                made = await self._move_alert(
                    tx, key, AlertMove.AUTHORISE, by_id, now, actions=await alerts.actions_of(tx, key)
                )
            case AlertStatus.AUTHORISED if chance.random() < 0.07:
                made = await self._reopen(tx, key, by_id, now)
                if made:
                    return True
            case AlertStatus.AUTHORISED | AlertStatus.NOT_REQUIRED:
                day = local_day(now)
                await self._move_alert(tx, key, AlertMove.CLOSE, by_id, now, on=day, today=day)
                return True
            case _:
                return True
        if made:
            self.soon(now, self._grow(key))
        return made is not None

    async def _reopen(self, tx: Transaction, alert_id: int, by_id: int, now: datetime) -> Alert | None:
        made = await self._move_alert(tx, alert_id, AlertMove.REOPEN, by_id, now, reason="More.")
        executive = self.one(EXECUTIVE, now)
        accepted = [one for one in await alerts.actions_of(tx, alert_id) if one.status is ActionStatus.ACCEPTED]
        if made is None or executive is None or not accepted:
            return None
        one = self.chance.choice(accepted)
        if await self.work.move(tx, one.id, ActionMove.REOPEN, executive, now, reason="More."):
            self.soon(now, self.work.work(one.id))
        return made

    def _new_version(self, alert_id: int) -> Step:
        async def step(tx: Transaction, now: datetime) -> None:
            before = await alerts.get(tx, alert_id, lock=True)
            assert before is not None
            if before.status in ALERT_ENDED:
                return
            moved = before.complete_by + timedelta(days=self.chance.choice([-7, 14, 28]))
            if moved <= local_day(now):
                return
            await alerts.save_alert(tx, before, replace(before, complete_by=moved, version=before.version + 1), ())
            await self._note_alert(tx, alert_id, now)
            for action in await alerts.actions_of(tx, alert_id):
                if action.due_on == before.complete_by and action.status not in ACTION_ENDED:
                    await alerts.save_action(tx, action, replace(action, due_on=moved), ())
                    await self.work.note(tx, action.id, now)
            if before.executive_id:
                await self.tell(tx, now, "changed", f"alert:{alert_id}", before.executive_id)

        return step

    async def _assign(self, tx: Transaction, alert: Alert, now: datetime) -> None:
        leads = self.work.leads(now, self.chance.choice([2, 3, 4]))
        rows = []
        for one in alert.planned:
            lead, deputy = self.chance.sample(leads, 2)
            rows.append({
                "number": one.number, "text": one.text, "due_on": one.due_on or alert.complete_by, "lead_id": lead,
                "deputy_id": deputy if self.chance.random() < 0.8 else None, "status": ActionStatus.ASSIGNED,
                "assigned_at": now, "stood_since": now,
            })  # fmt: skip
        made = await alerts.add_actions(tx, alert.id, rows)
        self._given.add(alert.id)
        for action in made:
            self.journal.actions[action.id] = [(now, action)]
            self.work.begin(action.id, now)
        for lead in sorted({one.lead_id for one in made}):
            await self.tell(tx, now, "assigned", f"alert:{alert.id}", lead)

    async def _all_accepted(self, tx: Transaction, alert: Alert) -> bool:
        return all(one.status in ACTION_ENDED for one in await alerts.actions_of(tx, alert.id))
