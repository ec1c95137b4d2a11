"""Evidence from its owners: start an action, hand evidence in, add to it, take it back. It is judged elsewhere."""

from collections import Counter
from dataclasses import replace

from handlers.alerts import sign_cards
from handlers.alerts.life_form import EvidenceForm, FileForm, Shows
from handlers.alerts.links import points_to_a_person
from handlers.alerts.moving import move_action, refused, why_not_on
from handlers.alerts.redrawing import left_words, owners_card, redraw
from handlers.alerts.telling import forget, judges, tell_about
from handlers.alerts.view import CHANGED, View, find_action, view_of
from handlers.chat.answers import read_number
from handlers.chat.card import Button
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.showing import alerts as showing
from storage import evidence, file_links, files
from storage.evidence import Handed
from storage.records import AlertAction
from storage.rules import lifecycle
from storage.rules.lifecycle import ActionMove, Refusal


def _card(desk: Desk, view: View, action: AlertAction, said: str = "") -> Reply:
    """Return all that the owner has in hand of the alert, in place of the card that was pressed."""
    return show(owners_card(desk, view, view.action(action.id) or action, said), replaces=True)


def evidence_reply(desk: Desk, view: View, action: AlertAction, said: str = "") -> Reply:
    """Return the evidence of an action as it stands now, in place of the card that was pressed."""
    now = view.action(action.id) or action
    return show(sign_cards.evidence_card(view, now, desk.person, desk.now, desk.today, said=said), replaces=True)


async def start(turn: Turn, desk: Desk, value: str) -> Reply:
    """Say that work on an action has begun."""
    del turn
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    after = await move_action(desk, view, action, ActionMove.START)
    if isinstance(after, Refusal):
        return (
            _card(desk, view, action, after.words) if after.already else refused(view, after, ActionMove.START, action)
        )
    return _card(desk, after, action)


