"""Slots: what a message names, whatever words it uses. Each word is looked up once, slips of spelling forgiven.

The words of a slot are data. It finds what is named and where; it never decides what happened.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.incidents.reading.words import Words
from storage.rules.identifiers.words import is_word

GAP: Final = 4
"""Words that may stand where a phrase has two dots: "left .. inside" reads "left a whole swab inside"."""
FORGIVEN_FROM: Final = 6
"""Letters a word needs before a slip in it is forgiven: shorter words are too often other words."""
_TWO_SLIPS_FROM: Final = 10
_LONGEST_KEPT, _MOST_KEPT = 24, 16_384
"""Letters of a word that is remembered, and how many words are."""
BUT: Final = " but"
"""What follows a slot's name where its entries are what the slot does not mean: a ward's number is no size."""
_ANY_FIGURE: Final = "#"
TENFOLD: Final = "tenfold"
"""The slot that no words fill: two figures of which one is the other tenfold."""
_WORD: Final = re.compile(
    r"\d{1,2}:\d\d\b|[lcts]\d{1,2}[/-][lcts]?\d{1,2}\b|\d+(?:st|nd|rd|th|s)\b"
    r"|\d+(?:\.\d+)?(?: ?(?:mls?|mg|mm|mmol|units?|iu|i\.u|u|l|d|kg|g|cm|c|x)\b|%)?"
    r"|[a-z]+(?:'[a-z]+)?\d*|[+]|\?"
)
_ATOM: Final = re.compile(r"[^\s,]+")
_FIGURE: Final = re.compile(r"(\d{1,3})(?:\.0)?(?: ?(?:units?|iu|i\.u|u))?")
_ONES: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELT: Final = {word: str(number) for number, word in enumerate(_ONES, 2)} | {
    word: str(number * 10) for number, word in enumerate(_TENS, 2)
}


class Hit(NamedTuple):
    """A slot filled: the first and last word's number, and the entry that filled it."""

    first: int
    last: int
    value: str


@dataclass(frozen=True, slots=True)
class Named:
    """All that a message names: hits by slot, and where each word stands in the message."""

    hits: dict[str, list[Hit]]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    slot: str
    value: str
    rest: tuple[str, ...]
    wanted: str = ""
    """The next word that is wanted, if any: plain, a stem, a slot or a figure."""

    def may_follow(self, filled: set[str], said: str) -> bool:
        """Return whether a message that fills these slots with single words, and says this, may hold what it wants."""
        if self.wanted.startswith("@"):
            return self.wanted[1:] in filled
        return not self.wanted.endswith("*") or self.wanted[:-1] in said


@dataclass(frozen=True, slots=True)
class _Start:
    """What may begin with one word: the slots that it fills alone, and entries, some by the word that goes on."""

    slots: frozenset[str]
    entries: tuple[_Entry, ...]
    always: tuple[int, ...]
    by_next: dict[str, list[int]]
    """Numbers of entries by their next word, where that is a plain one: most need not be followed any further."""
    by_later: dict[str, list[int]]
    """The same for entries whose next word may stand a few words on."""
    by_stem: tuple[tuple[str, int], ...]
    """Stems and numbers of entries whose next word begins with the stem."""

    def going_on(self, after: list[str]) -> Sequence[int]:
        """Return the numbers of the entries that may go on with these words, in order. They need to be followed."""
        more: list[int] = []
        if after:
            follower = after[0]
            more += self.by_next.get(follower, ())
            if follower[0].isdigit():
                more += self.by_next.get(_ANY_FIGURE, ())
            more += [number for stem, number in self.by_stem if follower.startswith(stem)]
            if not self.by_later.keys().isdisjoint(after):
                more += [number for later in after for number in self.by_later.get(later, ())]
        return sorted({*self.always, *more}) if more else self.always


_NO_START: Final = _Start(frozenset(), (), (), {}, {}, ())


