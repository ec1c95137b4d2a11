"""References of reports: ``SE-2026-000123``, and what people type instead. Nothing here looks a report up."""

import re
from typing import Final

_TYPED: Final = re.compile(r"\bse[\s/–-]{0,3}(20\d{2})[\s/–-]{1,3}0*(\d{1,6})(?!\d)", re.IGNORECASE | re.ASCII)


def find_report_reference(text: str) -> str | None:
    """Return the first reference of a report that stands in ``text``, in full: "se 2026 123" is SE-2026-000123."""
    match = _TYPED.search(text)
    return f"SE-{match[1]}-{int(match[2]):06d}" if match else None
