"""Messages that somebody forwards to the bot: the words of the message that was forwarded. It fetches nothing.

A reply that quotes one of the bot's own cards is a reply and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.teams.activity import clean
from bot.teams.read import instant_of, plain_text
from handlers.chat.turn import Passage

FORWARDED: Final = "forwardedMessageReference"


def forwarded_in(attachments: Iterable[Mapping[str, Any]], own_words: str) -> Passage | None:
    """Return the forwarded message, after what was written above it; None when there is none."""
    for one in attachments:
        content = one.get("content") if one.get("contentType") == FORWARDED else None
        if isinstance(content, str):
            try:
                content = json.loads(content)
            except (ValueError, RecursionError):
                content = None
        html = content.get("originalMessageContent") if isinstance(content, dict) else None
        words = clean(plain_text(html)).strip() if isinstance(html, str) else ""
        if isinstance(content, dict) and words:
            text = f"{own_words}\n\n{words}" if own_words else words
            return Passage(text, instant_of(content.get("originalSentDateTime")))
    return None
