"""Whether a message is an account of something that happened or may happen, rather than a word to the bot.

Cautious: a greeting, a command, a question about the bot or a thank-you is not a report.
"""

import re
from collections.abc import Sequence
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.event_type import find_event_type
from handlers.incidents.reading.medicines import find_medicines
from handlers.incidents.reading.places import find_place
from handlers.incidents.reading.staff import patient_attacked
from handlers.incidents.reading.told import look
from handlers.incidents.reading.values import NOT_PATIENT_SAFETY, Place
from handlers.incidents.reading.words import Words, prepare

_COMMAND: Final = cues("worth_reading", "command", before=r"^\W*")
_STRONG: Final = cues("worth_reading", "strong")
_QUESTION: Final = re.compile(r"\?\s*$")
_LONGER: Final = 6
"""Words from which on one sign is enough."""
_PLAIN: Final = 0.75
_WITH_THE_BOT: Final = re.compile(
    r"\b(?:you (?:asked|use|send|sent|tell|told|can)|(?:my|that|this|your|these) (?:\w+ )?reports?"
    r"|(?:show\w* me the|letting me know) (?:\w+ )?reports?"
    r"|my drafts?|(?:the|an|this|new|my) alerts?(?! (?:list|card|band|system))|actions?|evidence|deputy|reminders?"
    r"|wrong button|my role|show me|tell me|hello|can (?:you|some(?:body|one|1)) (?:call|ring)|hear back"
    r"|by mistake, it|i (?:have finished|will be|am on|would like|want to)|asking about)\b"
)
"""Talk about what the bot keeps, or with it. An account that has such a word is still offered as one to report."""
_ANY_YEAR: Final = 2026
"""Whether four digits are a year or a time of day matters little here."""


def looks_like_a_report(text: str, places: Sequence[Place]) -> bool:
    """Return True when ``text`` tells of an event.

    Two signs are needed, or one in a longer message; without any, an account of some words whose kind is plain and that
    names something of a ward: a place, a time, a patient's hurt, a medicine or a device.
    """
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
    if signs >= 2 or patient_attacked(words) is not None:
        return True
    if _WITH_THE_BOT.search(words.text):
        return False
    if signs == 1 and (len(words.tokens) >= _LONGER or find_place(words, places) is not None):
        return True
    return len(words.tokens) >= _LONGER and not _QUESTION.search(words.text) and _is_an_account(words, places)


def _is_an_account(words: Words, places: Sequence[Place]) -> bool:
    told = look(words, _ANY_YEAR, places)
    kind = find_event_type(words, told.signs, told.facts())
    if kind.value == NOT_PATIENT_SAFETY or kind.sure < _PLAIN:
        return False
    hurt = told.hurt is not None and told.hurt.end > 0
    return hurt or any((told.place, told.times, told.medicines, told.device, told.never_event[0]))
