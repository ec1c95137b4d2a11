"""The feed of national alerts: what is new on GOV.UK becomes receipts that a CAS officer checks. It makes no alert.

One process at a time reads it (the row is leased). Whatever GOV.UK answers, the bot works on: trouble is logged,
kept beside the feed and tried again later, at longer and longer intervals.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from handlers.intake.receiving import Received, from_item, receive
from storage import feeds
from storage.database import Database
from storage.feeds import GOV_UK, Feed
from storage.rules.intake.govuk import words

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=10)
PATIENCE: Final = 8 * 60
"""Seconds that one reading may take: less than the lease, so that two processes never read at once."""
PATIENT_TIMES: Final = 3
"""After how many failed readings an item that fails is kept as the list tells it, so that it holds up no other."""
LONGEST_WAIT: Final = timedelta(hours=6)
PAGE: Final = 50
"""Alerts in one answer of the list."""
PAGES_MOST: Final = 40
"""Pages of the list that are read at once. The whole list had 1,440 alerts in September 2026; these hold 1,800.
Of a longer list the next reading reads on."""
LOOK_BACK: Final = timedelta(days=1)
"""How far behind the newest that was taken each reading looks: the list may learn of an alert after a later one."""
FIRST_DAYS: Final = 7
"""How many days back the first reading takes; older alerts are the trust's history and not news."""
_ALERT_PATH: Final = re.compile(r"/drug-device-alerts/[\w-]{1,300}", re.ASCII)


