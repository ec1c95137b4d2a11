"""Files that people drop into the chat, fetched from listed hosts only, with limits on number, size and time.

It looks at nothing inside a file; what may be kept of it is decided where it is stored.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any, Final

import aiohttp
import structlog

from bot.teams.activity import clean
from bot.teams.credentials import Credentials, NoToken
from bot.teams.hosts import permits, permits_file
from bot.teams.settings import TeamsSettings
from handlers.chat.turn import Upload

DOWNLOAD: Final = "application/vnd.microsoft.teams.file.download.info"
LARGEST: Final = 10 * 1024 * 1024
MOST: Final = 5
_TIMEOUT: Final = aiohttp.ClientTimeout(total=8, connect=3)
_NAME_MOST: Final = 120

log = structlog.get_logger("teams")


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that Teams says we may fetch. ``ours`` means that it lies with the connector and needs our token."""

    name: str
    url: str
    media_type: str
    ours: bool


def offers_in(attachments: Sequence[Mapping[str, Any]]) -> tuple[Offer, ...]:
    """Return the files among the attachments of a message; cards and the HTML copy of the text are none."""
    found: list[Offer] = []
    for attachment in attachments:
        kind, content = attachment.get("contentType"), attachment.get("content")
        name = attachment.get("name")
        named = clean(name)[:_NAME_MOST] if isinstance(name, str) and name else "file"
        if kind == DOWNLOAD and isinstance(content, dict) and isinstance(content.get("downloadUrl"), str):
            guessed = guess_type(named)[0] or "application/octet-stream"
            found.append(Offer(named, content["downloadUrl"], guessed, ours=False))
        elif isinstance(kind, str) and kind.startswith("image/") and isinstance(attachment.get("contentUrl"), str):
            found.append(Offer(named, attachment["contentUrl"], kind, ours=True))
    return tuple(found)


class Files:
    """Fetches what was offered."""

    def __init__(
        self, settings: TeamsSettings, session: Callable[[], aiohttp.ClientSession], credentials: Credentials
    ) -> None:
        self._settings = settings
        self._session = session
        self._credentials = credentials

    async def fetch(self, offers: Sequence[Offer]) -> tuple[tuple[Upload, ...], tuple[str, ...]]:
        """Return the files that could be had, and the names of those that could not."""
        results = await asyncio.gather(*(self._one(offer) for offer in offers[:MOST]))
        missed = [offer.name for offer, upload in zip(offers, results, strict=False) if upload is None]
        missed += [offer.name for offer in offers[MOST:]]
        return tuple(upload for upload in results if upload is not None), tuple(missed)

    async def _one(self, offer: Offer) -> Upload | None:
        hosts = self._settings.allowed_service_hosts if offer.ours else self._settings.allowed_file_hosts
        check = permits if offer.ours else permits_file
        if not check(offer.url, hosts, loopback=self._settings.unauthenticated):
            log.warning("teams_file_refused", reason="host-not-allowed")
            return None
        try:
            headers = await self._credentials.header() if offer.ours else {}
            async with self._session().get(
                offer.url, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                if response.status != 200:  # noqa: PLR2004 - OK
                    log.warning("teams_file_refused", status=response.status)
                    return None
                content = await _read(response)
        except (aiohttp.ClientError, TimeoutError, NoToken, ValueError) as error:
            log.warning("teams_file_refused", reason=type(error).__name__)
            return None
        if content is None:
            log.warning("teams_file_refused", reason="too-large")
            return None
        return Upload(offer.name, offer.media_type, content)


async def _read(response: aiohttp.ClientResponse) -> bytes | None:
    if (response.content_length or 0) > LARGEST:
        return None
    content = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > LARGEST:
            return None
    return bytes(content)
