"""National alerts that wait to be checked by a CAS officer, the oldest first, five at a time. It changes nothing."""

from handlers.chat.card import Card
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.intake import cards
from handlers.showing import pages
from storage import receipts
from storage.rules.intake.proposal import from_json
from storage.rules.policy import Verb, may


async def card(desk: Desk, value: str = "") -> Card | None:
    """Return a page of what waits to be checked, or None when nothing does or it is not this person's to see.

    ``value`` is what a button says of the page.
    """
    if may(desk.person, Verb.RECORD_ALERT) is not None:
        return None
    total = await receipts.count_waiting(desk.tx)
    if not total:
        return None
    offset = pages.start(value, total)
    found = await receipts.waiting(desk.tx, limit=pages.PAGE, offset=offset)
    pairs = [(one, from_json(one.proposal)) for one in found]
    return cards.list_card(pairs, total, desk.now, offset)


async def to_check(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of what waits to be checked."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    found = await card(desk, value)
    if found is None:
        return tell("No national alert waits to be checked. Thank you.", replaces=bool(value))
    return show(found, replaces=bool(value))
