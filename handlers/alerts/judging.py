"""Judging evidence: accept it, or return the action with a reason. Nobody judges their own."""

from dataclasses import replace

from handlers.alerts.evidencing import evidence_reply
from handlers.alerts.life_form import ReasonForm
from handlers.alerts.moving import move_action, refused, why_not_on
from handlers.alerts.telling import forget, tell_about, tell_people
from handlers.alerts.view import CHANGED, View, find_action
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.redrawn import redraw
from handlers.showing import alerts as showing
from storage.records import ActionStatus, AlertAction
from storage.rules.lifecycle import ActionMove, Refusal


async def accept(turn: Turn, desk: Desk, value: str) -> Reply:
    """Accept the evidence that the card showed. When it is the last action, the executive hears."""
    del turn
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    if value.partition(":")[2] != str(action.fence):
        return evidence_reply(desk, view, action, CHANGED)
    after = await move_action(desk, view, action, ActionMove.ACCEPT)
    if isinstance(after, Refusal):
        if after.already:
            return evidence_reply(desk, view, action, after.words)
        return refused(view, after, ActionMove.ACCEPT, action)
    now = after.action(action.id) or action
    await forget(desk, f"action:{action.id}", "notice.evidence", "the evidence was judged")
    await tell_about(desk, after, now, "notice.accepted", {now.lead_id, *view.facts_of(action).evidence_by})
    await ready(desk, after)
    return evidence_reply(desk, after, now, "Accepted by you. The owner is told.")


async def ready(desk: Desk, view: View) -> None:
    """Let the executive hear when nothing is open any more."""
    if view.is_done:
        await tell_people(desk, view, "notice.ready", [view.alert.executive_id])


def _returning(action: AlertAction) -> ActionMove:
    return ActionMove.REOPEN if action.status is ActionStatus.ACCEPTED else ActionMove.RETURN


async def opens_return(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks why an action goes back to its owner."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    if context.partition(":")[2] != str(action.fence):
        return evidence_reply(desk, view, action, CHANGED)
    given = replace(view.facts_of(action), reason="asked")
    intro = f"Action {showing.number(action)} of {view.alert.key}: {action.text[:300]}"
    return why_not_on(desk, view, action, _returning(action), given) or form(
        ReasonForm, "alerts.return", "Return with a reason", submit="Return it", intro=intro, context=context
    )


async def returned(turn: Turn, desk: Desk, model: ReasonForm, context: str) -> Reply:
    """Return an action with a reason; its owner hears it."""
    del turn
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    if context.partition(":")[2] != str(action.fence):
        return evidence_reply(desk, view, action, CHANGED)
    move = _returning(action)
    after = await move_action(desk, view, action, move, replace(view.facts_of(action), reason=model.reason))
    if isinstance(after, Refusal):
        return refused(view, after, move, action)
    now = after.action(action.id) or action
    await forget(desk, f"action:{action.id}", "notice.evidence", "the action was returned")
    await forget(desk, f"alert:{view.alert.id}", "notice.ready", "an action was returned")
    await redraw(desk, f"alert:{view.alert.id}", ("notice.ready",), after.stamp)
    await tell_about(desk, after, now, "notice.returned", {now.lead_id, now.deputy_id})
    return evidence_reply(desk, after, now, "Returned. The owner is told why.")
