"""Whether a message is an account of something that happened or may happen, rather than a word to the bot.

Cautious: a greeting, a command, a question about the bot or a thank-you is not a report.
"""

import re
from collections.abc import Sequence
from typing import Final

from handlers.incidents.reading.medicines import find_medicines
from handlers.incidents.reading.places import find_place
from handlers.incidents.reading.values import Place
from handlers.incidents.reading.words import prepare

_COMMAND: Final = re.compile(
    r"^\W*(?:/?safety\b|help|status|report$|report (?:something|an? (?:incident|event|safety event))\W*$|my (?:reports?|drafts?|actions?)|new (?:alert|report)|show|list|cancel|stop|undo|home|menu|back|skip|yes|no|ok(?:ay)?|hi|hello|hey|hiya|morning|good (?:morning|afternoon|evening)|thanks?|thank you|cheers|ta\b|start|settings|alerts?\b(?! (?:band|not|bracelet))|overdue|"
    r"who|what(?:'s| is| are| can| do| does| happens| about)|how (?:do|can|does|many|long|is|are|to)|when (?:is|will|do|does|are)|where (?:is|do|can|are|'s)|can (?:you|i)|could you|do you|does this|is (?:this|it|there|my)|are (?:you|there)|please (?:show|help|send)|test|testing|acknowledge|snooze|export|import|submit|resume|continue|open)\b"
)
_STRONG: Final = re.compile(
    r"\b(?:pts?|patients?|resident|baby|fell|fall|found on floor|skin tear|bruis\w*|fractur\w*|ulcer|near[- ]?miss|missed|omitted|overdose|wrong (?:\w+ )?(?:drug|dose|pt|patient|blood|side|site|route|meds?)|drug error|med(?:ication)? error|not given|given|gave|died|death|arrest|needlestick|punched|kicked|bitten|assault\w*|absconded|ligature|self[- ]harm\w*|scald\w*|burn\w*|transfus\w*|unwitnessed|no (?:harm|injury|inj)|nil harm|"
    r"retained|pressure damage|good care|shout ?out|well done|brilliant|hazard|unsafe|accident waiting|risk\b|broken|not working|faulty|injur\w*|harm\w*|bleed\w*|hypo|sepsis|escalat\w*|news ?\d|handover|ward|wd|datix|incident|slipped|tripped|choked|collapsed|allerg\w*|infusion|pump|hoist|cannula|catheter|epma|epr|window|call bells?|stuck|discharged|transferred|theatre|praise|impressed|outbreak|exposed|missing|lost|delay\w*|retur\w+ to theatre)\b"
)
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
