"""Plain text and CSV: read in the ways in which such files are written, and kept as UTF-8."""

import unicodedata
from typing import Final

from storage.cleaning.kinds import BROKEN, Refused

TEXT_MOST: Final = 100_000
"""Bytes. Text is looked through for identifiers, word by word, and minutes or an audit table are shorter."""
_TOO_LONG: Final = "This text is too long for us to look through. Please send it as PDF."
_BREAKS: Final = "\n\r\t\f"


def clean_text(content: bytes) -> bytes:
    """Return the text as UTF-8. Raises Refused when it is too long, or no text."""
    if len(content) > TEXT_MOST:
        raise Refused(_TOO_LONG)
    text = _decoded(content).replace("\r\n", "\n")
    if any(unicodedata.category(one) == "Cc" and one not in _BREAKS for one in text):
        raise Refused(BROKEN)
    return text.encode()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
