"""The words and phrases that the rules look for, from ``storage/reference/cues``: a pattern a line, in sections.

They are data, so that a clinician can read and mend them without code. A missing section is an error at start.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

_SECTION: Final = re.compile(r"\[([a-z0-9_ ]+)\]")
_REFERENCE: Final = re.compile(r"@([a-z_]+)@")


def cues(book: str, section: str, *, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    """Return one pattern for all lines of a section. ``before`` and ``after`` stand around the whole.

    ``@name@`` in a line stands for the lines of another section of the book. Raises KeyError for an unknown section.
    """
    return re.compile(f"{_filled(book, before)}(?:{_joined(book, section)}){_filled(book, after)}")


def sections(book: str, prefix: str) -> tuple[tuple[str, str], ...]:
    """Return (rest of the name, lines joined into one pattern) for each section whose name begins with ``prefix``."""
    return tuple((name[len(prefix) :], _joined(book, name)) for name in _read(book) if name.startswith(prefix))


def optional_cues(book: str, section: str) -> re.Pattern[str] | None:
    """Return the pattern of a section as it stands, without word edges, or None where the book has no such section."""
    return cues(book, section, before="", after="") if section in _read(book) else None


def _joined(book: str, section: str) -> str:
    return "|".join(_filled(book, line) for line in _read(book)[section])


def _filled(book: str, line: str) -> str:
    return _REFERENCE.sub(lambda found: f"(?:{_joined(book, found[1])})", line)


@lru_cache(maxsize=32)
def _read(book: str) -> dict[str, tuple[str, ...]]:
    text = files("storage.reference").joinpath("cues").joinpath(f"{book}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if not line or line.startswith(";"):
            continue
        section = _SECTION.fullmatch(line)
        if section is None:
            current.append(line)
        else:
            current = found.setdefault(section[1], [])
    return {name: tuple(lines) for name, lines in found.items()}
