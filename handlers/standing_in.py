"""For whom somebody stands in today: the actions and alerts of colleagues who are away or have left.

It reads only. Who may stand in for whom is the rota's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.desk import Desk
from storage import absences, people, stand_ins
from storage.records import Person, Role
from storage.rules.rota import Rota, fits
from storage.rules.workdays import say_day


@dataclass(frozen=True, slots=True)
class StandIn:
    """What somebody has in hand for others: by action, and by alert (as its executive), for whom."""

    actions: Mapping[int, int] = field(default_factory=dict)
    alerts: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    away: Mapping[int, date] = field(default_factory=dict)

    def words(self, person_id: int | None, today: date) -> str:
        """Return for whom one stands in and until when: "for Dr Leila Haddad, away until Fri 4 Dec"."""
        person = self.people.get(person_id or 0)
        if person is None:
            return ""
        until = self.away.get(person.id)
        return f"for {person.name}, " + (
            f"away until {say_day(until, today)}" if until else "who does not work here now"
        )


async def of(desk: Desk) -> StandIn:
    """Return for whom the person at the desk stands in today. Two statements for somebody who stands in for nobody."""
    me, today = desk.person, desk.today
    if me.id == 0 or not me.active:
        return StandIn()
    principals = await stand_ins.principals(desk.tx, me.id, today)
    runs = await stand_ins.open_alerts(desk.tx) if fits(Role.EXECUTIVE, me) else {}
    if not principals and set(runs.values()) <= {me.id}:
        return StandIn()
    rota = Rota(await absences.from_day(desk.tx, today), desk.house.closed)
    owned = await stand_ins.open_actions(desk.tx, principals) if principals else ()
    ids = {*principals, *runs.values(), *(one.deputy_id for one in owned if one.deputy_id is not None)}
    found = await people.by_ids(desk.tx, ids)
    executives = {one.id: one for one in await people.with_role(desk.tx, Role.EXECUTIVE)} if runs else {}
    found |= executives
    actions = {one.id: one.lead_id for one in owned if rota.owns_for(me.id, one, found, today)}
    alerts = {
        key: whose
        for key, whose in runs.items()
        if whose != me.id and rota.executive(whose, found, sorted(executives), today) == me.id
    }
    whose = {*actions.values(), *alerts.values()}
    away = {one: leave.last_day for one in whose if (leave := rota.absence(one, today)) is not None}
    return StandIn(actions, alerts, {key: one for key, one in found.items() if key in whose}, away)
