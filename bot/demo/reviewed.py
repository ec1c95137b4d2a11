"""What the safety team did about a year of invented events: who looked, what was asked and learnt, and how late.

It writes what handlers would have written, in a few statements, and tells nobody: all of it was long ago.
"""

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from handlers.review.cards import learning
from storage import incidents
from storage.database import Transaction
from storage.records import FlagAnswer, Incident, IncidentStatus, NoteKind, Screened
from storage.rules.feedback import promise
from storage.rules.identifiers import screen
from storage.rules.review import raised
from storage.rules.workdays import add_working_days, at_local, local_day
from storage.tables import flag_answers, incident_notes, reviews

_SEED: Final = 20261125
_PROMISED: Final = 10
"""Working days within which a reporter is promised to hear."""
_LATE: Final = 0.12
"""Share of reporters who hear after the promised day."""
_ASKED: Final = 0.08
"""Share of reports about which the reporter is asked something."""
_JUST_LATE: Final = timedelta(days=5)
"""So long ago at most was the promised day of the one report that is late when the demo opens."""
_TAKEN: Final = 0.7
"""Share of the open reports that somebody looks after."""


class Reviewed:
    """What was done about reports up to ``now`` by these people, the specialist first; stored at the end at once."""

    def __init__(self, handlers: Sequence[int], now: datetime) -> None:
        self._handlers = handlers
        self._now = now
        self._chance = random.Random(_SEED)  # noqa: S311 - invented events, always the same
        self._reviews: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []
        self._decided: list[dict[str, Any]] = []
        self._one_is_late = False

    async def review(self, tx: Transaction, incident: Incident, found: str, changed: str) -> None:
        """Look after one report: closed with these words if its day has come, else open, and mostly in hand."""
        chance = self._chance
        handler = chance.choice([one for one in self._handlers if one != incident.reporter_id])
        late = chance.random() < _LATE
        looked = self._later(incident, 1)
        asked = self._later(incident, 2) if chance.random() < _ASKED else None
        closed = self._later(incident, chance.randint(11, 15) if late else chance.randint(4, 9))
        taken = looked <= self._now and (closed <= self._now or chance.random() < _TAKEN)
        over = closed <= self._now
        if self._is_to_be_late(incident):
            handler, taken, over = self._handlers[0], True, False
        self._reviews.append(
            {
                "incident_id": incident.id,
                "handler_id": handler if taken else None,
                "answer_due_at": promise(incident.reported_at, _PROMISED),
                "answered_at": closed if over else None,
            }
        )
        if taken:
            self._say(incident, NoteKind.LOOKING, handler, looked)
        if over and asked is not None:
            self._say(incident, NoteKind.QUESTION, incident.reporter_id, asked, "When will I hear what came of this?")
            self._say(incident, NoteKind.ANSWER, handler, self._later(incident, 3), "Within two weeks. We read it now.")
        if over:
            self._say(incident, NoteKind.LEARNING, handler, closed, learning(found, changed))
            self._decided += (
                {"incident_id": incident.id, "flag": flag, "answer": FlagAnswer.YES, "by_id": handler, "at": closed}
                for flag in raised(incident.content)
            )
        if taken:
            status, reason = (
                (IncidentStatus.CLOSED, "closed with learning")
                if over
                else (IncidentStatus.IN_REVIEW, "someone is looking at it")
            )
            at = closed if over else looked
            await incidents.revise(tx, incident, status=status, by=handler, reason=reason, now=at)

    async def store(self, tx: Transaction) -> None:
        """Store what was gathered."""
        await tx.execute(reviews.insert(), self._reviews)
        await tx.execute(incident_notes.insert(), self._notes)
        await tx.execute(flag_answers.insert(), self._decided)

    def _is_to_be_late(self, incident: Incident) -> bool:
        """Say whether this is the report that is open past its promised day, so that a visitor sees one."""
        overdue = timedelta(0) < self._now - promise(incident.reported_at, _PROMISED) < _JUST_LATE
        if self._one_is_late or not overdue or incident.reporter_id == self._handlers[0]:
            return False
        self._one_is_late = True
        return True

    def _later(self, incident: Incident, days: int) -> datetime:
        """Return an instant of a working day, so many after the report."""
        hour = time(self._chance.randint(9, 16), self._chance.randint(0, 59))
        return at_local(add_working_days(local_day(incident.reported_at), days), hour)

    def _say(self, incident: Incident, kind: NoteKind, by: int | None, at: datetime, text: str = "") -> None:
        row = {"incident_id": incident.id, "at": at, "by_id": by, "kind": kind, "text": screened(text).text}
        self._notes.append(row)


@lru_cache(maxsize=64)
def screened(text: str) -> Screened:
    """Return a text screened. The few that are told again and again are screened once."""
    return screen(text)
