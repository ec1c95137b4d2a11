"""Fits tables of several weights a sign: for each column a logistic regression of what is so against what is not.

It knows no message: only signs, what is right of them, and how much each counts. The same always gives the same table.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from descent import Matrix, least
from numpy.typing import NDArray

from handlers.incidents.reading.signs import GROUND

Numbers = NDArray[np.int64]

_LEAST: Final = 0.15
"""A sign of which no weight comes to so much is left out."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The signs of one message, for each column whether it is right, and how much the fit heeds it."""

    signs: tuple[str, ...]
    right: tuple[bool, ...]
    counts: float


class Told:
    """Which message holds which sign: a matrix of ones, of which only their places are kept."""

    def __init__(self, lessons: Sequence[Lesson], place: Mapping[str, int]) -> None:
        pairs = [(row, place[sign]) for row, one in enumerate(lessons) for sign in one.signs if sign in place]
        ones: Numbers = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.shape = (len(lessons), len(place))
        self._rows, self._columns = ones[:, 0], ones[:, 1]
        turned = np.argsort(self._columns, kind="stable")
        self._turned_rows, self._turned_columns = self._rows[turned], self._columns[turned]

    def points(self, weights: Matrix) -> Matrix:
        """Return the sum of each message's weights; the last row of weights is the ground."""
        return _sums(self._rows, weights[self._columns], self.shape[0]) + weights[-1]

    def shares(self, missed: Matrix) -> Matrix:
        """Return the sum, for each sign and last the ground, over the messages that hold it."""
        summed = _sums(self._turned_columns, missed[self._turned_rows], self.shape[1])
        return np.vstack([summed, missed.sum(axis=0)])


def _sums(groups: Numbers, values: Matrix, size: int) -> Matrix:
    """Return the sums of values by group. Groups come in order; one without values is 0."""
    out = np.zeros((size, values.shape[1]))
    if len(groups):
        names, starts = np.unique(groups, return_index=True)
        out[names] = np.add.reduceat(values, starts, axis=0)
    return out


def fit(lessons: Sequence[Lesson], *, strength: float, at_least: int, kept: int) -> dict[str, Matrix]:
    """Return the weights of each sign for each column, in whole tenths, with the ground under its own name.

    ``strength``, the inverse of the penalty on their squares, says how far weights may go; ``at_least``, in how many
    messages a sign must stand; ``kept``, how many signs are kept: those that weigh most, in the most messages.
    """
    counts = Counter(sign for one in lessons for sign in one.signs)
    names = sorted(sign for sign, count in counts.items() if count >= at_least)
    weights = _descend(lessons, names, strength)
    heard = np.abs(weights[:-1]).max(axis=1) * np.sqrt([counts[name] for name in names])
    names = [names[one] for one in sorted(np.argsort(-heard, kind="stable")[:kept])]
    weights = _descend(lessons, names, strength)
    table = {GROUND: np.round(weights[-1] * 10)}
    for name, row in zip(names, weights[:-1], strict=True):
        if np.abs(row).max() >= _LEAST:
            table[name] = np.round(row * 10)
    return table


def _descend(lessons: Sequence[Lesson], names: Sequence[str], strength: float) -> Matrix:
    told = Told(lessons, {name: column for column, name in enumerate(names)})
    side = np.where(np.array([one.right for one in lessons]), 1.0, -1.0)
    heed = strength * np.array([one.counts for one in lessons])[:, None]

    def slope(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(-1, side.shape[1])
        lead = side * told.points(weights)
        loss = float((heed * np.logaddexp(0, -lead)).sum() + (weights**2).sum() / 2)
        missed = -heed * side / (1 + np.exp(np.clip(lead, -50, 50)))
        return loss, (told.shares(missed) + weights).ravel()

    return least(slope, (len(names) + 1) * side.shape[1]).reshape(-1, side.shape[1])


def write(path: Path, head: str, table: Mapping[str, Sequence[float] | Matrix]) -> None:
    """Write a table as the reader reads it: a sign, a bar, its weights; the ground first."""
    rows = sorted(table.items(), key=lambda item: (item[0] != GROUND, item[0]))
    lines = (f"{sign}|{' '.join(f'{int(one):+d}' if one else '0' for one in row)}\n" for sign, row in rows)
    path.write_text(head + "".join(lines), encoding="utf-8")
