"""Fits a table of weights by which one of several answers is chosen, from messages of which the right one is known.

A conditional softmax over the answers of each message. The same messages always give the same table.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from descent import Matrix, least
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_HUNDREDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """The answers that one message offers: the signs of each, and whether it is right. Several may be."""

    book: str
    signs: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    counts: float = 1.0

    @property
    def teaches(self) -> bool:
        """Whether there is something to choose and it can be chosen."""
        return any(self.right) and not all(self.right)


def fit(choices: Sequence[Choice], strength: float, at_least: int) -> dict[str, int]:
    """Return the weight of each sign in hundredths, those that come to nought left out.

    ``strength``, the inverse of the penalty on their squares, says how far weights may go; ``at_least``, of how many
    answers a sign must be to be weighed.
    """
    told = [one for one in choices if one.teaches]
    counted = Counter(sign for one in told for signs in one.signs for sign in set(signs))
    names = sorted(sign for sign, count in counted.items() if count >= at_least)
    number = {sign: column for column, sign in enumerate(names)}
    answers = [(row, signs) for row, one in enumerate(told) for signs in one.signs]
    pairs = [(row, number[sign]) for row, (_, signs) in enumerate(answers) for sign in set(signs) if sign in number]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    message = np.array([row for row, _ in answers], dtype=np.int64)
    right = np.array([good for one in told for good in one.right], dtype=np.float64)
    counts = np.array([one.counts for one in told])

    def slope(weights: Matrix) -> tuple[float, Matrix]:
        gained = np.bincount(rows, weights[columns], len(answers)).astype(np.float64)
        all_shares, log_all = _shares(gained, message, np.ones_like(right), len(told))
        right_shares, log_right = _shares(gained, message, right, len(told))
        loss = float((counts * (log_all - log_right)).sum() + (weights**2).sum() / (2 * strength))
        pull = (all_shares - right_shares) * counts[message]
        return loss, np.bincount(columns, pull[rows], len(names)) + weights / strength

    weights = least(slope, len(names))
    table = {sign: round(float(weight) * _HUNDREDTH) for sign, weight in zip(names, weights, strict=True)}
    return {sign: weight for sign, weight in table.items() if weight}


def _shares(gained: Matrix, message: Numbers, counted: Matrix, messages: int) -> tuple[Matrix, Matrix]:
    """Return each counted answer's share of its message, and the logarithm of what each message's come to."""
    most = np.full(messages, -np.inf)
    np.maximum.at(most, message, np.where(counted > 0, gained, -np.inf))
    raised = counted * np.exp(np.minimum(gained - most[message], 0.0))
    whole = np.bincount(message, raised, messages)
    return raised / whole[message], most + np.log(whole)


def write(path: Path, head: str, table: Mapping[str, int]) -> None:
    """Write a table as the reader reads it: a sign, a bar, its weight."""
    lines = (f"{sign}|{weight}\n" for sign, weight in sorted(table.items()))
    path.write_text(head + "".join(lines), encoding="utf-8")
