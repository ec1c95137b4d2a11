"""Whether a word stands where a person stands: what it does, what it is called behind. Never a name by its letters."""

import re
from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    BEFORE_THINGS,
    DEVICE_NOUNS,
    EPONYM_NOUNS,
    FUNCTION,
    GIVEN_BEFORE_WAS,
    LARGE_IS_A_NAME,
    MONTHS,
    NAMED_AFTER_VIRTUES,
    NUMBERED_PLACES,
    OFTEN_LARGE,
    ONLY_PEOPLE,
    PARTICLES,
    PATIENT_DOES,
    PERSON_DOES,
    PLACE_BEFORE,
    PLACE_NOUNS,
    RELATIVE,
    RISKY_IN_LOWER_CASE,
    SPOKEN_TO,
    STAFF,
    STAFF_DOES,
    STAFF_PLACES,
    THINGS_AFTER,
    VERBS,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import is_particle, run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.whose import whose
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_NOT_ORDINARY,
    GIVEN_OR_WORD,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
    is_word,
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
_KINDS_OF_STAFF: Final = frozenset(
    {"bank", "agency", "night", "our", "the", "my", "senior", "student", "locum", "band", "ward"}
)
_OWNED: Final = frozenset(
    [
        *("baby", "bed", "bloods", "chart", "dad", "daughter", "drugs", "family", "husband", "insulin", "locker"),
        *("meds", "medication", "medicines", "mum", "notes", "room", "son", "tablets", "wife", "wristband"),
    ]
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
_OTHER_PARTICLES: Final = frozenset({"st", "san", "o", "the", "ten", "do", "da", "ap", "ab", "mac", "mc", "la", "le"})
"""Small words that begin hospitals, saints and sentences as often as names."""
_IN_BRACKETS: Final = re.compile(r" ?[(\[] ?")


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


def before_a_role(sight: Sight, place: int) -> Name | None:
    """Return a name that says its role behind it: "Njideka (bank RMN)", "ali (hca)", "Wioletta dietician"."""
    token = sight.tokens[place]
    if token.low in FUNCTION or len(token.low) < _SHORTEST or sight.low(place - 1) in BEFORE_THINGS:
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
    if role.low in _KINDS_OF_STAFF | _THEIRS and (bracketed or apposed):
        role = sight.token(end + 1)
    if role is None:
        return None
    if role.low in STAFF and (bracketed or not given or role.gap == " "):
        return Name(IdentifierKind.STAFF_NAME, place, end)
    related = role.low in RELATIVE and (bracketed or (apposed and role.gap == " "))
    return Name(IdentifierKind.RELATIVE_NAME, place, end) if related else None


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


def double_barrelled(sight: Sight, place: int) -> Name | None:
    """Return "Owusu-Ansah": two capitals and a hyphen, of which one is no word and neither belongs to a thing."""
    token = sight.tokens[place]
    parts = token.low.split("-")
    if len(parts) != 2 or token.shape is not Shape.CAPITAL or not token.capital or token.low in BRANDS:  # noqa: PLR2004
        return None
    if any(len(part) < _SHORTEST or part in BRANDS for part in parts) or sight.owns(place):
        return None
    if all(is_word(part) or len(part) <= _SHORTEST for part in parts) or sight.low(place + 1) in THINGS_AFTER:
        return None
    return Name(whose(sight.tokens, place, place + 1, None), place, run_end(sight.tokens, place))


def after_particle(sight: Sight, place: int) -> Name | None:
    """Return "de Souza", "van der Merwe", "Abu Bakr": a small word of names, and a capital that is no word."""
    token = sight.tokens[place]
    if token.low not in PARTICLES - _OTHER_PARTICLES or not is_particle(sight.tokens, place):
        return None
    end = place + 1
    while sight.low(end) in PARTICLES:
        end += 1
    family = sight.tokens[end]
    if is_word(family.low) or family.shape is not Shape.CAPITAL or sight.owns(end) or len(family.low) <= _SHORTEST:
        return None
    end = run_end(sight.tokens, end)
    if sight.low(end) in THINGS_AFTER:
        return None
    return Name(whose(sight.tokens, place, end, None), place, end)


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


def owns_what_people_own(sight: Sight, place: int) -> bool:
    """Tell whether "Patience's baby", or a last "Hope's", stands here."""
    return sight.owns(place) and (sight.token(place + 1) is None or sight.low(place + 1) in _OWNED)


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
