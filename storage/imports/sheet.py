"""A CSV file read into rows with their line numbers, and everything wrong with it in plain words.

It knows columns, not what they mean, and it never guesses an encoding.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process

MAX_BYTES: Final = 5 * 1024 * 1024
_LIKENESS: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, on one line of the file (the first line is 1)."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it starts in the file, and its cells by column, without blanks around them."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What could be read. Rows with problems are not among the lines."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def read_sheet(content: bytes, *, needed: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """Return the rows of a UTF-8 CSV file (with or without a byte order mark) whose first line names its columns."""
    if len(content) > MAX_BYTES:
        return _broken(1, f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _broken(line, "this is not UTF-8 text. Save the file as “CSV UTF-8”")
    if "\0" in text:
        return _broken(text[: text.index("\0")].count("\n") + 1, "this is not a text file. Save it as “CSV UTF-8”")
    if not text.strip():
        return _broken(1, "the file is empty")
    try:
        return _read_rows(text, needed, optional)
    except csv.Error:
        # The reader's own words may quote the cell; where it happened is only known to be after the last whole row.
        return _broken(1, "a quotation mark is opened and not closed, or stands in the middle of a cell")


def _broken(line: int, reason: str) -> Sheet:
    return Sheet((), (Problem(line, reason),))


def _read_rows(text: str, needed: Sequence[str], optional: Sequence[str]) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [cell.strip().lower() for cell in next(reader, [])]
    wrong = _header_problems(header, needed, optional)
    if wrong:
        return Sheet((), tuple(Problem(1, reason) for reason in wrong))
    lines: list[Line] = []
    problems: list[Problem] = []
    start = reader.line_num + 1
    for row in reader:
        number, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            problems.append(Problem(number, f"{len(row)} cells where the first line names {len(header)} columns"))
            continue
        lines.append(Line(number, {name: cell.strip() for name, cell in zip(header, row, strict=True)}))
    if not lines and not problems:
        problems.append(Problem(1, "there is no row below the names of the columns"))
    return Sheet(tuple(lines), tuple(problems))


def _header_problems(header: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> list[str]:
    if len(header) == 1 and any(mark in header[0] for mark in (";", "\t")):
        return ["the columns must be separated by commas"]
    known = (*needed, *optional)
    reasons = [f"the column “{name}” is missing" for name in needed if name not in header]
    reasons += [
        f"the column “{name}” is there twice" for name in sorted({one for one in header if header.count(one) > 1})
    ]
    for name in header:
        if name not in known:
            near = suggest(name, known)
            reasons.append(f"the column “{name}” is not known{near}. The columns are {', '.join(known)}")
    return reasons


def suggest(word: str, known: Sequence[str]) -> str:
    """Return `` (did you mean “…”?)`` when a known word is like it, otherwise nothing."""
    near = process.extractOne(word.lower(), known, score_cutoff=_LIKENESS)
    return f" (did you mean “{near[0]}”?)" if near else ""
