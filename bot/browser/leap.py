"""Moving the demo's time forward: how far, and what came of it in words. It moves nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


class Leap(StrEnum):
    """How far the demo's clock is moved."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    NEXT_DEADLINE = "next_deadline"


LABELS: Final[dict[Leap, str]] = {
    Leap.HOUR: "An hour on",
    Leap.WORKING_DAY: "A working day on",
    Leap.NEXT_DEADLINE: "To the next deadline",
}
"""The words on the three buttons."""


@dataclass(frozen=True, slots=True)
class Landing:
    """What came of a leap: ``delivered`` pairs a user id with how many messages came; ``failed`` when it went wrong."""

    delivered: tuple[tuple[str, int], ...] = ()
    failed: bool = False

    @property
    def words(self) -> str:
        """Return the sentence that stands before the names."""
        if self.failed:
            return "The clock could not be moved. Nothing is lost. Please try again."
        total = sum(count for _, count in self.delivered)
        if not total:
            return "Nothing was due. No messages were sent."
        return "1 message was delivered:" if total == 1 else f"{total} messages were delivered:"


def land(users: Sequence[str]) -> Landing:
    """Return what came of a leap during which messages reached ``users``, one entry for each message."""
    return Landing(tuple((user, users.count(user)) for user in dict.fromkeys(users)))


def clock_words(now: datetime) -> str:
    """Return an instant (aware) as people say it in Britain: "Tue 24 Nov 2026, 09:00"."""
    return f"{now.astimezone(LONDON):%a %-d %b %Y, %H:%M}"


def moment_words(then: datetime, now: datetime) -> str:
    """Return when something was said: "09:12" for today, "yesterday, 09:12", otherwise "Tue 24 Nov, 09:12"."""
    there, here = then.astimezone(LONDON), now.astimezone(LONDON)
    days = (here.date() - there.date()).days
    if days == 0:
        return f"today, {there:%H:%M}"
    return f"yesterday, {there:%H:%M}" if days == 1 else f"{there:%a %-d %b, %H:%M}"
