"""What the word lists say of a word: ordinary, a given name, a family name. Never keeps a word they do not know."""

from collections import defaultdict
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from storage.rules.identifiers.wordlists import WordList, load, load_medicines, load_sections, read

GIVEN: Final = WordList(read("given_names"))
GIVEN_OR_WORD: Final = load("given_names_also_words")
SURNAMES: Final = WordList(read("surnames"))
SURNAME_OR_WORD: Final = load("surnames_also_words")
BRANDS: Final = load("brands_and_eponyms")
ORDINARY: Final = load("ordinary_words") | load("clinical_words")
DICTIONARY: Final = WordList(read("dictionary"))
"""Stems of a dictionary: rarer words, of which some are family names too."""
WORDS: Final = frozenset(word for word in ORDINARY | BRANDS | load_medicines() if word not in GIVEN)
GIVEN_NOT_ORDINARY: Final = GIVEN_OR_WORD - ORDINARY - BRANDS
"""Names such as Daisy or Jack: words too, but not words that a ward writes."""
SURE_SURNAMES: Final = WordList(word for word in read("surnames") if word not in BRANDS and word not in ORDINARY)

_SHORTEST_STEM: Final = 3
_SHORTEST_PREFIXED: Final = 4
_LONGEST_WORD: Final = 40
_SUFFIXES: Final = (
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "r", "y", "al", "ally", "ness", "less", "ful", "fully", "able",
    "ment", "ation", "ion", "ic", "ist", "ists", "ish", "est", "or", "ive", "ings", "ions", "ments", "wise", "like",
)  # fmt: skip
_COMMON_SUFFIXES: Final = ("s", "ed", "ing", "ly")
_Y_SUFFIXES: Final = ("ies", "ied", "ily", "ier", "iest", "iness")
_PREFIXES: Final = ("un", "re", "non", "mis", "over", "under", "pre", "post", "de", "dis", "out", "inter", "multi")
_MEDICAL: Final = tuple(sorted(load_sections("endings")["clinical"]))
SURNAME_ENDINGS: Final = tuple(sorted(load_sections("endings")["surnames"]))
"""Endings of many family names; never enough alone."""
_CONTRACTED: Final = frozenset({"re", "ve", "ll", "d", "t", "m", "s", "all"})
_SURNAME_PREFIXES: Final = ("o'", "mc", "fitz")
_SHORTEST_PREFIXED_SURNAME: Final = 6
_PART: Final = 3
_SHORT: Final = 4
_BEGINNINGS: Final = frozenset(word[:_PART] for word in ORDINARY)
_ENDINGS: Final = frozenset(word[-_PART:] for word in ORDINARY)
"""Where no word begins so, the slip is in the beginning; where none ends so, in the end."""
_LONG_ENOUGH: Final = 8
"""Letters of a medicine's name in which one slip is more likely than a person's name."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class _Remembered:
    """Ordinary words that were asked about before, so that they are quick to ask again.

    Only words that the lists explain are remembered: a name is never kept, not even in memory.
    """

    __slots__ = ("_most", "_words")

    def __init__(self, most: int) -> None:
        self._most = most
        self._words: set[str] = set()

    def __contains__(self, low: str) -> bool:
        return low in self._words

    def add(self, low: str) -> None:
        if len(self._words) < self._most:
            self._words.add(low)


_INFLECTED: Final = _Remembered(16384)
_SELDOM: Final = _Remembered(16384)


def is_word(low: str) -> bool:
    """Tell whether a lower-case word is an ordinary, clinical or trade word, in any of its usual forms."""
    if low in WORDS or low in _INFLECTED or len(low) > _LONGEST_WORD:
        return True
    if low in GIVEN or is_sure_surname(low):
        return False
    if "'" in low:
        head, _, tail = low.rpartition("'")
        if tail in _CONTRACTED and is_word(head):
            return True
    if "-" in low:
        return all(len(part) <= 1 or is_word(part) for part in low.split("-"))
    if low.endswith(_MEDICAL) or _is_inflected(low) or _is_prefixed(low):
        _INFLECTED.add(low)
        return True
    return False


def in_dictionary(low: str) -> bool:
    """Tell whether a lower-case word is one at all, however seldom a ward writes it: "storey", "leadership"."""
    if is_word(low) or low in DICTIONARY or low in _SELDOM:
        return True
    if _is_inflected(low, DICTIONARY):
        _SELDOM.add(low)
        return True
    return False


def is_given(low: str) -> bool:
    """Tell whether a lower-case word is a given name and seldom anything else, also one of two: "tilly-mae"."""
    if low in GIVEN:
        return True
    if "-" not in low:
        return False
    parts = low.split("-")
    return any(part in GIVEN for part in parts) and all(part in GIVEN or part in GIVEN_OR_WORD for part in parts)


def is_only_a_name(low: str) -> bool:
    """Tell whether a lower-case word is a given or family name on the lists and no word at all: "suri", "jie"."""
    return (low in GIVEN_OR_WORD or low in SURNAME_OR_WORD) and not in_dictionary(low)


def _is_inflected(low: str, stems: frozenset[str] | WordList = ORDINARY) -> bool:
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _SHORTEST_STEM:
            stem = low[: -len(suffix)]
            doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[:-1] in stems
            if stem in stems or doubled or (suffix[0] in "aeiry" and stem + "e" in stems):
                return True
    return any(low.endswith(suffix) and low[: -len(suffix)] + "y" in stems for suffix in _Y_SUFFIXES)


def is_common_form(low: str) -> bool:
    """Tell whether a word stands in the lists itself, or is one of theirs with -s, -ed, -ing or -ly."""
    if low in WORDS or len(low) > _LONGEST_WORD:
        return True
    if "-" in low or "'" in low:
        return is_word(low)
    return low.endswith(_COMMON_SUFFIXES) and _is_inflected(low)


def _is_prefixed(low: str) -> bool:
    for prefix in _PREFIXES:
        rest = low[len(prefix) :]
        if low.startswith(prefix) and len(rest) >= _SHORTEST_PREFIXED and (rest in ORDINARY or _is_inflected(rest)):
            return True
    return False


def is_sure_surname(low: str) -> bool:
    """Tell whether a lower-case word is a family name and hardly anything else, listed or by its O', Mc, Fitz."""
    if low in SURE_SURNAMES:
        return True
    if "-" in low and low not in BRANDS:
        parts = low.split("-")
        listed = all(part in SURE_SURNAMES or part in SURNAME_OR_WORD or part in GIVEN for part in parts)
        return listed and any(part in SURE_SURNAMES for part in parts) and BRANDS.isdisjoint(parts)
    prefixed = low.startswith(_SURNAME_PREFIXES) and len(low) >= _SHORTEST_PREFIXED_SURNAME
    return prefixed and low not in BRANDS and low not in ORDINARY


