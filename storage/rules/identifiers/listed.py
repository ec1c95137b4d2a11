"""Names that are on the lists: given names, family names, and both in either order. Never a word that no list holds."""

from typing import Final

from storage.rules.identifiers.cues import (
    ALSO_SHORTHAND,
    ASKED,
    BEFORE_THINGS,
    DUTIES,
    FUNCTION,
    MONTHS,
    OFTEN_LARGE,
    ONLY_PEOPLE,
    PATIENT_DOES,
    PERSON_DOES,
    PLACE_BEFORE,
    RISKY_IN_LOWER_CASE,
    SMALL_IS_A_NAME,
    STAFF_DOES,
    SURELY_DONE,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import (
    OWNED,
    belongs_to_a_thing,
    has_an_initial,
    is_pair_of_names,
    name_at,
    stands_for_a_person,
)
from storage.rules.identifiers.tokens import Shape
from storage.rules.identifiers.unknown import is_unknown
from storage.rules.identifiers.words import (
    GIVEN,
    GIVEN_NOT_ORDINARY,
    GIVEN_OR_WORD,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_given,
    is_only_a_name,
    is_sure_surname,
    is_word,
)

_OF_COLLEAGUES: Final = frozenset(
    {
        "bday",
        "birthday",
        "collection",
        "first",
        "hen",
        "last",
        "leaver",
        "leaving",
        "retirement",
        "shift",
        "shifts",
        "stag",
    }
)
"""What those who work here have, or have parties for."""
_FOUND_SO: Final = frozenset(
    {
        *("asleep", "bleeding", "collapsed", "confused", "drowsy", "fallen", "floor", "kneeling", "lying", "slumped"),
        *("soaked", "unconscious", "unresponsive", "unrousable", "unwell", "wandering"),
    }
)
"""How a patient is found, and no coin, stone or flower."""
_THINGS_TOO: Final = frozenset({"amber", "brandy", "clay", "dolly", "jack", "pearl", "penny", "ruby"})
"""What may be found on the floor and is nobody."""
_RECEIVED: Final = frozenset({"given", "had", "received", "got"})
_AMISS: Final = frozenset(
    {"wrong", "incorrect", "double", "extra", "another", "second", "2nd", "twice", "someone", "late"}
)
_TREATMENT: Final = frozenset(
    {
        *("antibiotic", "antibiotics", "blood", "diet", "dose", "doses", "drug", "drugs", "feed", "fluids", "infusion"),
        *("injection", "insulin", "meal", "medication", "medicine", "meds", "patch", "pill", "tablet", "tablets"),
    }
)
_SHORT: Final = 4
_SHORTEST: Final = 3
_CLEAR: Final = 5


def surname_first(sight: Sight, place: int) -> Name | None:
    """Return a family name and a given name as a wristband writes them: "Plimsoll, Dora"."""
    token, following = sight.tokens[place], sight.token(place + 1)
    if following is None or following.gap.strip() != "," or not token.capital or not following.capital:
        return None
    large = token.shape is Shape.UPPER and following.shape is Shape.CAPITAL
    if not sight.is_free(place + 1) or token.low in FUNCTION or (token.low in GIVEN and not large):
        return None
    known = following.low in GIVEN or following.low in GIVEN_NOT_ORDINARY
    inside = following.shape is Shape.CAPITAL and (large or not sight.starts_sentence(place))
    listed = token.low in SURNAMES or token.low in SURNAME_OR_WORD
    known = known or (inside and following.low in GIVEN_OR_WORD and following.low not in MONTHS and listed)
    listed = token.low in SURNAMES or (token.low in SURNAME_OR_WORD and inside)
    if known and not (listed or not is_word(token.low)):
        return None
    if not known and not (is_unknown(following) and (is_sure_surname(token.low) or is_unknown(token))):
        return None
    return name_at(sight, place, run_end(sight.tokens, place + 1, most=1))


def given(sight: Sight, place: int) -> Name | None:
    """Return a given name that is hardly a word, with the family name behind it: "Dora", "dora plimsoll"."""
    token = sight.tokens[place]
    if not is_given(token.low):
        return None
    end = run_end(sight.tokens, place)
    alone = end == place + 1
    if alone and len(token.low) <= _SHORT and token.shape is Shape.UPPER:
        return None
    unsure = token.shape is Shape.LOWER and (token.low in ALSO_SHORTHAND or len(token.low) < _SHORTEST)
    if alone and unsure and sight.low(end) not in PERSON_DOES:
        return None
    if belongs_to_a_thing(sight, place, end) or (
        alone and sight.low(place - 1) in {"ward", "unit"} and token.gap == " "
    ):
        return None
    return name_at(sight, place, end + (alone and has_an_initial(sight, place)))


def given_or_word(sight: Sight, place: int) -> Name | None:
    """Return a given name that is a word too, where a person stands: "Faith Waters", "Dawn rang"."""
    token = sight.tokens[place]
    if token.low not in GIVEN_OR_WORD:
        return None
    end = run_end(sight.tokens, place)
    if belongs_to_a_thing(sight, place, end):
        return None
    if end > place + 1:
        named = is_pair_of_names(sight, place)
    elif token.capital:
        named = stands_for_a_person(sight, place)
        named = named or (token.low in SMALL_IS_A_NAME and sight.starts_sentence(place) and _is_befallen(sight, place))
    else:
        does = PERSON_DOES if is_only_a_name(token.low) else STAFF_DOES | PATIENT_DOES
        named = (
            sight.low(end) in does
            or (sight.owns(place) and is_only_a_name(token.low))
            or (sight.low(place - 1) in ASKED and not in_dictionary(token.low))
        )
        named = named and token.low in GIVEN_NOT_ORDINARY and token.low not in OFTEN_LARGE
        named = named or (token.low in SMALL_IS_A_NAME and _begins_and_does(sight, place))
        named = named and sight.low(place - 1) not in BEFORE_THINGS | PLACE_BEFORE
    return name_at(sight, place, end) if named else None


def owner(sight: Sight, place: int) -> Name | None:
    """Return a given name with an s and no apostrophe before what people have: "Rosemarys last day", "sams mum"."""
    token, after = sight.tokens[place], sight.low(place + 1)
    stem = token.low[:-1]
    if not token.low.endswith("s") or len(stem) < _SHORTEST or not sight.follows(place + 1) or sight.owns(place):
        return None
    if after not in OWNED and not (after in {"last", "first"} and sight.low(place + 2) in {"day", "shift", "night"}):
        return None
    known = stem in GIVEN or stem in SMALL_IS_A_NAME
    named = stem in GIVEN_NOT_ORDINARY or (not sight.starts_sentence(place) and stem in GIVEN_OR_WORD)
    if token.low in GIVEN or not (known or (token.shape is Shape.CAPITAL and named)) or stem in ALSO_SHORTHAND:
        return None
    kind = IdentifierKind.STAFF_NAME if after in _OF_COLLEAGUES else IdentifierKind.PATIENT_NAME
    return Name(kind, place, place + 1)


def _begins_and_does(sight: Sight, place: int) -> bool:
    """Tell whether a small word begins a sentence and does what people do: "faith spotted it", "dawn is aware"."""
    after, further = sight.low(place + 1), sight.low(place + 2)
    if not sight.starts_sentence(place) or not sight.follows(place + 1):
        return False
    done = after in SURELY_DONE or after in ONLY_PEOPLE or after in {"aware", "informed"}
    has = after in {"is", "was", "has", "been"} and further in {"aware", "informed", "told", "been", "off"}
    return done or has or (after in {"to", "will"} and further in DUTIES) or _is_befallen(sight, place)


def _is_befallen(sight: Sight, place: int) -> bool:
    """Tell whether what is said behind ``place`` befalls patients alone: "was found on floor", "given wrong dose"."""
    thing = sight.low(place) in _THINGS_TOO
    place += 1 + (sight.low(place + 1) in {"was", "is", "got", "been"})
    deed, behind = sight.low(place), {sight.low(place + step) for step in (1, 2, 3)}
    if deed == "found":
        return not behind.isdisjoint(_FOUND_SO - {"floor"} if thing else _FOUND_SO)
    return deed in _RECEIVED and not behind.isdisjoint(_AMISS) and not behind.isdisjoint(_TREATMENT)


def surname(sight: Sight, place: int) -> Name | None:
    """Return a family name that is hardly anything else: "Okonkwo", "oakenshaw"."""
    token = sight.tokens[place]
    if not is_sure_surname(token.low):
        return None
    if token.shape is Shape.LOWER and (len(token.low) < _CLEAR or token.low in RISKY_IN_LOWER_CASE):
        return None
    if token.shape is Shape.UPPER and len(token.low) < _CLEAR:
        return None
    if sight.before(place) in BEFORE_THINGS - {"no", "each", "every"}:
        return None
    end = run_end(sight.tokens, place, most=2 if token.capital else 1)
    return None if belongs_to_a_thing(sight, place, end) else name_at(sight, place, end)
