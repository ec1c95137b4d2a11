"""The words of a PDF. Run it in a process of its own: a file from outside can break the reader in any way."""

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Final

from storage.rules.intake.letter import UnreadableError

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST: Final = 5 * 1024 * 1024
PAGES_MOST: Final = 40
TEXT_MOST: Final = 100_000
"""Characters of a PDF that are read; an alert has some ten thousand."""
LOCKED: Final = "This PDF is locked with a password. Please save it without one."
BROKEN: Final = "This PDF is damaged or not complete, so we could not read it. Please paste the text."
NO_WORDS: Final = (
    "There are no words in this PDF: it is a picture of a page, as a scanner makes. Please paste the text."
)
TOO_MUCH: Final = "There is too much inside this PDF for us to read. Please paste the text."


def read_pdf(content: bytes) -> str:
    """Return the text of a PDF. Raises UnreadableError when it is locked, broken, or a picture of a text."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        text = _text(PdfReader(BytesIO(content)))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the library raises many kinds for files made by nobody's program
        raise UnreadableError(BROKEN) from None
    if text is None:
        raise UnreadableError(LOCKED)
    if not text.strip():
        raise UnreadableError(NO_WORDS)
    return text


def _text(reader: "PdfReader") -> str | None:
    """Return the words of the first pages; None when a password is needed."""
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    pieces: list[str] = []
    for page in reader.pages[:PAGES_MOST]:
        pieces.append(page.extract_text())
        if sum(map(len, pieces)) > TEXT_MOST:
            break
    return "\n".join(pieces)[:TEXT_MOST]
