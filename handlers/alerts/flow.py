"""What leads do with their actions: acknowledge, ask for help, look. Every press is checked like any other word."""

from typing import Final

from handlers.alerts import cards
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import alerts, board, outbox, people
from storage.alerts import Move
from storage.board import Sight
from storage.records import Alert, AlertAction, AlertStatus, Person, Role
from storage.rules import lifecycle
from storage.rules.guards import ACTION_ENDED
from storage.rules.lifecycle import ActionMove, AlertMove, Refusal
from storage.rules.policy import Tie, Verb, may

PAGE: Final = 5
NOT_FOUND: Final = 'We did not find that alert, or it is not yours to see. Say "my actions" to see yours.'


async def _alert(desk: Desk, value: str) -> tuple[Alert, tuple[AlertAction, ...], dict[int, Person]] | None:
    """Return an alert, its actions and everybody named in it."""
    alert = await alerts.get(desk.tx, read_number(value) or 0)
    if alert is None:
        return None
    actions = await alerts.actions_of(desk.tx, alert.id)
    return alert, actions, await named(desk, alert, actions)


async def named(desk: Desk, alert: Alert, actions: tuple[AlertAction, ...]) -> dict[int, Person]:
    """Return everybody who is named in an alert and its actions."""
    ids = {one for action in actions for one in (action.lead_id, action.deputy_id, action.acknowledged_by) if one}
    return await people.by_ids(desk.tx, ids | ({alert.executive_id} if alert.executive_id else set()))


def tie_of(desk: Desk, alert: Alert, actions: tuple[AlertAction, ...], found: dict[int, Person]) -> Tie:
    """Return how the person who speaks and this alert belong together."""
    me = desk.person.id
    own = me != 0 and (me == alert.executive_id or any(me in {one.lead_id, one.deputy_id} for one in actions))
    theirs = {found[one.lead_id].directorate for one in actions if one.lead_id in found}
    return Tie(own=own, directorate=desk.person.directorate if desk.person.directorate in theirs else None)


def mine_of(desk: Desk, actions: tuple[AlertAction, ...]) -> tuple[AlertAction, ...]:
    """Return the actions that the person leads, or else those that they deputise for."""
    led = tuple(one for one in actions if one.lead_id == desk.person.id and one.status not in ACTION_ENDED)
    return led or tuple(one for one in actions if one.deputy_id == desk.person.id and one.status not in ACTION_ENDED)


async def acknowledge(turn: Turn, desk: Desk, value: str) -> Reply:
    """Acknowledge all of one's actions of an alert; the card says by whom and when. Twice is the same as once."""
    del turn
    return await _move_mine(desk, value, Verb.ACKNOWLEDGE_ACTION, ActionMove.ACKNOWLEDGE)


async def need_help(turn: Turn, desk: Desk, value: str) -> Reply:
    """Ask for help: the CAS officer and the executive hear at once."""
    del turn
    return await _move_mine(desk, value, Verb.ASK_FOR_HELP, ActionMove.ASK_HELP)


def _shown(desk: Desk, actions: tuple[AlertAction, ...], ids: str) -> tuple[AlertAction, ...]:
    """Return those of the actions on the pressed card that are this person's; without a list, all that are theirs."""
    if not ids:
        return mine_of(desk, actions)
    listed = set(ids.split(","))
    return tuple(one for one in actions if str(one.id) in listed and desk.person.id in {one.lead_id, one.deputy_id})


async def _move_mine(desk: Desk, value: str, verb: Verb, move: ActionMove) -> Reply:
    number, _, ids = value.partition(":")
    found = await _alert(desk, number)
    mine = _shown(desk, found[1], ids) if found else ()
    refusal = may(desk.person, verb, Tie(own=bool(mine)))
    if refusal is not None or found is None:
        return tell(refusal.words if refusal else NOT_FOUND)
    alert, _, _ = found
    words = ""
    moved = 0
    for listed in mine:
        action = await alerts.action(desk.tx, listed.id, lock=True)
        if action is None:
            continue
        after = lifecycle.move_action(action, alert, move, desk.person, desk.now)
        if isinstance(after, Refusal):
            words = words or ("" if after.already else after.words)
            continue
        step = Move(alert.id, action.id, desk.now, desk.person.id, move, action.status, after.status)
        await alerts.save_action(desk.tx, action, after, [step])
        await desk.audit(f"action.{move}", f"action:{action.id}", alert=alert.key)
        moved += 1
    if moved and move is ActionMove.ASK_HELP:
        await _ask_for_help(desk, alert)
    if words and not moved:
        return tell(words)
    actions = await alerts.actions_of(desk.tx, alert.id)
    everybody = await named(desk, alert, actions)
    card = cards.lead_card(alert, _shown(desk, actions, ids), desk.person, everybody, desk.now, desk.today)
    return show(card, replaces=True)


