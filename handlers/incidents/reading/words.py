"""A message made ready for reading: lower case, plain punctuation, and every character still in its place.

Offsets found here are offsets into the message itself. It decides nothing about what the words mean.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.ground import Ground
from handlers.incidents.reading.stems import Stem, find_stems

READ_UP_TO: Final = 6000
"""Characters read. A report is far shorter; what follows in a pasted document cannot slow the reader down."""

_PLAIN: Final = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\r": " ",
    }
)  # fmt: skip
_LONG_NUMBER: Final = re.compile(r"\d(?<=\b\d)(?:\d{2}[ -]?\d{3}[ -]?\d{4}|(?<=0)\d{4}[ -]?\d{3}[ -]?\d{3}|\d{6,})\b")
"""NHS, phone, serial and job numbers: their digits are no time, date or count.

It begins with a digit, and looks behind it for an edge, so that it is tried at digits only.
"""
_TOKEN: Final = re.compile(r"[a-z0-9&]+(?:['/-][a-z0-9]+)*")
_BOUNDARY: Final = re.compile(
    r"[.;!?\n,:()]|\b(?:but|however|although|though|then|so|after|because|until|till|til)\b"
    r"|\band (?=is |was |were |has |had |now |got |needed |then )"
)
_CLAUSE_END: Final = re.compile(r"[;!?\n]|\.(?=\s|$)")
_NEGATIVE: Final = cues("words", "negative", after=r"\b(?:[^\w.;!?]+(?!un)[\w/'-]+){0,4}[^\w.;!?]*$")
_NEGATIVE_AFTER: Final = re.compile(
    r"\s*(?:[:=-]\s*|was |is |were |has been )?(?:none|nil|neg|negative|excluded|ruled out|not seen|not present|nad)\b"
)
_QUERY: Final = re.compile(r"(?:\?\s*|\bquery\s+|\bpossible\s+|\bsuspected\s+|\bto exclude\s+|\bto r/o\s+)$")


class Token(NamedTuple):
    """One word of the message, in lower case, with where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A message as the rules read it. ``text`` has the same length as what was read of ``raw``."""

    raw: str
    text: Ground
    tokens: tuple[Token, ...]
    stems: tuple[Stem, ...]
    vocabulary: frozenset[str]

    def quote(self, start: int, end: int) -> str:
        """Return the words at these offsets on one line, cut to 60 characters, to show a person why."""
        words = " ".join(self.raw[start:end].split())
        return words if len(words) <= 60 else words[:59] + "…"

    def clause(self, start: int) -> tuple[int, int]:
        """Return the half-open offsets of the sentence that holds ``start``."""
        begin, end = 0, len(self.text)
        for edge in _CLAUSE_END.finditer(self.text):
            if edge.end() <= start:
                begin = edge.end()
            elif edge.start() >= start:
                end = edge.start()
                break
        return begin, end


def prepare(text: str) -> Words:
    """Make ``text`` ready. Any string is accepted; at most ``READ_UP_TO`` characters are read."""
    raw = text[:READ_UP_TO]
    plain = raw.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few letters, such as İ, grow when they are lowered
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)
    lower = _LONG_NUMBER.sub(lambda found: "_" * len(found.group()), lower)
    tokens = tuple(Token(found.group(), *found.span()) for found in _TOKEN.finditer(lower))
    return Words(raw, Ground(lower), tokens, find_stems(lower), frozenset(token.text for token in tokens))


def denied(words: Words, start: int, end: int) -> bool:
    """Whether the message says that the thing at these offsets did not happen, or might have: "no injury"."""
    before = words.text[max(0, start - 48) : start]
    edge = 0
    for boundary in _BOUNDARY.finditer(before):
        if boundary.group() in {"?", ":", "("} and before[boundary.end() :].strip() == "":
            continue
        edge = boundary.end()
    if _NEGATIVE.search(before[edge:]):
        return True
    return _NEGATIVE_AFTER.match(words.text, end) is not None


def queried(words: Words, start: int) -> bool:
    """Whether the thing is only asked about: "?fracture", "query sepsis", "possible bleed"."""
    return _QUERY.search(words.text[max(0, start - 14) : start]) is not None


def affirmed(words: Words, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches of ``pattern`` that are neither denied nor only asked about."""
    for found in pattern.finditer(words.text):
        if not denied(words, found.start(), found.end()) and not queried(words, found.start()):
            yield found


def first(words: Words, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the first affirmed match, or None."""
    return next(affirmed(words, pattern), None)


def all_of(words: Words, rules: Iterable[Sequence[re.Pattern[str]]]) -> re.Match[str] | None:
    """Return the last part's match of the first rule of which every part is affirmed, wherever each stands; or None."""
    for rule in rules:
        found = [first(words, part) for part in rule]
        if None not in found:
            return found[-1]
    return None
