"""Postcodes, street addresses and beds. Never a ward, a bay, a dose or a spinal level."""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import JOINER, PAINTED_PERSON, PAINTED_POSTCODE
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.nhs_numbers import LOOK_BACK, SERIAL_BEFORE
from storage.rules.identifiers.wordlists import load_sections
from storage.rules.identifiers.words import is_word

_AREAS: Final = load_sections("places")["postcode_areas"]
_POSTCODE: Final = re.compile(
    rf"(?<![^\W_])(?P<area>[a-z]{{1,2}})(?P<district>\d[\da-z]?)(?P<gap>[ {JOINER}]{{0,2}})"
    r"(?P<unit>\d[abd-hjlnp-uw-z]{2})(?![^\W_])",
    re.IGNORECASE,
)
_HINT_OF_A_POSTCODE: Final = re.compile(rf"[0-9][0-9a-zA-Z]?[ {JOINER}]{{0,2}}[0-9][a-zA-Z]{{2}}")
"""What every postcode has: cheap to ask first."""
_UNITS_OF_SPEECH: Final = frozenset(
    {"st", "nd", "rd", "th", "hr", "wk", "pt", "yr", "dy", "gr", "na", "xs", "ds", "ly", "pa", "dp"}
)
_LABELLED_POSTCODE: Final = re.compile(
    r"post\s?code[\s:]{0,3}(?:(?:is|was)\s)?(?P<value>[a-z]{1,2} \d[\da-z]? {0,2}\d[a-z]{2})(?![^\W_])", re.IGNORECASE
)
_NO_PLACE: Final = re.compile(r"(?<![^\W_])zz99 {0,2}\d[a-z]{2}(?![^\W_])", re.IGNORECASE)
"""The NHS's postcodes for nobody's address (no fixed abode, abroad): told with a street they are part of it."""
_ADDRESS_BEFORE: Final = re.compile(
    r"(?<!\w)\d{1,4}[a-z]?,? [A-Z][\w' ]{2,24} "
    r"(?i:road|rd|street|st|row|lane|ave|avenue|close|way|drive|court|terrace|rise|view|hill|gardens|grove|mews|place"
    r"|crescent|square|park|wharf|yard|cottages?),?\s$"
)
"""A street: what is written as a postcode behind it is one, in whatever area."""
_PERSON_BEFORE: Final = re.compile(rf"{PAINTED_PERSON}[ ,(]{{1,3}}$")
"""Or a person: "Mrs Plimsoll QX9 4ZZ"."""
_POSTCODE_LABEL: Final = re.compile(r"post\s?code[\s:.is]{0,5}$", re.IGNORECASE)

