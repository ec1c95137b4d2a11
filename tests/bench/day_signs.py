"""Fits the weights in ``storage/reference/day_signs.txt`` on the labelled messages of the tests; writes them.

A conditional softmax over the days that each message tells, the day of writing and none. The same messages always give
the same table. ``--check`` writes nothing: it leaves out one author after the other and prints how often that author's
days are met, by the rules, by the table alone and by both.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

from choices import Choice, fit, write  # noqa: E402

from handlers.incidents.reading import day_signs, read  # noqa: E402
from handlers.incidents.reading.choices import points, shares  # noqa: E402
from handlers.incidents.reading.commands import known_places, read_places  # noqa: E402
from handlers.incidents.reading.day_signs import Offer, choose  # noqa: E402
from handlers.incidents.reading.when import by_rules, look_for_days, offers  # noqa: E402
from handlers.incidents.reading.which_time import find_times  # noqa: E402
from handlers.incidents.reading.words import prepare  # noqa: E402
from storage.rules.identifiers import screen  # noqa: E402

DATA: Final = TESTS / "handlers" / "incidents" / "reading" / "data"
TABLE: Final = TESTS.parent / "storage" / "reference" / f"{day_signs.TABLE}.txt"
LONDON: Final = ZoneInfo("Europe/London")
PLACES: Final = read_places((DATA / "places.csv").read_text(encoding="utf-8"))
WARDS: Final = known_places(PLACES)
STRENGTH: Final = 0.5
"""How far the weights may go: the inverse of the penalty on their squares. Chosen by leaving out authors."""
AT_LEAST: Final = 8
"""Answers that a sign must be of to be weighed: fewer tell nothing of authors left out."""
KEPT: Final = 4000
"""Signs in the table: those that weigh most. They are held in memory while the bot runs."""
AUTHORS: Final = ("short_", "told_when")
"""Books by authors who did not know the rules."""
HEAD: Final = """\
; What the words of a message say of the day of its event: a sign, then its weight in hundredths.
; Read by handlers/incidents/reading/day_signs.py. A sign of a day told is how it is told and of which kind of event,
; which of how many days it is, how many powers of two it is ago, a word of its sentence before or after it, or the word
; right before or after it; "untold" speaks for the day of writing and "none" for no day, by any word of the message.
; A word is cut to its stem; 0 is any number, #time a time of day, <weekday> any day of the week.
; Written by tests/bench/day_signs.py from the labelled messages of the tests. Do not edit: fit it again.
"""

Value = object
"""A date, a month as "2026-03", or None."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of which somebody said the day: its signs, what may be answered, the rules' answer and the right ones.

    ``open`` says whether there is anything to weigh: a day or a time.
    """

    book: str
    offer: Offer
    values: tuple[Value, ...]
    by_rules: Value
    right: frozenset[Value]
    open: bool

    def choice(self) -> Choice:
        """Return the answers as they are fitted."""
        right = tuple(value in self.right for value in self.values)
        return Choice(self.book, tuple(map(tuple, day_signs.signs(self.offer))), right)


def labelled(books: Iterable[Path]) -> Iterator[Labelled]:
    """Yield the messages of these books with a gold day, each text once."""
    seen = set()
    for book in books:
        for line in book.read_text(encoding="utf-8").splitlines():
            message = json.loads(line) if line.strip() else {"gold": {}}
            gold = message["gold"]
            if "when" in gold and "when" not in gold.get("not_answered", ()) and message["text"] not in seen:
                seen.add(message["text"])
                yield _labelled(book.stem, message)


def _labelled(book: str, message: Mapping[str, Any]) -> Labelled:
    posted = datetime.fromisoformat(message["posted_at"])
    posted = posted.replace(tzinfo=posted.tzinfo or LONDON).astimezone(LONDON)
    text = screen(message["text"], known_places=WARDS).text  # nobody's name is to weigh anything
    words, event = prepare(text), read(text, posted, PLACES).event_type
    kind = event.value if event is not None else ""
    told = look_for_days(words, posted, kind, find_times(words, posted.year))
    gold = message["gold"]["when"] or {}
    return Labelled(
        book,
        Offer(words, kind, posted.date(), told.days),
        tuple(_plain(one.settled_on) for one in offers(told)),
        _plain(by_rules(told).settled_on),
        frozenset(gold.get("date_acceptable") or [gold.get("date")]),
        bool(told.days) or told.clock is not None,
    )


def _plain(value: Value) -> Value:
    return None if value is None else str(value)


@cache
def known() -> tuple[Labelled, ...]:
    """Return the messages that may be fitted: none of those that are kept unseen."""
    books = sorted(DATA.glob("*.jsonl"), key=lambda book: (not book.stem.startswith(AUTHORS), book.stem))
    return tuple(labelled(books))


def fitted(messages: Iterable[Labelled]) -> dict[str, int]:
    """Return the weights that tell these messages' days best."""
    table = fit([one.choice() for one in messages if one.open], STRENGTH, AT_LEAST)
    return dict(sorted(table.items(), key=lambda each: (-abs(each[1]), each[0]))[:KEPT])


def figures(messages: Sequence[Labelled], table: Mapping[str, int]) -> tuple[int, int, int, int]:
    """Return how many days the rules meet, the table alone, both together, and how often the rules are overruled."""
    rules = alone = both = overruled = 0
    for one in messages:
        rules += one.by_rules in one.right
        taken, likeliest = one.by_rules, one.by_rules
        if one.open:
            gained = [points(each, table) for each in day_signs.signs(one.offer)]
            likely = shares(list(zip(one.values, gained, strict=True)))
            likeliest = max(likely, key=lambda value: likely[value])
            place = choose(one.offer, one.values, one.by_rules, table)
            taken = one.by_rules if place is None else one.values[place]
        alone += likeliest in one.right
        both += taken in one.right
        overruled += taken != one.by_rules
    return rules, alone, both, overruled


def _left_out(book: str) -> tuple[str, int, tuple[int, int, int, int]]:
    left = [one for one in known() if one.book == book]
    return book, len(left), figures(left, fitted(one for one in known() if one.book != book))


def check() -> None:
    """Print what each author's days come to when the weights were fitted without them; then those kept unseen."""
    print(f"{'left out':<12}{'messages':>9}{'rules':>8}{'table':>8}{'both':>8}{'overruled':>11}")
    books = sorted({one.book for one in known() if one.book.startswith(AUTHORS)})
    with multiprocessing.get_context("fork").Pool(2) as pool:
        every = pool.map(_left_out, books, chunksize=1)
    table = fitted(known())
    unseen = [list(labelled([book])) for book in sorted((DATA / "unseen").glob("*.jsonl"))]
    every += [(f"({left[0].book})", len(left), figures(left, table)) for left in unseen]
    for name, count, (rules, alone, both, overruled) in every:
        print(f"{name:<12}{count:>9}{rules / count:>8.3f}{alone / count:>8.3f}{both / count:>8.3f}{overruled:>11}")


def main() -> None:
    """Write the table, or with ``--check`` print what authors left out say of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; leave out one author after the other")
    if parser.parse_args().check:
        check()
        return
    table = fitted(known())
    write(TABLE, HEAD, table)
    print(f"{len(known())} messages, {len(table)} signs")


if __name__ == "__main__":
    main()
