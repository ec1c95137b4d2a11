"""Messages that somebody forwards to the bot: the words of the message that was shared. Pure, and trusts no mark-up.

A preview that Slack unfolds by itself for a link, and what another bot attaches, is no forwarded message.
"""

from collections.abc import Mapping
from typing import Any

from bot.slack.text import read_markup


def shared_words(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return the words of the messages that were forwarded with this one, and the id of the first; "" for none."""
    attached = message.get("attachments")
    found = [
        one
        for one in (attached if isinstance(attached, list) else [])
        if isinstance(one, dict) and one.get("is_share") and isinstance(one.get("text"), str) and one["text"].strip()
    ]
    words = "\n\n".join(read_markup(one["text"]) for one in found)
    return words, str(found[0].get("ts", "")) if found else ""
