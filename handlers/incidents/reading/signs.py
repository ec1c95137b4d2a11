"""The stems of a message's words and pairs of them, as signs, and the tables of what signs weigh.

It weighs nothing itself.
"""

from collections.abc import Container, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from handlers.incidents.reading.stems import Span, Stem

GROUND: Final = "*"
"""The sign that every message holds."""
Columns = Mapping[str, tuple[int, ...]]
"""What each sign says for each of several things, in tenths."""


def signs_of(stems: Iterable[Stem], leading: Container[str] | None = None) -> dict[str, Span]:
    """Return the signs that stems make, alone and with the one before them, each with where it stands first.

    With ``leading``, the one before counts only where it is one of these.
    """
    found: dict[str, Span] = {}
    before, began = "", 0
    for stem, span in stems:
        found.setdefault(stem, span)
        if before and (leading is None or before in leading):
            found.setdefault(f"{before} {stem}", (began, span[1]))
        before, began = stem, span[0]
    return found


@cache
def columns(name: str, many: int) -> Columns:
    """Return the table ``storage/reference/<name>.txt``. A missing or torn one is an error of installation.

    Raises ValueError where a sign has not so ``many`` weights.
    """
    text = files("storage.reference").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    table: dict[str, tuple[int, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith(";"):
            sign, _, points = line.partition("|")
            table[sign] = tuple(int(one) for one in points.split())
            if len(table[sign]) != many:
                raise ValueError(f"Not {many} weights: {sign}")
    return table
