"""A new alert in chat: the CAS officer fills in the alert, then its actions one by one, sees all of it, and records it.

Nothing is recorded, and nobody hears, before the CAS officer pressed Record.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from handlers.alerts import cards, recording
from handlers.alerts.form import ActionForm, AlertForm, More
from handlers.alerts.recording import NewAction, NewAlert, Problems
from handlers.alerts.view import named
from handlers.asking import raw_values
from handlers.chat.answers import check, read_date, read_number
from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Style, Text, shorten
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import RawAnswer, Turn
from handlers.desk import Desk
from storage import alerts, audit, drafts, people
from storage.drafts import Draft
from storage.records import Role
from storage.rules.policy import Verb, may
from storage.rules.references import find_references, read_reference
from storage.rules.workdays import say_day

FORM: Final = "alerts.new"
TITLE: Final = "New national alert"
ACTIONS_MOST: Final = 30
GONE: Final = 'This draft is no longer open. It was recorded, deleted, or too old. Say "new alert" to start again.'


async def start(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Open the form for a new alert; a reference after the command is filled in."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    found = find_references(rest)
    return ask(form(AlertForm, FORM, TITLE, submit="Next", values={"reference": found[0].reference} if found else {}))


async def _find(desk: Desk, context: str) -> Draft | None:
    number = read_number(context.partition(":")[0].removeprefix("d"))
    draft = await drafts.get(desk.tx, number or 0, desk.person.id, desk.now)
    return draft if draft is not None and draft.form == FORM else None


async def _names(desk: Desk, values: list[str]) -> dict[str, str]:
    ids = [number for one in values if one.startswith("#") and (number := read_number(one[1:])) is not None]
    return {f"#{key}": person.name for key, person in (await people.by_ids(desk.tx, ids)).items()}


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form of the alert, empty or as it was drafted."""
    del turn
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    if not context:
        return form(AlertForm, FORM, TITLE, submit="Next")
    draft = await _find(desk, context)
    if draft is None:
        return tell(GONE)
    values = raw_values(draft)
    shown = await _names(desk, [str(values.get("executive", ""))])
    return form(AlertForm, FORM, TITLE, submit="Next", context=f"d{draft.id}", values=values, shown=shown)


async def answered(turn: Turn, desk: Desk, model: AlertForm, context: str) -> Reply:
    """Keep the alert, then ask for its first action."""
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    wrong: dict[str, str] = {}
    reference = read_reference(model.reference)
    known = await alerts.by_key(desk.tx, reference.key) if reference else None
    if known is not None:
        wrong["reference"] = f"{known.reference} is already recorded."
    if model.issued > desk.today:
        wrong["issued"] = "This day has not come yet."
    if model.complete_by < model.issued:
        wrong["complete_by"] = "This is before the day of issue."
    if model.executive not in {one.id for one in await people.with_role(desk.tx, Role.EXECUTIVE)}:
        wrong["executive"] = "This person is not an executive on the staff list."
    draft = await _find(desk, context) if context else None
    draft = await _keep(desk, draft, desk.raw, draft.values.get("actions", []) if draft else [])
    if wrong:
        opened = await opens(turn, desk, f"d{draft.id}")
        return Reply(form=opened.with_errors(wrong, desk.raw)) if isinstance(opened, Form) else opened
    if not draft.values["actions"]:
        return ask(_action_form(draft))
    return await _confirm(desk, draft)


async def _keep(desk: Desk, draft: Draft | None, values: Any, actions: list[dict[str, str]]) -> Draft:
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    expires = desk.now + desk.house.draft_lasts
    body = {"values": stored, "actions": actions}
    if draft is None:
        return await drafts.add(
            desk.tx, person_id=desk.person.id, form=FORM, values=body, now=desk.now, expires_at=expires
        )
    return await drafts.save(desk.tx, draft, {**draft.values, **body}, desk.now, expires)


def _action_form(draft: Draft) -> Form:
    number = len(draft.values["actions"]) + 1
    return form(ActionForm, "alerts.action", f"Action {number}", submit="Next", context=f"d{draft.id}:{number}")


