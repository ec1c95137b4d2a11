"""What the audit may say of acts before anything is a report: it may yet be sent without a name, and no row is unsaid.

Such a row never holds both a person and a draft, and never more of its instant than the hour.
"""

from dataclasses import replace

from handlers.desk import Desk
from handlers.unlinked import hour_of


async def note_on_draft(desk: Desk, act: str, **detail: object) -> None:
    """Record an act on a draft of nobody in particular. With person or draft, the row would lead to who sent it."""
    await desk.as_nobody().audit(act, "draft", **detail)


async def note_own(desk: Desk, act: str, **detail: object) -> None:
    """Record what a person settled for themselves, by the hour: to the second, the row would tell what they wrote."""
    await replace(desk, now=hour_of(desk.now)).audit(act, f"person:{desk.person.id}", **detail)
