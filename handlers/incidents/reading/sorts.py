"""The sorts of a message's words: "porter" is staff, "tap" a thing. Two sorts near one another are a sign of their own.

A table of weights can know them, and so meet words that no fitted message held. It weighs nothing itself.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final

from handlers.incidents.reading.stems import Span, Stem, cut

_NEAR: Final = 3
_FIRST: Final = 4


def find_sorts(stems: Iterable[Stem]) -> dict[str, Span]:
    """Return the sorts that a message's stems are of, each with the offsets where it stands first.

    Also pairs of sorts that stand at most ``_NEAR`` words apart, and the sorts of the first words.
    """
    sorts = _sorts()
    found: dict[str, Span] = {}
    near: list[tuple[tuple[str, ...], int]] = []
    for number, (stem, span) in enumerate(stems):
        here = sorts.get(stem, ())
        for sort in here:
            found.setdefault(sort, span)
            if number < _FIRST:
                found.setdefault(f"^{sort}", span)
            for before, began in near:
                for earlier in before:
                    found.setdefault(f"{earlier}{sort}", (began, span[1]))
        near = [*near[1 - _NEAR :], (here, span[0])]
    return found


@lru_cache(maxsize=1)
def _sorts() -> dict[str, tuple[str, ...]]:
    """Return the sorts of each stem. They stand in angles, so that no word of a message is taken for one."""
    text = files("storage.reference").joinpath("event_type_words.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith(";"):
            name, _, words = line.partition("|")
            sort = f"<{name}>"
            for stem in map(cut, words.split()):
                if sort not in found.get(stem, ()):
                    found[stem] = (*found.get(stem, ()), sort)
    return found
