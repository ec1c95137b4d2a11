"""Fits the weights in ``storage/reference/involved_signs.txt`` on the labelled messages of the tests; writes them.

A logistic regression for each of a medicine, a device and blood. The same messages and rules always give the same
table. ``--check`` writes nothing: it leaves out one author after the other, and prints how well what was
involved is met by the rules alone and with what the weights add.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

import columns  # noqa: E402
from columns import Lesson, write  # noqa: E402
from signs import DATA, PLACES, WARDS, signs_and_facts  # noqa: E402

from handlers.incidents.reading import involved_signs, read  # noqa: E402
from handlers.incidents.reading.involved_signs import AGENTS  # noqa: E402
from handlers.incidents.reading.signs import Columns  # noqa: E402
from handlers.incidents.reading.stems import cut  # noqa: E402

TABLE: Final = TESTS.parent / "storage" / "reference" / f"{involved_signs.TABLE}.txt"
STRENGTH: Final = 0.5
"""How far the weights may go: the inverse of the penalty on their squares. Chosen by leaving out authors."""
AT_LEAST: Final = 3
"""Messages that a sign must stand in to be weighed."""
KEPT: Final = 1000
"""Signs in the table: twice as many add nothing right."""
SHORT: Final = 5.0
"""How many times a message counts that somebody wrote who did not know the rules, short and hurried as most are."""
HEAD: Final = """\
; What the words of a message say of what was involved: a sign, then its weights in tenths for
; medication, devices, blood. Read by handlers/incidents/reading/involved_signs.py.
; A sign is a word cut to its stem; 0 is any number, #time a time of day; <staff> is a sort of word
; (event_type_words.txt), <staff><body> two sorts near one another, ^<staff> a sort among the first words; @medicine and
; the like are facts that other rules found; * is the ground that every message starts from.
; Written by tests/bench/involved_signs.py from the labelled messages of the tests. Do not edit: fit it again.
"""
SAME: Final = {"buildings_infrastructure": "buildings", "estates_services": "estates"}
"""What some authors call two of the agents."""
PLACE_NAMES: Final = frozenset(map(cut, WARDS))

Agents = frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of which somebody said what was involved: that, and all that is as good."""

    book: str
    text: str
    posted: datetime
    right: Agents
    as_good: tuple[Agents, ...]
    signs: tuple[str, ...]


def labelled(books: Iterable[Path]) -> list[Labelled]:
    """Return the messages of these books that somebody said it of, each text once."""
    found: dict[str, Labelled] = {}
    for book in books:
        for line in filter(str.strip, book.read_text(encoding="utf-8").splitlines()):
            message = json.loads(line)
            gold, text = message["gold"], message["text"]
            if "involved" in gold and "involved" not in gold.get("not_answered", ()) and text not in found:
                as_good = tuple(map(_agents, gold.get("involved_acceptable") or [gold["involved"]]))
                posted = datetime.fromisoformat(message["posted_at"])
                found[text] = Labelled(book.stem, text, posted, _agents(gold["involved"]), as_good, _signs(text))
    return list(found.values())


def _signs(text: str) -> tuple[str, ...]:
    """Return the signs that teach: pairs add nothing right, and a name of a place another trust has not."""
    return tuple(sign for sign in signs_and_facts(text) if " " not in sign and sign not in PLACE_NAMES)


def _agents(names: Iterable[str]) -> Agents:
    return frozenset(SAME.get(name, name) for name in names)


def fitted(messages: Sequence[Labelled]) -> Columns:
    """Return the weights of each sign for each agent, in tenths."""
    lessons = [Lesson(one.signs, tuple(agent in one.right for agent in AGENTS), _counts(one.book)) for one in messages]
    table = columns.fit(lessons, strength=STRENGTH, at_least=AT_LEAST, kept=KEPT)
    return {sign: tuple(map(int, row)) for sign, row in table.items()}


def _counts(book: str) -> float:
    return SHORT if book.startswith("short_") else 1.0


def harmony(messages: Sequence[Labelled], table: Columns) -> tuple[int, int, float]:
    """Return how many agents are read rightly, how many wrongly, and F1, beside these weights."""
    right = read_ = wanted = 0
    for one in messages:
        got = frozenset(str(each.value) for each in read(one.text, one.posted, PLACES, None, table).involved)
        best = max(one.as_good, key=lambda good: (2 * len(good & got) / max(1, len(good) + len(got)), -len(good)))
        right, read_, wanted = right + len(best & got), read_ + len(got), wanted + len(best)
    return right, read_ - right, 2 * right / max(1, read_ + wanted)


def check() -> None:
    """Print how each author's messages fare when the weights were fitted without them; those unseen come last."""
    books = sorted(DATA.glob("*.jsonl"))
    messages = labelled(books)
    cells = "".join(f"{by + ' right':>14}{'wrong':>7}{'F1':>7}" for by in ("rules:", "both:"))
    print(f"{'left out':<10}{'messages':>9}{cells}")
    for author in (book.stem for book in books if book.stem.startswith("short_")):
        table = fitted([one for one in messages if one.book != author])
        _print([one for one in messages if one.book == author], table)
    table = fitted(messages)
    for book in sorted((DATA / "unseen").glob("*.jsonl")):
        _print(labelled([book]), table)


def _print(messages: Sequence[Labelled], table: Columns) -> None:
    told = [harmony(messages, weights) for weights in ({}, table)]
    cells = "".join(f"{right:>14}{wrong:>7}{both:>7.3f}" for right, wrong, both in told)
    print(f"{messages[0].book:<10}{len(messages):>9}{cells}", flush=True)


def main() -> None:
    """Fit on all messages and write; or, with ``--check``, leave out authors and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; leave out one author after the other")
    if parser.parse_args().check:
        check()
        return
    messages = labelled(sorted(DATA.glob("*.jsonl")))
    table = fitted(messages)
    write(TABLE, HEAD, table)
    print(f"{len(messages)} messages, {len(table)} signs")


if __name__ == "__main__":
    main()
