"""Files of one turn, looked at and cleaned before any transaction begins: it takes up to seconds and locks nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import structlog

from handlers.chat.turn import Answers, Handed, Turn, Upload
from storage.cleaning import Refused
from storage.cleaning.apart import clean_apart

MOST: Final = 5
"""Files of one message or form."""
_TOO_MANY: Final = f"Please send at most {MOST} files at once."
_NOT_NOW: Final = "We could not check this file just now. Please send it again in a minute."

log = structlog.get_logger(__name__)


async def look_through(turn: Turn) -> Turn:
    """Return the turn with each of its files cleaned or refused; the turn itself when it has none."""
    if not isinstance(turn.said, Answers) or not turn.said.files:
        return turn
    return replace(turn, handed={name: await _all(uploads) for name, uploads in turn.said.files.items() if uploads})


async def _all(uploads: Sequence[Upload]) -> tuple[Handed, ...]:
    taken = await asyncio.gather(*(_one(upload) for upload in uploads[:MOST]))
    return (*taken, *(Handed(upload.name, None, _TOO_MANY) for upload in uploads[MOST:]))


async def _one(upload: Upload) -> Handed:
    try:
        return Handed(upload.name, await clean_apart(upload.content, upload.name))
    except Refused as refused:
        return Handed(upload.name, None, str(refused))
    except Exception as error:  # noqa: BLE001 - a file that cannot be checked is not taken, and its words are answered
        log.warning("file_not_checked", error=type(error).__name__, bytes=len(upload.content))
        return Handed(upload.name, None, _NOT_NOW)
