"""JPEG 2000 pictures inside documents: what is not needed to see them is cut out, the pixels are left as they are."""

from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\x00\x00\x00\x0cjP  "
_STREAM: Final = b"\xff\x4f\xff\x51"
_KEPT: Final = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"})
_KEPT_IN_HEADER: Final = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "})
_COMMENT: Final = b"\xff\x64"
_TILE: Final = b"\xff\x90"
_LONG: Final = 16
_BOXES_MOST: Final = 1000


def cut(content: bytes) -> bytes:
    """Return the picture without comments, XML and boxes of other programs. Raises ValueError for anything else."""
    if content.startswith(_STREAM):
        return _cut_stream(content)
    if not content.startswith(_SIGNATURE):
        raise ValueError("no picture")
    kept = bytearray()
    for name, held in _boxes(content):
        if name == b"jp2h":
            kept += _box(name, b"".join(_box(*one) for one in _boxes(held) if one[0] in _KEPT_IN_HEADER))
        elif name in _KEPT:
            kept += _box(name, _cut_stream(held) if name == b"jp2c" else held)
    return bytes(kept)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_BOXES_MOST):
        if at + 8 > len(content):
            return
        length, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + _LONG], "big"), _LONG
        elif length == 0:
            length = len(content) - at
        if length < head or at + length > len(content):
            raise ValueError("no box")
        yield name, content[at + head : at + length]
        at += length
    raise ValueError("too many boxes")


def _box(name: bytes, held: bytes) -> bytes:
    return (len(held) + 8).to_bytes(4, "big") + name + held


def _cut_stream(content: bytes) -> bytes:
    """Return the stream without the comments of its head; those within its tiles hold the pixels' own numbers."""
    if not content.startswith(_STREAM):
        raise ValueError("no stream")
    kept, at = bytearray(content[:2]), 2
    while at + 4 <= len(content):
        marker = content[at : at + 2]
        if marker == _TILE:
            return bytes(kept) + content[at:]
        if marker[0] != _TILE[0]:
            raise ValueError("no marker")
        end = at + 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
        if marker != _COMMENT:
            kept += content[at:end]
        at = end
    raise ValueError("no tile")
