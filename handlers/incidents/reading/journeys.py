"""What the way of a patient tells of a place: moved on from it, brought to it, got there late, given the dose again.

It weighs one mention by the words on both sides of it. It never says which place is meant.
"""

import re
from typing import Final

from handlers.incidents.reading.senses import DEPARTMENT, before_it, mostly_acts
from handlers.incidents.reading.words import Words

_FAR: Final = 72
"""Signs that are read before a place for the way to it: longer than a clause seldom is."""
_THE: Final = r"(?:the |our )?$"
_FROM: Final = re.compile(r"\b(?:from|frm|fm|out of) " + _THE)
_ON_TO: Final = re.compile(
    r" (?:(?:back|down|up|over|across|round|through|thru|straight) )?(?:to|onto|into|->) ?(?!\d)[a-z]"
)
"""After the place that a way begins at: "from ward 4 down to xray"."""
_ON_THE_WAY: Final = re.compile(
    r"\b(?:pushing|wheeling|porter\w*|taking|moving|on (?:the |his |her |my )?way|walking|en route|going) "
    r"(?:[a-z0-9]+ ){0,4}$"
)
_BROUGHT: Final = re.compile(
    r"\b(?:moved|shifted|transfer\w*|tx'?d?|stepped down|brought|came|come|sent|taken|pt|patient|lady|gent|man|baby"
    r"|child|kid)"
    r" (?:[a-z0-9]+ ){0,3}(?:from|frm|fm|out of) (?:[a-z0-9&+-]+ ){1,3}"
    r"(?:back |down |up |over |across |round )?to " + _THE
)
_UNDER_WAY: Final = re.compile(
    r"\b(?:moving|taking|shifting|transferring|bringing|wheeling|pushing|transporting)"
    r"(?: (?:him|her|them|it|pt|patient|the pt|the patient))? $"
)
_ON_THERE: Final = re.compile(r" (?:up |down |over |across |back )?to (?:the )?[a-z0-9]")
"""Around the place that a way began at, without "from": "taking him resus to ct"."""
_SHIFTED_TO: Final = re.compile(
    r"\b(?:shifted|moved|transfer\w*|tx'?d?) (?:(?:him|her|them|pt|patient) )?(?:[a-z0-9&+-]+ ){1,2}to (?:the )?$"
)
_FOR_IT: Final = re.compile(
    r" for (?:an? |the |his |her |their |urgent |routine )*(?:ct|mri?|cxr|scans?|x-?rays?|films?|uss?|ultrasound|echo"
    r"|op|operation|surgery|block|section|biops\w+|drain|picc|line|procedure|treatment"
    r"|fraction|hernia|hemi|\w+ectomy|\w+oscopy|\w+plasty"
    r"|\w+gram|repair|delivery|induction)\b"
)
"""After the place that somebody was brought to: what was to be done there."""
_WENT_WRONG: Final = re.compile(
    r"\b(?:wrong|despite|not (?:asked|held|checked|done|stopped|seen|read|noticed|on)|missed|contrast|slipped|fell|cut"
    r"|burn\w*|extravas\w*|pulled|disconnected|arrest\w*|collapsed|mixed|no (?:consent|check|stop|band))\b"
)
_CARRYING: Final = re.compile(
    r" (?:w|with|w/o|w/out|without|still|no(?= (?:handover|notes|drug|chart|meds|id|band|allerg)))\b"
    r" (?!(?:him|her|me|porter|nurse|chest|sepsis|pneumonia|bleed|acute)\b)"
)
"""After the ward that somebody was moved to: what came along or did not, which was found there."""
_WRONG_ONE: Final = re.compile(
    r"\bwrong (?:pt|patient|gent\w*|man|men|lady|woman|person|one|bloke|chap|baby|child|kid|bed|mr|mrs)\b"
    r"[^.;\n]{0,56}\b(?:from|frm|fm|off) " + _THE
)
_DONE_TO_THEM: Final = re.compile(
    r"\b(?:scanned|imaged|x-?rayed|filmed"
    r"|exposed|irradiated|(?:ct|mri|cxr|film) (?:head |chest |done|was)|cut|incision)\b"
)
_WENT_BACK: Final = re.compile(
    r"\b(?:sent (?:us |him |her |them |it )?back|turned (?:us |him |her )?(?:back|away)|stopped|"
    r"(?:b4|before) (?:any|it|they|she|he|we)|(?:noticed|spotted|caught|picked up|realised))\b"
)
"""Around the ward that the wrong patient was fetched from, and after it, where nothing was done to them elsewhere."""
_TO_US: Final = re.compile(r"\b(?:to|reached|w|with) us,? (?:in |on |at |here )?(?:in |on |at )?" + _THE)
_US: Final = re.compile(r"\b(?:to|reached) us\b")
_SIGNED: Final = re.compile(
    r" (?:team|matron|sister|charge nurse|nurse|rn|reg|cons\w*|sho|f[12]|hca|dr|manager"
    r"|physio|ot|pharmacist|clerk|mw|midwife|here)"
    r" ?(?:[.:,-]|$)"
)
"""After the place in which the writer says at the beginning that they work: "AMU sister. moved to us with no chart"."""
_GOT_THEM: Final = re.compile(
    r"\b(?:got|took|received|inherited|had) (?:him|her|them|pt|the pt|this (?:man|lady|gent|pt)) "
    r"(?:back |here |over |up )?(?:on|in|at|to) " + _THE
)
"""Before the place that somebody came to from the place where it had gone wrong."""
_HAD_GONE_WRONG: Final = re.compile(
    r"\b(?:not|never|no ?one|nobody|didn'?t|wasn'?t|weren'?t|hadn'?t|missed|late|delayed|forgot\w*|without|no \w+)\b"
)
_IN: Final = re.compile(r"\b(?:in|on|at) " + _THE)
_NOT_DONE_HERE: Final = re.compile(
    r" (?:was |were |had |has |but |and |n )?(?:not|never|no ?one|nobody|didn'?t|hadn'?t|wasn'?t|weren'?t) "
)
"""After the place that somebody was in: what was not done there."""
_HALFWAY: Final = re.compile(r"\b(?:half ?way|part ?way|midway) (?:down|along|up|through|thru|across) " + _THE)
"""Before the place on a way where something befell somebody."""
_HAD_NOT: Final = re.compile(
    r" (?:staff |nurses? |team )?(?:hadn'?t|had not|had never|never|forgot\w*|failed to|omitted|missed|didn'?t)"
    r" (?!(?:have|want|know|knew|take|accept|agree|like|need|see|saw|seen|got|get|receiv\w*|told|heard|been)\b)[a-z]"
)
"""After the ward that left something undone itself: "ward 7 hadnt given her insulin"."""
_GAVE_AGAIN: Final = re.compile(
    r" (?:then |also |staff |nurses? |team )?(?:gave|given|give|repeated|did|hung|put up)\b[^.;,\n]{0,20}"
    r"\b(?:again|agen|agn|second|2nd|another|too|as well|more)\b(?! (?:pt|patient))"
    r"| (?:then |also )?(?:repeated (?:it|the dose)|doubled up|re-?dosed)\b"
)
"""After the place where a dose was given a second time: "minors gave it, kids ward gave again"."""
_NOT_BY: Final = re.compile(
    r"\b(?:not|never|wasn'?t|weren'?t|isn'?t|hasn'?t|unread|un\w+|no(?:t)? (?:yet )?)(?: been| ever| then)? ?"
    r"(?:actioned|acted on|acted upon|looked at|chased|followed up|read|opened"
    r"|seen|checked|reviewed|passed on|escalated)? ?by " + _THE
)
"""Before the place that should have done something: "report never actioned by ED"."""
_CAME_IN: Final = re.compile(r"\b(?:came|come) (?:in|up|down|over|round|across) to " + _THE)
_AGAIN_IN: Final = re.compile(
    r"^\W*(?:(?:unplanned|emergency|pt|patient|lady|gent|man) )*re-?admi\w+ (?:back )?(?:to |on |in |onto )?" + _THE
)
_FROM_HOME: Final = re.compile(
    r"\b(?:home|discharged|dc'?d?|d/c'?d?)\b (?:yesterday |yday |today |\w*day |on \w+ )?(?:from|frm|off) "
)
_FAULT: Final = re.compile(
    r"\b(?:swabs?|left (?:in|off|out)|without|w/o|no (?:\w+ )?(?:o2|oxygen|meds?|tto|insulin|steroids?|care|letter)"
    r"|never (?:charted|given|prescribed|written|restarted|made)"
    r"|not (?:given|charted|prescribed|restarted|written|set)|wrong"
    r"|missed(?! (?:or|at dc))|omitted|forgot\w*|too early|error)\b(?! (?:if|or not))"
)
"""What makes a coming back an incident of the ward before, so that the ward now is not the place."""
_NOT_SURE: Final = re.compile(
    r"\b(?:dont|don'?t|cant|not) (?:know|sure|say|aware)|dunno|nothing|no obvious|nil obvious|if any\w*\b"
)


