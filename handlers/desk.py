"""The desk: what a handler works with. One person, one instant, one open transaction, and the trust's own settings.

It holds no platform and no client; nothing on it can send.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.capability import Capability, FormRoute
from handlers.unlinked import NOTICE_EVERY, Recent, hour_of, notice_time
from storage import audit, outbox
from storage.database import Transaction
from storage.glance import Glances
from storage.records import Location, Person, Screened
from storage.rules import identifiers
from storage.rules.ladder import LADDER, Ladder

LONDON: Final = ZoneInfo("Europe/London")
_AT_ONCE: Final = 4000
"""Characters screened at once: about ten milliseconds. A pasted document of a megabyte takes seconds."""


@dataclass(frozen=True, slots=True)
class House:
    """What the trust has set. ``undo`` is how long a report can be taken back with one press.

    ``ladder`` is kept with each alert when that is recorded; on ``closed`` days nobody works here.
    """

    trust: str = ""
    undo: timedelta = timedelta(minutes=10)
    answer_working_days: int = 10
    draft_lasts: timedelta = timedelta(days=7)
    serious_text: str = (
        "This sounds serious. Care first. Tell the site team now on the usual number. If the family has not been told, "
        "the nurse in charge starts that conversation. This chat is not an emergency route. "
        "We can take the report in one minute, or later."
    )
    danger_text: str = (
        "This sounds dangerous. Make it safe first, if you can. Tell the site team now on the usual number. "
        "This chat is not an emergency route. We can take the report in one minute, or later."
    )
    health_and_safety_url: str = ""
    files_at: str = ""
    hospital_number: str | None = None
    figures_last: timedelta = timedelta(seconds=1)
    ladder: Ladder = LADDER
    closed: frozenset[date] = frozenset()


@dataclass(slots=True)
class Talk:
    """Where the conversation with this person in this place stands: a small JSON object of screened words.

    ``state`` is stored again at the end of the turn when ``changed`` is set.
    """

    state: dict[str, Any] = field(default_factory=dict)
    changed: bool = False

    def put(self, key: str, value: Any) -> None:
        """Remember a value; None forgets it."""
        if value is None:
            self.state.pop(key, None)
        else:
            self.state[key] = value
        self.changed = True


@dataclass(slots=True)
class Desk:
    """What a handler works with during one turn. ``now`` is aware UTC.

    ``places`` are the trust's places in use, ``capabilities`` and ``forms`` all that the bot can do, ``glances`` recent
    looks at the store. ``raw`` holds the answers of a form as they were given, screened; ``removed`` counts the
    identifiers that were taken out of what the person sent in this turn, by kind. ``staff`` are full names of
    colleagues, ``not_names`` words that this person said are no names, in lower case. ``recent`` is stored nowhere.
    ``heard_at`` is when others hear of it; None: at once. ``pressed`` is where the card stands that was pressed, if the
    answer may replace it. ``at_home``: the person is of the trust's own workspace or tenant, and may be offered its
    staff by name.
    """

    tx: Transaction
    now: datetime
    person: Person
    house: House
    talk: Talk
    places: tuple[Location, ...]
    capabilities: tuple[Capability, ...]
    forms: Mapping[str, FormRoute]
    glances: Glances = field(default_factory=Glances)
    raw: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    removed: Counter[str] = field(default_factory=Counter)
    recent: Recent = field(default_factory=Recent)
    heard_at: datetime | None = None
    staff: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    pressed: Mapping[str, str] | None = None
    at_home: bool = True

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return self.now.astimezone(LONDON).date()

    def screen(self, text: str) -> Screened:
        """Return the text without what identifies people; what was removed is added to ``removed``."""
        names = frozenset(name.lower() for place in self.places for name in (place.name, *place.aliases))
        screened = identifiers.screen(
            text,
            not_names=self.not_names,
            known_places=names,
            known_staff=self.staff,
            hospital_number=self.house.hospital_number,
        )
        self.removed.update(screened.removed)
        return screened

    async def screen_aside(self, text: str) -> Screened:
        """Return what ``screen`` returns. A long text is read in a thread meanwhile, so that nobody waits for it."""
        return self.screen(text) if len(text) <= _AT_ONCE else await asyncio.to_thread(self.screen, text)

    def as_nobody(self, not_before: datetime | None = None) -> "Desk":
        """Return the desk of somebody who is not known: what is done at it is nobody's, and only its hour is kept.

        ``not_before`` keeps things in their order: what is done now does not come before what it answers.
        """
        hour = hour_of(self.now)
        return replace(
            self,
            person=Person(0, ""),
            now=hour if not_before is None else max(hour, not_before),
            heard_at=notice_time(self.now),
        )

    async def audit(self, act: str, subject: str, **detail: object) -> None:
        """Record what this person did, in this transaction."""
        await audit.record(
            self.tx, at=self.now, actor=audit.actor_of(self.person), act=act, subject=subject, detail=detail
        )

    async def notify(
        self,
        person_id: int,
        kind: str,
        subject: str,
        *,
        key: str = "",
        fence: int = 0,
        extra: Mapping[str, str] | None = None,
        at_once: bool = False,
    ) -> None:
        """Let somebody else hear: a row in the outbox, drawn by ``kind`` when it is sent, due now.

        ``key`` tells two wishes of one kind apart; the same wish twice is stored once. ``at_once``: without waiting
        for ``heard_at``. The row is then due since the ten minutes that have begun, which tells no minute either.
        """
        unique = f"{kind}:{subject}:{person_id}:{key}"
        body = None
        if extra is not None:
            body = ";".join(f"{name}={value}" for name, value in extra.items())
        await outbox.add(
            self.tx,
            key=unique,
            kind=kind,
            subject=subject,
            person_id=person_id,
            due_at=self.now if self.heard_at is None else self.heard_at - NOTICE_EVERY * at_once,
            fence=fence,
            body=body,
        )
