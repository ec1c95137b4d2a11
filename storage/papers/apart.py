"""Reading in a process of its own: a PDF made to do harm takes neither the bot's memory nor its time nor its keys.

The process gets the file and nothing else, has limits of memory and time, and ends after one file.
"""

import json
import os
import subprocess
import sys
from typing import Final

from storage.papers.reading import LARGEST, TOO_MUCH
from storage.rules.intake.letter import UnreadableError

SECONDS: Final = 20
"""How long one PDF may take. An alert takes about half a second, most of it for the start of the process."""
_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def read_apart(content: bytes) -> str:
    """Return the text of a PDF. Raises UnreadableError, also when it takes too long or too much. It blocks."""
    if len(content) > LARGEST:
        raise UnreadableError(f"This PDF is too large: more than {LARGEST // 1024 // 1024} MB.")
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-m", "storage.papers"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
            timeout=SECONDS,
            check=False,
        )
        told = json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableError(TOO_MUCH) from None
    if told["refused"]:
        raise UnreadableError(told["refused"])
    return str(told["text"])
