"""Where it happened: the trust's own places, by name, alias, ward number, misspelling, or what is done there.

A place that only sent, received, rang or reviewed is told apart from the place where the thing happened: by rules, and
where several places are told by the weights of the words around them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from handlers.incidents.reading.beginnings import beginnings, signs_of
from handlers.incidents.reading.elsewhere import came_to_light
from handlers.incidents.reading.ground import Ground
from handlers.incidents.reading.mentions import weigh
from handlers.incidents.reading.own_names import mistyped, own_names
from handlers.incidents.reading.place_signs import Spot, overrule
from handlers.incidents.reading.senses import means_a_place, mostly_acts
from handlers.incidents.reading.specialties import by_specialty, described, in_the_scanner, led, not_where
from handlers.incidents.reading.spellings import GENERIC, LED, bare_numbers, last_words, variants, written
from handlers.incidents.reading.values import Answer, Place
from handlers.incidents.reading.words import Words

_WORD_START: Final = re.compile(r"(?<![a-z0-9])[a-z0-9]")
_PLACE_WORD: Final = re.compile(
    r"\b(?:ward|unit|clinic|suite|theatre|lounge|room|dept|department|lab|laboratory|corridor|hospice|centre|nursing)\b"
)


_START: Final = 3
_NEAR, _NEARER, _LONG, _ALIKE = 84, 88, 9, 100
_ONE_SLIP, _SLIPPED = 7, 85
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
    specialties: frozenset[str]
    """Spellings that are only what a ward is described as."""
    last_words: frozenset[str]
    """Words that are only the end of a name: "lounge"."""
    own: dict[str, str]
    """Places by their own name: "larch"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for a place: its name in the trust's list, where they stand, and how much they say for it."""

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
            patterns.setdefault(plain, written(plain))
            for key, pattern in bare_numbers(plain):
                names.setdefault(key, place.name)
                patterns.setdefault(key, pattern)
            for other in variants(plain):
                names.setdefault(other, place.name)
                patterns.setdefault(other, written(other))
            for other in (plain, *variants(plain)):
                alone = other.removesuffix(" ward")
                if alone != other and alone in LED:
                    patterns.setdefault(alone, led(alone))
                    names.setdefault(alone, place.name)
            short = re.sub(r" (?:ward|unit)$", "", plain)
            if short != plain and short.isalpha() and len(short) >= 3 and short not in GENERIC:
                patterns.setdefault(short, re.escape(short))
                names.setdefault(short, place.name)
    trades = {spelling: (pattern, name) for spelling, pattern, name in described(places) if spelling not in patterns}
    names |= {spelling: name for spelling, (_, name) in trades.items()}
    patterns |= {spelling: pattern for spelling, (pattern, _) in trades.items()}
    ends = {word: (pattern, name) for word, pattern, name in last_words(p.name for p in places) if word not in patterns}
    names |= {word: name for word, (_, name) in ends.items()}
    patterns |= {word: pattern for word, (pattern, _) in ends.items()}
    by_letter: dict[str, list[str]] = {}
    for plain in sorted(patterns, key=len, reverse=True):
        by_letter.setdefault(plain[0], []).append(plain)
    exact, by_group = _patterns_by_letter(by_letter, names, patterns)
    starts = {signs_of(head)[:_START] for spelt in patterns.values() for head in beginnings("", spelt, "")}
    own = {name: place for name, place in own_names(places).items() if name not in GENERIC}
    return Gazetteer(
        frozenset(starts), exact, by_group, names, _spellings(by_letter), frozenset(trades), frozenset(ends), own
    )