async def opens_evidence(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that takes evidence for an action."""
    del turn
    found = await find_action(desk, context)
    if isinstance(found, Reply):
        return found
    view, action = found
    given = replace(view.facts_of(action), evidence_by=frozenset({desk.person.id}))
    refusal = why_not_on(desk, view, action, ActionMove.SUBMIT_EVIDENCE, given)
    if refusal is not None:
        return refusal
    intro = f"Action {showing.number(action)} of {view.alert.key}: {action.text[:300]}"
    return form(
        EvidenceForm, "alerts.evidence", "Evidence", submit="Send evidence", intro=intro, context=str(action.id)
    )


async def handed_in(turn: Turn, desk: Desk, model: EvidenceForm, context: str) -> Reply:
    """Keep evidence for an action and ask for its judgement."""
    found = await find_action(desk, context, lock=True)
    opened = await opens_evidence(turn, desk, context)
    if isinstance(found, Reply):
        return _given_back(desk, found, model)
    if isinstance(opened, Reply):
        return _given_back(desk, opened, model)
    view, action = found
    given = [Handed(text=desk.screen(model.text))] if model.text.strip() else []
    given += [Handed(url=model.url)] if model.url else []
    if not given:
        wrong = {"text": "Please say what was done, or give a link."}
        return Reply(form=opened.with_errors(wrong, desk.raw))
    judging = replace(desk, removed=Counter())  # nothing is removed from a link: it is taken whole or not at all
    if model.url and points_to_a_person(judging.screen, model.url):
        # The answer is kept for a delivery that comes again, so the link does not go back into the form.
        wrong = {"url": "This link holds what looks like a patient's name or number. Please give one without it."}
        return Reply(form=opened.with_errors(wrong, {**desk.raw, "url": ""}))
    for_id = lifecycle.for_whom(desk.person, view.alert, ActionMove.SUBMIT_EVIDENCE, action)
    for one in given:
        await evidence.add(desk.tx, action.id, one, by_id=desk.person.id, for_id=for_id, now=desk.now)
    return await _submit(turn, desk, await view_of(desk, view.alert), action)


def _given_back(desk: Desk, refusal: Reply, model: EvidenceForm) -> Reply:
    """Return a refusal with what was written, so that it can go to whoever has the action now."""
    written = "\n".join(desk.screen(one).text for one in (model.text, model.url) if one)
    return show(*refusal.cards, sign_cards.not_sent_card(written)) if written else refusal


async def opens_file(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that takes files as evidence, after the question about patients."""
    opened = await opens_evidence(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    return form(
        FileForm, "alerts.file", "Evidence in a file", submit="Send it", intro=opened.intro, context=opened.context
    )


async def file_handed_in(turn: Turn, desk: Desk, model: FileForm, context: str) -> Reply:
    """Keep files as evidence for an action; one that shows a patient is not taken."""
    found = await find_action(desk, context, lock=True)
    opened = await opens_file(turn, desk, context)
    if isinstance(found, Reply):
        return found
    if isinstance(opened, Reply):
        return opened
    view, action = found
    if model.shows is Shows.SOMEBODY:
        await files.drop(desk.tx, model.files)
        return tell(
            "We did not keep the file. Please send one without names, numbers and faces of patients, or say in words "
            "what was done.",
            title="Not kept", replaces=True,
        )  # fmt: skip
    held = await files.held(desk.tx, model.files, desk.person.id)
    if not held:
        return Reply(form=opened.with_errors({"files": "Please choose a file."}, desk.raw))
    for_id = lifecycle.for_whom(desk.person, view.alert, ActionMove.SUBMIT_EVIDENCE, action)
    for one in held:
        await evidence.add(desk.tx, action.id, Handed(file=one), by_id=desk.person.id, for_id=for_id, now=desk.now)
    return await _submit(turn, desk, await view_of(desk, view.alert), action)


async def open_file(turn: Turn, desk: Desk, value: str) -> Reply:
    """Give somebody who may see the alert a link to a file of its evidence that works once."""
    del turn
    found = await find_action(desk, value)
    if isinstance(found, Reply):
        return found
    view, action = found
    key = read_number(value.partition(":")[2]) or 0
    piece = next((one for one in view.evidence_of(action) if one.id == key and one.file_key), None)
    if piece is None or piece.file_key is None:
        return tell("That piece of evidence is not there any more.")
    if not desk.house.files_at:
        return tell(
            "The file is kept, but you cannot open it here yet. "
            "Please ask the IT colleagues who look after this bot. They can hand it to you."
        )
    token = await file_links.make(desk.tx, piece.file_key, desk.person.id, desk.now)
    await desk.audit("action.file_asked_for", f"action:{action.id}", evidence=piece.id)
    minutes = int(file_links.LASTS.total_seconds() // 60)
    link = Button("Open the file", "alerts.link", url=f"{desk.house.files_at}/{token}")
    return tell(f"The link works once, for {minutes} minutes, and is for you alone.", link, title="Evidence in a file")


async def send_again(turn: Turn, desk: Desk, value: str) -> Reply:
    """Send the evidence that is left once more, after some of it was taken back or the action was returned."""
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    if value.partition(":")[2] != str(action.fence):
        return evidence_reply(desk, view, action, CHANGED)
    return await _submit(turn, desk, view, action)


async def _submit(turn: Turn, desk: Desk, view: View, action: AlertAction) -> Reply:
    pieces = len(view.evidence_of(action))
    after = await move_action(desk, view, action, ActionMove.SUBMIT_EVIDENCE, note=f"{pieces} in all")
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.SUBMIT_EVIDENCE, action)
    now = after.action(action.id) or action
    await forget(desk, f"action:{action.id}", "notice.evidence", "newer evidence came")
    await tell_about(desk, after, now, "notice.evidence", await judges(desk, after, now))
    await redraw(turn, desk, after, now)
    said = "Evidence sent. Thank you. You hear from us when somebody has looked at it."
    return _card(desk, after, action, f"{said} {left_words(desk, after, now)}".rstrip())


async def see(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the evidence of an action to somebody who may see the alert."""
    del turn
    found = await find_action(desk, value)
    if isinstance(found, Reply):
        return found
    view, action = found
    return show(sign_cards.evidence_card(view, action, desk.person, desk.now, desk.today))


async def take_back(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take a piece of evidence back. The action is in progress again; what else was handed in stays."""
    found = await find_action(desk, value, lock=True)
    if isinstance(found, Reply):
        return found
    view, action = found
    key = read_number(value.partition(":")[2]) or 0
    if not any(one.id == key for one in view.evidence_of(action)):
        return evidence_reply(desk, view, action, "That piece of evidence is not there any more.")
    after = await move_action(desk, view, action, ActionMove.WITHDRAW_EVIDENCE)
    if isinstance(after, Refusal):
        return refused(view, after, ActionMove.WITHDRAW_EVIDENCE, action)
    if not await evidence.withdraw(desk.tx, key, action.id, desk.now):
        return tell("That piece of evidence is not there any more.")
    await forget(desk, f"action:{action.id}", "notice.evidence", "the evidence was taken back")
    after = await view_of(desk, view.alert)
    await redraw(turn, desk, after, action)
    left = "Taken back. Press Send it when the rest is right." if after.evidence_of(action) else "Taken back."
    return evidence_reply(desk, after, action, left)
