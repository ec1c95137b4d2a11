"""What a CAS officer does with what came in: paste it, look at it, correct it, confirm it, or say it is not for us."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.chat.answers import check, read_number
from handlers.chat.card import Button, Card
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.intake import cards, confirming, receiving
from handlers.intake.form import (
    DismissForm,
    TriageForm,
    cleaned,
    hints_of,
    proposal_of,
    read_lines,
    values_of,
    wrong_of,
)
from handlers.intake.settled import settled
from handlers.redrawn import OF_RECEIPT, redraw
from handlers.showing import alerts as showing
from storage import alerts, audit, people, receipts, versions
from storage.receipts import Receipt
from storage.records import Alert, ReceiptSource, ReceiptState
from storage.rules.intake.proposal import Proposal, as_json, from_json
from storage.rules.policy import Verb, may
from storage.rules.references import find_references

NEW: Final = "intake.new"
CHECK: Final = "intake.check"
DISMISS: Final = "intake.dismiss"
TITLE: Final = "National alert"
GONE: Final = 'This is not there any more. Say "alerts to check" to see what waits.'
_PASTE_LEAST: Final = 200
"""Characters from which words with a reference are the text of an alert and not a question about it."""
_ALERT_WORDS: Final = re.compile(
    r"patient safety alert|central alerting|safety[- ]critical|field safety notice|action(?:s)? (?:required|complete)|"
    r"complet\w+ by|medical device alert",
    re.IGNORECASE,
)
_ONLY_SIDE_WORDS: Final = re.compile(
    r"(?:\s|please|check|alert|new|the|about|for|national|[.,:;!?()/-])*", re.IGNORECASE
)


def _json_of(proposal: Proposal, *, checked: bool) -> dict[str, object]:
    return {**as_json(proposal), "checked": checked}


async def listens(turn: Turn, desk: Desk, text: str) -> Reply | None:
    """Take a pasted alert, or nothing but its reference, from somebody who may record alerts."""
    del turn
    named = find_references(text)
    if may(desk.person, Verb.RECORD_ALERT) is not None or not named:
        return None
    if len(text) >= _PASTE_LEAST and _ALERT_WORDS.search(text):
        return await _take(desk, receiving.from_words(text, desk.house.hospital_number))
    if len(named) == 1 and _is_only_reference(text):
        return await _by_reference(desk, named[0].key, named[0].reference)
    return None


def _is_only_reference(text: str) -> bool:
    """Say whether nothing but a reference stands in these words."""
    if len(text) > 60:  # noqa: PLR2004 - no reference is as long
        return False
    words = re.sub(r"(?i)nat\s?psa[\s/\\_.:#–-]*\d{2,4}[\s/\\_.:#–-]*\d{1,3}(?:[\s/\\_.:#–-]*[a-z]{2,6}\b)?", "", text)
    words = re.sub(r"(?i)\b(?:EFA|EFN|MDA|CHT|CH|DSI|SDA)[/ ]20\d\d[/ ]\d{1,3}|EL ?\(\d\d\) ?A ?/ ?\d{1,3}", "", words)
    return _ONLY_SIDE_WORDS.fullmatch(words) is not None


async def _by_reference(desk: Desk, key: str, reference: str) -> Reply:
    found = await receipts.waiting(desk.tx, key=key, limit=1)
    if found:
        return await _show(desk, found[0])
    known = await alerts.by_key(desk.tx, key)
    if known is not None:
        actions = await alerts.actions_of(desk.tx, known.id)
        ids = {one for each in actions for one in (each.lead_id, each.deputy_id, each.acknowledged_by) if one}
        everybody = await people.by_ids(desk.tx, ids | ({known.executive_id} if known.executive_id else set()))
        button = Button("It was issued again", "chat.open", f"{NEW}:{known.key}")
        return show(showing.alert_card(known, actions, everybody, desk.now, desk.today, button))
    return ask(_empty(reference))


def _empty(reference: str = "") -> Form:
    values = {"reference": reference} if reference else {}
    return form(TriageForm, NEW, TITLE, submit="Next", context=reference, values=values)


async def start(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Begin with a new alert: a pasted text, a reference, or an empty form."""
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    taken = await listens(turn, desk, rest) if rest else None
    if taken is not None:
        return taken
    found = find_references(rest)
    return ask(_empty(found[0].reference if found else ""))


