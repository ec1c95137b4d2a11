"""Names that nothing announces: given names, family names, initials, unknown pairs. Never after a title."""

from typing import Final

from storage.rules.identifiers.company import in_company, of_a_firm
from storage.rules.identifiers.cues import (
    ASKED,
    BEFORE_THINGS,
    DONE_BY,
    FUNCTION,
    MONTHS,
    OFTEN_LARGE,
    PATIENT_DOES,
    PERSON_DOES,
    PLACE_BEFORE,
    RISKY_IN_LOWER_CASE,
    SPOKEN_TO,
    STAFF,
    STAFF_DOES,
    STAFF_PLACES,
    THINGS_AFTER,
    TITLES,
    WHERE_PEOPLE_ARE,
)
from storage.rules.identifiers.initials import (
    initials_joined,
    initials_together,
    initials_with_a_name,
    initials_with_dots,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import (
    PERSON_BEFORE,
    after_particle,
    as_the_person,
    before_a_role,
    belongs_to_a_thing,
    double_barrelled,
    is_aged,
    is_pair_of_names,
    name_at,
    owns_what_people_own,
    stands_for_a_person,
)
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
    in_dictionary,
    is_given,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
    is_word,
)

_SAINTS: Final = frozenset({"st", "saint"})
_PARTS_OF_THE_BODY: Final = frozenset(
    {
        "pouch",
        "circle",
        "tetralogy",
        "bundle",
        "ligament",
        "sphincter",
        "ampulla",
        "loop",
        "triangle",
        "canal",
        "islets",
    }
)
"""Before "of" and the one whom they are named after: "pouch of Douglas"."""
_UNKNOWN_DOES: Final = PERSON_DOES - {"was", "is", "had", "has", "came", "went", "called", "took"}
_PERSON_AFTER: Final = (
    PERSON_DOES | PATIENT_DOES | STAFF_DOES | {"and", "who", "still", "in", "from", "on", "w", "with", "not"}
)
_TWO: Final = 2
_SHORT: Final = 4
_LONGER_THAN_AN_ABBREVIATION: Final = 7
_SHORTEST_UNKNOWN: Final = 3
_CLEAR: Final = 5
_MOST_INITIALS: Final = 3


def bare_name(sight: Sight, place: int) -> Name | None:
    """Return the name that starts at ``place`` with nothing before it that announces a name."""
    token = sight.tokens[place]
    if not sight.is_free(place) or sight.low(place - 1) in _SAINTS or token.low in TITLES:
        return None
    if sight.low(place - 1) == "of" and sight.low(place - 2) in _PARTS_OF_THE_BODY:
        return None
    if token.shape is Shape.INITIAL or (len(token.low) == 1 and token.shape is Shape.LOWER):
        return initials_with_a_name(sight, place) or initials_with_dots(sight, place)
    if len(token.low) < _SHORTEST_UNKNOWN - 1:
        return None
    for rule in (
        initials_joined,
        initials_together,
        _staff,
        before_a_role,
        double_barrelled,
        after_particle,
        as_the_person,
        _surname_first,
        _given,
        of_a_firm,
        in_company,
        _given_or_word,
        _surname,
        _pair,
        _single,
    ):
        found = rule(sight, place)
        if found is not None:
            return found
    return None


