"""Who answers and who leads: the acknowledgement on CAS, the executive, the leads of a complex alert.

Nobody is named here for an action; that is ``assigning``.
"""

from dataclasses import replace

from handlers.alerts import life_cards
from handlers.alerts.life_form import ExecutiveForm, LeadsForm
from handlers.alerts.moving import done_before, last_made, move_alert, refused, why_not
from handlers.alerts.telling import executives, officers, tell_people
from handlers.alerts.view import CHANGED, View, find, view_of
from handlers.chat.answers import read_number
from handlers.chat.card import Card
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage import leads, people
from storage.records import AlertStatus, Person, Role
from storage.rules.lifecycle import ACTION_MOVES, ALERT_MOVES, ActionMove, AlertMove, Refusal
from storage.rules.workdays import say_instant


async def shown(desk: Desk, view: View, said: str = "") -> Reply:
    """Return the alert with its next step, in place of the card that was pressed."""
    return show(await card_of(desk, view, said), replaces=True)


async def card_of(desk: Desk, view: View, said: str = "") -> Card:
    """Return the alert with its next step for the person at the desk."""
    offered = await executives(desk) if view.alert.status is AlertStatus.ACKNOWLEDGED else []
    return life_cards.life_card(view, desk.person, desk.now, desk.today, said=said, executives=offered)


