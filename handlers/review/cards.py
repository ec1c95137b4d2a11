"""What a reviewer sees around a report: the queue, and the last look before one is closed. Drawing only."""

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.card import Button, Card, Confirm, Item, Items, Style, Text
from handlers.showing import reports
from handlers.showing.pages import turning
from storage.records import Incident, Location
from storage.rules.feedback import promised_day
from storage.rules.workdays import local_day, say_day


def queue_card(
    found: Sequence[Incident],
    total: int,
    offset: int,
    places: Sequence[Location],
    now: datetime,
    *,
    which: str = "all",
    sees_all: bool = True,
) -> Card:
    """Return a page of open reports, the oldest first. ``which`` is all, mine or late."""
    titles = {"all": "Reports to review", "mine": "Reports that you look after", "late": "Reporters to answer, late"}
    title = f"{titles[which]} ({total})"
    others = [("all", "All open"), ("mine", "Mine"), ("late", "Late answers")] if sees_all else []
    buttons = tuple(Button(label, "review.queue", f"{name}:0") for name, label in others if name != which)
    if not found:
        return Card("review.queue", title, (Text("Nothing waits here. Thank you."),), buttons)
    items = tuple(_line(one, places, now) for one in found)
    more, turns = turning(
        "review.queue", offset, len(found), total, order="the oldest first", later="More reports", about=f"{which}:"
    )
    return Card("review.queue", title, (Items(items, more),), (*turns, *buttons))


def _line(incident: Incident, places: Sequence[Location], now: datetime) -> Item:
    line = reports.line(incident, places, now, Button("Review", "review.show", incident.reference))
    today = local_day(now)
    text = line.text if incident.handler_id else f"{line.text} · nobody looks after it"
    if incident.answer_due_at is not None and incident.answered_at is None:
        day = promised_day(incident.answer_due_at)
        text += f" · {'late, ' if day < today else ''}answer by {say_day(day, today)}"
    return Item(line.title, text, line.buttons)


def closing_card(reference: str, draft: str, found: str, changed: str, joined: int) -> Card:
    """Return what the reporter will read, for a last look before a report is closed. ``draft`` is ``d12``."""
    several = f"reporters of {joined} reports that were" if joined > 1 else "reporter of one report that was"
    others = f" So will the {several} joined to it." if joined else ""
    sure = Confirm(
        "Close this report?", "The reporter gets these words now. You can open it again later.", "Yes, close it"
    )
    return Card(
        "review.closing",
        f"Close {reference}?",
        (
            Text(f"The reporter will read this.{others}"),
            Text(learning(found, changed), quote=True),
        ),
        (
            Button("Close and tell the reporter", "review.closed", f"{draft}|{reference}", Style.PRIMARY, sure),
            Button("Change the words", "chat.open", f"review.close:{draft}"),
            Button("Not now", "review.show", reference),
        ),
    )


def learning(found: str, changed: str) -> str:
    """Return what came of a report as it is kept and read."""
    return f"What we found: {found.strip()}\n\nWhat changed: {changed.strip()}"
