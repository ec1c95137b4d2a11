"""Pictures that a PDF holds: unpacked as far as the picture's own kind, and cut of what stands beside their pixels."""

import base64
import binascii
import zlib
from collections.abc import Callable
from typing import Final

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, StreamObject

from storage.cleaning import jpeg2000, segments
from storage.cleaning.kinds import Refused

LARGEST_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes of one picture when it is unpacked: several times the largest file that we take."""
STRANGE: Final = (
    "This PDF holds a picture that we cannot clean of hidden details. Please print it to a new PDF, or send a "
    "screenshot of it."
)
_JPEG: Final = b"\xff\xd8\xff"


def _cut_jpeg(data: bytes) -> bytes:
    """Return the JPEG from where it begins. Raises ValueError when there is none."""
    return segments.cut(data[data.index(_JPEG) :])


_CUTTERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "/DCTDecode": _cut_jpeg,
    "/DCT": _cut_jpeg,
    "/JPXDecode": jpeg2000.cut,
}
_PARMS: Final = ("/DecodeParms", "/DP")


def clean_held(one: StreamObject) -> None:
    """Cut a picture in place, JPEG or JPEG 2000, however it was packed. Raises Refused for what cannot be followed."""
    listed = _listed(one.get("/Filter"))
    kind = str(listed[-1]) if listed else ""
    if not any(str(name) in _CUTTERS for name in listed):
        return
    if kind not in _CUTTERS:
        raise Refused(STRANGE)  # a picture inside a picture's packing: nobody's program writes it
    data = one._data  # noqa: SLF001 - the picture as it is stored, not decoded
    try:
        for place, name in enumerate(listed[:-1]):
            data = _unpacked(str(name), data, _parms(one, place))
        one._data = _CUTTERS[kind](data)  # noqa: SLF001
    except (ValueError, zlib.error, binascii.Error):
        raise Refused(STRANGE) from None
    last = _parms(one, len(listed) - 1)
    one[NameObject("/Filter")] = NameObject(kind)
    for name in _PARMS:
        one.pop(name, None)
    if last:
        one[NameObject("/DecodeParms")] = last


def _listed(found: object) -> list[object]:
    held = found.get_object() if hasattr(found, "get_object") else found
    if isinstance(held, ArrayObject):
        return [name.get_object() for name in held]
    return [] if held is None or isinstance(held, NullObject) else [held]


def _parms(one: StreamObject, place: int) -> DictionaryObject | None:
    """Return how the packing at ``place`` was done, or None when nothing is said about it."""
    told = _listed(one.get("/DecodeParms", one.get("/DP")))
    found = told[place] if place < len(told) else None
    return found if isinstance(found, DictionaryObject) else None


def _unpacked(name: str, data: bytes, parms: DictionaryObject | None) -> bytes:
    """Undo one packing. Raises ValueError for a kind that no picture is packed in, or too much of it."""
    if name in {"/FlateDecode", "/Fl"}:
        if parms is not None and parms.get("/Predictor", 1) != 1:
            raise ValueError("rows of no picture")
        inflating = zlib.decompressobj()
        out = inflating.decompress(data, LARGEST_UNPACKED)
        if inflating.unconsumed_tail:
            raise ValueError("too much")
        return out
    bare = b"".join(data.split())
    if name in {"/ASCII85Decode", "/A85"}:
        return base64.a85decode(bare.removeprefix(b"<~").partition(b"~")[0])
    if name in {"/ASCIIHexDecode", "/AHx"}:
        digits = bare.partition(b">")[0]
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    raise ValueError("another packing")