_ADDED: Final = (
    (_IN, _NOT_DONE_HERE, 0.2),
    (_HALFWAY, None, 0.5),
    (None, _HAD_NOT, 0.3),
    (_TO_US, None, 0.4),
    (None, _GAVE_AGAIN, 0.5),
    (_NOT_BY, None, 0.9),
)
"""(before, after, what a mention gains that stands between them)."""


def from_the_way(words: Words, match: re.Match[str]) -> float:
    """Return what to add to the weight of a mention for the way that led from it or to it; 0.0 where none did."""
    text, end = words.text, match.end()
    before = before_it(words, match, _FAR)
    extra = sum(
        gain
        for ahead, behind, gain in _ADDED
        if (ahead is None or ahead.search(before)) and (behind is None or behind.match(text, end))
    )
    if _FROM.search(before):
        return extra + _came_from(words, match, before)
    if before.endswith(("to ", "to the ", "to our ")):
        extra += _brought_to(words, match, before)
    if _GOT_THEM.search(before) and _HAD_GONE_WRONG.search(text, 0, match.start()):
        extra -= 0.4
    if not before.strip() and _SIGNED.match(text, end):
        extra += 0.8 if _US.search(text, end) else 0.3
    if _UNDER_WAY.search(before) and _ON_THERE.match(text, end):
        extra -= 0.4
    return extra + (1.0 if _is_back_in(words, match, before) else 0.0)


