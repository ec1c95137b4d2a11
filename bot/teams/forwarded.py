"""Messages that somebody forwards to the bot: the words of the message that was forwarded. It fetches nothing.

A reply that quotes one of the bot's own cards (``messageReference``) is a reply and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.teams.activity import clean
from bot.teams.read import instant_of, passage_of, plain_text
from handlers.chat.turn import Passage

FORWARDED: Final = "forwardedMessageReference"
"""Microsoft Graph's and Teams' name for it; its content is JSON, mostly as text: originalMessageContent (HTML),
originalSentDateTime, originalMessageSender, originalMessageId, originalConversationId."""


def forwarded_in(attachments: Iterable[Mapping[str, Any]], own_words: str) -> Passage | None:
    """Return the forwarded messages, after what was written above them; None when there is none.

    A forward whose words Teams does not hand over is a passage with what was written above it alone.
    """
    contents = [_content(one) for one in attachments if one.get("contentType") == FORWARDED]
    if not contents:
        return None
    told = [(words, instant_of(one.get("originalSentDateTime"))) for one in contents if (words := _words(one))]
    texts = [own_words, *(words for words, _ in told)]
    if not told and own_words:
        return None
    return Passage("\n\n".join(filter(None, texts)), told[0][1] if told else None)


def chosen_in(value: Any) -> Passage | None:
    """Return the message for which "Report this message" was chosen, with what had been forwarded in it; or None."""
    chosen = passage_of(value)
    if chosen is None:
        return None
    attached = value["messagePayload"].get("attachments")
    listed = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    inner = forwarded_in(listed, chosen.text)
    return Passage(inner.text, chosen.posted_at) if inner is not None else chosen


def _content(attachment: Mapping[str, Any]) -> Mapping[str, Any]:
    content = attachment.get("content")
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            content = None
    return content if isinstance(content, dict) else {}


def _words(content: Mapping[str, Any]) -> str:
    html = content.get("originalMessageContent")
    return clean(plain_text(html)).strip() if isinstance(html, str) else ""
