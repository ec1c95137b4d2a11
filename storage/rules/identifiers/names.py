"""Names in a message: titled, announced, bare, and named again further on. Never a name without its kind."""

from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.bare import bare_name
from storage.rules.identifiers.cues import BABY, OUR_LIFE, PARTICLES, PATIENT, PATIENT_DOES, THINGS_AFTER, TITLES
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.related import after_a_relative
from storage.rules.identifiers.sight import Known, Name, Sight, look
from storage.rules.identifiers.titled import after_baby, after_cue, after_title, in_a_list
from storage.rules.identifiers.tokens import Shape, Token, split
from storage.rules.identifiers.whose import cue_before
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN,
    GIVEN_OR_WORD,
    ORDINARY,
    SURNAME_OR_WORD,
    SURNAMES,
    WORDS,
    in_dictionary,
    is_word,
)

_AGAIN: Final = 3
_SHORTEST_PLAIN: Final = 3
"""Shorter large words may be initials."""
_MAY_BEGIN: Final = TITLES | BABY | GIVEN_OR_WORD | PARTICLES
_PLAIN_WORDS: Final = WORDS - _MAY_BEGIN
_BEFALLS: Final = PATIENT_DOES - {"sat", "has", "had", "found", "lost", "went", "notes", "chart", "became", "drug"}
_RULES: Final = (after_title, after_baby, after_cue, after_a_relative, bare_name)


def find_names(canvas: str, known: Known) -> Iterator[Found]:
    """Find names of patients, relatives and staff, with their titles; a name's words again wherever they stand."""
    sight = look(split(canvas), known)
    names = _as_first_named(sight, list(_walk(sight)))
    if _is_about_us(sight):
        names = [_ours(sight, name) for name in names]
    for name in (*names, *_again(sight, names)):
        yield Found(name.kind, sight.tokens[name.first].start, sight.tokens[name.end - 1].end)


def _may_begin_a_name(token: Token) -> bool:
    """Tell whether a word is worth asking about; most words of a message are not."""
    low, shape = token.low, token.shape
    if shape is Shape.LOWER:
        return low not in _PLAIN_WORDS and (low in _MAY_BEGIN or low in GIVEN or not is_word(low))
    if shape is Shape.NUMBER or shape is Shape.PAINTED:
        return False
    listed = low in SURNAME_OR_WORD or low in SURNAMES or len(low) < _SHORTEST_PLAIN
    return listed or low not in _PLAIN_WORDS


def _walk(sight: Sight) -> Iterator[Name]:
    place = 0
    last: Name | None = None
    while place < len(sight.tokens):
        token = sight.tokens[place]
        name = None
        if _may_begin_a_name(token) or token.low in sight.staff_names or token.low in sight.staff_surnames:
            name = _named(sight, place)
            if last is not None and _goes_on_a_list(sight, last, place):
                name = in_a_list(sight, place, last.kind) if name is None else _same_kind(sight, name, last)
        if name is None:
            place += 1
        else:
            yield name
            last, place = name, name.end


def _is_about_us(sight: Sight) -> bool:
    """Tell whether the message is about rotas, lockers and leaving parties, with no patient in it."""
    words = {token.low for token in sight.tokens}
    return not words.isdisjoint(OUR_LIFE) and words.isdisjoint(PATIENT) and words.isdisjoint(_BEFALLS)


def _ours(sight: Sight, name: Name) -> Name:
    """Return a patient's name as a colleague's when it has no title and nothing announces it."""
    announced = sight.low(name.first) in TITLES or cue_before(sight.tokens, name.first) is not None
    unsure = name.kind is IdentifierKind.PATIENT_NAME and not announced
    return Name(IdentifierKind.STAFF_NAME, name.first, name.end) if unsure else name


def _as_first_named(sight: Sight, names: list[Name]) -> list[Name]:
    """Give a name that nothing announces the kind that it had before: "son Ahmed rang. Ahmed said"."""
    kinds: dict[str, IdentifierKind] = {}
    settled: list[Name] = []
    for name in names:
        low = sight.tokens[name.end - 1].low
        clear = sight.low(name.first) in TITLES or cue_before(sight.tokens, name.first) is not None
        kind = name.kind if clear else kinds.get(low, name.kind)
        kinds.setdefault(low, kind)
        settled.append(Name(kind, name.first, name.end))
    return settled


def _named(sight: Sight, place: int) -> Name | None:
    for rule in _RULES:
        found = rule(sight, place)
        if found is not None:
            return found
    return None


def _goes_on_a_list(sight: Sight, last: Name, place: int) -> bool:
    """Tell whether the word stands after a name and a comma, an "and" or an "&"."""
    if place == last.end:
        return sight.tokens[place].gap.strip() in {",", "&", "/", "+"}
    nicknamed = place == last.end + 2 and sight.low(place - 1) in {"big", "little", "lil", "old", "young"}
    behind = place == last.end + 1 or nicknamed
    return behind and sight.low(last.end) in {"and", "or"} and sight.tokens[place].gap == " "


def _same_kind(sight: Sight, name: Name, last: Name) -> Name:
    titled = sight.low(name.first) in TITLES or sight.low(last.first) in TITLES
    announced = cue_before(sight.tokens, name.first) is not None
    return name if titled or announced else Name(last.kind, name.first, name.end)


def _again(sight: Sight, names: list[Name]) -> Iterator[Name]:
    """Find the same person again: "Copplestone" after "Mr Lysander Copplestone". Ordinary words are left alone."""
    words: dict[str, IdentifierKind] = {}
    taken: set[int] = set()
    for name in names:
        taken.update(range(name.first, name.end))
        for token in sight.tokens[name.first : name.end]:
            if len(token.low) >= _AGAIN and token.low not in TITLES and token.low not in ORDINARY:
                words.setdefault(token.low, name.kind)
    if not words:
        return
    for place, token in enumerate(sight.tokens):
        if place in taken or token.low not in words or not sight.is_free(place):
            continue
        if token.low in BRANDS and (sight.owns(place) or not token.capital or sight.low(place + 1) in THINGS_AFTER):
            continue  # "Mr Graves has Graves disease"
        if token.capital or not in_dictionary(token.low):
            yield Name(words[token.low], place, place + 1)
