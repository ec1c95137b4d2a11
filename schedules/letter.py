"""Letters: messages of the outbox with their ways and their words. Values only; nothing is drawn or sent from here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.chat.reply import Reply
from handlers.chat.turn import Address
from storage.records import Message, Platform

REPLY: Final = "reply"
"""The kind of a message that was drawn when it was stored, for the place named on its row."""
REMINDER: Final = "reminder."


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a person or place."""

    platform: Platform
    address: Address

    @property
    def lane(self) -> tuple[Platform, tuple[tuple[str, str], ...]]:
        """The conversation, as a key: messages in one lane are sent one after the other."""
        return self.platform, tuple(sorted(self.address.items()))


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its ways and its words. Without words it is not sent: ``why`` says whether it went wrong.

    ``fault`` names the kind of error that drawing it met. ``riders`` are messages to the same person that this one
    holds; ``in_another``: it reached its person inside a message that was sent before. ``hold``: not before then.
    """

    message: Message
    routes: tuple[Route, ...] = ()
    reply: Reply | None = None
    why: str = ""
    fault: str = ""
    riders: tuple[Message, ...] = ()
    in_another: bool = False
    hold: datetime | None = None
    hold_reason: str = ""
