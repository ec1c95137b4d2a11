"""Capitals that no list holds and no dictionary explains, where a person stands. Never a word with a slip in it."""

from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    BEFORE_THINGS,
    DONE_BY,
    FUNCTION,
    PATIENT_DOES,
    PERSON_DOES,
    RISKY_IN_LOWER_CASE,
    SPOKEN_TO,
    STAFF,
    STAFF_DOES,
    STAFF_PLACES,
    THINGS_AFTER,
    WHERE_PEOPLE_ARE,
)
from storage.rules.identifiers.runs import run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import (
    PERSON_BEFORE,
    belongs_to_a_thing,
    has_an_initial,
    is_aged,
    name_at,
    owns_what_people_own,
)
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.words import (
    BRANDS,
    ORDINARY,
    SURNAME_ENDINGS,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_nearly_a_medicine,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
    is_word,
)

_UNKNOWN_DOES: Final = PERSON_DOES - {"was", "is", "had", "has", "came", "went", "called", "took"}
_PERSON_AFTER: Final = (
    PERSON_DOES | PATIENT_DOES | STAFF_DOES | {"and", "who", "still", "in", "from", "on", "w", "with", "not"}
)
_SHORT: Final = 4
_LONGER_THAN_AN_ABBREVIATION: Final = 7
_SHORTEST_UNKNOWN: Final = 3
_CLEAR: Final = 5


def is_unknown(token: Token) -> bool:
    """Tell whether a capital is on no list and no slip of the keyboard makes it a word."""
    if not token.capital or token.low in FUNCTION or len(token.low) < _SHORTEST_UNKNOWN:
        return False
    if is_nearly_a_word(token.low) or is_nearly_a_medicine(token.low):
        return False
    return token.shape is Shape.CAPITAL or len(token.low) > _CLEAR


def _is_no_word(sight: Sight, place: int) -> bool:
    """Tell whether a capital can hardly be anything but a name: on the lists of names, or in no dictionary.

    At the beginning of a sentence every word has a capital: there a word that no list holds is more often a slip.
    """
    token = sight.tokens[place]
    large = token.shape is Shape.UPPER and len(token.low) >= _LONGER_THAN_AN_ABBREVIATION
    if not (large or token.shape is Shape.CAPITAL) or not token.capital or in_dictionary(token.low):
        return False
    following, previous = sight.token(place + 1), sight.token(place - 1)
    if previous is not None and previous.low in {"at", "near"}:
        return False
    if following is not None and following.low in {"bay", "bed"} and ("(" in following.gap or following.gap == ", "):
        return True
    if following is not None and following.gap == ", " and following.low.isdigit() and is_only_a_name(token.low):
        return True
    if owns_what_people_own(sight, place) or has_an_initial(sight, place):
        return True
    if any(beside is not None and beside.shape is Shape.NUMBER for beside in (following, previous)):
        return False
    if is_only_a_name(token.low):
        return not sight.starts_sentence(place) or sight.low(place + 1) in _PERSON_AFTER or sight.owns(place)
    if sight.starts_sentence(place):
        paired = following is not None and following.gap == " & " and following.capital
        if sight.low(place + 1) == "the" and sight.low(place + 2) in STAFF:
            return True
        return (paired or sight.low(place + 1) in _PERSON_AFTER) and not is_nearly_a_word(token.low)
    return len(token.low) >= _SHORT and not is_nearly_a_word(token.low)


def _is_slip_of_a_word(sight: Sight, place: int) -> bool:
    """Tell whether a capital inside a sentence is nearly a word: a slip, unless a person should stand here."""
    token = sight.tokens[place]
    fits = token.shape is Shape.CAPITAL and token.capital and len(token.low) >= _CLEAR
    return fits and not sight.starts_sentence(place) and token.low not in FUNCTION and not is_word(token.low)


def unknown_pair(sight: Sight, place: int) -> Name | None:
    """Return two capitals of which the first is no word at all: "Lysander Copplestone"."""
    if not sight.follows(place + 1) or not sight.is_free(place + 1):
        return None
    following = sight.tokens[place + 1]
    token = sight.tokens[place]
    both = _is_surname(token) and _is_surname(following)
    before_surname = is_sure_surname(following.low) and token.shape is Shape.CAPITAL and not in_dictionary(token.low)
    if not is_unknown(token) and not both and not (before_surname and token.capital):
        return None
    listed = following.low in SURNAMES or (
        following.low in SURNAME_OR_WORD and following.low not in RISKY_IN_LOWER_CASE
    )
    if not following.capital or not (listed or is_unknown(following)) or sight.owns(place):
        return None
    end = run_end(sight.tokens, place)
    if (
        end == place + 1
        or sight.before(place) in BEFORE_THINGS
        or sight.low(end) in THINGS_AFTER - {"bed", "ward", "line"}
    ):
        return None
    return name_at(sight, place, end)


def _is_surname(token: Token) -> bool:
    """Tell whether a capital is a family name that no ward writes as a word: "Liu Yang"."""
    listed = token.low in SURNAMES or token.low in SURNAME_OR_WORD
    return listed and token.shape is Shape.CAPITAL and token.low not in ORDINARY and token.low not in BRANDS


def unknown_alone(sight: Sight, place: int) -> Name | None:
    """Return one unknown capital that stands where a person would, or owns something like a family name."""
    token = sight.tokens[place]
    known = token.shape is Shape.CAPITAL and token.capital and is_only_a_name(token.low)
    if not (known or is_unknown(token) or _is_slip_of_a_word(sight, place)) or belongs_to_a_thing(
        sight, place, place + 1
    ):
        return None
    before, after = sight.low(place - 1) if sight.follows(place) else "", sight.low(place + 1)
    if before in BEFORE_THINGS:
        return None
    if _is_no_word(sight, place) or (is_unknown(token) and is_aged(sight, place)):
        return name_at(sight, place, place + 1 + has_an_initial(sight, place))
    like_a_name = token.low.endswith(SURNAME_ENDINGS)
    acts = after in _UNKNOWN_DOES and sight.follows(place + 1)
    spoken = before in ASKED or (before == "to" and sight.low(place - 2) in SPOKEN_TO)
    done = sight.low(place - 2)
    by_whom = before == "by" and (done in DONE_BY or done.endswith("ed"))
    met = before in PERSON_BEFORE and not sight.starts_sentence(place)
    owns = sight.owns(place) and after not in THINGS_AFTER - {"bed", "chart", "notes", "chair", "line"}
    linked = after in {"in", "on", "from"}
    if linked and sight.low(place + 2) in STAFF_PLACES | WHERE_PEOPLE_ARE:
        return name_at(sight, place, place + 1)
    stands = linked and sight.starts_sentence(place)
    if not is_unknown(token):
        return name_at(sight, place, place + 1) if spoken else None
    if acts or spoken or by_whom or (like_a_name and (met or owns or stands or after in PERSON_DOES)):
        return name_at(sight, place, place + 1)
    return None
