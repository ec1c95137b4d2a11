"""Names with who they are behind them: "ali (hca)", "Rosalind (daughter)", "the Abernathy lady". Never one alone."""

import re
from typing import Final

from storage.rules.identifiers.cues import BEFORE_THINGS, FUNCTION, MONTHS, RELATIVE, STAFF, WEEKDAYS
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.words import (
    GIVEN,
    GIVEN_OR_WORD,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_nearly_a_word,
    is_only_a_name,
)

_CLEAR: Final = 5
_SHORTEST: Final = 3
_KINDS_OF_STAFF: Final = frozenset(
    {"bank", "agency", "night", "our", "the", "my", "senior", "student", "locum", "band", "ward", "ld", "mh"}
)
_THEIRS: Final = frozenset({"her", "his", "their", "pts", "pt", "patients", "patient"})
_THE: Final = frozenset({"the", "that", "this", "our", "a", "an"})
_SOMEBODY: Final = frozenset(
    [
        "lady",
        "gentleman",
        "gent",
        "man",
        "woman",
        "boy",
        "girl",
        "baby",
        "twins",
        "twin",
        "family",
        "child",
        "chap",
        "bloke",
        "fella",
        "lad",
        "lads",
        "lass",
        "couple",
        "boys",
        "brothers",
        "girls",
        "sisters",
        "pair",
    ]
)
_ADJECTIVES: Final = (
    "an", "ish", "ese", "ani", "eli", "ali", "eni", "aqi", "hi", "ino", "iot", "ovak", "ic", "ed", "ing", "ous", "ive",
    "ant", "ent", "ful", "less", "able", "ible", "ary", "al", "ile", "ind", "ught", "bound", "ee", "ie",
)  # fmt: skip
"""Endings of words for peoples and for how somebody is: "the Eritrean lady" is not called so."""
_DEPARTMENTS: Final = frozenset(
    {
        "lab", "labs",
        "photography", "illustration", "phlebotomy", "pharmacy", "physiotherapy", "radiology", "pathology", "path",
        "switchboard", "bookings", "reception", "estates", "catering", "kitchens", "portering", "records", "library",
        "governance", "secretaries", "audiology", "dietetics", "haematology", "microbiology", "histology", "stores",
    }
)  # fmt: skip
_SIGNED_MOST: Final = 3
"""Words of a department behind a name that ends a message: "Prudence, medical photography"."""
_HOLIDAYS: Final = frozenset(
    {
        "january", "february", "march", "july", "september", "october", "november", "december", "halloween", "hogmanay",
        "ramadan", "eid", "diwali", "bonfire", "boxing", "whitsun",
    }
)  # fmt: skip
"""Days and months beside those that are given names."""
_DONE: Final = ("ed", "ing")
_IN_BRACKETS: Final = re.compile(r" ?[(\[] ?")


def before_a_role(sight: Sight, place: int) -> Name | None:
    """Return a name that says its role behind it: "Njideka (bank RMN)", "ali (hca)", "Wioletta dietician"."""
    token = sight.tokens[place]
    if token.low in FUNCTION or len(token.low) < _SHORTEST or sight.before(place) in BEFORE_THINGS:
        return None
    given = token.low in GIVEN
    unknown = (token.shape is Shape.CAPITAL or _is_strange(sight, place)) and not in_dictionary(token.low)
    listed = token.shape is Shape.CAPITAL and token.low in GIVEN_OR_WORD
    if not given and not unknown and not listed:
        return None
    end = run_end(sight.tokens, place)
    role = sight.token(end)
    if role is None or sight.owns(end - 1):
        return None
    bracketed = _is_bracket(sight, end)
    if bracketed and role.low == "band":
        return Name(IdentifierKind.STAFF_NAME, place, end)
    apposed = (unknown or listed or given) and role.gap == ", "
    clear = (unknown and not is_nearly_a_word(token.low)) or is_only_a_name(token.low)
    if (
        not bracketed
        and not apposed
        and not (role.gap == " " and (clear or _is_rank(listed, role)) and sight.starts_sentence(place))
    ):
        return None
    signed = apposed and sight.starts_sentence(place) and _ends_with_a_department(sight, end)
    if signed and not _is_a_day_or_done(token):
        return Name(IdentifierKind.STAFF_NAME, place, end)
    if role.low in _KINDS_OF_STAFF | _THEIRS and (bracketed or apposed or clear):
        role = sight.token(end + 1)
    if role is None:
        return None
    if role.low in STAFF and (bracketed or not given or role.gap == " "):
        return Name(IdentifierKind.STAFF_NAME, place, end)
    related = role.low in RELATIVE and (bracketed or (apposed and role.gap == " "))
    return Name(IdentifierKind.RELATIVE_NAME, place, end) if related else None


def _ends_with_a_department(sight: Sight, place: int) -> bool:
    """Tell whether at most three words from ``place`` on end the message, the last of them a department."""
    return len(sight.tokens) - place <= _SIGNED_MOST and sight.tokens[-1].low in _DEPARTMENTS


def _is_a_day_or_done(token: Token) -> bool:
    """Tell whether a word says when or what became of it: "Delay. Monday, pharmacy", "Haemolysed, lab"."""
    if token.low in MONTHS | WEEKDAYS | _HOLIDAYS:
        return True
    listed = token.low in GIVEN or token.low in GIVEN_OR_WORD or token.low in SURNAMES
    return token.low.endswith(_DONE) and not listed


def _is_strange(sight: Sight, place: int) -> bool:
    """Tell whether a small word before a bracket is no slip of a word either: "tezza (hca)"."""
    token = sight.tokens[place]
    small = token.shape is Shape.LOWER and len(token.low) >= _CLEAR - 1 and token.low not in GIVEN
    return small and _is_bracket(sight, place + 1) and not is_nearly_a_word(token.low)


def _is_bracket(sight: Sight, place: int) -> bool:
    token = sight.token(place)
    return token is not None and _IN_BRACKETS.fullmatch(token.gap) is not None


def _is_rank(listed: bool, role: Token) -> bool:
    return listed and role.shape is Shape.UPPER and role.low in STAFF


def as_the_person(sight: Sight, place: int) -> Name | None:
    """Return "Abernathy" in "the Abernathy lady": an unknown capital that a person is called by."""
    token = sight.tokens[place]
    called = sight.low(place - 1) in _THE or (sight.starts_sentence(place) and sight.low(place + 1) == "family")
    if not called or sight.low(place + 1) not in _SOMEBODY or not sight.follows(place + 1):
        return None
    if token.shape is not Shape.CAPITAL or len(token.low) <= _SHORTEST or token.low.endswith(_ADJECTIVES):
        return None
    listed = token.low in SURNAMES or (token.low in SURNAME_OR_WORD and not sight.starts_sentence(place))
    if (is_nearly_a_word(token.low) and not listed) or sight.owns(place):
        return None
    return Name(IdentifierKind.PATIENT_NAME, place, place + 1)
