"""A saved e-mail (.eml) as its words and its attached PDFs, unopened. What else is attached is left alone."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from storage.rules.intake.markup import LARGEST, storable

PARTS_MOST: Final = 60
PDFS_MOST: Final = 3


class UnreadableError(ValueError):
    """What was handed over cannot be read. The message says why, in words for the person who handed it over."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail: its subject, its words (plain or HTML), and its PDFs as they came."""

    subject: str
    body: str
    papers: tuple[bytes, ...] = ()


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


def _papers(parts: list[EmailMessage]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for part in parts:
        is_pdf = part.get_content_type() == "application/pdf" or (part.get_filename() or "").lower().endswith(".pdf")
        content = part.get_payload(decode=True) if is_pdf and len(found) < PDFS_MOST else None
        if isinstance(content, bytes):
            found.append(content)
    return tuple(found)
