"""The reviewer's answer to "does this event belong to that national alert?". The report itself stays as it is."""

from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.reply import Reply
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review.report_card import MORE
from handlers.review.steps import shown
from handlers.review.view import find
from storage import resembling

_ANSWERS: Final = {"yes": True, "no": False, "open": None}


async def judged(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep what a reviewer says about a resemblance, or that they take it back."""
    del turn
    reference, alert, raw, where = (*value.split("|"), "", "", "")[:4]
    incident = await find(desk, reference)
    if isinstance(incident, Reply):
        return incident
    alert_id = read_number(alert) or 0
    if raw in _ANSWERS and await resembling.judge(desk.tx, alert_id, incident.id, _ANSWERS[raw], desk.person.id):
        await desk.audit("incident.resemblance_judged", f"incident:{incident.id}", alert=alert_id, answer=raw)
    return await shown(desk, incident, more=where == MORE)
