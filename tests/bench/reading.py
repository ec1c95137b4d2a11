"""How long reading takes: milliseconds of one core for each message of 500 characters, read, screened, and both.

The messages are the invented ones of the tests that were kept apart. It measures the time of this process only, so
that what else runs on the machine counts less, and it asserts nothing.
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent))

from handlers.incidents.reading import Place, read, warm  # noqa: E402
from handlers.incidents.reading.commands import read_places  # noqa: E402
from storage.rules.identifiers import screen  # noqa: E402

DATA: Final = TESTS / "handlers" / "incidents" / "reading" / "data"
LENGTH: Final = 500
ROUNDS: Final = 10
POSTED: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)


def messages() -> list[str]:
    """Return the messages that were kept apart, run together and cut to ``LENGTH`` characters each."""
    books = sorted(DATA.glob("apart_*.jsonl"))
    lines = [line for book in books for line in book.read_text(encoding="utf-8").splitlines() if line.strip()]
    told = " ".join(str(json.loads(line)["text"]) for line in lines)
    return [told[start : start + LENGTH] for start in range(0, len(told) - LENGTH, LENGTH)]


def measure(act: Callable[[str], object], told: list[str]) -> list[float]:
    """Return the milliseconds for each message, the least of some rounds, in order.

    A round goes through all messages before the next begins, so that a moment in which something else ran, which slows
    a core even by its own clock, does not fall on all rounds of one message.
    """
    taken = [math.inf] * len(told)
    for _ in range(ROUNDS):
        for number, message in enumerate(told):
            start = time.process_time()
            act(message)
            taken[number] = min(taken[number], (time.process_time() - start) * 1000)
    return sorted(taken)


def main() -> None:
    """Print the median and the 99th of 100 for reading, screening, and both; and how long making ready took."""
    places: tuple[Place, ...] = read_places((DATA / "places.csv").read_text(encoding="utf-8"))
    told = messages()
    start = time.process_time()
    warm()
    ready = time.process_time() - start
    read(told[0], POSTED, places)
    first = time.process_time() - start - ready
    print(f"{len(told)} messages of {LENGTH} characters; ready after {ready:.2f} s, the first took {first:.2f} s")

    def both(message: str) -> None:
        read(message, POSTED, places)
        screen(message)

    def only_read(message: str) -> None:
        read(message, POSTED, places)

    for name, act in (("read", only_read), ("screen", screen), ("both", both)):
        taken = measure(act, told)
        last = taken[min(len(taken) - 1, len(taken) * 99 // 100)]
        print(f"{name:<8} median {statistics.median(taken):5.2f} ms   p99 {last:5.2f} ms")


if __name__ == "__main__":
    main()
