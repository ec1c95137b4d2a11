"""Whether a word stands where a person stands: what it does, what it is called behind. Never a name by its letters."""

import re
from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    BEFORE_THINGS,
    DEVICE_NOUNS,
    EPONYM_NOUNS,
    GIVEN_BEFORE_WAS,
    LARGE_IS_A_NAME,
    MONTHS,
    NAMED_AFTER_VIRTUES,
    NUMBERED_PLACES,
    OFTEN_LARGE,
    ONLY_PEOPLE,
    PATIENT_DOES,
    PERSON_DOES,
    PLACE_BEFORE,
    PLACE_NOUNS,
    RISKY_IN_LOWER_CASE,
    SPOKEN_TO,
    STAFF,
    STAFF_DOES,
    STAFF_PLACES,
    THINGS_AFTER,
    VERBS,
)
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape
from storage.rules.identifiers.whose import whose
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_NOT_ORDINARY,
    SURNAME_OR_WORD,
    in_dictionary,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
)

PERSON_BEFORE: Final = ASKED | frozenset(
    ["gave", "found", "for", "re", "by", "with", "helped", "assisted", "moved", "saw", "and", "regarding"]
)
"""Right before a person, whoever it is."""
_IN_A_PLACE: Final = frozenset({"at", "in", "into", "of", "on", "ward", "wd", "unit", "ex"})
_DONE_TO_PEOPLE: Final = frozenset(
    {"took", "found", "brought", "returned", "restrained", "escorted", "walked", "calmed"}
)
_DOES: Final = PERSON_DOES | PATIENT_DOES | STAFF_DOES
_CLEAR: Final = 5
_DIGITS_OF_AGE: Final = 3
_AGE_IN_ONE: Final = re.compile(r"\d{1,2}(?:y|yo|yr|yrs|f|m|mths?|wks?)")
_YEARS: Final = frozenset({"yo", "y", "yr", "yrs", "years", "year", "months", "mths"})
_SHORTEST: Final = 3
OWNED: Final = frozenset(
    [
        *("baby", "bed", "bloods", "chart", "dad", "daughter", "drugs", "family", "husband", "insulin", "locker"),
        *("meds", "medication", "medicines", "mum", "notes", "room", "son", "tablets", "wife", "wristband"),
        *("bday", "birthday", "collection", "hen", "leaving", "leaver", "partner", "relatives", "retirement", "sister"),
        *("shift", "shifts", "stag", "brother", "gran", "nan", "care", "results", "band", "obs", "file", "bag"),
    ]
)


def belongs_to_a_thing(sight: Sight, first: int, end: int) -> bool:
    """Tell whether ``tokens[first:end]`` is the name of a rule, a place or a machine."""
    if not sight.follows(end):
        return False
    if sight.low(end) in BRANDS and sight.tokens[end].capital and sight.low(end + 1) in THINGS_AFTER:
        return True  # "Florence Nightingale ward", "Robert Jones bandage"
    following = sight.low(end)
    if sight.owns(end - 1):
        return following in EPONYM_NOUNS
    if following in NUMBERED_PLACES:
        after = sight.token(end + 1)
        return after is None or after.shape is not Shape.NUMBER
    if following in PLACE_NOUNS or following in EPONYM_NOUNS or following in DEVICE_NOUNS:
        return True
    clear = end - first > 1 or sight.tokens[first].low in GIVEN
    return following in THINGS_AFTER and not clear


def name_at(sight: Sight, first: int, end: int) -> Name:
    """Return the name ``tokens[first:end]`` with its kind, told by the words beside it."""
    return Name(whose(sight.tokens, first, end, None), first, end)


def is_pair_of_names(sight: Sight, place: int) -> bool:
    """Tell whether a given name that is a word too and the word behind it are one person's name."""
    token, following = sight.tokens[place], sight.tokens[place + 1]
    if following.low in PLACE_NOUNS and token.low not in GIVEN_NOT_ORDINARY:
        return False
    if following.shape is Shape.INITIAL:
        return token.low in GIVEN_NOT_ORDINARY and token.capital
    if token.capital:
        sure = is_sure_surname(following.low) or (following.shape is Shape.CAPITAL and not in_dictionary(following.low))
        return following.capital and (token.low not in MONTHS or sure or _is_a_whole_person(sight, place + 1))
    if following.capital and token.low not in GIVEN_NOT_ORDINARY and not is_sure_surname(following.low):
        return False  # "mat Invacare": people who write the second word large write the first one large too
    if token.low in GIVEN_NOT_ORDINARY:
        return is_sure_surname(following.low) or not is_nearly_a_word(following.low)
    if is_sure_surname(following.low):
        return True
    if token.low in RISKY_IN_LOWER_CASE or in_dictionary(following.low):
        return False
    return token.low not in VERBS and len(following.low) >= _CLEAR and not is_nearly_a_word(following.low)


