"""Where an alert stands and what its next step is, for the officer, the executive and the leads. Drawing only."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.alerts.view import View
from handlers.chat.card import (
    Button,
    Card,
    Confirm,
    Item,
    Items,
    Part,
    Step,
    Steps,
    StepState,
    Style,
    Text,
    counted,
    shorten,
)
from handlers.showing import alerts as showing
from handlers.showing.pages import turning
from storage.records import AlertStatus, Person
from storage.rules.guards import ACTION_ENDED
from storage.rules.lifecycle import AlertMove, can_act
from storage.rules.workdays import add_working_days, say_day, say_deadline, say_distance, say_instant

CAS_DAYS: Final = 2
"""Working days within which an alert is acknowledged on CAS. Source: domain brief b.5."""
_EXECUTIVES_SHOWN: Final = 3
_LISTED: Final = 10
_WAY: Final[tuple[tuple[AlertStatus, str], ...]] = (
    (AlertStatus.ACKNOWLEDGED, "Acknowledged on CAS"),
    (AlertStatus.EXECUTIVE_NAMED, "Executive named"),
    (AlertStatus.LEADS_NAMED, "Clinical leads named"),
    (AlertStatus.ACTION_REQUIRED, "Actions done and accepted"),
    (AlertStatus.AUTHORISED, "Authorised by the executive"),
    (AlertStatus.CLOSED, "Closed on CAS"),
)
_ORDER: Final = tuple(AlertStatus)


def life_card(
    view: View, me: Person, now: datetime, today: date, *, said: str = "", executives: Sequence[Person] = ()
) -> Card:
    """Return an alert with its next step, and the buttons of those steps that are this person's.

    ``said`` tells what was just done. ``executives`` are offered by name when one is to be named.
    """
    alert = view.alert
    title, text, buttons = _next_step(view, me, now, today, executives)
    parts: list[Part] = [Text(said)] if said else []
    parts += [Text(f"{alert.reference}: {shorten(alert.title, 200)}"), *view.notes, Text(text)]
    if alert.status not in {AlertStatus.NOT_REQUIRED, AlertStatus.CANCELLED}:
        parts.append(_way(view))
    show = Button("Show the alert", "alerts.show", str(alert.id))
    return Card("alerts.life", title, tuple(parts), (*buttons, show, *_changes(view, me)))


def _way(view: View) -> Steps:
    """Return the way of the alert: what is done, what is now, what comes. Leads are a step of a complex one only."""
    alert = view.alert
    stands = _ORDER.index(alert.status)
    # An alert from a file was acknowledged elsewhere: we do not say that it was, and do not ask for it.
    elsewhere = alert.acknowledged_at is None and alert.status is not AlertStatus.RECEIVED
    left_out = {AlertStatus.ACKNOWLEDGED} if elsewhere else set()
    left_out |= set() if alert.complex else {AlertStatus.LEADS_NAMED}
    steps = [one for one in _WAY if one[0] not in left_out]
    done = [_is_behind(view, status, stands) for status, _ in steps]
    following = done.index(False) if False in done else len(done)
    states = [
        StepState.DONE if passed else StepState.NOW if at == following else StepState.NEXT
        for at, passed in enumerate(done)
    ]
    return Steps(tuple(Step(label, state) for (_, label), state in zip(steps, states, strict=True)))


def _is_behind(view: View, status: AlertStatus, stands: int) -> bool:
    if status is AlertStatus.LEADS_NAMED and view.alert.status is AlertStatus.ACTION_REQUIRED:
        return view.alert.leads_named_by is not None
    if status is AlertStatus.ACTION_REQUIRED:
        return view.is_done or stands > _ORDER.index(AlertStatus.ACTION_REQUIRED)
    return stands >= _ORDER.index(status)


def _open(form: str, view: View) -> str:
    return f"alerts.{form}:{view.alert.id}"


def _next_step(
    view: View, me: Person, now: datetime, today: date, executives: Sequence[Person]
) -> tuple[str, str, tuple[Button, ...]]:
    """Return heading, what is wanted, and the buttons of this person."""
    alert = view.alert
    key = str(alert.id)
    can = {move for move in AlertMove if can_act(alert, move, me)}
    executive = showing.name_of(alert.executive_id, view.people)
    by = say_deadline(alert.complete_by, today)
    match alert.status:
        case AlertStatus.RECEIVED:
            last = add_working_days(alert.issued_on, CAS_DAYS)
            text = (
                f"Issued {say_day(alert.issued_on, today)}. Acknowledge it on CAS by {say_day(last, today)} "
                f"({say_distance(last, today)}). Then press the button, so that our record says so too."
            )
            done = (Button("Acknowledged on CAS", "alerts.cas", key, Style.PRIMARY),)
            return "Acknowledge this alert on CAS", text, done if AlertMove.ACKNOWLEDGE in can else ()
        case AlertStatus.ACKNOWLEDGED:
            text = f"{_acknowledged(view, now)} Now name the executive who answers for it. Complete by {by}."
            return "Name the executive", text, _executive_buttons(view, executives, can)
        case AlertStatus.EXECUTIVE_NAMED if alert.complex:
            asked = counted(len(alert.planned), "action")
            mine = view.acts_as_executive(me)
            who = "Please name" if mine else f"{executive} names"
            text = f"{asked}, complete by {by}. {who} the clinical leads."
            names = Button("Name leads", "chat.open", _open("leads", view), Style.PRIMARY)
            ask = Button("Ask the executive", "alerts.ask", f"{key}:{AlertMove.NAME_LEADS}:first", Style.PRIMARY)
            return "A complex alert needs clinical leads", text, (names if mine else ask,)
        case AlertStatus.EXECUTIVE_NAMED | AlertStatus.LEADS_NAMED:
            leads = ", ".join(showing.name_of(one, view.people) for one in view.leads)
            text = f"Executive: {executive}. {f'Leads: {leads}. ' if leads else ''}Complete by {by}."
            return "Does this alert need action here?", text, _relevance_buttons(view, can)
        case AlertStatus.ACTION_REQUIRED:
            return _work(view, me, by, can)
        case AlertStatus.AUTHORISED | AlertStatus.NOT_REQUIRED:
            why = "The executive authorised it." if alert.status is AlertStatus.AUTHORISED else "No action is required."
            if AlertMove.CLOSE not in can:
                return "Waits to be closed on CAS", f"{why} The CAS officer closes it on CAS.", ()
            close = Button("Closed on CAS", "chat.open", _open("closed", view), Style.PRIMARY)
            text = f"{why} Now close it on CAS, then say here on which day you did."
            return "Close this alert on CAS", text, (close,)
        case AlertStatus.CLOSED:
            day = say_day(alert.closed_on, today) if alert.closed_on else "on a day that was not kept"
            return "Closed on CAS", f"Closed {day}, by {showing.name_of(alert.closed_by, view.people)}.", ()
        case AlertStatus.CANCELLED:
            return "Taken back", "This alert was taken back. Nothing is left to do.", ()


def _acknowledged(view: View, now: datetime) -> str:
    alert = view.alert
    if alert.acknowledged_at is None:
        return "Acknowledged on CAS."
    who = showing.name_of(alert.acknowledged_by, view.people)
    return f"Acknowledged on CAS by {who}, {say_instant(alert.acknowledged_at, now)}."


def _executive_buttons(view: View, executives: Sequence[Person], can: set[AlertMove]) -> tuple[Button, ...]:
    if AlertMove.NAME_EXECUTIVE not in can:
        return ()
    offered = executives[:_EXECUTIVES_SHOWN]
    first = [
        Button(shorten(f"Name {one.name}", 60), "alerts.executive_is", f"{view.alert.id}:{one.id}",
               Style.PRIMARY if number == 0 else Style.PLAIN)
        for number, one in enumerate(offered)
    ]  # fmt: skip
    style = Style.PLAIN if first else Style.PRIMARY
    return (*first, Button("Somebody else", "chat.open", _open("executive", view), style))


def _relevance_buttons(view: View, can: set[AlertMove]) -> tuple[Button, ...]:
    buttons = []
    if AlertMove.REQUIRE_ACTION in can:
        buttons.append(Button("Action required", "chat.open", _open("required", view), Style.PRIMARY))
        buttons.append(Button("Not required", "chat.open", _open("not_required", view)))
    if AlertMove.NAME_LEADS in can:
        label = "Name other leads" if view.leads else "Name leads"
        buttons.append(Button(label, "chat.open", _open("leads", view)))
    return tuple(buttons)


def _work(view: View, me: Person, by: str, can: set[AlertMove]) -> tuple[str, str, tuple[Button, ...]]:
    alert = view.alert
    key = str(alert.id)
    if view.unowned:
        assign = (Button(showing.give_out(len(view.unowned)), "chat.open", _open("assign", view), Style.PRIMARY),)
        text = f"{counted(len(view.unowned), 'action')} without an owner yet. Complete by {by}."
        return "Who does what?", text, assign if AlertMove.ASSIGN in can else ()
    leads = sorted({showing.name_of(one.lead_id, view.people) for one in view.actions})
    if alert.complex and alert.leads_named_by is None and AlertMove.CONFIRM_LEADS in can:
        text = (
            f"You are the executive for this complex alert. {counted(len(view.actions), 'action')}, complete by {by}. "
            f"Leads: {', '.join(leads)}. Are these the right leads?"
        )
        right = Button("These leads are right", "alerts.leads_right", f"{key}:{view.who_leads}", Style.PRIMARY)
        return "A new national alert for you", text, (right, Button("Name other leads", "alerts.hands", key))
    sign = Button("Who did what", "alerts.sign", key, Style.PRIMARY)
    if view.is_done:
        text = f"{showing.progress(view.actions)}. Nothing is open. Complete by {by}."
        return "Ready for authorisation", text, (sign,)
    mine = "You are the executive for this alert. " if me.id == alert.executive_id else ""
    text = (
        f"{mine}{counted(len(view.actions), 'action')}, complete by {by}. Leads: {', '.join(leads)}. "
        "You hear from us if a lead does not answer."
    )
    is_new = mine and alert.acknowledged_at is None and not _is_begun(view)
    heading = "A new national alert for you" if is_new else "The work on this alert"
    return heading, text, (sign,)


def _is_begun(view: View) -> bool:
    return any(one.acknowledged_at is not None for one in view.actions)


def _changes(view: View, me: Person) -> tuple[Button, ...]:
    """Return what can be changed besides the next step."""
    alert = view.alert
    buttons = []
    asks_leads = alert.complex and alert.leads_named_by is None and can_act(alert, AlertMove.CONFIRM_LEADS, me)
    works = alert.status is AlertStatus.ACTION_REQUIRED and not view.unowned and not asks_leads
    if works and can_act(alert, AlertMove.ASSIGN, me):
        buttons.append(Button("Change who does what", "alerts.hands", str(alert.id)))
    if can_act(alert, AlertMove.CHANGE_EXECUTIVE, me):
        buttons.append(Button("Change the executive", "chat.open", _open("executive", view)))
    if can_act(alert, AlertMove.REOPEN, me):
        buttons.append(Button("Open it again", "chat.open", _open("reopen", view)))
    return tuple(buttons)


def hands_card(view: View, me: Person, today: date, *, said: str = "") -> Card:
    """Return the actions of an alert with their owners, to hand over, split or cancel."""
    alert = view.alert
    waiting = [one for one in view.actions if one.status not in ACTION_ENDED]
    executive = can_act(alert, AlertMove.AUTHORISE, me)
    items = tuple(
        Item(
            f"{showing.number(one)}. {shorten(one.text, 160)}",
            f"{showing.due(one, today)} · {showing.name_of(one.lead_id, view.people)}"
            + (f", deputy {showing.name_of(one.deputy_id, view.people)}" if one.deputy_id else ""),
            (
                Button("Hand over", "chat.open", f"alerts.hand_over:{one.id}"),
                Button("Split", "chat.open", f"alerts.split:{one.id}"),
                *((Button("Cancel it", "chat.open", f"alerts.cancel_action:{one.id}"),) if executive else ()),
            ),
        )
        for one in waiting[:_LISTED]
    )
    more = f"{_LISTED} of {len(waiting)} shown." if len(waiting) > _LISTED else ""
    parts: list[Part] = [Text(said)] if said else []
    parts += [Text(f"{alert.reference}: {shorten(alert.title, 200)}"), Items(items, more)]
    buttons = []
    if alert.complex and alert.leads_named_by is None and executive:
        right = f"{alert.id}:{view.who_leads}"
        buttons.append(Button("These leads are right", "alerts.leads_right", right, Style.PRIMARY))
    buttons.append(Button("Back to the alert", "alerts.life", str(alert.id)))
    return Card("alerts.hands", "Who does what", tuple(parts), tuple(buttons))


def waiting_card(found: Sequence[tuple[View, str]], today: date, total: int, offset: int = 0) -> Card:
    """Return a page of the alerts whose next step is this person's, the earliest deadline first."""
    items = tuple(
        Item(
            f"{view.alert.reference}: {shorten(view.alert.title, 120)}",
            f"{step} · complete by {say_day(view.alert.complete_by, today)}",
            (Button("Open", "alerts.life", str(view.alert.id)),),
        )
        for view, step in found
    )
    more, buttons = turning(
        "alerts.waiting", offset, len(items), total, order="the earliest deadline first", later="More alerts"
    )
    return Card("alerts.waiting", f"Alerts that wait for you ({total})", (Items(items, more),), buttons)


def assigning_card(
    view: View, draft_id: int, parts: Sequence[dict[str, str]], names: dict[str, str], today: date
) -> Card:
    """Return who is to do what, for a last look before anybody is told."""
    asked = {str(one.number): one.text for one in view.alert.planned}
    items = tuple(
        Item(
            f"{_part(one)}. {shorten(asked.get(one['number'], ''), 160)}",
            f"due {say_day(date.fromisoformat(one['due']), today)} · {names.get(one['lead'], 'not known')}"
            + (f", deputy {names[one['deputy']]}" if one["deputy"] in names else ""),
        )
        for one in parts
    )
    again = Confirm("Start again?", "The owners that you chose are forgotten. Nobody was told.", "Yes, start again")
    buttons = (
        Button("Record and tell them", "alerts.assigned", str(draft_id), Style.PRIMARY),
        Button("Start again", "alerts.assign_again", str(draft_id), Style.DANGER, again),
    )
    text = Text("Nobody is told yet. Once it is recorded, each owner gets one message with all their actions.")
    return Card("alerts.assigning", f"Check: {view.alert.reference}", (Items(items), text), buttons)


def _part(one: dict[str, str]) -> str:
    return f"{one['number']} ({one['place']})" if one["place"] else one["number"]
