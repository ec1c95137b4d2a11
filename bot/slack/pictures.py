"""Pictures and files between the bot and Slack: uploads of ours, and downloads of what people handed over.

A file is never made public, and the bot's token goes only to Slack's own hosts.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.draw import Uploaded
from bot.slack.errors import code_of
from bot.slack.forwarded import shared_files
from bot.slack.view import FILE_BYTES, field_of
from handlers.chat.card import Card, Picture
from handlers.chat.turn import Answers, Passage, PlaceKind, RawAnswer, Turn, Upload, Words

log = structlog.get_logger()

_LOOKS: Final = 8
_LOOK_PAUSE: Final = 0.25
_FETCH_SECONDS: Final = 2.0
"""A download happens before the form is stored, and Slack waits three seconds for the answer."""


def pictures_in(cards: Iterable[Card]) -> list[Picture]:
    """Return the pictures of the cards."""
    return [part for card in cards for part in card.parts if isinstance(part, Picture)]


async def upload(client: AsyncWebClient, cards: Iterable[Card]) -> Uploaded:
    """Upload the pictures of the cards and return how to find their file ids.

    A picture that Slack does not take is shown as its words: a message is never lost for its picture.
    """
    found: dict[int, str] = {}
    for picture in pictures_in(cards):
        try:
            found[id(picture)] = await _upload(client, picture)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.picture_not_uploaded", code=code_of(error), bytes=len(picture.png))
    return lambda picture: found.get(id(picture))


async def _upload(client: AsyncWebClient, picture: Picture) -> str:
    place = await client.files_getUploadURLExternal(
        filename="picture.png", length=len(picture.png), alt_txt=picture.alt[:1000]
    )
    session = client.session
    if session is None:
        raise OSError("the client has no session")
    async with session.post(str(place["upload_url"]), data=picture.png) as answer:
        answer.raise_for_status()
    file = str(place["file_id"])
    await client.files_completeUploadExternal(files=[{"id": file, "title": "Picture"}])
    for _ in range(_LOOKS):
        # Slack refuses a block with a file that it has not finished reading: its type is empty until then.
        info = await client.files_info(file=file)
        if info["file"].get("mimetype"):
            break
        await asyncio.sleep(_LOOK_PAUSE)
    return file


class Fetched:
    """Files that came with a form: what was read, and a sentence for each question whose file could not be."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Upload, ...]] = {}
        self.errors: dict[str, str] = {}


async def fetch(client: AsyncWebClient, state: Mapping[str, Any]) -> Fetched:
    """Fetch the files in a view's state, each within the size limit and all within two seconds."""
    fetched = Fetched()
    for block_id, elements in (state.get("values") or {}).items():
        for element in elements.values():
            if element.get("type") != "file_input":
                continue
            name = field_of(block_id)
            try:
                async with asyncio.timeout(_FETCH_SECONDS):
                    uploads = [await _fetch(client, file) for file in element.get("files") or ()]
                fetched.files[name] = tuple(uploads)
            except _TooLargeError:
                fetched.errors[name] = f"That file is too large. Please keep it under {FILE_BYTES // 1_000_000} MB."
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("slack.file_not_fetched", code=code_of(error))
                fetched.errors[name] = "We could not read that file from Slack. Please try once more."
    return fetched


FILES: Final = "chat.files"
"""The form name under which files that were sent in a message are handed in."""
_MESSAGE_FILES_MOST: Final = 5


async def with_files(client: AsyncWebClient, turn: Turn, event: Mapping[str, Any]) -> Turn:
    """Return the turn of a one-to-one message with the files that came along; those that cannot be had are counted.

    Files of a message that was forwarded with it are taken in the same way. In a group or channel nothing is fetched:
    there the answer is only that files are taken in our own chat.
    """
    own = event.get("files")
    listed = own if isinstance(own, list) else []
    files = [*(file for file in listed if isinstance(file, dict)), *shared_files(event)]
    if not files or not isinstance(turn.said, Words | Passage):
        return turn
    uploads: list[Upload] = []
    if turn.place.kind is PlaceKind.PERSONAL:
        got = await asyncio.gather(*(_quietly(client, file) for file in files[:_MESSAGE_FILES_MOST]))
        uploads = [one for one in got if one is not None]
    missed = tuple("file" for _ in range(len(files) - len(uploads)))
    passage = turn.said if isinstance(turn.said, Passage) else None
    answers: dict[str, RawAnswer] = {"words": turn.said.text, "missed": missed}
    return replace(turn, said=Answers(FILES, "", answers, {"files": tuple(uploads)}, passage))


async def _quietly(client: AsyncWebClient, file: Mapping[str, Any]) -> Upload | None:
    try:
        async with asyncio.timeout(_FETCH_SECONDS):
            return await _fetch(client, file)
    except (_TooLargeError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack.file_not_fetched", code=code_of(error))
        return None


class _TooLargeError(Exception):
    """A file is over the limit."""


async def _fetch(client: AsyncWebClient, file: Mapping[str, Any]) -> Upload:
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if not is_slack_host(url, client.base_url) or client.session is None:
        raise OSError("not a file of Slack")
    if int(file.get("size") or 0) > FILE_BYTES:
        raise _TooLargeError
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.get(url, headers=headers, allow_redirects=False) as answer:
        answer.raise_for_status()
        content = bytearray()
        async for chunk in answer.content.iter_chunked(65_536):
            content += chunk
            if len(content) > FILE_BYTES:
                raise _TooLargeError
    media_type = str(file.get("mimetype") or "application/octet-stream")
    return Upload(str(file.get("name") or "file"), media_type, bytes(content))


def is_slack_host(url: str, api_url: str) -> bool:
    """Return whether ``url`` is on Slack's own hosts, or on the host of the Web API that the settings name."""
    there, api = urlsplit(url), urlsplit(api_url)
    host = (there.hostname or "").lower()
    own = there.scheme == "https" and (host == "slack.com" or host.endswith((".slack.com", ".slack-files.com")))
    return own or (there.scheme, there.netloc) == (api.scheme, api.netloc)


def key_metadata(key: str) -> dict[str, Any]:
    """Return the metadata by which a message of ours is recognised later."""
    return {"event_type": "safety_bot", "event_payload": {"key": key}}


def has_key(message: Mapping[str, Any], key: str) -> bool:
    """Return whether a message of a history carries ``key``."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if isinstance(payload, str):
        payload = json.loads(payload)
    return metadata.get("event_type") == "safety_bot" and payload.get("key") == key
