"""What was understood of a received alert: each value beside the sentence that it came from. Nothing is certain."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

SENTENCE_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value as text (days in ISO form, yes or no for complexity) and the sentence in which it stood."""

    value: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """One action as the alert asks for it; ``due`` is an ISO day when the action names one."""

    number: int
    text: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Suggestions for every field of an alert; None for what was not found."""

    reference: Suggestion | None = None
    title: Suggestion | None = None
    issuer: Suggestion | None = None
    issued_on: Suggestion | None = None
    complete_by: Suggestion | None = None
    underway_by: Suggestion | None = None
    complexity: Suggestion | None = None
    url: Suggestion | None = None
    explanation: Suggestion | None = None
    supersedes: Suggestion | None = None
    actions: tuple[ProposedAction, ...] = ()

    def value(self, name: str) -> str:
        """Return the suggested value of a field, or ""."""
        found = getattr(self, name)
        return found.value if found is not None else ""

    def day(self, name: str) -> date | None:
        """Return the suggested day of a field."""
        found = self.value(name)
        return date.fromisoformat(found) if found else None


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as the store keeps it."""
    return asdict(proposal)


def from_json(found: Mapping[str, Any]) -> Proposal:
    """Return the proposal that ``as_json`` wrote."""
    given = {
        one.name: Suggestion(**found[one.name]) for one in fields(Proposal) if one.name != "actions" and found[one.name]
    }
    return Proposal(**given, actions=tuple(ProposedAction(**one) for one in found["actions"]))
