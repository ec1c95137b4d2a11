"""Reports that stand out by their harm or a flag, "status never events", among those that the person may see.

It reads only. Who sees all of them, and who those that a duty of theirs concerns, is decided by the policy table.
"""

from collections.abc import Mapping
from typing import Final

from handlers.chat.card import Button, Card, Item
from handlers.desk import Desk
from handlers.routing import tie_of
from handlers.showing import reports
from handlers.showing.urgency import NAMES, standing
from handlers.status import cards
from storage import incidents, reviews
from storage.records import FlagAnswer, Incident
from storage.rules.policy import Verb, may
from storage.rules.urgency import Mark

_SHOWN: Final = 5
_LOOKED_AT: Final = 200
"""So many of the newest are looked through for somebody who may see some of them only."""


async def card(desk: Desk, mark: Mark) -> Card:
    """Return the newest reports with this mark that the person may see."""
    return await _card(desk, NAMES[mark], mark=mark)


async def serious_card(desk: Desk) -> Card:
    """Return the newest serious reports that the person may see."""
    return await _card(desk, "serious", serious=True)


async def _card(desk: Desk, about: str, *, mark: Mark | None = None, serious: bool = False) -> Card:
    since = desk.now - incidents.SEARCHED
    everything = may(desk.person, Verb.SEE_REPORT) is None
    most = _SHOWN if everything else _LOOKED_AT
    total, found = await incidents.search(desk.tx, mark=mark, serious=serious, since=since, limit=most)
    if not everything:
        found = [one for one in found if may(desk.person, Verb.SEE_REPORT, tie_of(desk, one)) is None]
        total = len(found)
    shown = found[:_SHOWN]
    decided = await reviews.decisions_of(desk.tx, (one.id for one in shown))
    items = [_line(desk, one, {flag: known.answer for flag, known in decided.get(one.id, {}).items()}) for one in shown]
    buttons = [Button("My reports", "chat.say", "my reports"), Button("All open work", "chat.say", "status")]
    if items and may(desk.person, Verb.REVIEW_REPORTS) is None:
        buttons.insert(0, Button("Open ones, most urgent first", "review.queue", f"{mark or 'serious'}:0"))
    return cards.marked_card(about, items, total, *buttons)


def _line(desk: Desk, incident: Incident, answers: Mapping[str, FlagAnswer]) -> Item:
    line = reports.line(incident, desk.places, desk.now, Button("Show", "incidents.show", incident.reference))
    grave = standing(incident.content, answers)
    return Item(line.title, f"{grave}\n{line.text}" if grave else line.text, line.buttons)