def _staff(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    for words in sight.staff_names.get(token.low, ()):
        lows = tuple(sight.low(place + step) for step in range(len(words)))
        if lows == words and all(sight.follows(place + step) for step in range(1, len(words))):
            return Name(IdentifierKind.STAFF_NAME, place, place + len(words))
    if token.low in sight.staff_surnames and (token.capital or not is_word(token.low)):
        unclear = is_word(token.low) and sight.starts_sentence(place)
        if not unclear and not belongs_to_a_thing(sight, place, place + 1):
            return Name(IdentifierKind.STAFF_NAME, place, place + 1)
    return None


def _surname_first(sight: Sight, place: int) -> Name | None:
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
    if not known and not (_is_unknown(following) and (is_sure_surname(token.low) or _is_unknown(token))):
        return None
    return name_at(sight, place, run_end(sight.tokens, place + 1, most=1))


def _given(sight: Sight, place: int) -> Name | None:
    token = sight.tokens[place]
    if not is_given(token.low):
        return None
    end = run_end(sight.tokens, place)
    alone = end == place + 1
    if alone and len(token.low) <= _SHORT and token.shape is Shape.UPPER:
        return None
    if alone and len(token.low) < _SHORT and token.shape is Shape.LOWER and sight.low(end) not in PERSON_DOES:
        return None
    if belongs_to_a_thing(sight, place, end) or (
        alone and sight.low(place - 1) in {"ward", "unit"} and token.gap == " "
    ):
        return None
    return name_at(sight, place, end)


def _given_or_word(sight: Sight, place: int) -> Name | None:
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
    else:
        does = PERSON_DOES if is_only_a_name(token.low) else STAFF_DOES | PATIENT_DOES
        named = (
            sight.low(end) in does
            or (sight.owns(place) and is_only_a_name(token.low))
            or (sight.low(place - 1) in ASKED and not in_dictionary(token.low))
        )
        named = named and token.low in GIVEN_NOT_ORDINARY - OFTEN_LARGE
        named = named and sight.low(place - 1) not in BEFORE_THINGS | PLACE_BEFORE
    return name_at(sight, place, end) if named else None


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
    return None if belongs_to_a_thing(sight, place, end) else name_at(sight, place, end)


def _is_unknown(token: Token) -> bool:
    if not token.capital or token.low in FUNCTION or len(token.low) < _SHORTEST_UNKNOWN:
        return False
    return not is_nearly_a_word(token.low) and (token.shape is Shape.CAPITAL or len(token.low) > _CLEAR)


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
    if following is not None and following.low in {"bay", "bed"} and "(" in following.gap:
        return True
    if following is not None and following.gap == ", " and following.low.isdigit() and is_only_a_name(token.low):
        return True
    if owns_what_people_own(sight, place) or _has_an_initial(sight, place):
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


def _has_an_initial(sight: Sight, place: int) -> bool:
    """Tell whether a large letter and a dot stand behind, as in "Kezia M. was upset"."""
    token, following, further = (sight.token(place + step) for step in range(3))
    if token is None or following is None or following.shape is not Shape.INITIAL or following.gap != " ":
        return False
    dotted = further is not None and further.gap.startswith(".") and further.shape is Shape.LOWER
    return dotted and (is_only_a_name(token.low) or not is_nearly_a_word(token.low))


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
    token = sight.tokens[place]
    both = _is_surname(token) and _is_surname(following)
    before_surname = is_sure_surname(following.low) and token.shape is Shape.CAPITAL and not in_dictionary(token.low)
    if not _is_unknown(token) and not both and not (before_surname and token.capital):
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
    return name_at(sight, place, end)


def _is_surname(token: Token) -> bool:
    """Tell whether a capital is a family name that no ward writes as a word: "Liu Yang"."""
    listed = token.low in SURNAMES or token.low in SURNAME_OR_WORD
    return listed and token.shape is Shape.CAPITAL and token.low not in ORDINARY and token.low not in BRANDS


def _single(sight: Sight, place: int) -> Name | None:
    """Return one unknown capital that stands where a person would, or owns something like a family name."""
    token = sight.tokens[place]
    known = token.shape is Shape.CAPITAL and token.capital and is_only_a_name(token.low)
    if not (known or _is_unknown(token) or _is_slip_of_a_word(sight, place)) or belongs_to_a_thing(
        sight, place, place + 1
    ):
        return None
    before, after = sight.low(place - 1) if sight.follows(place) else "", sight.low(place + 1)
    if before in BEFORE_THINGS:
        return None
    if _is_no_word(sight, place) or (_is_unknown(token) and is_aged(sight, place)):
        return name_at(sight, place, place + 1 + _has_an_initial(sight, place))
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
    if not _is_unknown(token):
        return name_at(sight, place, place + 1) if spoken else None
    if acts or spoken or by_whom or (like_a_name and (met or owns or stands or after in PERSON_DOES)):
        return name_at(sight, place, place + 1)
    return None