class Lexicon:
    """The words of every slot of a book, made ready to be looked up by their first word."""

    def __init__(self, slots: dict[str, tuple[str, ...]]) -> None:
        self._exact: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._endings: dict[str, list[_Entry]] = {}
        self._of_slot: dict[str, list[_Entry]] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        words: set[str] = set()
        for slot, lines in slots.items():
            for said in (one.strip() for line in lines for one in line.split(", ") if one.strip()):
                if said.startswith("~"):
                    self._patterns.append((re.compile(said[1:]), slot))
                else:
                    words.update(self._add(slot, said))
        self._any_pattern = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in self._patterns) or "(?!)")
        self._spellings: dict[tuple[str, int], list[str]] = {}
        for word in sorted(words):
            for length in range(len(word) - 2, len(word) + 3):
                if abs(length - len(word)) <= _slips(length):
                    self._spellings.setdefault((word[0], length), []).append(word)
        self._ordinary = words.union(self._exact, *map(_word_list, ("ordinary_words", "clinical_words")))
        self._known: dict[str, _Start] = {}

    def _add(self, slot: str, phrase: str) -> list[str]:
        said, _, value = phrase.partition("=")
        first, *rest = (_SPELT.get(word, word) for word in _ATOM.findall(said))
        entry = _Entry(slot, value.strip() or said.strip(), tuple(rest), next((one for one in rest if one != ".."), ""))
        where = self._exact
        if first.startswith("@"):
            where = self._of_slot
        elif first.startswith("*"):
            where = self._endings
        elif first.endswith("*"):
            where = self._stems
        where.setdefault(first.strip("@*"), []).append(entry)
        plain = (one.rstrip("*") for one in (first, *rest))
        return [one for one in plain if one.isalpha() and len(one) >= FORGIVEN_FROM]

    def of_word(self, word: str, here: dict[str, _Start]) -> _Start:
        """Return the slots that this one word fills, and every entry that begins with it.

        Ordinary words are remembered, in any form. Any other may be a person's name, and is kept only ``here``, for
        one message.
        """
        known = self._known.get(word) or here.get(word)
        if known is None:
            known = self._of_word(word)
            kept = self._known if self._may_keep(word) else here
            kept[word] = known
        return known

    def _may_keep(self, word: str) -> bool:
        if word in self._ordinary:
            return True
        return word.isalpha() and len(word) <= _LONGEST_KEPT and len(self._known) < _MOST_KEPT and is_word(word)

    def _of_word(self, word: str) -> _Start:
        entries = [*self._exact.get(word, ())]
        for end in range(2, len(word) + 1):
            entries += self._stems.get(word[:end], ())
        for start in range(1, len(word) - 3):
            entries += self._endings.get(word[start:], ())
        for pattern, slot in self._patterns if self._any_pattern.fullmatch(word) else ():
            found = pattern.fullmatch(word)
            if found is not None:
                entries.append(_Entry(slot, found.group(found.lastindex or 0), ()))
        if not entries:
            return _NO_START
        alone = frozenset(entry.slot for entry in entries if not entry.rest)
        for slot in alone:
            entries += self._of_slot.get(slot, ())
        always: list[int] = []
        by_next: dict[str, list[int]] = {}
        by_later: dict[str, list[int]] = {}
        by_stem: list[tuple[str, int]] = []
        for number, entry in enumerate(entries):
            wanted = entry.wanted
            loose = wanted and entry.rest[0] == ".."
            if wanted.endswith("*") and not loose:
                by_stem.append((wanted[:-1], number))
            elif not wanted or wanted[0] == "@" or wanted[-1] == "*" or (loose and wanted == _ANY_FIGURE):
                always.append(number)
            else:
                (by_later if loose else by_next).setdefault(wanted, []).append(number)
        return _Start(alone, tuple(entries), tuple(always), by_next, by_later, tuple(by_stem))

    def meant(self, said: str, here: dict[str, _Start]) -> str:
        """Return the word of the book that is a slip away from ``said``, or the word itself."""
        word = _plain(said)
        if (
            len(word) < FORGIVEN_FROM
            or word in self._ordinary
            or not word.isalpha()
            or self.of_word(word, here).entries
        ):
            return word
        spellings = self._spellings.get((word[0], len(word)), ())
        near = process.extractOne(word, spellings, scorer=OSA.distance, score_cutoff=_slips(len(word)))
        return near[0] if near else word

    def name(self, words: Words) -> Named:
        """Return every slot that the message fills."""
        found = [*_WORD.finditer(words.text)]
        here: dict[str, _Start] = {}
        meant = {one: self.meant(one, here) for one in {one.group() for one in found}}
        said = [meant[one.group()] for one in found]
        starts = {word: self.of_word(word, here) for word in meant.values()}
        filled = {slot for start in starts.values() for slot in start.slots}
        line = " ".join(said)
        hits: defaultdict[str, list[Hit]] = defaultdict(list)
        for place, word in enumerate(said):
            start = starts[word]
            if not start.entries:
                continue
            for number in start.going_on(said[place + 1 : place + 2 + GAP]):
                entry = start.entries[number]
                last, value = place, entry.value
                if entry.rest:
                    reached = self._follow(entry.rest, said, place, here) if entry.may_follow(filled, line) else None
                    if reached is None:
                        continue
                    last, value = reached, said[reached] if _ANY_FIGURE in entry.rest else value
                hits[entry.slot].append(Hit(place, last, value))
        none = {place for hit in hits.get(TENFOLD + BUT, []) for place in range(hit.first, hit.last + 1)}
        hits[TENFOLD] = [*_tenfold(said, none)]
        for slot in [one.removesuffix(BUT) for one in hits if one.endswith(BUT)]:
            hits[slot] = _without(hits[slot], hits[slot + BUT])
        return Named({slot: some for slot, some in hits.items() if some}, tuple(one.span() for one in found))

    def _follow(self, rest: tuple[str, ...], said: list[str], place: int, here: dict[str, _Start]) -> int | None:
        """Return the last word of a phrase of which the first stands at ``place``, or None when it does not go on."""
        loose = 0
        for wanted in rest:
            if wanted == "..":
                loose = GAP
                continue
            for after in range(place + 1, min(place + 2 + loose, len(said))):
                if self._is(wanted, said[after], here):
                    place, loose = after, 0
                    break
            else:
                return None
        return place

    def _is(self, wanted: str, word: str, here: dict[str, _Start]) -> bool:
        if wanted == word:  # a word holds none of the three signs
            return True
        if wanted[0] == "@":
            return wanted[1:] in self.of_word(word, here).slots
        if wanted == _ANY_FIGURE:
            return word[0].isdigit()
        return wanted[-1] == "*" and word.startswith(wanted[:-1])


