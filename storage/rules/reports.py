"""References of reports: ``SE-2026-000123``, and what people type instead. Nothing here looks a report up."""

import re
from typing import Final

_BETWEEN: Final = r"[\s/\u2010-\u2015\u2212-]"
"""What may stand between the parts: whatever dash a keyboard or a text program puts there."""
_TYPED: Final = re.compile(
    rf"\bse{_BETWEEN}{{0,3}}(20\d{{2}}){_BETWEEN}{{1,3}}0*(\d{{1,6}})(?!\d)", re.IGNORECASE | re.ASCII
)

_ASKED: Final = re.compile(
    r"(?:(?:i (?:want|need) to|can i|please) )?"
    r"(?:(?:show|open|see|find|look at|change|edit|correct|add to|withdraw|undo|delete|cancel|take back|take) )?"
    r"(?:(?:me|my|the|this|that) )*(?:report |se )?(?=se)(?P<reference>\S+|se \d{4} \d+)(?: back| please)?",
    re.IGNORECASE,
)
"""A reference with nothing beside it but what somebody wants to do with the report."""


def find_report_reference(text: str) -> str | None:
    """Return the first reference of a report that stands in ``text``, in full: "se 2026 123" is SE-2026-000123."""
    match = _TYPED.search(text)
    return f"SE-{match[1]}-{int(match[2]):06d}" if match else None


def asked_report(text: str) -> str | None:
    """Return the report when a message is nothing but its reference and a wish: "withdraw SE-2026-000123".

    None for a story in which a reference stands.
    """
    found = _ASKED.fullmatch(text.strip(" .?!"))
    return find_report_reference(found["reference"]) if found else None