async def _take(desk: Desk, came: receiving.Received) -> Reply:
    receipt = await receiving.receive(
        desk.tx, came, now=desk.now, actor=audit.actor_of(desk.person), by_id=desk.person.id
    )
    return await _show(desk, receipt)


async def _show(desk: Desk, receipt: Receipt, *, replaces: bool = False) -> Reply:
    if receipt.state is not ReceiptState.WAITING:
        return await settled(desk, receipt)
    return show(await triage_card(desk, receipt), replaces=replaces)


async def triage_card(desk: Desk, receipt: Receipt) -> Card:
    """Return the card of a receipt that waits, with what changed when the alert is known."""
    proposal = from_json(receipt.proposal)
    known = await confirming.known_alert(desk, proposal.value("reference"))
    changes = _changes(desk, known, proposal) if known is not None else ()
    checked = bool(receipt.proposal.get("checked"))
    return cards.triage_card(receipt, proposal, known, changes, desk.now, checked=checked)


def _changes(desk: Desk, known: Alert, proposal: Proposal) -> tuple[str, ...]:
    """Say what confirming would change; fields that were not found count as unchanged."""
    model = check(TriageForm, {**_values_of_alert(known), **values_of(proposal)}, desk.today)
    if isinstance(model, dict):
        return ("Some of it cannot be read. Please check it in the form.",)
    planned = read_lines(f"{model.actions}\n{model.more_actions}", desk.today)
    return versions.changes(known, confirming.as_issued(known, model, planned if isinstance(planned, tuple) else ()))


def _values_of_alert(known: Alert) -> dict[str, str]:
    lines = "\n".join(
        f"{one.number}. {one.text}" + (f" (due {one.due_on.isoformat()})" if one.due_on else "")
        for one in known.planned
    )
    return {
        "reference": known.reference, "title": known.title, "issued": known.issued_on.isoformat(),
        "complete_by": known.complete_by.isoformat(), "complex": "yes" if known.complex else "no", "actions": lines,
        "explanation": known.explanation, "url": known.url,
    }  # fmt: skip


async def find(desk: Desk, value: str) -> Receipt | None:
    """Return the receipt whose number stands at the beginning of ``value`` (``12``, ``r12`` or ``12:…``)."""
    number = read_number(value.partition(":")[0].removeprefix("r"))
    return await receipts.get(desk.tx, number) if number else None


