"""Whether a message is an account of something that happened or may happen, rather than a word to the bot.

Cautious: a greeting, a command, a question about the bot or a thank-you is not a report.
"""

import re
from collections.abc import Sequence
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.medicines import find_medicines
from handlers.incidents.reading.places import find_place
from handlers.incidents.reading.values import Place
from handlers.incidents.reading.words import prepare

_COMMAND: Final = cues("worth_reading", "command", before=r"^\W*")
_STRONG: Final = cues("worth_reading", "strong")
_QUESTION: Final = re.compile(r"\?\s*$")


def looks_like_a_report(text: str, places: Sequence[Place]) -> bool:
    """Return True when ``text`` tells of an event. Two signs are needed, or one in a longer message."""
    words = prepare(text)
    if _COMMAND.match(words.text) and len(words.tokens) < 12:
        first = words.tokens[0].text if words.tokens else ""
        if first not in {"no", "morning", "hi", "hello", "hey", "open", "test"} or len(words.tokens) < 4:
            return False
    if len(words.tokens) < 2:
        return False
    signs = len({match.group() for match in _STRONG.finditer(words.text)})
    if _QUESTION.search(words.text) and signs < 3 and len(words.tokens) < 14:
        return False
    signs += 1 if find_medicines(words) else 0
    if signs >= 2:
        return True
    if signs == 1:
        return len(words.tokens) >= 6 or find_place(words, places) is not None
    return False
