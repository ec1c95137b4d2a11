"""The open question of a form that is answered in chat: which one it is, what an answer does to it, and what is next.

Each answer is settled and kept as it is given, so that a restart in the middle loses nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers import finding
from handlers.capability import FormRoute
from handlers.chat.answers import Wrong, check, is_bare_number, not_one_of, read, read_number
from handlers.chat.card import Card, Text
from handlers.chat.form import Field, Form, Widget, fields_of, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import RawAnswer, Turn
from handlers.desk import Desk
from handlers.question_card import question_card
from handlers.settling import settle, suggestions
from storage import drafts
from storage.drafts import Draft
from storage.rules import identifiers

GONE: Final = "That form is no longer open. It was sent, cancelled, or too old. You can start again at any time."
ALL_ANSWERED: Final = "You have been asked everything. To change an answer, press “Change something”."
_STORY_WORDS: Final = 6
"""From so many words on, what is typed may be a story in which an answer stands by chance."""


async def begin(turn: Turn, desk: Desk, name: str, context: str) -> Reply:
    """Start asking a form's questions, or go on where they were left."""
    route = desk.forms.get(name)
    if route is None:
        return tell(GONE)
    opened = await route.opens(turn, desk, context)
    if isinstance(opened, Reply):
        return opened
    if route.unlinked:
        return Reply(form=opened)
    draft = await _draft_of(desk, route, opened)
    reply = await go_on(turn, desk, route, draft, begins=True)
    # The same card again, without a word, would look like a button that does nothing.
    return reply if not route.keeps_draft or await is_asking(desk) else _led(reply, ALL_ANSWERED)


async def _draft_of(desk: Desk, route: FormRoute, opened: Form) -> Draft:
    if route.keeps_draft and opened.context.startswith("d"):
        found = await drafts.get(desk.tx, read_number(opened.context[1:]) or 0, desk.person.id, desk.now)
        if found is not None:
            return found
    # What a form starts with is nobody's answer, and nor is what stands in one about nothing yet: both are asked.
    starts = form(route.model, opened.name, opened.title).values
    told = {name: value for name, value in opened.values.items() if starts.get(name) != value}
    known = told if opened.context else {}
    values = {"values": known, "context": opened.context, "shown": dict(opened.shown)}
    expires = desk.now + desk.house.draft_lasts
    return await drafts.add(
        desk.tx, person_id=desk.person.id, form=opened.name, values=values, now=desk.now, expires_at=expires
    )


async def is_asking(desk: Desk) -> bool:
    """Say whether a question is open in this conversation."""
    return "asking" in desk.talk.state


async def opened_question(desk: Desk) -> tuple[Draft, FormRoute, Field] | None:
    """Return the draft, the form and the field that are open in this conversation; None when there is no question."""
    asked = desk.talk.state.get("asking")
    if not isinstance(asked, dict):
        return None
    draft = await drafts.get(desk.tx, int(asked["draft"]), desk.person.id, desk.now)
    route = desk.forms.get(draft.form) if draft else None
    field = next((one for one in fields_of(route.model) if one.name == asked["field"]), None) if route else None
    if draft is None or route is None or field is None:
        desk.talk.put("asking", None)
        return None
    return draft, route, field


async def may_miss(desk: Desk, words: str) -> bool:
    """Say whether words may be something else than the answer to the open question.

    They are when they cannot be read as one, or are so many that an answer was perhaps found in them by chance: a time
    in a whole story. Where free text is asked for, all words are the answer.
    """
    opened = await opened_question(desk)
    if opened is None or opened[2].widget in {Widget.TEXT, Widget.PARAGRAPH, Widget.FILE}:
        return False
    return len(words.split()) >= _STORY_WORDS or not await answers_it(desk, words)


async def answers_it(desk: Desk, words: str) -> bool:
    """Say whether words can be read as the answer to the question that is open."""
    opened = await opened_question(desk)
    if opened is None or is_bare_number(opened[2], words):
        return False
    raw = await settle(desk, opened[2], _typed(opened[2], words, opened[0]))
    return not isinstance(raw, Wrong) and not isinstance(read(opened[2], raw, desk.today), Wrong)


