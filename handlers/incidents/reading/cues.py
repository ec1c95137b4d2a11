"""The words and phrases that the rules look for, from ``storage/reference/cues``: a pattern a line, in sections.

They are data, so that a clinician can read and mend them without code. A missing section is an error at start.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final, cast

from handlers.incidents.reading.cue import Cue, Parts, by_first_letter, index_all
from handlers.incidents.reading.letters import alternatives, stands_alone

_SECTION: Final = re.compile(r"\[([a-z0-9_ ]+)\]")
_REFERENCE: Final = re.compile(r"@([a-z_]+)@")


def warm() -> None:
    """Work out now where each pattern may begin, so that no message waits for it: more than half a second.

    A pattern is compiled when a message first may hold it. The first few messages take a tenth of a second each for
    it; compiling all of them, most of which no message ever holds, would take 8 MB and two seconds more.
    """
    index_all()


def cue(pattern: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first asked, and is quick over the whole text of a message.

    ``before`` and ``after`` stand around the whole.
    """
    return _as_pattern(Cue(lambda: Parts(before, alternatives(pattern), after)))


@cache
def cues(book: str, section: str, *, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    """Return one pattern for all lines of a section. ``before`` and ``after`` stand around the whole.

    ``@name@`` in a line stands for the lines of another section of the book. Raises KeyError for an unknown section.
    """
    raw = _read(book)[section]

    def made() -> Parts:
        parts = Parts(_filled(book, before), _choices(book, raw), _filled(book, after))
        if stands_alone(parts.before) and stands_alone(parts.after):
            return parts
        return Parts("", alternatives(parts.joined()), "")

    return _as_pattern(Cue(made))


def sections(book: str, prefix: str) -> tuple[tuple[str, str], ...]:
    """Return (rest of the name, lines joined into one pattern) for each section whose name begins with ``prefix``."""
    return tuple((name[len(prefix) :], _joined(book, name)) for name in _read(book) if name.startswith(prefix))


def optional_cues(book: str, section: str) -> re.Pattern[str] | None:
    """Return the pattern of a section as it stands, without word edges, or None where the book has no such section."""
    return cues(book, section, before="", after="") if section in _read(book) else None


def rules(book: str, section: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Return, for each line of a section, the patterns between its ``&&``; nothing without the section.

    Each stands for whole words, and is one pattern however many rules hold it.
    """
    lines = _read(book).get(section, ())
    return tuple(tuple(_whole_words(book, part.strip()) for part in line.split("&&")) for line in lines)


@cache
def _whole_words(book: str, part: str) -> re.Pattern[str]:
    return _as_pattern(Cue(lambda: Parts(r"\b", alternatives(_filled(book, part)), r"(?!\w)")))


def _as_pattern(cue: Cue) -> re.Pattern[str]:
    """Return a cue under the type of what it answers as."""
    return cast("re.Pattern[str]", cue)


def _joined(book: str, section: str) -> str:
    return "|".join(_filled(book, line) for line in _read(book)[section])


def _filled(book: str, line: str) -> str:
    if "@" not in line:
        return line
    return _REFERENCE.sub(lambda found: f"(?:{_lines_of(book, found[1])})", line)


def _choices(book: str, lines: tuple[str, ...]) -> list[str]:
    return [choice for line in lines for choice in alternatives(_filled(book, line))]


@cache
def _lines_of(book: str, section: str) -> str:
    letters, rest = by_first_letter(_choices(book, _read(book)[section]))
    return "|".join([*letters.values(), *rest])


@cache
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
