"""What was removed from a draft: where, and by which kind; putting a word back that is no name; taking more out.

What was removed is kept nowhere, so that only the person can say it again. Nothing of another person is touched.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.asking import raw_values
from handlers.capability import FormRoute, Route
from handlers.chat.card import Button, Card, Item, Items, Part, Style, Text
from handlers.chat.form import Ask, Form, Widget, fields_of, form
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import RawAnswer, Turn
from handlers.desk import Desk
from handlers.incidents import drafting, looking, screened_reading
from handlers.incidents.filling import GONE
from handlers.incidents.kinds import kind_of
from handlers.incidents.traces import note_on_draft, note_own
from handlers.unlinked import hour_of
from storage import conversations, corrections, taking_out
from storage.drafts import Draft
from storage.rules import corrections as rules

NOT_NAME_FORM: Final = "incidents.not_name"
REMOVE_FORM: Final = "incidents.remove"
SHOWN_MOST: Final = 10
PHRASES_MOST: Final = 10


class NotNameForm(BaseModel):
    """A word that was taken for a name."""

    number: Annotated[int, Ask("Which one? Its number in the list", least=1, top=100)] = 1
    word: Annotated[
        str,
        Ask("Which word is it?", hint="Type the word again: we did not keep it. Letters only.", most=200, hidden=True),
    ]


class RemoveForm(BaseModel):
    """Words that are to be taken out as well."""

    words: Annotated[
        str,
        Ask("Which words should we take out?", hint="One on each line, as they stand in it.", long=True, hidden=True),
    ]


async def shows(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show what was removed from a draft, each with the words around it."""
    del turn
    draft = await drafting.find(desk, value)
    return show(_card(draft)) if draft is not None else tell(GONE, replaces=True)


def _card(draft: Draft, said: str = "") -> Card:
    return removed_card(_story(draft), looking.mark(draft), said)


def _story(draft: Draft) -> str:
    return str(raw_values(draft).get("what_happened", ""))


def removed_card(text: str, mark: str, said: str = "") -> Card:
    """Return where something was removed from a text, and what a person can do about it."""
    places = rules.places_of(text)
    items = tuple(
        Item(f"{number}. {place.mark[1].upper()}{place.mark[2:-1]}", rules.around(text, place))
        for number, place in enumerate(places[:SHOWN_MOST], start=1)
    )
    more = f"{SHOWN_MOST} of {len(places)} shown." if len(places) > SHOWN_MOST else ""
    lead = "We did not keep the words themselves." if items else "Nothing was removed."
    buttons = [Button("Back to the report", "incidents.confirm", mark, Style.PRIMARY)]
    if any(place.is_name for place in places):
        buttons.append(Button("This is not a name", "chat.open", f"{NOT_NAME_FORM}:{mark}"))
    further = "Remove more" if items else "Remove some words"
    buttons.append(Button(further, "chat.open", f"{REMOVE_FORM}:{mark}"))
    parts: list[Part] = [*([Text(said)] if said else []), Text(lead), *([Items(items, more)] if items else [])]
    return Card("incidents.removed", "What we removed", tuple(parts), tuple(buttons))


async def opens_not_name(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that puts a word back."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE, replaces=True)
    places = rules.places_of(_story(draft))
    first = next((number for number, place in enumerate(places, start=1) if place.is_name), 1)
    return form(
        NotNameForm, NOT_NAME_FORM, "This is not a name", submit="Put it back", context=looking.mark(draft),
        intro="We then leave this word in all that you write. Please never do this with the name of a patient.",
        values={"number": str(first)},
    )  # fmt: skip


async def put_back(turn: Turn, desk: Desk, model: NotNameForm, context: str) -> Reply:
    """Put a word back that is no name, and keep it for this person."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE, replaces=True)
    story = _story(draft)
    places = rules.places_of(story)
    words = rules.no_names(model.word)
    if context != looking.mark(draft) or not model.number <= len(places) or not places[model.number - 1].is_name:
        return show(_card(draft, "There is no name at that number. Nothing was changed."))
    if words is None:
        return show(_card(draft, "A word has letters only, and there are three at most. Nothing was changed."))
    before, known = desk.removed.copy(), desk.not_names
    desk.not_names = known | frozenset(words)
    again = desk.screen(rules.put_back(story, places[model.number - 1], " ".join(model.word.split())))
    if again.removed:
        desk.not_names, desk.removed = known, before
        return show(_card(draft, "We had to take it out again: it still looks like something that names a person."))
    if not await corrections.add(desk.tx, desk.person.id, words, desk.now):
        return show(_card(draft, f"You have said this of {rules.WORDS_MOST} words already. Nothing was changed."))
    await note_own(desk, "name.corrected", words=len(words))
    draft = await drafting.keep(desk, draft, {**raw_values(draft), "what_happened": again.text})
    return looking.last_look(desk, draft, replaces=True)


async def opens_remove(turn: Turn, desk: Desk, context: str) -> Form | Reply:
    """Return the form that takes words out."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE, replaces=True)
    return form(RemoveForm, REMOVE_FORM, "Remove some words", submit="Remove", context=looking.mark(draft))


async def take_out(turn: Turn, desk: Desk, model: RemoveForm, context: str) -> Reply:
    """Take words out of all that a draft says, and of all else that still holds them: other drafts, and answers."""
    del turn
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE, replaces=True)
    raw = raw_values(draft)
    written = [one.name for one in fields_of(kind_of(raw).model) if one.widget in {Widget.TEXT, Widget.PARAGRAPH}]
    phrases, total = model.words.splitlines()[:PHRASES_MOST], 0
    cleaned: dict[str, RawAnswer] = dict(raw)
    for name in written:
        cleaned[name], count = rules.take_out(str(raw.get(name, "")), phrases)
        total += count
    if total == 0:
        return show(_card(draft, "We did not find these words in your report. Nothing was changed."))
    await conversations.forget_answers(desk.tx, desk.person.id, hour_of(desk.now))
    await taking_out.take_out_of_own(desk.tx, desk.person.id, phrases)
    draft = await drafting.find(desk, context) or draft
    screened_reading.forget()
    await note_on_draft(desk, "draft.words_removed", places=total)
    draft = await drafting.keep(desk, draft, cleaned, because={})
    return looking.last_look(desk, draft, replaces=True)


PRESSES: Final[Mapping[str, Route]] = {"incidents.removed": Route(shows)}
FORMS: Final[Mapping[str, FormRoute]] = {
    NOT_NAME_FORM: FormRoute(NotNameForm, opens_not_name, put_back, "This is not a name"),
    REMOVE_FORM: FormRoute(RemoveForm, opens_remove, take_out, "Remove some words"),
}
