"""The word lists as data: each section compiles, refers only to what exists, and matches what its lines match."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from handlers.incidents.reading.cues import cues, optional_cues, sections
from handlers.incidents.reading.ground import Ground

OF_WORDS = {"never_event_slots.txt"}
"""Books of words, which are no patterns."""
BOOKS = sorted(
    entry.name.removesuffix(".txt")
    for entry in files("storage.reference").joinpath("cues").iterdir()
    if entry.name.endswith(".txt") and entry.name not in OF_WORDS
)
MESSAGES = [
    json.loads(line)["text"].lower()
    for line in (Path(__file__).parent / "data" / "worked.jsonl").read_text(encoding="utf-8").splitlines()[::9]
]


@pytest.mark.parametrize("book", BOOKS)
def test_sorting_lines_by_letter_and_looking_only_where_they_begin_changes_nothing_that_is_found(book: str) -> None:
    plain = {name: re.compile(rf"\b(?:{joined})\b") for name, joined in sections(book, "")}
    quick = {name: cues(book, name) for name in plain}
    for message in MESSAGES:
        ground = Ground(message)
        for name, pattern in quick.items():
            first, wanted = pattern.search(ground), plain[name].search(message)
            assert (first and first.start()) == (wanted and wanted.start()), (name, message)


def test_a_section_that_is_not_there_is_an_error_or_none() -> None:
    with pytest.raises(KeyError):
        cues("harm", "no such section")
    assert optional_cues("never_events", "99 unless") is None
