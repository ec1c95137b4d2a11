"""Names that follow a title, the word "baby", or a word such as "pt is", "mum" or "nurse called". Never bare names."""

import re
from typing import Final

from storage.rules.identifiers.cues import (
    ALSO_WORDS,
    BABY,
    FUNCTION,
    MISTER,
    MONTHS,
    NAMING,
    NOT_AFTER_DOCTOR,
    PATIENT_DOES,
    PERSON_DOES,
    RELATIVE,
    RISKY_IN_LOWER_CASE,
    SMALL_IS_A_NAME,
    STAFF,
    STAFF_DOES,
    STAFF_TITLES,
    SURELY_DONE,
    THING_NAMES,
    THINGS_AFTER,
    TITLES,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import is_close, is_family_name, is_particle, run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.whose import cue_before, whose
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_NOT_ORDINARY,
    GIVEN_OR_WORD,
    ORDINARY,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_common_form,
    is_given,
    is_nearly_a_word,
    is_only_a_name,
    is_sure_surname,
    is_word,
)

_CUE_GAP: Final = re.compile(r"[ \t:,(='\"-]{1,4}")
_GIRL_OR_BOY: Final = frozenset({"boy", "girl", "named", "called"})
_RANKS: Final = frozenset(
    ["sn", "rn", "rmn", "hca", "hcsw", "sho", "acp", "anp", "cns", "odp", "gp", "fy1", "fy2", "ot", "slt", "tvn", "mw"]
)
"""Short forms of a colleague's work, written in capitals."""
_MAY_MISS: Final = frozenset(
    {"a", "to", "near", "will", "we", "i", "dont", "didnt", "did", "can", "could", "they", "not"}
)
"""Before "miss" when it is no title."""
_SURELY_PATIENT: Final = frozenset({"pt", "patient", "px"})
_SHORT_UPPER: Final = 5
_SHORTEST_IN_LOWER_CASE: Final = 3
_CLEAR_IN_LOWER_CASE: Final = 5


def after_title(sight: Sight, place: int) -> Name | None:
    """Return the name whose title stands at ``place``: "Mrs Dora Plimsoll", "dr patel", "Sr Mary", "Mr J. Bell"."""
    title = sight.tokens[place]
    if title.low not in TITLES or title.shape in (Shape.PAINTED, Shape.INITIAL):
        return None
    first = place + 1
    if sight.low(first) in TITLES and sight.follows(first):
        first += 1
    if not sight.follows(first) or sight.owns(place) or not _may_start(sight, first, title):
        return None
    token = sight.tokens[first]
    if len(token.low) == 1 and first + 1 < len(sight.tokens) and sight.tokens[first + 1].gap.startswith(("&", "/")):
        return None  # "under Mr T&O"
    lettered = token.shape is not Shape.INITIAL and len(token.low) > 1 and not is_particle(sight.tokens, first)
    if lettered and not _is_titled(token, title, sight.low(place - 1)):
        return None
    end = run_end(sight.tokens, first)
    words = [word for word in sight.tokens[first:end] if len(word.low) > 1]
    said = title.low in {"mr", "mrs"} and len(token.low) == 1 and sight.low(end) in PERSON_DOES
    if not words and (
        token.low == "a" or (not said and (title.low in ALSO_WORDS - {"mr", "dr"} or token.shape is not Shape.INITIAL))
    ):
        return None
    return _titled(sight, place, first, end)


def _may_start(sight: Sight, first: int, title: Token) -> bool:
    if sight.is_free(first):
        return True
    surely = title.low in MISTER and first in sight.places and sight.tokens[first].low not in sight.not_names
    return surely and sight.low(first + 1) not in {"ward", "unit"} and title.low not in ALSO_WORDS - {"mr"}


def _titled(sight: Sight, place: int, first: int, end: int) -> Name:
    title = sight.tokens[place].low
    if title == "sister" and cue_before(sight.tokens, first) is IdentifierKind.RELATIVE_NAME:
        return Name(IdentifierKind.RELATIVE_NAME, first, end)
    kind = whose(sight.tokens, place, end, title)
    if sight.tokens[end - 1].low in sight.staff_surnames and cue_before(sight.tokens, place) is None:
        kind = IdentifierKind.STAFF_NAME
    return Name(kind, place, end)