def _is_a_whole_person(sight: Sight, family: int) -> bool:
    """Tell whether a listed family name behind "May" or "Summer" makes a person: an end or a deed follows."""
    token, following = sight.tokens[family], sight.token(family + 1)
    if token.shape is not Shape.CAPITAL or token.low not in SURNAME_OR_WORD or token.low in MONTHS | PLACE_NOUNS:
        return False
    return following is None or following.low in PERSON_DOES or following.low == "dob" or is_aged(sight, family)


def is_aged(sight: Sight, place: int) -> bool:
    """Tell whether an age stands behind the word: "Autumn, 3, swallowed", "Precious age 4", "Summer 15 yo"."""
    age, further = sight.token(place + 1), sight.token(place + 2)
    if age is None or further is None:
        return False
    if age.low in {"age", "aged"}:
        return further.low.isdigit()
    if _AGE_IN_ONE.fullmatch(age.low):
        return True
    if not age.low.isdigit() or len(age.low) > _DIGITS_OF_AGE:
        return False
    return (age.gap == ", " and further.gap == ", " and further.shape is Shape.LOWER) or further.low in _YEARS


def has_an_initial(sight: Sight, place: int) -> bool:
    """Tell whether a large letter and a dot stand behind, as in "Kezia M. was upset"."""
    token, following, further = (sight.token(place + step) for step in range(3))
    if token is None or following is None or following.shape is not Shape.INITIAL or following.gap != " ":
        return False
    dotted = further is not None and further.gap.startswith(".") and further.shape is Shape.LOWER
    return dotted and (is_only_a_name(token.low) or not is_nearly_a_word(token.low))


def owns_what_people_own(sight: Sight, place: int) -> bool:
    """Tell whether "Patience's baby", or a last "Hope's", stands here."""
    return sight.owns(place) and (sight.token(place + 1) is None or sight.low(place + 1) in OWNED)


def _is_one_of_us(sight: Sight, place: int) -> bool:
    """Tell whether a word is said to be a colleague: "Will the physio", "Faith and me"."""
    after, further = sight.low(place + 1), sight.low(place + 2)
    return (after == "the" and further in STAFF) or (after == "and" and further in {"me", "i", "myself"})


def stands_for_a_person(sight: Sight, place: int) -> bool:
    """Tell whether a given name that is a word too, alone and with a capital, stands where a person would."""
    token = sight.tokens[place]
    low, before, after = token.low, sight.low(place - 1), sight.low(place + 1)
    if sight.starts_sentence(place) and token.shape is Shape.CAPITAL and is_aged(sight, place):
        return True
    if low in NAMED_AFTER_VIRTUES and token.shape is Shape.CAPITAL and after in ONLY_PEOPLE:
        return before not in BEFORE_THINGS | PLACE_BEFORE
    if token.shape is Shape.CAPITAL and (_is_one_of_us(sight, place) or owns_what_people_own(sight, place)):
        return True
    if before in _DONE_TO_PEOPLE and low in OFTEN_LARGE - MONTHS - VERBS and token.shape is Shape.CAPITAL:
        return after in {"back", "home", "on", "in", "to", "wandering"}
    if low in MONTHS or token.shape is not Shape.CAPITAL or (before in BEFORE_THINGS and before != "no"):
        return False
    from_a_team = after in {"from", "in", "on"} and sight.low(place + 2) in STAFF_PLACES
    in_bed = after == "in" and sight.low(place + 2) in {"bed", "side", "sideroom", "cubicle"}
    if from_a_team or in_bed or (before in ASKED and low not in OFTEN_LARGE):
        return True
    if sight.starts_sentence(place):
        named = low in GIVEN_NOT_ORDINARY and low not in OFTEN_LARGE
        return (named and after in _DOES) or (low in GIVEN_BEFORE_WAS and after in PERSON_DOES)
    plainly = low in LARGE_IS_A_NAME and before not in _IN_A_PLACE
    if (plainly and not sight.tokens[place - 1].capital) or (
        before in {"to", "from"} and sight.low(place - 2) in SPOKEN_TO
    ):
        return True
    if before in PLACE_BEFORE or low in OFTEN_LARGE:
        return False
    return low in GIVEN_NOT_ORDINARY or after in PERSON_DOES or before in PERSON_BEFORE
