"""Kinds of files, told by what is inside: the name counts only for plain text, which has no mark of its own."""

import io
import zipfile
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

LARGEST: Final = 10 * 1024 * 1024
"""Bytes. Slack and Teams hand over more, but a photo or a policy needs no more."""


class FileKind(StrEnum):
    """What we take. The value is the ending of its name."""

    PNG = "png"
    JPEG = "jpg"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TXT = "txt"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What it is called on the web."""
        return _MEDIA[self]

    @property
    def words(self) -> str:
        """What people call it."""
        return _WORDS[self]


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MEDIA: Final = {
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}presentationml.presentation",
    FileKind.TXT: "text/plain",
    FileKind.CSV: "text/csv",
}
_WORDS: Final = {
    FileKind.PNG: "Picture",
    FileKind.JPEG: "Picture",
    FileKind.PDF: "PDF",
    FileKind.DOCX: "Word document",
    FileKind.XLSX: "Excel workbook",
    FileKind.PPTX: "PowerPoint slides",
    FileKind.TXT: "Text",
    FileKind.CSV: "Table (CSV)",
}

PICTURES: Final = frozenset({FileKind.PNG, FileKind.JPEG})
TEXTS: Final = frozenset({FileKind.TXT, FileKind.CSV})
OFFICE: Final = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})
PHOTOS_AND_PDF: Final = PICTURES | {FileKind.PDF}
"""What goes with a report."""
EVIDENCE: Final = frozenset(FileKind)
"""What shows that an action was done: a policy, an audit, minutes."""


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """We do not take this file; the words say why and what to do instead."""


EMPTY: Final = "This file is empty. Please send it again."
BROKEN: Final = "This file is damaged or not complete, so we could not open it. Please send it again."
TOO_LARGE: Final = f"This file is too large. Please keep it under {LARGEST // 1024 // 1024} MB."
HEIC: Final = (
    "This is a HEIC picture, as iPhones make them, and we cannot open it. Please take a screenshot of it and send that."
)
MACROS: Final = "This file holds macros (small programs), so we cannot take it. Please save it as PDF."
LOCKED: Final = "This file is locked with a password. Please save it without one and send it again."
INSIDE: Final = "This file has other files inside it. Please save it as PDF and send that."
TOO_MUCH: Final = "There is too much inside this file for us to check. Please send a smaller one, or a PDF."

_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevx", b"mif1", b"msf1", b"avif"})
_PARTS: Final = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_PDF_WITHIN: Final = 1024
"""Bytes. PDF readers look for the mark this far into the file, so a PDF may begin with something else."""


def not_taken(allowed: Iterable[FileKind]) -> str:
    """Return what is said about a kind that is not among those allowed."""
    if set(allowed) <= PHOTOS_AND_PDF:
        return "We take pictures (PNG or JPEG) and PDF. Please send one of these."
    return "We take pictures (PNG or JPEG), PDF, Word, Excel, PowerPoint, text and CSV. Please send one of these."


def kind_of(content: bytes, name: str) -> FileKind:
    """Return what a file is. Raises Refused for everything else."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Refused(HEIC)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(_OLD_OFFICE):
        raise Refused("This is an old kind of Office file, or a locked one. Please save it as PDF and send that.")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return FileKind.PDF
    ending = name.lower().rpartition(".")[2]
    if ending in {FileKind.TXT, FileKind.CSV}:
        return FileKind(ending)
    raise Refused(not_taken(EVIDENCE))


def _office(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused(BROKEN) from None
    found = [kind for part, kind in _PARTS.items() if part in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise Refused(not_taken(EVIDENCE))
    return found[0]
