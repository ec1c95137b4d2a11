"""Words on their way to and from Slack: Slack's markup becomes plain words, and plain words never become markup.

It knows nothing of cards or requests.
"""

import re
from typing import Final

MARK_MOST: Final = 2900
"""How long one text block may be: under Slack's 3,000 so that a mark for "goes on" always fits."""

_REFERENCE: Final = re.compile(r"<((?:[@#!]|[a-z][\w+.-]*:)[^<>]{1,3000})>")
_MARKUP: Final = re.compile(r"[*_~`]|:[\w+'-]+:|(?m:^\s*(?:>|[-•]\s|\d+\.\s))")


def escape(text: str) -> str:
    """Return ``text`` so that Slack reads no mention, channel or link in it (its own three replacements)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_free_of_markup(text: str) -> bool:
    """Return whether Slack's mrkdwn would show ``text`` (once escaped) exactly as it is written."""
    return _MARKUP.search(text) is None


def read_markup(text: str) -> str:
    """Return what a person meant to write: references become their words, entities become characters.

    A link keeps its address beside its words when they differ, so that nothing hides from a later check.
    """
    return _REFERENCE.sub(_words, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _words(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target.startswith(("@", "#")):
        return target[0] + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in {target, bare} or target.endswith("//" + label):
        return label or bare
    return f"{label} ({bare})"


def without_mention(text: str, bot_user: str) -> str:
    """Return raw Slack text without the mentions of the bot."""
    return re.sub(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>[\s,:]*", "", text).strip()


def pieces(text: str, most: int = MARK_MOST) -> list[str]:
    """Return ``text`` in parts of at most ``most`` characters, cut between paragraphs, lines or words if possible.

    Nothing is lost; blank parts are left out because Slack refuses an empty text.
    """
    found: list[str] = []
    rest = text.strip()
    while len(rest) > most:
        cut = max(rest.rfind(mark, most // 2, most) for mark in ("\n\n", "\n", " "))
        cut = cut if cut > 0 else most
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        found.append(rest)
    return found