def _patterns_by_letter(
    by_letter: dict[str, list[str]], names: dict[str, str], patterns: dict[str, str]
) -> tuple[dict[str, re.Pattern[str]], dict[str, str]]:
    """Return one pattern for the names that begin with a sign, by sign, and the place of each of its groups."""
    exact: dict[str, re.Pattern[str]] = {}
    by_group: dict[str, str] = {}
    for letter, plains in by_letter.items():
        groups: list[str] = []
        for plain in plains:
            group = f"p{len(by_group)}"
            by_group[group] = names[plain]
            groups.append(f"(?P<{group}>{patterns[plain]})")
        exact[letter] = re.compile("(?:" + "|".join(groups) + r")(?![a-z0-9]|'s\b|:\d)")
    return exact, by_group


def _spellings(by_letter: dict[str, list[str]]) -> dict[tuple[str, int], list[str]]:
    """Return the spellings long enough to be misspelt, by first letter and number of words."""
    near: dict[tuple[str, int], list[str]] = {}
    for letter, plains in by_letter.items():
        for plain in plains:
            if len(plain) >= 5 and not any(sign.isdigit() for sign in plain):
                near.setdefault((letter, plain.count(" ") + 1), []).append(plain)
    return near


_MENTIONED: Final = 0.22
"""Below this a place is only spoken of: "put back w pharmacy"."""
_FAINT: Final = 0.6
"""Mentions weaker than this may give way to what the care itself says: "at home", "in labour"."""


_AN_END: Final = 0.3
"""What the last word of a name weighs less than the whole."""
_ORIGIN: Final = 0.8
"""Mentions weaker than this tell at most where somebody came from."""
_JOINED: Final = re.compile(r"\s?(?:\+|&|and|n)\s?(?:on |in |the )*")
_BETWEEN: Final = re.compile(r"\b(?:between|from|of) (?:the )?$")
_NEITHER: Final = 0.55
"""How sure one of two joined places is: "in resp + AMU"."""


_WEIGHED: Final = 0.75
"""How sure a place is at most that the weights chose against the rules."""


def find_place(words: Words, places: Sequence[Place]) -> Answer[str] | None:
    """Return the place where it happened, or None. The value is the place's name in the trust's own list."""
    mentions = find_mentions(words, places)
    found = by_rules(words, mentions)
    spots = [Spot(one.name, one.start, one.end) for one in mentions]
    other = overrule(words, spots, found.value) if found is not None else None
    if other is None:
        return found
    told = mentions[spots.index(other.spot)]
    return Answer(told.name, min(_WEIGHED, other.share), told.start, told.end, told.why)


def find_mentions(words: Words, places: Sequence[Place]) -> list[Mention]:
    """Return all words that may stand for a place; those that only belong to one where nothing better is told."""
    index = gazetteer(tuple(places))
    hits = _exact_hits(words, index)
    if all(hit.score < _FAINT for hit in hits):
        hits += [near for near in _misspelt(words, index) if not any(_overlap(near, hit) for hit in hits)]
    if all(hit.score < _ORIGIN for hit in hits):
        hits += _in_the_scanner(words, index)
    if all(hit.score < _FAINT for hit in hits):
        hits += _by_specialty(words, index, frozenset(hit.name for hit in hits))
    return [hit for hit in hits if not any(_within(other.name, hit.name) and other.score >= _FAINT for other in hits)]


def by_rules(words: Words, hits: Sequence[Mention]) -> Answer[str] | None:
    """Return the place by the rules alone: the mention that says most; less sure where another says as much."""
    if not hits:
        return None
    if len({hit.name for hit in hits}) > 1:
        hits = [replace(hit, score=hit.score - came_to_light(words, hit.start, hit.end)) for hit in hits]
    best = max(hits, key=lambda hit: hit.score)
    rivals = {hit.name for hit in hits if hit.name != best.name and best.score - hit.score < 0.05}
    sure = max(0.6, best.sure - 0.1) if rivals else best.sure
    if any(_joined(words, best, hit) for hit in hits):
        sure = min(sure, _NEITHER)
    return Answer(best.name, sure, best.start, best.end, best.why)


