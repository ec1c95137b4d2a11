"""What a reviewer sees around a report: the queue, and the last look before one is closed. Drawing only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.chat.card import Button, Card, Item, Items, Style, Text
from handlers.showing import reports
from handlers.showing.pages import turning
from handlers.showing.urgency import NAMES, standing
from storage.records import FlagAnswer, Incident, Location
from storage.rules.feedback import promised_day
from storage.rules.urgency import Mark
from storage.rules.workdays import local_day, say_day

_ORDER: Final = "the most urgent first, then the oldest"
_TITLES: Final = {
    "all": "Reports to review", "serious": "Serious reports to review", "mine": "Reports that you look after",
    "late": "Reporters to answer, late",
}  # fmt: skip


def queue_card(
    found: Sequence[Incident],
    total: int,
    offset: int,
    places: Sequence[Location],
    now: datetime,
    answers: Mapping[int, Mapping[str, FlagAnswer]],
    *,
    which: str = "all",
    sees_all: bool = True,
) -> Card:
    """Return a page of open reports, the most urgent first. ``answers`` to their flags are by report.

    ``which`` is all, serious, mine, late, or a mark.
    """
    title = f"{_TITLES[which] if which in _TITLES else f'Reports to review: {NAMES[Mark(which)]}'} ({total})"
    others = [("all", "All open"), ("serious", "Serious"), ("mine", "Mine"), ("late", "Late answers")]
    others = others if sees_all else [("mine", "All that are yours")]
    buttons = tuple(Button(label, "review.queue", f"{name}:0") for name, label in others if name != which)
    if not found:
        return Card("review.queue", title, (Text("Nothing waits here. Thank you."),), buttons)
    items = tuple(_line(one, places, now, answers.get(one.id, {})) for one in found)
    more, turns = turning(
        "review.queue", offset, len(found), total, order=_ORDER, later="More reports", about=f"{which}:"
    )
    return Card("review.queue", title, (Items(items, more),), (*turns, *buttons))


def _line(incident: Incident, places: Sequence[Location], now: datetime, answers: Mapping[str, FlagAnswer]) -> Item:
    line = reports.line(incident, places, now, Button("Review", "review.show", incident.reference))
    today = local_day(now)
    grave = standing(incident.content, answers)
    text = f"{grave}\n{line.text}" if grave else line.text
    text += "" if incident.handler_id else " · nobody looks after it"
    if incident.answer_due_at is not None and incident.answered_at is None:
        day = promised_day(incident.answer_due_at)
        text += f" · {'late, ' if day < today else ''}answer by {say_day(day, today)}"
    return Item(line.title, text, line.buttons)


def closing_card(reference: str, draft: str, found: str, changed: str, joined: int) -> Card:
    """Return what the reporter will read, for a last look before a report is closed. ``draft`` is ``d12``."""
    several = f"reporters of {joined} reports that were" if joined > 1 else "reporter of one report that was"
    others = f" So will the {several} joined to it." if joined else ""
    return Card(
        "review.closing",
        f"Close {reference}?",
        (
            Text(f"The reporter will read this.{others} You can open the report again later."),
            Text(learning(found, changed), quote=True),
        ),
        (
            Button("Close and tell the reporter", "review.closed", f"{draft}|{reference}", Style.PRIMARY),
            Button("Change the words", "chat.open", f"review.close:{draft}"),
            Button("Not now", "review.show", reference),
        ),
    )


def learning(found: str, changed: str) -> str:
    """Return what came of a report as it is kept and read."""
    return f"What we found: {found.strip()}\n\nWhat changed: {changed.strip()}"
