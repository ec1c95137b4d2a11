"""Into whose hands an action goes: hand over, "not mine", give it to somebody, keep it, split it, cancel it."""

from dataclasses import replace
from typing import Final

from handlers.alerts import life_cards
from handlers.alerts.judging import ready
from handlers.alerts.life_form import HandOverForm, NotMineForm, ReasonForm, SplitForm
from handlers.alerts.moving import move_action, refused, why_not_on
from handlers.alerts.naming import card_of
from handlers.alerts.redrawing import owners_card, redraw
from handlers.alerts.telling import officers, tell_about, tell_people
from handlers.alerts.view import CHANGED, View, find_action, mine_of, view_of
from handlers.chat.answers import read_number
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import alerts, people
from storage.alerts import Move
from storage.records import ActionStatus, AlertAction, Person
from storage.rules.lifecycle import ActionMove, AlertMove, Facts, Refusal, Who, can_act, can_act_on, parts_of
from storage.rules.workdays import say_day

_PASSED_ON: Final = "Asked. Until somebody decides, it stays with you."


def _intro(view: View, action: AlertAction) -> str:
    return f"Action {showing.number(action)} of {view.alert.key}: {action.text[:300]}"


async def opens_hand_over(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks who takes an action over."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    if not can_act_on(action, view.alert, ActionMove.HAND_OVER, desk.person):
        refusal = why_not_on(desk, view, action, ActionMove.HAND_OVER)
        return refusal or tell(CHANGED)
    decides = "" if not _asks(desk, view) else " The alert is complex, so its executive decides."
    return form(
        HandOverForm, "alerts.hand_over", "Hand over", submit="Hand over", intro=_intro(view, action) + decides,
        context=str(action.id),
    )  # fmt: skip


def _asks(desk: Desk, view: View) -> bool:
    """Say whether an executive has to decide: a complex alert, and the person is none."""
    return view.alert.complex and Who.EXECUTIVE not in parts_of(desk.person)


async def handed_over(turn: Turn, desk: Desk, model: HandOverForm, context: str) -> Reply:
    """Hand an action over; for a complex alert this asks the executive, unless it is the executive who does it."""
    opened = await opens_hand_over(turn, desk, context)
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    named = (await people.by_ids(desk.tx, [model.to])).get(model.to)
    if _asks(desk, view):
        return await _pass_on(turn, desk, view, action, model.reason or "Somebody else should have it.", named)
    after = await _give(desk, view, action, named, model.reason)
    if isinstance(after, Refusal):
        if isinstance(opened, Form) and not after.already:
            return Reply(form=opened.with_errors({"to": after.words}, desk.raw))
        return refused(view, after, ActionMove.HAND_OVER, action)
    await redraw(turn, desk, after, action)
    return await _given(desk, after, action, named)


async def _give(desk: Desk, view: View, action: AlertAction, named: Person | None, reason: str) -> View | Refusal:
    facts = replace(view.facts_of(action), named=(named,) if named else (), reason=reason)
    words = ": ".join(one for one in (named.name if named else "", reason) if one)
    after = await move_action(desk, view, action, ActionMove.HAND_OVER, facts, note=words)
    if isinstance(after, Refusal):
        return after
    after = await view_of(desk, after.alert)
    now = after.action(action.id) or action
    # The card of all their actions: one kind of message for whoever gets something to do.
    await tell_people(desk, after, "notice.assigned", [now.lead_id])
    await tell_about(desk, after, now, "notice.handed_over", {action.lead_id, action.deputy_id} - {now.lead_id})
    await tell_about(desk, after, now, "notice.has_new_lead", [after.alert.executive_id])
    return after


async def _given(desk: Desk, view: View, action: AlertAction, named: Person | None) -> Reply:
    said = f"{named.name if named else 'Somebody else'} has action {showing.number(action)} now, and is told."
    if can_act(view.alert, AlertMove.ASSIGN, desk.person):
        return show(life_cards.hands_card(view, desk.person, desk.today, said=said), replaces=True)
    if mine_of(desk, view.actions):
        return show(owners_card(desk, view, said=said), replaces=True)
    return tell(said, title="Handed over", replaces=True)


async def opens_not_mine(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form in which an owner says whose an action may be."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    refusal = why_not_on(desk, view, action, ActionMove.NOT_MINE, Facts(reason="asked"))
    return refusal or form(
        NotMineForm, "alerts.not_mine", "Not mine", submit="Ask", intro=_intro(view, action), context=str(action.id)
    )


async def not_mine(turn: Turn, desk: Desk, model: NotMineForm, context: str) -> Reply:
    """Ask the executive, and the CAS officer when the alert is not complex, to give an action to somebody else."""
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    named = (await people.by_ids(desk.tx, [model.who])).get(model.who) if model.who is not None else None
    return await _pass_on(turn, desk, view, action, model.reason, named)


async def _pass_on(turn: Turn, desk: Desk, view: View, action: AlertAction, reason: str, named: Person | None) -> Reply:
    facts = replace(view.facts_of(action), reason=reason)
    after = await move_action(desk, view, action, ActionMove.NOT_MINE, facts)
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.NOT_MINE, action)
    now = after.action(action.id) or action
    to = {after.alert.executive_id, *(() if after.alert.complex else await officers(desk))}
    who = str(named.id) if named is not None and named.active else ""
    await tell_about(desk, after, now, "notice.not_mine", to, by=str(desk.person.id), who=who)
    await redraw(turn, desk, after, now)
    return show(owners_card(desk, after, now, _PASSED_ON), replaces=True)


async def _decided(desk: Desk, value: str) -> tuple[View, AlertAction] | Reply:
    """Return the action of a request, locked, unless it has changed since the request was made."""
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    if (*value.split(":"), "")[1] != str(action.fence):
        return show(await card_of(desk, view, CHANGED), replaces=True)
    return found


async def give(turn: Turn, desk: Desk, value: str) -> Reply:
    """Give an action to the person whom its owner suggested."""
    del turn
    found = await _decided(desk, value)
    if isinstance(found, Reply):
        return found
    view, action = found
    key = read_number(value.rpartition(":")[2]) or 0
    named = (await people.by_ids(desk.tx, [key])).get(key)
    after = await _give(desk, view, action, named, "")
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.HAND_OVER, action)
    return await _given(desk, after, action, named)


