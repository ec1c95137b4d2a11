"""Unlinked turns: what somebody does with an anonymous report, of which nothing is kept that leads to them.

No answer to such a turn is stored, its delivery is recognised by a digest that is slow to guess, and of its instant the
store sees the hour. What the platforms themselves keep is not in our hands: the cards say so.
"""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn

NOTICE_EVERY: Final = timedelta(minutes=10)
"""Others hear of an anonymous report at the next full ten minutes, so that the moment of sending is not told.

Where harm may be serious, the specialist and the executive hear at once (``storage.rules.routing.AT_ONCE``).
"""
WRONG_MOST: Final = 5
"""So many codes that nobody has may be tried in an hour. A code has 100 bits: this is for the person who mistypes."""
_REMEMBERED: Final = 256
SENT_FOR: Final = timedelta(minutes=10)
"""So long the answer to what was sent can be shown again to whoever sent it and never saw it."""
_COST: Final = 2**14
"""Of scrypt: about 40 ms for one guess. A delivery's identity is made of ids and instants that could be guessed."""
DONE: Final = (
    "This was done already. We keep no copy of the answer, because it would lead to you. "
    "If you sent a report without your name and have not seen its code, it is with the safety team all the same."
)


async def cover(turn: Turn) -> Turn:
    """Return the turn as one of which nothing is kept. The work of the digest is done off the event loop."""
    digest = await asyncio.to_thread(
        hashlib.scrypt, turn.delivery.encode(), salt=b"unlinked delivery", n=_COST, r=8, p=1, maxmem=2**26, dklen=32
    )
    return replace(turn, delivery=f"unlinked:{digest.hex()}", unlinked=True)


def hour_of(now: datetime) -> datetime:
    """Return the full hour that has begun last."""
    return now.replace(minute=0, second=0, microsecond=0)


def some_time_before(now: datetime) -> datetime:
    """Return an instant of the hour before now, by chance: it tells of an activity no more than that it was."""
    return now - timedelta(microseconds=secrets.randbelow(3_600_000_000))


def notice_time(now: datetime) -> datetime:
    """Return the next full ten minutes, never ``now`` itself."""
    past = timedelta(minutes=now.minute % 10, seconds=now.second, microseconds=now.microsecond)
    return now - past + NOTICE_EVERY


@dataclass(slots=True)
class Recent:
    """What this process remembers of unlinked turns, and no store does: answers, and wrong codes by person and hour.

    A repeated delivery gets its answer again as long as it is remembered; so does, for a few minutes, whoever presses
    again because the answer about a draft never arrived.
    """

    answers: OrderedDict[str, Reply] = field(default_factory=OrderedDict)
    sent: OrderedDict[tuple[int, int], tuple[datetime, Reply]] = field(default_factory=OrderedDict)
    wrong: OrderedDict[tuple[int, datetime], int] = field(default_factory=OrderedDict)

    def keep(self, delivery: str, reply: Reply) -> None:
        """Remember an answer."""
        self.answers[delivery] = reply
        if len(self.answers) > _REMEMBERED:
            self.answers.popitem(last=False)

    def answered(self, delivery: str) -> Reply:
        """Return what was answered to a delivery, or that it was done when that is not remembered."""
        return self.answers.get(delivery) or tell(DONE)

    def keep_sent(self, person_id: int, draft_id: int, reply: Reply, now: datetime) -> None:
        """Remember what was answered when this person sent this draft."""
        for key in [key for key, (at, _) in self.sent.items() if now - at >= SENT_FOR]:
            del self.sent[key]
        self.sent[person_id, draft_id] = (now, reply)
        if len(self.sent) > _REMEMBERED:
            self.sent.popitem(last=False)

    def sent_as(self, person_id: int, draft_id: int, now: datetime) -> Reply | None:
        """Return what was answered when this person sent this draft, some minutes ago at most; otherwise None."""
        at, reply = self.sent.get((person_id, draft_id), (now, None))
        return reply if now - at < SENT_FOR else None

    def may_try(self, person_id: int, now: datetime) -> bool:
        """Say whether this person may try a code in this hour."""
        return self.wrong.get((person_id, hour_of(now)), 0) < WRONG_MOST

    def count_wrong(self, person_id: int, now: datetime) -> None:
        """Count a code that nobody has."""
        key = (person_id, hour_of(now))
        self.wrong[key] = self.wrong.get(key, 0) + 1
        if len(self.wrong) > _REMEMBERED:
            self.wrong.popitem(last=False)
