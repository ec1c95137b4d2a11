"""The ladder: which reminders should exist for an alert and its actions at an instant, and for whom.

Pure: it reads records and an instant and returns what is wanted; the planner makes rows of it. The ladder of an
alert is frozen as JSON when the alert is recorded, so that a change of settings leaves running alerts alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Final

from storage.records import ActionStatus, Alert, AlertAction, Person, Role
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED
from storage.rules.workdays import add_working_days, at_local, last_working_day, local_day


class Clock(StrEnum):
    """What a rung counts its working days from."""

    ASSIGNED = "assigned"
    """From the day the lead was given the action, until somebody acknowledges it."""
    DUE = "due"
    """From the action's deadline: negative before it, 0 on the day, positive when it is late."""


class To(StrEnum):
    """Whom a rung reaches. Who has left is replaced by the next in this order, at last by the specialists."""

    LEAD = "lead"
    DEPUTY = "deputy"
    EXECUTIVE = "executive"
    SPECIALIST = "specialist"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so many working days from a clock, these people. ``repeats``: again on every working day after."""

    name: str
    clock: Clock
    days: int
    to: tuple[To, ...]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """All steps, and the time in London at which they are due."""

    version: str
    at: time
    rungs: tuple[Rung, ...]


# Source: domain brief b.5 (leads at 14, 7, 3 and 1 days before; executive when late), a proposal of the trust.
LADDER: Final = Ladder(
    "2026-1",
    time(9, 0),
    (
        Rung("unacknowledged-1", Clock.ASSIGNED, 1, (To.LEAD,)),
        Rung("unacknowledged-2", Clock.ASSIGNED, 2, (To.DEPUTY,)),
        Rung("unacknowledged-3", Clock.ASSIGNED, 3, (To.EXECUTIVE,)),
        Rung("unacknowledged-4", Clock.ASSIGNED, 4, (To.SPECIALIST,)),
        Rung("due-14", Clock.DUE, -14, (To.LEAD,)),
        Rung("due-7", Clock.DUE, -7, (To.LEAD,)),
        Rung("due-3", Clock.DUE, -3, (To.LEAD,)),
        Rung("due-1", Clock.DUE, -1, (To.LEAD,)),
        Rung("due-0", Clock.DUE, 0, (To.LEAD,)),
        Rung("late-1", Clock.DUE, 1, (To.LEAD, To.EXECUTIVE, To.SPECIALIST)),
    ),
)
"""The ladder of an alert that is recorded now."""


class Kind(StrEnum):
    """What a reminder is about, and with it which card is drawn: ``Wanted.kind``."""

    UNACKNOWLEDGED = "reminder.unacknowledged"
    DEADLINE = "reminder.deadline"
    LATE = "reminder.late"
    ANSWER = "reminder.answer"
    """A reporter should hear back soon: ``rules.feedback``."""
    ANSWER_LATE = "reminder.answer_late"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder that should exist. ``fence`` is that of its subject now; ``key`` stays the same under any fence."""

    subject: str
    person_id: int
    rung: str
    due_at: datetime
    fence: int
    kind: Kind

    @property
    def key(self) -> str:
        """One for each subject, person, rung and day on which the rung is due.

        A new deadline or a new assignment moves the day and so makes a new reminder; an acknowledgement does not.
        """
        return f"reminder:{self.subject}:{self.person_id}:{self.rung}:{local_day(self.due_at).isoformat()}"


def rung_of(key: str) -> str:
    """Return the rung in the key of a reminder: ``due-7``. Raises ValueError for another key."""
    match key.split(":"):
        case ["reminder", _, _, _, rung, _]:
            return rung
    raise ValueError("this is not the key of a reminder")


def pack_ladder(ladder: Ladder = LADDER) -> str:
    """Return the ladder as JSON, to be frozen with an alert."""
    rungs = [
        {"name": rung.name, "clock": rung.clock, "days": rung.days, "to": rung.to, "repeats": rung.repeats}
        for rung in ladder.rungs
    ]
    return json.dumps({"version": ladder.version, "at": ladder.at.isoformat("minutes"), "rungs": rungs})


@lru_cache(maxsize=64)
def read_ladder(text: str) -> Ladder:
    """Return the ladder that ``pack_ladder`` wrote. Raises ValueError for anything else."""
    try:
        found = json.loads(text)
        rungs = tuple(
            Rung(
                str(rung["name"]),
                Clock(rung["clock"]),
                int(rung["days"]),
                tuple(To(one) for one in rung["to"]),
                bool(rung["repeats"]),
            )
            for rung in found["rungs"]
        )
        return Ladder(str(found["version"]), time.fromisoformat(found["at"]), rungs)
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError("this is not a ladder") from wrong


