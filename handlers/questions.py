"""One question at a time: any form, answered in chat, with back, skip, change, save for later, cancel and resume.

Each answer is screened and kept as it is given, so that a restart in the middle loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from handlers import finding
from handlers.capability import Capability, FormRoute, Route
from handlers.chat.answers import Wrong, check, read
from handlers.chat.card import BUTTON_MOST, Button, Card, Confirm, Part, Style, Text
from handlers.chat.form import UNKNOWN, Field, Form, Widget, fields_of, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import RawAnswer, Turn, Upload
from handlers.desk import Desk
from storage import drafts, files, people
from storage.drafts import Draft
from storage.rules import identifiers

GONE: Final = "That form is no longer open. It was sent, cancelled, or too old. You can start again at any time."
CANCEL: Final = Confirm("Throw this away?", "What you answered so far will be deleted.", "Yes, delete it")


async def begin(turn: Turn, desk: Desk, name: str, context: str) -> Reply:
    """Start asking a form's questions, or go on where they were left."""
    route = desk.forms.get(name)
    if route is None:
        return tell(GONE)
    opened = await route.opens(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    draft = await _draft_of(desk, route, opened)
    return await _go_on(turn, desk, route, draft)


async def _draft_of(desk: Desk, route: FormRoute, opened: Form) -> Draft:
    if route.keeps_draft and opened.context.startswith("d") and opened.context[1:].isdigit():
        found = await drafts.get(desk.tx, int(opened.context[1:]), desk.person.id, desk.now)
        if found is not None:
            return found
    values = {"values": dict(opened.values), "context": opened.context, "shown": dict(opened.shown)}
    expires = desk.now + desk.house.draft_lasts
    return await drafts.add(
        desk.tx, person_id=desk.person.id, form=opened.name, values=values, now=desk.now, expires_at=expires
    )


async def is_asking(desk: Desk) -> bool:
    """Say whether a question is open in this conversation."""
    return "asking" in desk.talk.state


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
            return show(
                Card(
                    "chat.cancel",
                    "Throw this away?",
                    (Text("What you answered so far will be deleted. You can also save it for later."),),
                    (
                        Button("Save for later", "chat.later", style=Style.PRIMARY),
                        _cancel_button(),
                        Button("Go on", "chat.go_on"),
                    ),
                )
            )
        case "change":
            return await _change(turn, desk, "")
        case _:
            return await _take(turn, desk, words)


async def keep_file(desk: Desk, uploads: Sequence[Upload]) -> str | Wrong:
    """Keep the first of the files and return its key; a sentence when it is too large or of a kind we do not take."""
    if not uploads:
        return ""
    upload = uploads[0]
    if len(upload.content) > files.LARGEST:
        return Wrong(f"This file is too large. Please keep it under {files.LARGEST // 1024 // 1024} MB.")
    if upload.media_type not in files.TYPES:
        return Wrong("We take pictures (PNG or JPEG), PDF and plain text. Please send one of these.")
    return await files.add(
        desk.tx,
        name=desk.screen(upload.name).text,
        media_type=upload.media_type,
        content=upload.content,
        owner_id=desk.person.id,
        now=desk.now,
    )


async def take_files(turn: Turn, desk: Desk, uploads: Sequence[Upload]) -> Reply:
    """Take files that were dropped into the chat as the answer to an open question for a file, if one is open."""
    opened = await _open(desk)
    if opened is None or opened[2].widget is not Widget.FILE:
        return tell(
            "We did not keep the file: there is no question open that a file answers. Please tell us in words.",
            Button("Report a safety event", "chat.say", "report"),
        )
    draft, route, field = opened
    kept = await keep_file(desk, uploads)
    if isinstance(kept, Wrong):
        return show(_question(route, draft, field, kept.why))
    draft = await _keep(desk, draft, field, kept)
    return await _go_on(turn, desk, route, draft, after=field.name)


async def _open(desk: Desk) -> tuple[Draft, FormRoute, Field] | None:
    asking = desk.talk.state.get("asking")
    if not isinstance(asking, dict):
        return None
    draft = await drafts.get(desk.tx, int(asking["draft"]), desk.person.id, desk.now)
    route = desk.forms.get(draft.form) if draft else None
    if draft is None or route is None:
        desk.talk.put("asking", None)
        return None
    field = next((one for one in fields_of(route.model) if one.name == asking["field"]), None)
    return (draft, route, field) if field is not None else None


async def _take(turn: Turn, desk: Desk, words: str) -> Reply:
    opened = await _open(desk)
    if opened is None:
        return tell(GONE)
    draft, route, field = opened
    raw = await settle(desk, field, _typed(field, words, draft))
    if isinstance(raw, Wrong):
        return show(_question(route, draft, field, raw.why, await suggestions(desk, field, words)))
    value = read(field, raw, desk.today)
    if isinstance(value, Wrong):
        return show(_question(route, draft, field, value.why))
    draft = await _keep(desk, draft, field, raw)
    return with_removed(await _go_on(turn, desk, route, draft, after=field.name), desk.removed)


def with_removed(reply: Reply, removed: Mapping[str, int]) -> Reply:
    """Return the reply with a first line that says what was taken out of the person's words, if anything was."""
    said = identifiers.describe(removed)
    if not said or not reply.cards:
        return reply
    first = reply.cards[0]
    line = Text(f"{said} Please don't send patient details here.")
    return replace(reply, cards=(replace(first, parts=(line, *first.parts)), *reply.cards[1:]))


def _typed(field: Field, words: str, draft: Draft) -> RawAnswer:
    if field.widget is Widget.CHOICES and words == "":
        return tuple(draft.values["values"].get(field.name, ()))
    return words


async def settle(desk: Desk, field: Field, raw: RawAnswer) -> RawAnswer | Wrong:
    """Return a raw answer ready to be kept: free text screened, places and people turned into their ids."""
    text = raw if isinstance(raw, str) else ""
    if field.widget is Widget.FILE and text:
        known = await files.name_of(desk.tx, text, desk.person.id)
        return text if known else Wrong("Please send the file itself, or leave this empty.")
    if field.widget in {Widget.TEXT, Widget.PARAGRAPH} and not field.public:
        return desk.screen(text).text
    if field.widget not in {Widget.LOCATION, Widget.PERSON} or not text.strip():
        return raw
    if text.startswith("#") or text == UNKNOWN or (not field.required and text.lower() in {"don't know", "dont know"}):
        return text
    found = await suggestions(desk, field, text)
    best = finding.only(found)
    if best is not None:
        return f"#{best.id}"
    what = "place" if field.widget is Widget.LOCATION else "person"
    if found:
        return Wrong(f"Which {what} do you mean: " + ", ".join(one.name for one in found[:4]) + "?")
    return Wrong(f"We do not know that {what}. Please check the spelling, or choose from the list.")


async def suggestions(desk: Desk, field: Field, typed: str) -> tuple[finding.Found, ...]:
    """Return the places or people that may be meant, best first; nothing for other fields."""
    match field.widget:
        case Widget.LOCATION:
            return tuple(finding.places(typed, desk.places))
        case Widget.PERSON:
            return tuple(finding.people(typed, await people.all_active(desk.tx)))
        case _:
            return ()


async def _keep(desk: Desk, draft: Draft, field: Field, raw: RawAnswer) -> Draft:
    stored = dict(draft.values["values"])
    stored[field.name] = list(raw) if isinstance(raw, tuple) else raw
    values = {**draft.values, "values": stored}
    return await drafts.save(desk.tx, draft, values, desk.now, desk.now + desk.house.draft_lasts)


def raw_values(draft: Draft) -> dict[str, RawAnswer]:
    """Return a draft's raw answers, lists as tuples again."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in draft.values["values"].items()}


async def _go_on(turn: Turn, desk: Desk, route: FormRoute, draft: Draft, after: str = "") -> Reply:
    raw = raw_values(draft)
    fields = [field for field in fields_of(route.model) if route.applies(field.name, raw)]
    names = [field.name for field in fields]
    rest = fields[names.index(after) + 1 :] if after in names else fields
    unanswered = next((field for field in rest if field.name not in raw), None) or next(
        (field for field in fields if field.name not in raw), None
    )
    if unanswered is not None:
        desk.talk.put("asking", {"draft": draft.id, "field": unanswered.name})
        return show(_question(route, draft, unanswered))
    return await _finish(turn, desk, route, draft)


async def _finish(turn: Turn, desk: Desk, route: FormRoute, draft: Draft) -> Reply:
    raw = raw_values(draft)
    checked = check(route.model, raw, desk.today)
    if isinstance(checked, dict):
        return _ask_again(desk, route, draft, checked)
    desk.raw = raw
    context = f"d{draft.id}" if route.keeps_draft else str(draft.values.get("context", ""))
    reply = await route.answered(turn, desk, checked, context)
    if reply.form is not None and reply.form.errors and reply.form.name == draft.form:
        return _ask_again(desk, route, draft, reply.form.errors)
    desk.talk.put("asking", None)
    if not route.keeps_draft:
        await drafts.drop(desk.tx, draft.id, desk.person.id)
    if reply.form is not None:
        return await begin(turn, desk, reply.form.name, reply.form.context)
    return reply


def _ask_again(desk: Desk, route: FormRoute, draft: Draft, errors: Mapping[str, str]) -> Reply:
    fields = fields_of(route.model)
    field = next((one for one in fields if one.name in errors), fields[0])
    desk.talk.put("asking", {"draft": draft.id, "field": field.name})
    return show(_question(route, draft, field, errors.get(field.name, "")))


def _question(
    route: FormRoute, draft: Draft, field: Field, wrong: str = "", more: tuple[finding.Found, ...] = ()
) -> Card:
    raw = raw_values(draft)
    asked = [one for one in fields_of(route.model) if route.applies(one.name, raw)]
    number = [one.name for one in asked].index(field.name) + 1 if field in asked else 1
    return question_card(field, number, len(asked), wrong=wrong, known=raw.get(field.name), more=more)


def question_card(
    field: Field,
    number: int,
    total: int,
    *,
    wrong: str = "",
    known: RawAnswer | None = None,
    more: tuple[finding.Found, ...] = (),
) -> Card:
    """Return one question as a card: what is asked, how far it is, and the answers that can be pressed."""
    parts: list[Part] = []
    if wrong:
        parts.append(Text(f"Please check: {wrong}"))
    if field.hint:
        parts.append(Text(field.hint, quiet=True))
    buttons = [Button(one.name[:BUTTON_MOST], "chat.answer", f"{field.name}|#{one.id}") for one in more]
    if field.widget is Widget.CHOICES:
        chosen = known if isinstance(known, tuple) else ()
        labels = [choice.label for choice in field.choices if choice.value in chosen]
        parts.append(Text("Chosen: " + (", ".join(labels) or "nothing yet") + "."))
        buttons += [
            Button(
                ("Remove " if choice.value in chosen else "") + choice.label[:50],
                "chat.toggle",
                f"{field.name}|{choice.value}",
            )
            for choice in field.choices
        ]
        buttons.append(Button("Done", "chat.answer", f"{field.name}|", Style.PRIMARY))
    else:
        buttons += [
            Button(choice.label[:BUTTON_MOST], "chat.answer", f"{field.name}|{choice.value}")
            for choice in field.choices
        ]
    if field.widget is Widget.DATE:
        buttons += [
            Button("Today", "chat.answer", f"{field.name}|today"),
            Button("Yesterday", "chat.answer", f"{field.name}|yesterday"),
        ]
    if field.widget is Widget.NUMBER and field.least == 0:
        buttons += [Button(str(n), "chat.answer", f"{field.name}|{n}") for n in (1, 0)]
    parts.append(Text(f"Question {number} of {total}. {_how(field)}", quiet=True))
    buttons += [Button("Back", "chat.back")] if number > 1 else []
    buttons += [Button("Skip", "chat.skip")] if not field.required else []
    buttons += [Button("Save for later", "chat.later"), _cancel_button()]
    return Card("chat.question", field.label, tuple(parts), tuple(buttons))


def _cancel_button() -> Button:
    return Button("Cancel", "chat.cancel", style=Style.DANGER, confirm=CANCEL)


def _how(field: Field) -> str:
    match field.widget:
        case Widget.LOCATION:
            return "Type the name of the place, like ward 7."
        case Widget.PERSON:
            return "Type the person's name."
        case Widget.DATE:
            return "Type a date like 14/03/2026, or press a button."
        case Widget.TIME:
            return "Type a time like 02:15."
        case Widget.NUMBER:
            return "Type a number."
        case Widget.CHOICE | Widget.CHOICES:
            return "Press a button, or type the answer."
        case Widget.FILE:
            return "Send the file in this chat, or skip."
        case _:
            return "Type your answer."


async def _press_answer(turn: Turn, desk: Desk, value: str) -> Reply:
    name, _, raw = value.partition("|")
    opened = await _open(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.name != name:
        return show(_question(route, draft, field), replaces=True)
    return _in_place(await _take(turn, desk, raw))


async def _toggle(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001 - every press has the same shape
    name, _, choice = value.partition("|")
    opened = await _open(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.name == name and choice in {one.value for one in field.choices}:
        chosen = list(draft.values["values"].get(name, ()))
        chosen = [one for one in chosen if one != choice] if choice in chosen else [*chosen, choice]
        draft = await _keep(desk, draft, field, tuple(chosen))
    return show(_question(route, draft, field), replaces=True)


async def _back(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await _open(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    raw = raw_values(draft)
    names = [one.name for one in fields_of(route.model) if route.applies(one.name, raw)]
    at = names.index(field.name) if field.name in names else 0
    earlier = next(one for one in fields_of(route.model) if one.name == names[max(0, at - 1)])
    desk.talk.put("asking", {"draft": draft.id, "field": earlier.name})
    return show(_question(route, draft, earlier), replaces=True)


async def _skip(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await _open(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    if field.required:
        return show(_question(route, draft, field, "We need this one."), replaces=True)
    draft = await _keep(desk, draft, field, "")
    return _in_place(await _go_on(turn, desk, route, draft, after=field.name))


async def _later(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await _open(desk)
    desk.talk.put("asking", None)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, _, _ = opened
    button = Button("Go on", "chat.resume", str(draft.id), Style.PRIMARY)
    days = desk.house.draft_lasts.days
    return tell(
        f'Saved. We keep it for {days} days. You find it under "my drafts".',
        button,
        title="Saved for later",
        replaces=True,
    )


async def _resume(turn: Turn, desk: Desk, value: str) -> Reply:
    draft = await drafts.get(desk.tx, int(value), desk.person.id, desk.now) if value.isdigit() else None
    route = desk.forms.get(draft.form) if draft else None
    if draft is None or route is None:
        return tell(GONE, replaces=True)
    return _in_place(await _go_on(turn, desk, route, draft))


async def _go_on_press(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await _open(desk)
    if opened is None:
        return tell(GONE, replaces=True)
    draft, route, field = opened
    return show(_question(route, draft, field), replaces=True)


async def _cancel(turn: Turn, desk: Desk, value: str) -> Reply:  # noqa: ARG001
    opened = await _open(desk)
    desk.talk.put("asking", None)
    if opened is not None:
        await drafts.drop(desk.tx, opened[0].id, desk.person.id)
    return tell("Cancelled. Nothing was sent, and your answers were deleted.", title="Cancelled", replaces=True)


async def _change(turn: Turn, desk: Desk, value: str) -> Reply:
    opened = await _open(desk)
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
        return show(_question(route, draft, chosen), replaces=True)
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


def draft_form(desk: Desk, route: FormRoute, name: str, draft: Draft, **rest: Any) -> Form:
    """Return a draft as a form with everything filled in."""
    values = raw_values(draft)
    shown = {f"#{place.id}": place.name for place in desk.places if f"#{place.id}" in values.values()}
    return form(route.model, name, route.title, context=f"d{draft.id}", values=values, shown=shown, **rest)


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
        "chat.change": Route(_change),
    },
)
