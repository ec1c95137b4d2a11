"""Fits the weights in ``storage/reference/event_type_signs.txt`` on the labelled messages of the tests; writes them.

One logistic regression of each kind of event against the rest. The same messages and rules always give the same table.
``--check`` writes nothing: it leaves out one author of short messages after the other, and prints what was missed.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

import columns  # noqa: E402
from columns import Lesson, write  # noqa: E402
from descent import Matrix  # noqa: E402

from handlers.incidents.reading.commands import known_places, read_places  # noqa: E402
from handlers.incidents.reading.event_type import KINDS, gather  # noqa: E402
from handlers.incidents.reading.signs import GROUND  # noqa: E402
from handlers.incidents.reading.told import look  # noqa: E402
from handlers.incidents.reading.values import INCIDENT  # noqa: E402
from handlers.incidents.reading.words import prepare  # noqa: E402
from storage.rules.identifiers import screen  # noqa: E402

DATA: Final = TESTS / "handlers" / "incidents" / "reading" / "data"
TABLE: Final = TESTS.parent / "storage" / "reference" / "event_type_signs.txt"
AUTHORS: Final = (
    *(f"short_{letter}" for letter in "abcdefghijklmopqrtuvwxyz"),
    *(f"short_a{letter}" for letter in "adefghijlmnpqrstuvwxy"),
    *(f"short_b{letter}" for letter in "abcd"),
    "told_when",
    "told_where",
)
PLACES: Final = read_places((DATA / "places.csv").read_text(encoding="utf-8"))
WARDS: Final = known_places(PLACES)
YEAR: Final = 2026
STRENGTH: Final = 3.0
"""How far the weights may go: the inverse of the penalty on their squares. Chosen by leaving out authors."""
AT_LEAST: Final = 2
"""Messages that a sign must stand in to be weighed."""
KEPT: Final = 4500
"""Signs in the table: those that weigh most, in the most messages. They are held in memory while the bot runs."""
SHORT, LONG, IMPLIED = 5.0, 0.5, 0.2
"""How much a message counts: one as staff type them; a longer one; one whose kind nobody said but that is plain."""
SAYS_NOTHING: Final = ("", "?", "ward 7", "hello", "something happened", ".", "x", "ok", "see notes", "report", "datix")
"""Messages that say nothing of their kind: incidents, as 97 of 100 LFPSE records are."""
SAYS_NOTHING_COUNTS: Final = 1.5
HEAD: Final = """\
; What the words of a message say of its kind: a sign, then its weights in tenths for
; incident, good_care, risk, outcome, not_patient_safety. Read by handlers/incidents/reading/event_type.py.
; A sign is a word or a pair of words cut to their stems; 0 is any number, #time a time of day, #long a long number.
; <staff> is a sort of word (event_type_words.txt), <staff><body> two sorts near one another, ^<staff> a sort among the
; first words; @hurt and the like are facts that other rules found; * is the ground that every message starts from.
; Written by tests/bench/signs.py from the labelled messages of the tests. Do not edit: fit it again.
"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of which somebody said what kind of event it tells of. ``counts``: how much the fit heeds it."""

    book: str
    name: str
    text: str
    kind: int
    counts: float
    signs: tuple[str, ...] = ()


def labelled() -> list[Labelled]:
    """Return all messages of the tests' data with a kind of event, each text once, with their signs and facts."""
    found: dict[str, Labelled] = {}
    for one in (*_stories(), *_few_words()):
        found.setdefault(one.text, one)
    return [_with_signs(one) for one in found.values()]


def _stories() -> Iterator[Labelled]:
    for book in (*(DATA / f"{author}.jsonl" for author in AUTHORS), *sorted(DATA.glob("*.jsonl"))):
        for line in filter(str.strip, book.read_text(encoding="utf-8").splitlines()):
            message = json.loads(line)
            gold = message["gold"]
            if "event_type" in gold:
                implied = "event_type" in gold.get("not_answered", ())
                counts = SHORT if book.stem in AUTHORS else IMPLIED if implied else LONG
                kind = KINDS.index(gold["event_type"])
                yield Labelled(book.stem, str(message["id"]), message["text"], kind, counts)


def _few_words() -> Iterator[Labelled]:
    for name, counts in (("worked_kinds", SHORT), ("short_kinds", LONG)):
        for kind, text in _lines(name):
            yield Labelled(name, "", text, KINDS.index(kind), counts)
    incident = KINDS.index(INCIDENT)
    for name in ("short_harm", "short_never_events"):
        for what, text in _lines(name):
            if what != "0":
                yield Labelled(name, "", text, incident, IMPLIED)
    for text in SAYS_NOTHING:
        yield Labelled("", "", text, incident, SAYS_NOTHING_COUNTS)


def _lines(name: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(what, text) for what, _, text in (line.partition("|") for line in lines if line[:1] not in {"", ";"})]


def _with_signs(one: Labelled) -> Labelled:
    return Labelled(one.book, one.name, one.text, one.kind, one.counts, signs_and_facts(one.text))


def signs_and_facts(text: str) -> tuple[str, ...]:
    """Return the signs of a message, each once, and the facts that other rules find in it."""
    words = prepare(screen(text, known_places=WARDS).text)  # nobody's name is to weigh anything
    return tuple(dict.fromkeys((*gather(words), *look(words, YEAR, PLACES).facts())))


def fit(messages: Sequence[Labelled]) -> dict[str, Matrix]:
    """Return the weights of each sign for each kind, in whole tenths, with the ground under its own name."""
    kinds = range(len(KINDS))
    lessons = [Lesson(one.signs, tuple(one.kind == kind for kind in kinds), one.counts) for one in messages]
    return columns.fit(lessons, strength=STRENGTH, at_least=AT_LEAST, kept=KEPT)


def missed(table: dict[str, Matrix], messages: Sequence[Labelled]) -> list[Labelled]:
    """Return the messages whose kind these weights alone miss."""
    told = [[table[sign] for sign in (GROUND, *one.signs) if sign in table] for one in messages]
    return [one for one, rows in zip(messages, told, strict=True) if int(np.argmax(sum(rows))) != one.kind]


def _left_out(author: str) -> list[Labelled]:
    every = labelled()
    table = fit([one for one in every if one.book != author])
    return missed(table, [one for one in every if one.book == author])


def check() -> None:
    """Print what each author's messages miss when the weights were fitted without them."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for author, wrong in zip(AUTHORS, pool.imap(_left_out, AUTHORS), strict=True):
            print(f"{author}: {len(wrong)} missed {' '.join(one.name for one in wrong)}", flush=True)


def main() -> None:
    """Fit on all messages and write; or, with ``--check``, leave out authors and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; leave out one author after the other")
    if parser.parse_args().check:
        check()
        return
    every = labelled()
    table = fit(every)
    write(TABLE, HEAD, table)
    print(f"{len(every)} messages, {len(table)} signs, {len(missed(table, every))} messages missed")


if __name__ == "__main__":
    main()
