"""Names of several parts: "Owusu-Ansah", "van der Merwe". Never two words that a hyphen joins by chance."""

from typing import Final

from storage.rules.identifiers.cues import PARTICLES, THINGS_AFTER
from storage.rules.identifiers.runs import is_particle, run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape
from storage.rules.identifiers.whose import whose
from storage.rules.identifiers.words import BRANDS, is_word

_SHORTEST: Final = 3
_OTHER_PARTICLES: Final = frozenset({"st", "san", "o", "the", "ten", "do", "da", "ap", "ab", "mac", "mc", "la", "le"})
"""Small words that begin hospitals, saints and sentences as often as names."""


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
