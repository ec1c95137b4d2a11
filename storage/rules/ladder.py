"""The ladder: the steps of reminding and escalating, for alerts, their actions and what was received.

Values only; ``rules.reminding`` says what they want at an instant. The ladder of an alert is frozen as JSON when the
alert is recorded, so that a change of settings leaves running alerts alone.
"""

import json
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Final

from storage.rules.workdays import local_day


class Clock(StrEnum):
    """What a rung counts its working days from."""

    ASSIGNED = "assigned"
    """From the day the lead was given the action, until somebody acknowledges it."""
    DUE = "due"
    """From the action's deadline: negative before it, 0 on the day, positive when it is late."""
    ALERT_DUE = "alert_due"
    """From the alert's own deadline, until an executive has authorised it."""
    STANDING = "standing"
    """From the day on which the alert, or the receipt, came to stand where the rung says."""
    JUDGING = "judging"
    """From the day on which evidence was sent, until somebody accepts or returns it."""
    READY = "ready"
    """From the day on which the last action was accepted, until an executive authorises the alert."""


class To(StrEnum):
    """Whom a rung reaches. Who has left is replaced by the next in this order, at last by the specialists.

    ``executive`` is the alert's own; while none is named, all executives.
    """

    LEAD = "lead"
    DEPUTY = "deputy"
    EXECUTIVE = "executive"
    CAS_OFFICER = "cas_officer"
    SPECIALIST = "specialist"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: so many working days from a clock, these people. ``repeats``: again on every working day after.

    ``where`` is for the clock ``standing``: the alert's status, or ``receipt`` for what nobody has checked yet.
    """

    name: str
    clock: Clock
    days: int
    to: tuple[To, ...]
    repeats: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """All steps, and the time in London at which they are due."""

    version: str
    at: time
    rungs: tuple[Rung, ...]


RECEIPT: Final = "receipt"
"""Where something stands that came in and that no CAS officer has checked."""
_OFFICE: Final = (To.CAS_OFFICER,)
_ALL: Final = (To.CAS_OFFICER, To.EXECUTIVE, To.SPECIALIST)


def _stage(name: str, where: str, first: tuple[To, ...], second: tuple[To, ...]) -> tuple[Rung, ...]:
    """Return the steps of a stage: after 1 working day, after 2, and on every working day from the third."""
    return (
        Rung(f"{name}-1", Clock.STANDING, 1, first, where=where),
        Rung(f"{name}-2", Clock.STANDING, 2, second, where=where),
        Rung(f"{name}-late", Clock.STANDING, 3, second, repeats=True, where=where),
    )


# Source: domain brief b.5 (acknowledge within 2 working days; leads at 14, 7, 3 and 1 days before; executive when
# late and 3 days before without evidence), a proposal of the trust.
LADDER: Final = Ladder(
    "2026-2",
    time(9, 0),
    (
        Rung("unacknowledged-1", Clock.ASSIGNED, 1, (To.LEAD,)),
        Rung("unacknowledged-2", Clock.ASSIGNED, 2, (To.DEPUTY,)),
        Rung("unacknowledged-3", Clock.ASSIGNED, 3, (To.EXECUTIVE,)),
        Rung("unacknowledged-4", Clock.ASSIGNED, 4, (To.SPECIALIST,)),
        Rung("due-14", Clock.DUE, -14, (To.LEAD,)),
        Rung("due-7", Clock.DUE, -7, (To.LEAD,)),
        Rung("due-3", Clock.DUE, -3, (To.LEAD, To.EXECUTIVE)),
        Rung("due-1", Clock.DUE, -1, (To.LEAD, To.DEPUTY)),
        Rung("due-0", Clock.DUE, 0, (To.LEAD, To.DEPUTY)),
        Rung("late-1", Clock.DUE, 1, (To.LEAD, To.EXECUTIVE, To.SPECIALIST)),
        Rung("late-again", Clock.DUE, 2, (To.LEAD, To.DEPUTY), repeats=True),
        Rung("late-5", Clock.DUE, 5, (To.EXECUTIVE, To.SPECIALIST)),
        Rung("late-10", Clock.DUE, 10, (To.EXECUTIVE, To.SPECIALIST)),
        Rung("judge-1", Clock.JUDGING, 1, (To.EXECUTIVE,)),
        Rung("judge-3", Clock.JUDGING, 3, (To.EXECUTIVE, To.SPECIALIST)),
        Rung("judge-late", Clock.JUDGING, 5, (To.EXECUTIVE, To.SPECIALIST), repeats=True),
        *_stage("receipt", RECEIPT, _OFFICE, _ALL),
        *_stage("cas", "received", _OFFICE, _ALL),
        *_stage("executive", "acknowledged", _OFFICE, _ALL),
        *_stage("leads", "executive_named", (To.EXECUTIVE,), (To.EXECUTIVE, To.SPECIALIST)),
        *_stage("relevance", "leads_named", (To.EXECUTIVE, To.CAS_OFFICER), _ALL),
        *_stage("close", "authorised", _OFFICE, (To.CAS_OFFICER, To.SPECIALIST)),
        *_stage("close", "not_required", _OFFICE, (To.CAS_OFFICER, To.SPECIALIST)),
        Rung("ready-1", Clock.READY, 1, (To.EXECUTIVE,)),
        Rung("ready-2", Clock.READY, 2, (To.EXECUTIVE, To.SPECIALIST)),
        Rung("ready-late", Clock.READY, 3, (To.EXECUTIVE, To.SPECIALIST), repeats=True),
        Rung("alert-7", Clock.ALERT_DUE, -7, (To.EXECUTIVE,)),
        Rung("alert-1", Clock.ALERT_DUE, -1, (To.EXECUTIVE, To.CAS_OFFICER)),
        Rung("alert-0", Clock.ALERT_DUE, 0, (To.EXECUTIVE, To.SPECIALIST)),
        Rung("alert-late", Clock.ALERT_DUE, 1, _ALL, repeats=True),
    ),
)
"""The ladder of an alert that is recorded now, unless the trust has set its own."""


class Kind(StrEnum):
    """What a reminder is about, and with it which card is drawn: ``Wanted.kind``."""

    UNACKNOWLEDGED = "reminder.unacknowledged"
    DEADLINE = "reminder.deadline"
    LATE = "reminder.late"
    JUDGE = "reminder.judge"
    """Evidence waits to be accepted or returned."""
    STAGE = "reminder.stage"
    """An alert stands still: somebody has to acknowledge, name, decide, authorise or close."""
    RECEIPT = "reminder.receipt"
    """Something came in and nobody has checked it."""
    ALERT_DUE = "reminder.alert_due"
    ALERT_LATE = "reminder.alert_late"
    ANSWER = "reminder.answer"
    """A reporter should hear back soon: ``rules.feedback``."""
    ANSWER_LATE = "reminder.answer_late"
    DRAFT = "reminder.draft"
    """A draft will soon be deleted: ``rules.expiry``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder that should exist. ``fence`` is that of its subject now; ``key`` stays the same under any fence."""

    subject: str
    person_id: int
    rung: str
    due_at: datetime
    fence: int
    kind: Kind

    @property
    def key(self) -> str:
        """One for each subject, person, rung and day on which the rung is due.

        A new deadline or a new assignment moves the day and so makes a new reminder; an acknowledgement does not.
        """
        return f"reminder:{self.subject}:{self.person_id}:{self.rung}:{local_day(self.due_at).isoformat()}"


def pack_ladder(ladder: Ladder = LADDER) -> str:
    """Return the ladder as JSON, to be frozen with an alert."""
    rungs = [
        {
            "name": rung.name,
            "clock": rung.clock,
            "days": rung.days,
            "to": rung.to,
            "repeats": rung.repeats,
            "where": rung.where,
        }
        for rung in ladder.rungs
    ]
    return json.dumps({"version": ladder.version, "at": ladder.at.isoformat("minutes"), "rungs": rungs})


@lru_cache(maxsize=64)
def read_ladder(text: str) -> Ladder:
    """Return the ladder that ``pack_ladder`` wrote. Raises ValueError for anything else."""
    try:
        found = json.loads(text)
        rungs = tuple(
            Rung(
                str(rung["name"]),
                Clock(rung["clock"]),
                int(rung["days"]),
                tuple(To(one) for one in rung["to"]),
                bool(rung["repeats"]),
                str(rung.get("where", "")),
            )
            for rung in found["rungs"]
        )
        return Ladder(str(found["version"]), time.fromisoformat(found["at"]), rungs)
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError("this is not a ladder") from wrong