def _is_titled(token: Token, title: Token, before: str) -> bool:
    """Tell whether the word after a title is a name; the less clear the title, the clearer the name must be."""
    low = token.low
    if low in FUNCTION:
        large = title.shape is Shape.CAPITAL and token.shape is Shape.CAPITAL and token.capital
        return large and title.low in {"mr", "mrs", "ms"} and (low in SURNAME_OR_WORD or low in GIVEN_OR_WORD)
    sure = is_given(low) or is_sure_surname(low) or low in GIVEN_NOT_ORDINARY
    listed = sure or low in SURNAMES or low in SURNAME_OR_WORD or low in GIVEN_OR_WORD
    if title.low in {"mrs", "missus"} and token.capital == title.capital:
        return low not in PERSON_DOES
    if title.low in MISTER - ALSO_WORDS or (title.low == "mr" and title.shape is not Shape.UPPER):
        return listed or not is_word(low) or (token.shape is Shape.CAPITAL and title.shape is Shape.CAPITAL)
    if token.capital and title.shape is Shape.CAPITAL:
        return listed or not is_word(low)
    if token.capital:
        family = token.shape is Shape.CAPITAL and low in SURNAME_OR_WORD and low not in MONTHS
        plainly = title.low in {"dr", "doctor", "matron", "prof", "professor"} or (
            title.low == "miss" and before not in _MAY_MISS
        )
        return sure or low in SURNAMES or not is_word(low) or (family and title.shape is Shape.LOWER and plainly)
    if title.low in {"dr", "mr", "prof", "docter", "rev"}:
        return sure or (listed and low not in NOT_AFTER_DOCTOR) or not is_nearly_a_word(low)
    if title.low in STAFF_TITLES:
        return sure or not (is_nearly_a_word(low) or (title.low == "sister" and in_dictionary(low)))
    return sure or not is_nearly_a_word(low)


def after_baby(sight: Sight, place: int) -> Name | None:
    """Return "Baby Plimsoll", "baby boy Jones": the label of a cot, with the word baby."""
    label = _is_label_of_a_cot(sight, place)
    if sight.tokens[place].low not in BABY and not label:
        return None
    first = place + 2 if label else place + 1
    if sight.low(first) in {"1", "2", "3"} and sight.follows(first) and sight.low(place) in {"twin", "baby"}:
        first += 1
    if sight.low(first) in _GIRL_OR_BOY and sight.follows(first):
        first += 1
    if not sight.follows(first) or not sight.is_free(first):
        return None
    token = sight.tokens[first]
    if token.low in FUNCTION or len(token.low) < _SHORTEST_IN_LOWER_CASE or token.low in THINGS_AFTER:
        return None
    sure = is_given(token.low) or is_sure_surname(token.low) or token.low in GIVEN_NOT_ORDINARY
    if token.capital:
        known = sure or token.low in SURNAMES or (token.low in SURNAME_OR_WORD and token.low not in RISKY_IN_LOWER_CASE)
        labelled = token.shape is Shape.CAPITAL and (label or sight.tokens[place].shape is not Shape.UPPER)
        known = known or (labelled and token.low in SURNAME_OR_WORD)
        named = known or not is_word(token.low)
        named = named and (known or token.shape is Shape.CAPITAL or len(token.low) > _SHORT_UPPER)
    else:
        listed = token.low in GIVEN_OR_WORD or token.low in SURNAME_OR_WORD
        plain = token.low in ORDINARY or token.low in RISKY_IN_LOWER_CASE
        known = sure or (listed and not plain and (token.low in BRANDS or not is_common_form(token.low)))
        named = token.shape is Shape.LOWER and (
            known
            or (sight.tokens[place].low == "baby" and not is_nearly_a_word(token.low) and not in_dictionary(token.low))
        )
    if not named:
        return None
    return Name(IdentifierKind.PATIENT_NAME, place, run_end(sight.tokens, first))


def _is_label_of_a_cot(sight: Sight, place: int) -> bool:
    """Tell whether "B/O", baby of, begins here."""
    following = sight.token(place + 1)
    return sight.low(place) == "b" and following is not None and following.low == "o" and following.gap == "/"


def after_cue(sight: Sight, place: int) -> Name | None:
    """Return the name that a word right before it announces: "pt is", "mum", "pharmacist", "nurse called", "name:"."""
    token = sight.tokens[place]
    naming = _is_named(sight, place) and sight.low(place - 2) not in THING_NAMES
    if place == 0 or not _CUE_GAP.fullmatch(token.gap) or not sight.is_free(place) or token.low in FUNCTION:
        return None
    kind = cue_before(sight.tokens, place)
    if kind is None and not (naming and sight.low(place - 1) not in {"called", "names"}):
        return None
    if len(token.low) < _SHORTEST_IN_LOWER_CASE - 1 or token.low in TITLES:
        return None
    end = run_end(sight.tokens, place)
    if not (_announced_capital(sight, place, naming) if token.capital else _announced_lower(sight, place, end, naming)):
        return None
    following = sight.low(end)
    if end == place + 1 and not naming and following in THINGS_AFTER and token.low not in GIVEN and sight.follows(end):
        return None
    return Name(kind or IdentifierKind.PATIENT_NAME, place, end)


