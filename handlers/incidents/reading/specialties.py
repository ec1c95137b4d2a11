"""Places known by what is done there: "on cardiology", "gastro ward", "in the scanner", "cat 1 section".

It knows how staff shorten a specialty. It never decides between a place that is named and one that is only meant.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.values import Place
from handlers.incidents.reading.words import Words, denied

_SPECIALTIES: Final = (
    (
        cue(r"\b(?:em|emergency|crash|cat(?:egory)? ?1|grade 1) (?:lscs|cs|c-?section|section|caesarean)\b"),
        ("labour ward", "delivery suite", "maternity"),
    ),
    (cues("places", "maternity"), ("maternity", "postnatal", "labour ward")),
    (cues("places", "radiotherapy"), ("radiotherapy", "linac")),
    (cues("places", "community"), ("community nursing", "district nursing")),
    (cues("places", "neonatal"), ("neonatal unit", "nicu")),
    (cues("places", "mental_health"), ("mental health ward", "psych ward", "acute mh ward")),
    (cues("places", "imaging"), ("x-ray", "radiology", "imaging")),
    (cues("places", "laboratory"), ("pathology laboratory", "path lab", "lab")),
)
_BIRTH_PLACES: Final = ("labour ward", "delivery suite", "obstetric theatre", "theatre 2 obs", "obs theatre")
_BIRTH: Final = frozenset({"maternity", "labour ward"})
"""Where a birth is told of and one of its places is named, however weakly, no other is inferred."""
_ROOM: Final = cues("places", "imaging_room")
_SHORT_NAMES: Final = {
    "gastroenterology": ("gastroenterology", "gastro", "gi", "gastroent"),
    "rheumatology": ("rheumatology", "rheum", "rheumy"),
    "cardiology": ("cardiology", "cardio", "cards"),
    "infectious diseases": (
        "infectious diseases",
        "infectious disease",
        "infectious dis",
        "inf diseases",
        "inf dis",
        "id",
    ),
    "vascular": ("vascular", "vasc"),
    "diabetes and endocrine": ("diabetes", "diabetic", "endocrine", "diabetes and endocrine", "endo"),
    "respiratory support": ("respiratory support", "resp support"),
    "orthogeriatrics": ("orthogeriatrics", "orthogeriatric", "orthogeris", "ortho-geris", "ortho geriatrics"),
    "general medicine": ("general medicine", "gen med"),
    "dermatology": ("dermatology", "derm"),
    "neurology": ("neurology", "neuro"),
    "haematology": ("haematology", "haem"),
    "gynaecology": ("gynaecology", "gynae"),
    "care of older people": ("care of older people", "care of the elderly", "cote", "elderly care", "geriatric", "coe"),
    "rehabilitation": ("rehabilitation", "rehab"),
}
"""How staff say what a ward is described as; a description that is not here is said in full."""
_WARD_ONLY: Final = frozenset(
    {"id", "gi", "endo", "diabetes", "diabetic", "dementia", "haem", "neuro", "derm", "surgical"}
)
"""What means the illness or something else unless "ward" or "unit" follows."""
_SOMEBODY: Final = (
    r" (?:team|nurses?|reg|registrar|cons|consultants?|sho|spr|dr|doctors?|cns|specialist|referral|opinion"
    r"|advice|review|clinic|op[ad]?|outpatients?|list|input|pharmacist|physio|on ?call|meds|drugs|risk|score"
    r"|assessment|say|said|want\w*|aware|told|rang|called|bleep\w*|f[12]|patients?|pts?|asap|follow|f/u|symptoms|bug)\b"
)
_LESSON: Final = re.compile(r"\b(?:refresher|seminar|study day|teaching (?:session|at|on)|book (?:w|with|via) )\b")
"""What is taught is done nowhere yet."""
_LEADS: Final = ("on", "in", "at", "from", "our", "admission to", "admitted to", "pharmacist", "clerk")
_OF_A_BED: Final = r"(?:(?<=\bbed \d )|(?<=\bbed \d\d )|(?<=\bbed number\] ))"
"""Before a specialty that ends what is said: "6.1 now. bed 21 stroke" is the ward of the bed."""
_AT: Final = "|".join([*(rf"(?<=\b{lead} )" for lead in _LEADS), "(?<=@)", "(?<=@ )"])
_ALONE, _STOP = r"(?:(?<=[.;,] )|^)", r"(?=\s*(?:$|[.;]))"
"""Around a specialty that is said by itself, as where the writer works: "cat 3 sacrum now, vascular."."""
_USUALLY: Final = re.compile(
    r"\b(?:pt|patient|her|him|man|lady|gent|normally|usually|already|is|was|been)"
    r" (?:on|takes?|taking|uses?) (?:\w+ ){1,2}$"
)
_FOR_THEM: Final = re.compile(r"\b(?:for|to|as|by|with|w|under|via) $")
_SOMEBODY_NEXT: Final = re.compile(_SOMEBODY)


def described(places: Sequence[Place]) -> Iterator[tuple[str, str, str]]:
    """Yield (spelling, pattern, name) for wards described as "Ward 8 (frailty)", unless two are described alike."""
    owners: dict[str, list[str]] = {}
    for place in places:
        inside = re.search(r"\(([^)]{4,40})\)", place.description)
        if inside is not None and re.search(r"\bward\b", place.name.lower()):
            owners.setdefault(inside[1].lower(), []).append(place.name)
    for words, names in owners.items():
        if len(names) > 1:
            continue
        for spelling in _SHORT_NAMES.get(words, (words,)):
            pattern = re.escape(spelling).replace(r"\ ", " ")
            yield f"{spelling} ward", pattern + r" (?:ward|wd|unit|day ?case|day unit)", names[0]
            if spelling not in _WARD_ONLY:
                yield spelling, f"{led(pattern)}|{_ALONE}{pattern}{_STOP}", names[0]


def led(spelling: str) -> str:
    """Return the pattern of a specialty that is a place only after "on", "from" and the like."""
    return f"(?:{_AT}){spelling}(?!{_SOMEBODY})|{_OF_A_BED}{spelling}{_STOP}"


def not_where(text: str, start: int, end: int) -> bool:
    """Whether a specialty's name at these offsets is a person's or a thing's: "cardiology reg", "unread for gastro"."""
    return _SOMEBODY_NEXT.match(text, end) is not None or _FOR_THEM.search(text, max(0, start - 8), start) is not None


