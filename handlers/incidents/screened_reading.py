"""Reads a screened message once for the steps of its report, which come one after another and ask the same.

It never keeps words from before they were screened, nor words that somebody took out, and only the last few messages.
"""

from datetime import datetime
from functools import lru_cache
from typing import Final

from handlers.incidents.reading import Place, Reading, read

_KEPT: Final = 32
"""Readings that are kept, of some 4 kB each. Most are asked for again within a minute, or never."""


def read_screened(text: str, posted_at: datetime, places: tuple[Place, ...]) -> Reading:
    """Return what a screened message says, as ``read`` does; the same question again is answered from memory."""
    return _read(text, posted_at, _shared(places))


def forget() -> None:
    """Keep no reading any longer: somebody took words out, which are then to be kept nowhere. They cost a reading."""
    _read.cache_clear()


@lru_cache(maxsize=1)
def _shared(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that were equal to these when last asked: a trust's list is kept once, not with each message.

    A thousand places take half a megabyte.
    """
    return places


@lru_cache(maxsize=_KEPT)
def _read(text: str, posted_at: datetime, places: tuple[Place, ...]) -> Reading:
    return read(text, posted_at, places)
