"""Reads a screened message once for the steps of its report, which come one after another and ask the same.

It never keeps words from before they were screened, and only those of the last few messages.
"""

from datetime import datetime
from functools import lru_cache
from typing import Final

from handlers.incidents.reading import Place, Reading, read

_KEPT: Final = 32
"""Readings that are kept, of about 20 kB each. Most are asked for again within a minute, or never."""


@lru_cache(maxsize=_KEPT)
def read_screened(text: str, posted_at: datetime, places: tuple[Place, ...]) -> Reading:
    """Return what a screened message says, as ``read`` does; the same question again is answered from memory."""
    return read(text, posted_at, places)
