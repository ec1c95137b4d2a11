"""What a CAS officer sees of something received. Drawing only; what is shown are suggestions with their sentences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Part, Style, Text, counted, shorten
from handlers.showing.alerts import give_out
from handlers.showing.pages import turning
from storage.receipts import Receipt
from storage.records import Alert, ReceiptSource
from storage.rules.intake.proposal import Proposal, Suggestion
from storage.rules.workdays import add_working_days, local_day, say_day, say_instant

ACKNOWLEDGE_DAYS: Final = 2
"""Working days after issue in which an alert is acknowledged on CAS. Source: domain brief b.5."""
_ACTIONS_SHOWN: Final = 8
PAGE: Final = 2500
FROM: Final = {
    ReceiptSource.FEED: "GOV.UK",
    ReceiptSource.EMAIL: "an e-mail",
    ReceiptSource.PASTE: "pasted text",
    ReceiptSource.FILE: "a file",
    ReceiptSource.FORM: "the form",
}


def triage_card(
    receipt: Receipt,
    proposal: Proposal,
    known: Alert | None,
    changes: Sequence[str],
    now: datetime,
    *,
    checked: bool = False,
) -> Card:
    """Return something received, for a CAS officer to check. ``checked``: a person has filled in or corrected it."""
    today = local_day(now)
    pairs = [
        ("Title", _shown(proposal.title, "not found")),
        ("Issued", _day(proposal.issued_on, today)),
        ("Complete by", _day(proposal.complete_by, today)),
        (
            "Complex",
            {"yes": "Yes", "no": "No"}.get(proposal.value("complexity"), "not found") + _found(proposal.complexity),
        ),
    ]
    if proposal.underway_by is not None:
        pairs.append(("Actions underway by", _day(proposal.underway_by, today)))
    issued = proposal.day("issued_on")
    if known is None and issued is not None:
        pairs.append(("Acknowledge on CAS by", say_day(add_working_days(issued, ACKNOWLEDGE_DAYS), today)))
    if proposal.supersedes is not None:
        pairs.append(("Replaces", proposal.supersedes.value + _found(proposal.supersedes)))
    parts: list[Part] = [Text(f"From {FROM[receipt.source]}, {say_instant(receipt.received_at, now)}.")]
    if known is not None:
        said = " ".join(changes) or "Nothing that we can compare has changed."
        parts.append(Text(f"We have this alert already (version {known.version}). What changed: {shorten(said, 800)}"))
    parts += [Facts(tuple(pairs)), _actions(proposal, today)]
    parts.append(Text("Nothing happens before you confirm it. Please compare it with the national alert.", quiet=True))
    name = proposal.value("reference") or "no reference found"
    what = "A known alert came again" if known is not None else "New national alert to check"
    return Card(
        "intake.triage", shorten(f"{what}: {name}", 140), tuple(parts), _buttons(receipt, known, checked=checked)
    )


def unchecked_card(receipt: Receipt, proposal: Proposal, asked: str, since: str) -> Card:
    """Tell somebody who checks nothing themselves that something waits: what, since when, who was asked."""
    name = proposal.value("reference") or "A national alert without a reference"
    text = (
        f"{name} came {since}, from {FROM[receipt.source]}. Nobody has checked it yet, so nobody works on it. "
        f"Asked: {shorten(asked, 300)}. Please talk to them."
    )
    return Card("intake.unchecked", "A national alert is not checked", (Text(text),))


def _buttons(receipt: Receipt, known: Alert | None, *, checked: bool) -> tuple[Button, ...]:
    opens = f"intake.check:r{receipt.id}"
    buttons = []
    if checked:
        label = "Confirm" if known is None else f"Confirm as version {known.version + 1}"
        buttons.append(Button(label, "intake.confirm", f"{receipt.id}:{receipt.fence}", Style.PRIMARY))
        buttons.append(Button("Change something", "chat.open", opens))
    else:
        buttons.append(Button("Check and confirm", "chat.open", opens, Style.PRIMARY))
    buttons.append(Button("Show the text", "intake.text", f"{receipt.id}:0"))
    if known is not None:
        buttons.append(Button("Show the alert", "alerts.show", str(known.id)))
    buttons.append(Button("Not for us", "chat.open", f"intake.dismiss:r{receipt.id}"))
    return tuple(buttons)


def _found(found: Suggestion | None) -> str:
    return f" (found in: “{shorten(found.sentence, 160)}”)" if found is not None and found.sentence else ""


def _shown(found: Suggestion | None, otherwise: str) -> str:
    return shorten(found.value, 250) if found is not None else otherwise


def _day(found: Suggestion | None, today: date) -> str:
    return "not found" if found is None else say_day(date.fromisoformat(found.value), today) + _found(found)


def _actions(proposal: Proposal, today: date) -> Part:
    if not proposal.actions:
        return Text("No actions were found.")
    items = tuple(
        Item(
            f"{one.number}. {shorten(one.text, 160)}",
            f"due {say_day(date.fromisoformat(one.due), today)}" if one.due else "",
        )
        for one in proposal.actions[:_ACTIONS_SHOWN]
    )
    total = len(proposal.actions)
    more = f"{counted(total, 'action')} found." if total <= len(items) else f"{len(items)} of {total} actions shown."
    return Items(items, more)


def text_card(receipt: Receipt, offset: int) -> Card:
    """Return a page of the text as it was kept."""
    offset = offset if 0 <= offset < len(receipt.original) else 0
    page = receipt.original[offset : offset + PAGE]
    end = offset + len(page)
    buttons = []
    if end < len(receipt.original):
        buttons.append(Button("Show more", "intake.text", f"{receipt.id}:{end}", Style.PRIMARY))
    buttons.append(Button("Back", "intake.show", str(receipt.id)))
    side = f"Characters {offset + 1} to {end} of {len(receipt.original)}. Contact details are removed."
    return Card(
        "intake.text", "The text that came in", (Text(page, quote=True), Text(side, quiet=True)), tuple(buttons)
    )


def confirmed_card(
    alert: Alert,
    changes: Sequence[str],
    today: date,
    *,
    is_new: bool,
    unowned: int = 0,
    older: Alert | None = None,
    undo_minutes: int = 10,
) -> Card:
    """Return what a CAS officer sees after confirming, with a way back for a new alert.

    ``unowned``: actions of a running alert that nobody has. ``older``: a running alert that this one replaces.
    """
    show = Button("Show the alert", "alerts.show", str(alert.id), Style.PRIMARY)
    replaces: tuple[Part, ...] = ()
    further: tuple[Button, ...] = ()
    if older is not None:
        replaces = (Text(f"It replaces {older.reference}, whose work and reminders still go on."),)
        further = (Button("The older alert", "intake.older", str(older.id)),)
    if not is_new:
        said = shorten(" ".join(changes), 800)
        parts: tuple[Part, ...] = (
            Text(f"Version {alert.version}. {said}"), Text("We are telling the people who work on it."), *replaces
        )  # fmt: skip
        if unowned:
            parts = (
                *parts,
                Text(
                    f"{counted(unowned, 'new action')} to give out: nobody has {'it' if unowned == 1 else 'them'} yet."
                ),
            )
            give = Button(give_out(unowned), "chat.open", f"alerts.assign:{alert.id}", Style.PRIMARY)
            further = (give, *further)
            show = replace(show, style=Style.PLAIN)
        title = shorten(f"Confirmed: {alert.reference}", 140)
        return Card(
            "intake.confirmed", title, parts, (*further[:1], show, *further[1:]) if unowned else (show, *further)
        )
    ask = Confirm("Take this alert back?", "Whoever was told hears that it was a mistake.", "Yes, take it back")
    till = Text(
        f"You can take it back for {undo_minutes} minutes, and later as long as only CAS officers were told.",
        quiet=True,
    )
    by = say_day(add_working_days(alert.issued_on, ACKNOWLEDGE_DAYS), today)
    text = (
        f"{shorten(alert.title, 250).rstrip('.')}. {counted(len(alert.planned), 'action')}, complete by "
        f"{say_day(alert.complete_by, today)}."
    )
    following = f"The next step is yours: acknowledge it on CAS by {by}. The card for that comes to you now."
    return Card(
        "intake.confirmed",
        shorten(f"Confirmed: {alert.reference}", 140),
        (Text(text), Text(following), *replaces, till),
        (show, *further, Button("Take it back", "alerts.cancel", str(alert.id), Style.DANGER, ask)),
    )


def list_card(found: Sequence[tuple[Receipt, Proposal]], total: int, now: datetime, offset: int = 0) -> Card:
    """Return a page of what waits to be checked, the oldest first."""
    items = tuple(
        Item(
            shorten(f"{proposal.value('reference') or 'No reference'}: {proposal.value('title') or 'no title'}", 200),
            f"From {FROM[receipt.source]}, {say_instant(receipt.received_at, now)}",
            (Button("Check", "intake.show", str(receipt.id)),),
        )
        for receipt, proposal in found
    )
    more, buttons = turning(
        "intake.waiting", offset, len(items), total, order="the oldest first", later="More to check"
    )
    return Card("intake.waiting", f"National alerts to check ({total})", (Items(items, more),), buttons)
