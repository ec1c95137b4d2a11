"""What the tests of the reader share: the invented trust's places, and a short way to read one message."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.incidents.reading import Place, Reading, read
from handlers.incidents.reading.commands import read_places

DATA = Path(__file__).parent / "data"
SATURDAY = "2026-03-14 07:55"

See = Callable[..., Reading]


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    return read_places((DATA / "places.csv").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def see(places: tuple[Place, ...]) -> See:
    """Read one message posted at a time of day in London, Saturday 14 March 2026 in the morning unless told."""

    def reader(text: str, posted: str = SATURDAY) -> Reading:
        return read(text, datetime.fromisoformat(posted).replace(tzinfo=ZoneInfo("Europe/London")), places)

    return reader
