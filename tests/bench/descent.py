"""The way down to the weights that lose least, for every table of weights that is fitted. It knows no message."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

ROUNDS: Final = 60
REMEMBERED: Final = 12


def least(slope: Callable[[Matrix], tuple[float, Matrix]], size: int) -> Matrix:
    """Return where the loss is least, by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno.

    ``slope`` returns the loss at a point of ``size`` numbers, and how steep it is there. It starts from nought.
    """
    here = np.zeros(size)
    loss, steep = slope(here)
    past: list[tuple[Matrix, Matrix, float]] = []
    for _ in range(ROUNDS):
        way = steep / max(float(np.linalg.norm(steep)), 1e-12) if not past else _way(steep, past)
        pace, down = 1.0, float(steep @ way)
        new, (new_loss, new_steep) = here - way, slope(here - way)
        while new_loss > loss - 1e-4 * pace * down and pace > 1e-6:
            pace /= 2
            new = here - pace * way
            new_loss, new_steep = slope(new)
        bend = float((new - here) @ (new_steep - steep))
        if bend > 1e-10:
            past = [*past[1 - REMEMBERED :], (new - here, new_steep - steep, 1 / bend)]
        still = abs(loss - new_loss) < 1e-5 * abs(loss)
        here, loss, steep = new, new_loss, new_steep
        if still:
            break
    return here


def _way(steep: Matrix, past: Sequence[tuple[Matrix, Matrix, float]]) -> Matrix:
    way, shares = steep.copy(), []
    for step, bent, inverse in reversed(past):
        shares.append(inverse * float(step @ way))
        way -= shares[-1] * bent
    step, bent, _ = past[-1]
    way *= float(step @ bent) / float(bent @ bent)
    for (step, bent, inverse), share in zip(past, reversed(shares), strict=True):
        way += step * (share - inverse * float(bent @ way))
    return way
