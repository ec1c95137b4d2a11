"""GOV.UK's answers gone wrong, one after the other: ``.venv/bin/python tests/bench/hostile_feed.py``.

For each it prints what was logged, how the feed stands, what processor time it took, and whether the next good answer
was read; at the end the most memory. It ends with 1 when one was not.
"""

import asyncio
import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from fakes.govuk import GovUkFake  # noqa: E402

from bot.alerts_feed import GovUk  # noqa: E402
from bot.telemetry import configure_logs  # noqa: E402
from schedules.feed import Poll  # noqa: E402
from storage import feeds, migrations, receipts  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.rules.intake.proposal import from_json  # noqa: E402

START: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOOD: Final[dict[str, Any]] = {
    "title": "Example pump (NatPSA/2026/099/MHRA)",
    "details": {"body": "<p>Complete by 1 March 2027.</p><ol><li>Find every pump</li></ol>"},
}
LISTS: Final = {
    "500": "500",
    "a redirect to itself": "loop",
    "a redirect to another site": "away",
    "50 MB": "huge",
    "bytes that are no UTF-8": "utf8",
    "half of a JSON text": "malformed",
    "200,000 brackets": "deep",
    "another shape": "shape",
    "nothing for 3 s (limit 1 s)": "slow",
}
ITEMS: Final = {"404": "404", "500, each time": "500", "50 MB": "huge", "bytes that are no UTF-8": "utf8"}
BODIES: Final = {
    "a script, a picture that reports, <!channel>": "<script>go(1)</script><img src=x onerror=go()> <!channel> @here",
    "900,000 characters of open tags": "<div>" * 180_000,
    "900,000 characters of half tags": "<a " * 300_000,
    "a million entities": "&amp;" * 200_000,
    "zero characters and halves of characters": "complete\x00 by \ud800 never",
    "a patient's number in pieces": "<p>NHS <b>999</b>&nbsp;000&nbsp;0018</p>",
    "no text but a number": 7,
    "lists in lists in lists": [[[["deep"]]]],
}


async def main() -> int:
    """Print the table."""
    print("| GOV.UK answers | Logged | The feed then | Processor time | The next good answer |")
    print("|---|---|---|---|---|")
    well = True
    for label, how in LISTS.items():
        well &= await one(f"the list: {label}", lambda fake, how=how: setattr(fake, "misbehave", how))
    for label, how in ITEMS.items():
        well &= await one(f"an item: {label}", lambda fake, how=how: fake.broken.update({PATH: how}))
    for label, body in BODIES.items():
        well &= await one(f"an item's body: {label}", lambda fake, body=body: hostile(fake, body))
    print(f"\nMost memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.")
    return 0 if well else 1


PATH: Final = "/drug-device-alerts/ill"


def hostile(fake: GovUkFake, body: Any) -> None:
    """Put such a body on the site."""
    fake.publish("ill", "2026-11-23T09:00:00Z", title="Ill (NatPSA/2026/098/MHRA)", details={"body": body})


async def one(label: str, spoil: Callable[[GovUkFake], Any]) -> bool:
    """Read a feed that is spoilt, then one that is well again; print the line and say whether that was read."""
    log = io.StringIO()
    configure_logs("INFO", stream=log, console=False)
    now = [START]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'safety.db'}")
        await migrations.upgrade(database)
        async with GovUkFake() as fake, GovUk(fake.url, timeout=1 if "3 s" in label else 20) as site:
            hostile(fake, "<p>Well.</p>")
            spoil(fake)
            poll = Poll(database, lambda: now[0], site.listing, site.item, chance=lambda: 0.5)
            began = time.process_time()
            await poll.run()
            took = time.process_time() - began
            async with database.reading() as tx:
                feed = await feeds.get(tx, feeds.GOV_UK)
            fake.misbehave = ""
            fake.publish("good", "2026-11-24T08:00:00Z", **GOOD)
            for _ in range(4):
                now[0] += timedelta(hours=7)
                await poll.run()
            async with database.reading() as tx:
                found = [from_json(each.proposal).value("reference") for each in await receipts.waiting(tx)]
        await database.close()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    first = next(line for line in lines if line["event"].startswith("feed"))
    said = " ".join(
        f"{name}={first[name]}" for name in ("event", "code", "attempts", "seconds", "error", "count") if name in first
    )
    assert feed is not None
    state = f"trouble: {feed.trouble}" if feed.trouble else "read"
    is_read = "NatPSA/2026/099/MHRA" in found and "NatPSA/2026/098/MHRA" in found
    print(f"| {label} | `{said}` | {state} | {took:.2f} s | {'read' if is_read else 'NOT READ'} |", flush=True)
    return is_read


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
