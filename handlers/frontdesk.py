"""The front desk: which handler answers this turn, and what is said when none does. It stores nothing itself."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import asking, questions, settling
from handlers.chat.answers import Wrong, check
from handlers.chat.card import Button, Text
from handlers.chat.form import Field, Form, Widget, fields_of
from handlers.chat.reply import Reply, tell
from handlers.chat.router import Router
from handlers.chat.turn import Answers, Opened, Passage, Press, RawAnswer, Turn, Words
from handlers.desk import Desk
from handlers.start import help_card, home, welcome

_BREAKS_THROUGH = frozenset(
    {"help", "home", "my actions", "my drafts", "my reports", "new alert", "new report", "report", "status"}
)
"""Commands that are answered even while a question is open; the question stays open. Only status takes more words."""

OLD_BUTTON = "This button is from an older message and does nothing any more. Nothing was changed."
UNREADABLE = (
    "That message reached us without its words. Please copy them into a message here, or say in your own words what "
    "happened. Nothing was saved."
)


async def answer(turn: Turn, desk: Desk, router: Router) -> Reply:
    """Return the reply to one turn."""
    reply = await _answer(turn, desk, router)
    asked = reply.form
    if asked is None or turn.forms_hold_files or all(one.widget is not Widget.FILE for one in asked.fields):
        return reply
    first = await asking.begin(turn, desk, asked.name, asked.context)
    return replace(reply, cards=(*reply.cards, *first.cards), form=None)


async def _answer(turn: Turn, desk: Desk, router: Router) -> Reply:
    match turn.said:
        case Words() as words:
            return await _words(turn, desk, router, words)
        case Press() as press:
            found = router.match(press)
            return await found.route.handle(turn, desk, found.rest) if found else tell(OLD_BUTTON)
        case Answers() as answers:
            return await _answers(turn, desk, router, answers)
        case Passage() as passage if not passage.text.strip():
            return tell(UNREADABLE, Button("Report something", "chat.say", "report"), title="We could not read it")
        case Passage() as passage:
            taker = next((one.passage for one in router.capabilities if one.passage is not None), None)
            return await taker(turn, desk, passage.text) if taker else help_card(desk)
        case Opened.HOME:
            return await home(turn, desk)
        case Opened.WELCOME:
            return welcome(desk)


async def _words(turn: Turn, desk: Desk, router: Router, words: Words) -> Reply:
    text = words.text.strip()
    found = router.match(words)
    breaks = found is not None and found.command in _BREAKS_THROUGH and (not found.rest or found.command == "status")
    breaks = breaks or (found is not None and (found.route.unlinked or found.route.breaks))
    if not words.command and not breaks and await asking.is_asking(desk):
        return await _stray(turn, desk, router, text) or await questions.answer(turn, desk, text)
    if found is not None:
        return await found.route.handle(turn, desk, found.rest)
    if not text:
        return help_card(desk)
    for capability in router.capabilities:
        if capability.listens is not None:
            reply = await capability.listens(turn, desk, text)
            if reply is not None:
                return reply
    return await _not_understood(turn, desk, router, text)


async def _stray(turn: Turn, desk: Desk, router: Router, text: str) -> Reply | None:
    """Return what a capability makes of words that are no answer to the open question, or None: ask it again."""
    if not await asking.may_miss(desk, text):
        return None
    for capability in router.capabilities:
        reply = await capability.stray(turn, desk, text) if capability.stray is not None else None
        if reply is not None:
            return reply
    return None


async def _not_understood(turn: Turn, desk: Desk, router: Router, text: str) -> Reply:
    """Say that the words were not understood, with what they may mean and a way to keep them."""
    asked = [await one.unsure(turn, desk, text) for one in router.capabilities if one.unsure is not None]
    takes = tuple(button for button in asked if button is not None)
    near = router.suggest(text)
    if near:
        buttons = (*takes, *(Button(words.capitalize(), "chat.say", words) for words in near))
        help_button = Button("Help", "chat.say", "help")
        reply = tell("Did you mean one of these?", *buttons, help_button, title="We are not sure")
        return asking.with_removed(reply, desk.removed, turn.deletes)
    reply = help_card(desk)
    sorry_line = Text("We did not understand that. Nothing was sent. Here is what you can do.")
    first = reply.cards[0]
    first = replace(first, parts=(sorry_line, *first.parts), buttons=(*takes, *first.buttons))
    return asking.with_removed(replace(reply, cards=(first, *reply.cards[1:])), desk.removed, turn.deletes)


async def _answers(turn: Turn, desk: Desk, router: Router, answers: Answers) -> Reply:
    if answers.form == "chat.files":
        return await _files(turn, desk, router, answers)
    route = router.forms.get(answers.form)
    if route is None:
        return tell(asking.GONE)
    raw: dict[str, RawAnswer] = {}
    wrong: dict[str, str] = {}
    for field in fields_of(route.model):
        given = answers.values.get(field.name, "")
        handed = field.name in turn.handed
        settled = settling.pending(field) if handed else await settling.settle(desk, field, given)
        if isinstance(settled, Wrong):
            wrong[field.name], settled = settled.why, given
        raw[field.name] = settled
    checked = check(route.model, raw, desk.today)
    if not wrong and not isinstance(checked, dict) and turn.handed:
        wrong = await _keep_files(turn, desk, fields_of(route.model), raw)
        checked = check(route.model, raw, desk.today)
    if isinstance(checked, dict) or wrong:
        errors = {**(checked if isinstance(checked, dict) else {}), **wrong}
        opened = await route.opens(turn, desk, answers.context)
        if not isinstance(opened, Form):
            return opened
        again = {
            field.name: "" if field.name in turn.handed else await settling.without_story(desk, field, raw[field.name])
            for field in fields_of(route.model)
        }
        return Reply(form=opened.with_errors(errors, again))
    desk.raw = raw
    reply = await route.answered(turn, desk, checked, answers.context)
    return asking.with_removed(replace(reply, replaces=True), desk.removed)


async def _keep_files(turn: Turn, desk: Desk, fields: Sequence[Field], raw: dict[str, RawAnswer]) -> dict[str, str]:
    """Put the keys of the files that came with a form into its answers; return what is wrong with which."""
    wrong: dict[str, str] = {}
    for field in fields:
        if field.name in turn.handed and field.widget is Widget.FILE:
            kept = await settling.keep_files(desk, field, turn.handed[field.name])
            raw[field.name] = "" if isinstance(kept, Wrong) else kept
            if isinstance(kept, Wrong):
                wrong[field.name] = kept.why
    return wrong


async def _files(turn: Turn, desk: Desk, router: Router, answers: Answers) -> Reply:
    """Take files that were dropped into the chat: as the answer to a question for one, or beside the words."""
    if await questions.asks_for_a_file(desk):
        return await questions.take_files(turn, desk)
    words = answers.passage or Words(str(answers.values.get("words", "")))
    said = await _answer(replace(turn, said=words), desk, router) if words.text.strip() else Reply()
    missed = answers.values.get("missed", ())
    taker = next((one.files for one in router.capabilities if one.files is not None), None)
    taken = await taker(turn, desk, str(len(missed))) if taker is not None else Reply()
    return replace(said, cards=(*said.cards, *taken.cards))


def sorry(number: str) -> Reply:
    """Return what is said when something of ours went wrong and nothing was saved."""
    return tell(
        f"Something went wrong on our side. Nothing from this step was saved, and what you saved before is safe. "
        f"Please try again. If it happens again, tell the safety team this reference: {number}.",
        title="That did not work",
    )
