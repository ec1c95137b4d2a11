"""Search for planted identifiers after a run of every message: ``.venv/bin/python tests/bench/leftovers.py``.

It prints a table of where was looked and what was found there, and ends with 1 when anything was found.
"""

import asyncio
import io
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from planted import IN_FILES, Ward, Words, all_messages, left, planted  # noqa: E402

from bot.telemetry import configure_logs  # noqa: E402
from storage.tables import metadata  # noqa: E402


async def search(path: Path) -> dict[str, list[str]]:
    """Report every message into the store at ``path``; return what was found, by where."""
    log = io.StringIO()
    configure_logs("INFO", stream=log)
    ward = Ward(path)
    await ward.open()
    messages = all_messages()
    wanted = planted(messages, await ward.stored())
    began = time.perf_counter()
    reports = [await ward.report(one.text) for one in messages]
    for one in messages[::10]:
        await ward.say(Words(f"break with {one.text}"))
    took = time.perf_counter() - began
    places = {
        "rows": await ward.rows(),
        "database file and -wal": ward.files(),
        "log": log.getvalue(),
        "answers": "\n".join(ward.answers),
        "figures and error pages": await ward.pages(wanted[::10]),
    }
    await ward.close()
    print(f"{len(messages)} messages, {reports.count(True)} reports, {len(wanted)} planted words, {took:.0f} s\n")
    print(f"{'where':<32}{'characters':>12}  found")
    found = {}
    for name, text in places.items():
        found[name] = list(left(wanted, text, *((IN_FILES,) if name.startswith("database") else ())))
        print(f"{name:<32}{len(text):>12,}  {found[name] or 'nothing'}")
    return found


def main() -> int:
    """Run the search in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="safety-leftovers-") as folder:
        path = Path(folder) / "safety.db"
        engine = create_engine(f"sqlite:///{path}")
        metadata.create_all(engine)
        engine.dispose()
        found = asyncio.run(search(path))
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
