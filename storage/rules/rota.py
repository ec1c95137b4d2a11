"""The rota: who is away on a day, who stands in for them, and on which days the trust is closed.

Values and pure functions: nothing is read from a store, and no reason for an absence is ever known here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from storage.records import Absence, AlertAction, Person, Role

_FITS: Final[Mapping[Role, tuple[frozenset[Role], str]]] = {
    Role.EXECUTIVE: (
        frozenset({Role.EXECUTIVE}),
        "Only an executive can act for an executive. Please choose another executive.",
    ),
    Role.CAS_OFFICER: (
        frozenset({Role.CAS_OFFICER, Role.PATIENT_SAFETY_SPECIALIST}),
        "Only a CAS officer or a patient safety specialist can act for a CAS officer. Please choose one of them.",
    ),
}
"""Duties that not everybody can take over, who can, and what is said otherwise. Source: domain brief b.4 and b.5."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Absences by person, and the days on which the trust is closed beside weekends and bank holidays."""

    absences: Mapping[int, tuple[Absence, ...]] = field(default_factory=lambda: MappingProxyType({}))
    closed: frozenset[date] = frozenset()

    def absence(self, person_id: int, day: date) -> Absence | None:
        """Return the absence of this person on this day, if there is one. Its last day counts."""
        return next(
            (one for one in self.absences.get(person_id, ()) if one.first_day <= day <= one.last_day),
            None,
        )

    def is_there(self, person_id: int | None, people: Mapping[int, Person], day: date) -> bool:
        """Say whether this person works here and is not away on this day."""
        person = people.get(person_id) if person_id is not None else None
        return person is not None and person.active and self.absence(person.id, day) is None

    def covers(self, person_id: int | None, people: Mapping[int, Person], day: date) -> Iterator[int]:
        """Yield who may stand in for a person on this day: the cover of their absence, then their standing deputy."""
        if person_id is None:
            return
        away = self.absence(person_id, day)
        if away is not None and away.cover_id is not None:
            yield away.cover_id
        person = people.get(person_id)
        if person is not None and person.deputy_id is not None:
            yield person.deputy_id

    def owns_for(self, me: int, action: AlertAction, people: Mapping[int, Person], day: date) -> bool:
        """Say whether this person has an action in hand because neither its lead nor its deputy is there."""
        if me in {0, action.lead_id, action.deputy_id}:
            return False
        gone = not any(self.is_there(one, people, day) for one in (action.lead_id, action.deputy_id))
        return gone and me in self.covers(action.lead_id, people, day)

    def executive(
        self, named: int | None, people: Mapping[int, Person], executives: Iterable[int], day: date
    ) -> int | None:
        """Return who acts as an alert's executive on this day: the one who is named, or the first who stands in.

        A cover or deputy who is no executive is passed over: they could neither see the alert nor act.
        """
        asked = (*(() if named is None else (named,)), *self.covers_of(Role.EXECUTIVE, named, people, day), *executives)
        return next((one for one in asked if self.is_there(one, people, day)), None)

    def covers_of(self, duty: Role, person_id: int | None, people: Mapping[int, Person], day: date) -> Iterator[int]:
        """Yield those who may stand in for a person in this duty of theirs."""
        for one in self.covers(person_id, people, day):
            person = people.get(one)
            if person is not None and fits(duty, person):
                yield one


def fits(duty: Role, person: Person) -> bool:
    """Say whether somebody can act for the holder of a duty."""
    wanted, _ = _FITS.get(duty, (frozenset(), ""))
    return not wanted or bool(wanted & person.roles)


def why_not_instead(whose: Person, other: Person) -> str | None:
    """Return why ``other`` cannot stand in for ``whose`` in all their duties, or None when they can."""
    return next((words for duty, (_, words) in _FITS.items() if duty in whose.roles and not fits(duty, other)), None)


ALL_THERE = Rota()
"""Nobody is away and the trust is never closed."""
