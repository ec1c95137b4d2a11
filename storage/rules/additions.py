"""What a reporter added to a report after it was sent, put behind the report's own words. Pure; it drops nothing.

Before such words were notes of their own they were stored in the report in just this form, so old and new read alike.
"""

from collections.abc import Iterable
from datetime import datetime

from storage.rules.workdays import LONDON


def with_additions(text: str, added: Iterable[tuple[datetime, str]], *, hours: bool = True) -> str:
    """Return a report's words and then what was added, each with its day and, with ``hours``, its time in London.

    The day is written so that it stays true: the text is read on other days too.
    """
    return "".join([text, *(f"\n\nAdded {stamp(at, hours=hours)}: {words}" for at, words in added)])


def stamp(at: datetime, *, hours: bool = True) -> str:
    """Return an instant as "Tue 24 Nov 2026, 09:05", or its day alone."""
    local = at.astimezone(LONDON)
    day = f"{local:%a} {local.day} {local:%b %Y}"
    return f"{day}, {local:%H:%M}" if hours else day
