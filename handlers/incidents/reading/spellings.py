"""The ways in which staff write a place's name: "W7", "dept" for "department", "a+e", the bare number after "on".

It makes patterns of the trust's own names. What stands in a message, it never sees.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_WARD: Final = r"(?:ward|wards|wd|wrd|wrad|wad|w)[ ./#]?\s?"
GENERIC: Final = frozenset(
    {
        "stroke", "labour", "maternity", "hospice", "surgical", "medical", "respiratory", "resp", "renal", "cardiac",
        "dialysis", "burns", "trauma", "neonatal", "assessment", "discharge", "acute", "surgery", "medicine",
        "coronary", "day", "psych", "childrens", "eye", "urology", "oncology", "isolation",
    }
)  # fmt: skip
"""Words before "ward" or "unit" that are no place by themselves: "labour", "stroke"."""
_KINDS: Final = frozenset(
    {
        "unit", "ward", "clinic", "team", "room", "corridor", "suite", "department", "laboratory", "nursing", "centre",
        "care", "theatre", "service", "services", "hospital", "medicine", "surgery", "health", "area", "office",
    }
)  # fmt: skip
"""Last words of names that many places share."""
LED: Final = frozenset({"resp", "respiratory", "stroke", "renal", "cardiac", "oncology", "urology"})
"""Those that are a place after "on" or "from": "unplanned ITU from resp"."""
_SHORTER: Final = (
    ("department", "dept"),
    ("a&e", "a+e"),
    ("a&e", "a & e"),
    ("a&e", "a and e"),
    ("t&o", "t+o"),
    ("t&o", "t & o"),
    ("corridor", "corr"),
    ("theatre", "theater"),
    (" theatre", " th"),
    ("theatre ", "thr "),
    ("theatre ", "thtr "),
    ("theatre ", "th "),
    ("neonatal unit", "nnu"),
    ("surgical", "surg"),
    ("discharge lounge", "d/c lounge"),
    ("discharge lounge", "dc lounge"),
    ("discharge lounge", "disch lounge"),
    ("anaesthetic room", "anaes room"),
    (" room", " rm"),
    ("garden", "gdn"),
    ("corridor", "corrider"),
    ("corridor", "coridor"),
    ("delivery suite", "del suite"),
    ("delivery suite", "del ste"),
    ("childrens ward", "kids ward"),
    ("childrens ward", "childs ward"),
    ("childrens ward", "children's ward"),
    ("childrens ward", "kids wd"),
    ("paediatrics", "peads"),
    ("paediatrics", "peds"),
    ("paediatrics", "paed ward"),
    ("paediatrics", "peads ward"),
    ("labour ward", "lab ward"),
    ("labour ward", "l/w"),
    ("labour ward", "labour suite"),
    ("maternity unit", "mat unit"),
    ("paediatric intensive care", "paed icu"),
    ("paediatric intensive care", "paeds icu"),
    ("paediatric intensive care", "paediatric icu"),
    ("respiratory", "resp"),
    ("intensive care", "int care"),
    ("critical care", "crit care"),
    ("orthopaedics", "ortho"),
    ("rehabilitation", "rehab"),
)


def variants(plain: str) -> tuple[str, ...]:
    """Return other ways to write a name: "mh ward" for "acute mh ward", "dept" for "department"."""
    others = {
        re.sub(r"\b(post|ante)natal\b", r"\1 natal", plain),
        plain.replace("mental health", "mh"),
        re.sub(r"^acute (?=mh|mental)", "", plain),
    }
    for long, short in _SHORTER:
        others |= {other.replace(long, short) for other in (*others, plain)}
    return tuple(others - {plain})


_BY_NUMBER: Final = (
    r"(?=\s*(?:$|[.,;)]|\d{4}\b|(?:was|were|is|had|has|n|and|who|noticed|found|this|last|today|yday|yesterday|overnight|tonight"
    r"|w|at|again|bay|got|have|said|asked|fell|spotted|saw|told|rang|needs?|when|never|didnt)\b))"
)
"""After the bare number of a ward: "our domestic on 17 noticed", "fell on 7."."""


_DID_NEXT: Final = (
    r"(?= (?:was|were|is|has|had|got|fell|found|climbed|slipped|slid|tripped|who|given|missed|pulled|absconded|choked"
    r"|collapsed|arrested|didnt|never)\b)"
)
"""After the bare number of a ward in which somebody was: "the gent in 12 got his arm stuck", not "came in 10"."""
_HOUR_NEXT: Final = r"(?=,? (?:about |abt |at |around |approx |@ ?)?[0-2]\d[0-5]\d\b)"
"""After the number that begins a sentence: "unit back to lab. 13, about 1040"."""


_NOT_SO_MANY: Final = r"(?! (?:times|hours|hrs|days|pts|patients|nurses|staff|of|beds|more|people))"
_LONG: Final = 5
_IN_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_BEFORE_LAST: Final = "|".join([*(rf"(?<=\b{lead} )" for lead in ("from", "frm", "in", "at", "to", "the", "our")), "^"])
_STRONG: Final = "|".join(
    rf"(?<=\b{lead} on )"
    for lead in ("round", "rd", "up", "here", "us", "im", "i'm", "we're", "shift", "nights", "working", "over")
)
_A_MEASURE: Final = (
    r"(?!\s?(?:l|litres?|ml|mls|mg|mcg|g|units?|wards|beds|pts|patients|%|/|-|:|\.\d|hrs?|hours?|hourly|mins?|days?|weeks?|wks?|doses?|tabs?|puffs?|drugs|meds"
    r"|of|th|st|nd|rd|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?![a-z]))"
)
"""What makes "on 4" a measure or a day after words that lead up to a ward: "ward round on 17", "us on 4"."""


def bare_numbers(plain: str) -> Iterator[tuple[str, str]]:
    """Yield (key, pattern) for the ways in which the number of "ward 13" stands by itself."""
    roomed = re.fullmatch(r"(theatre|linac|clinic|bay|room|recovery) (\d{1,2})", plain)
    if roomed and 0 < int(roomed[2]) <= len(_IN_WORDS):
        yield f"{plain} in words", rf"{roomed[1]} {_IN_WORDS[int(roomed[2]) - 1]}{_NOT_SO_MANY}"
    numbered = re.fullmatch(r"ward (\d{1,2})", plain)
    if numbered:
        number = numbered[1]
        if 0 < int(number) <= len(_IN_WORDS):
            yield (
                f"w{number} in words",
                rf"(?:ward|wd) {_IN_WORDS[int(number) - 1]}{_NOT_SO_MANY}",
            )
        yield number, rf"(?:(?<=\bon )|(?<=\bend of )|(?<=\bfrom )){number}{_BY_NUMBER}"
        yield f"{number} strong", rf"(?:{_STRONG}){number}{_A_MEASURE}"
        yield f"{number} in", rf"(?<=[a-z][a-z] in ){number}{_DID_NEXT}"
        yield f"{number} at", rf"(?<![^.;] )(?<![^ ]){number}{_HOUR_NEXT}"


def last_words(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (word, pattern, name) for the last word of a name where no other ends so: "from lounge"."""
    ends: dict[str, list[str]] = {}
    for name in names:
        if " " in name:
            ends.setdefault(name.lower().split()[-1], []).append(name)
    for word, owners in ends.items():
        if len(owners) == 1 and word.isalpha() and len(word) >= _LONG and word not in _KINDS:
            yield word, rf"(?:{_BEFORE_LAST}){word}", owners[0]


def written(plain: str) -> str:
    """Return the pattern of one spelling, in lower case: "ward 7" also as "wd7" and "w/7"."""
    numbered = re.fullmatch(r"(?:ward|wd|w) ?([a-z]?\d+[a-z]?)", plain)
    if numbered:
        return _WARD + r"0?" + re.sub(r"(?<=\d)(?=[a-z])", r"\\s?", numbered[1])
    inner = re.escape(plain).replace(r"\ ", r"[\s-]?\s?")
    return re.sub(r"ward$", "(?:ward|wd|wrd)", inner.replace(r"ward[\s-]?\s?", _WARD)) if "ward" in plain else inner
