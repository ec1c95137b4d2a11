"""Cleaning a turn: what no database can keep is taken out of its words, and names that are too long are folded.

It takes out nothing that a person can see, and it screens nothing: that is the handlers' work.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.chat.turn import Answers, Opened, Passage, Press, RawAnswer, Said, Turn, Upload, Words

NAME_MOST: Final = 280
"""The longest name of a delivery or a place that is kept as it is, in characters: its table has room for 300."""

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""NUL, which PostgreSQL refuses; halves of a character, which no encoding has (a JSON escape can make them); and marks
that turn the direction of writing, with which a text shows something else than it holds."""


def clean(turn: Turn) -> Turn:
    """Return the turn as it can be stored; the turn itself when nothing has to change, as nearly always."""
    said = _said(turn.said)
    delivery, place, name = fold(turn.delivery), fold(turn.place.id), _text(turn.name)
    same = said is turn.said and delivery is turn.delivery and place is turn.place.id and name is turn.name
    if same:
        return turn
    return replace(turn, said=said, delivery=delivery, place=replace(turn.place, id=place), name=name)


def fold(name: str) -> str:
    """Return the name, or a short one that only this name has when it is longer than its column."""
    kept = _text(name)
    if len(kept) <= NAME_MOST:
        return kept
    return f"{kept[:40]}:{hashlib.sha256(kept.encode()).hexdigest()}"


def _text(text: str) -> str:
    return _UNKEPT.sub("", text) if "\x00" in text or not text.isascii() else text


def _said(said: Said) -> Said:
    match said:
        case Words():
            text = _text(said.text)
            return said if text is said.text else replace(said, text=text)
        case Passage():
            return replace(said, text=_text(said.text))
        case Press():
            inputs = said.inputs and _answers(said.inputs)
            return replace(said, action=_text(said.action), value=_text(said.value), inputs=inputs)
        case Answers():
            files = {name: tuple(_upload(one) for one in uploads) for name, uploads in said.files.items()}
            passage = said.passage and replace(said.passage, text=_text(said.passage.text))
            return Answers(_text(said.form), _text(said.context), _answers(said.values), files, passage)
        case Opened():
            return said


def _answers(values: Mapping[str, RawAnswer]) -> dict[str, RawAnswer]:
    return {
        name: tuple(_text(part) for part in value) if isinstance(value, tuple) else _text(value)
        for name, value in values.items()
    }


def _upload(upload: Upload) -> Upload:
    return replace(upload, name=_text(upload.name), media_type=_text(upload.media_type))
