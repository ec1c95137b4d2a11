"""How the codes of a report are kept as JSON beside its columns. It looks up no code and judges none."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from storage.records import Coded, IncidentContent

_CODES: Final = frozenset(one.name for one in fields(Coded))


def pack(content: IncidentContent) -> dict[str, Any]:
    """Return the codes without what nobody said, and the screened words that only good care has (3 reports in 100)."""
    coded = content.coded
    codes = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(coded).items()
        if value not in {None, False} and value != ()
    } | ({"near_miss": False} if coded.near_miss is False else {})
    said = {"strengths": content.strengths.text, "how_again": content.how_again.text}
    return codes | {name: text for name, text in said.items() if text}


def unpack(stored: Mapping[str, Any]) -> Coded:
    """Return the codes that ``pack`` stored. A code that a later release added is passed over, not refused."""
    codes = {name: one for name, one in stored.items() if name in _CODES}
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in codes.items()}
    return Coded(**values)
