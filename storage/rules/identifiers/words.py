"""The word lists, and the questions asked of them: is this an ordinary word, a given name, a family name?

The lists are read once, when this module is imported. Never reads a message by itself.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final


def _load(name: str) -> frozenset[str]:
    text = (files("storage") / "reference" / "identifiers" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _medicines() -> frozenset[str]:
    """Return every word of the medicine lists: approved names, brands and shorthand are no people."""
    folder = files("storage") / "reference"
    texts = (folder / name for name in ("medicines.csv", "medicine_lookalikes.txt"))
    return frozenset(word for text in texts for word in _WORD.findall(text.read_text(encoding="utf-8").lower()))


_WORD: Final = re.compile(r"[a-z]{4,}")
GIVEN: Final = _load("given_names")
GIVEN_OR_WORD: Final = _load("given_names_also_words")
SURNAMES: Final = _load("surnames")
SURNAME_OR_WORD: Final = _load("surnames_also_words")
BRANDS: Final = _load("brands_and_eponyms")
ORDINARY: Final = _load("ordinary_words") | _load("clinical_words")
WORDS: Final = (ORDINARY | BRANDS | _medicines()) - GIVEN
GIVEN_NOT_ORDINARY: Final = GIVEN_OR_WORD - ORDINARY - BRANDS
"""Names such as Daisy or Jack: words too, but not words that a ward writes."""
_EPONYM_SURNAMES: Final = SURNAMES & BRANDS
SURE_SURNAMES: Final = SURNAMES - _EPONYM_SURNAMES - ORDINARY

_SHORTEST_STEM: Final = 3
_SHORTEST_PREFIXED: Final = 4
_LONGEST_WORD: Final = 40
_SUFFIXES: Final = (
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "r", "y", "al", "ally", "ness", "less", "ful", "fully", "able",
    "ment", "ation", "ion", "ic", "ist", "ists", "ish", "est", "or", "ive", "ings", "ions", "ments", "wise", "like",
)  # fmt: skip
_Y_SUFFIXES: Final = ("ies", "ied", "ily", "ier", "iest", "iness")
_PREFIXES: Final = ("un", "re", "non", "mis", "over", "under", "pre", "post", "de", "dis", "out", "inter", "multi")
_MEDICAL: Final = (
    "aemia", "aemic", "kalemia", "itis", "osis", "ectomy", "otomy", "ostomy", "oscopy", "opathy", "algia", "uria",
    "plegia", "pnoea", "ology", "ologist", "ography", "metry", "phasia", "phagia", "rrhoea", "penia", "trophy", "cillin",
    "mycin", "micin", "floxacin", "azole", "sartan", "olol", "statin", "parin", "xaban", "gliptin", "gliflozin",
    "tidine", "setron", "triptan", "zepam", "zolam", "dipine", "cycline", "curium", "dronate", "thiazide", "semide",
    "profen", "coxib", "tinib", "barbital", "asone", "olone", "onium", "oxetine", "tyline", "pramine", "codone",
    "morphone", "tension", "tensive", "tization", "isation", "ization", "cardia", "cardic", "ocyte", "ocytes",
)  # fmt: skip
SURNAME_ENDINGS: Final = (
    "son", "ton", "ham", "worth", "field", "wood", "stone", "well", "by", "shaw", "ley", "man", "burn", "ford", "bury", "ski",
    "ska", "wicz", "ov", "ova", "ez", "sen", "escu", "idis", "opoulos", "uddin", "ullah", "stein", "berg", "thwaite", "combe",
    "cott", "hurst", "wick", "ward", "way", "ards", "erson", "kov", "enko", "yan", "ian", "oglu", "wala", "singh", "soll", "czyk",
)  # fmt: skip
"""Endings of many family names; never enough alone."""
_CONTRACTED: Final = frozenset({"re", "ve", "ll", "d", "t", "m", "s", "all"})
_SURNAME_PREFIXES: Final = ("o'", "mc", "fitz")
_SHORTEST_PREFIXED_SURNAME: Final = 6
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=16384)
def is_word(low: str) -> bool:
    """Tell whether a lower-case word is an ordinary, clinical or trade word, in any of its usual forms."""
    if low in WORDS or len(low) > _LONGEST_WORD:
        return True
    if low in GIVEN or is_sure_surname(low):
        return False
    if "'" in low:
        head, _, tail = low.rpartition("'")
        if tail in _CONTRACTED and is_word(head):
            return True
    if "-" in low:
        return all(len(part) <= 1 or is_word(part) for part in low.split("-"))
    return low.endswith(_MEDICAL) or _is_inflected(low) or _is_prefixed(low)


def _is_inflected(low: str) -> bool:
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _SHORTEST_STEM:
            stem = low[: -len(suffix)]
            doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[:-1] in ORDINARY
            if stem in ORDINARY or doubled or (suffix[0] in "aeiry" and stem + "e" in ORDINARY):
                return True
    return any(low.endswith(suffix) and low[: -len(suffix)] + "y" in ORDINARY for suffix in _Y_SUFFIXES)


def _is_prefixed(low: str) -> bool:
    for prefix in _PREFIXES:
        rest = low[len(prefix) :]
        if low.startswith(prefix) and len(rest) >= _SHORTEST_PREFIXED and (rest in ORDINARY or _is_inflected(rest)):
            return True
    return False


@lru_cache(maxsize=16384)
def is_sure_surname(low: str) -> bool:
    """Tell whether a lower-case word is a family name and hardly anything else, from the list or by its O', Mc or Fitz."""
    if low in SURE_SURNAMES:
        return True
    prefixed = low.startswith(_SURNAME_PREFIXES) and len(low) >= _SHORTEST_PREFIXED_SURNAME
    return prefixed and low not in BRANDS and low not in ORDINARY


@lru_cache(maxsize=16384)
def is_nearly_a_word(low: str) -> bool:
    """Tell whether one slip of the keyboard makes ``low`` a word of the lists ("slippd", "ovrnite")."""
    if is_word(low):
        return True
    for place in range(len(low) + 1):
        head, tail = low[:place], low[place:]
        if tail and (
            head + tail[1:] in ORDINARY or (len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in ORDINARY)
        ):
            return True
        for letter in _LETTERS:
            if head + letter + tail in ORDINARY or (tail and head + letter + tail[1:] in ORDINARY):
                return True
    return False
