"""Cleaning in a process of its own: a file made to do harm takes neither the bot's memory nor its time nor its keys.

The process gets the file and nothing else, has limits of memory and time, and ends after one file.
"""

import asyncio
import json
import os
import sys
from typing import Final

from storage.cleaning.kinds import LARGEST, TOO_LARGE, TOO_MUCH, FileKind, Refused
from storage.cleaning.work import Cleaned

SECONDS: Final = 15
"""How long one file may take. A photo takes about half a second, most of it for the start of the process."""
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_TURNS: Final[dict[int, asyncio.Semaphore]] = {}
_AT_ONCE: Final = 2


async def clean_apart(content: bytes, name: str) -> Cleaned:
    """Do what ``clean`` does, elsewhere. Raises Refused, also when it takes too long or too much."""
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    async with _turn():
        answer = await _ask(content, name)
    head, _, body = answer.partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        raise Refused(TOO_MUCH) from None
    if told["refused"]:
        raise Refused(told["refused"])
    return Cleaned(FileKind(told["kind"]), body)


async def _ask(content: bytes, name: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "storage.cleaning",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await process.communicate(json.dumps({"name": name}).encode() + b"\n" + content)
    except TimeoutError:
        raise Refused(TOO_MUCH) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return answer


def _turn() -> asyncio.Semaphore:
    """Return what lets two at a time pass, in this event loop."""
    loop = id(asyncio.get_running_loop())
    if loop not in _TURNS:
        _TURNS.clear()
        _TURNS[loop] = asyncio.Semaphore(_AT_ONCE)
    return _TURNS[loop]
