"""What an import would do, or did: a value to show to the person who ran it. It changes nothing."""

from dataclasses import dataclass
from enum import StrEnum

from storage.imports.sheet import Problem


class Step(StrEnum):
    """What becomes of one entry."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    STOP = "stop"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry, by the name that people know it by. ``details`` say what differs, in plain words."""

    step: Step
    name: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything about one file. ``applied`` is True only when the store was changed."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    applied: bool = False

    def count(self, step: Step) -> int:
        """Return how many entries take this step."""
        return sum(change.step is step for change in self.changes)