async def take(turn: Turn, desk: Desk, words: str, *, typed: bool = False) -> Reply:
    """Take words as the answer to the open question and ask the next; ask again when they cannot be used.

    ``typed``: a person wrote them, so they are no code that a button holds.
    """
    opened = await opened_question(desk)
    if opened is None:
        return tell(GONE)
    draft, route, field = opened
    if typed and is_bare_number(field, words):
        return show(question(route, draft, field, not_one_of(field).why))
    raw = await settle(desk, field, _typed(field, words, draft))
    if isinstance(raw, Wrong):
        return show(question(route, draft, field, raw.why, await suggestions(desk, field, words)))
    value = read(field, raw, desk.today)
    if isinstance(value, Wrong):
        return show(question(route, draft, field, value.why))
    draft = await keep(desk, draft, field, raw)
    return with_removed(await go_on(turn, desk, route, draft, after=field.name), desk.removed)


def with_removed(reply: Reply, removed: Mapping[str, int], deletes: str = "") -> Reply:
    """Return the reply with a first line that says what was taken out of the person's words, if anything was.

    ``deletes`` is how they delete their own message, in which it still stands: we cannot.
    """
    said = identifiers.describe(removed)
    if not said:
        return reply
    line = f"{said} Please don't send patient details here."
    if deletes:
        line += f" They still stand in your message above, and we cannot delete it. You can: {deletes}"
    return _led(reply, line)


def _led(reply: Reply, line: str) -> Reply:
    """Return the reply with a line before all that it says, but for what comes first in any case."""
    if not reply.cards:
        asked = reply.form
        return reply if asked is None else replace(reply, form=replace(asked, intro=f"{line} {asked.intro}".strip()))
    first = reply.cards[0]
    led = next((at for at, part in enumerate(first.parts) if not (isinstance(part, Text) and part.leads)), 0)
    parts = (*first.parts[:led], Text(line), *first.parts[led:])
    return replace(reply, cards=(replace(first, parts=parts), *reply.cards[1:]))


def _typed(field: Field, words: str, draft: Draft) -> RawAnswer:
    if field.widget is Widget.CHOICES and words == "":
        return tuple(draft.values["values"].get(field.name, ()))
    return words


async def keep(desk: Desk, draft: Draft, field: Field, raw: RawAnswer) -> Draft:
    """Keep one settled answer in the draft."""
    stored = dict(draft.values["values"])
    stored[field.name] = list(raw) if isinstance(raw, tuple) else raw
    values = {**draft.values, "values": stored}
    return await drafts.save(desk.tx, draft, values, desk.now, desk.now + desk.house.draft_lasts)


def raw_values(draft: Draft) -> dict[str, RawAnswer]:
    """Return a draft's raw answers, lists as tuples again."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in draft.values["values"].items()}


async def go_on(
    turn: Turn, desk: Desk, route: FormRoute, draft: Draft, after: str = "", *, begins: bool = False
) -> Reply:
    """Ask the next question that has no answer, looking first behind ``after``; with all answered, send the form.

    The route's own first ones come before. When the asking ``begins``, the very first may have an answer already that
    is only a guess.
    """
    raw = raw_values(draft)
    fields = {field.name: field for field in fields_of(route.model) if route.applies(field.name, raw)}
    names = list(fields)
    first = [name for name in route.first(draft) if name in fields]
    rest = names[names.index(after) + 1 :] if after in fields else names
    guessed = first[:1] if begins else []
    asked = next((name for name in (*guessed, *first, *rest, *names) if name not in raw or name in guessed), None)
    if asked is None:
        return await _finish(turn, desk, route, draft)
    desk.talk.put("asking", {"draft": draft.id, "field": asked, "after": after})
    return show(question(route, draft, fields[asked]))


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
    return show(question(route, draft, field, errors.get(field.name, "")))


def question(
    route: FormRoute, draft: Draft, field: Field, wrong: str = "", more: tuple[finding.Found, ...] = ()
) -> Card:
    """Return a question of a draft as a card; ``wrong`` says what to check, ``more`` what may be meant."""
    raw = raw_values(draft)
    asked = [one for one in fields_of(route.model) if route.applies(one.name, raw)]
    place = [one.name for one in asked].index(field.name) if field in asked else 0
    answered = sum(one.name in raw for one in asked if one.name != field.name)
    number = 1 + (min(place, answered) if field.name in raw else answered)
    put = route.asks(field, raw)
    return question_card(put, number, len(asked), wrong=wrong, known=raw.get(field.name), more=more)
