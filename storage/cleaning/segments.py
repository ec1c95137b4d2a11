"""Pictures inside documents: what stands beside the pixels is cut out and the pixels are left as they are.

It is for pictures within a PDF or an Office file, which their programs show without reading what was cut.
"""

import re
from typing import Final

_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"bKGD", b"sBIT"}
)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_STARTS_SCAN: Final = 0xDA
_END: Final = 0xD9
_NEXT: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends the pixels of a scan: a marker that is no part of them."""
_COMMENT: Final = 0xFE
_APPS: Final = range(0xE0, 0xF0)
_KEPT_APPS: Final = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, the colour profile, and Adobe's mark without which colours come out inverted."""


def cut(content: bytes) -> bytes:
    """Return a JPEG or PNG without comments, text, EXIF and XMP; anything else as it is."""
    if content.startswith(b"\xff\xd8\xff"):
        return _cut_jpeg(content)
    if content.startswith(_PNG):
        return _cut_png(content)
    return content


def _cut_jpeg(content: bytes) -> bytes:
    """Return the JPEG as far as it can be followed. Raises ValueError when its segments make no sense."""
    kept, at, scanned = bytearray(b"\xff\xd8"), 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:  # noqa: PLR2004 - what every marker begins with
            break
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a filling byte
            at += 1
            continue
        if marker == _END:
            break  # what comes behind is another picture: a preview, with its EXIF
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        is_aside = marker == _COMMENT or (marker in _APPS and marker not in _KEPT_APPS)
        is_foreign = marker == 0xE2 and not content[at + 4 :].startswith(b"ICC_PROFILE")  # noqa: PLR2004
        if not (is_aside or is_foreign):
            kept += content[at : at + 2 + length]
        at += 2 + max(length, 2)
        if marker == _STARTS_SCAN:
            following = _NEXT.search(content, at)
            end = len(content) if following is None else following.start()
            kept += content[at:end]
            at, scanned = end, True
    if not scanned:
        raise ValueError("no picture")
    return bytes(kept) + b"\xff" + bytes([_END])


def _cut_png(content: bytes) -> bytes:
    kept, at = bytearray(_PNG), len(_PNG)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        if name in _KEPT_CHUNKS:
            kept += content[at : at + 12 + length]
        at += 12 + length
        if name == b"IEND":
            break
    return bytes(kept)
