"""What people see of an alert that came again or is replaced by another one. Drawing only."""

from collections.abc import Sequence
from datetime import date

from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Style, Text, counted, shorten
from handlers.showing.alerts import give_out
from storage.records import Alert, AlertStatus
from storage.rules.lifecycle import ALERT_WORDS
from storage.rules.workdays import say_day

_SHOWN = 10


def _show(alert: Alert, label: str = "Show the alert", style: Style = Style.PLAIN) -> Button:
    return Button(label, "alerts.show", str(alert.id), style)


def _named(alert: Alert) -> Text:
    return Text(f"{alert.reference}: {shorten(alert.title, 250)}")


def changed_card(alert: Alert, reason: str) -> Card:
    """Return what those concerned read when an alert was issued anew or replaced."""
    follow = {
        AlertStatus.CLOSED: "It is closed here, and stays closed: it asks for nothing new.",
        AlertStatus.EXECUTIVE_NAMED: "Its executive decides what has to be done now. This is your trust's own message.",
        AlertStatus.AUTHORISED: "It is authorised here. If it asks for more now, it can be opened again.",
        AlertStatus.NOT_REQUIRED: "It needed no action here. If it does now, it can be opened again.",
    }.get(alert.status, "Reminders follow the days that hold now. This is your trust's own message.")
    parts = (_named(alert), Text(shorten(reason, 900)), Text(follow, quiet=True))
    buttons = [_show(alert, style=Style.PRIMARY)]
    if alert.status in {AlertStatus.AUTHORISED, AlertStatus.NOT_REQUIRED, AlertStatus.EXECUTIVE_NAMED}:
        buttons.append(Button("The next step", "alerts.life", str(alert.id)))
    return Card("intake.changed", "A national alert changed", parts, tuple(buttons))


def new_actions_card(alert: Alert, unowned: Sequence[int], today: date) -> Card:
    """Return what a new version asks for and nobody has, for who gives actions to owners."""
    asked = [one for one in alert.planned if one.number in set(unowned)]
    items = tuple(
        Item(f"{one.number}. {shorten(one.text, 160)}", f"due {say_day(one.due_on or alert.complete_by, today)}")
        for one in asked[:_SHOWN]
    )
    more = f"{_SHOWN} of {len(asked)} shown." if len(asked) > _SHOWN else ""
    wish = Text("A new version of this alert asks for this. Nobody has it yet, so nobody is reminded of it.")
    give = Button(give_out(len(asked)), "chat.open", f"alerts.assign:{alert.id}", Style.PRIMARY)
    title = f"{counted(len(asked), 'new action')} to give out"
    return Card("intake.new_actions", title, (_named(alert), wish, Items(items, more)), (give, _show(alert)))


def superseded_card(older: Alert, newer: Alert, waiting: int, total: int) -> Card:
    """Ask a CAS officer what is to become of an alert that another one replaces."""
    stands = f"{ALERT_WORDS[older.status]}. {waiting} of {counted(total, 'action')} not finished."
    facts = Facts((("Replaced by", f"{newer.reference}: {shorten(newer.title, 200)}"), ("How far it is", stands)))
    asked = Text(
        "Its work and its reminders go on until somebody ends them. If the newer alert covers all of it, end it here "
        "and close it on CAS."
    )
    sure = Confirm(
        "End the work on the older alert?",
        f"Its people hear that {newer.reference} replaces it. Its reminders stop. This cannot be undone.",
        "Yes, end it",
    )
    first = (
        Button("Closed on CAS", "chat.open", f"alerts.closed:{older.id}", Style.PRIMARY)
        if older.status is AlertStatus.AUTHORISED
        else Button("End its work", "intake.end_older", f"{older.id}:{older.fence}", Style.DANGER, sure)
    )
    buttons = (first, _show(older, "Show the older alert"), _show(newer, "Show the newer alert"))
    return Card("intake.superseded", f"Still needed? {older.reference}", (_named(older), facts, asked), buttons)


def ended_card(older: Alert, newer: Alert) -> Card:
    """Return what the officer sees who ended an alert that is replaced."""
    text = f"The work on it has ended: {newer.reference} replaces it. Its people hear that. Please close it on CAS too."
    return Card(
        "intake.ended", f"Ended: {older.reference}", (_named(older), Text(text)),
        (_show(newer, "Show the newer alert", Style.PRIMARY), _show(older, "Show the older alert")),
    )  # fmt: skip


def replaced_card(older: Alert, newer: Alert) -> Card:
    """Return what those read who worked on an alert that has ended because another one replaces it."""
    text = (
        f"{newer.reference} replaces it. You need to do nothing more for the older alert. If you have work in the "
        "newer one, you hear of that by itself."
    )
    return Card("intake.replaced", "The work on an alert has ended", (_named(older), Text(text)), (_show(older),))
