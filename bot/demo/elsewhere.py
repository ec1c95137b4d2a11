"""Colleagues whom a visitor of the demo cannot be: what is for them arrives, and nobody sees it.

Without them the demo would tell of people whom nobody can reach, where nothing is wrong.
"""

from collections.abc import Container
from dataclasses import dataclass

from handlers.chat.port import Parcel, Profile, Receipt, Sender
from storage.records import Platform


@dataclass(slots=True)
class Elsewhere:
    """Sends what is for the people of the page there, and takes the rest. ``seen`` holds the page's user ids."""

    page: Sender
    seen: Container[str]
    platform: Platform = Platform.BROWSER

    async def send(self, parcel: Parcel) -> Receipt:
        """Show the message to its persona, or say that it arrived."""
        user = parcel.address.get("user", "")
        return await self.page.send(parcel) if user in self.seen else Receipt({"user": user})

    async def find(self, parcel: Parcel) -> Receipt | None:
        """Return the receipt of a parcel that is on the page already, otherwise None."""
        return await self.page.find(parcel)

    async def look_up(self, user: str) -> Profile | None:
        """Return what the page vouches for."""
        return await self.page.look_up(user)
