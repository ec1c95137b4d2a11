"""A saved e-mail (.eml) as its words and its attached PDFs. Attachments of other kinds are left alone, nothing runs."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from typing import Final

from pypdf import PdfReader

from storage.rules.intake.markup import LARGEST, storable

PARTS_MOST: Final = 60
PDF_LARGEST: Final = 5 * 1024 * 1024
PDFS_MOST: Final = 3
PAGES_MOST: Final = 40
_PDF_TEXT_MOST: Final = 100_000


class UnreadableError(ValueError):
    """What was handed over cannot be read. The message says why, in words for the person who handed it over."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail: its subject, its words (plain or HTML), and what its PDFs say."""

    subject: str
    body: str
    papers: tuple[str, ...] = ()


def open_letter(content: bytes) -> Letter:
    """Read a saved e-mail. Raises UnreadableError when it is none, or is made to be unreadable."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()][:PARTS_MOST]
        subject = str(message.get("Subject", ""))
        letter = Letter(storable(" ".join(subject.split())[:300]), storable(_body(parts)), _papers(parts))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableError(f"This e-mail cannot be read ({type(error).__name__}).") from None
    if not letter.subject and not letter.body.strip() and not letter.papers:
        raise UnreadableError("This is not a saved e-mail, or there are no words in it.")
    return letter


def _body(parts: list[EmailMessage]) -> str:
    for wanted in ("text/plain", "text/html"):
        found = [_words(part) for part in parts if part.get_content_type() == wanted and not part.is_attachment()]
        text = "\n\n".join(one for one in found if one.strip())
        if text:
            return text[:LARGEST]
    return ""


def _words(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content[: LARGEST * 4].decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content[: LARGEST * 4].decode("utf-8", "replace")


def _papers(parts: list[EmailMessage]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        is_pdf = part.get_content_type() == "application/pdf" or (part.get_filename() or "").lower().endswith(".pdf")
        content = part.get_payload(decode=True) if is_pdf and len(found) < PDFS_MOST else None
        if isinstance(content, bytes) and len(content) <= PDF_LARGEST:
            try:
                found.append(read_pdf(content))
            except UnreadableError:
                continue
    return tuple(found)


def read_pdf(content: bytes) -> str:
    """Return the text of a PDF. Raises UnreadableError when it is locked, broken, or a picture of a text."""
    if len(content) > PDF_LARGEST:
        raise UnreadableError(f"This PDF is too large: more than {PDF_LARGEST // 1024 // 1024} MB.")
    pieces: list[str] = []
    size = 0
    try:
        for page in PdfReader(BytesIO(content)).pages[:PAGES_MOST]:
            pieces.append(page.extract_text())
            size += len(pieces[-1])
            if size > _PDF_TEXT_MOST:
                break
    except Exception as error:  # noqa: BLE001 - a file from outside can break the reader in any way
        raise UnreadableError(f"This PDF cannot be read ({type(error).__name__}).") from None
    text = "\n".join(pieces)[:_PDF_TEXT_MOST]
    if not text.strip():
        raise UnreadableError("There are no words in this PDF: it may be a picture. Please paste the text.")
    return text
