"""Glances: what was read a moment ago may be shown again, for a second at most and only until something changes here.

It saves the store from being asked the same question by many people at once. It keeps nothing on a disk, and what
another process changes is seen within that second.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

T = TypeVar("T")

_MOST: Final = 512


class Glances:
    """Recent looks at one store. ``changes`` counts what changed here; ``lasts`` of nothing looks each time."""

    def __init__(self, changes: Callable[[], int] = lambda: 0, lasts: timedelta = timedelta(0)) -> None:
        self._changes: Final = changes
        self._lasts: Final = lasts
        self._seen: Final[OrderedDict[Hashable, tuple[datetime, int, Any]]] = OrderedDict()

    async def look(self, key: Hashable, now: datetime, read: Callable[[], Awaitable[T]]) -> tuple[T, datetime]:
        """Return what ``read`` returned under this key a moment ago, or read again; and the instant of the look.

        ``key`` names everything that the answer depends on, who may see what included.
        """
        changes = self._changes()
        found = self._seen.get(key)
        if found is not None and found[1] == changes and timedelta(0) <= now - found[0] < self._lasts:
            return found[2], found[0]
        value = await read()
        self._seen[key] = (now, changes, value)
        self._seen.move_to_end(key)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return value, now
