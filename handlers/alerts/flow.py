"""What leads do with their actions: acknowledge, ask for help, look. Every press is checked like any other word."""

from dataclasses import replace
from typing import Final

from handlers import resembling, standing_in
from handlers.alerts import cards
from handlers.alerts.moving import last_made, move_action, move_alert
from handlers.alerts.view import NOT_FOUND, View, find, in_hand_of, mine_of
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Item, Style
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from handlers.showing import pages
from handlers.standing_in import StandIn
from storage import alerts, board, outbox, people
from storage.board import Sight
from storage.records import Alert, AlertAction, Role
from storage.rules import lifecycle
from storage.rules.lifecycle import ActionMove, AlertMove, Refusal
from storage.rules.policy import Tie, Verb, may

TOO_LATE: Final = (
    "It is too long ago to take this alert back: other people were told of it and may have begun. "
    "Its executive decides what becomes of it."
)


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
    _, _, ids = value.partition(":")
    view = await find(desk, value, lock=True)
    mine = () if isinstance(view, Reply) else _shown(desk, view.actions, ids)
    refusal = may(desk.person, verb, Tie(own=bool(mine)))
    if refusal is not None:
        return tell(refusal.words)
    if isinstance(view, Reply):
        return view
    words = ""
    moved = 0
    for action in mine:
        after = await move_action(desk, view, action, move)
        if isinstance(after, Refusal):
            words = words or ("" if after.already else after.words)
            continue
        view = after
        moved += 1
    if moved and move is ActionMove.ASK_HELP:
        await _ask_for_help(desk, view.alert)
    if words and not moved:
        return tell(words)
    return show(lead_card(desk, view, _shown(desk, view.actions, ids)), replaces=True)


def lead_card(desk: Desk, view: View, mine: tuple[AlertAction, ...], said: str = "") -> Card:
    """Return a person's actions of one alert, as they stand now."""
    return cards.lead_card(view, mine, desk.person, desk.now, desk.today, lead=said)


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
    view = await find(desk, value)
    if isinstance(view, Reply):
        return view
    buttons = _buttons(view.alert, desk, view.actions)
    alike = await resembling.count(desk, view.alert)
    card = showing.alert_card(view.alert, view.actions, view.people, desk.now, desk.today, *buttons, alike=alike)
    return show(replace(card, parts=(*view.notes, *card.parts)))


def _buttons(alert: Alert, desk: Desk, actions: tuple[AlertAction, ...]) -> tuple[Button, ...]:
    buttons = []
    if any(one.status == "assigned" for one in mine_of(desk, actions)):
        buttons.append(Button("Acknowledge my actions", "alerts.acknowledge", str(alert.id), Style.PRIMARY))
    if alert.url:
        buttons.append(Button("Open the national alert", "alerts.link", url=alert.url))
    return tuple(buttons)


async def my_actions(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the open actions that the person leads, deputises for or stands in for, the earliest deadline first."""
    del turn
    return show(await mine_card(desk, value), replaces=bool(value))


async def mine_card(desk: Desk, value: str = "") -> Card:
    """Return a page of the person's own open actions. ``value`` is what a button says of it."""
    if desk.person.id == 0 or may(desk.person, Verb.SEE_ACTION, Tie(own=True)) is not None:
        return cards.open_card((), 0, 0)
    instead = await standing_in.of(desk)
    sight = Sight(person_id=desk.person.id, also=frozenset(instead.actions))
    offset = read_number(value) or 0
    seen = await _page(desk, sight, offset)
    if seen.figures.open and not seen.actions:
        offset = pages.start(value, seen.figures.open)
        seen = await _page(desk, sight, offset)
    total, everybody = seen.figures.open, seen.people
    items = [
        _marked(
            showing.line(
                action, alert, everybody, desk.now, desk.today, Button("Show", "alerts.mine_of", str(alert.id))
            ),
            _instead_of(desk, action, instead),
        )
        for action, alert in seen.actions
    ]
    return cards.open_card(items, total, offset)


async def _page(desk: Desk, sight: Sight, offset: int) -> board.Board:
    return await board.read(desk.tx, sight, today=desk.today, week_end=desk.today, limit=pages.PAGE, offset=offset)


def _instead_of(desk: Desk, action: AlertAction, instead: StandIn) -> str:
    """Say for whom somebody has an action in hand; nothing to its lead."""
    if action.id in instead.actions:
        return f"you stand in {instead.words(instead.actions[action.id], desk.today)}"
    return "you are the deputy" if desk.person.id == action.deputy_id else ""


def _marked(item: Item, words: str) -> Item:
    return replace(item, text=f"{item.text} · {words}") if words else item


async def mine_of_alert(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one's own actions of one alert, with their buttons."""
    del turn
    view = await find(desk, value)
    mine = () if isinstance(view, Reply) else in_hand_of(desk, view.actions)
    if isinstance(view, Reply) or may(desk.person, Verb.SEE_ACTION, Tie(own=bool(mine))) is not None or not mine:
        return tell(NOT_FOUND)
    return show(lead_card(desk, view, mine))


async def cancel(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take back an alert that was recorded by mistake; everybody who was told hears it.

    Soon after it was recorded, or as long as nobody but CAS officers was told: later it is work that people rely on.
    """
    del turn
    view = await find(desk, value, lock=True)
    refusal = may(desk.person, Verb.CANCEL_ALERT)
    if refusal is not None or isinstance(view, Reply):
        return tell(refusal.words if refusal else NOT_FOUND)
    officers = {one.id for one in await people.with_role(desk.tx, Role.CAS_OFFICER)}
    subjects = (f"alert:{view.alert.id}", *(f"action:{one.id}" for one in view.actions))
    is_late = desk.now - view.alert.recorded_at > desk.house.undo
    if is_late and await outbox.reached(desk.tx, subjects, {*officers, desk.person.id}):
        return tell(TOO_LATE, Button("Show the alert", "alerts.show", str(view.alert.id)))
    after = await move_alert(desk, view, AlertMove.CANCEL, lifecycle.Facts(reason="recorded by mistake"))
    if isinstance(after, Refusal):
        done = await last_made(desk, view, AlertMove.CANCEL)
        return tell(done or after.words, replaces=after.already)
    alert, actions = after.alert, after.actions
    await alerts.free_key(desk.tx, alert)
    for subject in subjects:
        await outbox.cancel(desk.tx, subject=subject, now=desk.now, reason="the alert was taken back")
    owners = {one for action in actions for one in (action.lead_id, action.deputy_id)}
    for person_id in officers | owners | {alert.executive_id}:
        if person_id is not None and person_id != desk.person.id:
            await desk.notify(person_id, "notice.cancelled", f"alert:{alert.id}")
    return tell(
        f"{alert.reference} is taken back. Whoever was told of it hears that it was a mistake.",
        title="Taken back",
        replaces=True,
    )
