"""Names that nothing announces: given names, family names, initials, unknown pairs. Never after a title."""

from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    BEFORE_THINGS,
    DEVICE_NOUNS,
    DONE_BY,
    EPONYM_NOUNS,
    FUNCTION,
    NOT_INITIALS,
    NUMBERED_PLACES,
    OFTEN_LARGE,
    PATIENT_DOES,
    PERSON_DOES,
    PLACE_BEFORE,
    PLACE_NOUNS,
    RISKY_IN_LOWER_CASE,
    SPOKEN_TO,
    STAFF_DOES,
    STAFF_PLACES,
    THINGS_AFTER,
    TITLES,
    WHERE_PEOPLE_ARE,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import is_family_name, run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import (
    PERSON_BEFORE,
    after_particle,
    as_the_person,
    before_a_role,
    double_barrelled,
    is_pair_of_names,
    stands_for_a_person,
)
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.whose import cue_before, whose
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_NOT_ORDINARY,
    GIVEN_OR_WORD,
    ORDINARY,
    SURNAME_ENDINGS,
    SURNAME_OR_WORD,
    SURNAMES,
    is_nearly_a_word,
    is_sure_surname,
    is_word,
)

_SAINTS: Final = frozenset({"st", "saint"})
_UNKNOWN_DOES: Final = PERSON_DOES - {"was", "is", "had", "has", "came", "went", "called", "took"}
_SHORT: Final = 4
_SHORTEST_UNKNOWN: Final = 3
_CLEAR: Final = 5
_MOST_INITIALS: Final = 3


def bare_name(sight: Sight, place: int) -> Name | None:
    """Return the name that starts at ``place`` with nothing before it that announces a name."""
    token = sight.tokens[place]
    if not sight.is_free(place) or sight.low(place - 1) in _SAINTS or token.low in TITLES:
        return None
    if token.shape is Shape.INITIAL:
        return _initials(sight, place) or _initials_alone(sight, place)
    if len(token.low) < _SHORTEST_UNKNOWN - 1:
        return None
    for rule in (
        _staff,
        before_a_role,
        double_barrelled,
        after_particle,
        as_the_person,
        _surname_first,
        _given,
        _given_or_word,
        _surname,
        _pair,
        _single,
    ):
        found = rule(sight, place)
        if found is not None:
            return found
    return None


def _name(sight: Sight, first: int, end: int) -> Name:
    return Name(whose(sight.tokens, first, end, None), first, end)


def _belongs_to_a_thing(sight: Sight, first: int, end: int) -> bool:
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


