"""What lies ahead of an alert or an action if nobody does anything: who hears next, and when. It tells nobody."""

from datetime import date

from handlers.alerts.view import View
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import absences, people
from storage.records import AlertAction, Person, Role
from storage.rules.ladder import Ladder, Wanted, read_ladder
from storage.rules.reminding import wanted
from storage.rules.rota import Rota
from storage.rules.snoozing import latest_day
from storage.rules.workdays import local_day, say_day

_DUTIES = (Role.EXECUTIVE, Role.CAS_OFFICER, Role.PATIENT_SAFETY_SPECIALIST)


async def _staff(desk: Desk, view: View) -> tuple[dict[int, Person], Rota]:
    """Return everybody who may hear of this alert, and who is away."""
    away = await absences.from_day(desk.tx, desk.today)
    found = dict(view.people)
    for duty in _DUTIES:
        found |= {one.id: one for one in await people.with_role(desk.tx, duty)}
    more = {one.cover_id for some in away.values() for one in some} | {one.deputy_id for one in found.values()}
    found |= await people.by_ids(desk.tx, {one for one in more if one is not None} - found.keys())
    return found, Rota(away, desk.house.closed)


def _ladder(desk: Desk, view: View) -> Ladder:
    """Return the alert's own ladder, or the trust's when that cannot be read."""
    try:
        return read_ladder(view.alert.ladder)
    except ValueError:
        return desk.house.ladder


async def latest_snooze(desk: Desk, view: View, action: AlertAction) -> date | None:
    """Return the last day to which an action's reminders may be put off, or None when they may not be."""
    found, rota = await _staff(desk, view)
    return latest_day(view.alert, action, found, desk.now, _ladder(desk, view), rota, desk.person.id)


async def who_next(desk: Desk, view: View, subject: str) -> str:
    """Return a sentence about who else hears next about a subject (``action:12``), or nothing when nobody does."""
    found, rota = await _staff(desk, view)
    coming = [
        one
        for one in wanted(view.alert, view.actions, found, desk.now, _ladder(desk, view), rota)
        if one.subject == subject and one.due_at > desk.now and one.person_id != desk.person.id
    ]
    if not coming:
        return ""
    first = min(coming, key=lambda one: one.due_at)
    day = local_day(first.due_at)
    names = [showing.name_of(key, found) for key in _of_day(coming, day)]
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "hears" if len(names) == 1 else "hear"
    return f"If nothing is done, {told} {verb} of it {_on(day, desk.today)}."


def _of_day(coming: list[Wanted], day: date) -> list[int]:
    return list(dict.fromkeys(one.person_id for one in coming if local_day(one.due_at) == day))[:4]


def _on(day: date, today: date) -> str:
    words = say_day(day, today)
    return words if (day - today).days in {0, 1} else f"on {words}"
