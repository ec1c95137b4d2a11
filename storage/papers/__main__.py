"""The process that reads one PDF: the file in, a line of JSON with its words, or why there are none, out."""

import json
import sys
from typing import Final

from storage.papers.reading import TOO_MUCH, read_pdf
from storage.rules.intake.letter import UnreadableError

_MEMORY: Final = 1024**3
"""Bytes of address space; a page of text takes a small part of it."""
_SECONDS: Final = 15


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the limit of time is kept by whoever started this
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the PDF on standard input."""
    _limit()
    told = {"text": "", "refused": ""}
    try:
        told["text"] = read_pdf(sys.stdin.buffer.read())
    except UnreadableError as refused:
        told["refused"] = str(refused)
    except (MemoryError, RecursionError):
        told["refused"] = TOO_MUCH
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
