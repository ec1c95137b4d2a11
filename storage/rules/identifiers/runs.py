"""How far a name goes: from its first word over initials, particles and family names. Never where a name begins."""

import re
from typing import Final

from storage.rules.identifiers.canvas import JOINER
from storage.rules.identifiers.cues import FUNCTION, NOT_INITIALS, PARTICLES, RISKY_IN_LOWER_CASE, THINGS_AFTER
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_NOT_ORDINARY,
    GIVEN_OR_WORD,
    ORDINARY,
    SURNAME_ENDINGS,
    SURNAME_OR_WORD,
    SURNAMES,
    is_common_form,
    is_nearly_a_word,
    is_sure_surname,
    is_word,
)

_CLOSE: Final = re.compile(rf"\.?[ \t\u00a0{JOINER}]{{0,3}}")
_SHORTEST: Final = 2
_SHORTEST_UNKNOWN: Final = 3
MOST_WORDS: Final = 3


def is_close(gap: str) -> bool:
    """Tell whether a gap between two words is one that stands inside a name: spaces, and the dot of an initial."""
    return _CLOSE.fullmatch(gap) is not None


def is_family_name(token: Token) -> bool:
    """Tell whether a word can be the family name after a given name or an initial."""
    low = token.low
    if len(low) < _SHORTEST or low in FUNCTION or low in PARTICLES:
        return False
    if token.capital:
        return (
            low in SURNAMES
            or low in SURNAME_OR_WORD
            or low in GIVEN
            or low in GIVEN_NOT_ORDINARY
            or not is_common_form(low)
        )
    if token.shape is not Shape.LOWER:
        return False
    if is_sure_surname(low) or low in GIVEN:
        return True
    if low in SURNAMES or low in SURNAME_OR_WORD:
        return low not in RISKY_IN_LOWER_CASE and low not in ORDINARY
    return len(low) >= _SHORTEST_UNKNOWN and not is_word(low)


def run_end(tokens: list[Token], first: int, most: int = MOST_WORDS) -> int:
    """Return the index after the last word of the name whose first word or initial stands at ``first``."""
    place, words, unknown = first + 1, 0, 0
    if not _is_initial(tokens[first]):
        words = 1
        unknown = int(not _is_known(tokens[first].low))
    while place < len(tokens) and words < most:
        token = tokens[place]
        previous = tokens[place - 1]
        if not is_close(token.gap) or previous.full_end != previous.end:
            break
        if token.gap.startswith(".") and not _is_initial(previous):
            break
        if is_particle(tokens, place):
            place += 1
            continue
        if _is_initial(token) and (words == 0 or _initial_goes_on(tokens, place)):
            place += 1
            continue
        last = place + 1 == len(tokens) and token.shape is Shape.CAPITAL and token.low in RISKY_IN_LOWER_CASE
        if last and words == 1 and tokens[first].shape is Shape.CAPITAL and tokens[first].low in GIVEN:
            return place + 1  # "midwife Cosima Fell" at the end: nothing is left that could have been done
        if not is_family_name(token) or (
            token.shape is Shape.LOWER and not _lower_goes_on(tokens[first], token, unknown)
        ):
            break
        if _owns_a_thing(tokens, place) or _is_an_abbreviation(tokens[first:place], token):
            break
        unknown += int(not _is_known(token.low))
        words += 1
        place += 1
    return place


def _is_known(low: str) -> bool:
    return low in GIVEN or low in GIVEN_OR_WORD


def _is_initial(token: Token) -> bool:
    return token.shape is Shape.INITIAL or (len(token.low) == 1 and token.shape is Shape.LOWER and token.low != "a")


def _initial_goes_on(tokens: list[Token], place: int) -> bool:
    """Tell whether a capital inside a name is an initial: no side of the body, and a name or an end behind it."""
    token = tokens[place]
    if token.shape is not Shape.INITIAL:
        return False
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if not tokens[place - 1].capital and tokens[place - 1].shape is not Shape.INITIAL:
        return False
    if following is None or not is_close(following.gap):
        ends = following is None or following.gap[0] in ".,;:)\n -"
        return ends and token.low not in NOT_INITIALS
    if following.capital and is_family_name(following) and not is_word(following.low):
        return True
    return token.low not in NOT_INITIALS and following.shape is Shape.LOWER and is_word(following.low)


def is_particle(tokens: list[Token], place: int) -> bool:
    """Tell whether a small word such as "van der" stands before a family name."""
    token = tokens[place]
    if token.low not in PARTICLES or place + 1 >= len(tokens):
        return False
    following = tokens[place + 1]
    if following.low in PARTICLES and place + 2 < len(tokens):
        following = tokens[place + 2]
    return is_close(following.gap) and following.capital and is_family_name(following)


def _lower_goes_on(first: Token, token: Token, unknown: int) -> bool:
    """In lower case one unknown word may follow; after a capital only a word that no slip of the keyboard explains."""
    if is_sure_surname(token.low) or token.low in GIVEN:
        return True
    if first.capital:
        return token.low.endswith(SURNAME_ENDINGS) and not is_nearly_a_word(token.low)
    if unknown and not _is_known(first.low):
        return unknown == 1 and not is_nearly_a_word(token.low)
    return True


def _is_an_abbreviation(name: list[Token], token: Token) -> bool:
    """Tell whether two or three large letters stand behind a name that is not large: "Dora Plimsoll NG feed"."""
    short = token.shape is Shape.UPPER and len(token.low) <= _SHORTEST_UNKNOWN
    return short and any(word.shape is Shape.CAPITAL for word in name)


def _owns_a_thing(tokens: list[Token], place: int) -> bool:
    """Tell whether this word names the thing after it ("Dora Baxter pump"), so that the name has ended before it."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and tokens[place].low in BRANDS and following.low in THINGS_AFTER