async def keep(turn: Turn, desk: Desk, value: str) -> Reply:
    """Leave an action with its owner, who hears it."""
    del turn
    found = await _decided(desk, value)
    if isinstance(found, Reply):
        return found
    view, action = found
    after = await move_action(desk, view, action, ActionMove.KEEP)
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.KEEP, action)
    now = after.action(action.id) or action
    await tell_about(desk, after, now, "notice.kept", {now.lead_id})
    name = showing.name_of(now.lead_id, after.people)
    return tell(f"It stays with {name}, who is told.", title="Kept", replaces=True)


async def opens_split(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that gives a part of an action to a further owner."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    anybody = replace(view.facts_of(action), named=(desk.person,), leads=frozenset({desk.person.id}))
    return why_not_on(desk, view, action, ActionMove.SPLIT, anybody) or form(
        SplitForm, "alerts.split", "Split the action", submit="Split it", intro=_intro(view, action),
        context=f"{action.id}:{action.fence}",
        values={"here": action.place, "due": action.due_on.isoformat()},
    )  # fmt: skip


async def split(turn: Turn, desk: Desk, model: SplitForm, context: str) -> Reply:
    """Split an action: its owner keeps one place, a further owner gets another with the same text."""
    opened = await opens_split(turn, desk, context)
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    if context.partition(":")[2] != str(action.fence):
        return show(life_cards.hands_card(view, desk.person, desk.today, said=CHANGED), replaces=True)
    wrong = {}
    if model.deputy is not None and model.deputy == model.lead:
        wrong["deputy"] = "The deputy is somebody else than the owner."
    if model.due < view.alert.issued_on:
        wrong["due"] = f"This is before the alert was issued ({say_day(view.alert.issued_on, desk.today)})."
    named = (await people.by_ids(desk.tx, [model.lead])).get(model.lead)
    facts = replace(view.facts_of(action), named=(named,) if named else ())
    after = (
        None
        if wrong
        else await move_action(
            desk, view, action, ActionMove.SPLIT, facts, note=f"{model.here}; {model.place}", place=model.here
        )
    )
    if isinstance(after, Refusal):
        wrong["lead"] = after.words
    if after is None or isinstance(after, Refusal):
        return Reply(form=opened.with_errors(wrong, desk.raw)) if isinstance(opened, Form) else opened
    number = max([*(one.number for one in view.actions), *(one.number for one in view.alert.planned)]) + 1
    (made,) = await alerts.add_actions(
        desk.tx,
        view.alert.id,
        [
            {
                "number": number, "text": action.text, "due_on": model.due, "lead_id": model.lead,
                "deputy_id": model.deputy, "status": ActionStatus.ASSIGNED, "assigned_at": desk.now,
                "part_of": action.part_of or action.number, "place": model.place, "stood_since": desk.now,
            }
        ],
    )  # fmt: skip
    step = Move(view.alert.id, made.id, desk.now, desk.person.id, "assigned", "new", made.status, model.place)
    await alerts.add_moves(desk.tx, [step])
    after = await view_of(desk, after.alert)
    await tell_people(desk, after, "notice.assigned", [made.lead_id])
    said = f"Split: {named.name if named else 'the new owner'} does it for {model.place}, and is told."
    return show(life_cards.hands_card(after, desk.person, desk.today, said=said), replaces=True)


async def opens_cancel(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form in which an executive says why an action is cancelled."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    given = replace(view.facts_of(action), reason="asked")
    return why_not_on(desk, view, action, ActionMove.CANCEL, given) or form(
        ReasonForm, "alerts.cancel_action", "Cancel the action", submit="End this action", intro=_intro(view, action),
        context=f"{action.id}:{action.fence}",
    )  # fmt: skip


async def cancelled(turn: Turn, desk: Desk, model: ReasonForm, context: str) -> Reply:
    """Cancel an action; its owner hears it with the reason."""
    del turn
    found = await find_action(desk, context, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    facts = replace(view.facts_of(action), reason=model.reason)
    after = await move_action(desk, view, action, ActionMove.CANCEL, facts)
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.CANCEL, action)
    now = after.action(action.id) or action
    await tell_about(desk, after, now, "notice.action_cancelled", {now.lead_id, now.deputy_id})
    await ready(desk, after)
    said = f"Action {showing.number(action)} is cancelled. Its owner is told why."
    return show(life_cards.hands_card(after, desk.person, desk.today, said=said), replaces=True)