def _is_named(sight: Sight, place: int) -> bool:
    """Tell whether "called", "name:" or "her name is" stands before."""
    before = sight.low(place - 1)
    said = before in {"is", "was"} and sight.low(place - 2) == "name" and sight.low(place - 3) not in THING_NAMES
    return said or before in NAMING


def in_a_list(sight: Sight, place: int, kind: IdentifierKind) -> Name | None:
    """Return the name that stands beside another: "O'Shea and Copplestone". ``kind`` is the other's."""
    token = sight.tokens[place]
    if token.low in SMALL_IS_A_NAME and token.shape is Shape.LOWER and sight.is_free(place):
        end = run_end(sight.tokens, place)
        return None if sight.low(end) in THINGS_AFTER else Name(kind, place, end)
    if not token.capital or not sight.is_free(place) or token.low in FUNCTION or token.low in TITLES:
        return None
    month = token.low in MONTHS and token.shape is Shape.CAPITAL and sight.low(place - 1) in {"and", "&"}
    between = token.low in GIVEN_OR_WORD and token.gap.strip() == "," and sight.low(place + 1) == "and"
    announced = month or between or _announced_capital(sight, place, naming=False)
    if len(token.low) < _SHORTEST_IN_LOWER_CASE or not announced:
        return None
    end = run_end(sight.tokens, place)
    following = sight.low(end) if sight.follows(end) else ""
    if month and sight.token(end) is not None and sight.tokens[end].shape is Shape.NUMBER:
        return None
    return None if following in THINGS_AFTER else Name(kind, place, end)


def _announced_capital(sight: Sight, place: int, naming: bool) -> bool:
    token = sight.tokens[place]
    low = token.low
    if low in MONTHS and not naming:
        following = sight.token(place + 1)
        return _is_plainly_announced(sight, place) and (following is None or following.shape is not Shape.NUMBER)
    if is_given(low) or is_sure_surname(low) or low in GIVEN_NOT_ORDINARY:
        return True
    if low in SURNAMES or low in SURNAME_OR_WORD or low in GIVEN_OR_WORD:
        previous = sight.tokens[place - 1]
        written = token.shape is Shape.CAPITAL and (previous.shape is Shape.LOWER or previous.low in _RANKS)
        if naming or low not in ORDINARY or (written and low not in RISKY_IN_LOWER_CASE):
            return True
        return low in GIVEN_OR_WORD and _is_plainly_announced(sight, place)
    if is_word(low):
        return False
    return naming or token.shape is Shape.CAPITAL or len(low) > _SHORT_UPPER


def _is_plainly_announced(sight: Sight, place: int) -> bool:
    """Tell whether a person is spoken of right before a capital: "clerk May", "nok Peace", "pt June"."""
    token, previous = sight.tokens[place], sight.tokens[place - 1]
    written = token.shape is Shape.CAPITAL and token.capital and token.gap == " "
    return (
        written
        and previous.low in STAFF | RELATIVE | _SURELY_PATIENT
        and (previous.shape is Shape.LOWER or previous.low in _RANKS)
    )


def _announced_lower(sight: Sight, place: int, end: int, naming: bool) -> bool:
    token = sight.tokens[place]
    low = token.low
    if token.shape is not Shape.LOWER or len(low) < _SHORTEST_IN_LOWER_CASE:
        return False
    if is_given(low) or is_sure_surname(low) or low in GIVEN_NOT_ORDINARY:
        return True
    if naming:
        announced = cue_before(sight.tokens, place) is not None or ":" in token.gap or sight.low(place - 1) == "is"
        return announced and (low in GIVEN_OR_WORD - RISKY_IN_LOWER_CASE or not is_nearly_a_word(low))
    befalls = sight.low(place - 1) in _SURELY_PATIENT and sight.low(place + 1) in PERSON_DOES | PATIENT_DOES
    if befalls and is_only_a_name(low):
        return True
    if low in GIVEN_OR_WORD:
        known = sight.low(place - 1) in STAFF | RELATIVE | _SURELY_PATIENT and token.gap == " "
        if known and sight.low(place + 1) in SURELY_DONE:
            return True
        return end > place + 1 and is_sure_surname(sight.low(place + 1))
    if is_nearly_a_word(low) or in_dictionary(low):
        return False
    if end <= place + 1:
        before, after = sight.low(place - 1), sight.low(place + 1)
        acts = before in STAFF and after in PERSON_DOES | STAFF_DOES
        return (acts and len(low) >= _CLEAR_IN_LOWER_CASE) or (befalls and len(low) > _SHORTEST_IN_LOWER_CASE)
    following = sight.tokens[place + 1]
    return is_close(following.gap) and is_family_name(following) and not is_nearly_a_word(following.low)
