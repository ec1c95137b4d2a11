"""The journal: what happened in the simulated trust, as a witness wrote it down. It asks the store for nothing."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.records import Alert, AlertAction

Past = list[tuple[datetime, Alert | AlertAction]]


@dataclass(frozen=True)
class Colleague:
    """Somebody of the trust. ``zone`` is where their clock is."""

    id: int
    name: str
    duty: str
    deputy_id: int | None
    zone: str


@dataclass(frozen=True)
class Leave:
    """Days away, the last included; ``said_at`` is when it was recorded."""

    person_id: int
    first: date
    last: date
    cover_id: int | None
    said_at: datetime


@dataclass
class Journal:
    """Everything that happened. Histories hold what a thing was like from each instant on."""

    people: dict[int, Colleague] = field(default_factory=dict)
    alerts: dict[int, list[tuple[datetime, Alert]]] = field(default_factory=dict)
    actions: dict[int, list[tuple[datetime, AlertAction]]] = field(default_factory=dict)
    receipts: dict[int, tuple[datetime, datetime | None]] = field(default_factory=dict)
    leaves: list[Leave] = field(default_factory=list)
    left: dict[int, datetime] = field(default_factory=dict)
    blocked: dict[int, datetime] = field(default_factory=dict)
    notices: list[tuple[datetime, str, int]] = field(default_factory=list)
    refused: int = 0

    def alert_at(self, alert_id: int, at: datetime) -> Alert | None:
        """Return an alert as it was."""
        past = self.alerts[alert_id]
        number = bisect_right([when for when, _ in past], at)
        return past[number - 1][1] if number else None

    def action_at(self, action_id: int, at: datetime) -> AlertAction | None:
        """Return an action as it was."""
        past = self.actions[action_id]
        number = bisect_right([when for when, _ in past], at)
        return past[number - 1][1] if number else None

    def leaves_on(self, person_id: int, day: date, at: datetime) -> list[Leave]:
        """Return every leave of somebody on a day, as it was known at an instant: they may overlap."""
        return [
            one for one in self.leaves
            if one.person_id == person_id and one.first <= day <= one.last and one.said_at <= at
        ]  # fmt: skip

    def away(self, person_id: int, day: date, at: datetime) -> Leave | None:
        """Return a leave of somebody on a day, as it was known at an instant."""
        return next(iter(self.leaves_on(person_id, day, at)), None)

    def works_here(self, person_id: int, at: datetime) -> bool:
        """Return whether somebody has not left."""
        return person_id not in self.left or self.left[person_id] > at

    def with_duty(self, duty: str) -> list[int]:
        """Return everybody who holds a duty or held it before they left."""
        return [one.id for one in self.people.values() if one.duty == duty]
