"""Fits the weights in ``storage/reference/harm_signs.txt`` on the labelled messages of the tests; writes them.

One logistic regression over the five grades of physical harm, on incidents alone. The same messages always give the
same table. ``--check`` writes nothing: it leaves out one author after the other and prints how often the grade of that
author's messages is met, by the table alone and beside the rules.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

from handlers.incidents.reading import harm_signs, read  # noqa: E402
from handlers.incidents.reading.commands import known_places, read_places  # noqa: E402
from handlers.incidents.reading.harm_signs import GRADES, Weight, Weights, weigh  # noqa: E402
from handlers.incidents.reading.stems import cut  # noqa: E402
from handlers.incidents.reading.words import prepare  # noqa: E402
from storage.records import PhysicalHarm  # noqa: E402
from storage.rules.identifiers import screen  # noqa: E402

DATA: Final = TESTS / "handlers" / "incidents" / "reading" / "data"
TABLES: Final = ("short_harm", "worked_harms")
"""Books of short messages, a grade and a text a line."""
NO_SIGNS: Final = Path(__file__).with_name("no_signs_of_harm.txt")
"""Words that tell nothing of harm: clock times, days, staff, places."""
_BROUGHT: Final = frozenset({"to", "back"})
TABLE: Final = TESTS.parent / "storage" / "reference" / "harm_signs.txt"
SHORT: Final = 4.0
"""How many times a message counts that somebody wrote who did not know the rules, short and hurried as most are."""
STRENGTH: Final = 2.0
"""How far the weights may go: the inverse of the penalty on their squares. Chosen by leaving out authors."""
ROUNDS: Final = 80
"""Steps of the descent; more change no grade."""
AT_LEAST: Final = 2
"""Messages that a sign must stand in to be weighed."""
HEAD: Final = """\
; What the words of an incident say of the physical harm: a sign, how much it counts in the length of a message, and
; its weights for no harm, low, moderate, severe and fatal, all in hundredths.
; Read by handlers/incidents/reading/harm_signs.py, which tells how they are added up.
; A sign is a word cut to its stem; 0 is any number; * is the ground of every message. Clock times, days, staff and
; places are no signs, but for a place to which somebody was brought (tests/bench/no_signs_of_harm.txt).
; Written by tests/bench/harm_signs.py from the labelled messages of the tests. Do not edit: fit it again.
"""

GRAVE: Final = frozenset({PhysicalHarm.SEVERE, PhysicalHarm.FATAL})

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of which somebody said how grave the harm was, and which other grades are as good."""

    book: str
    posted: str
    text: str
    grade: PhysicalHarm
    allowed: frozenset[PhysicalHarm]
    duty: bool | None


