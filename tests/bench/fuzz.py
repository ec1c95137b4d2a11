"""Ten thousand messages made to break something: ``.venv/bin/python tests/bench/fuzz.py [how many]``.

Each is read, screened, received in one of the ways there are, and drawn on every platform. It prints a table by way,
with the shortest message of every fault, and ends with 1 when there was one.
"""

import asyncio
import io
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from fuzzed import MESSAGES, WAYS, check_heard, check_pure  # noqa: E402
from planted import Ward  # noqa: E402

from bot.telemetry import configure_logs  # noqa: E402
from storage.tables import metadata  # noqa: E402


class Tally:
    """What was tried, how long it was, and what went wrong."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()
        self.longest: Counter[str] = Counter()
        self.faults: dict[tuple[str, str], str] = {}
        self.seconds: Counter[str] = Counter()

    def count(self, way: str, text: str, seconds: float) -> None:
        """Count one message."""
        self.tried[way] += 1
        self.characters[way] += len(text)
        self.longest[way] = max(self.longest[way], len(text))
        self.seconds[way] += seconds

    def blame(self, way: str, text: str, error: Exception) -> None:
        """Keep the shortest message of a kind of fault."""
        kind = (way, f"{type(error).__name__}: {error}"[:300])
        if len(text) < len(self.faults.get(kind, text + " ")):
            self.faults[kind] = text

    def show(self) -> None:
        """Print the table."""
        print(f"{'way':<10}{'messages':>9}{'characters':>13}{'longest':>9}{'ms each':>9}  faults")
        for way in WAYS:
            bad = sum(1 for where, _ in self.faults if where == way)
            each = 1000 * self.seconds[way] / max(1, self.tried[way])
            figures = f"{self.tried[way]:>9,}{self.characters[way]:>13,}{self.longest[way]:>9,}{each:>9.1f}"
            print(f"{way:<10}{figures}  {bad or 'none'}")
        for (way, kind), text in sorted(self.faults.items()):
            print(f"\n{way}: {kind}\n    {text[:300]!a}")


def fuzz(path: Path, most: int) -> Tally:
    """Try so many messages on a bot with its store at ``path``."""
    tally = Tally()
    with asyncio.Runner() as runner:
        ward = Ward(path)
        runner.run(ward.open())

        @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(MESSAGES, st.sampled_from(WAYS))
        def check(text: str, way: str) -> None:
            began = time.perf_counter()
            try:
                check_pure(text)
                runner.run(check_heard(ward, text, way))
            except Exception as error:  # noqa: BLE001 - every fault is counted and shown at the end
                tally.blame(way, text, error)
            tally.count(way, text, time.perf_counter() - began)

        check()
        runner.run(ward.close())
    return tally


def main() -> int:
    """Run in an empty folder."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    configure_logs("INFO", stream=io.StringIO())
    with tempfile.TemporaryDirectory(prefix="safety-fuzz-") as folder:
        path = Path(folder) / "safety.db"
        engine = create_engine(f"sqlite:///{path}")
        metadata.create_all(engine)
        engine.dispose()
        tally = fuzz(path, most)
    tally.show()
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
