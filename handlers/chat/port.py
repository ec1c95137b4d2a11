"""The two doors between the framework layer and the handlers, as protocols.

Inwards: a platform hands turns to the ``Front``. Outwards: the courier hands parcels to a platform's ``Sender``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from handlers.chat.form import Choice, Finds
from handlers.chat.reply import Reply
from handlers.chat.turn import Address, Platform, Turn


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn.

    ``reply`` is what the answer to the request must carry now; empty when all of it goes through the outbox.
    ``failed`` means that nothing was stored: answer with a failure so that the platform delivers again,
    unless the answer can carry the reply, which then says so to the person.
    ``repeated`` means that the same delivery was handled before; ``reply`` is what was answered then.
    """

    reply: Reply
    failed: bool = False
    repeated: bool = False


class Front(Protocol):
    """Where turns go in."""

    async def receive(self, turn: Turn) -> Outcome:
        """Store what the turn causes, in one transaction, and return what to answer. It does not raise."""
        ...

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:
        """Return places or people that match what has been typed so far, best first; no people to who is not at home.

        ``at_home``: whoever asks is of the trust's own workspace or tenant.
        """
        ...


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform vouches for about one of its users."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to deliver. ``key`` is unique and stays the same through every attempt.

    ``address`` either names a place (a new message) or one message (which is then replaced: ``replaces``).
    ``attempt`` counts from 1.
    """

    key: str
    address: Address
    reply: Reply
    replaces: bool = False
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform accepted it. ``ref`` addresses the message for a later change."""

    ref: Mapping[str, str]


class TryLater(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The platform asked to wait (429) or is down, and certainly did not take the message. ``seconds`` to wait.

    ``whole``: the platform as a whole is slow, not only this conversation.
    """

    def __init__(self, reason: str, seconds: float, *, whole: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.whole = whole


class Unsure(Exception):  # noqa: N818
    """The connection broke or the platform failed half-way: it may or may not have the message."""


class Unreachable(Exception):  # noqa: N818
    """This person cannot be reached here: left, blocked the bot, or there is no conversation."""


class Refused(Exception):  # noqa: N818
    """The platform will never take this message as it is. The reason holds codes, never text of the message."""


class Sender(Protocol):
    """Where messages go out: one for each platform."""

    platform: Platform

    async def send(self, parcel: Parcel) -> Receipt:
        """Deliver once, without trying again. Raises TryLater, Unsure, Unreachable or Refused."""
        ...

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Return the receipt when the platform has the message already, None when it certainly does not.

        Raises Unsure when the platform cannot tell.
        """
        ...

    async def look_up(self, user: str) -> Profile | None:
        """Return what the platform knows about a user of the home tenant, or None."""
        ...