def labelled() -> list[Labelled]:
    """Return all incidents of the tests' data whose physical harm somebody graded, in a fixed order, each text once."""
    found: dict[str, Labelled] = {}
    for book in sorted(DATA.glob("*.jsonl")):
        for line in book.read_text(encoding="utf-8").splitlines():
            message = json.loads(line) if line.strip() else {"gold": {}}
            one = _labelled(book.stem, message, message["gold"])
            if one is not None:
                found.setdefault(one.text, one)
    for book in TABLES:
        for line in (DATA / f"{book}.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(";"):
                grade, _, text = line.partition("|")
                level = PhysicalHarm(grade)
                found.setdefault(text, Labelled(book, "", text, level, frozenset({level}), duty=None))
    return list(found.values())


def _labelled(book: str, message: dict[str, Any], gold: dict[str, Any]) -> Labelled | None:
    if gold.get("event_type", "incident") != "incident" or "physical_harm" in gold.get("not_answered", ()):
        return None
    names = {grade.value for grade in GRADES}
    if gold.get("physical_harm") not in names:
        return None
    allowed = gold.get("physical_harm_acceptable") or [gold["physical_harm"]]
    duty = gold.get("duty_of_candour")
    if duty is None and "flags" in gold and not {"flags", "duty_of_candour"} & set(gold.get("not_answered", ())):
        duty = "duty_of_candour_review" in gold["flags"]
    return Labelled(
        book,
        message.get("posted_at", ""),
        message["text"],
        PhysicalHarm(gold["physical_harm"]),
        frozenset(PhysicalHarm(one) for one in allowed if one in names),
        duty,
    )


def fit(messages: Sequence[Labelled]) -> Weights:
    """Return the weights that tell these messages' grades apart best, in hundredths."""
    wards = known_places(read_places((DATA / "places.csv").read_text(encoding="utf-8")))
    # Nobody's name is to weigh anything: the table is made from what is left when names and numbers are taken out.
    left = [prepare(screen(one.text, known_places=wards).text) for one in messages]
    signs = [[sign for sign in harm_signs.signs(words) if not says_nothing(sign)] for words in left]
    counts = Counter(sign for each in signs for sign in each)
    names = sorted(sign for sign, count in counts.items() if count >= AT_LEAST)
    place = {sign: column for column, sign in enumerate(names)}
    rare = np.array([math.log((1 + len(messages)) / (1 + counts[sign])) + 1 for sign in names])
    told = np.zeros((len(messages), len(names)))
    for row, each in enumerate(signs):
        columns = [place[sign] for sign in each if sign in place]
        told[row, columns] = rare[columns]
    lengths = np.linalg.norm(told, axis=1, keepdims=True)
    told /= np.where(lengths > 0, lengths, 1)
    counted = np.array([SHORT if one.book.startswith("short_") else 1.0 for one in messages])
    wanted = np.array([[float(one.grade is grade) for grade in GRADES] for one in messages])
    weights, ground = _descend(told, wanted, counted[:, None])
    table = {
        sign: Weight(_hundredths(rare[column]), tuple(map(_hundredths, rare[column] * weights[column])))
        for sign, column in place.items()
    }
    return {harm_signs.GROUND: Weight(0, tuple(map(_hundredths, ground))), **table}


def says_nothing(sign: str) -> bool:
    """Say whether a sign tells only when it was, who was at work, or where; also turned round, as "no nurse".

    A place to which somebody was brought tells of harm.
    """
    before, _, last = sign.rpartition(" ")
    sort = _no_signs().get(last)
    return sort is not None and not (sort == "place" and before in _BROUGHT)


@cache
def _no_signs() -> dict[str, str]:
    """Return the stems that are no signs of harm, each with its sort."""
    lines = (line.partition("|") for line in NO_SIGNS.read_text(encoding="utf-8").splitlines() if line[:1] != ";")
    return {cut(word): sort for sort, _, words in lines for word in words.split()}


def _hundredths(value: float) -> int:
    return round(float(value) * 100)


def _descend(told: Matrix, wanted: Matrix, counted: Matrix) -> tuple[Matrix, Matrix]:
    """Return the weights and the ground that make what was wanted likeliest, by Nesterov's accelerated descent."""
    penalty, steep = 1 / STRENGTH, np.ones(told.shape[1])
    for _ in range(15):
        steep = told.T @ (counted[:, 0] * (told @ steep))
        most = float(np.linalg.norm(steep))
        steep /= most
    step, ground_step = 1 / (most / 2 + penalty), 2 / float(counted.sum())
    weights, ground = np.zeros((told.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    ahead, ground_ahead, pace = weights, ground, 1.0
    for _ in range(ROUNDS):
        points = told @ ahead + ground_ahead
        shares = np.exp(points - points.max(axis=1, keepdims=True))
        missed = counted * (shares / shares.sum(axis=1, keepdims=True) - wanted)
        new = ahead - step * (told.T @ missed + penalty * ahead)
        new_ground = ground_ahead - min(ground_step, 10 * step) * missed.sum(axis=0)
        faster = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = new + (pace - 1) / faster * (new - weights)
        ground_ahead = new_ground + (pace - 1) / faster * (new_ground - ground)
        weights, ground, pace = new, new_ground, faster
    return weights, ground


def write(table: Weights) -> None:
    """Write the table that the reader reads."""
    lines = (f"{sign}|{one.length} {' '.join(map(str, one.points))}\n" for sign, one in sorted(table.items()))
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


def check(messages: Sequence[Labelled], books: Sequence[str]) -> None:
    """Print, for each book left out of the fit, how often its grades and its duties of candour are met.

    ``worked_harms`` is always left out: it was written by somebody who knew the others.
    """
    places = read_places((DATA / "places.csv").read_text(encoding="utf-8"))
    head = f"{'left out':<10}{'messages':>9}{'alone':>8}{'both':>8}{'duty: precision':>17}{'recall':>8}{'too mild':>10}"
    print(head)
    told_apart = [one for one in messages if one.book != TABLES[-1]]
    for book in books:
        left = [one for one in messages if one.book == book]
        table = fit([one for one in told_apart if one.book != book])
        alone, both, mild = 0, 0, 0
        raised: list[tuple[bool, bool]] = []
        for one in left:
            shares = weigh(prepare(one.text), table).shares
            alone += GRADES[shares.index(max(shares))] in one.allowed
            reading = read(one.text, datetime.fromisoformat(one.posted), places, table)
            got = reading.physical.value if reading.physical else None
            both += got in one.allowed
            mild += one.grade in GRAVE and got not in {*GRAVE, PhysicalHarm.MODERATE}
            if one.duty is not None:
                raised.append((one.duty, any(flag.value == "duty_of_candour_review" for flag in reading.flags)))
            if got not in one.allowed:
                print(f"    {one.grade.value}, read as {got.value if got else None}: {one.text}")
            elif raised and one.duty is not None and raised[-1][0] is not raised[-1][1]:
                print(f"    duty {one.duty}, read as {got.value if got else None}: {one.text}")
        met = sum(wanted and flag for wanted, flag in raised)
        precision = met / max(1, sum(flag for _, flag in raised))
        recall = met / max(1, sum(wanted for wanted, _ in raised))
        count = len(left)
        print(
            f"{book:<10}{count:>9}{alone / count:>8.3f}{both / count:>8.3f}{precision:>17.3f}{recall:>8.3f}{mild:>10}"
        )


def main() -> None:
    """Write the table, or with ``--check`` print what authors left out say of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", nargs="*", metavar="BOOK", help="leave out these books, or each of short_*")
    asked = parser.parse_args().check
    messages = labelled()
    if asked is None:
        write(fit(messages))
        return
    check(messages, asked or sorted({one.book for one in messages if one.posted and one.book.startswith("short_")}))


if __name__ == "__main__":
    main()
