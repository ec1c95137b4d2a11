"""A ward's own name, mistyped where it stands like a place: "wilow", "Rowen bed 3", "on lrach".

It knows names of one word only. A word that is also another word, or that stands like a person, it never takes.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from handlers.incidents.reading.values import Place
from handlers.incidents.reading.words import Words

_CALLED: Final = re.compile(r"([a-z]{5,}) (?:ward|unit)")
_SHORTEST, _LONG = 4, 6
_OTHER_WORDS: Final = frozenset(
    {
        "will", "willing", "wills", "william", "williams", "wilson", "willis", "wallow", "window", "wallet", "widow",
        "windows", "follow", "latch", "lurch", "large", "larger", "march", "lunch", "leach", "lurched",
        "roman", "rowing",
        "row", "rows", "rower", "raven", "round", "woman", "room", "robin", "rota", "rowdy", "rwandan", "weekly",
    }
)  # fmt: skip
"""Words within two letters of such a name that are no slip."""
_NOT_BEFORE: Final = re.compile(
    r"\b(?:mr|mrs|miss|ms|dr|prof|baby|nurse|sister|called|named|dob|name|nok|bleep)\.? (?:[a-z'-]+ )?$"
)
_LED: Final = re.compile(r"(?:^|[.,;:!?(@\n/-]\s*|\b(?:on|in|at|from|to|our|ward|wd|here|of) (?:the )?)$")
_FOLLOWED: Final = re.compile(
    r"\s*(?:$|[.,;:!)\n@/-]|\d{3,4}\b|(?:bed|bay|room|rm|side|ward|wd|unit|nights?|days?|lates?|earl\w+|staff|nurse|hca|rn|pt|patient"
    r"|garden|yday|yest\w*|today|tonight|last|this|o/n|overnight|on|at|again|corridor|bathroom|lady|man|gent)\b)"
)


def own_names(places: Sequence[Place]) -> dict[str, str]:
    """Return the places by their own name, where it is a single word: {"larch": "Larch ward"}."""
    return {found[1]: place.name for place in places if (found := _CALLED.fullmatch(place.name.lower())) is not None}


def mistyped(words: Words, names: dict[str, str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield (right name, place, start, end) for each word within two letters of a name, or one of a short name."""
    for token in words.tokens:
        size = len(token.text)
        if size < _SHORTEST or token.text in _OTHER_WORDS or token.text in names or not token.text.isalpha():
            continue
        for name, place in names.items():
            most = 2 if len(name) >= _LONG and size >= _LONG - 1 else 1
            if token.text[0] != name[0] or OSA.distance(token.text, name, score_cutoff=most) > most:
                continue
            if _stands_like_a_place(words, token.start, token.end):
                yield name, place, token.start, token.end


def _stands_like_a_place(words: Words, start: int, end: int) -> bool:
    before = words.text[max(0, start - 32) : start]
    return (
        _NOT_BEFORE.search(before) is None
        and _LED.search(before) is not None
        and _FOLLOWED.match(words.text, end) is not None
    )