async def show_one(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show one thing that came in."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    receipt = await find(desk, value) if refusal is None else None
    if refusal is not None or receipt is None:
        return tell(refusal.words if refusal else GONE)
    return await _show(desk, receipt)


async def show_text(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of the text that came in."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    receipt = await find(desk, value) if refusal is None else None
    if refusal is not None or receipt is None:
        return tell(refusal.words if refusal else GONE)
    return show(cards.text_card(receipt, read_number(value.partition(":")[2]) or 0))


async def opens_new(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form of an alert that only the officer has, with the reference they named."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    found = find_references(context)
    known = await alerts.by_key(desk.tx, found[0].key) if found else None
    opened = _empty(found[0].reference if found else "")
    return replace(opened, values=_values_of_alert(known)) if known is not None else opened


async def answered_new(turn: Turn, desk: Desk, model: TriageForm, context: str) -> Reply:
    """Keep what the officer wrote as a receipt, and show it for a last look before anything happens."""
    opened = await opens_new(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    wrong = wrong_of(model, desk.today)
    if wrong:
        return Reply(form=opened.with_errors(wrong, desk.raw))
    proposal = _checked(desk, _typed(desk, model, opened), Proposal())
    text = "\n".join(f"{name}: {value}" for name, value in values_of(proposal).items())
    came = receiving.from_words(text, desk.house.hospital_number)
    came = replace(came, source=ReceiptSource.FORM, proposal=proposal)
    receipt = await receiving.receive(
        desk.tx, came, now=desk.now, actor=audit.actor_of(desk.person), by_id=desk.person.id
    )
    if receipt.state is not ReceiptState.WAITING:
        return await settled(desk, receipt)
    kept = await receipts.improve(desk.tx, receipt, _json_of(proposal, checked=True), came.key)
    return await _show(desk, kept, replaces=True)


def _typed(desk: Desk, model: TriageForm, opened: Form) -> TriageForm:
    """Return the answers as they may be kept; the reply says what was removed from what the officer wrote."""
    return cleaned(model, opened.values, lambda text: desk.screen(text).text, desk.house.hospital_number)


def _checked(desk: Desk, model: TriageForm, before: Proposal) -> Proposal:
    """Return checked answers as a proposal. The lines of actions were read without fault before."""
    planned = read_lines(f"{model.actions}\n{model.more_actions}", desk.today)
    return proposal_of(model, planned if isinstance(planned, tuple) else (), before)


async def opens_check(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form filled with what was understood, each answer with the sentence that it came from."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    receipt = await find(desk, context) if refusal is None else None
    if refusal is not None or receipt is None:
        return tell(refusal.words if refusal else GONE)
    if receipt.state is not ReceiptState.WAITING:
        return await settled(desk, receipt)
    proposal = from_json(receipt.proposal)
    known = await confirming.known_alert(desk, proposal.value("reference"))
    values = {**(_values_of_alert(known) if known is not None else {}), **values_of(proposal)}
    opened = form(TriageForm, CHECK, TITLE, submit="Confirm", context=f"r{receipt.id}", values=values)
    hints = hints_of(proposal)
    fields = tuple(replace(one, hint=hints.get(one.name, one.hint)) for one in opened.fields)
    return replace(
        opened, fields=fields, intro="Compare each answer with the national alert. Nobody has been told yet."
    )


async def answered_check(turn: Turn, desk: Desk, model: TriageForm, context: str) -> Reply:
    """Confirm what came in, corrected; for a known alert show first what changes."""
    opened = await opens_check(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    wrong = wrong_of(model, desk.today)
    if wrong:
        return Reply(form=opened.with_errors(wrong, desk.raw))
    receipt = await find(desk, context)
    if receipt is None:
        return tell(GONE)
    model = _typed(desk, model, opened)
    proposal = _checked(desk, model, from_json(receipt.proposal))
    named = find_references(proposal.value("reference"))
    receipt = await receipts.improve(
        desk.tx, receipt, _json_of(proposal, checked=True), named[0].key if named else None
    )
    if await confirming.known_alert(desk, proposal.value("reference")) is not None:
        return await _show(desk, receipt, replaces=True)
    return await _confirm(desk, receipt, model)


async def confirm(turn: Turn, desk: Desk, value: str) -> Reply:
    """Confirm what a person has checked, from its card; an old card shows how it stands now."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    receipt = await find(desk, value) if refusal is None else None
    if refusal is not None or receipt is None:
        return tell(refusal.words if refusal else GONE)
    if receipt.state is not ReceiptState.WAITING:
        return await settled(desk, receipt)
    model = check(TriageForm, values_of(from_json(receipt.proposal)), desk.today)
    if not receipt.proposal.get("checked") or isinstance(model, dict) or wrong_of(model, desk.today):
        return await _show(desk, receipt, replaces=True)
    if value.partition(":")[2] != str(receipt.fence):
        return await _show(desk, receipt, replaces=True)
    return await _confirm(desk, receipt, model)


async def _confirm(desk: Desk, receipt: Receipt, model: TriageForm) -> Reply:
    done = await confirming.confirm(desk, receipt, model)
    await redraw(desk, f"receipt:{receipt.id}", OF_RECEIPT, receipt.fence)
    card = cards.confirmed_card(
        done.alert, done.changes, desk.today, is_new=done.is_new, unowned=done.unowned, older=done.older,
        undo_minutes=desk.house.undo // timedelta(minutes=1),
    )  # fmt: skip
    return Reply((card,), replaces=True, keep=True)


async def opens_dismiss(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Ask why something is not for the trust."""
    opened = await opens_check(turn, desk, context)
    return opened if isinstance(opened, Reply) else form(DismissForm, DISMISS, "Not for us", context=context)


async def dismissed(turn: Turn, desk: Desk, model: DismissForm, context: str) -> Reply:
    """Put something aside with a reason. The same text can be handed in again."""
    opened = await opens_dismiss(turn, desk, context)
    receipt = await find(desk, context)
    if isinstance(opened, Reply) or receipt is None:
        return opened if isinstance(opened, Reply) else tell(GONE)
    await receipts.settle(
        desk.tx, receipt, ReceiptState.DISMISSED, now=desk.now, by_id=desk.person.id, reason=model.reason
    )
    await desk.audit("receipt.dismissed", f"receipt:{receipt.id}")
    await redraw(desk, f"receipt:{receipt.id}", OF_RECEIPT, receipt.fence)
    return tell(f"Put aside: {model.reason} Nobody else was told.", title="Not for us", replaces=True)
