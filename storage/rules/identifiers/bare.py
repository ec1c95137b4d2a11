"""Names that nothing announces: given names, family names, initials, unknown pairs. Never after a title."""

from typing import Final

from storage.rules.identifiers.apposed import as_the_person, before_a_role
from storage.rules.identifiers.company import in_company, of_a_firm
from storage.rules.identifiers.compound import after_particle, double_barrelled
from storage.rules.identifiers.cues import TITLES
from storage.rules.identifiers.initials import (
    initials_joined,
    initials_together,
    initials_with_a_name,
    initials_with_dots,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.listed import given, given_or_word, owner, surname, surname_first
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.standing import belongs_to_a_thing
from storage.rules.identifiers.tokens import Shape
from storage.rules.identifiers.unknown import unknown_alone, unknown_pair
from storage.rules.identifiers.words import is_word

_SAINTS: Final = frozenset({"st", "saint"})
_PARTS_OF_THE_BODY: Final = frozenset(
    {
        "ampulla",
        "bundle",
        "canal",
        "circle",
        "islets",
        "ligament",
        "loop",
        "pouch",
        "sphincter",
        "tetralogy",
        "triangle",
    }
)
"""Before "of" and the one whom they are named after: "pouch of Douglas"."""
_DEVICES: Final = frozenset({"lucas"})
"""Given names that are machines when they are all capitals: "LUCAS on for 40 min"."""
_SHORTEST_UNKNOWN: Final = 3


def bare_name(sight: Sight, place: int) -> Name | None:
    """Return the name that starts at ``place`` with nothing before it that announces a name."""
    token = sight.tokens[place]
    if not sight.is_free(place) or sight.low(place - 1) in _SAINTS or token.low in TITLES:
        return None
    if token.shape is Shape.UPPER and token.low in _DEVICES:
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
        surname_first,
        given,
        owner,
        of_a_firm,
        in_company,
        given_or_word,
        surname,
        unknown_pair,
        unknown_alone,
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
