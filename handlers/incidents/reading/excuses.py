"""What excuses words of harm: a name ("sepsis nurse"), a thing that hung or died, an illness that the patient brought.

It looks at the words just before and after. How grave a hurt is, it never says.
"""

import re
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.deaths import of_another
from handlers.incidents.reading.words import Words
from storage.records import PhysicalHarm

_HUNG: Final = re.compile(r"(?:found (?:hanging|hanged|hung)|hung )")
_HANGS: Final = re.compile(
    r"\b(?:coats?|clothes|towels?|gowns?|drips?|curtains?|wires?|cables?|tubing|washing|lanyard|door|bags?|feeds?|units?"
    r"|blood|fluids?|set) (?:was |were )?$"
)
"""Before "found hanging": things that hang."""
_BED_BEFORE: Final = re.compile(r"\bbed (?:\d+|number\]) $")
_ONLY_A_WARD: Final = re.compile(r"stroke\s*(?:$|[.;\n])")
_CAME_FOR_IT: Final = re.compile(
    r"\W*(?:an? |the |our )?(?:elderly |old |young )?"
    r"(?:pt|patient|lady|gent|gentleman|man|woman|child|boy|girl|baby|resident)s? "
    r"(?:(?:was|is|who|being|on|ward|bay) |\d+\w? )*"
    r"(?:due|listed|waiting|booked|down|scheduled|awaiting|planned|for|going)\b[^.,;\n]{0,12}?\b"
    r"(?:theatre|surgery|op|operation)\b"
)
"""At the beginning, an operation that the patient came for: no treatment of a hurt."""
_NOT_SEVERE: Final = cues("harm", "not_severe", before=r"", after=r"")
_LONG_AGO: Final = cues(
    "harm", "long_ago", after=r"\s+(?:(?:[\w'#/-]+ ){1,3}(?:&|and|\+|n|with) )?(?:an? |l |r |left |right )?$"
)
"""Words before an illness or a hurt that the patient already had, whatever its level."""
_ALLERGIC: Final = re.compile(
    r"\b(?:allerg\w*|intoleran\w*|sensitiv\w*|pmhx?|hx|background)(?: to \w+)?\s?[(:=-]\s?(?:\w+[ ,/+]+){0,3}$"
)
"""Before a reaction of long ago: "pen allergic (rash)"."""
_TO_COME: Final = re.compile(
    r"\s*(?P<word>\w+ )?(?:will|'ll|gonna|going to|waiting to|bound to|could easily"
    r"|(?:could|might|may) (?:well )?(?=happen|occur)) ?(?:be|get|happen|occur|follow|come)\b"
)
"""After a hurt that nobody has yet: "sepsis will be missed"."""
_IS_OVER: Final = re.compile(r"\b(?:died|dead|passed|gone|rip|lost|killed|unsuccessful|no rosc|didn'?t make)\b")
"""A death that has come, whatever else is still to: "died, could happen again"."""
_A_THING: Final = re.compile(
    r"\s(?:\w+ )?(?:charts?|posters?|letters?|cards?|guidelines?|box(?:es)?|kits?|drills?|leaflets?|proformas?|"
    r"polic(?:y|ies)|training|"
    r"sims?\b|simulations?|scenarios?|cupboard|drawer|alarm\b|study)(?!\w)"
)
"""After a hurt, what is only named after it: "the haemorrhage drill", "a sepsis poster"."""
_NOT_HERE: Final = cues("harm", "not_here", before=r"[\s-]", after="")
"""Right after a hurt, what makes it a name: "stroke ward", "sepsis nurse", "the plastics list"."""
_SOMEBODY_WITH_IT: Final = cue(r"[\s-](?:pts?|patients?|lady|gent|gentleman|man|woman|chap|bloke|fella|resident)\b")
_NEW_SENTENCE: Final = re.compile(
    r"(?:^|[.,;:\n(-])\s*$|\b(?:an?|the|our|my|this|that|for|in|on|with|of|another|one|1|post|d\d+|day \d+)[\s-]$"
)
"""Before a hurt and "pt" after it, a patient who came with it: "NOF pt, no clexane", "a sepsis pt"."""


def is_a_name(words: Words, match: re.Match[str], level: PhysicalHarm = PhysicalHarm.MODERATE) -> bool:
    """Whether the words after show that no hurt is told: "the haemorrhage drill", "NOF pt", "sepsis will be missed"."""
    text, end = words.text, match.end()
    to_come = _TO_COME.match(text, end)
    if level is PhysicalHarm.FATAL:  # "died ward 7", "lost him, team aware", "died family will be told"
        thing = match.group().startswith("fatal")  # "fatal fall waiting to happen", but "died family will be told"
        ahead = to_come is not None and (thing or not to_come["word"]) and _IS_OVER.search(match.group()) is None
        return ahead or _A_THING.match(text, end) is not None
    if to_come is not None or _A_THING.match(text, end):
        return True
    if _NOT_HERE.match(text, end):
        return True
    return bool(
        _SOMEBODY_WITH_IT.match(text, end) and _NEW_SENTENCE.search(text[max(0, match.start() - 12) : match.start()])
    )


def _hung_up(words: Words, before: str, start: int) -> bool:
    """Whether a thing was found hanging, and nobody: "drip found hanging empty"."""
    return _HUNG.match(words.text, start) is not None and _HANGS.search(before) is not None


def _of_a_bed(words: Words, before: str, start: int) -> bool:
    """Whether a stroke is the ward of a bed, or something else was found hanging: "6.1 now. bed 21 stroke"."""
    if _hung_up(words, before, start):
        return True
    return _BED_BEFORE.search(before) is not None and _ONLY_A_WARD.match(words.text, start) is not None


def excused(words: Words, level: PhysicalHarm, start: int) -> bool:
    """Whether the words before show that this is somebody else, or an old illness: "known stroke", "battery died"."""
    before = words.text[max(0, start - 40) : start]
    if level is PhysicalHarm.FATAL:
        return of_another(words, start) or _hung_up(words, before, start)
    if level is PhysicalHarm.SEVERE and (
        (_HUNG.match(words.text, start) and of_another(words, start)) or _of_a_bed(words, before, start)
    ):
        return True
    came_for = _CAME_FOR_IT.match(words.text)
    if came_for is not None and start < came_for.end():
        return True
    if _LONG_AGO.search(before) is not None or _ALLERGIC.search(before) is not None:
        return True
    return level is PhysicalHarm.SEVERE and _NOT_SEVERE.search(before) is not None
