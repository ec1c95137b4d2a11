"""The words and phrases that the rules look for, from ``storage/reference/cues``: a pattern a line, in sections.

They are data, so that a clinician can read and mend them without code. A missing section is an error at start.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, cast

from handlers.incidents.reading.letters import after_first_letter, alternatives

_SECTION: Final = re.compile(r"\[([a-z0-9_ ]+)\]")
_REFERENCE: Final = re.compile(r"@([a-z_]+)@")


_LATE: Final[list["Late"]] = []


def warm() -> None:
    """Compile every pattern now, so that the first message does not wait for it. It takes about two seconds."""
    for one in _LATE:
        one.search("")


class Late:
    """A pattern that is compiled when it is first asked: thousands of lines would hold up every start by seconds.

    It answers as ``re.Pattern`` does, and after the first question as quickly.
    """

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        _LATE.append(self)

    def __getattr__(self, name: str) -> Any:
        """Compile, keep what a pattern can do, and answer. Only what is not kept yet comes here."""
        if name.startswith("__"):
            raise AttributeError(name)
        pattern = re.compile(self._make())
        for kept in ("search", "match", "fullmatch", "finditer", "findall", "sub", "pattern"):
            setattr(self, kept, getattr(pattern, kept))
        return getattr(pattern, name)


def late(make: Callable[[], str]) -> re.Pattern[str]:
    """Return a pattern that is made and compiled when it is first asked."""
    return cast("re.Pattern[str]", Late(make))


def cues(book: str, section: str, *, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    """Return one pattern for all lines of a section. ``before`` and ``after`` stand around the whole.

    ``@name@`` in a line stands for the lines of another section of the book. Raises KeyError for an unknown section.
    """
    raw = _read(book)[section]

    def made() -> str:
        lines = [_filled(book, line) for line in raw]
        return f"{_filled(book, before)}(?:{_by_first_letter(lines)}){_filled(book, after)}"

    return late(made)


def sections(book: str, prefix: str) -> tuple[tuple[str, str], ...]:
    """Return (rest of the name, lines joined into one pattern) for each section whose name begins with ``prefix``."""
    return tuple((name[len(prefix) :], _joined(book, name)) for name in _read(book) if name.startswith(prefix))


def optional_cues(book: str, section: str) -> re.Pattern[str] | None:
    """Return the pattern of a section as it stands, without word edges, or None where the book has no such section."""
    return cues(book, section, before="", after="") if section in _read(book) else None


def rules(book: str, section: str) -> tuple[tuple[Callable[[], str], ...], ...]:
    """Return, for each line of a section, what makes the patterns between its ``&&``; nothing without the section."""

    def maker(part: str) -> Callable[[], str]:
        return lambda: _by_first_letter([_filled(book, part.strip())])

    return tuple(tuple(maker(part) for part in line.split("&&")) for line in _read(book).get(section, ()))


def _by_first_letter(lines: list[str]) -> str:
    """Join lines into one pattern that tries, at each place, only what may follow the letter that stands there.

    Lines of which the first letter is not known come last and are tried everywhere. It matches what ``"|".join``
    matches and takes a fraction of the time; where two lines match at one place, another may be the one quoted.
    """
    groups: dict[str, list[str]] = {}
    rest: list[str] = []
    for line in (choice for one in lines for choice in alternatives(one)):
        firsts = after_first_letter(line)
        if firsts is None:
            rest.append(line)
        else:
            for letter, after in firsts.items():
                groups.setdefault(letter, []).append(after)
    return "|".join([f"{re.escape(letter)}(?:" + "|".join(group) + ")" for letter, group in groups.items()] + rest)


def _joined(book: str, section: str) -> str:
    return "|".join(_filled(book, line) for line in _read(book)[section])


def _filled(book: str, line: str) -> str:
    return _REFERENCE.sub(
        lambda found: f"(?:{_by_first_letter([_filled(book, one) for one in _read(book)[found[1]]])})", line
    )


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