async def _ask_for_help(desk: Desk, alert: Alert) -> None:
    officers = await people.with_role(desk.tx, Role.CAS_OFFICER)
    for person_id in {*(one.id for one in officers), alert.executive_id}:
        if person_id is not None and person_id != desk.person.id:
            await desk.notify(
                person_id,
                "notice.help",
                f"alert:{alert.id}",
                key=f"{desk.person.id}:{desk.now.isoformat()}",
                extra={"by": str(desk.person.id)},
            )


async def show_alert(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show an alert with its actions, to somebody who may see it."""
    del turn
    found = await _alert(desk, value)
    refusal = may(desk.person, Verb.SEE_ALERT, tie_of(desk, *found) if found else None)
    if found is None or refusal is not None:
        return tell(NOT_FOUND)
    alert, actions, everybody = found
    return show(showing.alert_card(alert, actions, everybody, desk.now, desk.today, *_buttons(alert, desk, actions)))


def _buttons(alert: Alert, desk: Desk, actions: tuple[AlertAction, ...]) -> tuple[Button, ...]:
    buttons = []
    if any(one.status == "assigned" for one in mine_of(desk, actions)):
        buttons.append(Button("Acknowledge my actions", "alerts.acknowledge", str(alert.id), Style.PRIMARY))
    if alert.url:
        buttons.append(Button("Open the national alert", "alerts.link", url=alert.url))
    return tuple(buttons)


async def my_actions(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the open actions that the person leads or deputises for, the earliest deadline first."""
    del turn
    offset = read_number(value) or 0
    return show(await mine_card(desk, offset), replaces=bool(value))


async def mine_card(desk: Desk, offset: int = 0) -> Card:
    """Return a page of the person's own open actions."""
    if desk.person.id == 0 or may(desk.person, Verb.SEE_ACTION, Tie(own=True)) is not None:
        return cards.open_card((), 0, 0, PAGE)
    sight = Sight(person_id=desk.person.id)
    seen = await board.read(desk.tx, sight, today=desk.today, week_end=desk.today, limit=PAGE, offset=offset)
    total, everybody = seen.figures.open, seen.people
    items = [
        showing.line(action, alert, everybody, desk.now, desk.today, Button("Show", "alerts.mine_of", str(alert.id)))
        for action, alert in seen.actions
    ]
    return cards.open_card(items, total, offset, PAGE)


async def mine_of_alert(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one's own actions of one alert, with their buttons."""
    del turn
    found = await _alert(desk, value)
    mine = mine_of(desk, found[1]) if found else ()
    if found is None or may(desk.person, Verb.SEE_ACTION, Tie(own=bool(mine))) is not None or not mine:
        return tell(NOT_FOUND)
    alert, _, everybody = found
    return show(cards.lead_card(alert, mine, desk.person, everybody, desk.now, desk.today))


async def cancel(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take back an alert that was recorded by mistake; everybody who was told hears it."""
    del turn
    found = await _alert(desk, value)
    refusal = may(desk.person, Verb.CANCEL_ALERT)
    if refusal is not None or found is None:
        return tell(refusal.words if refusal else NOT_FOUND)
    alert, actions, _ = found
    after = lifecycle.move_alert(
        alert, AlertMove.CANCEL, desk.person, desk.now, lifecycle.Facts(reason="recorded by mistake")
    )
    if isinstance(after, Refusal):
        return tell(after.words, replaces=after.already)
    step = Move(
        alert.id, None, desk.now, desk.person.id, AlertMove.CANCEL, alert.status, after.status, "recorded by mistake"
    )
    await alerts.save_alert(desk.tx, alert, after, [step])
    await alerts.free_key(desk.tx, alert)
    for subject in (f"alert:{alert.id}", *(f"action:{one.id}" for one in actions)):
        await outbox.cancel(desk.tx, subject=subject, now=desk.now, reason="the alert was taken back")
    for person_id in {alert.executive_id, *(one.lead_id for one in actions), *(one.deputy_id for one in actions)}:
        if person_id is not None and person_id != desk.person.id:
            await desk.notify(person_id, "notice.cancelled", f"alert:{alert.id}")
    await desk.audit("alert.cancelled", f"alert:{alert.id}")
    return tell(
        f"{alert.reference} is taken back. Its leads and executive are told.", title="Taken back", replaces=True
    )


def is_over(alert: Alert) -> bool:
    """Say whether nothing about this alert needs to be told any more."""
    return alert.status in {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}
