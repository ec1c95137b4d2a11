"""Whether words of a death are of the patient: not of a pump, a battery, or a relative of long ago.

It looks at the words before. How grave an event was, it never says.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words

_NOT_FATAL: Final = cues("harm", "not_fatal", after=r"\s+(?:has |had |have )?$")
_SOMEBODY: Final = re.compile(r"(?:pt|pts|patient|he|she|man|lady|gent|woman|baby|child)\b")
"""Where the words themselves say who died, what stands before them is something else: "on suction pt died"."""
_WHO_HAD_IT: Final = re.compile(
    r"\b(?:pt|pts|patient|man|lady|gent|woman|baby|child|he|she|resident|inpatient|\d\d[mf])\b[^.;,\n]{0,24}"
    r"\b(?:on|w|with|via|under|attached to|connected to|off)(?: an?| the| his| her| our)?(?: \w+)? $"
)
"""Before a thing: it is somebody's who died, as in "pt w pump found dead"."""
_FOUND_DEAD: Final = re.compile(r"(?:found|discovered) (?:him|her|them|pt|patient)\b")
"""A wife who finds somebody dead is not the one who died."""
_SOMEBODY_BEFORE: Final = re.compile(
    r"\b(?:pt|pts|patient|he|she|man|lady|gent|woman|baby|child|resident) (?:(?:has|had|have|then|later|sadly|who) )?$"
)
"""Or where they stand right before: "lift broke, baby died"."""
_THING_PASSED: Final = re.compile(
    r"\b(?:ng|ngt|n/g|ryles|tubes?|fine ?bore|bougie|cath(?:eter)?s?|cannula|lines?|wire|scope|stents?|stones?"
    r"|mec(?:onium)?|urine|stools?|wind|flatus|swabs?|packs?|tampons?|clots?|placenta|membranes|gauze)"
    r"(?: (?:was|were|got|finally|easily|eventually|been|be|has|had|now))*\s*$"
)
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:pts?|patients?|man|lady|gent|woman|baby|child|he|she|they|resident|from|of|with|w|on|off|septic|sepsis|bled"
    r"|aspirat\w*|blocked|obstructed|infected|pulled|out|dislodged|tissued|in)\b[^.;,\n]*$"
)
"""Before the tube or the stone: it is somebody's, of whom the words may speak: "pt with a picc line passed"."""
_HAD_IT_DONE: Final = re.compile(
    r"\b(?:had|have|has|having|getting|got|get|needed|needs|need|for|new|re-?)"
    r"(?: an?| the| his| her| their)?(?: \w+)?\s$"
)
_PASSED: Final = re.compile(r"passed\b(?! (?:away|peacefully))")
"""After a tube or a stone nobody died: "ng passed 0900"."""
_FILM_PASSED: Final = re.compile(r"\b(?:films?|x-?rays?|xrs?|cxrs?|scans?|images?) (?:was |were |had been )?$")
_BY_SOMEBODY: Final = re.compile(
    r"passed (?:by(?! (?:the (?:time|morning|end|evening)|then|when|\d|tea|lunch|breakfast|morning|night|noon|midday"
    r"|half|midnight|end))|as (?:ok|fine|safe|correct|normal|good|in))\b"
)
"""After a film nobody died either: "film passed by fy1"."""
_ONLY_ALMOST: Final = re.compile(
    r"\b(?:(?:could|cld|cud)(?: so| quite)?(?: easily| well)? (?:have|of|hve|a|ave)|could'?ve|coulda|nearly|almost"
    r"|might easily have) $"
)
"""Before a death that did not come: "someone could have died"."""
_WOULD_HAVE: Final = re.compile(r"\b(?:would|wd|wud)(?: easily)? (?:have|of) $|\bwould'?ve $")
_IF: Final = re.compile(r"[^.;\n]{0,40}\b(?:if|without|unless|had (?:it|we|they|i|she|he|someone)|but for)\b")
"""Around a death that something kept off: "would have died if not spotted"."""
_HAVE: Final = re.compile(r"have \w+")
_AFTER_ALL: Final = re.compile(r"\b(?:rip|died|dead|passed away|no rosc|mortuary)\b")
"""After a death that only could have come, one that did: "could have died but rip at 0300"."""
_OFF_WORK: Final = re.compile(
    r"\b(?:off (?:sick|work|tonight|today|tomorrow|tmrw)|not in|can'?t come in|(?:on|taking|needs) \w* ?leave)"
    r"[, ]*(?:as|because|cos|coz|bc|since|after) (?:her|his|their|my|the )?\s?$"
)
"""Before the death of somebody's family: "off sick as her mum died" asks for cover."""
_FAMILY: Final = re.compile(
    r"(?:mum|mother|dad|father|nan|nana|gran|grandad|husband|wife|partner|son|daughter|brother|sister|baby|dog|cat)\b"
)
_FAR: Final = 40


def of_another(words: Words, start: int) -> bool:
    """Say whether the death that is told of from ``start`` on is that of a thing or of somebody who is no patient."""
    before = words.text[max(0, start - _FAR) : start]
    thing = _THING_PASSED.search(before) if _PASSED.match(words.text, start) else None
    if thing is not None:
        ours = _OF_SOMEBODY.search(before, 0, thing.start())
        return ours is None or _HAD_IT_DONE.search(before, 0, thing.start()) is not None
    if _BY_SOMEBODY.match(words.text, start) and _FILM_PASSED.search(before):
        return True
    if _OFF_WORK.search(before) and _FAMILY.match(words.text, start):
        return True
    have = _HAVE.match(words.text, start)
    if have is not None and _AFTER_ALL.search(words.text, have.end()) is None:
        before += "have "
    if _ONLY_ALMOST.search(before) or (_WOULD_HAVE.search(before) and _IF.match(words.text, start)):
        return True
    other = _NOT_FATAL.search(before)
    if other is None or _FOUND_DEAD.match(words.text, start) or _SOMEBODY.match(words.text, start):
        return False
    if _SOMEBODY_BEFORE.search(before) is not None:
        return False
    return _WHO_HAD_IT.search(before, 0, other.start()) is None
