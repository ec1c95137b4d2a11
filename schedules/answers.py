"""Answers that are owed to reporters, as reminders for the planner. It reads; the rule is in ``rules.feedback``."""

from datetime import datetime

from storage import people, reviews
from storage.database import Transaction
from storage.records import Role
from storage.rules.feedback import AHEAD, wanted_answers
from storage.rules.ladder import Wanted


async def wanted(tx: Transaction, now: datetime) -> tuple[Wanted, ...]:
    """Return the reminders about reporters who have not heard that should exist at ``now``. Two statements at most."""
    owed = await reviews.owed(tx, now + AHEAD)
    if not owed:
        return ()
    specialists = await people.with_role(tx, Role.PATIENT_SAFETY_SPECIALIST)
    return wanted_answers(owed, [one.id for one in specialists], now)
