"""Names told by the company they keep: thanked, signing off, handed to, having a duty. Never by their letters alone."""

from typing import Final

from storage.rules.identifiers.cues import (
    ASKED,
    CHECKED_WITH,
    DONE_BY,
    DUTIES,
    FUNCTION,
    HANDED,
    MONTHS,
    OFTEN_LARGE,
    PLACE_NOUNS,
    SIGNING_OFF,
    SMALL_IS_A_NAME,
    STAFF,
    STAFF_PLACES,
    THANKS,
    THINGS_AFTER,
    TITLES,
    VERBS,
    WEEKDAYS,
)
from storage.rules.identifiers.kinds import IdentifierKind
from storage.rules.identifiers.runs import run_end
from storage.rules.identifiers.sight import Name, Sight
from storage.rules.identifiers.tokens import Shape, Token
from storage.rules.identifiers.whose import whose
from storage.rules.identifiers.words import (
    BRANDS,
    GIVEN_OR_WORD,
    SURNAME_OR_WORD,
    SURNAMES,
    in_dictionary,
    is_given,
    is_nearly_a_word,
    is_only_a_name,
)

_SHORTEST: Final = 3
_SHORTEST_UNKNOWN: Final = 4
_FAR: Final = 6
_KISSES: Final = frozenset({"x", "xx", "xxx"})
_NEGATED: Final = frozenset({"not", "never", "wasnt", "wasn't", "hasnt", "hasn't", "isnt", "isn't", "werent"})
_DONE_TO_PEOPLE: Final = frozenset(
    {"seen", "turned", "fed", "washed", "told", "weighed", "assessed", "reviewed", "escorted", "observed", "changed"}
)
_DONE_BY_STAFF: Final = frozenset(
    [
        *("administered", "assessed", "checked", "documented", "noticed"),
        *("phoned", "prescribed", "reviewed", "spotted"),
    ]
)
_AND_ME: Final = frozenset((link, me) for link in ("and", "n", "&") for me in ("me", "i", "myself"))
_WISHES: Final = frozenset({"chase", "hope", "may", "will"})
"""Names that begin a sentence as verbs: "Hope to hear", "May not be seen"."""
_TOLD: Final = frozenset({"asked", "informed", "spoken", "told"})
_UNDER: Final = frozenset({"under", "on", "for", "from", "in", "by", "of"})
_FIRMS: Final = frozenset({"team", "list", "clinic", "firm", "care", "pts", "patients", "secretary"})


def in_company(sight: Sight, place: int) -> Name | None:
    """Return the name that stands at ``place`` because of what stands around it; its kind by the same words."""
    token = sight.tokens[place]
    large = token.capital and token.shape is Shape.CAPITAL
    if len(token.low) < _SHORTEST or token.low in FUNCTION or token.low in TITLES or token.low in WEEKDAYS:
        return None
    if not large and token.shape is not Shape.LOWER:
        return None
    before, after = sight.low(place - 1), sight.low(place + 1)
    near = _is_thanked(sight, place) or _signs_off(sight, place)
    if token.low == "will" and (after in DUTIES or after == "be"):
        return None
    asked = (before in ASKED and sight.follows(place)) or _works_beside(sight, place)
    teamed = _is_one_of_the_team(sight, place)
    if near or asked or teamed:
        listed = asked or (teamed and after in {"in", "on"})
        if (_may_be_called(token) if large else _is_strange(token, listed)) and not _is_of_a_thing(sight, place):
            ours = near or asked
            kind = IdentifierKind.STAFF_NAME if ours else whose(sight.tokens, place, place + 1, None)
            return Name(kind, place, run_end(sight.tokens, place))
        return None
    if not large or not _may_be_called(token):
        return None
    unlikely = token.low in MONTHS or token.low in OFTEN_LARGE
    if not unlikely and _is_handed_to(sight, place) and not _is_of_a_thing(sight, place):
        return Name(whose(sight.tokens, place, place + 1, None), place, run_end(sight.tokens, place))
    return _at_the_beginning(sight, place)


def _at_the_beginning(sight: Sight, place: int) -> Name | None:
    """Return a capital at the beginning with a duty or a neglect behind it: "Mark will chase", "June not seen"."""
    low, after, further = sight.low(place), sight.low(place + 1), sight.low(place + 2)
    if not sight.starts_sentence(place) or low in _WISHES or low in STAFF or not sight.follows(place + 1):
        return None
    if further in DUTIES and (after == "will" or (after == "to" and low not in VERBS)):
        return Name(IdentifierKind.STAFF_NAME, place, place + 1)
    told = after == "has" and further == "been" and sight.low(place + 3) in _TOLD
    befallen = after in _NEGATED and further in _DONE_TO_PEOPLE and sight.low(place + 3) not in {"on", "off"}
    return Name(IdentifierKind.PATIENT_NAME, place, place + 1) if befallen or told else None