class FeedError(Exception):
    """The feed could not be read. ``code`` says why, and holds nothing that was received.

    ``lasting``: asking again soon would give the same.
    """

    def __init__(self, code: str, *, lasting: bool = False) -> None:
        super().__init__(code)
        self.code: Final = code
        self.lasting: Final = lasting


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: parsed JSON, or None when nothing has changed since the marks that were sent."""

    data: Any
    etag: str = ""
    last_modified: str = ""


Listing = Callable[[int, int, str, str], Awaitable[Page]]
"""Asks for a page of the list, the newest alert first: how many to leave out, how many to tell, the marks of the last
answer. Raises FeedError."""
Fetching = Callable[[str], Awaitable[Page]]
"""Asks for one content item by its path. Raises FeedError."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the list of alerts. ``as_item`` is what the list alone says, in the shape of an item."""

    stamp: str
    path: str
    as_item: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Poll:
    """One reading of the feed: where it asks, how often, and how chance spreads what is tried again."""

    database: Database
    clock: Callable[[], datetime]
    listing: Listing
    fetching: Fetching
    every: timedelta = timedelta(minutes=30)
    first_days: int = FIRST_DAYS
    hospital_number: str | None = None
    page: int = PAGE
    pages_most: int = PAGES_MOST
    chance: Callable[[], float] = field(default=random.random)  # noqa: S311 - it spreads load and guards nothing

    async def run(self) -> int | None:
        """Read the feed if it is due. Returns how many receipts were made, or None when it was not due or failed."""
        now = self.clock()
        async with self.database.transaction() as tx:
            feed = await feeds.claim(tx, GOV_UK, now, LEASE)
        if feed is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._read(feed, now)
        except FeedError as error:
            await self._fail(feed, now, error.code)
        except TimeoutError:
            await self._fail(feed, now, "no end in time")
        except Exception as error:
            log.exception("feed_broken")
            await self._fail(feed, now, f"broken ({type(error).__name__})")
        return None

    async def _fail(self, feed: Feed, now: datetime, code: str) -> None:
        """Try again later: twice as late each time, spread by chance so that not all trusts come at once."""
        wait = min(self.every * 2 ** min(feed.failures, 6), LONGEST_WAIT) * (0.75 + 0.5 * self.chance())
        seconds = round(wait.total_seconds())
        log.warning("feed_failed", code=_slug(code), attempts=feed.failures + 1, seconds=seconds)
        async with self.database.transaction() as tx:
            await feeds.failed(tx, feed, next_at=now + wait, trouble=code)

    async def _read(self, feed: Feed, now: datetime) -> int:
        """Take everything since the last reading, the oldest first; each that is taken is a step that is kept."""
        first = _said(now - timedelta(days=self.first_days))
        since = _said(_read_stamp(feed.newest) - LOOK_BACK) if feed.newest else first
        page, fresh, unread = await self._list(feed, since)
        left = None if unread is None else (unread, since)
        if feed.left_from is not None:
            fresh, left = await self._read_on(feed, fresh, left)
        if unread is not None and left is not None:
            async with self.database.transaction() as tx:
                await feeds.leave(tx, feed, *left)
        made, newest = 0, feed.newest or first
        for one in sorted(fresh, key=lambda one: one.stamp):
            newest = max(newest, min(one.stamp, _said(now)))
            made += await self._take(feed, one, now, newest)
        async with self.database.transaction() as tx:
            await feeds.succeeded(
                tx,
                feed,
                now=now,
                next_at=now + self.every,
                newest=newest,
                etag=page.etag or feed.etag,
                last_modified=page.last_modified or feed.last_modified,
                left=left,
            )
        log.info("feed_read", count=made)
        return made

    async def _list(self, feed: Feed, since: str) -> tuple[Page, list[Result], int | None]:
        """Return the first answer, every alert of the list since an instant, and from where it was not read."""
        first = await self.listing(0, self.page, feed.etag, feed.last_modified)
        found, left = await self._pages(first, 0, since)
        return first, found, left

    async def _read_on(
        self, feed: Feed, fresh: list[Result], left: tuple[int, str] | None
    ) -> tuple[list[Result], tuple[int, str] | None]:
        """Return what is fresh with what an earlier reading left, and what is left now.

        What was published since moved the rest down, so a page before it is read again. When there is more at the top
        than one reading takes, that comes first, and the rest waits with it.
        """
        if left is not None:
            return fresh, (left[0], min(left[1], feed.left_since))
        start = max(0, (feed.left_from or 0) - self.page)
        page = await self.listing(start, self.page, "", "")
        found, still = await self._pages(page, start, feed.left_since)
        known = {one.path for one in fresh}
        more = [one for one in found if one.path not in known]
        return [*fresh, *more], (still, feed.left_since) if still is not None else None

    async def _pages(self, page: Page, start: int, since: str) -> tuple[list[Result], int | None]:
        """Return every alert from a page on until one before ``since``, and from where the list was not read.

        Pages overlap, because what is published meanwhile moves the others down, and what is taken away moves them up.
        """
        found: dict[str, Result] = {}
        step = self.page - max(1, self.page // 10)
        for number in range(1, self.pages_most + 1):
            rows = _rows(page.data) if page.data is not None else []
            told, known = _results(rows, since), len(found)
            for one in told:
                if one.stamp >= since:
                    found.setdefault(one.path, one)
            repeats = bool(told) and len(found) == known
            if len(rows) < self.page or repeats or any(one.stamp < since for one in told):
                return list(found.values()), None
            if number < self.pages_most:
                page = await self.listing(start + number * step, self.page, "", "")
        log.warning("feed_list_too_long", count=len(found))
        return list(found.values()), start + self.pages_most * step

    async def _take(self, feed: Feed, result: Result, now: datetime, newest: str) -> int:
        """Fetch one item and keep it. Of one that cannot be read, what the list says of it is kept: nothing is lost."""
        try:
            item = (await self.fetching(result.path)).data
        except FeedError as error:
            if not error.lasting and feed.failures < PATIENT_TIMES:
                raise
            log.warning("feed_item_not_read", code=_slug(error.code))
            item = None
        came = await asyncio.to_thread(self._understand, item) if isinstance(item, Mapping) else None
        if came is None:
            came = from_item(result.as_item, hospital_number=self.hospital_number)
        async with self.database.transaction() as tx:
            receipt = await receive(tx, came, now=now, actor="feed", by_id=None)
            await feeds.reached(tx, feed, newest)
        return int(receipt.received_at == now)

    def _understand(self, item: Mapping[str, Any]) -> Received | None:
        try:
            return from_item(item, hospital_number=self.hospital_number)
        except Exception as error:  # noqa: BLE001 - one strange item must not end the reading of the others
            log.warning("feed_item_not_understood", error=type(error).__name__)
            return None


async def keep_reading(poll: Poll, every_seconds: float = 30) -> None:
    """Look whether the feed is due, again and again, until cancelled. The row decides; an error is logged."""
    while True:
        try:
            await poll.run()
        except Exception:
            log.exception("feed_not_settled")
        await asyncio.sleep(every_seconds)


def _slug(code: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in code)


def _rows(data: Any) -> list[Any]:
    """Return what the list tells, whatever it is. Raises FeedError for another shape."""
    results = data.get("results") if isinstance(data, Mapping) else None
    if not isinstance(results, list):
        raise FeedError("not a list of results")
    return results


def _results(rows: Sequence[Any], since: str) -> list[Result]:
    """Return each row that is an alert on this site. One that does not say when it was published counts as new."""
    found = []
    for one in rows:
        if not isinstance(one, Mapping):
            continue
        issued = words(one.get("issued_date"))
        stamp = _utc(words(one.get("public_timestamp"))) or _utc(issued) or since
        path = words(one.get("link"))
        if _ALERT_PATH.fullmatch(path):
            told = {
                "base_path": path,
                "title": words(one.get("title")),
                "description": words(one.get("description")),
                "details": {"metadata": {"issued_date": issued}},
            }
            found.append(Result(stamp, path, told))
    return found


def _utc(stamp: str) -> str:
    """Return a timestamp in one spelling, so that two compare as text; "" for what is none."""
    try:
        return _said(_read_stamp(stamp))
    except (ValueError, OverflowError):
        return ""


def _read_stamp(stamp: str) -> datetime:
    moment = datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
