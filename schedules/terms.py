"""What the trust has set about reminding: closed days, quiet hours, its own ladder, how much one person hears a day.

Values only; nothing is read from settings or a clock here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from storage.rules.ladder import LADDER, Ladder
from storage.rules.workdays import at_local, first_working_day, is_working_day, zone_of


@dataclass(frozen=True, slots=True)
class Terms:
    """``quiet_from`` to ``quiet_until`` (local to each person, over midnight), and all days off, nothing reminds.

    ``a_day`` is the most messages that one person gets on one local day, whatever they ask for. What is beyond it comes
    with the next morning's. Answers to their own words are not counted, a conversation with a colleague and what is
    urgent is not held back (``digest.is_urgent``).
    """

    closed: frozenset[date] = frozenset()
    ladder: Ladder = LADDER
    quiet_from: time = time(20, 0)
    quiet_until: time = time(7, 0)
    a_day: int = 5

    def wakes_at(self, now: datetime, zone: str | None) -> datetime | None:
        """Return when somebody in this time zone may be reminded again, or None when they may be now."""
        local = now.astimezone(zone_of(zone))
        day, clock = local.date(), local.time()
        if is_working_day(day, self.closed) and self.quiet_until <= clock < self.quiet_from:
            return None
        if clock >= self.quiet_from:
            day += timedelta(days=1)
        return at_local(first_working_day(day, self.closed), max(self.quiet_until, self.ladder.at), zone_of(zone))

    def next_morning(self, now: datetime, zone: str | None) -> datetime:
        """Return the next working morning at the ladder's time: where what is too much for today is put."""
        day = now.astimezone(zone_of(zone)).date() + timedelta(days=1)
        return at_local(first_working_day(day, self.closed), self.ladder.at, zone_of(zone))

    def midnight(self, now: datetime, zone: str | None) -> datetime:
        """Return the instant at which this person's day began."""
        return at_local(now.astimezone(zone_of(zone)).date(), time(0), zone_of(zone)).astimezone(UTC)
