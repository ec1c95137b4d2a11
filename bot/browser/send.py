"""Delivers the courier's messages to the page. It makes one attempt, and it keeps what it delivered in memory only."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from bot.browser.chats import Chat, Chats
from bot.browser.persona import Persona
from handlers.chat.port import Parcel, Profile, Receipt, Unreachable
from handlers.chat.turn import Platform

REMEMBERED: Final = 5000
"""How many delivered keys are remembered, to recognise a parcel that comes again."""


class PageSender:
    """The page's side of the outbox."""

    platform = Platform.BROWSER

    def __init__(self, chats: Chats, people: dict[str, Persona], clock: Callable[[], datetime]) -> None:
        self._chats = chats
        self._people = people
        self._clock = clock
        self._delivered: dict[str, Receipt] = {}

    async def send(self, parcel: Parcel) -> Receipt:
        """Show the message to its persona. A key that was delivered is not shown twice. Raises Unreachable."""
        if parcel.key in self._delivered:
            return self._delivered[parcel.key]
        user = parcel.address.get("user", "")
        chat = self._chats.of(user)
        if chat is None:
            raise Unreachable("no persona with this id")
        receipt = Receipt({"user": user, "message": str(self._put(chat, parcel))})
        self._delivered[parcel.key] = receipt
        while len(self._delivered) > REMEMBERED:
            del self._delivered[next(iter(self._delivered))]
        self._chats.arrived.append(user)
        self._chats.wake()
        return receipt

    def _put(self, chat: Chat, parcel: Parcel) -> int:
        what: dict[str, Any] = {"cards": parcel.reply.cards, "form": parcel.reply.form}
        wanted = parcel.address.get("message", "")
        if parcel.replaces and wanted.isdecimal():
            changed = chat.change(int(wanted), asking="", folded=False, **what)
            if changed is not None:
                return changed.id
        return chat.add(self._clock(), pushed=True, **what).id

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Return the receipt of a parcel that is on the page already, otherwise None."""
        return self._delivered.get(parcel.key)

    async def look_up(self, user: str) -> Profile | None:
        """Return a persona's name and e-mail address, or None for nobody."""
        person = self._people.get(user)
        return Profile(person.name, person.email) if person else None
