"""Drafts: the list of them, the reminder before one is deleted, and keeping one for longer. Only ever one's own."""

from typing import Final

from handlers.asking import raw_values
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Item, Style, Text, counted, shorten
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import cards, drafting, editing
from handlers.incidents.deleting import delete_button
from handlers.showing import pages
from storage import drafts
from storage.drafts import Draft
from storage.records import Message
from storage.rules.expiry import remind_at
from storage.rules.workdays import say_instant

_MOST: Final = 500
"""More drafts than anybody begins in the days for which one is kept."""
GONE: Final = 'This draft is no longer there. It was sent, deleted, or too old. Say "my drafts" to see the others.'


async def my_drafts(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show a page of what the person began and has not sent."""
    del turn
    card = await drafts_card(desk, value)
    if card is None:
        return tell("You have no drafts.", title="My drafts", replaces=bool(value))
    return show(card, replaces=bool(value))


async def drafts_card(desk: Desk, value: str = "") -> Card | None:
    """Return a page of the person's drafts, or None when there are none. ``value`` is what a button says of it."""
    found = await drafts.of_person(desk.tx, desk.person.id, desk.now, limit=_MOST) if desk.person.id else []
    known = [draft for draft in found if draft.form in desk.forms]
    if not known:
        return None
    offset = pages.start(value, len(known))
    items = [
        Item(f"{_title(desk, draft)}, begun {say_instant(draft.created_at, desk.now)}", _words(draft), (_go_on(draft),))
        for draft in known[offset : offset + pages.PAGE]
    ]
    return cards.drafts_card(items, len(known), offset)


def _title(desk: Desk, draft: Draft) -> str:
    changes = editing.reference_of(draft)
    return f"Change of report {changes}" if changes else desk.forms[draft.form].title


def _words(draft: Draft) -> str:
    return shorten(str(raw_values(draft).get("what_happened", "")), 120)


def _go_on(draft: Draft) -> Button:
    """Return the way on: the last look when enough was said for one, otherwise the next question."""
    raw = raw_values(draft)
    if draft.form in drafting.FORMS and raw.get("what_happened") and raw.get("event_type"):
        return Button("Go on", "incidents.confirm", f"d{draft.id}", Style.PRIMARY)
    return Button("Go on", "chat.resume", str(draft.id), Style.PRIMARY)


async def longer(turn: Turn, desk: Desk, value: str) -> Reply:
    """Keep a draft for as long again as a new one is kept."""
    del turn
    draft = await _own(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    kept = await drafts.keep_until(desk.tx, draft, desk.now, desk.now + desk.house.draft_lasts)
    return tell(
        f'We keep it until {say_instant(kept.expires_at, desk.now)}. You will find it under "my drafts".',
        _go_on(kept),
        title="Kept",
        replaces=True,
    )


async def throw(turn: Turn, desk: Desk, value: str) -> Reply:
    """Throw away a draft of any form."""
    del turn
    draft = await _own(desk, value)
    if draft is None:
        return tell(GONE, replaces=True)
    await drafts.drop(desk.tx, draft.id, desk.person.id)
    return tell("Nothing was sent.", title="Deleted", replaces=True)


async def _own(desk: Desk, value: str) -> Draft | None:
    return await drafts.get(desk.tx, read_number(value.removeprefix("d")) or 0, desk.person.id, desk.now)


async def draw(message: Message, desk: Desk) -> Reply | None:
    """Remind somebody of a draft that will soon be deleted; not when it was sent, deleted or kept meanwhile."""
    draft = await drafts.look(desk.tx, read_number(message.subject.removeprefix("draft:")) or 0, desk.now)
    if draft is None or draft.person_id != desk.person.id or draft.form not in desk.forms:
        return None
    if desk.now < remind_at(draft.updated_at, draft.expires_at):
        return None
    ends = say_instant(draft.expires_at, desk.now)
    return show(
        ending_card(_title(desk, draft), _words(draft), ends, desk.house.draft_lasts.days, draft.id, _go_on(draft))
    )


def ending_card(title: str, words: str, ends: str, days: int, draft_id: int, go_on: Button) -> Card:
    """Return the reminder. ``ends`` is when the draft is deleted, in words; ``days`` how long it can be kept more."""
    parts = (Text(f"{title}. You began it and have not sent it. We keep it until {ends}, and then delete it."),)
    quoted = (Text(words, quote=True),) if words else ()
    return Card(
        "incidents.ending",
        "Your draft will be deleted",
        (*parts, *quoted),
        (
            go_on,
            Button(f"Keep it {counted(days, 'more day')}", "incidents.longer", f"d{draft_id}"),
            delete_button("Delete it now", f"d{draft_id}", action="incidents.throw"),
        ),
    )
