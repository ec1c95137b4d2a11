"""What is simulated: how long, how many people, alerts and actions, how much goes wrong. Values only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from schedules.terms import Terms

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Plan:
    """One simulation. The same ``seed`` gives the same life; what fails when also depends on who is quicker.

    ``failing`` is the share of sends that go wrong. ``dark``: from when to when no replica runs at all.
    ``waits``: working days until somebody does what waits for them: mostly the same day or the next, some too late.
    ``slots``: when people do something, so that not every minute has to be looked at. ``actions`` counts what the
    alerts ask for; about a tenth of the alerts needs none. ``longest``: an alert's last possible deadline, in days.
    """

    first_day: date
    weeks: int
    alerts: int
    complex_ones: int
    actions: int
    leads: int
    kills: int
    seed: int = 1
    failing: float = 0.03
    longest: int = 70
    closed: frozenset[date] = frozenset()
    a_day: int = 5
    dark: tuple[datetime, datetime] | None = None
    waits: tuple[int, ...] = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 6)
    slots: tuple[time, ...] = (time(8, 40), time(10, 10), time(11, 40), time(13, 40), time(15, 10), time(16, 40))
    terms: Terms = field(init=False)

    def __post_init__(self) -> None:
        """Make the terms that planner and courier work by."""
        object.__setattr__(self, "terms", Terms(closed=self.closed, a_day=self.a_day))

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime(self.first_day.year, self.first_day.month, self.first_day.day, 6, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """When it ends."""
        return self.start + timedelta(weeks=self.weeks)


YEAR = Plan(
    date(2026, 11, 16), weeks=53, alerts=60, complex_ones=10, actions=480, leads=40, kills=200,
    closed=frozenset({date(2026, 12, 24), date(2027, 7, 2)}),
    dark=(datetime(2027, 2, 10, 15, tzinfo=UTC), datetime(2027, 2, 12, 13, 20, tzinfo=UTC)),
)  # fmt: skip
"""A year and a week: the bank holidays of England, both clock changes, two closed days, two days of darkness."""
_SHORT: Final[dict[str, Any]] = {
    "alerts": 5, "complex_ones": 1, "actions": 13, "leads": 5, "kills": 12, "failing": 0.08,
    "waits": (0, 0, 0, 0, 0, 1, 3), "slots": (time(10, 10), time(15, 10)),
}  # fmt: skip
CHRISTMAS = Plan(date(2026, 12, 15), weeks=3, seed=2, longest=15, closed=frozenset({date(2026, 12, 24)}), **_SHORT)
EASTER = Plan(
    date(2027, 3, 15), weeks=3, seed=3, longest=12, **_SHORT,
    dark=(datetime(2027, 3, 23, 15, tzinfo=UTC), datetime(2027, 3, 25, 13, 20, tzinfo=UTC)),
)  # fmt: skip
"""The clocks go forward on 28 March, two days after Good Friday; before it no replica runs for two days."""
