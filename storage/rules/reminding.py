"""Which reminders should exist for an alert, its actions or a receipt at an instant, and for whom.

Pure: it reads records and an instant and returns what is wanted; the planner makes rows of it, and sends nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Person, Role
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED
from storage.rules.ladder import LADDER, RECEIPT, Clock, Kind, Ladder, Rung, To, Wanted, read_ladder
from storage.rules.rota import ALL_THERE, Rota
from storage.rules.workdays import (
    add_working_days,
    at_local,
    first_working_day,
    last_working_day,
    local_day,
    zone_of,
)

OVER: Final = frozenset({AlertStatus.CLOSED, AlertStatus.CANCELLED})
"""An alert that stands here wants no reminder of any kind."""
SNOOZE_OVER: Final = "snooze-over"
"""The rung on which an owner hears again after a snooze."""
_STILL_FRESH: Final = 5
"""So many working days a step that is past still goes to who stands in, when the one it was for is away by now."""
_OWNERS: Final = frozenset({To.LEAD, To.DEPUTY})


@dataclass(frozen=True, slots=True)
class _Case:
    """One subject and everything that decides who hears about it."""

    subject: str
    fence: int
    alert: Alert | None
    action: AlertAction | None
    actions: tuple[AlertAction, ...]
    people: Mapping[int, Person]
    rota: Rota
    duties: Mapping[Role, tuple[int, ...]]
    now: datetime


def wanted(
    alert: Alert,
    actions: Iterable[AlertAction],
    people: Mapping[int, Person],
    now: datetime,
    ladder: Ladder | None = None,
    rota: Rota = ALL_THERE,
) -> tuple[Wanted, ...]:
    """Return the reminders that should exist at ``now``, sent or not, for an alert and its actions.

    ``people`` holds everybody named in the records with their deputies and covers, and everybody whose duty a rung
    names. ``ladder`` is the alert's own unless given. Of several steps of one clock that are already due for one
    person, only the latest is wanted: what is stale is folded. Steps that were past when the action was assigned are
    not wanted, except those for a late action, which then come on the first working morning after. Raises ValueError
    when the alert's ladder cannot be read.
    """
    if alert.status in OVER:
        return ()
    steps = ladder or read_ladder(alert.ladder)
    listed = tuple(actions)
    found: list[Wanted] = []
    duties = _duties(people)
    case = _Case(f"alert:{alert.id}", alert.fence, alert, None, listed, people, rota, duties, now)
    found += _folded(_of_alert(case, alert, steps, now), now)
    if alert.status not in ALERT_ENDED:
        for action in listed:
            if action.status not in ACTION_ENDED:
                case = _Case(f"action:{action.id}", action.fence, alert, action, listed, people, rota, duties, now)
                found += _folded(_of_action(case, action, steps, now), now)
    return tuple(found)


def wanted_for_receipt(
    receipt_id: int,
    fence: int,
    received_at: datetime,
    people: Mapping[int, Person],
    now: datetime,
    ladder: Ladder = LADDER,
    rota: Rota = ALL_THERE,
) -> tuple[Wanted, ...]:
    """Return the reminders about something that came in and that nobody has checked."""
    case = _Case(f"receipt:{receipt_id}", fence, None, None, (), people, rota, _duties(people), now)
    rungs = (rung for rung in ladder.rungs if rung.clock is Clock.STANDING and rung.where == RECEIPT)
    return tuple(_folded(_counted(case, rungs, received_at, ladder, now), now))


def _of_alert(case: _Case, alert: Alert, ladder: Ladder, now: datetime) -> Iterator[tuple[Clock, Wanted]]:
    stands = alert.status
    if stands is AlertStatus.ACTION_REQUIRED and not case.actions:
        stands = AlertStatus.LEADS_NAMED  # Action is required and nobody has any: somebody still has to give it out.
    since = alert.stood_since or alert.received_at or alert.recorded_at
    standing = (rung for rung in ladder.rungs if rung.clock is Clock.STANDING and rung.where == stands)
    yield from _counted(case, standing, since, ladder, now)
    if _is_ready(alert, case.actions):
        last = max(one.stood_since or one.assigned_at for one in case.actions)
        yield from _counted(case, _on(ladder, Clock.READY), last, ladder, now)
    if alert.status not in ALERT_ENDED:
        for rung in _on(ladder, Clock.ALERT_DUE):
            days = _due_days(rung, alert.complete_by, alert.received_at or alert.recorded_at, ladder.at, now, case.rota)
            yield from _for_each(case, rung, days, ladder.at)


def _of_action(case: _Case, action: AlertAction, ladder: Ladder, now: datetime) -> Iterator[tuple[Clock, Wanted]]:
    if action.status is ActionStatus.ASSIGNED:
        yield from _counted(case, _on(ladder, Clock.ASSIGNED), action.assigned_at, ladder, now)
    sent = action.status is ActionStatus.EVIDENCE_SUBMITTED
    if sent:
        since = action.stood_since or action.assigned_at
        yield from _counted(case, _on(ladder, Clock.JUDGING), since, ladder, now)
    for rung in _on(ladder, Clock.DUE):
        # Who has sent evidence has done their part; a late judgement still reaches the others.
        left = tuple(to for to in rung.to if not sent or (to not in _OWNERS and rung.days > 0))
        days = _due_days(rung, action.due_on, action.assigned_at, ladder.at, now, case.rota)
        for to in left:
            asleep = to in _OWNERS and action.snoozed_until is not None
            awake = [day for day in days if not (asleep and action.snoozed_until and day < action.snoozed_until)]
            yield from _for_each(case, rung, awake, ladder.at, to)
    if action.snoozed_until is not None and not sent:
        late = action.snoozed_until > action.due_on
        rung = Rung(SNOOZE_OVER, Clock.DUE, 1 if late else 0, (To.LEAD,))
        yield from _for_each(case, rung, [first_working_day(action.snoozed_until, case.rota.closed)], ladder.at)


def _on(ladder: Ladder, clock: Clock) -> tuple[Rung, ...]:
    return tuple(rung for rung in ladder.rungs if rung.clock is clock)


def _is_ready(alert: Alert, actions: tuple[AlertAction, ...]) -> bool:
    return (
        alert.status is AlertStatus.ACTION_REQUIRED
        and bool(actions)
        and all(one.status in ACTION_ENDED for one in actions)
    )


def _counted(
    case: _Case, rungs: Iterable[Rung], since: datetime, ladder: Ladder, now: datetime
) -> Iterator[tuple[Clock, Wanted]]:
    """Yield the steps that count working days from an instant."""
    for rung in rungs:
        first = add_working_days(local_day(since), rung.days, case.rota.closed)
        yield from _for_each(case, rung, _repeated(rung, first, ladder.at, now, case.rota), ladder.at)


def _due_days(rung: Rung, due_on: date, given_at: datetime, at: time, now: datetime, rota: Rota) -> tuple[date, ...]:
    """Return the days on which a step before or after a deadline is due: none when it was past from the start."""
    if rung.days > 0:
        first = add_working_days(max(due_on, local_day(given_at)), rung.days, rota.closed)
    else:
        first = add_working_days(last_working_day(due_on, rota.closed), rung.days, rota.closed)
        if at_local(first, at) <= given_at:
            return ()
    return _repeated(rung, first, at, now, rota)


def _repeated(rung: Rung, first: date, at: time, now: datetime, rota: Rota) -> tuple[date, ...]:
    """Return the one day of a step, or for a repeating one the last that is due and the next."""
    if not rung.repeats or at_local(first, at) > now:
        return (first,)
    today = last_working_day(local_day(now), rota.closed)
    latest = today if at_local(today, at) <= now else add_working_days(today, -1, rota.closed)
    latest = max(first, latest)
    return latest, add_working_days(latest, 1, rota.closed)


def _for_each(
    case: _Case, rung: Rung, days: Iterable[date], at: time, to: To | None = None
) -> Iterator[tuple[Clock, Wanted]]:
    kind = _kind(rung)
    for day in days:
        for one in (to,) if to is not None else rung.to:
            for person_id in _hearing(one, case, day, at):
                due_at = at_local(day, at, zone_of(case.people[person_id].time_zone))
                yield rung.clock, Wanted(case.subject, person_id, rung.name, due_at, case.fence, kind)


def _kind(rung: Rung) -> Kind:
    match rung.clock:
        case Clock.ASSIGNED:
            return Kind.UNACKNOWLEDGED
        case Clock.DUE:
            return Kind.LATE if rung.days > 0 else Kind.DEADLINE
        case Clock.ALERT_DUE:
            return Kind.ALERT_LATE if rung.days > 0 else Kind.ALERT_DUE
        case Clock.JUDGING:
            return Kind.JUDGE
        case Clock.STANDING | Clock.READY:
            return Kind.RECEIPT if rung.where == RECEIPT else Kind.STAGE


def _hearing(to: To, case: _Case, day: date, at: time) -> tuple[int, ...]:
    """Return whom a step reaches; of one that is past, whoever is away today is left out, and replaced for some days.

    A message that could not go in time, or was asked for late, so reaches somebody who is there.
    """
    reached, today = _reached(to, case, day), local_day(case.now)
    if day >= today or at_local(day, at) > case.now:
        return reached
    there = tuple(one for one in reached if _is_there(one, case, today))
    if len(there) == len(reached) or add_working_days(day, _STILL_FRESH, case.rota.closed) < today:
        return there
    return tuple(dict.fromkeys((*there, *_reached(to, case, today))))


def _reached(to: To, case: _Case, day: date) -> tuple[int, ...]:
    """Return whom a rung reaches: those meant, or who stands in for them, or the next in the order of ``To``."""
    order = (To.LEAD, To.DEPUTY, To.EXECUTIVE)
    parts = order[order.index(to) :] if to in order else (to,)
    for part in (*parts, To.SPECIALIST):
        found = tuple(dict.fromkeys(one for one in _those(part, case, day) if _is_there(one, case, day)))
        if found:
            return found[:1] if part in order and _is_named(part, case) else found
    return case.duties[Role.PATIENT_SAFETY_SPECIALIST]


def _those(part: To, case: _Case, day: date) -> Iterator[int]:
    """Yield who plays a part, the one meant first, then who may stand in for them."""
    named = _named(part, case)
    if named is not None:
        yield named
    if part is To.LEAD and case.action is not None and case.action.deputy_id is not None:
        yield case.action.deputy_id
    if part is To.EXECUTIVE:
        yield from case.rota.covers_of(Role.EXECUTIVE, named, case.people, day)
        yield from case.duties[Role.EXECUTIVE]
    else:
        yield from case.rota.covers(named, case.people, day)
    if part is To.CAS_OFFICER:
        officers = case.duties[Role.CAS_OFFICER]
        yield from officers
        for officer in officers:
            yield from case.rota.covers_of(Role.CAS_OFFICER, officer, case.people, day)
    if part is To.SPECIALIST:
        yield from case.duties[Role.PATIENT_SAFETY_SPECIALIST]


def _named(part: To, case: _Case) -> int | None:
    if part is To.LEAD:
        return case.action.lead_id if case.action is not None else None
    if part is To.DEPUTY:
        return case.action.deputy_id if case.action is not None else None
    if part is To.EXECUTIVE:
        return case.alert.executive_id if case.alert is not None else None
    return None


def _is_named(part: To, case: _Case) -> bool:
    """Say whether one person plays this part; otherwise all who hold the duty do."""
    return part is not To.EXECUTIVE or _named(part, case) is not None


def _is_there(person_id: int, case: _Case, day: date) -> bool:
    return case.rota.is_there(person_id, case.people, day)


def _duties(people: Mapping[int, Person]) -> dict[Role, tuple[int, ...]]:
    """Return who holds each duty that a rung can name. Who has left holds none."""
    return {
        role: tuple(sorted(one.id for one in people.values() if one.active and role in one.roles))
        for role in (Role.EXECUTIVE, Role.CAS_OFFICER, Role.PATIENT_SAFETY_SPECIALIST)
    }


def _folded(found: Iterable[tuple[Clock, Wanted]], now: datetime) -> list[Wanted]:
    """Keep, for each person and clock, the latest of what is due already; and one of several at the same instant."""
    kept: dict[tuple[Clock, int, datetime | None], Wanted] = {}
    for clock, one in found:
        slot = (clock, one.person_id, one.due_at if one.due_at > now else None)
        earlier = kept.get(slot)
        if earlier is None or one.due_at > earlier.due_at:
            kept[slot] = one
    return list(kept.values())
