"""The reports that wait for the safety team: oldest first, five at a time. It changes nothing."""

from dataclasses import replace
from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import cards, report_card
from handlers.review.view import find, view_of
from handlers.showing import pages
from storage import reviews
from storage.rules.policy import Verb, may
from storage.rules.reports import find_report_reference

WHICH: Final = frozenset({"all", "mine", "late"})


async def words(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Show the queue, or the report that is named."""
    reference = find_report_reference(rest)
    if reference is not None:
        return await one(turn, desk, reference)
    which = rest.strip().lower()
    return await _page(desk, which if which in WHICH else "all")


async def page(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of the queue."""
    del turn
    which, _, offset = value.partition(":")
    reply = await _page(desk, which if which in WHICH else "all", offset)
    return Reply(reply.cards, replaces=True)


async def _page(desk: Desk, which: str, value: str = "") -> Reply:
    refusal = may(desk.person, Verb.REVIEW_REPORTS)
    sees_all = refusal is None
    mine = desk.person.id if which == "mine" or not sees_all else None
    if mine == 0:
        return tell(refusal.words if refusal else "")
    late = desk.now if which == "late" and sees_all else None
    offset = read_number(value) or 0
    total, found = await reviews.queue(desk.tx, handler_id=mine, late_at=late, limit=pages.PAGE, offset=offset)
    if total and not found:
        offset = pages.start(value, total)
        total, found = await reviews.queue(desk.tx, handler_id=mine, late_at=late, limit=pages.PAGE, offset=offset)
    if refusal is not None and not total:
        return tell(refusal.words)
    shown = which if sees_all else "mine"
    return show(cards.queue_card(found, total, offset, desk.places, desk.now, which=shown, sees_all=sees_all))


async def one(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one report for review."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    return show(report_card.review_card(await view_of(desk, incident), desk.places, desk.now, desk.today))


async def back(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one report for review again, in place of what stood behind "More"."""
    return replace(await one(turn, desk, value), replaces=True)


async def more(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show what was answered and said about a report, in place of its card."""
    del turn
    incident = await find(desk, value)
    if isinstance(incident, Reply):
        return incident
    return show(report_card.more_card(await view_of(desk, incident), desk.now), replaces=True)


async def home_card(desk: Desk) -> Card | None:
    """Return how many reports wait for this person, or None when none do."""
    sees_all = may(desk.person, Verb.REVIEW_REPORTS) is None
    if desk.person.id == 0:
        return None
    total, found = await reviews.queue(desk.tx, handler_id=None if sees_all else desk.person.id, limit=1)
    return waiting_card(total, late=await _late(desk) if sees_all else 0) if found else None


async def _late(desk: Desk) -> int:
    total, _ = await reviews.queue(desk.tx, late_at=desk.now, limit=0)
    return total


def waiting_card(total: int, late: int) -> Card:
    """Return how much waits, for the start page and the morning."""
    reports = "1 report is open." if total == 1 else f"{total} reports are open."
    answers = {0: "", 1: " 1 reporter should have heard from us."}.get(
        late, f" {late} reporters should have heard from us."
    )
    buttons = [Button("Review", "chat.say", "review", Style.PRIMARY)]
    if late:
        buttons.append(Button("Late answers", "chat.say", "review late"))
    return Card("review.waiting", "Reports to review", (Text(reports + answers),), tuple(buttons))