def is_nearly_a_word(low: str) -> bool:
    """Tell whether one slip of the keyboard makes ``low`` a word of the lists ("slippd", "ovrnite")."""
    if is_word(low):
        return True
    first, last = 0, len(low)
    if last > _SHORT:
        first = 0 if low[-_PART:] in _ENDINGS else last - _SHORT
        last = last if low[:_PART] in _BEGINNINGS else _PART - 1
    for place in range(first, last + 1):
        head, tail = low[:place], low[place:]
        if tail and (
            head + tail[1:] in ORDINARY or (len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in ORDINARY)
        ):
            return True
        for letter in _LETTERS:
            if head + letter + tail in ORDINARY or (tail and head + letter + tail[1:] in ORDINARY):
                return True
    return False


def is_nearly_a_medicine(low: str) -> bool:
    """Tell whether ``low`` is a long medicine's name with one slip in it ("bisoprilol"), and nobody's name."""
    if len(low) < _LONG_ENOUGH or low in GIVEN or low in SURNAMES:
        return False
    return any(OSA.distance(low, name, score_cutoff=1) <= 1 for name in _medicines().get(low[0], ()))


@lru_cache(maxsize=1)
def _medicines() -> dict[str, tuple[str, ...]]:
    """Return the long words of the medicine lists by their first letter."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(load_medicines(("medicines.csv",))):
        if len(word) >= _LONG_ENOUGH - 1:
            found[word[0]].append(word)
    return {first: tuple(words) for first, words in found.items()}
