"""Leave: on which days somebody is away and who stands in. Why they are away is neither asked nor kept."""

from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import BaseModel

from handlers import finding
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card
from handlers.chat.form import Ask, Form, PersonRef, form
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.reminders import cards
from storage import absences, people
from storage.records import Absence, Message, Person
from storage.rules.policy import Tie, Verb, may
from storage.rules.rota import why_not_instead

FORM: Final = "reminders.leave"
NOTICE: Final = "notice.cover"
_AHEAD: Final = timedelta(days=550)
_GONE: Final = "This leave is not there any more. Nothing was changed."
_NOBODY: Final = "We do not know anybody of that name. Please check the spelling."


class LeaveForm(BaseModel):
    """From when until when, and who stands in."""

    first: Annotated[date, Ask("First day away")]
    last: Annotated[date, Ask("Last day away", hint="The next working day is the first one back.")]
    cover: Annotated[
        PersonRef | None,
        Ask("Who stands in?", hint="They get the reminders. Leave it empty for the usual deputy."),
    ] = None


async def _whose(desk: Desk, value: str) -> Person | Reply:
    """Return the person whose leave it is: the one who speaks, or whom they may record it for; otherwise why not."""
    key = read_number(value) if value else desk.person.id
    refusal = may(desk.person, Verb.RECORD_LEAVE, Tie(own=bool(key) and key == desk.person.id))
    if refusal is not None:
        return tell(refusal.words)
    found = (await people.by_ids(desk.tx, [key])).get(key) if key else None
    if found is None or found.email is None:
        return tell("We record leave only for people on the staff list. Please tell the safety team.")
    return found


async def mine(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show on which days the person is away, with the way to add more."""
    del turn, value
    whose = await _whose(desk, "")
    return whose if isinstance(whose, Reply) else show(await _card(desk, whose))


async def away(turn: Turn, desk: Desk, value: str) -> Reply:
    """Ask on which days the person is away."""
    del value
    opened = await opens(turn, desk, "")
    return ask(opened) if isinstance(opened, Form) else opened


async def of_somebody(turn: Turn, desk: Desk, name: str) -> Reply:
    """Show the leave of a colleague who is named, to those who may record it."""
    refusal = may(desk.person, Verb.RECORD_LEAVE)
    if refusal is not None:
        return tell(refusal.words)
    if not name.strip():
        return tell('Please say whose, like: "leave for Leila Haddad".')
    found = finding.people(name, await people.all_active(desk.tx))
    best = finding.only(found)
    if best is not None:
        return await of_person(turn, desk, str(best.id))
    if not found:
        return tell(_NOBODY)
    buttons = tuple(Button(one.name[:60], "reminders.leave_of", str(one.id)) for one in found[:4])
    return tell("Whose leave do you mean?", *buttons)


async def of_person(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the leave of one person."""
    del turn
    whose = await _whose(desk, value or "0")
    return whose if isinstance(whose, Reply) else show(await _card(desk, whose))


async def _card(desk: Desk, whose: Person, said: str = "") -> Card:
    listed = await absences.of_person(desk.tx, whose.id, desk.today)
    ids = {one.cover_id for one in listed if one.cover_id is not None} | (
        {whose.deputy_id} if whose.deputy_id else set()
    )
    covers = await people.by_ids(desk.tx, ids)
    return cards.leave_card(whose, listed, covers, desk.today, is_own=whose.id == desk.person.id, said=said)


async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that asks for the days. ``context`` is the person's number, or nothing for one's own leave."""
    del turn
    whose = await _whose(desk, context)
    if isinstance(whose, Reply):
        return whose
    intro = "Your reminders go to whoever stands in. We do not ask why you are away."
    if whose.id != desk.person.id:
        intro = f"Leave of {whose.name}. Their reminders go to whoever stands in."
    return form(LeaveForm, FORM, "Leave", submit="Save", intro=intro, context=str(whose.id))


async def answered(turn: Turn, desk: Desk, model: LeaveForm, context: str) -> Reply:
    """Keep the days. Whoever stands in hears of it."""
    opened = await opens(turn, desk, context)
    whose = await _whose(desk, context)
    if isinstance(whose, Reply) or isinstance(opened, Reply):
        return whose if isinstance(whose, Reply) else tell(_GONE)
    listed = await absences.of_person(desk.tx, whose.id, desk.today)
    cover = (await people.by_ids(desk.tx, [model.cover])).get(model.cover) if model.cover is not None else None
    wrong = _wrong(desk, whose, model, listed, cover)
    if wrong:
        return Reply(form=opened.with_errors(wrong, desk.raw))
    kept = await absences.add(
        desk.tx, person_id=whose.id, first_day=model.first, last_day=model.last,
        cover_id=cover.id if cover else None, said_by=desk.person.id, now=desk.now,
    )  # fmt: skip
    await desk.audit("leave.recorded", f"person:{whose.id}", absence=kept.id)
    for person_id in {cover.id if cover else None, whose.id} - {None, desk.person.id}:
        await desk.notify(person_id or 0, NOTICE, f"absence:{kept.id}")
    said = "Saved. " + (f"We are telling {cover.name}." if cover and cover.id != desk.person.id else "")
    return show(await _card(desk, whose, said.strip()), replaces=True)


def _wrong(
    desk: Desk, whose: Person, model: LeaveForm, listed: tuple[Absence, ...], cover: Person | None
) -> dict[str, str]:
    if model.last < desk.today:
        return {"last": "These days have passed. Please choose later ones."}
    if model.last < model.first:
        return {"last": "The last day comes before the first. Please check both."}
    if model.last > desk.today + _AHEAD:
        return {"last": "This is too far ahead. Please check the year."}
    if any(one.first_day <= model.last and model.first <= one.last_day for one in listed):
        return {"first": "Some of these days are recorded already. Delete that leave first, or choose other days."}
    if model.cover is not None and (cover is None or not cover.active):
        return {"cover": "They do not work here any more. Please choose somebody else."}
    if cover is not None and cover.id == whose.id:
        return {"cover": "Please choose somebody else: nobody stands in for themselves."}
    why = why_not_instead(whose, cover) if cover is not None else None
    return {"cover": why} if why else {}


async def delete(turn: Turn, desk: Desk, value: str) -> Reply:
    """Take leave back: the person is there on these days after all."""
    del turn
    found = await absences.get(desk.tx, read_number(value) or 0)
    whose = await _whose(desk, str(found.person_id)) if found is not None else tell(_GONE)
    if isinstance(whose, Reply) or found is None:
        return whose if isinstance(whose, Reply) else tell(_GONE)
    await absences.drop(desk.tx, found.id, whose.id)
    await desk.audit("leave.deleted", f"person:{whose.id}", absence=found.id)
    return show(await _card(desk, whose, "Deleted. Reminders come as usual on those days."), replaces=True)


async def told(message: Message, desk: Desk) -> Reply | None:
    """Tell somebody that they stand in, or that leave was recorded for them. None when it was taken back."""
    found = await absences.get(desk.tx, read_number(message.subject.partition(":")[2]) or 0)
    if found is None or found.last_day < desk.today:
        return None
    whose = (await people.by_ids(desk.tx, [found.person_id])).get(found.person_id)
    return (
        None if whose is None else show(cards.cover_card(whose, found, desk.today, is_own=whose.id == desk.person.id))
    )
