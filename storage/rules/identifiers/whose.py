"""Whose name it is: a patient's, a relative's or a colleague's, from the words beside it. Never if it is one."""

import re
from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    BABY,
    BY_OR_TO,
    CHECKED_WITH,
    LINKS,
    PATIENT,
    PATIENT_DOES,
    RELATIVE,
    SIGNED,
    SISTER_OF,
    SPOKEN_TO,
    STAFF,
    STAFF_DOES,
    STAFF_PLACES,
    STAFF_TITLES,
    SURGEON_DOES,
    SURGEON_WAS,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.tokens import Shape, Token

_PATIENT: Final = IdentifierKind.PATIENT_NAME
_RELATIVE: Final = IdentifierKind.RELATIVE_NAME
_STAFF: Final = IdentifierKind.STAFF_NAME
_PASSED_OVER: Final = LINKS | {
    "the",
    "our",
    "her",
    "his",
    "pts",
    "pt's",
    "a",
    "who",
    "their",
    "my",
    "on",
    "from",
    "in",
    "at",
    "also",
    "night",
    "bank",
    "agency",
    "ward",
    "senior",
    "junior",
}
_BANDS: Final = frozenset({"b2", "b3", "b5", "b6", "b7", "b8a"})
_FAR: Final = 3
_ENDS: Final = (".", ";", "\n", "!", "?")
_OUR_WORK: Final = re.compile(
    r"(?:(?:and )?\w+ )?(?:did the (?:op|operation|case|list|ve|drug round)|had to show|was supervising"
    r"|(?:is|are|was|were) doing (?:the )?drug|caught (?:the )?wrong)\b"
)


def cue_before(tokens: list[Token], first: int) -> IdentifierKind | None:
    """Return the kind that the words right before a name speak of: "mum Sarah", "pharmacist Jolene", "pt is Dora"."""
    place, steps = first - 1, 0
    if first < len(tokens) and any(end in tokens[first].gap for end in _ENDS):
        return None
    while place >= 0 and steps < _FAR:
        low = tokens[place].low
        kind = _kind_of(tokens, place)
        if kind is not None:
            return kind
        if low not in LINKS or any(end in tokens[place].gap for end in _ENDS):
            return None
        place, steps = place - 1, steps + 1
    return None


def whose(tokens: list[Token], first: int, end: int, title: str | None) -> IdentifierKind:
    """Return whose name stands at ``tokens[first:end]``; ``title`` is its lower-case title. In doubt, the patient's."""
    before = cue_before(tokens, first)
    if before is not None and not (before is _PATIENT and title in STAFF_TITLES):
        return before
    if title in STAFF_TITLES or _does_our_work(tokens, end):
        return _STAFF
    after = _cue_after(tokens, end)
    if title is not None and end < len(tokens) and tokens[end].low in {"list", "clinic", "team", "firm", "secretary"}:
        return _STAFF
    if title is not None:
        surgeon = (after is _STAFF and _does_as_a_surgeon(tokens, end)) or _is_under_a_surgeon(tokens, first)
        return _STAFF if surgeon else after if after is _RELATIVE else _PATIENT
    if after is not None:
        return after
    previous = _previous(tokens, first)
    if _with_the_writer(tokens, end) or _works_with_us(tokens, first) or _signs_off(tokens, first, end):
        return _STAFF
    if _signs(tokens, first):
        return _STAFF
    if previous == "you" and _previous(tokens, first - 1) == "thank":
        return _STAFF
    if previous in ASKED | SIGNED or (previous in BY_OR_TO and previous not in {"to", "from", "and"}):
        return _STAFF
    return _STAFF if previous in {"to", "from"} and _previous(tokens, first - 1) in SPOKEN_TO else _PATIENT


def _does_our_work(tokens: list[Token], end: int) -> bool:
    """Tell whether what follows a name, or two names, is done by colleagues only: "did the op", "had to show her"."""
    return _OUR_WORK.match(" ".join(token.low for token in tokens[end : end + 6])) is not None


def _with_the_writer(tokens: list[Token], end: int) -> bool:
    """Tell whether "and me" or "and team" stands behind a name: a colleague of whoever writes."""
    return end + 1 < len(tokens) and tokens[end].low == "and" and tokens[end + 1].low in {"me", "i", "myself", "team"}


def _does_as_a_surgeon(tokens: list[Token], end: int) -> bool:
    following = tokens[end].low if end < len(tokens) else ""
    return following not in STAFF_DOES or following in SURGEON_DOES


