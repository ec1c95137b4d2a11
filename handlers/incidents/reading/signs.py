"""The stems of a message's words and pairs of them, as signs that a table of weights can know.

It weighs nothing itself.
"""

from collections.abc import Container, Iterable

from handlers.incidents.reading.stems import Span, Stem


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