def by_specialty(words: Words, names: dict[str, str], named: frozenset[str]) -> tuple[str, int, int] | None:
    """Return (place, start, end) for what is only done in one of the places, or None.

    ``names`` leads to places; ``named`` are those that are named: where a baby went to the neonatal unit, what is told
    of the birth is no place.
    """
    if _LESSON.search(words.text):
        return None
    for pattern, known_as in _SPECIALTIES:
        found = (one for one in pattern.finditer(words.text) if not denied(words, one.start(), one.end()))
        match = next((one for one in found if not _usual_at_home(words, one)), None)
        place = next((names[name] for name in known_as if name in names), None)
        if known_as[0] == "maternity" and {names.get("nicu"), names.get("neonatal unit")} & named:
            continue
        if known_as[0] in _BIRTH and {names.get(name) for name in _BIRTH_PLACES} & named:
            continue
        if match is not None and place is not None:
            return place, match.start(), match.end()
    return None


def _usual_at_home(words: Words, match: re.Match[str]) -> bool:
    """Say whether "at home" tells only what somebody takes or does there: "found pt on lithium at home"."""
    if match.group() != "at home":
        return False
    return _USUALLY.search(words.text, max(0, match.start() - 32), match.start()) is not None


def in_the_scanner(words: Words, names: dict[str, str]) -> tuple[str, int, int] | None:
    """Return (place, start, end) where somebody was on the table or in the scanner itself, wherever they came from."""
    match = next((one for one in _ROOM.finditer(words.text) if not denied(words, one.start(), one.end())), None)
    place = next((names[name] for name in ("x-ray", "radiology", "imaging") if name in names), None)
    return None if match is None or place is None else (place, match.start(), match.end())
