"""Filling in the forms of a report: how each opens, and what its answers do to the draft. Nothing is sent from here."""

from typing import Any

from handlers.asking import raw_values
from handlers.chat.answers import read_number
from handlers.chat.form import UNKNOWN, Form
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import drafting, looking
from handlers.incidents.form import PatientForm
from handlers.incidents.kinds import Filled, kind_of

GONE = "This draft is no longer open. It was sent, deleted, or too old. You can start a new report at any time."


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form: empty, or with everything that a draft holds."""
    del turn
    if not context:
        return await looking.empty_form(desk)
    draft = await drafting.find(desk, context)
    return looking.draft_form(desk, draft) if draft is not None else tell(GONE)


async def answered(turn: Turn, desk: Desk, model: Filled, context: str) -> Reply:
    """Keep the answers, ask for further patients one by one, then show everything for a last look.

    An answer that makes it another kind of event leads on to the questions of that kind, in a chat one at a time.
    """
    del turn
    draft = await drafting.find(desk, context) if context else None
    if context and draft is None:
        return tell(GONE)
    wrong = drafting.wrong_dates(model, desk)
    if wrong:
        opened = looking.draft_form(desk, draft) if draft is not None else await looking.empty_form(desk)
        return Reply(form=opened.with_errors(wrong, desk.raw))
    before = {} if draft is None else raw_values(draft)
    is_other_kind = draft is not None and draft.form != kind_of(desk.raw).form
    extras: dict[str, Any] = {}
    if draft is not None:
        because = dict(draft.values.get("because", {}))
        extras["because"] = {name: why for name, why in because.items() if before.get(name) == desk.raw.get(name)}
        extras["cleared"] = drafting.cleared(draft, desk.raw)
        extras["unsure"] = []
        extras["same"] = drafting.still_the_same(draft, desk.raw)
    draft = await drafting.keep(desk, draft, {**before, **desk.raw}, **extras)
    asked = desk.talk.state.get("asking") or {}
    if is_other_kind and asked.get("draft") == draft.id:
        return ask(looking.draft_form(desk, draft))
    return looking.go_on(desk, draft)


async def opens_patient(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form about one further patient."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE)
    reply = looking.go_on(desk, draft)
    return reply.form if reply.form is not None else reply


async def answered_patient(turn: Turn, desk: Desk, model: PatientForm, context: str) -> Reply:
    """Keep the harm to one further patient, or to all the rest."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE)
    number = read_number(context.partition(":")[2])
    count = read_number(str(raw_values(draft).get("patients"))) or 1
    if number is None or not 2 <= number <= count:  # noqa: PLR2004 - the first patient is in the main form
        return looking.go_on(desk, draft)
    harms = dict(draft.values.get("harms", {}))
    last = count if model.rest == "same" else number
    for sequence in range(number, last + 1):
        harms[str(sequence)] = [model.physical or UNKNOWN, model.psychological or UNKNOWN]
    draft = await drafting.keep(desk, draft, raw_values(draft), harms=harms)
    return looking.go_on(desk, draft)