def _came_from(words: Words, match: re.Match[str], before: str) -> float:
    """Weigh the place that a way began at: much where the wrong person was fetched from it and sent back."""
    if _WRONG_ONE.search(before) and _WENT_BACK.search(words.text, match.end()):
        return 0.0 if _DONE_TO_THEM.search(words.text) else 0.75
    if _ON_TO.match(words.text, match.end()):
        return -0.3 if _ON_THE_WAY.search(before) else -0.1
    return 0.0


def _brought_to(words: Words, match: re.Match[str], before: str) -> float:
    """Weigh the place that somebody was brought to from another, by what befell them there."""
    if _CAME_IN.search(before):
        return 0.45
    if not (_BROUGHT.search(before) or _SHIFTED_TO.search(before)):
        return 0.0
    if _FOR_IT.match(words.text, match.end()) and _WENT_WRONG.search(words.text, match.end()):
        return 0.8
    a_ward = not (DEPARTMENT.match(match.group()) or mostly_acts(match.group()) or "lounge" in match.group())
    return 0.6 if a_ward and _CARRYING.match(words.text, match.end()) else 0.0


def _is_back_in(words: Words, match: re.Match[str], before: str) -> bool:
    """Say whether somebody came back to this place, for all that is known through no fault of the ward before."""
    if not _AGAIN_IN.search(before) or not _FROM_HOME.search(words.text, match.end()):
        return False
    return _FAULT.search(words.text) is None or _NOT_SURE.search(words.text) is not None
