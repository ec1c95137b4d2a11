"""Whether a place's name stands for the place in a message: not for a person, a film, a time, "before" or "with".

How much the mention then says of where it happened, it never weighs.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.words import Words

DEPARTMENT: Final = cues("places", "department", before=r"^", after=r"$")
LANDMARK: Final = re.compile(r"\b(?:(?<!ed )by|outside|near|opposite|beside|next to|behind)(?: the)? $")
_ACTORS_MOSTLY: Final = cues("places", "actors_mostly", before=r"^", after=r"$")
_SO_MANY: Final = re.compile(
    r"\s(?:others?|pts?|patients|staff|more|of|people|units|doses|days|hours|kids|visitors|nurses)\b"
)
"""After "w 3": then it means "with three"."""
_PLURAL: Final = re.compile(
    r"\s(?:(?:other|small|big|large|extra|spare|poorly|new|different|wrong|full|empty|named|sick|qualified|bariatric"
    r"|separate) )?"
    r"(?:l|litres?|ml|mls|mg|mcg|g|kg|cm|mm|mins?|hrs?|men|women|children|agency|bank|left"
    r"|(?!(?:was|has|obs|bloods|nights|lates|earl\w+|news|sats|meds|always|perhaps|says|needs|keeps|wants|gets|goes"
    r"|does|pus|bus|thurs|tues|weds|yes|gas|charts?|\w+ss|\w*[ui]s)\b)[a-z]{2,}s)\b"
)
"""After a small "w 6": what is counted, or measured, where no place is led up to: "a list w 6 names"."""
_LEADING: Final = re.compile(
    r"(?:^|[.!?;:,(\n-]\s?|\b(?:on|in|at|from|frm|to|of|our|via|for|here|is|and|or|both|near) (?:the )?)$"
)
_BY_ONESELF: Final = re.compile(
    r"\b(?:own|alone|by (?:myself|herself|himself)|solo|single-?handed|left|managing|coping|struggling|ratio|cohort\w*"
    r"|(?:one|1|two|2|only|just|lone) (?:\w+ )?(?:rn|nurse|hca|hcsw|midwife|reg|sho|f1|dr|staff)s?)\s$"
)
"""Before "w 14": then it is "with" too."""
_REPORTED: Final = (
    r"\s(?:ha[sd] |have )?(?:since |then |later |now |also |just )?report(?:ed|s|ing) "
    r"(?:an? |the |his |her |new |old |missed |likely |poss\w* |prob\w* |hairline |(?:un)?displaced |small |large )*"
    r"(?:#|fract\w+|fx|nof|break|dislocat\w+|pneumothorax|collapse|consolidation|nodule|mass|lesion|shadow\w*|effusion"
    r"|pe\b|bleed|clot|abscess|tumour|cancer|mets|free (?:air|gas)|perf\w*|obstruction|foreign body|fb\b)"
)
"""After a department of films: what it found, which somebody else had missed or did not act on."""
_OTHERWISE: Final = (
    (
        re.compile(r"(?:post|ante)[ -]?natal$"),
        re.compile(
            r"\b(?:days?|d|wks?|weeks?|months?|hrs?|hours?) ?\d* $|\b\d+ ?(?:/7|/52|days?|d|wks?|weeks?|hrs?|hours?) $"
        ),
        re.compile(
            r"\s(?:(?:day|d|wk|week|nr|no)s? ?\d|bloods?|scans?|screen\w*|checks?|visits?|depress\w+|care|notes?|swabs?"
            r"|steroids?|class\w*|booking|psychosis|bleed\w*|period|hypertension|sepsis|appointments?|appts?"
            r"|discharge|readmi\w+|fu\b|follow)"
        ),
    ),
    (
        re.compile(r"x-?ray$"),
        re.compile(
            r"\b(?:reported|seen|visible|showed|missed|shown|clear|noticed|found|#|fracture|nof|nodule|line|tip|tube"
            r"|chest|repeat|check|hip|wrist|abdo) (?:on )?(?:the |an? )?$"
        ),
        re.compile(
            r"\s(?:ok\b|nad|clear|shows?\b|show\w*d|normal|neg\w*|confirm\w+|reports?\b(?! (?:desk|room))|not looked"
            r"|not reported|nil|no #|says|said|looked|fine|=)|\s?=|" + _REPORTED
        ),
    ),
    (re.compile(r"(?:radiology|imaging)$"), None, re.compile(_REPORTED)),
    (
        re.compile(r"resus$"),
        None,
        re.compile(
            r"\s(?:training|course|attempt\w*|council|officers?|status|form|unsuccessful|failed|stopped|called off"
            r"|went on|efforts?|started|update|refresher|drill|for \d)\b"
        ),
    ),
    (
        re.compile(r"corridor$"),
        re.compile(r"\b(?:our|ward|unit|ed|amu|mau) (?:'?s )?$"),
        re.compile(r"\s(?:in|of|outside|at) (?:the )?(?=[a-z])(?!(?:front|use|case|a|total|least|all|night|\w+ing)\b)"),
    ),
)
"""Of a name: what stands before or after it where it is no place, but a time, a film, a deed, or a part of another:
"postnatal day 9", "seen on xray", "resus failed", "corridor in ED"."""
_NO_WARD: Final = re.compile(
    r"\b(?:sats?|o2|oxygen|running|set|rate|scor\w+|news|bm|inr|niv|cpap|speed|going|pump|fio2|scale|step|stage|day|dose"
    r"|hb|based|drip|rr|hr|temp|starting|put|turned|dial\w*|stuck) (?:\w+ )?on $"
)
_UP_FROM: Final = re.compile(r"\bfrom $")
_CAME_FROM_A: Final = re.compile(
    r"\b(?:came|sent|transfer\w*|dc'?d?|discharged|moved|pt|patient|lady|gent|man|home|nurse|hca|borrowed) "
    r"(?:over |across |home )?from $"
)
_TITLE: Final = re.compile(
    r"\b(?:mr|mrs|(?<!near )(?<!near-)miss|ms|dr|prof|baby"
    r"|(?<!nursery )(?<!staff )(?<!charge )(?<!student )(?<!bank )nurse|sister)\.?\s+"
    r"(?:(?!on|in|at|from|to|the|and|of)[a-z]+\s)?$"
)
_A_UNIT: Final = re.compile(r"\b(?:ward|wd|suite|unit|lounge|theatre \d)$")
"""What no person is called: "term baby labour suite"."""
_OF_TALK: Final = re.compile(r"\s*(?:channel|group|chat|page|inbox|mailbox|e-?mail|whatsapp|teams)\b")
_OTHER_LAB: Final = re.compile(r"\b(?:cath|cardiac|sleep|echo|skills|angio|research|dental) $")
_OUTDOORS: Final = re.compile(r"\b(?:car ?park\w*|racks?|bike shed|bus stop|road|smoking|parking|reception)\b")
"""Then a place is only named to say where that is."""
_CAR_PARK: Final = re.compile(
    r"\b(?:in|on|across|thru|through|from) (?:the |our |staff |visitors? |hospital )*car ?park\b"
)
_WRITER: Final = re.compile(
    r"\b(?:(?:hca|nurse|rn|clerk|porter|sister|manager|student|domestic|physio|hk|housekeeper|matron|receptionist)"
    r"(?:,| on| in| at| from| for)?|to(?: the)?) $"
)
"""Before a place, where something befell the writer in the car park: there they work or went, no more."""
_B4_LED: Final = re.compile(r"(?:\b(?:on|in|at|from|to|our|ward|wd|of|rehab|is|this is)\s+|[@(.:,/-]\s*|^\s*)$")
_B4_FOLLOWED: Final = re.compile(
    r"\s*(?:$|[.,:;)/-]|(?:bay|bed|side|room|rm|ward|rehab|day ?room|gym|corridor|kitchen|pt|patient|lady|gent|man"
    r"|this (?:am|morning|mrng|pm|aft\w*|eve\w*|week))\b|\d{4}\b)"
)
_B4_CLAUSE: Final = re.compile(r"\s*(?:it|we|i|you|he|she|they|the|a|an|any\w*|\w+ing|that|this|each|\w+ed)\b")
"""Around "b4": what tells the ward from "before"."""
_TO_ANY: Final = re.compile(
    r" (?:or \w+ )?to (?:any|every|all|other|another|each) (?:ward|wd|area|unit|dept|place)s?\b"
)
"""After a place that stands for any way out of it: "when u transfer from ED to any ward"."""
_SO_LONG_BEFORE: Final = re.compile(
    r"(?:\b(?:\d+|an?|half an|one|two|three|four|five|six|few|couple of)\s?|\d)"
    r"(?:mins?|minutes?|hrs?|hours?|h|days?|d|nights?|wks?|weeks?|months?|mths?|yrs?|years?|shifts?|/7|/52|/12) $"
)
_ONCE_BEFORE: Final = re.compile(
    r"\b(?:(?:the|a) (?:day|night|nite|week|wk|month|shift|evening|morning)|long|never|ever|times?|said|happened|seen"
    r"|done|had|it|as|like|just|soon|shortly|reported|raised|told|asked|datixed|once|twice) $"
)


def mostly_acts(spelt: str) -> bool:
    """Whether a place is mostly spoken of as somebody who acts, as a pharmacy or a laboratory is."""
    return _ACTORS_MOSTLY.match(spelt) is not None


def means_a_place(words: Words, match: re.Match[str]) -> bool:
    """Whether a place's name stands for the place: not for a person, "before", a chat, a landmark or a number."""
    before, spelt = before_it(words, match), match.group()
    if _TO_ANY.match(words.text, match.end()):
        return False
    if spelt == "b4":
        return _is_ward_b4(words, match, before)
    if spelt.startswith(("w ", "w/")) and _is_with(words, match, before):
        return False
    if spelt.isdigit() and (_NO_WARD.search(before) or (_UP_FROM.search(before) and not _CAME_FROM_A.search(before))):
        return False
    if _TITLE.search(before) and not (spelt[-1:].isdigit() or _A_UNIT.search(spelt) or DEPARTMENT.match(spelt)):
        return False
    if _OF_TALK.match(words.text, match.end()) or _OTHER_LAB.search(before) or _means_otherwise(words, match, before):
        return False
    return not (mostly_acts(spelt) and LANDMARK.search(before) and _OUTDOORS.search(words.text))