_STREET_WORD: Final = r"[^\W\d_]{1,20}(?:['-][^\W\d_]{1,20})?"
_LONG_STREETS: Final = (
    "avenue ave road rd street lane crescent cres terrace gardens gdns grove mews parade boulevard drive close"
)
_SHORT_STREETS: Final = (
    "st ln cl dr ct court way place pl walk row square rise view hill green park cottage cottages villas mansions"
    " yard wharf meadow meadows"
)
_ADDRESS: Final = re.compile(
    rf"[0-9](?:(?<![\w/.:-][0-9])|(?<=flat[0-9])|(?<=apt[0-9]))\d{{0,3}}(?:[a-z]|-\d{{1,4}})?,?"
    rf"[ {JOINER}](?P<name>(?:st\. ?)?{_STREET_WORD}(?:,?[ {JOINER}]{_STREET_WORD}){{0,3}}?)[ {JOINER}]"
    rf"(?P<type>{'|'.join((*_LONG_STREETS.split(), *_SHORT_STREETS.split()))})(?![^\W_])",
    re.IGNORECASE,
)
"""From the first digit on, so that it is quick to look for; a flat before it is found afterwards."""
_FLAT_BEFORE: Final = re.compile(
    r"(?<![\w/.:-])(?:flat|apartment|apt|unit|room)\s?(?:\d{1,4}[a-z]?[\s,]{1,3})?$", re.IGNORECASE
)
_LIVES: Final = re.compile(
    r"(?<![^\W\d_])(?:lives?\s(?:alone\s)?(?:at|on|in)|living\s(?:alone\s)?(?:at|on)|address(?:\sis|:)?|home\s(?:at|is))[\s:]{1,2}"
    rf"(?P<value>(?:the\s)?(?:{_STREET_WORD},?\s){{1,4}}?"
    r"(?P<type>avenue|ave|road|rd|street|st|lane|crescent|terrace|gardens|grove|mews|drive|close|court|cottage|way|walk))"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE_A_POSTCODE: Final = re.compile(
    r"(?<![\w.])(?P<value>(?<!ward )(?<!wd )(?<!bay )(?<!bed )"
    r"\d{1,4}[a-z]?,?(?: [A-Z][a-z']{2,19}){1,3}|(?:[A-Z][a-z']{2,19} ){1,2}"
    rf"(?i:{'|'.join((*_LONG_STREETS.split(), *_SHORT_STREETS.split()))})),?"
    rf" (?:[A-Z][a-z]{{2,19}},? )?{PAINTED_POSTCODE}"
)
"""A number and names, or a street without a number, with its postcode behind it."""
_NAMED_HOUSE: Final = re.compile(
    r"(?<![\w/.:-])\d{1,3}[a-z]?,? (?:The|Mount) [A-Z][a-z]{3,15}(?: [A-Z][a-z]{2,15})?(?![^\W_])"
)
"""A number and a close of houses: "3 The Malthouse"."""
_STREET_IN_ONE: Final = re.compile(
    r"[0-9](?<![\w/.:-][0-9])\d{0,3}[a-z]?\s"
    r"(?P<name>[A-Z][a-z]{2,9}(?:gate|field|fields|croft|garth|holme|side|way|bank|wood|mead|royd|hurst))"
    r"(?![^\W_]|\s(?i:wards?|units?|hospital|centre|clinic|pts|patients|beds?))"
)
"""A number and a street that is one word: "118b Kirkgate"."""
_MOST_WORDS: Final = 3
_NUMBERED_ROOM: Final = re.compile(
    r"(?<![^\W\d_])(?:wards?|wd|bays?|beds?|theatre|level|floor|room|rm|x|cat|grade|band|gcs|news|apgars?|pain)\s?$",
    re.IGNORECASE,
)
_STREET_WORDS: Final = load_sections("places")["street_words"]
_HOSPITAL_WORDS: Final = frozenset(
    {"hospital", "staff", "patient", "patients", "pts", "ward", "main", "beds", "hrs", "hours", "days"}
)
_BED: Final = re.compile(
    rf"(?<![^\W_])(?:bay[ {JOINER}]?[a-z\d]{{1,2}}[ {JOINER}]?[,/-]?[ {JOINER}]?)?"
    rf"(?P<word>beds?|bedspace|bed space|bd|cots?):?"
    rf"[ {JOINER}]?(?:(?:no|num|number|space|\#)\.?:?[ {JOINER}]?)?(?!b4(?!\d))(?P<value>[a-z]?\d{{1,3}}[a-z]?)"
    r"(?![\w:]|[./]\d)"
    rf"(?:[ {JOINER}]?,?[ {JOINER}]bay[ {JOINER}]?[a-z\d]{{1,2}}(?![\w:]))?",
    re.IGNORECASE,
)
"""Not "b4", which is "before"."""
_MORE_BEDS: Final = re.compile(
    rf"(?:[ {JOINER}]?(?:and|&|\+|,|-|to)[ {JOINER}]?\d{{1,2}}(?![\w:]|[./]\d)){{1,8}}", re.IGNORECASE
)
_ANOTHER_BED: Final = re.compile(rf"[ {JOINER}]?(?:and|&)[ {JOINER}]?\d{{1,2}}(?![\w:]|[./]\d)", re.IGNORECASE)
_FREE_BEDS: Final = re.compile(
    r"(?<![^\W_])(?:no|more|extra|free|of|empty|spare|available|closed|\d+)\s$", re.IGNORECASE
)
_WARD_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:(?:ward|wd|w|bay)\s?\w{1,3}[\s,]{1,2}|(?:pts?|patient|lady|gent|gentleman|man|woman|in|from|into)\s)$",
    re.IGNORECASE,
)
_ON_A_WARD: Final = re.compile(r" on (?:ward|wd|w|bay)\s?\w{1,3}\b", re.IGNORECASE)
_SENTENCE_BEFORE: Final = re.compile(r"(?:^|[.!?\n]\s*)$")
_SENTENCE_AFTER: Final = re.compile(r"\s*(?:$|[.!?\n])")
_COUNTED: Final = re.compile(
    r"\s?(?:x|times|hrs?|hours?|h|days?|mins?|minutes?|secs?|wks?|weeks?|months?|mths?|am|pm|nurses?|staff|hcas?|people|"
    r"o'clock|patients?|pts|of us|cm|mm|steps?|feet|ft|person|persons|carers?|%|nights?)(?![^\W\d_])",
    re.IGNORECASE,
)


