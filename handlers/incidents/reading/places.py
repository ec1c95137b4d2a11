"""Where it happened: the trust's own places, by name, alias, ward number, misspelling, or what is done there.

A place that only sent, received, rang or reviewed is told apart from the place where the thing happened.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from handlers.incidents.reading.beginnings import beginnings, signs_of
from handlers.incidents.reading.cues import cue, cues
from handlers.incidents.reading.ground import Ground
from handlers.incidents.reading.values import Answer, Place
from handlers.incidents.reading.words import Words

_WARD: Final = r"(?:ward|wards|wd|wrd|wrad|wad|w)[ ./#]?\s?"
_IN: Final = re.compile(r"(?:\b(?:in|on|at|within|from our|our|this is|here on|here in)|@|-|\()\s*(?:the\s)?$")
_AWAY: Final = cues("places", "away", before=r"", after=r"\s*(?:the\s|on\s|in\s|at\s|a\s)?$")
_FROM: Final = re.compile(r"\b(?:from|ex|admitted via|came via)\s*(?:the\s)?$")
_ACTOR: Final = cues("places", "actor", before=r"\s*")
_DEPARTMENT: Final = cues("places", "department", before=r"^", after=r"$")
_ACTORS_MOSTLY: Final = cues("places", "actors_mostly", before=r"^", after=r"$")
_THANKED: Final = re.compile(
    r"\b(?:thanks?|thank you|compliments?|well done|shout ?out|kudos|praise|credit) to "
    r"(?:all |the |our |whole |everyone (?:on|in|at) )*$"
)
_NEXT_STEP: Final = re.compile(r"(?:[,;+&]|->|\bthen|\bnow)\s*$")
_HIGHER_CARE: Final = re.compile(r"(?:itu|icu|hdu|surgical hdu|picu|nicu|scbu|ed|a&e|resus)$")
"""After a comma these are often where the patient went: "bagged, ITU"."""
_TITLE: Final = re.compile(
    r"\b(?:mr|mrs|(?<!near )(?<!near-)miss|ms|dr|prof|baby|nurse|sister)\.?\s+"
    r"(?:(?!on|in|at|from|to|the|and|of)[a-z]+\s)?$"
)
_SPECIALTIES: Final = (
    (
        cue(r"\b(?:em|emergency|crash|cat(?:egory)? ?1|grade 1) (?:lscs|cs|c-?section|section|caesarean)\b"),
        ("labour ward", "delivery suite", "maternity"),
    ),
    (cues("places", "maternity"), ("maternity", "postnatal", "labour ward")),
    (cues("places", "radiotherapy"), ("radiotherapy", "linac")),
    (cues("places", "community"), ("community nursing", "district nursing")),
    (cues("places", "neonatal"), ("neonatal unit", "nicu")),
    (cues("places", "mental health"), ("mental health ward", "psych ward", "acute mh ward")),
)
_GENERIC: Final = frozenset(
    {
        "stroke", "labour", "maternity", "hospice", "surgical", "medical", "respiratory", "resp", "renal", "cardiac",
        "dialysis", "burns", "trauma", "neonatal", "assessment", "discharge", "acute", "surgery", "medicine",
        "coronary", "day", "psych", "childrens", "eye", "urology", "oncology", "isolation",
    }
)  # fmt: skip
"""Words before "ward" or "unit" that are no place by themselves: "labour", "stroke"."""
_BEFORE_NOT_PLACE: Final = re.compile(
    r"\s*(?:it|we|i|you|he|she|they|the|any\w*|surgery|discharge|leaving|being|\w+ing"
    r"|that|this|each|stopped|noticed|spotted|reali[sz]ed|caught|seen)\b"
)
"""After "b4": then it means "before"."""
_SHORTER: Final = (
    ("department", "dept"),
    ("theatre ", "thr "),
    ("theatre ", "thtr "),
    ("theatre ", "th "),
    ("discharge lounge", "d/c lounge"),
    ("discharge lounge", "dc lounge"),
    ("discharge lounge", "disch lounge"),
    ("anaesthetic room", "anaes room"),
    ("orthopaedics", "ortho"),
    ("rehabilitation", "rehab"),
)
_WORD_START: Final = re.compile(r"(?<![a-z0-9])[a-z0-9]")
_PLACE_WORD: Final = re.compile(
    r"\b(?:ward|unit|clinic|suite|theatre|lounge|room|dept|department|lab|laboratory|corridor|hospice|centre|nursing)\b"
)


_START: Final = 3
_NEAR, _NEARER, _LONG = 84, 88, 9
"""How alike, of 100, words and a name must be: less is enough where long words hold one such as "ward"."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The trust's places made ready for matching."""

    starts: frozenset[str]
    """What a name may begin with: up to three signs."""
    exact: dict[str, re.Pattern[str]]
    by_group: dict[str, str]
    names: dict[str, str]
    spellings: dict[tuple[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class _Hit:
    name: str
    start: int
    end: int
    score: float
    sure: float
    why: str


@lru_cache(maxsize=8)
def gazetteer(places: tuple[Place, ...]) -> Gazetteer:
    """Make the index of these places. It costs some milliseconds once for each locations file."""
    names: dict[str, str] = {}
    patterns: dict[str, str] = {}
    for place in places:
        for spelling in (place.name, *place.aliases, re.sub(r"\s*\([^)]*\)", "", place.name)):
            plain = " ".join(spelling.lower().split())
            if not plain:
                continue
            names.setdefault(plain, place.name)
            patterns.setdefault(plain, _pattern(plain))
            for other in _variants(plain):
                names.setdefault(other, place.name)
                patterns.setdefault(other, _pattern(other))
            short = re.sub(r" (?:ward|unit)$", "", plain)
            if short != plain and short.isalpha() and len(short) >= 3 and short not in _GENERIC:
                patterns.setdefault(short, re.escape(short))
                names.setdefault(short, place.name)
    _add_described(places, names, patterns)
    by_letter: dict[str, list[str]] = {}
    for plain in sorted(patterns, key=len, reverse=True):
        by_letter.setdefault(plain[0], []).append(plain)
    exact: dict[str, re.Pattern[str]] = {}
    by_group: dict[str, str] = {}
    for letter, plains in by_letter.items():
        groups: list[str] = []
        for plain in plains:
            group = f"p{len(by_group)}"
            by_group[group] = names[plain]
            groups.append(f"(?P<{group}>{patterns[plain]})")
        exact[letter] = re.compile("(?:" + "|".join(groups) + r")(?![a-z0-9]|'s\b)")
    starts = {signs_of(head)[:_START] for spelt in patterns.values() for head in beginnings("", spelt, "")}
    return Gazetteer(frozenset(starts), exact, by_group, names, _spellings(by_letter))


def _spellings(by_letter: dict[str, list[str]]) -> dict[tuple[str, int], list[str]]:
    """Return the spellings long enough to be misspelt, by first letter and number of words."""
    near: dict[tuple[str, int], list[str]] = {}
    for letter, plains in by_letter.items():
        for plain in plains:
            if len(plain) >= 5 and not any(sign.isdigit() for sign in plain):
                near.setdefault((letter, plain.count(" ") + 1), []).append(plain)
    return near


def _variants(plain: str) -> tuple[str, ...]:
    """Return other ways to write a name: "mh ward" for "acute mh ward", "dept" for "department"."""
    others = {
        re.sub(r"\b(post|ante)natal\b", r"\1 natal", plain),
        plain.replace("mental health", "mh"),
        re.sub(r"^acute (?=mh|mental)", "", plain),
    }
    for long, short in _SHORTER:
        others |= {other.replace(long, short) for other in (*others, plain)}
    return tuple(others - {plain})


def _add_described(places: tuple[Place, ...], names: dict[str, str], patterns: dict[str, str]) -> None:
    """Add "frailty ward" for a place described as "Ward 8 (frailty)", unless two places are described alike."""
    described: dict[str, list[str]] = {}
    for place in places:
        inside = re.search(r"\(([^)]{4,40})\)", place.description)
        if inside is not None and place.name.lower().startswith("ward"):
            described.setdefault(inside[1].lower(), []).append(place.name)
    for words, owners in described.items():
        if len(owners) == 1:
            names.setdefault(f"{words} ward", owners[0])
            patterns.setdefault(f"{words} ward", re.escape(words).replace(r"\ ", " ") + r" (?:ward|wd|unit)")


def _pattern(plain: str) -> str:
    numbered = re.fullmatch(r"(?:ward|wd|w) ?([a-z]?\d+[a-z]?)", plain)
    if numbered:
        return _WARD + r"0?" + re.escape(numbered[1])
    inner = re.escape(plain).replace(r"\ ", r"[\s-]?\s?")
    return inner.replace(r"ward[\s-]?\s?", _WARD) if "ward" in plain else inner


_FAINT: Final = 0.6
"""Mentions weaker than this may give way to what the care itself says: "at home", "in labour"."""


def find_place(words: Words, places: Sequence[Place]) -> Answer[str] | None:
    """Return the place where it happened, or None. The value is the place's name in the trust's own list."""
    index = gazetteer(tuple(places))
    hits = _exact_hits(words, index)
    if not hits:
        hits = _misspelt(words, index)
    if all(hit.score < _FAINT for hit in hits):
        hits += _by_specialty(words, index)
    if not hits:
        return None
    hits = [hit for hit in hits if not any(_within(other.name, hit.name) for other in hits)]
    best = max(hits, key=lambda hit: hit.score)
    rivals = {hit.name for hit in hits if hit.name != best.name and best.score - hit.score < 0.05}
    sure = max(0.6, best.sure - 0.1) if rivals else best.sure
    return Answer(best.name, sure, best.start, best.end, best.why)


def _within(part: str, whole: str) -> bool:
    """Whether one place is a named part of another: "Willow unit garden" of "Willow unit"."""
    return part != whole and part.startswith(whole + " ")


def _exact_hits(words: Words, index: Gazetteer) -> list[_Hit]:
    hits: list[_Hit] = []
    for order, match in enumerate(_as_written(words.text, index)):
        before = words.text[max(0, match.start() - 24) : match.start()]
        short_before = match.group() == "b4" and _BEFORE_NOT_PLACE.match(words.text, match.end()) is not None
        if short_before or (_TITLE.search(before) and not match.group()[-1:].isdigit()):
            continue
        score = _weigh(words, match, before) - 0.02 * order
        why = f"you wrote “{words.quote(match.start(), match.end())}”"
        name = index.by_group[match.lastgroup or ""]
        hits.append(_Hit(name, match.start(), match.end(), score, _sure(score, match.group()), why))
    return hits


def _weigh(words: Words, match: re.Match[str], before: str) -> float:
    """Weigh one mention: "on ward 7" is where it happened, "moved to ITU" and "lab rang" are not."""
    score = 1.0
    thanked = _THANKED.search(before) is not None
    away, left = _AWAY.search(before) is not None, _FROM.search(before) is not None
    score -= 0.15 if _DEPARTMENT.match(match.group()) else 0.0
    score -= 0.2 if _ACTORS_MOSTLY.match(match.group()) else 0.0
    score -= 0.4 if _ACTOR.match(words.text, match.end()) and not thanked else 0.0
    at_the_end = not words.text[match.end() :].strip(" .!)")
    end_bonus = 0.05 if _DEPARTMENT.match(match.group()) else 0.15
    score += end_bonus if at_the_end and not away and not left else 0.0
    if thanked:
        return score + 0.1
    if _NEXT_STEP.search(before) and _HIGHER_CARE.match(match.group()):
        return score - 0.3
    if away:
        return score - 0.45
    return score - 0.12 if left else score + 0.12 if _IN.search(before) else score


def _sure(score: float, spelt: str) -> float:
    for least, sure in ((0.7, 0.95), (0.45, 0.7), (0.4, 0.65)):
        if score >= least:
            return sure
    return 0.6 if _ACTORS_MOSTLY.match(spelt) else 0.65


def _as_written(text: Ground, index: Gazetteer) -> Iterator[re.Match[str]]:
    """Yield the places as the trust writes them, the longest first at each spot, without overlaps."""
    reached, starts = 0, index.starts
    for start in _WORD_START.finditer(text):
        place = start.start()
        head = text.alike[place : place + _START]
        if place < reached or not (head in starts or head[:2] in starts or head[:1] in starts):
            continue
        pattern = index.exact.get(start.group())
        match = pattern.match(text, place) if pattern is not None else None
        if match is not None:
            reached = match.end()
            yield match


def _misspelt(words: Words, index: Gazetteer) -> list[_Hit]:
    """Look for near spellings of one to three words, only when nothing matched as written."""
    tokens = [token for token in words.tokens if not any(letter.isdigit() for letter in token.text)]
    hits: list[_Hit] = []
    for size in (3, 2, 1):
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            phrase = " ".join(token.text for token in run)
            if len(phrase) < 6 or (size > 1 and not 0 <= run[-1].end - run[0].start - len(phrase) <= 2):
                continue
            spellings = index.spellings.get((phrase[0], size))
            near = process.extractOne(phrase, spellings, scorer=fuzz.ratio, score_cutoff=_NEAR) if spellings else None
            if near is None or (near[1] < _NEARER and (len(phrase) < _LONG or not _PLACE_WORD.search(phrase))):
                continue
            why = f"you wrote “{words.quote(run[0].start, run[-1].end)}”, which is close to “{near[0]}”"
            hits.append(_Hit(index.names[near[0]], run[0].start, run[-1].end, near[1] / 100, 0.75, why))
    return hits


def _by_specialty(words: Words, index: Gazetteer) -> list[_Hit]:
    for pattern, names in _SPECIALTIES:
        match = pattern.search(words.text)
        if match is None:
            continue
        for name in names:
            if name in index.names:
                said, place = words.quote(match.start(), match.end()), index.names[name]
                why = f"you did not name a place; “{said}” belongs to {place}"
                return [_Hit(place, match.start(), match.end(), 0.6, 0.62, why)]
    return []
