"""Coming back to a report without a name by its code. Nothing here is written beside a person.

Whoever holds the code is the reporter; that they are somebody whom the bot knows is forgotten at the end of each turn.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel

from handlers import feedback, routing
from handlers.asking import with_removed
from handlers.capability import FormRoute, Route
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Style
from handlers.chat.form import Ask, Form, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import afterwards, anonymous_cards, anonymous_sending, withdrawing
from handlers.incidents.anonymous_sending import AnonymousForm
from handlers.incidents.form import AddForm
from storage import anonymous, incidents, people, reviews
from storage.records import Incident, IncidentStatus, NoteKind, Role
from storage.reviews import Note
from storage.rules import retrieval
from storage.rules.afterwards import Wish, refuse
from storage.rules.reports import find_report_reference

CODE_FORM: Final = "incidents.code_form"
ADD_FORM: Final = "incidents.code_add"
ANSWER_FORM: Final = "incidents.code_answer"
WRONG: Final = "We do not know this code. Please check each sign. There is no letter I, L, O or U in a code."
NO_CODE: Final = "This is the reference of a report, not a code. A code has 20 letters and numbers."
TOO_MANY: Final = "These were too many codes that we do not know. Please try again in an hour."
ANSWERED: Final = "This question has an answer already. Thank you."


class CodeForm(BaseModel):
    """The code of a report that was sent without a name."""

    code: Annotated[str, Ask("Your code", hint="20 letters and numbers, in groups of four.", most=60, public=True)]


class CodeAnswerForm(BaseModel):
    """An answer to the safety team's question, by code."""

    text: Annotated[
        str,
        Ask("Your answer", hint="Please leave out names and numbers of patients, and your own.", long=True, most=2000),
    ]


async def ask_code(turn: Turn, desk: Desk, value: str) -> Reply:
    """Ask for the code."""
    del turn, desk, value
    return ask(_code_form())


def _code_form() -> Form:
    intro = "For a report that you sent without your name. Nothing is kept that links it to you."
    return form(CodeForm, CODE_FORM, "Find it by its code", submit="Show", intro=intro)


async def opens_code(turn: Turn, desk: Desk, context: str) -> Form:
    """Return the question for the code."""
    del turn, desk, context
    return _code_form()


async def given(turn: Turn, desk: Desk, model: CodeForm, context: str) -> Reply:
    """Show the report behind the code that was filled in."""
    del context
    return await by_code(turn, desk, model.code)


