"""The process that cleans one file: a line of JSON and the file in, a line of JSON and the file out."""

import json
import sys
from typing import Final

from storage.cleaning.kinds import TOO_MUCH, Refused
from storage.cleaning.work import clean

_MEMORY: Final = 2 * 1024**3
"""Bytes of address space: a picture of the most pixels takes a quarter of it."""
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
    """Clean the file on standard input."""
    _limit()
    name = str(json.loads(sys.stdin.buffer.readline())["name"])
    content = sys.stdin.buffer.read()
    told, body = {"kind": "", "refused": ""}, b""
    try:
        cleaned = clean(content, name)
        told["kind"], body = cleaned.kind.value, cleaned.content
    except Refused as refused:
        told["refused"] = str(refused)
    except (MemoryError, RecursionError):
        told["refused"] = TOO_MUCH
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
