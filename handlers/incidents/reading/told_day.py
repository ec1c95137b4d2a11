"""A day that a message speaks of: which it is, where it stands and how it was told. It decides nothing."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

MAY_COME: Final = "may come"
"""The kind of a date without a year that lies nine to twelve months back, or else within three months to come."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in the message. ``kind`` says how it was spoken of; ``score`` ranks several days."""

    on: date
    start: int
    end: int
    sure: float
    kind: str
    month_only: bool = False
    score: float = 1.0
    at: time | None = None
    """The time in London, where it was told by how long ago it was."""