def of_a_firm(sight: Sight, place: int) -> Name | None:
    """Return a consultant by their patients: "under Stone's team", "on Obi's list"."""
    token = sight.tokens[place]
    if token.shape is not Shape.CAPITAL or not sight.owns(place) or token.low in BRANDS or token.low in MONTHS:
        return None
    if sight.low(place - 1) not in _UNDER or sight.low(place + 1) not in _FIRMS or token.low in FUNCTION:
        return None
    called = token.low in SURNAMES or token.low in SURNAME_OR_WORD or _may_be_called(token)
    return Name(IdentifierKind.STAFF_NAME, place, place + 1) if called else None


def _may_be_called(token: Token) -> bool:
    """Tell whether somebody could be called by this capital: on the lists of given names, or in no dictionary."""
    return token.low in GIVEN_OR_WORD or (token.low not in BRANDS and not in_dictionary(token.low))


def _is_strange(token: Token, listed: bool) -> bool:
    """Tell whether a word in small letters is a name only, or (unless ``listed``) no word and no slip of one."""
    if is_given(token.low) or is_only_a_name(token.low) or token.low in SMALL_IS_A_NAME:
        return True
    strange = (
        not listed and len(token.low) >= _SHORTEST_UNKNOWN and token.low.isalpha() and not in_dictionary(token.low)
    )
    return strange and not is_nearly_a_word(token.low)


def _is_of_a_thing(sight: Sight, place: int) -> bool:
    following = sight.low(place + 1)
    return sight.follows(place + 1) and (following in THINGS_AFTER or following in PLACE_NOUNS)


def _is_thanked(sight: Sight, place: int) -> bool:
    """Tell whether thanks stand before: "ta Mungo", "well done Faith!", "kudos to Dace". Not "thanks Will do"."""
    before, further = sight.low(place - 1), sight.low(place - 2)
    if not sight.follows(place) or sight.low(place + 1) in {"do", "be", "you", "not"}:
        return False
    if before in THANKS:
        return True
    praised = before in {"done", "up", "out", "off", "job"} and further in {
        "well",
        "big",
        "shout",
        "hats",
        "good",
        "great",
    }
    return praised or (before == "to" and further in THANKS | {"up", "out", "off", "done", "credit"})


def _signs_off(sight: Sight, place: int) -> bool:
    """Tell whether the message ends with this word as with a name: "... - Grace", "thanks, Mungo", "Keziah x"."""
    end = place + 1
    kissed = sight.low(end) in _KISSES
    end += kissed
    if sight.low(end) in STAFF and sight.low(end) != "":
        end += 1
    if sight.token(end) is not None:
        return False
    token = sight.tokens[place]
    if sight.low(place - 1) in SIGNING_OFF and token.gap.strip(" ") in {"", ",", "-", ".", "!"}:
        return True
    if place == 0 or not token.capital:
        return kissed and place == 0
    parted = sight.starts_sentence(place) or token.gap.strip(" ") in {"-", "--", ","}
    return parted and (kissed or token.gap.strip(" ") in {"-", "--"} or not in_dictionary(token.low))


def _is_one_of_the_team(sight: Sight, place: int) -> bool:
    """Tell whether a trade stands behind: "Dace the physio", "tezza from estates", "Jaz on nights"."""
    after, further = sight.low(place + 1), sight.low(place + 2)
    if not sight.follows(place + 1) or not sight.follows(place + 2):
        return False
    if after in {"the", "our"}:
        return further in STAFF
    token = sight.tokens[place]
    if not token.capital and after != "from" and not is_given(token.low) and not is_only_a_name(token.low):
        return False
    work = further == "the" and sight.low(place + 3) in STAFF_PLACES
    return after in {"from", "in", "on"} and (further in STAFF_PLACES or work)


def _works_beside(sight: Sight, place: int) -> bool:
    """Tell whether this word is a colleague at work: "checked w Kemi", "me n sam", "seen by Dace"."""
    before, further, after = sight.low(place - 1), sight.low(place - 2), sight.low(place + 1)
    if not sight.follows(place):
        return (after, sight.low(place + 2)) in _AND_ME and sight.starts_sentence(place)
    if before in {"w", "with", "for"}:
        return further in CHECKED_WITH or sight.low(place - 3) in CHECKED_WITH
    if before == "by":
        return (further in DONE_BY or further in _DONE_BY_STAFF) and sight.low(place) != "dawn"
    return (before in {"and", "n", "&"} and further == "me") or (after, sight.low(place + 2)) in _AND_ME


def _is_handed_to(sight: Sight, place: int) -> bool:
    """Tell whether something goes to or comes from this word: "gave her tablets to Faith", "escalated to Grace"."""
    if sight.low(place - 1) not in {"to", "from"}:
        return False
    return any(sight.low(step) in HANDED for step in range(max(0, place - _FAR), place - 1))