def _is_under_a_surgeon(tokens: list[Token], first: int) -> bool:
    before = _previous(tokens, first)
    return before in {"under", "surgeon"} or (before == "by" and _previous(tokens, first - 1) in SURGEON_WAS)


def _signs(tokens: list[Token], first: int) -> bool:
    """Tell whether the writer names himself: "my name is Ann", "From Debbie"."""
    before = [token.low for token in tokens[max(0, first - 3) : first]]
    named = before == ["my", "name", "is"] or before[-2:] == ["my", "name"]
    return named or before[-2:] == ["reporting", "for"] or (before == ["from"] and first == 1)


def _works_with_us(tokens: list[Token], first: int) -> bool:
    """Tell whether "checked w", "swap with", "covering for" or "me and" stands before a name."""
    before, further = _previous(tokens, first), _previous(tokens, first - 1)
    if before in {"with", "w", "for"}:
        return further in CHECKED_WITH or _previous(tokens, first - 2) in CHECKED_WITH
    return before in {"and", "n"} and further == "me"


def _signs_off(tokens: list[Token], first: int, end: int) -> bool:
    """Tell whether one given name ends the message behind a dash or before a kiss: "... - Kayleigh", "Keziah x"."""
    if end != first + 1 or first == 0:
        return False
    rest = [token.low for token in tokens[end:]]
    dashed = tokens[first].gap.strip(" ") in {"-", "--"} and "\n" not in tokens[first].gap
    return (dashed and (not rest or rest[0] in {"x", "xx", "band"})) or rest in (["x"], ["xx"], ["xxx"])


def _previous(tokens: list[Token], first: int) -> str:
    return tokens[first - 1].low if first > 0 else ""


def _kind_of(tokens: list[Token], place: int) -> IdentifierKind | None:
    low = tokens[place].low
    if _previous(tokens, place) == "band" and low.isdigit():
        return _STAFF
    if low == "of" and place > 0 and tokens[place - 1].low in BABY:
        return _PATIENT
    if low == "sister":
        owned = place > 0 and (
            tokens[place - 1].low in SISTER_OF or tokens[place - 1].full_end != tokens[place - 1].end
        )
        return _RELATIVE if owned else _STAFF
    if (low == "charge" and _previous(tokens, place) == "in") or (low == "call" and _previous(tokens, place) == "on"):
        return _STAFF
    if _is_relative(tokens, place):
        return _RELATIVE
    if low in _BANDS or (low == "bms" and tokens[place].shape is Shape.UPPER):
        return _STAFF
    if low in STAFF or (low == "n" and place > 0 and tokens[place - 1].low == "s" and tokens[place].gap == "/"):
        return _STAFF
    if low == "round" and _previous(tokens, place) == "drug":
        return _STAFF
    if low in PATIENT and place > 1 and tokens[place - 1].low == "of" and tokens[place - 2].low in RELATIVE:
        return _RELATIVE
    return _PATIENT if low in PATIENT or (low == "user" and _previous(tokens, place) == "service") else None


def _is_relative(tokens: list[Token], place: int) -> bool:
    """Tell whether a relative is spoken of: "mum", "next of kin", "n.o.k", "son in law", "emergency contact"."""
    low = tokens[place].low
    before = [tokens[step].low if step >= 0 else "" for step in (place - 2, place - 1)]
    if low in RELATIVE or (low == "kin" and before[1] == "of") or (low == "contact" and before[1] == "emergency"):
        return True
    if low == "law":
        return before[1] == "in" and before[0] in RELATIVE
    return low == "k" and before == ["n", "o"] and tokens[place].gap == "."


def _cue_after(tokens: list[Token], end: int) -> IdentifierKind | None:
    place, steps = end, 0
    passive = False
    if end > 0 and tokens[end - 1].full_end != tokens[end - 1].end:
        return None  # "Dora's daughter": the word behind a possessive speaks of somebody else
    while place < len(tokens) and steps < _FAR:
        token = tokens[place]
        if any(mark in token.gap for mark in _ENDS):
            return None
        low = token.low
        kind = _kind_of(tokens, place)
        beside = steps > 0 or token.gap.strip(" ") != ""
        if kind is not None and (beside or kind is not _PATIENT):
            return kind if beside or token.gap == " " else None
        if low in STAFF_PLACES and tokens[place - 1 - (tokens[place - 1].low == "the")].low in {"from", "on", "in"}:
            return _STAFF
        if low in STAFF_DOES:
            return _PATIENT if passive else _STAFF
        if low in PATIENT_DOES:
            return _PATIENT
        if low not in _PASSED_OVER:
            return None
        passive = passive or low in {"was", "is", "being"}
        place, steps = place + 1, steps + 1
    return None
