"""The rota: who is away on a day, who stands in for them, and on which days the trust is closed.

Values and pure functions: nothing is read from a store, and no reason for an absence is ever known here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from storage.records import Absence, Person


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


ALL_THERE = Rota()
"""Nobody is away and the trust is never closed."""
