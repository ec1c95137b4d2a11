"""The demo's clock: real time plus what a visitor has moved it forward. It never goes back."""

from collections.abc import Callable
from datetime import datetime, timedelta


class MovedClock:
    """Tells the demo's time. ``real`` is the one real clock."""

    def __init__(self, real: Callable[[], datetime], start: datetime) -> None:
        self._real = real
        self._ahead = start - real()

    def __call__(self) -> datetime:
        """Return the demo's instant (aware UTC)."""
        return self._real() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go forward to ``instant``; an earlier one changes nothing."""
        ahead = instant - self()
        if ahead > timedelta(0):
            self._ahead += ahead
