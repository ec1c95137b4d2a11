"""Relatives' names in small letters that are words too: "son mark is angry". Never "daughter rose from her chair"."""

from typing import Final

from storage.rules.identifiers.cues import PERSON_IS, RELATIVE
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape
from storage.rules.identifiers.whose import cue_before
from storage.rules.identifiers.words import GIVEN_OR_WORD

_MAY_BE_THEIRS: Final = frozenset({"hope", "grace", "faith", "joy", "patience", "comfort", "bill", "will", "bay"})
"""What a relative may have: "mum hope is to get home" is no name."""
_MANY: Final = frozenset({"relatives", "parents", "family", "friends", "sons", "daughters", "sisters", "brothers"})
_NOT_CALLED: Final = frozenset({"can", "not", "has", "had", "is", "was", "very", "no", "also", "an", "he", "she"})


def after_a_relative(sight: Sight, place: int) -> Name | None:
    """Return a given name right behind one relative, where what follows tells how a person is or what they said."""
    token = sight.tokens[place]
    before = sight.low(place - 1)
    if token.shape is not Shape.LOWER or token.low not in GIVEN_OR_WORD or token.gap != " " or not sight.is_free(place):
        return None
    if before not in RELATIVE or before in _MANY or token.low in _NOT_CALLED or not sight.follows(place + 1):
        return None
    after = sight.low(place + 1)
    if after not in PERSON_IS or (after in {"is", "was", "has"} and token.low in _MAY_BE_THEIRS and before != "sister"):
        return None
    return Name(cue_before(sight.tokens, place) or IdentifierKind.RELATIVE_NAME, place, place + 1)
