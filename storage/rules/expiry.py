"""When somebody is reminded of a draft that will soon be deleted. Pure: drafts in, what is wanted out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage.rules.ladder import Kind, Wanted

BEFORE: Final = timedelta(days=1)
"""How long before the end of a draft its person hears."""
RUNG: Final = "ends"


@dataclass(frozen=True, slots=True)
class Ending:
    """A draft with the instant at which it was last changed or kept, and the one at which it ends."""

    draft_id: int
    person_id: int
    kept_at: datetime
    ends_at: datetime


def remind_at(kept_at: datetime, ends_at: datetime) -> datetime:
    """Return when its person hears: a day before the end; half-way when a draft is kept for less than two days."""
    return ends_at - min(BEFORE, (ends_at - kept_at) / 2)


def wanted_endings(drafts: Iterable[Ending], now: datetime) -> tuple[Wanted, ...]:
    """Return the reminders that should exist at ``now``: one for each draft that has not ended."""
    return tuple(
        Wanted(f"draft:{one.draft_id}", one.person_id, RUNG, remind_at(one.kept_at, one.ends_at), 0, Kind.DRAFT)
        for one in drafts
        if one.ends_at > now
    )
