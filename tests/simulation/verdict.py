"""The verdict: what the platforms have, held against the oracle and against the outbox's own explanation."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulation.oracle import DONE, RESTING, Duty, Oracle
from simulation.plan import LONDON
from simulation.replicas import Arrival
from simulation.run import UNSETTLED, Outcome
from simulation.staff import SPECIALIST

from storage.records import ActionStatus, OutboxState, Platform

EXEMPT = frozenset({"notice.help", "notice.unreachable", "notice.instead"})
"""What may come beyond a day's messages, from the promise in plain words: delay would harm."""


@dataclass
class Verdict:
    """The table, how often each promise was kept, and the faults: empty when none was broken."""

    table: list[tuple[str, str]] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kept: Counter[str] = field(default_factory=Counter)

    def say(self) -> str:
        """Return the table in words, with the first of each kind of fault."""
        wide = max(len(name) for name, _ in self.table)
        lines = [f"{name:<{wide}}  {value}" for name, value in self.table]
        for name, found in self.faults.items():
            lines += [f"FAULT {name}: {len(found)}", *(f"    {one}" for one in found[:8])]
        return "\n".join(lines)


class Judge:
    """Looks at one outcome from all sides."""

    def __init__(self, outcome: Outcome) -> None:
        self.out, self.journal, self.plan = outcome, outcome.journal, outcome.plan
        self.oracle = Oracle(outcome.plan, outcome.journal)
        self.verdict = Verdict()
        self.by_key = {row.key: row for row in outcome.rows.values()}
        self.riders: dict[int, list[str]] = defaultdict(list)
        for row in outcome.rows.values():
            if row.folded_into is not None:
                self.riders[row.folded_into].append(row.key)
        self.told: dict[tuple[int, str], list[tuple[datetime, str]]] = defaultdict(list)
        self.there: set[tuple[int | None, str]] = set()
        for arrival in outcome.arrivals:
            for key in self.keys(arrival):
                self.there.add((arrival.person_id, key))
                row = self.by_key.get(key)
                if row is not None:
                    self.told[arrival.person_id, row.subject].append((arrival.at, row.kind))

    def keys(self, arrival: Arrival) -> frozenset[str]:
        """Return the wishes that a message speaks of; of those that a long one only counts, the outbox knows which."""
        if not arrival.hidden:
            return arrival.keys
        head = self.by_key[arrival.key]
        return arrival.keys | {arrival.key, *self.riders[head.id]}

    def judge(self) -> Verdict:
        """Return the verdict."""
        self._size()
        self._promises()
        self._rows()
        self._repeats()
        self._hours()
        self._crowds()
        self._reasons()
        for name in ("lost", "not explained", "doubled on Slack", "repeats on Teams", "not marked", "quiet hours",
                     "too many a day", "wrongly told", "told while away", "deadline not escalated",
                     "notice lost"):  # fmt: skip
            self.verdict.table.append((f"faults: {name}", str(len(self.verdict.faults.get(name, ())))))
        return self.verdict

    def _put(self, name: str, value: object) -> None:
        self.verdict.table.append((name, str(value)))

    def _fault(self, name: str, words: str) -> None:
        self.verdict.faults[name].append(words)

    def _size(self) -> None:
        journal, out = self.journal, self.out
        self._put("from, to", f"{self.plan.start:%a %d %b %Y}, {self.plan.end:%a %d %b %Y}")
        self._put("alerts, actions, people", f"{len(journal.alerts)}, {len(journal.actions)}, {len(journal.people)}")
        self._put("leaves, leavers, blocked", f"{len(journal.leaves)}, {len(journal.left)}, {len(journal.blocked)}")
        moves = sum(map(len, journal.actions.values())) + sum(map(len, journal.alerts.values()))
        self._put("moves made, moves refused", f"{moves}, {journal.refused}")
        self._put("instants looked at", out.steps)
        failed = ", ".join(f"{name} {many}" for name, many in sorted(out.weather.items()) if name not in {"", "sends"})
        self._put("sends; of these failed", f"{out.weather['sends']}; {failed}")
        died = ", ".join(f"{place} {many}" for place, many in sorted(out.deaths.items()))
        self._put("processes killed", f"{sum(out.deaths.values())}: {died}")
        self._put("errors inside", ", ".join(f"{name} {many}" for name, many in out.errors.items()) or "none")

    def _promises(self) -> None:
        """Every duty is fulfilled, or void because things changed, or explained by the outbox."""
        kept = self.verdict.kept
        changed: Counter[str] = Counter()
        explained: Counter[str] = Counter()
        for duty in self.oracle.duties():
            if self._heard(duty):
                kept[duty.what] += 1
            elif why := self._why(duty):
                explained[f"{duty.what} ({why})"] += 1
            elif self._changed(duty):
                changed[duty.what] += 1
            else:
                name = "deadline not escalated" if duty.what.startswith(("late: exec", "alert late")) else "lost"
                who = ", ".join(self.journal.people[one].name for one in sorted(duty.anyone))
                self._fault(name, f"{duty.what}: {duty.subject}, {duty.due:%a %d %b %H:%M}, any of {who}")
        self._put("promises of the oracle", sum(kept.values()) + sum(changed.values()) + sum(explained.values()))
        for what in sorted(kept | changed):
            self._put(f"  {what}", f"{kept[what]} told in time, {changed[what]} void: things changed first")
        for what, many in sorted(explained.items()):
            self._put(f"  {what}", many)

    def _heard(self, duty: Duty) -> bool:
        return any(
            duty.due <= at <= duty.until and kind in duty.kinds
            for one in duty.anyone
            for at, kind in self.told[one, duty.subject]
        )

    def _changed(self, duty: Duty) -> bool:
        """Say whether what was promised became void before it had to be kept."""
        journal, early = self.journal, duty.due - timedelta(hours=14)
        for subject in duty.about:
            what, _, number = subject.partition(":")
            if what == "receipt":
                checked = journal.receipts[int(number)][1]
                if checked is not None and early <= checked <= duty.until:
                    return True
                continue
            past: Iterable[tuple[datetime, object]] = (journal.alerts if what == "alert" else journal.actions)[
                int(number)
            ]
            if any(early <= at <= duty.until for at, _ in past):
                return True
        if any(early <= at <= duty.until for one, at in journal.left.items() if one in duty.anyone):
            return True
        return any(one.person_id in duty.anyone and early <= one.said_at <= duty.until and
                   one.first <= duty.until.date() for one in journal.leaves)  # fmt: skip

    def _why(self, duty: Duty) -> str:
        """Return the outbox's explanation, when it is one that a person can act on."""
        for row in self.out.rows.values():
            if row.subject != duty.subject or row.person_id not in duty.anyone or row.kind not in duty.kinds:
                continue
            if row.settled_at is None or not duty.due <= row.settled_at <= duty.until:
                continue
            if row.state is OutboxState.FAILED:
                return (row.reason or "").partition(":")[0]
        return ""

    def _rows(self) -> None:
        """Every row of the outbox has ended in a way that says why, or is not due yet."""
        ends: Counter[str] = Counter()
        for row in self.out.rows.values():
            if row.state in UNSETTLED:
                ends["not due yet"] += 1
                if row.due_at < self.plan.end - timedelta(hours=14):
                    self._fault("not explained", f"{row.key} is {row.state}, due {row.due_at:%d %b %H:%M}")
                continue
            if row.state is OutboxState.SENT:
                ends["delivered inside another message" if row.folded_into else "delivered"] += 1
                if (row.person_id, row.key) not in self.there:
                    self._fault("not explained", f"{row.key} is sent, and no platform has it")
                continue
            ends[f"{row.state}: {(row.reason or 'nothing').partition(':')[0]}"] += 1
            if not row.reason:
                self._fault("not explained", f"{row.key} is {row.state} for no reason")
        for name, many in sorted(ends.items()):
            self._put(f"rows {name}", many)
        for at, key, person_id in self.journal.notices:
            row = self.by_key[key]
            gone = row.state is OutboxState.FAILED or row.state in UNSETTLED
            if row.state is not OutboxState.SENT and not gone:
                self._fault("notice lost", f"{key} of {at:%d %b %H:%M} for {self.journal.people[person_id].name}")

    def _repeats(self) -> None:
        """Nothing twice on Slack; on Teams once more, and marked."""
        seen: dict[tuple[int, str], list[Arrival]] = defaultdict(list)
        for arrival in self.out.arrivals:
            for key in self.keys(arrival):
                seen[arrival.person_id, key].append(arrival)
        marked = 0
        for (_, key), some in seen.items():
            slack = [one for one in some if one.platform is Platform.SLACK]
            teams = [one for one in some if one.platform is Platform.TEAMS]
            if len(slack) > 1:
                self._fault("doubled on Slack", f"{key} at {', '.join(f'{one.at:%d %b %H:%M:%S}' for one in slack)}")
            if len(teams) > 2:
                self._fault("repeats on Teams", f"{key}: {len(teams)} times")
            if len(teams) > 1 and not all(one.marked for one in teams[1:]):
                self._fault("not marked", f"{key} at {', '.join(f'{one.at:%d %b %H:%M:%S}' for one in teams)}")
            marked += max(len(teams) - 1, 0)
        self._put("messages on Slack, on Teams", ", ".join(
            str(sum(one.platform is platform for one in self.out.arrivals))
            for platform in (Platform.SLACK, Platform.TEAMS)))  # fmt: skip
        self._put("lines repeated on Teams, marked", marked)
        repeats = sum(len(some) > 1 and some[0].platform is Platform.TEAMS for some in self._by_message().values())
        doubts = sum(many for name, many in self.out.weather.items() if name not in {"", "sends", "429"})
        self._put("messages repeated on Teams; kills and doubtful answers", f"{repeats}; "
                  f"{sum(self.out.deaths.values())} and {doubts}")  # fmt: skip

    def _by_message(self) -> dict[tuple[int, str], list[Arrival]]:
        found: dict[tuple[int, str], list[Arrival]] = defaultdict(list)
        for one in self.out.arrivals:
            found[one.person_id, one.key].append(one)
        return found

    def _hours(self) -> None:
        """No reminder outside the hours and days of work, where its person is."""
        for one in self.out.arrivals:
            row = self.by_key[one.key]
            if not row.kind.startswith("reminder."):
                continue
            person = self.journal.people[one.person_id]
            local = one.at.astimezone(ZoneInfo(person.zone))
            if not self.oracle.works(local.date()) or not time(7) <= local.time() < time(20):
                self._fault("quiet hours", f"{one.key} to {person.name} at {local:%a %d %b %Y %H:%M}")

    def _crowds(self) -> None:
        """Never more than so many messages to one person on one of their days."""
        days: Counter[tuple[int, object]] = Counter()
        for one in self.out.arrivals:
            if one.marked or self.by_key[one.key].kind in EXEMPT:
                continue
            days[one.person_id, one.at.astimezone(ZoneInfo(self.journal.people[one.person_id].zone)).date()] += 1
        for (person_id, day), many in days.items():
            if many > self.plan.a_day:
                self._fault("too many a day", f"{self.journal.people[person_id].name} got {many} on {day}")
        self._put("most messages to one person on one day", max(days.values()))
        self._put("messages to one person on a day with any", round(sum(days.values()) / len(days), 2))

    def _reasons(self) -> None:
        """Nobody is told what is over, what was never theirs, or anything after they left."""
        for one in self.out.arrivals:
            person = self.journal.people[one.person_id]
            for key in one.keys:
                row = self.by_key[key]
                if not row.kind.startswith("reminder."):
                    continue
                why = self._wrong(row.kind, row.subject, one)
                if why and not one.marked:
                    self._fault("wrongly told", f"{key} to {person.name} at {one.at:%d %b %H:%M}: {why}")
                leave = self.journal.away(one.person_id, one.at.astimezone(LONDON).date(), one.at)
                if leave is not None and not one.marked and not self._nobody_else(one):
                    self._fault("told while away", f"{key} to {person.name} at {one.at:%d %b %H:%M}")

    def _nobody_else(self, one: Arrival) -> bool:
        """Say whether even all specialists are away, so that they hear all the same."""
        day = one.at.astimezone(LONDON).date()
        specialists = self.journal.with_duty(SPECIALIST)
        return one.person_id in specialists and not any(self.oracle.is_there(other, day) for other in specialists)

    def _wrong(self, kind: str, subject: str, one: Arrival) -> str:
        what, _, number = subject.partition(":")
        if not self.journal.works_here(one.person_id, one.at):
            return "has left"
        if what == "receipt":
            checked = self.journal.receipts[int(number)][1]
            return "is checked" if checked is not None and checked < one.at else ""
        action = self.journal.action_at(int(number), one.at) if what == "action" else None
        alert = self.journal.alert_at(action.alert_id if action else int(number), one.at)
        if alert is None or (action is not None and (action.status in DONE or alert.status in RESTING)):
            return "is over"
        if kind == "reminder.unacknowledged" and action and action.status is not ActionStatus.ASSIGNED:
            return "is acknowledged"
        if kind == "reminder.judge" and action and action.status is not ActionStatus.EVIDENCE_SUBMITTED:
            return "has nothing to judge"
        if kind.startswith("reminder.alert") and alert.status in RESTING:
            return "is authorised"
        return ""