def wanted(
    alert: Alert,
    actions: Iterable[AlertAction],
    people: Mapping[int, Person],
    now: datetime,
    ladder: Ladder | None = None,
) -> tuple[Wanted, ...]:
    """Return the reminders that should exist at ``now``, sent or not, for an alert's actions.

    ``people`` holds everybody named in the records and all specialists. ``ladder`` is the alert's own unless given.
    Of several steps that are already due for one person, only the latest is wanted: what is stale is folded.
    Steps that were past when the action was assigned are not wanted, except those for a late action, which then
    come on the first working morning after. Raises ValueError when the alert's ladder cannot be read.
    """
    if alert.status in ALERT_ENDED:
        return ()
    steps = ladder or read_ladder(alert.ladder)
    specialists = tuple(
        sorted(one.id for one in people.values() if one.active and Role.PATIENT_SAFETY_SPECIALIST in one.roles)
    )
    found: list[Wanted] = []
    for action in actions:
        if action.status not in ACTION_ENDED:
            found += _folded(_of_action(alert, action, people, specialists, steps, now), now)
    return tuple(found)


def _of_action(
    alert: Alert,
    action: AlertAction,
    people: Mapping[int, Person],
    specialists: tuple[int, ...],
    ladder: Ladder,
    now: datetime,
) -> Iterator[tuple[Clock, Wanted]]:
    for rung in ladder.rungs:
        if rung.clock is Clock.ASSIGNED and action.status is not ActionStatus.ASSIGNED:
            continue
        kind = _kind(rung)
        for day in _days(rung, action, ladder.at, now):
            due_at = at_local(day, ladder.at)
            for to in rung.to:
                if to is To.LEAD and action.status is ActionStatus.EVIDENCE_SUBMITTED:
                    continue  # The lead has done their part; a late judgement still reaches the others.
                for person in _reached(to, alert, action, people, specialists):
                    yield rung.clock, Wanted(f"action:{action.id}", person, rung.name, due_at, action.fence, kind)


def _kind(rung: Rung) -> Kind:
    if rung.clock is Clock.ASSIGNED:
        return Kind.UNACKNOWLEDGED
    return Kind.LATE if rung.days > 0 else Kind.DEADLINE


def _days(rung: Rung, action: AlertAction, at: time, now: datetime) -> tuple[date, ...]:
    """Return the days on which a rung is due: one, or for a repeating rung the last one due and the next."""
    assigned = local_day(action.assigned_at)
    if rung.clock is Clock.ASSIGNED:
        first = add_working_days(assigned, rung.days)
    elif rung.days > 0:
        first = add_working_days(max(action.due_on, assigned), rung.days)
    else:
        first = add_working_days(last_working_day(action.due_on), rung.days)
        if at_local(first, at) <= action.assigned_at:
            return ()
    if not rung.repeats or at_local(first, at) > now:
        return (first,)
    today = last_working_day(local_day(now))
    latest = today if at_local(today, at) <= now else add_working_days(today, -1)
    return (max(first, latest), add_working_days(max(first, latest), 1))


def _reached(
    to: To, alert: Alert, action: AlertAction, people: Mapping[int, Person], specialists: tuple[int, ...]
) -> tuple[int, ...]:
    """Return whom a rung reaches: the one meant, or the next in the order of ``To`` who still works here."""
    order = ((To.LEAD, action.lead_id), (To.DEPUTY, action.deputy_id), (To.EXECUTIVE, alert.executive_id))
    meant = False
    for part, person_id in order:
        meant = meant or part is to
        person = None if person_id is None else people.get(person_id)
        if meant and person is not None and person.active:
            return (person.id,)
    return specialists


def _folded(found: Iterable[tuple[Clock, Wanted]], now: datetime) -> list[Wanted]:
    """Keep, for each person and clock, the latest of what is due already; and one of several at the same instant."""
    kept: dict[tuple[Clock, int, datetime | None], Wanted] = {}
    for clock, one in found:
        slot = (clock, one.person_id, one.due_at if one.due_at > now else None)
        earlier = kept.get(slot)
        if earlier is None or one.due_at > earlier.due_at:
            kept[slot] = one
    return list(kept.values())
