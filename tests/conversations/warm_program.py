"""The whole program imported and its reader used, so that patterns are compiled: what a process is forked from."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import __main__, app
from handlers.incidents.reading import read

__all__ = ["__main__", "app"]

_TOLD: Final = Path(__file__).resolve().parent.parent / "handlers" / "incidents" / "reading" / "data" / "apart.jsonl"

for line in _TOLD.read_text(encoding="utf-8").splitlines():
    read(json.loads(line)["text"], datetime(2026, 11, 24, 9, tzinfo=UTC), ())
