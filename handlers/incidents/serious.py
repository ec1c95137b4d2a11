"""Whether words tell of a patient in danger, so that care comes before any form. It grades nothing and stores nothing.

What was done tells it where nobody gave a grade: moved to high dependency, a crash call, an antidote, back to theatre.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words, affirmed, prepare
from storage.records import EventType, IncidentContent
from storage.rules.harm import is_serious
from storage.rules.routing import is_imminent

_FLAGS: Final = frozenset({"immediate_escalation", "medical_examiner"})
_TOLD: Final = tuple(cues("serious", name, after=r"(?!\w)") for name in ("moved_up", "call", "given", "theatre"))
_NOT_SO: Final = cues("serious", "not_so", after="")
_NOT_AFTER: Final = cues("serious", "not_after", before="", after="")
_FOR_A_LOG: Final = cues("serious", "for_a_log")
_BEFORE: Final = 60
_SENTENCE: Final = re.compile(r"[.;!?\n]")


def sounds_serious(content: IncidentContent) -> bool:
    """Say whether what a report says so far means that somebody may be badly hurt, or was in danger of it.

    Praise and dangers to come are not, unless something is said to happen now or very soon; nor what is kept for a log.
    """
    if content.event_type is EventType.GOOD_CARE:
        return False
    if not _FLAGS.isdisjoint(content.coded.flags) or is_serious(content.harms):
        return True
    if content.event_type is EventType.RISK:
        return is_imminent(content)
    words = prepare(f"{content.what_happened.text}\n{content.immediate_action.text}")
    if content.event_type is EventType.OUTCOME and _FOR_A_LOG.search(words.text):
        return False
    return tells_of_rescue(words)


def tells_of_rescue(words: Words) -> bool:
    """Say whether a patient was rescued by these words: not refused, not only asked about, no drill and no kit."""
    return any(_is_meant(words, found.start(), found.end()) for pattern in _TOLD for found in affirmed(words, pattern))


def _is_meant(words: Words, start: int, end: int) -> bool:
    before = _SENTENCE.split(words.text[max(0, start - _BEFORE) : start])[-1]
    return _NOT_SO.search(before) is None and _NOT_AFTER.match(words.text, end) is None
