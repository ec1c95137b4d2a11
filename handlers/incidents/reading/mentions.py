"""How much one mention of a place says that it happened there: "on ward 7" much, "moved to ITU" and "lab rang" little.

It weighs the words around a mention. Which place is meant, and which of several is taken, it never decides.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.journeys import from_the_way
from handlers.incidents.reading.senses import DEPARTMENT, LANDMARK, before_it, mostly_acts
from handlers.incidents.reading.words import Words

_IN: Final = re.compile(r"(?:\b(?:in|on|at|within|from our|our|this is|here on|here in)|@|-|\()\s*(?:the\s)?$")
_AWAY: Final = cues("places", "away", before=r"", after=r"\s*(?:the\s|on\s|in\s|at\s|a\s)?$")
_FROM: Final = re.compile(r"\b(?:from|frm|fm|ex|admitted via|came via)\s*(?:the\s)?$")
_ACTOR: Final = cues("places", "actor", before=r"\s*")
_THANKED: Final = re.compile(
    r"\b(?:thanks?|thank you|compliments?|well done|shout ?out|kudos|praise|credit|hats off|big up) to "
    r"(?:all |the |our |whole |everyone (?:on|in|at) )*$"
)
_SENT_HOME: Final = re.compile(
    r"\b(?:dc'?d?|d/c'?d?|discharged|home|went|gone|left|let go|itu|icu|hdu|picu|nicu|moved|stepped)"
    r" (?:(?!there|here|over|back|in|down|up)\w+ )?(?:from|frm|fm) (?:the )?$"
)
"""Before the place that somebody left without what was needed there."""
_BEFELL: Final = re.compile(
    r"\b(?:fell|fall|slipped|tripped|found (?:on|in|by) (?:the )?floor)(?: (?:in|on|at))?(?: the)? $"
)
_NOT_THERE_BUT: Final = re.compile(
    r"\b(?:no,? (?:just|actually|it was|its|was|sorry|i mean)|sorry|actually|correction|i mean|i meant)\b,?"
    r" (?:it was |its |was |just |actually |i mean |on |in )*$"
)
"""Before the place that somebody puts right: "wards 4 and 7?? no just ward 4"."""
_WHEN_NEXT: Final = re.compile(
    r"\s*(?:,\s*|at )?(?:\d{4}\b|\d{1,2}[.:]\d\d\b|\d{1,2} ?[ap]m\b"
    r"|(?:mon|tues?|weds?|thurs?|fri|sat|sun)\w*"
    r"|yday|y'day|yest\w*|last (?:night|nite)|today|tonight|this (?:am|morning|mrng|pm|aft\w*|eve\w*)|overnight"
    r"|never happened|missed|not done)"
)
"""After the place: the time at which it happened there."""
_STUCK_IN: Final = re.compile(r"\b(?:stuck|stranded|stopped) in (?:the )?$")
"""Before a corridor: nobody is busy in one, so that they were there."""
_CALLED_TO: Final = re.compile(
    r"\b(?:2222|crash call|arrest call|met call|crash team|outreach|peri-?arrest|fast bleep\w*"
    r"|put out|called|bleeped|phoned|team) to (?:the )?$"
)
"""Before the place that help was called to, or a result phoned to: it happened there."""
_LEFT_BY: Final = re.compile(
    r"\b(?:re-?admi\w+|left|went|gone|dc'?d?|d/c'?d?|discharged|home|out) (?:\w+ )?"
    r"(?:via|thru|thro|through|by) (?:the )?$"
)
_SAMPLE_FROM: Final = re.compile(
    r"\b(?:samples?|bottles?|tubes?|g ?[&+] ?s|grp|group|save|xm|x-?match|pots?|specimens?|bloods?"
    r"|swabs?|biops\w+|cultures?)\b[^.;\n]{0,24}\b(?:from|frm|off) (?:the )?$"
)
"""Before the place where a sample was taken and labelled, which is where it went wrong."""
_ADDRESSED: Final = re.compile(r"^\W*(?:from )?(?:\w+ ){0,2}\w+ to (?:the )?$")
_MESSAGE_NEXT: Final = re.compile(r"\s*[-:]")
"""Around the place that a message is addressed to: "lab to AMU - your sample is a wrong blood in tube"."""
_WAY_TO: Final = re.compile(
    r"\b(?:tube|chute|lifts?|door|doors|corridor|path|ramp|stairs|entrance|link|line|phone|trolley route) to (?:the )?$"
)
_TO: Final = re.compile(r"\bto (?:the )?$")
_LENT_TO: Final = re.compile(r"\b(?:loan(?:ed)?|lent|borrowed|seconded) (?:out )?(?:to|by|for) (?:the )?$")
_WE_ARE: Final = re.compile(
    r"\b(?:us|we|we're|me|i'?m|here) (?:in|on|at) (?:the )?$|\b(?:we're|we are|i am|i'?m|this is) (?:the )?$"
)
"""Before the place where the writer works: "us on elm", "we're w1"."""
_MEANT_FOR: Final = re.compile(r" (?:was|were|is|are) (?:where|who|whose|meant|supposed|due|not involved)\b")
"""After the place that something was meant for, and did not come to."""
_LOST_BY: Final = re.compile(
    r" (?:has |have |had |staff |just )?(?:lost|mislaid|dropped|binned|mixed up|misfiled|mislabell?ed|swapped|forgot"
    r"|didn'?t (?:process|run|phone|ring))\b"
)
"""After a department that mostly acts: what it did wrong itself."""
_FOUND_IT: Final = re.compile(r" found\b(?! (?:on|in|at|by|dead|collapsed|unresp\w*|lying|w|with)\b)")
_ROUND: Final = re.compile(
    r"\b(?:ward ?round|wd ?rd|w(?:ard|d|rd)? ?r(?:ound|d)"
    r"|board round|drug round|handover|huddle) (?:on|in|at) (?:the )?$"
)
_RESULTS_OF: Final = re.compile(r"\b(?:results?|reports?|bloods) (?:\w+ ){0,3}(?:from|frm|off) (?:the )?$")
_ONCE_MORE: Final = re.compile(
    r"\b(?:again|agen|agn|second|2nd|another)\b(?! (?:opinion|pt|patient))[^.;\n]{0,16}\b(?:in|on) (?:the )?$"
)
"""Before the place where a dose was given a second time."""
_LEFT_INSIDE: Final = re.compile(r"\b(?:swabs?|retained|tampon|packs?|gauze|needle|left in(?:side)?)\b")
_REPAIRED: Final = re.compile(
    r"\b(?:repair(?:ed)?|sutured?|suturing|stitched|evacuat\w+|washout|episiotomy"
    r"|delivery|delivered|forceps|section|lscs|cs) in (?:the )?$"
)
_THEN: Final = re.compile(r"\b(?:then|now)\s*$")
_THERE_NOW: Final = re.compile(r"\s(?:bed )?now\s*(?:[.,;)]|$)")
"""After the place where the patient is at last: "HDU now"."""
_PASSED: Final = re.compile(r"\b(?:via|thru|thro|through) (?:the )?$")
_INSIDE: Final = re.compile(r"\b(?:in|inside|within) (?:the )?$")
_CAME_FROM: Final = re.compile(
    r"\b(?:was|were|is|pt|patient|lady|gent|man|bloke|baby|child|one"
    r"|(?:came|arrived|brought|sent)(?: down| up| over| across| round)?) (?:from|frm|fm) (?:the )?$"
    r"|, (?:from|frm|fm) (?:the )?$"
)
_FETCHED: Final = re.compile(
    r"\b(?:collect\w*|fetch\w*|picked up|pushed|wheeled|took|taking|bringing|brought)\b"
    r"[^.;,\n]{0,32} (?:from|frm|fm) (?:the )?$"
)
"""Before the place from which somebody was fetched: whatever it was befell elsewhere or on the way."""
_AT_THE_LAB: Final = re.compile(
    r"\b(?:booked|logged|signed|checked|arrived|received|reached|got|landed)"
    r"(?: ok| safely| fine)? ?(?:in|into|to)? ?(?:at|by|in)? (?:the )?$"
)
_LOST_THERE: Final = re.compile(
    r"[^.;\n]{0,24}\b(?:lost|missing|mislaid|dropped|spilt|spilled|binned"
    r"|thrown|gone|vanished|mixed|swapped|never (?:\w+ )?(?:processed|cut|put))\b"
)
"""Around a laboratory: what had arrived there was then lost."""
_WHILE_THERE: Final = re.compile(r"[^\n]{0,64}\b(?:while|whilst|when|once|as) (?:\w+ ){0,2}?(?:there|waiting)\b")
"""After the place that somebody was taken to: it befell there."""
_ALONE_BEFORE: Final = re.compile(r"(?:^|[.\n;!]\s*)$")
_ALONE_AFTER: Final = re.compile(r"\s*(?:[.\n;:!]|-\s|$)")
"""Around a place that is a sentence by itself: there the writer works."""
_ROUTE: Final = re.compile(
    r"\b(?:way|route|trip|journey|walk(?:ing)?|run|en route)(?: back| over| up| from| between)*(?: the)? $"
)
"""Before a place that somebody was on the way from."""
_WAS_ON: Final = re.compile(
    r"(?:[.;,(]\s*|\b(?:this|it|that|all|event|incident) )(?:was|were|happened|all)"
    r"(?: all| still)? (?:on|in|at) (?:the )?$"
)
"""Before the place that is told of at the end, where somebody was when it happened."""
_SO_LONG: Final = re.compile(
    r" (?:for )?(?:\d+|two|three|four|five|six|several) ?(?:days?|nights?|wks?|weeks?|/7|/52|months?)\b"
)
_MADE_UP: Final = re.compile(
    r"\s(?:has |have |had )?(?:sent|dispensed|labell?ed|issued|supplied|packed|made up|put"
    r"|released|gave out|bagged)\b(?! home)"
)
_CAUGHT: Final = re.compile(r"\b(?:caught|spotted|picked up|noticed|found|stopped|clocked|seen|checked)\b")
"""After a pharmacy or a laboratory, and later: what it sent out was wrong, and was caught elsewhere."""
_REACHED: Final = re.compile(
    r"(?<!not )(?<!none )(?<!nothing )(?<!never )(?<!nil )"
    r"(?<!b4 )(?<!before )(?<!it was )\b(?:given|gave|swallowed|infused)\b"
)
_NEXT_STEP: Final = re.compile(r"(?:[,;+&]|->|\bthen|\bnow)\s*$")
_HIGHER_CARE: Final = re.compile(r"(?:itu|icu|hdu|surgical hdu|picu|nicu|scbu|ed|a&e|resus)$")
"""After a comma these are often where the patient went: "bagged, ITU"."""


_BESIDE: Final = 0.35
"""What a landmark weighs: little, but enough where no other place is named."""


def weigh(words: Words, match: re.Match[str]) -> float:
    """Weigh one mention: "on ward 7" is where it happened, "moved to ITU" and "lab rang" are not."""
    return _by_its_words(words, match) + from_the_way(words, match)


def _by_its_words(words: Words, match: re.Match[str]) -> float:
    before = before_it(words, match)
    score = 1.0
    thanked = _THANKED.search(before) is not None
    if mostly_acts(match.group()) and LANDMARK.search(before):
        return _BESIDE
    away = _AWAY.search(before) is not None and not _there_after_all(words, match, before)
    left = _FROM.search(before) is not None and not _SAMPLE_FROM.search(before)
    score -= 0.15 if DEPARTMENT.match(match.group()) else 0.0
    score -= 0.2 if mostly_acts(match.group()) and not _INSIDE.search(before) else 0.0
    score -= 0.15 if _CAME_FROM.search(before) else 0.0
    score -= 0.4 if _FETCHED.search(words.text, max(0, match.start() - 64), match.start()) else 0.0
    score += 1.0 if _TO.search(before) and _WHILE_THERE.match(words.text, match.end()) else 0.0
    score += 0.6 if _AT_THE_LAB.search(before) and _LOST_THERE.match(words.text, match.end()) else 0.0
    score += 0.2 if _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(words.text, match.end()) else 0.0
    score -= _as_somebody(words, match, before) if not thanked else 0.0
    score -= 0.4 if _MEANT_FOR.match(words.text, match.end()) else 0.0
    at_the_end = not words.text[match.end() :].strip(" .!)")
    end_bonus = 0.05 if DEPARTMENT.match(match.group()) else 0.15
    score += 0.15 if _WHEN_NEXT.match(words.text, match.end()) and not away and not left else 0.0
    score -= 0.1 if _PASSED.search(before) and not _LEFT_BY.search(before) else 0.0
    score += 0.25 if _SAMPLE_FROM.search(before) or _LEFT_BY.search(before) or _WE_ARE.search(before) else 0.0
    score += 0.2 if _ONCE_MORE.search(before) or _BEFELL.search(before) else 0.0
    score += 0.5 if _NOT_THERE_BUT.search(before) else 0.0
    score += end_bonus if at_the_end and not away and not left else 0.0
    if thanked:
        return score + 0.1
    if _THERE_NOW.match(words.text, match.end()):
        return score - 0.4
    if mostly_acts(match.group()):
        score += _by_its_acts(words, match, before)
    if _WAS_ON.search(before) and not _SO_LONG.match(words.text, match.end()):
        return score + 0.2
    if _ROUTE.search(before) and "corridor" not in match.group():
        return score - 0.45
    if _THEN.search(before) or (_NEXT_STEP.search(before) and _HIGHER_CARE.match(match.group())):
        return score - 0.3
    if away:
        return score - 0.45
    if left:
        return score + 0.2 if _SENT_HOME.search(before) else score - 0.12
    return score + 0.12 if _IN.search(before) else score


def _as_somebody(words: Words, match: re.Match[str], before: str) -> float:
    """Return what a mention loses for the role or the deed behind it: "ED reg", "on ward 4 nurse gave" less."""
    if not _ACTOR.match(words.text, match.end()) or _ROUND.search(before):
        return 0.0
    return 0.2 if _IN.search(before) else 0.4


def _by_its_acts(words: Words, match: re.Match[str], before: str) -> float:
    """Weigh what a department did, as one that mostly acts: much if it did wrong, little if it only told or found."""
    if _sent_it_out_wrong(words, match) or _LOST_BY.match(words.text, match.end()):
        return 1.2 if _FROM.search(before) is None else 0.0
    found = 0.4 if _FOUND_IT.match(words.text, match.end()) else 0.0
    return -found - (0.6 if _RESULTS_OF.search(before) else 0.0)


def _sent_it_out_wrong(words: Words, match: re.Match[str]) -> bool:
    """Say whether what a department sent out wrong was caught elsewhere: "dispensary sent 20s, caught on w13"."""
    made = _MADE_UP.match(words.text, match.end())
    return made is not None and _CAUGHT.search(words.text, made.end()) is not None and not _REACHED.search(words.text)


def _there_after_all(words: Words, match: re.Match[str], before: str) -> bool:
    """Say whether a place after "to", "via" or "in" is where it happened: help was called to it, a tube led to it."""
    return (
        _CALLED_TO.search(before) is not None
        or _LEFT_BY.search(before) is not None
        or _WAY_TO.search(before) is not None
        or _LENT_TO.search(before) is not None
        or ("corridor" in match.group() and _STUCK_IN.search(before) is not None)
        or (_ADDRESSED.search(before) is not None and _MESSAGE_NEXT.match(words.text, match.end()) is not None)
        or (_REPAIRED.search(before) is not None and _LEFT_INSIDE.search(words.text) is not None)
    )
