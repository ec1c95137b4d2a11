"""The auditor: looks after each plan whether everything that is not over has a message to come. It mends nothing."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from storage import reminders
from storage.database import Database, Transaction

GRACE: Final = timedelta(minutes=5)
"""How new something may be without a message: the planner comes by every minute."""
_LISTED: Final = 20

log = structlog.get_logger(__name__)


async def audit(tx: Transaction, now: datetime) -> list[str]:
    """Return the subjects (``action:12``) of which nobody will hear again, though they are not over."""
    return await reminders.gaps(tx, now - GRACE)


async def run(database: Database, now: datetime) -> int:
    """Log what has no message to come, and return how many things that are."""
    async with database.reading() as tx:
        found = await audit(tx, now)
    if found:
        log.error("nobody_will_hear", count=len(found))
        for subject in found[:_LISTED]:
            log.error("no_message_to_come", subject=subject)
    return len(found)