def _without(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """Return the hits that share no word with any of the others."""
    return [one for one in hits if not any(one.first <= other.last and other.first <= one.last for other in others)]


def read_book(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of ``storage/reference/cues/<name>.txt`` by ``[section]``, without remarks."""
    text = files("storage.reference").joinpath("cues").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith(";"):
            current.append(line)
    return {section: tuple(lines) for section, lines in sections.items()}


def _word_list(name: str) -> frozenset[str]:
    text = files("storage.reference").joinpath("identifiers").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _slips(length: int) -> int:
    """Return how many slips are forgiven in a word of so many letters."""
    return 2 if length >= _TWO_SLIPS_FROM else 1


def _plain(word: str) -> str:
    word = word if word.isalpha() else word.replace("'", "").replace(" ", "")
    return _SPELT.get(word, word)


def _tenfold(said: list[str], none: set[int]) -> Iterator[Hit]:
    """Yield figures of which one is the other with a figure written behind it: 6 and 60, or 41 and 410.

    The words numbered ``none`` are no doses, but hours, wards or sugars.
    """
    doses = ((place, word) for place, word in enumerate(said) if place not in none)
    figures = [(place, figure[1]) for place, word in doses if word[0].isdigit() and (figure := _FIGURE.fullmatch(word))]
    for place, long in figures:
        if len(long) > 1 and not long.startswith("0") and any(short == long[:-1] for _, short in figures):
            yield Hit(place, place, TENFOLD)