async def life(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show an alert with its next step."""
    del turn
    view = await find(desk, value)
    return view if isinstance(view, Reply) else await shown(desk, view)


async def not_moved(desk: Desk, view: View, refusal: Refusal, move: AlertMove) -> Reply:
    """Answer a move that was not made: with how things stand when it was made already, otherwise with the reason."""
    done = await done_before(desk, view, move, refusal)
    return await shown(desk, view, done or refusal.words) if refusal.already or done else refused(view, refusal, move)


async def acknowledged(turn: Turn, desk: Desk, value: str) -> Reply:
    """Record that an alert was acknowledged on CAS. Pressed once more, it says by whom and when."""
    del turn
    view = await find(desk, value, lock=True)
    if isinstance(view, Reply):
        return view
    after = await move_alert(desk, view, AlertMove.ACKNOWLEDGE)
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.ACKNOWLEDGE)
    after = await view_of(desk, after.alert)
    return await shown(desk, after, f"Acknowledged on CAS, recorded by you, {say_instant(desk.now, desk.now)}.")


async def opens_executive(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that names the executive, or another one."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    offered = await executives(desk)
    refusal = await why_not(desk, view, _naming(view), replace(view.facts, named=tuple(offered[:1])))
    if refusal is not None:
        return refusal
    intro = f"{view.alert.reference}. Executives: {', '.join(one.name for one in offered)}."
    return form(
        ExecutiveForm, "alerts.executive", "Who is the executive?", submit="Name them", intro=intro,
        context=str(view.alert.id),
    )  # fmt: skip


def _naming(view: View) -> AlertMove:
    return AlertMove.NAME_EXECUTIVE if view.alert.executive_id is None else AlertMove.CHANGE_EXECUTIVE


async def executive_named(turn: Turn, desk: Desk, model: ExecutiveForm, context: str) -> Reply:
    """Name the executive who was chosen in the form."""
    opened = await opens_executive(turn, desk, context)
    named = (await people.by_ids(desk.tx, [model.executive])).get(model.executive)
    if isinstance(opened, Form) and (named is None or named not in await executives(desk)):
        wrong = {"executive": "This person is not an executive on the staff list."}
        return Reply(form=opened.with_errors(wrong, desk.raw))
    return await _name_executive(desk, context, named)


async def executive_is(turn: Turn, desk: Desk, value: str) -> Reply:
    """Name the executive whose button was pressed."""
    del turn
    key = read_number(value.partition(":")[2]) or 0
    return await _name_executive(desk, value, (await people.by_ids(desk.tx, [key])).get(key))


async def _name_executive(desk: Desk, value: str, named: Person | None) -> Reply:
    view = await find(desk, value, lock=True)
    if isinstance(view, Reply):
        return view
    before = view.alert.executive_id
    if named is not None and named.id == before:
        return await shown(desk, view)
    move = _naming(view)
    facts = replace(view.facts, named=(named,) if named else ())
    after = await move_alert(desk, view, move, facts, note=named.name if named else "")
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, move)
    after = await view_of(desk, after.alert)
    await tell_people(desk, after, "notice.executive", [after.alert.executive_id])
    if before is not None:
        await tell_people(desk, after, "notice.not_executive", [before])
    name = named.name if named else ""
    return await shown(desk, after, f"{name} is the executive now, and is told.")


async def opens_leads(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that names the leads, with the clinical leads of each directorate as suggestions."""
    del turn
    view = await find(desk, context)
    if isinstance(view, Reply):
        return view
    suggested = await people.with_role(desk.tx, Role.CLINICAL_LEAD)
    refusal = await why_not(desk, view, AlertMove.NAME_LEADS, replace(view.facts, named=tuple(suggested[:1])))
    if refusal is not None:
        return refusal
    listed = "; ".join(f"{one.directorate or 'no directorate'}: {one.name}" for one in suggested[:12])
    intro = f"{view.alert.reference}. Clinical leads: {listed}." if listed else view.alert.reference
    names = ("first", "second", "third", "fourth", "fifth", "sixth")
    values = {field: f"#{key}" for field, key in zip(names, view.leads, strict=False)}
    labels = {f"#{key}": person.name for key, person in view.people.items()}
    return form(
        LeadsForm, "alerts.leads", "Who leads the work?", submit="Name them", intro=intro,
        context=str(view.alert.id), values=values, shown=labels,
    )  # fmt: skip


async def leads_named(turn: Turn, desk: Desk, model: LeadsForm, context: str) -> Reply:
    """Name the leads; those who are new hear it."""
    view = await find(desk, context, lock=True)
    if isinstance(view, Reply):
        return view
    found = await people.by_ids(desk.tx, model.people)
    named = tuple(found[one] for one in model.people if one in found)
    after = await move_alert(
        desk, view, AlertMove.NAME_LEADS, replace(view.facts, named=named), note=", ".join(one.name for one in named)
    )
    if isinstance(after, Refusal):
        opened = await opens_leads(turn, desk, context)
        if isinstance(opened, Form):
            return Reply(form=opened.with_errors({"first": after.words}, desk.raw))
        return await not_moved(desk, view, after, AlertMove.NAME_LEADS)
    fresh = await leads.name(desk.tx, view.alert.id, model.people, by_id=desk.person.id, now=desk.now)
    after = await view_of(desk, after.alert)
    await tell_people(desk, after, "notice.leads", fresh)
    await tell_people(desk, after, "notice.next", {*await officers(desk), after.alert.executive_id})
    return await shown(desk, after, f"Leads: {', '.join(one.name for one in named)}. We are telling them.")


async def leads_right(turn: Turn, desk: Desk, value: str) -> Reply:
    """Confirm that those who lead the actions of a complex alert are the right leads."""
    del turn
    view = await find(desk, value, lock=True)
    if isinstance(view, Reply):
        return view
    if value.partition(":")[2] != view.who_leads and view.alert.leads_named_by is None:
        return await shown(desk, view, CHANGED)
    ids = sorted({one.lead_id for one in view.actions})
    named = tuple(view.people[one] for one in ids if one in view.people)
    note = ", ".join(one.name for one in named)
    after = await move_alert(desk, view, AlertMove.CONFIRM_LEADS, replace(view.facts, named=named), note=note)
    if isinstance(after, Refusal):
        return await not_moved(desk, view, after, AlertMove.CONFIRM_LEADS)
    await leads.name(desk.tx, view.alert.id, ids, by_id=desk.person.id, now=desk.now)
    return await shown(desk, await view_of(desk, after.alert), f"Confirmed by you: {note}.")


async def hands(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show who does what, to somebody who may change it."""
    del turn
    view = await find(desk, value)
    if isinstance(view, Reply):
        return view
    everybody = replace(view.facts, named=(desk.person,), leads=frozenset({desk.person.id}))
    refusal = await why_not(desk, view, AlertMove.ASSIGN, everybody)
    if refusal is not None:
        return refusal
    return show(life_cards.hands_card(view, desk.person, desk.today), replaces=True)


async def ask_executive(turn: Turn, desk: Desk, value: str) -> Reply:
    """Ask the alert's executive for a step that only an executive can take. Asked twice in a day is asked once.

    A card that is older than the step asks for nothing: the answer is who took the step and when. ``value`` ends in
    ``first`` when the leads are asked for because there are none: other leads can still be asked for later.
    """
    del turn
    view = await find(desk, value)
    if isinstance(view, Reply):
        return view
    _, move, action = (*value.split(":"), "", "")[:3]
    executive = view.people.get(view.alert.executive_id or 0)
    if executive is None or move not in {*AlertMove, *ActionMove}:
        return tell("No executive is named for this alert yet. Please ask the CAS officer.")
    if not _is_open(view, move, action):
        key = read_number(action)
        done = await last_made(desk, view, AlertMove(move) if key is None else ActionMove(move), key)
        return await shown(desk, view, done or "This was settled meanwhile, so nobody was asked.")
    await desk.notify(
        executive.id,
        "notice.asked",
        f"alert:{view.alert.id}",
        key=f"{desk.person.id}:{move}:{action}:{desk.today.isoformat()}",
        extra={"by": str(desk.person.id), "move": move, "action": action if action.isdigit() else ""},
    )
    return tell(f"Asked. {executive.name} gets a message with the button for it.", title="Asked", replaces=True)


def _is_open(view: View, move: str, about: str) -> bool:
    """Say whether a step that is asked for can still be taken, whoever takes it."""
    if about.isdecimal() and move in set(ActionMove):
        asked = next((one for one in view.actions if str(one.id) == about), None)
        return asked is not None and asked.status in ACTION_MOVES[ActionMove(move)].start
    if move not in set(AlertMove):
        return True
    confirmed = move == AlertMove.CONFIRM_LEADS and view.alert.leads_named_by is not None
    named = about == "first" and bool(view.leads)
    return view.alert.status in ALERT_MOVES[AlertMove(move)].start and not confirmed and not named
