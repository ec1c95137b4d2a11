"""What was involved by the weights of all words: a medicine, a device or blood that no rule found.

It only adds to what the rules found. It takes nothing away, and adds nothing that it cannot show a word for.
"""

import re
from typing import Final

from handlers.incidents.reading.signs import GROUND, Columns, columns
from handlers.incidents.reading.stems import Span
from handlers.incidents.reading.told import Told
from handlers.incidents.reading.values import INCIDENT, RISK, Answer
from storage.records import Involved

AGENTS: Final = (Involved.MEDICATION, Involved.DEVICES, Involved.BLOOD)
"""In the order of the table's columns. Weights of the others added nothing right for authors left out."""
TABLE: Final = "involved_signs"
ENOUGH: Final = 17
"""Points, in tenths of a nat, from which an agent is added: a share of .85, chosen by leaving out authors."""
_SURE: Final = 0.65
_TELLING: Final = 8
"""Points that a word must give to be shown as the reason: "pump" for a device, not "this"."""
_TELLING_WORD: Final = re.compile(r"[a-z]{3}")
_ALSO_TOLD: Final = {Involved.BLOOD_PRODUCTS: (Involved.MEDICATION, Involved.BLOOD)}
"""What the same words tell of beside another: a blood product is given as a medicine is, and comes of blood."""


def add(
    found: tuple[Answer[Involved], ...], told: Told, kind: str, table: Columns | None = None
) -> tuple[Answer[Involved], ...]:
    """Return what was found, and behind it what all words together tell of beside it, each with its word.

    Something is added only to the ``kind`` of an incident or a risk. ``table`` stands in for the one that is shipped,
    to measure others on messages that they do not know.
    """
    if kind not in {INCIDENT, RISK}:
        return found
    table = columns(TABLE, len(AGENTS)) if table is None else table
    weights = [table[sign] for sign in (GROUND, *told.signs, *told.facts()) if sign in table]
    points = dict(zip(AGENTS, map(sum, zip(*weights, strict=True)), strict=False))
    for one in found:
        for agent in (one.value, *_ALSO_TOLD.get(one.value, ())):
            points.pop(agent, None)
    shown = ((agent, _word(agent, told, table)) for agent, gained in points.items() if gained >= ENOUGH)
    added = [
        Answer(agent, _SURE, *span, f"you wrote “{told.words.quote(*span)}”")
        for agent, span in shown
        if span is not None
    ]
    return (*(one for one in found if one.value is not Involved.NONE_OF_THESE), *added) if added else found


def _word(agent: Involved, told: Told, table: Columns) -> Span | None:
    """Return where the medicine stands that is named, or the word that tells most of the agent, if one does."""
    if agent is Involved.MEDICATION and told.medicines:
        return told.medicines[0].start, told.medicines[0].end
    number = AGENTS.index(agent)
    words = [
        (table[sign][number], span) for sign, span in told.signs.items() if sign in table and _TELLING_WORD.match(sign)
    ]
    most, span = max(words, key=lambda one: one[0], default=(0, None))
    return span if most >= _TELLING else None
