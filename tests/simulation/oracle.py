"""The oracle: who must have been told of what between which instants, from the promise in plain words.

It knows the journal and a calendar of its own. It never asks the rules, the planner or the outbox.

The promise, as the trust reads it. Counted in working days, at 09:00 where the person is:
what came in is acknowledged by an officer after 1 day, the executive hears after 2; likewise each later stage, by
whoever has to act. An owner hears of an assignment after 1 day, the deputy after 2, an executive after 3, a
specialist after 4; of the deadline 14, 7, 3 and 1 days before and on the day, and each day when it is late, of which
an executive and a specialist hear on the first day. Judging evidence and authorising is asked for after 1 day. Who
has left or is away is replaced by the deputy, then by an executive, at last by a specialist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulation.journal import Journal
from simulation.plan import LONDON, Plan
from simulation.staff import EXECUTIVE, OFFICER, SPECIALIST

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus

BANK_HOLIDAYS = frozenset({
    date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3),
    date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3),
})  # fmt: skip
"""England, as GOV.UK lists them, from November 2026 to January 2028."""
RESTING = frozenset({AlertStatus.NOT_REQUIRED, AlertStatus.AUTHORISED, AlertStatus.CLOSED, AlertStatus.CANCELLED})
DONE = frozenset({ActionStatus.ACCEPTED, ActionStatus.CANCELLED})
BEFORE = (14, 7, 3, 1, 0)
OFFICERS = frozenset({AlertStatus.RECEIVED, AlertStatus.ACKNOWLEDGED, AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED})
EXECUTIVES = frozenset({AlertStatus.EXECUTIVE_NAMED, AlertStatus.LEADS_NAMED})


@dataclass(frozen=True)
class Duty:
    """Somebody of ``anyone`` must hear of ``subject`` from ``due`` on and before ``until``: a reminder of ``kinds``.

    ``what`` says in words which promise it is; ``about`` are subjects whose change makes it void.
    """

    what: str
    subject: str
    kinds: frozenset[str]
    anyone: frozenset[int]
    due: datetime
    until: datetime
    about: tuple[str, ...]


class Oracle:
    """Reads the journal day by day."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan, self.journal = plan, journal

    def works(self, day: date) -> bool:
        """Return whether a day is a working day of the trust."""
        return day.weekday() < 5 and day not in BANK_HOLIDAYS and day not in self.plan.closed

    def after(self, day: date, many: int) -> date:
        """Return the working day so many after (or before) a day."""
        step = timedelta(days=1 if many > 0 else -1)
        for _ in range(abs(many)):
            day += step
            while not self.works(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after ``first`` up to and with ``last``."""
        return sum(self.works(first + timedelta(days=one)) for one in range(1, (last - first).days + 1))

    def morning(self, day: date, person_id: int) -> datetime:
        """Return 09:00 of a day where somebody is."""
        return datetime.combine(day, time(9), ZoneInfo(self.journal.people[person_id].zone))

    def duties(self) -> Iterator[Duty]:
        """Yield everything that was promised, day by day."""
        day = self.plan.first_day
        while day < self.plan.end.date() - timedelta(days=4):
            if self.works(day):
                for alert_id in self.journal.alerts:
                    yield from self._of_alert(day, alert_id)
                for action_id in self.journal.actions:
                    yield from self._of_action(day, action_id)
                for receipt_id, (came, checked) in self.journal.receipts.items():
                    nine = datetime.combine(day, time(9), LONDON)
                    if came < nine and (checked is None or checked > nine):
                        yield from self._standing(day, f"receipt:{receipt_id}", came, "reminder.receipt", None, OFFICER)
            day += timedelta(days=1)

    def _of_alert(self, day: date, alert_id: int) -> Iterator[Duty]:
        alert = self.journal.alert_at(alert_id, datetime.combine(day, time(9), LONDON))
        if alert is None or alert.status in {AlertStatus.CLOSED, AlertStatus.CANCELLED}:
            return
        subject, since = f"alert:{alert_id}", alert.stood_since or alert.received_at or alert.recorded_at
        if alert.status in OFFICERS | EXECUTIVES:
            first = OFFICER if alert.status in OFFICERS else EXECUTIVE
            yield from self._standing(day, subject, since, "reminder.stage", alert, first)
        nine = datetime.combine(day, time(9), LONDON)
        given = [one for key in self.journal.actions if (one := self.journal.action_at(key, nine)) is not None
                 and one.alert_id == alert_id]  # fmt: skip
        if alert.status is AlertStatus.ACTION_REQUIRED and given and all(one.status in DONE for one in given):
            ready = max(one.stood_since or one.assigned_at for one in given)
            yield from self._standing(day, subject, ready, "reminder.stage", alert, EXECUTIVE)
        if alert.status not in RESTING and day > alert.complete_by:
            yield self._duty("alert late: executive", day, subject, {"reminder.alert_late"}, alert, None, EXECUTIVE)

    def _standing(
        self, day: date, subject: str, since: datetime, kind: str, alert: Alert | None, first: str
    ) -> Iterator[Duty]:
        """Yield the duties of something that waits for somebody: on the first day, on the second, and on from there."""
        days = self.between(since.astimezone(LONDON).date(), day)
        if days >= 1:
            yield self._duty(f"{kind}: who has to act", day, subject, {kind}, alert, None, first)
        if days >= 2:
            over = SPECIALIST if alert is not None and alert.status not in OFFICERS else EXECUTIVE
            if alert is not None and alert.status in {AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED}:
                over = SPECIALIST
            yield self._duty(f"{kind}: who is over them", day, subject, {kind}, alert, None, over)

    def _of_action(self, day: date, action_id: int) -> Iterator[Duty]:
        nine = datetime.combine(day, time(9), LONDON)
        action = self.journal.action_at(action_id, nine)
        alert = None if action is None else self.journal.alert_at(action.alert_id, nine)
        if action is None or alert is None or action.status in DONE or alert.status in RESTING:
            return
        subject, given = f"action:{action_id}", action.assigned_at.astimezone(LONDON).date()
        if action.status is ActionStatus.ASSIGNED:
            parts = {1: "owner", 2: "deputy", 3: EXECUTIVE, 4: SPECIALIST}
            part = parts.get(self.between(given, day))
            if part is not None:
                kinds = {"reminder.unacknowledged"}
                yield self._duty(f"not acknowledged: {part}", day, subject, kinds, alert, action, part)
        sent = action.status is ActionStatus.EVIDENCE_SUBMITTED
        if sent:
            since = (action.stood_since or action.assigned_at).astimezone(LONDON).date()
            if self.between(since, day) == 1:
                yield self._duty("evidence waits: executive", day, subject, {"reminder.judge"}, alert, action,
                                 EXECUTIVE)  # fmt: skip
            return
        yield from self._deadline(day, subject, alert, action, given)

    def _deadline(self, day: date, subject: str, alert: Alert, action: AlertAction, given: date) -> Iterator[Duty]:
        kinds = {"reminder.deadline", "reminder.late"}
        asleep = action.snoozed_until is not None and day < action.snoozed_until
        if day <= action.due_on:
            due = action.due_on if self.works(action.due_on) else self.after(action.due_on, -1)
            if day <= due and self.between(day, due) in BEFORE and not asleep and given < day:
                yield self._duty("deadline comes: owner", day, subject, kinds, alert, action, "owner")
            return
        late = self.between(max(action.due_on, given), day)
        if late >= 1 and not asleep:
            yield self._duty("late: owner", day, subject, kinds, alert, action, "owner")
        if late == 1:
            yield self._duty("late: executive", day, subject, kinds, alert, action, EXECUTIVE)
            yield self._duty("late: specialist", day, subject, kinds, alert, action, SPECIALIST)

    def _duty(
        self, what: str, day: date, subject: str, kinds: set[str], alert: Alert | None, action: AlertAction | None,
        part: str,
    ) -> Duty:  # fmt: skip
        anyone = frozenset(self.who(part, alert, action, day))
        due = min(self.morning(day, one) for one in anyone)
        until = max(self.morning(self.after(day, 1), one) for one in anyone) + timedelta(hours=4)
        dark = self.plan.dark
        if dark is not None and due < dark[1] and until > dark[0]:
            until = max(self.morning(self.after(dark[1].date(), 1), one) for one in anyone) + timedelta(hours=4)
        about = (subject, *([f"alert:{action.alert_id}"] if action is not None else []))
        return Duty(what, subject, frozenset(kinds), anyone, due, until, about)

    def is_there(self, person_id: int, day: date) -> bool:
        """Return whether somebody works here and is not away, as it was known on the morning of a day."""
        nine = self.morning(day, person_id)
        return self.journal.works_here(person_id, nine) and self.journal.away(person_id, day, nine) is None

    def who(self, part: str, alert: Alert | None, action: AlertAction | None, day: date) -> list[int]:
        """Return who plays a part on a day: the one meant, or everybody who may stand in."""
        meant = _meant(part, alert, action)
        if meant is not None and self.is_there(meant, day):
            return [meant]
        stand_in = self._instead(meant, day)
        if part == "owner" and action is not None and action.deputy_id is not None:
            stand_in += [action.deputy_id, *self._instead(action.deputy_id, day)]
        if part in {EXECUTIVE, OFFICER, SPECIALIST}:
            stand_in += self.journal.with_duty(part)
        if part == OFFICER:
            stand_in += [other for one in self.journal.with_duty(OFFICER) for other in self._instead(one, day)]
        there = [one for one in stand_in if self.is_there(one, day)]
        if there or part == SPECIALIST:
            return there or self.journal.with_duty(SPECIALIST)
        return self.who(EXECUTIVE if part in {"owner", "deputy"} else SPECIALIST, alert, None, day)

    def _instead(self, person_id: int | None, day: date) -> list[int]:
        """Return who stands in for somebody: whoever covers their leave, and their deputy."""
        if person_id is None:
            return []
        leaves = self.journal.leaves_on(person_id, day, self.morning(day, person_id))
        several = [*(one.cover_id for one in leaves), self.journal.people[person_id].deputy_id]
        return [one for one in several if one is not None]


def _meant(part: str, alert: Alert | None, action: AlertAction | None) -> int | None:
    if part == EXECUTIVE:
        return alert.executive_id if alert is not None else None
    if action is None or part not in {"owner", "deputy"}:
        return None
    return action.lead_id if part == "owner" else action.deputy_id
