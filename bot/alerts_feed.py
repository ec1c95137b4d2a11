"""GOV.UK over HTTP: asks for the newest alerts and for one of them. It decides nothing about what it reads.

Every answer has a time-out and a largest size, redirects stay on the same host and are few, and nothing is followed
that an answer names.
"""

import asyncio
import json
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from schedules.feed import FeedError, Page

LARGEST: Final = 5 * 1024 * 1024
REDIRECTS_MOST: Final = 3
_SEARCH: Final = (
    "/api/search.json?filter_format=medical_safety_alert&filter_alert_type=national-patient-safety"
    "&order=-public_timestamp&fields=title,link,description,public_timestamp,issued_date,alert_type,medical_specialism"
)
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({404, 410})
_OK: Final = 200
_UNCHANGED: Final = 304


class GovUk:
    """The site. ``base`` is https, or http on this machine; settings see to that. Open it as a context."""

    def __init__(self, base: str, timeout: float = 20.0) -> None:
        self._base: Final = base.rstrip("/")
        self._host: Final = urlsplit(base).netloc
        self._timeout: Final = ClientTimeout(total=timeout)
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open connections."""
        self._session = ClientSession(
            timeout=self._timeout, headers={"Accept": "application/json", "User-Agent": "patient-safety-bot"}
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()

    async def listing(self, start: int, count: int, etag: str, last_modified: str) -> Page:
        """Return ``count`` alerts, the newest first, without the first ``start``; nothing when they are as they were.

        Raises FeedError.
        """
        marks = {"If-None-Match": etag} if etag else {}
        if last_modified:
            marks["If-Modified-Since"] = last_modified
        return await self._get(f"{_SEARCH}&start={start}&count={count}", marks)

    async def item(self, path: str) -> Page:
        """Return one content item. Raises FeedError."""
        return await self._get(f"/api/content{path}", {})

    async def _get(self, path: str, marks: dict[str, str]) -> Page:
        try:
            return await self._ask(path, marks)
        except TimeoutError:
            raise FeedError("no answer in time") from None
        except (ClientError, OSError, ValueError) as error:
            raise FeedError(f"not reached ({type(error).__name__})") from None

    async def _ask(self, path: str, marks: dict[str, str]) -> Page:
        if self._session is None:
            raise RuntimeError("GovUk is used inside its context")
        address = f"{self._base}{path}"
        for _ in range(REDIRECTS_MOST + 1):
            async with self._session.get(address, headers=marks, allow_redirects=False) as answer:
                if answer.status in _MOVED:
                    address = self._followed(answer)
                    continue
                if answer.status == _UNCHANGED:
                    return Page(None)
                if answer.status != _OK:
                    raise FeedError(f"answered {answer.status}", lasting=answer.status in _GONE)
                data = await asyncio.to_thread(_parsed, await _body(answer))
                return Page(data, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        raise FeedError("redirected too often", lasting=True)

    def _followed(self, answer: ClientResponse) -> str:
        """Return where an answer points to, if that is on the same host with the same protection."""
        target = urlsplit(str(answer.url.join(answer.url.__class__(answer.headers.get("Location", "")))))
        if target.netloc != self._host or target.scheme != urlsplit(self._base).scheme:
            raise FeedError("redirected to another site", lasting=True)
        return target.geturl()


async def _body(answer: ClientResponse) -> bytes:
    """Read an answer piece by piece, so that a large one is given up and never held. Raises FeedError."""
    pieces: list[bytes] = []
    size = 0
    async for piece in answer.content.iter_chunked(64 * 1024):
        size += len(piece)
        if size > LARGEST:
            raise FeedError("the answer is too large", lasting=True)
        pieces.append(piece)
    return b"".join(pieces)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise FeedError("not UTF-8", lasting=True) from None
    except (ValueError, RecursionError):
        raise FeedError("not JSON", lasting=True) from None