def _staff(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    for words in sight.staff_names.get(token.low, ()):
        lows = tuple(sight.low(place + step) for step in range(len(words)))
        if lows == words and all(sight.follows(place + step) for step in range(1, len(words))):
            return Name(IdentifierKind.STAFF_NAME, place, place + len(words))
    if token.low in sight.staff_surnames and (token.capital or not is_word(token.low)):
        unclear = is_word(token.low) and sight.starts_sentence(place)
        if not unclear and not _belongs_to_a_thing(sight, place, place + 1):
            return Name(IdentifierKind.STAFF_NAME, place, place + 1)
    return None


def _surname_first(sight: Sight, place: int) -> Name | None:
    """Return a family name and a given name as a wristband writes them: "Plimsoll, Dora"."""
    token, following = sight.tokens[place], sight.token(place + 1)
    if following is None or following.gap.strip() != "," or not token.capital or not following.capital:
        return None
    if not sight.is_free(place + 1) or token.low in FUNCTION or token.low in GIVEN:
        return None
    known = following.low in GIVEN or following.low in GIVEN_NOT_ORDINARY
    if known and not (token.low in SURNAMES or not is_word(token.low)):
        return None
    if not known and not (_is_unknown(following) and (is_sure_surname(token.low) or _is_unknown(token))):
        return None
    return _name(sight, place, run_end(sight.tokens, place + 1, most=1))


def _given(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    if token.low not in GIVEN:
        return None
    end = run_end(sight.tokens, place)
    alone = end == place + 1
    if alone and len(token.low) <= _SHORT and token.shape is Shape.UPPER:
        return None
    if alone and len(token.low) < _SHORT and token.shape is Shape.LOWER and sight.low(end) not in PERSON_DOES:
        return None
    if _belongs_to_a_thing(sight, place, end) or (alone and sight.low(place - 1) in {"ward", "unit"}):
        return None
    return _name(sight, place, end)


def _given_or_word(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    if token.low not in GIVEN_OR_WORD:
        return None
    end = run_end(sight.tokens, place)
    if _belongs_to_a_thing(sight, place, end):
        return None
    if end > place + 1:
        named = is_pair_of_names(sight, place)
    elif token.capital:
        named = stands_for_a_person(sight, place)
    else:
        named = token.low in GIVEN_NOT_ORDINARY - OFTEN_LARGE and sight.low(end) in STAFF_DOES | PATIENT_DOES
        named = named and sight.low(place - 1) not in BEFORE_THINGS | PLACE_BEFORE
    return _name(sight, place, end) if named else None


def _surname(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    if not is_sure_surname(token.low):
        return None
    if token.shape is Shape.LOWER and (len(token.low) < _CLEAR or token.low in RISKY_IN_LOWER_CASE):
        return None
    if token.shape is Shape.UPPER and len(token.low) < _CLEAR:
        return None
    if sight.low(place - 1) in BEFORE_THINGS - {"no", "each", "every"}:
        return None
    end = run_end(sight.tokens, place, most=2 if token.capital else 1)
    return None if _belongs_to_a_thing(sight, place, end) else _name(sight, place, end)


def _initials(sight: Sight, place: int) -> Name | None:
    """Return initials with a family name: "J. Plimsoll", "R Patel"; not "L Colles", "C diff" or "vitamin K"."""
    if sight.low(place - 1) in BEFORE_THINGS or (place > 0 and sight.tokens[place].gap in {"", "/", "-", "+"}):
        return None
    last = place
    while last - place < _MOST_INITIALS and sight.follows(last + 1) and sight.tokens[last + 1].shape is Shape.INITIAL:
        last += 1
    first = last + 1
    if not sight.follows(first) or not sight.is_free(first):
        return None
    token = sight.tokens[first]
    if not token.capital or token.low in BRANDS or not is_family_name(token) or token.low in THINGS_AFTER:
        return None
    dotted = token.gap.startswith(".") and token.low in SURNAME_OR_WORD
    clear = is_sure_surname(token.low) or dotted or not is_nearly_a_word(token.low)
    side = last == place and sight.tokens[place].low in NOT_INITIALS
    if (
        not clear
        or (side and token.shape is not Shape.CAPITAL)
        or (token.shape is Shape.UPPER and len(token.low) < _CLEAR)
    ):
        return None
    end = run_end(sight.tokens, first, most=2)
    return None if _belongs_to_a_thing(sight, place, end) else _name(sight, place, end)


def _initials_alone(sight: Sight, place: int) -> Name | None:
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
    return _name(sight, place, end) if announced or acts else None


def _is_unknown(token: Token) -> bool:
    if not token.capital or token.low in FUNCTION or len(token.low) < _SHORTEST_UNKNOWN:
        return False
    return not is_nearly_a_word(token.low) and (token.shape is Shape.CAPITAL or len(token.low) > _CLEAR)


def _is_slip_of_a_word(sight: Sight, place: int) -> bool:
    """Tell whether a capital inside a sentence is nearly a word: a slip, unless a person should stand here."""
    token = sight.tokens[place]
    fits = token.shape is Shape.CAPITAL and token.capital and len(token.low) >= _CLEAR
    return fits and not sight.starts_sentence(place) and token.low not in FUNCTION and not is_word(token.low)


def _pair(sight: Sight, place: int) -> Name | None:
    """Return two capitals of which the first is no word at all: "Lysander Copplestone"."""
    if not sight.follows(place + 1) or not sight.is_free(place + 1):
        return None
    following = sight.tokens[place + 1]
    if not _is_unknown(sight.tokens[place]) and not (_is_surname(sight.tokens[place]) and _is_surname(following)):
        return None
    listed = following.low in SURNAMES or (
        following.low in SURNAME_OR_WORD and following.low not in RISKY_IN_LOWER_CASE
    )
    if not following.capital or not (listed or _is_unknown(following)) or sight.owns(place):
        return None
    end = run_end(sight.tokens, place)
    if (
        end == place + 1
        or sight.low(place - 1) in BEFORE_THINGS
        or sight.low(end) in THINGS_AFTER - {"bed", "ward", "line"}
    ):
        return None
    return _name(sight, place, end)


def _is_surname(token: Token) -> bool:
    """Tell whether a capital is a family name that no ward writes as a word: "Liu Yang"."""
    listed = token.low in SURNAMES or token.low in SURNAME_OR_WORD
    return listed and token.shape is Shape.CAPITAL and token.low not in ORDINARY and token.low not in BRANDS


def _single(sight: Sight, place: int) -> Name | None:
    """Return one unknown capital that stands where a person would, or owns something like a family name."""
    token = sight.tokens[place]
    if not (_is_unknown(token) or _is_slip_of_a_word(sight, place)) or _belongs_to_a_thing(sight, place, place + 1):
        return None
    before, after = sight.low(place - 1), sight.low(place + 1)
    if before in BEFORE_THINGS:
        return None
    like_a_name = token.low.endswith(SURNAME_ENDINGS)
    acts = after in _UNKNOWN_DOES and sight.follows(place + 1)
    spoken = before in ASKED or (before == "to" and sight.low(place - 2) in SPOKEN_TO)
    done = sight.low(place - 2)
    by_whom = before == "by" and (done in DONE_BY or done.endswith("ed"))
    met = before in PERSON_BEFORE and not sight.starts_sentence(place)
    owns = sight.owns(place) and after not in THINGS_AFTER - {"bed", "chart", "notes", "chair", "line"}
    linked = after in {"in", "on", "from"}
    if linked and sight.low(place + 2) in STAFF_PLACES | WHERE_PEOPLE_ARE:
        return _name(sight, place, place + 1)
    stands = linked and sight.starts_sentence(place)
    if not _is_unknown(token):
        return _name(sight, place, place + 1) if spoken else None
    if acts or spoken or by_whom or (like_a_name and (met or owns or stands or after in PERSON_DOES)):
        return _name(sight, place, place + 1)
    return None