def _joined(words: Words, one: Mention, other: Mention) -> bool:
    """Whether two places are told of in one breath, so that it is neither rather than the other."""
    first, second = sorted((one, other), key=lambda hit: hit.start)
    if first.name == second.name or min(one.score, other.score) < _FAINT or _BETWEEN.search(words.text, 0, first.start):
        return False
    return _JOINED.fullmatch(words.text, first.end, second.start) is not None


def _overlap(one: Mention, other: Mention) -> bool:
    """Whether two mentions share words: "rang ward" is no misspelt name where "ward 7" is one."""
    return one.start < other.end and other.start < one.end


def _within(part: str, whole: str) -> bool:
    """Whether one place is a named part of another: "Willow unit garden" of "Willow unit"."""
    return part != whole and part.startswith(whole + " ")


def _exact_hits(words: Words, index: Gazetteer) -> list[Mention]:
    hits: list[Mention] = []
    for order, match in enumerate(_as_written(words.text, index)):
        if not means_a_place(words, match):
            continue
        score = weigh(words, match) - 0.02 * order - (_AN_END if match.group() in index.last_words else 0.0)
        why = f"you wrote “{words.quote(match.start(), match.end())}”"
        name = index.by_group[match.lastgroup or ""]
        hits.append(Mention(name, match.start(), match.end(), score, _sure(score, match.group()), why))
    return hits


def _sure(score: float, spelt: str) -> float:
    for least, sure in ((0.7, 0.95), (0.45, 0.7), (0.4, 0.65)):
        if score >= least:
            return sure
    if score < _MENTIONED:
        return 0.5
    return 0.6 if mostly_acts(spelt) else 0.65


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


def _misspelt(words: Words, index: Gazetteer) -> list[Mention]:
    """Look for near spellings of one to three words, only when nothing matched as written."""
    tokens = [token for token in words.tokens if not any(letter.isdigit() for letter in token.text)]
    hits: list[Mention] = []
    for size in (3, 2, 1):
        for start in range(len(tokens) - size + 1):
            run = tokens[start : start + size]
            phrase = " ".join(token.text for token in run)
            if len(phrase) < 6 or (size > 1 and not 0 <= run[-1].end - run[0].start - len(phrase) <= 2):
                continue
            spellings = index.spellings.get((phrase[0], size))
            near = process.extractOne(phrase, spellings, scorer=fuzz.ratio, score_cutoff=_NEAR) if spellings else None
            if near is None or not _near_enough(phrase, near[0], near[1]):
                continue
            by_trade = near[0] in index.specialties
            if (near[1] == _ALIKE and not by_trade) or (by_trade and not_where(words.text, run[0].start, run[-1].end)):
                continue
            why = f"you wrote “{words.quote(run[0].start, run[-1].end)}”, which is close to “{near[0]}”"
            hits.append(Mention(index.names[near[0]], run[0].start, run[-1].end, near[1] / 100, 0.75, why))
    for name, place, first, last in mistyped(words, index.own):
        why = f"you wrote “{words.quote(first, last)}”, which is close to “{name}”"
        hits.append(Mention(place, first, last, 0.85, 0.75, why))
    return hits


def _near_enough(phrase: str, name: str, alike: float) -> bool:
    if alike >= _NEARER or (len(phrase) >= _LONG and _PLACE_WORD.search(phrase)):
        return True
    return len(phrase) == len(name) == _ONE_SLIP and alike >= _SLIPPED


def _by_specialty(words: Words, index: Gazetteer, named: frozenset[str]) -> list[Mention]:
    found = by_specialty(words, index.names, named)
    if found is None:
        return []
    place, start, end = found
    why = f"you did not name a place; “{words.quote(start, end)}” belongs to {place}"
    return [Mention(place, start, end, 0.6, 0.62, why)]


def _in_the_scanner(words: Words, index: Gazetteer) -> list[Mention]:
    found = in_the_scanner(words, index.names)
    if found is None:
        return []
    place, start, end = found
    return [Mention(place, start, end, _ORIGIN, 0.75, f"“{words.quote(start, end)}” belongs to {place}")]
