"""Names that no list holds, right before what was found of the same person: "Sabitha Marrow 999 …", "Joss [name]".

It looks at capitals only. A word that a list or a dictionary explains is taken only behind one that none does.
"""

import re
from collections.abc import Iterator
from typing import Final

from storage.rules.identifiers.canvas import PAINTED_BIRTH, PAINTED_NAME, PAINTED_PERSON
from storage.rules.identifiers.cues import FUNCTION, RELATIVE, STAFF, TITLES
from storage.rules.identifiers.kinds import Found, IdentifierKind
from storage.rules.identifiers.sight import Known
from storage.rules.identifiers.words import BRANDS, in_dictionary, is_nearly_a_medicine, is_nearly_a_word, is_word

_CAPITAL: Final = r"[A-Z][a-z]{2,15}(?:-[A-Z][a-z]{2,15})?"
_OF_A_PERSON: Final = f"{PAINTED_PERSON[:-1]}{PAINTED_BIRTH}]"
_BEFORE_A_NUMBER: Final = re.compile(
    rf"(?<![^\W_])(?P<name>{_CAPITAL}(?: {_CAPITAL})?)[ ,(]{{1,3}}(?:(?:nhs|hosp|dob)[a-z ]{{0,8}}[ .:]{{0,2}})?"
    rf"(?={_OF_A_PERSON})"
)
_BEFORE_A_SURNAME: Final = re.compile(rf"(?<![^\W_])(?P<name>{_CAPITAL}) (?={PAINTED_NAME})")
_SHORTEST: Final = 4
_LONG: Final = 6
"""Letters from which a word is rather a slip of another than a short first name such as "Joss"."""
_EXPLAINED: Final = BRANDS | STAFF | RELATIVE | TITLES | FUNCTION


def find_before_a_person(canvas: str, known: Known) -> Iterator[Found]:
    """Find one or two capitals right before a number of a person, and one right before a name: the patient's.

    The second of two may be a word: "Sabitha Marrow".
    """
    for match in (*_BEFORE_A_NUMBER.finditer(canvas), *_BEFORE_A_SURNAME.finditer(canvas)):
        words = match["name"].lower().split()
        strange = [word for word in words if _is_no_word(word, known)]
        explained = any(word not in strange and _is_explained(word, known) for word in words)
        if words[0] in strange and not explained and not all(map(_is_a_slip, strange)):
            yield Found(IdentifierKind.PATIENT_NAME, *match.span("name"))


def _is_no_word(low: str, known: Known) -> bool:
    return not (len(low) < _SHORTEST or _is_explained(low, known) or is_word(low) or in_dictionary(low))


def _is_explained(low: str, known: Known) -> bool:
    return low in _EXPLAINED or low in known.not_names or low in known.places or is_nearly_a_medicine(low)


def _is_a_slip(low: str) -> bool:
    return len(low) >= _LONG and is_nearly_a_word(low)