def find_postcodes(canvas: str) -> Iterator[Found]:
    """Find full UK postcodes in any case, with or without the space. Half a postcode is left alone."""
    if not _HINT_OF_A_POSTCODE.search(canvas):
        return
    for match in _POSTCODE.finditer(canvas):
        unit = match.group("unit")[1:]
        before = canvas[max(0, match.start() - LOOK_BACK) : match.start()]
        known = match.group("area").lower() in _AREAS or _told_of_somebody(before)
        if not known or SERIAL_BEFORE.search(before):
            continue
        speech = unit.lower() in _UNITS_OF_SPEECH and (match.group("gap") or unit.islower())
        if speech and not _POSTCODE_LABEL.search(before) and not (unit.isupper() and len(match.group("area")) > 1):
            continue
        yield Found(IdentifierKind.POSTCODE, match.start(), match.end())
    for match in _LABELLED_POSTCODE.finditer(canvas):
        yield Found(IdentifierKind.POSTCODE, *match.span("value"))
    for match in _NO_PLACE.finditer(canvas):
        yield Found(IdentifierKind.POSTCODE, *match.span())


def _told_of_somebody(before: str) -> bool:
    return _ADDRESS_BEFORE.search(before) is not None or _PERSON_BEFORE.search(before) is not None


def find_addresses(canvas: str) -> Iterator[Found]:
    """Find a house number with a street, or a street that somebody lives in."""
    for match in _ADDRESS.finditer(canvas):
        if _is_street(match.group("name"), match.group("type")):
            start = _with_the_flat(canvas, match.start())
            if not _NUMBERED_ROOM.search(canvas, max(0, start - 12), start):
                yield Found(IdentifierKind.ADDRESS, start, match.end())
    low = canvas.lower()
    for match in _LIVES.finditer(canvas) if "liv" in low or "address" in low or "home" in low else ():
        yield Found(IdentifierKind.ADDRESS, *match.span("value"))
    for match in _BEFORE_A_POSTCODE.finditer(canvas) if PAINTED_POSTCODE in canvas else ():
        yield Found(IdentifierKind.ADDRESS, *match.span("value"))
    for match in _NAMED_HOUSE.finditer(canvas) if " The " in canvas or " Mount " in canvas else ():
        if not _NUMBERED_ROOM.search(canvas, max(0, match.start() - 12), match.start()):
            yield Found(IdentifierKind.ADDRESS, match.start(), match.end())
    for match in _STREET_IN_ONE.finditer(canvas):
        start = _with_the_flat(canvas, match.start())
        if start < match.start() or not is_word(match.group("name").lower()):
            yield Found(IdentifierKind.ADDRESS, start, match.end())


def _with_the_flat(canvas: str, start: int) -> int:
    """Return where "Flat 2, " before a house number at ``start`` begins, or ``start``."""
    flat = _FLAT_BEFORE.search(canvas, max(0, start - LOOK_BACK), start)
    return flat.start() if flat else start


def _is_street(name: str, kind: str) -> bool:
    words = [word.strip(",.") for word in name.replace(JOINER, " ").split()]
    written_large = all(word[0].isupper() for word in words) and kind[0].isupper()
    if ("," in name or len(words) > _MOST_WORDS) and not written_large:
        return False
    if kind.lower() in _SHORT_STREETS.split() and not written_large:
        return False
    if written_large and kind.lower() not in _SHORT_STREETS.split():
        return not _HOSPITAL_WORDS.intersection(word.lower() for word in words)
    if written_large:
        return not all(is_word(word.lower()) and word.lower() not in _STREET_WORDS for word in words)
    return all(word.lower() in _STREET_WORDS or not is_word(word.lower()) for word in words)


def _is_a_bed(canvas: str, start: int, end: int) -> bool:
    """Whether "bd 11" is a bed and not "twice a day": beside a ward, a bay or somebody, or a sentence by itself."""
    if _WARD_BEFORE.search(canvas, max(0, start - LOOK_BACK), start) or _ON_A_WARD.match(canvas, end):
        return True
    return _SENTENCE_BEFORE.search(canvas, 0, start) is not None and _SENTENCE_AFTER.match(canvas, end) is not None


def find_beds(canvas: str, places: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Find bed and cot numbers, with the bay beside them. A bay alone, or a count of people or hours, is left alone.

    ``places``: lower-case names and aliases of wards. Where the trust has a ward W14, "bed W14" is a bed there.
    """
    low = canvas.lower()
    for match in _BED.finditer(canvas) if "bed" in low or "bd" in low or "cot" in low else ():
        word, start, end = match.group("word").lower(), match.start(), match.end()
        if _COUNTED.match(canvas, end):
            continue
        value = match.group("value").lower()
        if value in places and value[0].isalpha():
            continue
        if word == "bd" and not _is_a_bed(canvas, start, end):
            continue
        if word == "beds" and _FREE_BEDS.search(canvas, max(0, start - LOOK_BACK), start):
            continue  # "no beds 3 corridors full"
        more = _MORE_BEDS.match(canvas, end) if word.endswith("s") else _ANOTHER_BED.match(canvas, end)
        if more is not None and _COUNTED.match(canvas, more.end()):
            more = None
        yield Found(IdentifierKind.BED, start, more.end() if more else end)
