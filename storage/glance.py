"""Glances: what was read a moment ago may be shown again, for a second at most and only until something changes here.

It saves the store from being asked the same question by many people at once. It keeps nothing on a disk, and what
another process changes is seen within that second; at once, where the store tells in which state it is.
"""

import copy
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Self, TypeVar

T = TypeVar("T")

_MOST: Final = 512


class State(NamedTuple):
    """In which state a store is: two looks through one connection under the same version found the same."""

    connection: int
    version: int


class Glances:
    """Recent looks at one store. ``changes`` counts what changed here; ``lasts`` of nothing looks each time."""

    def __init__(self, changes: Callable[[], int] = lambda: 0, lasts: timedelta = timedelta(0)) -> None:
        self._changes: Final = changes
        self._lasts: Final = lasts
        self._seen: Final[OrderedDict[Hashable, tuple[datetime, Hashable, Any]]] = OrderedDict()
        self._state: State | None = None

    def over(self, state: State | None) -> Self:
        """Return these glances over a store that is in this state: what was read in it holds for as long as it does.

        None is a store that tells nothing of its state: then they are the same as before.
        """
        told = copy.copy(self)
        told._state = state  # noqa: SLF001 - it is one of its own kind
        return told

    async def look(self, key: Hashable, now: datetime, read: Callable[[], Awaitable[T]]) -> tuple[T, datetime]:
        """Return what ``read`` returned under this key a moment ago, or read again; and the instant of the look.

        ``key`` names everything that the answer depends on, who may see what included.
        """
        place, stamp = ((self._state.connection, key), self._state.version) if self._state else (key, self._changes())
        found = self._seen.get(place)
        if found is not None and found[1] == stamp:
            if self._state:
                return found[2], now
            if timedelta(0) <= now - found[0] < self._lasts:
                return found[2], found[0]
        value = await read()
        self._seen[place] = (now, stamp, value)
        self._seen.move_to_end(place)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return value, now
