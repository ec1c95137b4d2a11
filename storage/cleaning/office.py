"""Office files: the archive is written anew, part by part, without author, company, macros or pictures' metadata."""

import io
import re
import zipfile
from typing import Final

from storage.cleaning import segments
from storage.cleaning.kinds import BROKEN, INSIDE, LOCKED, MACROS, TOO_MUCH, Refused

PARTS_MOST: Final = 3000
UNPACKED_MOST: Final = 100 * 1024 * 1024
"""Bytes. A bomb says small and becomes large; parts are read only as far as this in all."""
_EMPTY_PARTS: Final = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_WHO: Final = re.compile(
    rb"(\b(?:w:author|w:initials|w15:author|w15:userId|w15:providerId|displayName|userId|providerId|initials|"
    rb'lastModifiedBy|userName)=)("[^"]*"|\'[^\']*\')'
)
"""Attributes that name whoever wrote, commented on or changed a part."""
_AUTHOR: Final = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_AUTHOR_OF_SLIDES: Final = re.compile(rb'(<p(?:188)?:(?:cmAuthor|author)\b[^>]*?\bname=)("[^"]*")')
_THUMBNAIL: Final = re.compile(rb"<Relationship\b[^>]*?/metadata/thumbnail\"[^>]*?/>")
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def clean_office(content: bytes) -> bytes:
    """Return the document without what it says about its authors. Raises Refused."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check(parts)
            left = UNPACKED_MOST
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
                for part in parts:
                    if part.is_dir() or part.filename.startswith("docProps/thumbnail"):
                        continue
                    with archive.open(part) as opened:
                        data = opened.read(left + 1)
                    left -= len(data)
                    if left < 0:
                        raise Refused(TOO_MUCH)
                    named = zipfile.ZipInfo(part.filename, _EARLIEST)
                    named.compress_type = zipfile.ZIP_DEFLATED
                    fresh.writestr(named, _part(part.filename, data))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError):
        raise Refused(BROKEN) from None  # an unknown way of packing is a RuntimeError too
    return out.getvalue()


def _check(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise Refused(TOO_MUCH)
    if len(set(names)) != len(names):
        raise Refused(BROKEN)  # two parts of one name: programs differ about which is the document
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(LOCKED)
    if any("vbaproject" in name or "/activex/" in name for name in names):
        raise Refused(MACROS)
    if any("/embeddings/" in name for name in names):
        raise Refused(INSIDE)


def _part(name: str, data: bytes) -> bytes:
    if name in _EMPTY_PARTS:
        return _EMPTY_PARTS[name]
    if name.startswith("docProps/"):
        return b""
    if name == "_rels/.rels":
        return _THUMBNAIL.sub(b"", data)
    if name.endswith((".xml", ".rels")):
        data = _WHO.sub(rb'\1""', data)
        return _AUTHOR_OF_SLIDES.sub(rb'\1""', _AUTHOR.sub(rb"\1\2", data))
    return segments.cut(data)
