"""Snoozing: until which day an owner may put off the reminders of an action. Pure; nothing is stored here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from storage.records import Alert, AlertAction, Person
from storage.rules.ladder import Ladder
from storage.rules.reminding import wanted
from storage.rules.rota import ALL_THERE, Rota
from storage.rules.workdays import local_day


def latest_day(
    alert: Alert,
    action: AlertAction,
    people: Mapping[int, Person],
    now: datetime,
    ladder: Ladder | None = None,
    rota: Rota = ALL_THERE,
    asking: int = 0,
) -> date | None:
    """Return the last day to which the reminders of an action may be put off, or None when they may not be.

    That is the next day on which anybody hears of it but its lead and who is ``asking``, and never the day on which
    it is due. ``people``, ``ladder`` and errors are as for ``reminding.wanted``.
    """
    today = local_day(now)
    awake = replace(action, snoozed_until=None)
    others = [
        local_day(one.due_at)
        for one in wanted(alert, (awake,), people, now, ladder, rota)
        if one.subject == f"action:{action.id}" and one.person_id not in {action.lead_id, asking} and one.due_at > now
    ]
    latest = min((*others, action.due_on - timedelta(days=1)))
    return latest if latest > today else None
