"""Initials: with a family name, with dots, or two large letters for a patient. Never a side, a vitamin or a test."""

from typing import Final

from storage.rules.identifiers.cues import (
    BEFORE_THINGS,
    NOT_INITIALS,
    PATIENT_DOES,
    PERSON_DOES,
    STAFF,
    THINGS_AFTER,
    TITLES,
)
from storage.rules.identifiers.runs import is_family_name, run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import belongs_to_a_thing, name_at
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.whose import cue_before
from storage.rules.identifiers.words import (
    BRANDS,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
    is_word,
)

_TWO: Final = 2
_SHORT: Final = 4
_CLEAR: Final = 5
_MOST_INITIALS: Final = 3


def initials_with_a_name(sight: Sight, place: int) -> Name | None:
    """Return initials with a family name: "J. Plimsoll", "R Patel"; not "L Colles", "C diff" or "vitamin K"."""
    if sight.before(place) in BEFORE_THINGS or (place > 0 and sight.tokens[place].gap in {"", "/", "-", "+"}):
        return None
    last = place
    while last - place < _MOST_INITIALS and sight.follows(last + 1) and sight.tokens[last + 1].shape is Shape.INITIAL:
        last += 1
    first = last + 1
    if not sight.follows(first) or not sight.is_free(first):
        return None
    token = sight.tokens[first]
    large = token.capital and sight.tokens[place].shape is Shape.INITIAL
    if not large and not _is_small_and_dotted(sight, place, token):
        return None
    dotted = token.gap.startswith(".") and (token.low in SURNAME_OR_WORD or token.low in SURNAMES)
    if not is_family_name(token) or token.low in THINGS_AFTER or (token.low in BRANDS and not dotted):
        return None
    clear = is_sure_surname(token.low) or dotted or is_only_a_name(token.low) or not is_nearly_a_word(token.low)
    handed = sight.low(place - 1) in {"to", "for", "of", "with", "by"} and token.shape is Shape.CAPITAL
    clear = (
        clear
        or (handed and not in_dictionary(token.low))
        or (_is_listed(token) and _has_a_patient(sight, place, first))
    )
    side = last == place and sight.tokens[place].low in NOT_INITIALS
    if (
        not clear
        or (side and token.shape is not Shape.CAPITAL)
        or (token.shape is Shape.UPPER and len(token.low) < _CLEAR)
    ):
        return None
    end = run_end(sight.tokens, first, most=2)
    return None if belongs_to_a_thing(sight, place, end) else name_at(sight, place, end)


def _is_listed(token: Token) -> bool:
    """Tell whether a capital is on a list of family names: with initials, also one that is a word."""
    return token.shape is Shape.CAPITAL and (token.low in SURNAME_OR_WORD or token.low in SURNAMES)


def _has_a_patient(sight: Sight, first: int, last: int) -> bool:
    """Tell whether initials and a family name are spoken of as a patient: "pt D Stone", "D Stone fell"."""
    if sight.tokens[first].low in NOT_INITIALS and last == first + 1:
        return False
    return sight.low(first - 1) in {"pt", "patient", "px", "name"} or _does_or_lies(sight, last + 1)


def _does_or_lies(sight: Sight, place: int) -> bool:
    """Tell whether what only people do follows, or where they lie: "D Stone fell", "D Stone in bay 2"."""
    after = sight.low(place)
    return after in PERSON_DOES or after in PATIENT_DOES or (after == "in" and sight.low(place + 1) in {"bay", "bed"})


def initials_joined(sight: Sight, place: int) -> Name | None:
    """Return "RJ Halloway", "pt DB Stone": two large letters that mean nothing else, and a family name."""
    token, family = sight.tokens[place], sight.token(place + 1)
    if token.shape is not Shape.UPPER or len(token.low) != _TWO or family is None or not sight.follows(place + 1):
        return None
    if token.low in STAFF or token.low in TITLES:
        return None
    if not sight.is_free(place + 1) or family.shape is not Shape.CAPITAL or not is_family_name(family):
        return None
    announced = sight.low(place - 1) in {"pt", "patient", "px", "name"}
    if (is_word(token.low) and not announced) or family.low in BRANDS or family.low in THINGS_AFTER:
        return None
    clear = is_sure_surname(family.low) or is_only_a_name(family.low) or not is_nearly_a_word(family.low)
    clear = clear or (announced and not is_word(token.low))
    if not (clear or (_is_listed(family) and not is_word(token.low) and _has_a_patient(sight, place, place + 1))):
        return None
    end = run_end(sight.tokens, place + 1, most=2)
    return None if belongs_to_a_thing(sight, place, end) else name_at(sight, place, end)


def _is_small_and_dotted(sight: Sight, place: int, token: Token) -> bool:
    """Tell whether "k. machado" stands here: a small letter, a dot, and a small word that is no word."""
    small = sight.tokens[place].shape is Shape.LOWER and token.shape is Shape.LOWER and token.gap.startswith(".")
    free = not sight.tokens[place].gap.endswith((".", "/"))
    return small and free and len(token.low) >= _SHORT and not in_dictionary(token.low) and token.low not in TITLES


def initials_with_dots(sight: Sight, place: int) -> Name | None:
    """Return "J.S." where a person stands: after "pt", or at the beginning and doing something."""
    end = place + 1
    while end - place <= _MOST_INITIALS and sight.follows(end) and sight.tokens[end].gap in {".", ". "}:
        if sight.tokens[end].shape is not Shape.INITIAL or not sight.is_free(end):
            break
        end += 1
    letters = "".join(token.low for token in sight.tokens[place:end])
    if end < place + 2 or is_word(letters):
        return None
    announced = cue_before(sight.tokens, place) is not None
    acts = sight.starts_sentence(place) and sight.low(end) in PERSON_DOES
    return name_at(sight, place, end) if announced or acts else None


def initials_together(sight: Sight, place: int) -> Name | None:
    """Return "PN": two large letters that mean nothing else, where a patient is spoken of or lies."""
    token = sight.tokens[place]
    if token.shape is not Shape.UPPER or len(token.low) != _TWO or is_word(token.low):
        return None
    after = sight.low(place + 1)
    lies = after == "in" and sight.low(place + 2) in {"bed", "bay", "side"}
    announced = sight.low(place - 1) in {"pt", "patient", "px"} and (lies or after in PERSON_DOES | PATIENT_DOES)
    return name_at(sight, place, place + 1) if announced or (lies and sight.starts_sentence(place)) else None
