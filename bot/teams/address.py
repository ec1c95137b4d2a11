"""Addresses in Teams: how to reach a conversation, one message in it, or a person who was only met in a channel.

An address is a flat mapping of strings, because that is what the store keeps; it holds ids and no names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botbuilder.schema import Activity

from handlers.chat.turn import Address

REFERENCE: Final = "reference"
CREATE: Final = "create"
ACTIVITY: Final = "activity"
USER: Final = "user"


@dataclass(frozen=True, slots=True)
class Reference:
    """A conversation: which service, which bot, which conversation, and with whom."""

    service_url: str
    conversation: str
    bot: str
    user: str = ""

    def address(self, activity: str = "") -> Address:
        """Return the address of the conversation, or of one message in it."""
        held = json.dumps(
            {
                "serviceUrl": self.service_url,
                "channelId": "msteams",
                "conversation": {"id": self.conversation},
                "bot": {"id": self.bot},
                "user": {"id": self.user},
            },
            separators=(",", ":"),
        )
        return {REFERENCE: held, ACTIVITY: activity} if activity else {REFERENCE: held}


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A person for whom no one-to-one conversation is known yet."""

    service_url: str
    tenant: str
    bot: str
    user: str

    def address(self) -> Address:
        """Return the address with which the one-to-one conversation can be opened."""
        held = {"serviceUrl": self.service_url, "tenant": self.tenant, "bot": self.bot, "user": self.user}
        return {CREATE: json.dumps(held, separators=(",", ":"))}


def reference_of(activity: Activity) -> Reference:
    """Return the conversation in which an activity happened."""
    return Reference(activity.service_url, activity.conversation.id, activity.recipient.id, activity.from_property.id)


def read_reference(address: Address) -> Reference | None:
    """Return the conversation that an address names, or None. Raises ValueError for a broken one."""
    held = _load(address, REFERENCE)
    if held is None:
        return None
    try:
        return Reference(held["serviceUrl"], held["conversation"]["id"], held["bot"]["id"], held["user"]["id"])
    except (KeyError, TypeError):
        raise ValueError("a broken reference") from None


def read_acquaintance(address: Address) -> Acquaintance | None:
    """Return the person that an address names, or None. Raises ValueError for a broken one."""
    held = _load(address, CREATE)
    if held is None:
        return None
    try:
        return Acquaintance(held["serviceUrl"], held["tenant"], held["bot"], held["user"])
    except (KeyError, TypeError):
        raise ValueError("a broken address") from None


def _load(address: Address, key: str) -> Mapping[str, Any] | None:
    text = address.get(key)
    if not text:
        return None
    held = json.loads(text)  # its error is a ValueError too
    if not isinstance(held, dict):
        raise ValueError("a broken address")  # noqa: TRY004 - it came from the store, not from a caller
    return held