async def by_code(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the report behind a code: where it stands, what became of it, what is asked."""
    del turn
    found = await _find(desk, value)
    return found if isinstance(found, Reply) else await _shown(desk, *found)


async def _find(desk: Desk, typed: str) -> tuple[Incident, str] | Reply:
    """Return the report behind a code and the code in one spelling. Wrong codes are counted, and then refused."""
    reference = find_report_reference(typed)
    if reference is not None:
        show_it = Button("Show that report", "incidents.show", reference)
        return tell(NO_CODE, Button("Try again", "chat.open", f"{CODE_FORM}:", Style.PRIMARY), show_it)
    if not desk.recent.may_try(desk.person.id, desk.now):
        return tell(TOO_MANY)
    signs = retrieval.read(typed)
    incident = await anonymous.by_digest(desk.tx, retrieval.digest(signs)) if signs is not None else None
    if incident is None or signs is None:
        desk.recent.count_wrong(desk.person.id, desk.now)
        return tell(WRONG, Button("Try again", "chat.open", f"{CODE_FORM}:", Style.PRIMARY))
    return incident, signs


async def _shown(desk: Desk, incident: Incident, signs: str, said: str = "", *, replaces: bool = False) -> Reply:
    card = anonymous_cards.code_card(
        incident, signs, desk.places, desk.now,
        told=await feedback.feedback_for(desk, incident), waiting=await _waiting(desk, incident), said=said,
    )  # fmt: skip
    return with_removed(show(card, replaces=replaces), desk.removed)


async def _waiting(desk: Desk, incident: Incident) -> list[Note]:
    if incident.status is IncidentStatus.WITHDRAWN:
        return []
    notes = await reviews.notes_of(desk.tx, [incident.id])
    done = {one.about_id for one in notes}
    return [one for one in notes if one.kind is NoteKind.QUESTION and one.by_id is not None and one.id not in done]


async def opens_answer(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that answers a question of the safety team."""
    del turn
    found = await _asked(desk, context)
    if isinstance(found, Reply):
        return found
    _, signs, note = found
    return form(
        CodeAnswerForm, ANSWER_FORM, "Your answer", intro=f"The question: {note.text}", context=f"{signs}|{note.id}"
    )


async def _asked(desk: Desk, context: str) -> tuple[Incident, str, Note] | Reply:
    """Return the report, its code and the open question that a form is about."""
    code, _, number = context.partition("|")
    found = await _find(desk, code)
    if isinstance(found, Reply):
        return found
    wanted = read_number(number)
    note = next((one for one in await _waiting(desk, found[0]) if one.id == wanted), None)
    return (*found, note) if note is not None else await _shown(desk, *found, ANSWERED, replaces=True)


async def replied(turn: Turn, desk: Desk, model: CodeAnswerForm, context: str) -> Reply:
    """Keep an answer; whoever has the report in hand hears that there is one."""
    del turn
    found = await _asked(desk, context)
    if isinstance(found, Reply):
        return found
    incident, signs, note = found
    nobody = desk.as_nobody(note.at)
    said = await reviews.add_note(
        desk.tx, incident.id, NoteKind.ANSWER, desk.screen(model.text), by=None, now=nobody.now, about=note.id
    )
    await nobody.audit("incident.answer", f"incident:{incident.id}", note=said.id)
    specialists = await people.with_role(desk.tx, Role.PATIENT_SAFETY_SPECIALIST)
    for person_id in await routing.carers(nobody, incident) or [one.id for one in specialists]:
        subject = f"incident:{incident.reference}"
        await nobody.notify(person_id, "notice.said", subject, key=str(said.id), extra={"note": str(said.id)})
    return await _shown(desk, incident, signs, "Thank you for your answer.", replaces=True)


async def opens_add(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form to add something to a report without a name."""
    del turn
    found = await _find(desk, context)
    if isinstance(found, Reply):
        return found
    incident, signs = found
    if incident.status is IncidentStatus.WITHDRAWN:
        return await _shown(desk, incident, signs, replaces=True)
    intro = "Please leave out your own name, too."
    return form(AddForm, ADD_FORM, "Add to your report", submit="Add", intro=intro, context=signs)


async def added(turn: Turn, desk: Desk, model: AddForm, context: str) -> Reply:
    """Add words to a report without a name: a note of their own, and a new version of the report."""
    del turn
    found = await _find(desk, context)
    if isinstance(found, Reply):
        return found
    incident, signs = found
    if incident.status is IncidentStatus.WITHDRAWN:
        return await _shown(desk, incident, signs, "This report was taken back, so nothing was added.", replaces=True)
    nobody = desk.as_nobody(incident.revised_at)
    reply = await afterwards.add_words(nobody, incident, model.text)
    newer = (await incidents.by_ids(desk.tx, [incident.id]))[incident.id]
    if newer.revision == incident.revision:
        return Reply(tuple(reply.cards), replaces=True)
    return await _shown(desk, newer, signs, "Added. The safety team sees it.", replaces=True)


async def withdraw(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take a report without a name back, as long as it is not closed."""
    del turn
    found = await _find(desk, value)
    if isinstance(found, Reply):
        return found
    incident, signs = found
    refusal = refuse(Wish.WITHDRAW, incident)
    if refusal is not None:
        return await _shown(desk, incident, signs, refusal.words, replaces=True)
    await withdrawing.take_back(desk.as_nobody(incident.revised_at), incident, "undo")
    newer = (await incidents.by_ids(desk.tx, [incident.id]))[incident.id]
    return await _shown(desk, newer, signs, "Taken back. The safety team sees that it was.", replaces=True)


WORDS: Final[Mapping[str, Route]] = {
    "code": Route(ask_code, unlinked=True),
    "my code": Route(ask_code, unlinked=True),
    "i have a code": Route(ask_code, unlinked=True),
}
SHAPES: Final = ((retrieval.typed_code, Route(by_code, unlinked=True)),)
PRESSES: Final[Mapping[str, Route]] = {
    "incidents.code_show": Route(by_code, unlinked=True),
    "incidents.code_withdraw": Route(withdraw, unlinked=True),
}
FORMS: Final[Mapping[str, FormRoute]] = {
    anonymous_cards.FORM: FormRoute(
        AnonymousForm, anonymous_sending.opens, anonymous_sending.answered, "Without my name", unlinked=True
    ),
    CODE_FORM: FormRoute(CodeForm, opens_code, given, "Find it by its code", unlinked=True),
    ADD_FORM: FormRoute(AddForm, opens_add, added, "Add to your report", unlinked=True),
    ANSWER_FORM: FormRoute(CodeAnswerForm, opens_answer, replied, "Your answer", unlinked=True),
}
