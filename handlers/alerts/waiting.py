"""Which alerts wait for somebody: those whose next step is theirs. It shows nothing that they may not see."""

from typing import Final

from handlers.alerts import life_cards
from handlers.alerts.view import View, view_of
from handlers.chat.card import Card
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import pages
from storage import alerts
from storage.records import AlertStatus
from storage.rules.lifecycle import AlertMove, can_act
from storage.rules.policy import Verb, may

_MOVING: Final = (
    AlertStatus.RECEIVED, AlertStatus.ACKNOWLEDGED, AlertStatus.EXECUTIVE_NAMED, AlertStatus.LEADS_NAMED,
    AlertStatus.ACTION_REQUIRED, AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED,
)  # fmt: skip
_STEPS: Final = {
    AlertMove.ACKNOWLEDGE: "Acknowledge it on CAS",
    AlertMove.NAME_EXECUTIVE: "Name the executive",
    AlertMove.REQUIRE_ACTION: "Say whether it needs action here",
    AlertMove.CLOSE: "Close it on CAS",
}


def _step(desk: Desk, view: View) -> str:
    """Return the next step of an alert when it is this person's, otherwise nothing."""
    alert, me = view.alert, desk.person
    is_mine = view.acts_as_executive(me)
    if alert.status is AlertStatus.ACTION_REQUIRED:
        if view.unowned:
            return "Give its actions to owners" if can_act(alert, AlertMove.ASSIGN, me) else ""
        if is_mine and view.is_done:
            return "Ready for your authorisation"
        return "Are its leads right?" if is_mine and alert.complex and alert.leads_named_by is None else ""
    if alert.complex and alert.status is AlertStatus.EXECUTIVE_NAMED:
        return "Name its clinical leads" if is_mine else ""
    return next((words for move, words in _STEPS.items() if can_act(alert, move, me)), "")


async def card(desk: Desk, value: str = "") -> Card | None:
    """Return a page of the alerts that wait for this person, the earliest deadline first, or None when none does.

    ``value`` is what a button says of the page.
    """
    if may(desk.person, Verb.SEE_ALL_ALERTS) is not None:
        return None
    found = []
    for alert in await alerts.standing(desk.tx, _MOVING):
        view = await view_of(desk, alert)
        step = _step(desk, view)
        if step:
            found.append((view, f"{step} · {view.absence}" if view.absence else step))
    offset = pages.start(value, len(found))
    shown = found[offset : offset + pages.PAGE]
    return life_cards.waiting_card(shown, desk.today, len(found), offset) if found else None


async def mine(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of the alerts whose next step is this person's."""
    del turn
    refusal = may(desk.person, Verb.SEE_ALL_ALERTS)
    if refusal is not None:
        return tell(refusal.words)
    found = await card(desk, value)
    if found is None:
        return tell("No alert waits for you. Thank you.", title="Alerts that wait for you", replaces=bool(value))
    return show(found, replaces=bool(value))
