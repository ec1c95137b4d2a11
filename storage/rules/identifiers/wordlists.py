"""Reads the word lists that ship with the project, once. Never a message, and never a file from elsewhere."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_REFERENCE: Final[Traversable] = files("storage") / "reference"
_MEDICINE_LISTS: Final = ("medicines.csv", "medicine_lookalikes.txt")
_MEDICINE_WORD: Final = re.compile(r"[a-z]{4,}")


def load(name: str) -> frozenset[str]:
    """Return the words of ``identifiers/<name>.txt``. A missing file raises ``FileNotFoundError``."""
    lines = (_REFERENCE / "identifiers" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def load_sections(name: str) -> dict[str, frozenset[str]]:
    """Return the words of ``identifiers/<name>.txt`` by their ``[heading]``."""
    found: dict[str, frozenset[str]] = {}
    heading = ""
    for line in (_REFERENCE / "identifiers" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            found[heading] = frozenset()
        elif heading:
            found[heading] |= frozenset(line.split())
    return found


def load_medicines() -> frozenset[str]:
    """Return every word of the medicine lists: approved names, brands and shorthand are no people."""
    texts = ((_REFERENCE / name).read_text(encoding="utf-8").lower() for name in _MEDICINE_LISTS)
    return frozenset(word for text in texts for word in _MEDICINE_WORD.findall(text))
