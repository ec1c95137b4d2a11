"""Fits the weights in ``storage/reference/place_signs.txt`` on the labelled messages of the tests; writes them.

Only messages that tell of several places teach it. The same messages and rules always give the same table.
``--check`` writes nothing: it leaves out one author after the other, and prints how often the place is met by the
rules, by the weights alone, and by both.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

from choices import Choice, fit, write  # noqa: E402

from handlers.incidents.reading.choices import points, shares  # noqa: E402
from handlers.incidents.reading.commands import known_places, places_by_any_name, read_places  # noqa: E402
from handlers.incidents.reading.place_signs import ENOUGH, Spot, find_signs  # noqa: E402
from handlers.incidents.reading.places import by_rules, find_mentions  # noqa: E402
from handlers.incidents.reading.words import prepare  # noqa: E402
from storage.rules.identifiers import screen  # noqa: E402

DATA: Final = TESTS / "handlers" / "incidents" / "reading" / "data"
TABLE: Final = TESTS.parent / "storage" / "reference" / "place_signs.txt"
PLACES: Final = read_places((DATA / "places.csv").read_text(encoding="utf-8"))
WARDS: Final = known_places(PLACES)
NAMES: Final = places_by_any_name(PLACES)
WORKED: Final = "worked_places"
"""The book of messages that were written to teach the table, a place and a text a line."""
STRENGTH: Final = 0.5
"""How far the weights may go: the inverse of the penalty on their squares. Chosen by leaving out authors."""
AT_LEAST: Final = 3
"""Mentions that a sign must be of to be weighed."""
HEAD: Final = """\
; What the words around a mention of a place say for it, of several: a sign, then its weight in hundredths.
; Read by handlers/incidents/reading/place_signs.py. -1 is the word before, +1 the word after, < one of those before, >
; one of those after; <place> is another mention; @harm, @way and @call what words tell of; 00 a number of two figures.
; Written by tests/bench/place_signs.py from the labelled messages of the tests. Do not edit: fit it again.
"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of which somebody said where it happened: the right places, what the rules say, the mentions."""

    book: str
    name: str
    right: frozenset[str | None]
    rules: str | None
    spots: tuple[Spot, ...]
    choice: Choice


def labelled(books: Sequence[Path]) -> list[Labelled]:
    """Return the messages of these books with a place, or told to have none, each text once."""
    found: dict[str, Labelled] = {}
    for book in books:
        for line in filter(str.strip, book.read_text(encoding="utf-8").splitlines()):
            message = json.loads(line)
            gold = message["gold"]
            if "location" in gold and "location" not in gold.get("not_answered", ()):
                found.setdefault(message["text"], _labelled(book.stem, message, gold["location"] or {}))
    return list(found.values())


def worked() -> list[Labelled]:
    """Return the messages of ``worked_places.txt``, which were written to teach the table."""
    lines = (DATA / f"{WORKED}.txt").read_text(encoding="utf-8").splitlines()
    told = (line.partition("|") for line in lines if line and not line.startswith(";"))
    return [_labelled(WORKED, {"id": "", "text": text}, {"ward": place}) for place, _, text in told]


def _labelled(book: str, message: dict[str, Any], where: dict[str, Any]) -> Labelled:
    right = frozenset(map(_place, where.get("ward_acceptable") or [where.get("ward")]))
    words = prepare(screen(message["text"], known_places=WARDS).text)  # nobody's name is to weigh anything
    mentions = find_mentions(words, PLACES)
    rules = by_rules(words, mentions)
    spots = tuple(Spot(one.name, one.start, one.end) for one in mentions)
    signs = tuple(map(tuple, find_signs(words, spots))) if len({one.place for one in spots}) > 1 else ()
    told = rules.value if rules is not None and rules.settled else None
    choice = Choice(book, signs, tuple(one.place in right for one in spots) if signs else ())
    return Labelled(book, str(message["id"]), right, told, spots, choice)


def _place(name: str | None) -> str | None:
    return None if name is None else NAMES.get(name.lower().strip(), name)


def weigh(messages: Sequence[Labelled]) -> dict[str, int]:
    """Return the weights that tell best which of several places was meant in these messages."""
    return fit([one.choice for one in messages], STRENGTH, AT_LEAST)


def answers(one: Labelled, table: Mapping[str, int]) -> tuple[str | None, str | None]:
    """Return the place by the weights alone, or the rules' where they have nothing to choose; and by both."""
    if not one.choice.signs:
        return one.rules, one.rules
    likely = shares(
        [(spot.place, points(signs, table)) for spot, signs in zip(one.spots, one.choice.signs, strict=True)]
    )
    best = max(likely, key=lambda place: likely[place])
    return best, best if likely[best] >= ENOUGH else one.rules


def check() -> None:
    """Print how each author's messages fare when the weights were fitted without them; those unseen come last."""
    books = sorted(DATA.glob("*.jsonl"))
    messages = [*labelled(books), *worked()]
    print(f"{'left out':<18}{'messages':>9}{'several':>9}{'rules':>8}{'alone':>8}{'both':>8}")
    authors = [book.stem for book in books if book.stem.startswith(("short_", "told_where"))]
    for author in authors:
        table = weigh([one for one in messages if one.book != author])
        _print(author, [one for one in messages if one.book == author], table)
    table = weigh(messages)
    for book in sorted((DATA / "unseen").glob("*.jsonl")):
        _print(book.stem, labelled([book]), table)


def _print(name: str, messages: Sequence[Labelled], table: Mapping[str, int]) -> None:
    several = [one for one in messages if one.choice.signs]
    got = [(one.right, one.rules, *answers(one, table)) for one in messages]
    met = [sum(each[by] in each[0] for each in got) / len(messages) for by in (1, 2, 3)]
    print(f"{name:<18}{len(messages):>9}{len(several):>9}" + "".join(f"{one:>8.3f}" for one in met), flush=True)


def main() -> None:
    """Fit on all messages and write; or, with ``--check``, leave out authors and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; leave out one author after the other")
    if parser.parse_args().check:
        check()
        return
    messages = [*labelled(sorted(DATA.glob("*.jsonl"))), *worked()]
    table = weigh(messages)
    write(TABLE, HEAD, table)
    print(f"{sum(one.choice.teaches for one in messages)} messages of several places, {len(table)} signs")


if __name__ == "__main__":
    main()
