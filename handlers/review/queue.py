"""The reports that wait for the safety team: the most urgent first, five at a time. It changes nothing."""

import re
from dataclasses import replace
from functools import partial
from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import cards, report_card
from handlers.review.view import find, view_of
from handlers.showing import pages, urgency
from storage import reviews
from storage.rules.policy import Verb, may
from storage.rules.reports import find_report_reference
from storage.rules.urgency import Mark

SERIOUS: Final = "serious"
WHICH: Final = frozenset({"all", "mine", "late", SERIOUS, *Mark})
"""The queues that can be asked for."""
_WORDS: Final = 3
"""A queue is asked for in a few words; more of them tell of something that happened."""
_ALSO: Final = {"": "all", "open": "all", "overdue": "late", "my": "mine"}
_AROUND: Final = re.compile(
    r"^(?:(?:the|open|list|queue|reports?|answers?)\b\s*)+|(?:\s*\b(?:open|list|queue|reports?|answers?))+$"
)
"""Words around the name of a queue that say only that it is one."""
_UNKNOWN: Final = (
    "We do not know that list of reports. You can say: review, review serious, review fatal, review never events, "
    "review candour, review safeguarding, review danger, review mine, review late, or review with a reference."
)


def shape(text: str) -> str | None:
    """Return what follows "review" when reports are asked for in a few words, otherwise None."""
    command, _, rest = text.strip().partition(" ")
    if command.lower() != "review":
        return None
    return rest if find_report_reference(rest) is not None or len(rest.split()) <= _WORDS or asked(rest) else None


def asked(rest: str) -> str | None:
    """Return which queue a few words ask for, or None when no such queue is known."""
    said = _AROUND.sub("", " ".join(rest.lower().strip(" ?.!").split())).strip()
    said = _ALSO.get(said, said)
    if said in WHICH:
        return said
    return SERIOUS if urgency.asks_for_serious(said) else urgency.meant(said)


async def words(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Show the queue, or the report that is named. A queue that nobody knows is never another one."""
    reference = find_report_reference(rest)
    if reference is not None:
        return await one(turn, desk, reference)
    which = asked(rest)
    if which is None:
        buttons = (Button("All open", "review.queue", "all:0"), Button("Serious", "review.queue", f"{SERIOUS}:0"))
        return tell(_UNKNOWN, *buttons, title="Which reports?")
    return await _page(desk, which)


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
    mark = Mark(which) if which in set(Mark) else None
    read = partial(
        reviews.queue, desk.tx, handler_id=mine, late_at=late, serious=which == SERIOUS, mark=mark, limit=pages.PAGE
    )
    offset = read_number(value) or 0
    total, found = await read(offset=offset)
    if total and not found:
        offset = pages.start(value, total)
        total, found = await read(offset=offset)
    if refusal is not None and not total:
        return tell(refusal.words)
    shown = "mine" if not sees_all and which in {"all", "late"} else which
    decided = await reviews.decisions_of(desk.tx, (one.id for one in found))
    answers = {key: {flag: one.answer for flag, one in known.items()} for key, known in decided.items()}
    return show(cards.queue_card(found, total, offset, desk.places, desk.now, answers, which=shown, sees_all=sees_all))


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
    if not found:
        return None
    if not sees_all:
        return waiting_card(total, 0)
    late, _ = await reviews.queue(desk.tx, late_at=desk.now, limit=0)
    serious, _ = await reviews.queue(desk.tx, serious=True, limit=0)
    return waiting_card(total, late, serious)


def waiting_card(total: int, late: int, serious: int = 0) -> Card:
    """Return how much waits, for the start page and the morning."""
    reports = "1 report is open." if total == 1 else f"{total} reports are open."
    answers = {0: "", 1: " 1 reporter should have heard from us."}.get(
        late, f" {late} reporters should have heard from us."
    )
    if serious:
        reports += f" {serious} {'is' if serious == 1 else 'are'} serious."
    buttons = [Button("Review", "chat.say", "review", Style.PRIMARY)]
    if late:
        buttons.append(Button("Late answers", "chat.say", "review late"))
    return Card("review.waiting", "Reports to review", (Text(reports + answers),), tuple(buttons))