async def opens_action(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form for the next action of a drafted alert."""
    del turn
    draft = await _find(desk, context)
    return _action_form(draft) if draft is not None else tell(GONE)


async def answered_action(turn: Turn, desk: Desk, model: ActionForm, context: str) -> Reply:
    """Keep one action; ask for the next, or show everything for a last look."""
    del turn
    draft = await _find(desk, context)
    if draft is None:
        return tell(GONE)
    actions = list(draft.values["actions"])
    if context.partition(":")[2] != str(len(actions) + 1):
        return await _confirm(desk, draft)
    wrong = _wrong_action(model, raw_values(draft), desk.today)
    if wrong:
        return Reply(form=_action_form(draft).with_errors(wrong, desk.raw))
    kept = {
        "text": model.text,
        "due": model.due.isoformat(),
        "lead": f"#{model.lead}",
        "deputy": f"#{model.deputy}" if model.deputy else "",
    }
    draft = await _keep(desk, draft, draft.values["values"], [*actions, kept])
    if model.more is More.MORE and len(draft.values["actions"]) < ACTIONS_MOST:
        return ask(_action_form(draft))
    return await _confirm(desk, draft)


def _wrong_action(model: ActionForm, alert: Mapping[str, RawAnswer], today: date) -> dict[str, str]:
    """Return what does not go together in an action of the drafted alert, beside its field."""
    issued = read_date(str(alert.get("issued", "")), today)
    wrong = {}
    if isinstance(issued, date) and model.due < issued:
        wrong["due"] = f"This is before the alert was issued ({say_day(issued, today)})."
    if model.deputy is not None and model.deputy == model.lead:
        wrong["deputy"] = "The deputy is somebody else than the lead."
    return wrong


async def _confirm(desk: Desk, draft: Draft) -> Reply:
    values = raw_values(draft)
    actions = draft.values["actions"]
    names = await _names(
        desk, [str(values.get("executive", "")), *(one[part] for one in actions for part in ("lead", "deputy"))]
    )
    model = check(AlertForm, values, desk.today)
    if isinstance(model, dict):
        return Reply(
            form=form(AlertForm, FORM, TITLE, submit="Next", context=f"d{draft.id}").with_errors(model, values)
        )
    return show(confirm_card(f"d{draft.id}", model, actions, names, desk.today), replaces=True)


def confirm_card(
    context: str, model: AlertForm, actions: list[dict[str, str]], names: dict[str, str], today: date
) -> Card:
    """Return a drafted alert for a last look before it is recorded and its people are told."""
    pairs = (
        ("Title", shorten(model.title, 200)),
        ("Issued", say_day(model.issued, today)),
        ("Complete by", say_day(model.complete_by, today)),
        ("Complex", "Yes" if model.complex else "No"),
        ("Executive", names.get(f"#{model.executive}", "not known")),
    )
    items = tuple(
        Item(
            f"{number}. {shorten(one['text'], 160)}",
            f"due {say_day(date.fromisoformat(one['due']), today)} · {names.get(one['lead'], 'not known')}"
            + (f", deputy {names[one['deputy']]}" if one["deputy"] in names else ""),
        )
        for number, one in enumerate(actions, start=1)
    )
    buttons = (
        Button("Record and tell them", "alerts.record", context, Style.PRIMARY),
        Button("Change the alert", "chat.open", f"{FORM}:{context}"),
        Button("Add an action", "chat.open", f"alerts.action:{context}"),
        Button("Remove the last action", "alerts.drop_action", context),
        Button(
            "Delete",
            "alerts.drop",
            context,
            Style.DANGER,
            Confirm("Delete this draft?", "Nobody was told yet. What you wrote will be gone.", "Yes, delete it"),
        ),
    )
    text = Text("When you press Record, each lead and the executive get a message.")
    return Card("alerts.confirm", f"Check: {model.reference}", (Facts(pairs), Items(items), text), buttons)


async def drop_action(turn: Turn, desk: Desk, value: str) -> Reply:
    """Remove the last action of a drafted alert."""
    del turn
    draft = await _find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    draft = await _keep(desk, draft, draft.values["values"], draft.values["actions"][:-1])
    return await _confirm(desk, draft) if draft.values["actions"] else ask(_action_form(draft))


async def drop(turn: Turn, desk: Desk, value: str) -> Reply:
    """Throw a drafted alert away."""
    del turn
    draft = await _find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    return tell("Deleted. Nobody was told.", title="Deleted", replaces=True)


async def record(turn: Turn, desk: Desk, value: str) -> Reply:
    """Record a drafted alert; its people hear through the outbox."""
    refusal = may(desk.person, Verb.RECORD_ALERT)
    if refusal is not None:
        return tell(refusal.words)
    draft = await _find(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    model = check(AlertForm, raw_values(draft), desk.today)
    reference = read_reference(model.reference) if not isinstance(model, dict) else None
    if isinstance(model, dict) or reference is None or not draft.values["actions"]:
        return await opens_again(turn, desk, draft)
    actions = tuple(
        NewAction(
            number,
            one["text"],
            date.fromisoformat(one["due"]),
            int(one["lead"][1:]),
            int(one["deputy"][1:]) if one["deputy"] else None,
        )
        for number, one in enumerate(draft.values["actions"], start=1)
    )
    new = NewAlert(
        model.reference, model.title, reference.issuer or "Not stated", model.issued, model.complete_by, model.complex,
        model.url, model.explanation, model.executive, actions,
    )  # fmt: skip
    done = await recording.add(
        desk.tx,
        new,
        now=desk.now,
        actor=audit.actor_of(desk.person),
        by_id=desk.person.id,
        remind_at=desk.house.reminder_time,
    )
    if isinstance(done, Problems):
        again = Button("Change the alert", "chat.open", f"{FORM}:d{draft.id}", Style.PRIMARY)
        return tell("It was not recorded. " + " ".join(done.sentences), again, title="Please check", replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    alert, stored = done
    everybody = await named(desk, alert, stored)
    return Reply((cards.recorded_card(alert, stored, everybody, desk.today, undo=True),), replaces=True, keep=True)


async def opens_again(turn: Turn, desk: Desk, draft: Draft) -> Reply:
    """Show the form again when something in the draft is missing."""
    opened = await opens(turn, desk, f"d{draft.id}")
    return opened if isinstance(opened, Reply) else Reply(form=opened)
