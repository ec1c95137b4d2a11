"""Several answers weighed against one another by the signs of each and a table of weights.

It reads the table and adds up. Which signs an answer has, and how likely it must be to be taken, others say.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

Weights = Mapping[str, int]
"""What each sign adds, in hundredths of a nat."""

_HUNDREDTH: Final = 100
_Answer = TypeVar("_Answer", bound=Hashable)


@cache
def weights(name: str) -> Weights:
    """Return the table ``storage/reference/<name>.txt``. A missing or torn one is an error of installation."""
    text = files("storage.reference").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.rpartition("|") for line in text.splitlines() if line and not line.startswith(";"))
    return {sign: int(weight) for sign, _, weight in lines}


def points(signs: Iterable[str], table: Weights) -> int:
    """Return what the signs add up to, in hundredths of a nat."""
    return sum(table.get(sign, 0) for sign in signs)


def shares(answers: Sequence[tuple[_Answer, int]]) -> dict[_Answer, float]:
    """Return how likely each answer is by its points, from 0 to 1; one that is offered twice gets both shares.

    The sum is 1, or without answers there is nothing.
    """
    most = max((gained for _, gained in answers), default=0)
    raised: dict[_Answer, float] = {}
    for answer, gained in answers:
        raised[answer] = raised.get(answer, 0.0) + math.exp((gained - most) / _HUNDREDTH)
    whole = sum(raised.values())
    return {answer: one / whole for answer, one in raised.items()}
