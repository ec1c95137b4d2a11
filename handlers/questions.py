"""One question at a time: any form, answered in chat, with back, skip, change, save for later, cancel and resume.

What a person types or presses becomes a step here; the open question itself is kept by ``asking``.
"""

from typing import Final

from handlers.asking import GONE, begin, go_on, keep, opened_question, question, raw_values, take
from handlers.capability import Capability, Route
from handlers.chat.answers import Wrong, read_number
from handlers.chat.card import BUTTON_MOST, Button, Style, counted
from handlers.chat.form import Widget, fields_of
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.chat_cards import cancel_card, examples
from handlers.desk import Desk
from handlers.settling import keep_files
from storage import drafts, files


async def answer(turn: Turn, desk: Desk, words: str) -> Reply:
    """Take typed words as the answer to the open question, or as a wish to go back, skip, save or cancel."""
    match words.lower().strip(" .!"):
        case "back" | "go back":
            return await _back(turn, desk, "")
        case "skip":
            return await _skip(turn, desk, "")
        case "later" | "not now" | "save" | "save for later":
            return await _later(turn, desk, "")
        case "cancel" | "stop":
            return show(cancel_card())
        case "change":
            return await _change(turn, desk, "")
        case _:
            return await take(turn, desk, words, typed=True)


async def asks_for_a_file(desk: Desk) -> bool:
    """Say whether the question that is open is one that a file answers."""
    opened = await opened_question(desk)
    return opened is not None and opened[2].widget is Widget.FILE


async def take_files(turn: Turn, desk: Desk) -> Reply:
    """Take files that were dropped into the chat as the answer to the open question for a file."""
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE)
    draft, route, field = opened
    kept = await keep_files(desk, field, turn.handed.get("files", ()))
    if isinstance(kept, Wrong):
        return show(question(route, draft, field, kept.why))
    draft = await keep(desk, draft, field, kept)
    for key in kept if isinstance(kept, tuple) else (kept,):
        await files.put_in_draft(desk.tx, key, draft.id, desk.now)
    return await go_on(turn, desk, route, draft, after=field.name)


async def _press_answer(turn: Turn, desk: Desk, value: str) -> Reply:
    name, _, raw = value.partition("|")
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.name != name:
        return show(question(route, draft, field), replaces=True)
    return _in_place(await take(turn, desk, raw))


async def _toggle(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001 - every press has the same shape
    name, _, choice = value.partition("|")
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.name == name and choice in {one.value for one in field.choices}:
        chosen = list(draft.values["values"].get(name, ()))
        chosen = [one for one in chosen if one != choice] if choice in chosen else [*chosen, choice]
        draft = await keep(desk, draft, field, tuple(chosen))
    return show(question(route, draft, field), replaces=True)


async def _back(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    raw = raw_values(draft)
    names = [one.name for one in fields_of(route.model) if route.applies(one.name, raw)]
    at = names.index(field.name) if field.name in names else 0
    before = desk.talk.state["asking"].get("after", "")
    name = before if before in names else names[max(0, at - 1)]
    earlier = next(one for one in fields_of(route.model) if one.name == name)
    desk.talk.put("asking", {"draft": draft.id, "field": earlier.name})
    return show(question(route, draft, earlier), replaces=True)


async def _skip(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.required:
        return show(question(route, draft, field, "We need this one."), replaces=True)
    draft = await keep(desk, draft, field, "")
    return _in_place(await go_on(turn, desk, route, draft, after=field.name))


async def _later(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await opened_question(desk)
    desk.talk.put("asking", None)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, _, _ = opened
    button = Button("Go on", "chat.resume", str(draft.id), Style.PRIMARY)
    return tell(
        f'We keep it for {counted(desk.house.draft_lasts.days, "day")}. You will find it under "my drafts".',
        button,
        title="Saved for later",
        replaces=True,
    )


async def _resume(turn: Turn, desk: Desk, value: str) -> Reply:
    draft = await drafts.get(desk.tx, read_number(value) or 0, desk.person.id, desk.now)
    route = desk.forms.get(draft.form) if draft else None
    if draft is None or route is None:
        return tell(GONE, replaces=True)
    return _in_place(await go_on(turn, desk, route, draft))


async def _go_on_press(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    return show(question(route, draft, field), replaces=True)


async def _cancel(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await opened_question(desk)
    desk.talk.put("asking", None)
    if opened is not None:
        await drafts.drop(desk.tx, opened[0].id, desk.person.id)
    return tell("Cancelled. Nothing was sent, and your answers were deleted.", title="Cancelled", replaces=True)


async def _close(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    return tell(
        'Nothing was sent. What you kept before is still there: say "my drafts" to see it.',
        title="Closed",
        replaces=True,
    )


async def _change(turn: Turn, desk: Desk, value: str) -> Reply:
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, _ = opened
    raw = raw_values(draft)
    fields = [one for one in fields_of(route.model) if one.name in raw]
    chosen = next((one for one in fields if one.name == value), None)
    if chosen is not None:
        stored = {name: kept for name, kept in draft.values["values"].items() if name != chosen.name}
        draft = await drafts.save(
            desk.tx, draft, {**draft.values, "values": stored}, desk.now, desk.now + desk.house.draft_lasts
        )
        desk.talk.put("asking", {"draft": draft.id, "field": chosen.name})
        return show(question(route, draft, chosen), replaces=True)
    if not fields:
        return await _go_on_press(turn, desk, "")
    buttons = tuple(Button(one.label[:BUTTON_MOST], "chat.change", one.name) for one in fields)
    return tell("Which answer do you want to change?", *buttons, Button("Go on", "chat.go_on"), replaces=bool(value))


def _in_place(reply: Reply) -> Reply:
    return Reply(reply.cards, reply.form, replaces=True, public=False, keep=reply.keep)


async def _ask(turn: Turn, desk: Desk, value: str) -> Reply:
    name, _, context = value.partition(":")
    return _in_place(await begin(turn, desk, name, context))


async def _open_form(turn: Turn, desk: Desk, value: str) -> Reply:
    name, _, context = value.partition(":")
    return await open_form(turn, desk, name, context)


async def open_form(turn: Turn, desk: Desk, name: str, context: str) -> Reply:
    """Return the form filled in as far as it is known."""
    route = desk.forms.get(name)
    if route is None:
        return tell(GONE)
    opened = await route.opens(turn, desk, context)
    return opened if isinstance(opened, Reply) else Reply(form=opened)


CHAT: Final = Capability(
    "chat",
    words={"go on": Route(_go_on_press), "resume": Route(_go_on_press)},
    presses={
        "chat.open": Route(_open_form),
        "chat.ask": Route(_ask),
        "chat.answer": Route(_press_answer),
        "chat.toggle": Route(_toggle),
        "chat.back": Route(_back),
        "chat.skip": Route(_skip),
        "chat.later": Route(_later),
        "chat.resume": Route(_resume),
        "chat.go_on": Route(_go_on_press),
        "chat.cancel": Route(_cancel),
        "chat.close": Route(_close),
        "chat.change": Route(_change),
    },
    examples=examples,
)
