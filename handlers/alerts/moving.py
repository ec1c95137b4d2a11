"""Making a move: the rules are asked, the store keeps it with its history and its audit, and the fence grows.

It tells nobody; whoever makes a move says who hears of it.
"""

from dataclasses import replace

from handlers.alerts.view import View
from handlers.chat.card import Button
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from handlers.redrawn import OF_ALERT, redraw
from storage import alerts, people
from storage.alerts import Move
from storage.records import AlertAction
from storage.rules import lifecycle
from storage.rules.lifecycle import ACTION_MOVES, ALERT_MOVES, ActionMove, AlertMove, Facts, Refusal
from storage.rules.workdays import say_instant


async def move_alert(
    desk: Desk,
    view: View,
    move: AlertMove,
    facts: Facts | None = None,
    *,
    note: str = "",
    partners: tuple[str, ...] | None = None,
) -> View | Refusal:
    """Make a move of an alert that was found with its lock; return how it stands then, or the refusal.

    ``note`` is kept with the move, or else the reason. ``partners`` are organisations that now share in the work.
    """
    before = view.alert
    known = facts or view.facts
    after = lifecycle.move_alert(before, move, desk.person, desk.now, known)
    if isinstance(after, Refusal):
        return after
    if partners is not None:
        after = replace(after, partners=partners)
    for_id = lifecycle.for_whom(desk.person, before, move)
    step = Move(
        before.id, None, desk.now, desk.person.id, move, before.status, after.status, note or known.reason, for_id
    )
    await alerts.save_alert(desk.tx, before, after, [step])
    await desk.audit(f"alert.{move}", f"alert:{before.id}", key=before.key)
    moved = replace(view, alert=after)
    await redraw(desk, f"alert:{before.id}", OF_ALERT, moved.stamp)
    return moved


async def move_action(
    desk: Desk,
    view: View,
    action: AlertAction,
    move: ActionMove,
    facts: Facts | None = None,
    *,
    note: str = "",
    place: str = "",
) -> View | Refusal:
    """Make a move of an action of an alert that was found with its lock; return how it stands then, or the refusal."""
    known = facts or view.facts_of(action)
    after = lifecycle.move_action(action, view.alert, move, desk.person, desk.now, known)
    if isinstance(after, Refusal):
        return after
    if place:
        after = replace(after, place=place, part_of=action.part_of or action.number)
    for_id = lifecycle.for_whom(desk.person, view.alert, move, action)
    words = note or known.reason
    step = Move(view.alert.id, action.id, desk.now, desk.person.id, move, action.status, after.status, words, for_id)
    await alerts.save_action(desk.tx, action, view.as_stored(after), [step])
    await desk.audit(f"action.{move}", f"action:{action.id}", alert=view.alert.key)
    return view.with_action(after)


def refused(view: View, refusal: Refusal, move: AlertMove | ActionMove, action: AlertAction | None = None) -> Reply:
    """Return a refusal with the next step, which may be to ask the executive."""
    if not refusal.ask or view.alert.executive_id is None:
        return tell(refusal.words)
    about = f"{view.alert.id}:{move}" + (f":{action.id}" if action else "")
    return tell(refusal.words, Button("Ask the executive", "alerts.ask", about))


async def why_not(desk: Desk, view: View, move: AlertMove, facts: Facts | None = None) -> Reply | None:
    """Return why this person cannot make a move of the alert now, before its form is opened; None when they can."""
    after = lifecycle.move_alert(view.alert, move, desk.person, desk.now, facts or view.facts)
    if not isinstance(after, Refusal):
        return None
    done = await done_before(desk, view, move, after)
    return refused(view, replace(after, words=f"{done} {after.words}".strip()), move)


async def done_before(desk: Desk, view: View, move: AlertMove, refusal: Refusal) -> str:
    """Say who made a refused move of the alert before, and when; nothing when that is not why it was refused."""
    line = ALERT_MOVES[move]
    is_theirs = bool(line.who & lifecycle.parts_of(desk.person))
    if not is_theirs or (view.alert.status in line.start and not refusal.already):
        return ""
    return await last_made(desk, view, move)


async def last_made(desk: Desk, view: View, move: AlertMove | ActionMove, action_id: int | None = None) -> str:
    """Say who made a move of the alert, or of one of its actions, last and when; nothing when nobody ever did."""
    line = ALERT_MOVES[move] if isinstance(move, AlertMove) else ACTION_MOVES[move]
    moves = await alerts.moves_of(desk.tx, view.alert.id, limit=2000)
    last = next((one for one in reversed(moves) if one.move == move and one.action_id == action_id), None)
    if last is None:
        return ""
    by = (await people.by_ids(desk.tx, [last.by_id or 0])).get(last.by_id or 0)
    name = "you" if by is not None and by.id == desk.person.id else by.name if by is not None else "somebody"
    return f"Done already: {line.done[0].lower()}{line.done[1:]} by {name}, {say_instant(last.at, desk.now)}."


def why_not_on(
    desk: Desk, view: View, action: AlertAction, move: ActionMove, facts: Facts | None = None
) -> Reply | None:
    """Return why this person cannot make a move of an action now, before its form is opened; None when they can."""
    known = facts or view.facts_of(action)
    after = lifecycle.move_action(action, view.alert, move, desk.person, desk.now, known)
    return refused(view, after, move, action) if isinstance(after, Refusal) else None