def _means_otherwise(words: Words, match: re.Match[str], before: str) -> bool:
    """Say whether the words around a name make a time, a film, a deed or the writer's work of it."""
    for name, ahead, behind in _OTHERWISE:
        if name.match(match.group()):
            return bool((ahead is not None and ahead.search(before)) or behind.match(words.text, match.end()))
    return _WRITER.search(before) is not None and _CAR_PARK.search(words.text) is not None


def _is_with(words: Words, match: re.Match[str], before: str) -> bool:
    """Say whether "w 6" is "with six": a number of things follows, or somebody is alone with them."""
    if _SO_MANY.match(words.text, match.end()) or _BY_ONESELF.search(before):
        return match.group()[-1].isdigit()
    small = words.raw[match.start()] == "w" and not _LEADING.search(before) and match.group()[-1].isdigit()
    return small and _PLURAL.match(words.text, match.end()) is not None


def _is_ward_b4(words: Words, match: re.Match[str], before: str) -> bool:
    """Say whether "b4" is the ward: where a place is told, and not where "before" goes on or a length of time ends."""
    if _SO_LONG_BEFORE.search(before) or (words.raw[match.start()] == "b" and _ONCE_BEFORE.search(before)):
        return False
    if _B4_FOLLOWED.match(words.text, match.end()):
        return True
    goes_on = _B4_CLAUSE.match(words.text, match.end()) is not None
    return not goes_on and (_B4_LED.search(before) is not None or words.raw[match.start()] == "B")


def before_it(words: Words, match: re.Match[str], most: int = 32) -> str:
    """Return up to ``most`` signs that stand before a mention."""
    return words.text[max(0, match.start() - most) : match.start()]
