"""Drafts that will soon be deleted, as reminders for the planner. It reads; the rule is in ``rules.expiry``."""

from datetime import datetime, timedelta
from typing import Final

from storage import drafts
from storage.database import Transaction
from storage.rules.expiry import BEFORE, Ending, wanted_endings
from storage.rules.ladder import Wanted

AHEAD: Final = BEFORE + timedelta(hours=1)
"""How long before their end drafts are looked at: long enough for a row to be there when it is due."""


async def wanted(tx: Transaction, now: datetime) -> tuple[Wanted, ...]:
    """Return the reminders about drafts that should exist at ``now``. One statement."""
    ending = await drafts.ending(tx, now, now + AHEAD)
    return wanted_endings((Ending(one.id, one.person_id, one.updated_at, one.expires_at) for one in ending), now)
