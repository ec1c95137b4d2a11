"""What a place loses beside another where the thing only came to light, was treated, or is wanted too.

It reads the words around one mention. Which place it was, it never says.
"""

import re
from typing import Final

from handlers.incidents.reading.words import Words

_SAW: Final = (
    r"(?:caught|spotted|noticed|picked (?:it |this |that )?up|clocked|saw|seen|opened it"
    r"|found (?:it|this|out)|realised)"
)
_SEEN_THERE: Final = re.compile(
    rf"\b{_SAW}(?: it| this| that)? (?:(?:at|on) (?:check|round|arrival|handover) )?"
    r"(?:when (?:we|they) got (?:them|her|him|it) )?(?:in|on|at|by)(?: the| our)? $"
)
_SAW_IT: Final = re.compile(
    rf"(?: (?:rn|nurse|staff|sister|hca|hcas|team|pharmacist|reg|sho|f1|dr|odp|midwife|mw|porter|radiographer))?"
    rf"(?: (?:who|then|at check|at round|on arrival|staff))?,? {_SAW}\b"
)
_WRONG_BEFORE: Final = re.compile(
    r"\b(?:wrong|mislabell?ed|mixed|swapped|error|not|no|without|w/o|missing|instead|never"
    r"|x ?10|10x|doubled?|twice|too fast|too slow|\w+n'?t)\b"
)
"""Somewhere before: what came to light in the place had gone wrong before it got there."""


_TREATED: Final = re.compile(
    r"\b(?:reduced|relocated|removed|came out|taken out|explored|repaired|dx'?d?|diagnosed|glued|sutured|stitched"
    r"|steri-?stripped|x-?rayed"
    r"|debrided|plated|pinned|washed out|dressed|tubed|scoped)(?: under \w+)? (?:in|at|by) (?:the )?$"
)
"""Before a place: what was done about it there."""
_TOLD_THERE: Final = re.compile(
    r"\b(?:(?:rang|phoned|called|told|e-?mailed) us|can we (?:get|have) (?:one|it|them|this|some)(?: too| also)?"
    r"|to us|over to us|up to us|down to us) (?:on|in|at|for|from|frm|fm) (?:the )?$"
    r"|\b(?:try|trial|do|have|use|roll|rolling|copy|copied|share|shared|sharing|spread|want|start)"
    r" (?:(?:it|this|that|them|one|the same|out) ){0,2}(?:on|in|at|to|with|w|for|across) (?:the |our )?$"
)
"""Before a place: where somebody was told of it or came from, or would like the same."""
_BORROWED: Final = re.compile(r"\bborrow\w* (?:\w+ ){0,3}?(?:off|from|frm|fm) (?:the )?$")
_CAME_FROM_THERE: Final = re.compile(r"\bcame (?:to us )?(?:from|frm|fm) (?:the )?$")
"""Before a place that only lent, and one that only sent."""
_WENT_ON: Final = re.compile(r"\b(?:now|moved|gone|went|transfer\w*|stepped|back|home)\b")
"""Somebody has gone on to where they are: then what befell them may have befallen them where they came from."""
_THEM_TOO: Final = re.compile(
    r" (?:have|get|do|use|try|want)s? (?:it|one|this|that|them|some)(?: \w+)? ?(?:too|as well|also)\b"
)
"""After a place that would like the same."""
_LATER_CARE: Final = re.compile(
    r"\b(?:(?:on|under|having|getting) (?:an? )?(?:\w+ )?(?:drip|ivs?|ivi|fluids|abx|antibiotics|niv|monitor\w*|tele)"
    r"|kept(?: overnight)?|(?:abx|antibiotics|treated|seen|tubed|op|hemi\w*|orif|surgery)(?: \w+){0,3}?)"
    r" (?:in|on|at) (?:the )?$"
)
_THEN_ON: Final = re.compile(
    r"(?: side)? (?:the )?(?:next|following) (?:day|morning|am|night)\b|[^.;,\n]{0,14} still\b"
    r"| (?:for )?(?:\d+|two|three|four|five|a few|several) ?(?:nights?|nites?|days?|wks?|weeks?|/7|/52)\b"
    r"(?! (?:ago|back))"
    r"| (?:has|have|had|got) (?:her|him|them) now\b"
)
"""Around a place: what was done there for it, or where somebody is since."""
_PUT_OFF: Final = re.compile(
    r" (?:ops?|list|pts?|patients?|slot)s? (?:was |were |got )?(?:cancelled|delayed|put off|moved|late)\b"
)


def came_to_light(words: Words, start: int, end: int) -> float:
    """Return what a mention loses, beside another place, where it was only seen, treated or told what befell before."""
    text = words.text
    lost = 0.0
    if _TREATED.search(text, max(0, start - 40), start) or _PUT_OFF.match(text, end):
        lost += 0.4
    if _TOLD_THERE.search(text, max(0, start - 40), start) or _THEM_TOO.match(text, end):
        lost += 0.6
    if _LATER_CARE.search(text, max(0, start - 48), start):
        lost += 0.4
    came = _CAME_FROM_THERE.search(text, max(0, start - 32), start) is not None and not _WENT_ON.search(text)
    if came or _BORROWED.search(text, max(0, start - 40), start):
        lost += 0.4
    if _THEN_ON.match(text, end):
        lost += 0.4
    seen = _SEEN_THERE.search(text, max(0, start - 48), start) or _SAW_IT.match(text, end)
    if not lost and seen is not None and _WRONG_BEFORE.search(text, 0, start):
        lost += 0.4
    return lost
