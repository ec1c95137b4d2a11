"""Signing for the trust: the executive's one card, the typed confirmation, closing on CAS, and opening again."""

from dataclasses import replace

from handlers.alerts import sign_cards
from handlers.alerts.life_form import AuthoriseForm, ClosedForm, ReasonForm
from handlers.alerts.moving import move_alert, why_not
from handlers.alerts.naming import not_moved, shown
from handlers.alerts.telling import forget, officers, owners, tell_people
from handlers.alerts.view import CHANGED, View, find
from handlers.chat.answers import read_number
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage import alerts, people
from storage.alerts import Move
from storage.rules.lifecycle import ActionMove, AlertMove, Refusal
from storage.rules.references import read_reference
from storage.rules.workdays import say_day


async def _signing(desk: Desk, view: View, said: str = "", offset: int = 0) -> Reply:
    accepted = {
        one.action_id: one
        for one in await alerts.moves_of(desk.tx, view.alert.id, limit=2000)
        if one.move == ActionMove.ACCEPT and one.action_id is not None
    }
    judged = await people.by_ids(desk.tx, (one.by_id for one in accepted.values() if one.by_id is not None))
    view = replace(view, people=view.people | judged)
    card = sign_cards.sign_card(view, desk.person, accepted, desk.now, desk.today, offset=offset, said=said)
    return show(card, replaces=True)


async def sign_card_of(desk: Desk, view: View) -> Reply:
    """Return the card to sign, as a new message."""
    return replace(await _signing(desk, view), replaces=False)


async def sign(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show who did what, with the evidence and who accepted it."""
    del turn
    view = await find(desk, value)
    if isinstance(view, Reply):
        return view
    return await _signing(desk, view, offset=read_number(value.partition(":")[2]) or 0)


def _number(view: View) -> str:
    return view.alert.key.rpartition("/")[2]


async def opens_authorise(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the typed confirmation, if everything is as the card showed it and this person may."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    if context.partition(":")[2] != str(view.stamp):
        return await _signing(desk, view, CHANGED)
    intro = (
        f"{view.alert.reference}. By authorising you confirm for the trust that the actions are complete. "
        f"Type {_number(view)} to go on."
    )
    return await why_not(desk, view, AlertMove.AUTHORISE) or form(
        AuthoriseForm, "alerts.authorise", "Authorise", submit="Authorise", intro=intro, context=context
    )


async def authorised(turn: Turn, desk: Desk, model: AuthoriseForm, context: str) -> Reply:
    """Authorise an alert after the typed confirmation; the CAS officer closes it on CAS."""
    opened = await opens_authorise(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    if not _is_number(model.number, view):
        wrong = {"number": f"This is not the alert's number. Please type {_number(view)}."}
        return Reply(form=opened.with_errors(wrong, desk.raw))
    if context.partition(":")[2] != str(view.stamp):
        return await _signing(desk, view, CHANGED)
    after = await move_alert(desk, view, AlertMove.AUTHORISE)
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.AUTHORISE)
    await forget(desk, f"alert:{view.alert.id}", "notice.ready", "it was authorised")
    await tell_people(desk, after, "notice.close", await officers(desk))
    leads = {one.lead_id for one in after.actions}
    await tell_people(desk, after, "notice.authorised", {*leads, after.alert.executive_id})
    return await shown(desk, after, "Authorised by you. The CAS officer is asked to close it on CAS. Thank you.")


def _is_number(typed: str, view: View) -> bool:
    """Say whether somebody typed the alert's number: in digits as it is written, or its whole reference."""
    text = typed.strip()
    reference = read_reference(text)
    return text == _number(view) or (reference is not None and reference.key == view.alert.key)


async def opens_closed(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks on which day an alert was closed on CAS."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    today = replace(view.facts, on=desk.today, today=desk.today)
    return await why_not(desk, view, AlertMove.CLOSE, today) or form(
        ClosedForm, "alerts.closed", "Closed on CAS", submit="Record", intro=view.alert.reference,
        context=str(view.alert.id), values={"day": desk.today.isoformat()},
    )  # fmt: skip


async def closed(turn: Turn, desk: Desk, model: ClosedForm, context: str) -> Reply:
    """Record that an alert was closed on CAS, on which day and by whom."""
    opened = await opens_closed(turn, desk, context)
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    facts = replace(view.facts, on=model.day, today=desk.today)
    after = await move_alert(desk, view, AlertMove.CLOSE, facts, note=f"On {model.day.day} {model.day:%B %Y}")
    if isinstance(after, Refusal):
        if isinstance(opened, Form):
            return Reply(form=opened.with_errors({"day": after.words}, desk.raw))
        return await not_moved(desk, view, after, AlertMove.CLOSE)
    await forget(desk, f"alert:{view.alert.id}", "notice.close", "it was closed on CAS")
    await tell_people(desk, after, "notice.closed", [after.alert.executive_id])
    return await shown(desk, after, f"Recorded by you: closed on CAS {say_day(model.day, desk.today)}. Thank you.")


async def opens_reopen(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks why an alert is opened again."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    facts = replace(view.facts, reason="asked")
    return await why_not(desk, view, AlertMove.REOPEN, facts) or form(
        ReasonForm, "alerts.reopen", "Open it again", submit="Open it again", intro=view.alert.reference,
        context=str(view.alert.id),
    )  # fmt: skip


async def reopened(turn: Turn, desk: Desk, model: ReasonForm, context: str) -> Reply:
    """Open an alert again with a reason; the officers, the executive and the owners hear."""
    del turn
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    after = await move_alert(desk, view, AlertMove.REOPEN, replace(view.facts, reason=model.reason))
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.REOPEN)
    await forget(desk, f"alert:{view.alert.id}", "notice.close", "it was opened again")
    to = {*await officers(desk), after.alert.executive_id, *owners(after), *(one.lead_id for one in after.actions)}
    await tell_people(desk, after, "notice.reopened", to)
    return await shown(desk, after, "Opened again. Those concerned are told why.")


def newest(moves: list[Move], name: str, action_id: int | None = None) -> Move | None:
    """Return the newest move of this name, of the alert or of one action."""
    found = (one for one in reversed(moves) if one.move == name and action_id in {None, one.action_id})
    return next(found, None)
