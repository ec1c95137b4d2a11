"""Which of the days in a message is that of the event: not that of its discovery, its end, a plan or a birthday.

It ranks the days that ``dates`` has read. It never makes up a day, and may leave none.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.told_day import MAY_COME, Day
from handlers.incidents.reading.values import INCIDENT, OUTCOME, RISK
from handlers.incidents.reading.words import Words

_NOT_THE_DAY: Final = cues("dates", "not_the_day", before=r"", after=r"[ :(-]*(?:on |the |in )?$")
_OTHER_DAY: Final = cues("dates", "other_day", after=r"[ :(-]*(?:on |the |in )?$")
"""Before these the day is that of something else, and never stands for the event."""
_SINCE: Final = re.compile(
    r"\b(?:since|say|says|until|till|til|coming|(?:booked|due|planned) (?:for|on))"
    r"(?: the| last)?(?: power cut)?(?: \d[\d:.]*(?: ?[ap]m)?)? ?$"
)
_SINCE_THEN: Final = re.compile(r"since\b")
_SINCE_THEY_CAME: Final = re.compile(
    r"\bsince (?:(?:he|she|they|pt|the pt) )?(?:was |were )?(?:came in|came|admitted|adm|admission|arrived|arrival)"
    r"(?: on)? $"
)
_HAD_BEFORE: Final = re.compile(r"\bhad (?:\w+ ){1,3}$")
_AS_WELL: Final = re.compile(r" ?(?:as ?well|too)\b")
"""Around a day: it had befallen before: "had fallen thurs aswell"."""
_PLANNED: Final = cues("dates", "planned", after=r"[ :(-]*(?:on |the |this )?$")
"""Before a weekday that has no "last": it is still to come."""
_STATE_BEFORE: Final = cues("dates", "state_before", after=r"[ :(-]*(?:on |the )?$")
"""How things were before: "wasn't there Fri", "skin intact Mon", "cat 2 on adm 3 weeks ago"."""
_ENDED: Final = cues("dates", "ended", after=r"\b[^.;,!?\n]{0,36}$")
"""What tells how it came to light or how it ended, in the same breath as the day."""
_OF_ITS_END: Final = cues("dates", "of_its_end", after=r"\b[^.;,!?\n]{0,20}$")
"""When a patient died or was better: never when the thing happened, though nothing else be told."""
_A_RESULT: Final = re.compile(
    r"\b(?:cxr|ctpa|ct|mri|mr|scan|uss|doppler|x-?ray|xr|film|bloods?|swab|histology)"
    r"(?: (?:w|with) (?:\w+ ){1,3})?(?: (?:was |were )?(?:reported|done|taken|sent))?[ :(-]*(?:on |the |in )?$"
)
_NOT_ACTED_ON: Final = re.compile(
    r"[, ]*(?:but )?(?:never|nobody|no ?one)\b[^.;\n]{0,12}"
    r"\b(?:acted|actioned|seen|looked|chased|read|followed|told|rang)\b"
    r"|[^.;\n]{0,20}\b(?:show\w*|report\w*|said|flagged|positive|\+ve|had)\b[^.;\n]{0,40}"
    r"\b(?:not|no ?one|nobody|never|no)\b[^.;\n]{0,16}\b(?:told|rang|rung|phoned|called|acted|look\w*|saw|seen|read"
    r"|chased|flagged|escalated|actioned|informed|handed|checked|passed)\b"
)
"""Around the day of a scan or a test: its result was told to nobody, which is what went wrong."""
_REFERRED: Final = re.compile(r"\breferr(?:ed|al)[ :(-]*(?:on |the )?$")
_NOTHING_DONE: Final = re.compile(r"[^.;\n]{0,40}\b(?:not|never|nobody|no ?one|nothing)\b")
"""Around the day on which somebody was referred: what ought to have followed did not."""
_BACK: Final = re.compile(
    r"\b(?:back(?: in| here| with us| via \w+| (?:in )?to (?:theatre|itu|icu|hospital))?"
    r"|bounced|re-?admi\w+|return\w*)(?: on)? $"
)
"""Before a day: it is that of the coming back, although the going home is told right before."""
_TREATED: Final = re.compile(
    r"\b(?:(?:below|above|thru|through) knee amp\w*|bka|aka|amputat\w+|amp|laparotomy|hartmanns"
    r"|fasciotom\w+|thrombolysed"
    r"|thrombectomy|embolectomy|skin graft|debrided|dialysed|evacuated|decompressed|trache\w*)"
    r"[ ,:(-]*(?:was |done )?(?:on |the )?$"
)
"""Before a day: what had to be done for it later."""
_BACKGROUND: Final = cues("dates", "background", after=r"\b[^.;,!?\n]{0,16}$")
_WRONGLY: Final = re.compile(r"\b(?:wrong\w*|incorrect\w*|over|no|not|without|upside)\b")
_PROCEDURE: Final = re.compile(r"\b(?:op(?:eration)?|surgery|delivery|delivered)(?: on)?[ :(-]*(?:on |the |in )?$")
_WENT_HOME: Final = cues("dates", "went_home", after=r"\b[^.;,!?\n]{0,24}$")
_CARE_SINCE: Final = cues("dates", "care_since", after=r"\b[^.;!?\n]{0,20}$")
"""Treatment or recovery that has gone on "since" a day: no failure began on it."""
_LEADS: Final = re.compile(r"\b(?:last|on|this|from)\s")
_NOT_KEPT: Final = re.compile(
    r"\s*(?:no \w+(?: \w+)? (?:done|taken|checked|given|made|recorded)|(?:marked |down )?(?:as )?(?:dna'?d?|dna)\b"
    r"|(?:was |were |been |got |is )?(?:missed|cancelled|never|not (?:booked|made|kept|done|given)"
    r"|did ?n[o']?t|didnt)\b)"
)
"""After the day of an appointment: what went wrong was that it did not take place."""
_SENT_OUT: Final = re.compile(r"\b(?:dc'?d?|d/c'?d?|discharged|home|went|left|sent (?:home|out))[ :(-]*(?:on |the )?$")
_LACKING: Final = re.compile(
    r"[\s,;:.-]*(?:with|w|w/|w/o|wo|without|no|and|n|but)?\s?(?:\w+ ){0,3}?"
    r"(?:cannula|venflon|line|catheter|swab"
    r"|no(?! (?:problem|prob|issue|concern|complication|change))|not|without|never|wrong"
    r"|another|missing|someone|instead|still in|left in|w/o)\b"
)
"""Around the day on which somebody was let go: with what, or without what, they should not have been."""
_OF_DOSES: Final = re.compile(r"(?:\s*(?:[+&,/]|and)\s*\w+)?(?: (?:night|nite|morning|evening|am|pm))?'?s? doses?\b")
"""After a day: it is that of the doses, whatever is told of the days after."""
_BORN: Final = re.compile(r"(?:\bdob|d\.o\.b\.?|date of birth|born(?: on)?|\bb\.)[ :(-]*$")
_NOT_SINCE: Final = re.compile(
    r"\b(?:not|no|none|never|nothing|nobody|no ?one|blank|without|w/o|last|\w+n'?t|un(?:checked|turned|seen|signed))\b"
    r"[^.;\n]{0,32}$"
)
"""Before "since": when it was last done, not when something befell."""
_DOSES_MISSED: Final = re.compile(
    r"\b(?:not|no|never|\w+n'?t)\b[^.;\n]{0,16}"
    r"\b(?:given|had|doses?|meds?|written|charted|prescribed|restarted)\b[^.;\n]{0,16}$"
    r"|\b(?:doses?|meds?|insulin|abx|antibiotics?|tablets?|injections?|clexane|madopar|warfarin)\b[^.;\n]{0,16}"
    r"\b(?:missed|omitted|skipped|forgotten|left off|withheld)\b[^.;\n]{0,12}$"
    r"|\b(?:missed|omitted|skipped|forgotten)\b[^.;\n]{0,24}\b(?:doses?|meds?|checks?|obs|bms?|turns?|visits?)\b"
    r"[^.;\n]{0,12}$"
    r"|\b(?:had|been|given|got|getting|received|having) (?:no|none of|nil)\b[^.;\n]{0,24}$"
    r"|\b(?:given|charted|prescribed|running|getting|taking)\b[^.;\n]{0,20}"
    r"\b(?:daily|every (?:day|morning|night|am)|od|bd|each day|doubled?|both)\b[^.;\n]{0,8}$"
    r"|\b(?:without|w/o|w/out) (?:his |her |their |any )?[a-z]+ ?$"
)
"""Before "since": what was left out is itself the thing that went wrong."""
_THING_DIED: Final = re.compile(
    r"\b(?:batt\w*|hoist|pump|drivers?|monitor|screens?|machine|system|epma|laptops?|computers?|phones?|torch|lights?"
    r"|fridge|defib|suction|t34s?|scanner|bed|alarm|lift|probe|wifi|server|pc|call ?bells?|buzzer|ventilator)\b"
    r"[^.;\n]{0,10}\bdied\b[^.;\n]{0,20}$"
)
_BEFELL: Final = re.compile(
    r"\b(?:fell|came off|came down|snapped|collapsed|broke|blew|gave way|tripped|nearly|almost|happened|caught fire)\b"
    r"[^.;\n]{0,60}$"
)
"""Before a day, where a danger is told: something befell then."""
_PLAN: Final = cues(
    "dates",
    "to_come",
    before=r"(?:[.,;:!?\n+&]|\b(?:and|n|for|to|then|also|today))\s*"
    r"(?:(?:full|urgent|hot|for|to|repeat|rpt|new|next|the|her|his|our|a|w|team|gp|re)\s)*",
    after=r"(?: (?:r/?v|visit|team|review|clinic))?[ :(-]*(?:on |the |this )?$",
)
_NO_MORE: Final = re.compile(r"\s*(?:at )?(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?|\d{4}|am|pm)?\s*(?:$|[.,;!\n)])")
"""Around a day: what is to come, told in a few words that end there: "TVN mon", "full r/v mon 9am"."""
_BOOKED: Final = cues("dates", "booked", after=r"\b[^.;!?\n]{0,16}$")
_BOOKED_FOR: Final = cues("dates", "booked", before=r"[^.;,!?\n]{0,12}\b")
"""Around a date without a year that may be one to come: "appt 3 jan", in December."""
_SPOTTED: Final = re.compile(
    r"\b(?:spotted|noticed|found|discovered|seen|checked|tested|tried) (?:this |it )?(?:on )?$"
)
"""Before a day, where a danger is told: somebody came upon it then."""
_HOME_BEFORE: Final = re.compile(r"\b(?:home|out|d/?c'?d?|discharged?)(?: on)? $")
_AND_NOT: Final = re.compile(
    r" ?(?:not|instead of|rather than|n not|and not)(?: on)? (?:mon|tues?|weds?|thurs?|fri|sat|sun|to|yes|the \d)"
)
"""Around a day: when somebody goes home, and when they should have: "home fri not weds"."""
_SHOULD_HAVE: Final = re.compile(
    r"\b(?:home|out|d/?c'?d?|discharged?)(?: on)? (?:mon|tue|wed|thu|fri|sat|sun)\w*"
    r" (?:not|instead of|rather than)(?: on)? $"
)
"""And before the day on which they should have."""
_RELATIVE: Final = frozenset({"relative", "today", "tonight", "late", "last night", "overnight", "in passing", "ago"})
_DEMOTED: Final = 0.5
_CAME_OF_IT: Final = 0.3
_OF_A_PROCEDURE: Final = 0.25
_HOME: Final = re.compile(r"\b(?:went|gone|let|allowed|sent|now|back) home $")
_IN_PASSING: Final = 0.25
_OF_THE_RETURN: Final = -0.1
"""A day of coming back weighs more than that of the operation before it."""
_OF_A_MONTH, _OF_A_WEEK = 0.15, 0.3
"""A month is rather told of what came to light "today" than a week that is past."""
A_WEEK: Final = re.compile(r"\bw(?:ee)?k\b")
_OF_TODAY: Final = 0.2
_OF_A_DATE: Final = frozenset({"date", "day", "weekday night", "relative"})
_UNDOUBTED: Final = 0.9
_MEANWHILE: Final = 0.1
"""What "overnight" weighs less beside a day that is told: more often the night after, in a monitored bed."""
_LONG_AGO: Final = 0.35


def rank_days(words: Words, days: Iterable[Day], kind: str) -> list[Day]:
    """Return the days that may be that of an event of this kind, best first."""
    ranked = [one for day in days if (one := _ranked(words, day, kind)) is not None]
    if any(day.kind in _OF_A_DATE and day.score > _UNDOUBTED for day in ranked):
        ranked = [replace(day, score=day.score - _MEANWHILE) if day.kind == "overnight" else day for day in ranked]
    return sorted(ranked, key=lambda day: -day.score)


def _ranked(words: Words, day: Day, kind: str) -> Day | None:
    """Rank a day by the words before it: "admitted 12/3" is another day; the first of equals wins."""
    before = words.text[max(0, day.start - 48) : day.start]
    near = before[-28:]
    if _BORN.search(near) or _of_something_else(words, day, kind, before):
        return None
    if day.kind not in _RELATIVE and not _doses_since(words, day, kind, before) and _NOT_THE_DAY.search(near):
        if _NOT_KEPT.match(words.text, day.end) or (_SENT_OUT.search(near) and _LACKING.match(words.text, day.end)):
            return replace(day, score=1.0 - day.start / 20000)
        if kind == INCIDENT and (
            _told_nobody(words, day, near) or (_REFERRED.search(near) and _NOTHING_DONE.match(words.text, day.end))
        ):
            return replace(day, score=1.0 - day.start / 20000)
        if kind == OUTCOME and _BACK.search(near):
            return replace(day, score=1.0 - day.start / 20000)
        if _OTHER_DAY.search(near):
            return None
        lower = _OF_A_PROCEDURE if _PROCEDURE.search(near) else _DEMOTED
    else:
        lower = _lower(words, day, kind, before)
    if day.kind == MAY_COME and not _BEFELL.search(before):
        lower += _LONG_AGO
    if day.month_only:
        lower += _OF_A_WEEK if A_WEEK.search(words.text, day.start, day.end) else _OF_A_MONTH
    if _OF_DOSES.match(words.text, day.end):
        lower -= 0.1
    sure = day.sure - (lower if lower == _DEMOTED else 0.0) / 2.5
    return replace(day, score=1.0 - lower - day.start / 20000, sure=sure)


def _told_nobody(words: Words, day: Day, near: str) -> bool:
    """Say whether a day is that of a result which nobody acted on: "cxr reported in sept, never actioned"."""
    return _A_RESULT.search(near) is not None and _NOT_ACTED_ON.match(words.text, day.end) is not None


def _lower(words: Words, day: Day, kind: str, before: str) -> float:
    """Return by how much a day is less likely that of the event than one that is merely told."""
    if day.kind in {"in passing", "weekend"}:
        return _IN_PASSING
    if kind == INCIDENT and _doses_since(words, day, kind, before):
        return 0.1
    if _came_of_it(words, day, before, kind):
        return _CAME_OF_IT
    if kind != INCIDENT:
        return _OF_THE_RETURN if kind == OUTCOME and _BACK.search(before) else 0.0
    if _SINCE_THEN.match(words.text, day.start):
        return _CAME_OF_IT + 0.05
    if day.kind == "late":
        return _OF_TODAY
    if day.kind == "today":
        return _CAME_OF_IT if _HOME.search(before) else _OF_TODAY
    return 0.0


def _doses_since(words: Words, day: Day, kind: str, before: str) -> bool:
    """Say whether doses were left out since a day: "lactulose not given since sat"."""
    since = _SINCE_THEN.match(words.text, day.start) is not None or _SINCE_THEY_CAME.search(before) is not None
    return kind == INCIDENT and since and _DOSES_MISSED.search(before) is not None


def _of_something_else(words: Words, day: Day, kind: str, before: str) -> bool:
    """Say whether a day tells since when, until when, what is planned, or when somebody was told of a danger."""
    since = _SINCE_THEN.match(words.text, day.start) is not None
    if kind == RISK and day.start == 0 and day.kind == "day" and not since:
        return False
    if kind == RISK and (day.month_only or not (_BEFELL.search(before) or _SPOTTED.search(before))):
        return True
    idle = _CARE_SINCE.search(before) or (kind == INCIDENT and _NOT_SINCE.search(before))
    if since and idle and not _DOSES_MISSED.search(before):
        return True
    if _to_come(words, day, before) or _between(words, day, before) or _SHOULD_HAVE.search(before):
        return True
    if day.kind == "tonight" and _OTHER_DAY.search(before):
        return True
    lasting = _SINCE.search(before) if day.kind != "in passing" else None
    if lasting is not None:
        return not (kind == INCIDENT and "since" in lasting.group() and _DOSES_MISSED.search(before[: lasting.start()]))
    if kind == INCIDENT and _OF_ITS_END.search(before) and not _THING_DIED.search(before):
        return True
    if day.kind in {"day", "weekday night"} and not _LEADS.match(words.text, day.start) and _PLANNED.search(before):
        return True
    if kind == OUTCOME and _WENT_HOME.search(before) and not _BACK.search(before):
        return True
    return kind != OUTCOME and day.kind not in _RELATIVE and _STATE_BEFORE.search(before) is not None


def _between(words: Words, day: Day, before: str) -> bool:
    """Say whether the words on both sides of a day make it one of going home, or of the same thing before."""
    return any(
        left.search(before) is not None and right.match(words.text, day.end) is not None
        for left, right in ((_HAD_BEFORE, _AS_WELL), (_HOME_BEFORE, _AND_NOT))
    )


def _to_come(words: Words, day: Day, before: str) -> bool:
    """Say whether the words around a day make it one that is booked or announced."""
    if day.kind == MAY_COME and (_BOOKED.search(before) or _BOOKED_FOR.match(words.text, day.end)):
        return True
    planned = day.kind not in _RELATIVE and _PLAN.search(before) is not None
    return planned and _NO_MORE.match(words.text, day.end) is not None


def _came_of_it(words: Words, day: Day, before: str, kind: str) -> bool:
    """Say whether the day is when an incident came to light or ended, or of an outcome when the patient had gone."""
    if kind == OUTCOME:
        return _WENT_HOME.search(before) is not None and not _BACK.search(before)
    if kind != INCIDENT or _told_nobody(words, day, before[-36:]):
        return False
    background = _BACKGROUND.search(before) if day.kind not in _RELATIVE else None
    if background is not None and not _WRONGLY.search(before, max(0, background.start() - 24)):
        return True
    if _TREATED.search(before):
        return True
    return _ENDED.search(before) is not None
