"""The ladders that running alerts hold. A change of settings leaves them alone until somebody asks for it here."""

from sqlalchemy import func, select, update

from storage.database import Transaction, mark_changed
from storage.rules.ladder import Ladder, pack_ladder
from storage.rules.reminding import OVER
from storage.tables import alerts

_RUNNING = alerts.c.status.not_in([str(one) for one in OVER])


async def running(tx: Transaction) -> int:
    """Return how many alerts are not over."""
    return (await tx.execute(select(func.count()).select_from(alerts).where(_RUNNING))).scalar_one()


async def freeze_anew(tx: Transaction, ladder: Ladder) -> int:
    """Give every alert that is not over this ladder, and return how many that were. The next plan follows it."""
    mark_changed(tx)
    return (await tx.execute(update(alerts).where(_RUNNING).values(ladder=pack_ladder(ladder)))).rowcount
