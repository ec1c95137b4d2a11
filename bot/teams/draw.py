"""Replies drawn as one Adaptive Card: cards stacked, the form (if any) last. It is pure and decides nothing.

Teams takes about 28 KB a message. A card that would be larger loses its pictures first (their words stay) and then
long texts are shortened with a visible mark; what a person typed into a form is never shortened.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic_core import to_json

from bot.teams.actions import Ask, actions_for, cancel_actions, part_answers, submit_action
from bot.teams.draw_form import NO_LISTS, Lists, form_elements
from bot.teams.text import Element, escape, heading, line, literal, paragraphs, run
from handlers.chat.card import Button, Card, Facts, Item, Items, Part, Picture, Steps, StepState, Style, Text, shorten
from handlers.chat.form import Form
from handlers.chat.reply import Reply

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
BUDGET: Final = 25 * 1024
"""The largest card in bytes of JSON: below the 28 KB of a message, with room for the envelope."""

_VERSION: Final = "1.5"
_LABEL_MOST: Final = 20
_TEXTS: Final = (6000, 6000, 2500, 1000, 400, 150)
_STATES: Final = {
    StepState.DONE: "✓ Done",
    StepState.NOW: "▶ Now",
    StepState.NEXT: "○ To come",
    StepState.LATE: "! Late",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """How much a drawing may take."""

    text: int
    pictures: bool
    ask: Ask


def draw(reply: Reply, lists: Lists = NO_LISTS, *, ask: Ask = Ask.EXECUTE) -> Element:
    """Return the Adaptive Card of a reply.

    ``lists`` holds the places and people for the form's searches. ``ask`` is Ask.SUBMIT in a dialog. Raises ValueError,
    naming the cards, when it cannot be made to fit.
    """
    for level, text in enumerate(_TEXTS):
        card = _draw(reply, lists, _Room(text, level == 0, ask))
        if size_of(card) <= BUDGET:
            return card
    named = ", ".join([*(one.name for one in reply.cards), *([reply.form.name] if reply.form else [])])
    raise ValueError(f"too large for one Teams message: {named}")


def draw_to_send(reply: Reply, lists: Lists = NO_LISTS) -> Element:
    """Return the card of a reply that is sent as a message: a form that Teams would not take is asked in parts.

    First its lists are left out, so that a place is searched by typing; then one question at a time is offered, which
    holds what is filled in already. Raises ValueError when nothing helps.
    """
    try:
        return draw(reply, lists)
    except ValueError:
        form = reply.form
        if form is None:
            raise
    try:
        return draw(reply)
    except ValueError:
        return draw(replace(reply, cards=(*reply.cards, _in_parts(form)), form=None))


def _in_parts(form: Form) -> Card:
    """Return the way to a form's questions one by one; beside it what was wrong, of which nothing is lost."""
    labels = {field.name: field.label for field in form.fields}
    wrong = " ".join(f"{labels.get(name, name)}: {why}" for name, why in form.errors.items())
    said = f"{wrong} This form is too long for one message in Teams. We can ask you its questions one at a time."
    ask = Button("Ask me one at a time", "chat.ask", f"{form.name}:{form.context}", Style.PRIMARY)
    return Card("teams.in_parts", form.title, (Text(said.strip()),), (ask,))


def size_of(card: Element) -> int:
    """Return the size of a card as it travels, in bytes."""
    return len(to_json(card))


def attach(card: Element) -> Element:
    """Return the card as an attachment of a message."""
    return {"contentType": CARD_TYPE, "content": card}


def summary_of(reply: Reply) -> str:
    """Return what a notification may show: the heading, which never tells a story."""
    titles = [card.title for card in reply.cards if card.title] + ([reply.form.title] if reply.form else [])
    return titles[0] if titles else "Safety"


def spoken(reply: Reply) -> str:
    """Return the words of a reply, for where only a line of text can be shown."""
    words = [part.text for card in reply.cards for part in card.parts if isinstance(part, Text)]
    return "\n\n".join(words or [card.title for card in reply.cards if card.title])


def _draw(reply: Reply, lists: Lists, room: _Room) -> Element:
    body: list[Element] = []
    last: list[Element] = []
    for number, card in enumerate(reply.cards):
        items = _card(card, room)
        answers, others = part_answers(card.buttons)
        if answers:
            items.append({"type": "ActionSet", "actions": actions_for(answers, room.ask), "spacing": "small"})
        buttons = actions_for(others, room.ask)
        ends_here = reply.form is None and number == len(reply.cards) - 1
        if buttons and not ends_here:
            items.append({"type": "ActionSet", "actions": buttons})
        elif buttons:
            last = buttons
        if items:
            apart = {"separator": True, "spacing": "large"} if body else {}
            body.append({"type": "Container", "items": items, **apart})
    if reply.form is not None:
        body += form_elements(reply.form, lists, alone=not any(card.buttons for card in reply.cards))
        last = [submit_action(reply.form, room.ask), *cancel_actions(room.ask)]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": _VERSION,
        "body": body,
        **({"actions": last} if last else {}),
    }


def _card(card: Card, room: _Room) -> list[Element]:
    items = [heading(card.title)] if card.title else []
    for part in card.parts:
        items += _part(part, room)
    return items


def _part(part: Part, room: _Room) -> list[Element]:
    match part:
        case Text():
            return _text(part, room)
        case Facts():
            return _facts(part, room)
        case Items():
            return _items(part, room)
        case Steps():
            return _steps(part)
        case Picture():
            return _picture(part, room)


def _text(part: Text, room: _Room) -> list[Element]:
    style: dict[str, Any] = {"isSubtle": True} if part.quiet else {}
    drawn = paragraphs(part.text, room.text, **style)
    if part.quote and drawn:
        return [{"type": "Container", "style": "emphasis", "items": drawn}]
    return drawn


def _facts(part: Facts, room: _Room) -> list[Element]:
    """Return a table of two columns, or lines when a label is wider than Teams lets that column be."""
    pairs = [(label, shorten(value, room.text)) for label, value in part.pairs]
    if any(len(label) > _LABEL_MOST for label, _ in pairs):
        return [
            line(run(f"{label}: ", weight="bolder"), run(value), spacing="small" if number else "default")
            for number, (label, value) in enumerate(pairs)
        ]
    facts = [{"title": escape(label), "value": escape(value)} for label, value in pairs]
    return [{"type": "FactSet", "facts": facts}] if facts else []


def _items(part: Items, room: _Room) -> list[Element]:
    drawn = [_item(item, room) for item in part.items]
    if part.more:
        drawn.append(line(run(part.more, isSubtle=True)))
    return drawn


def _item(item: Item, room: _Room) -> Element:
    inside = [line(run(shorten(item.title, room.text), weight="bolder"))]
    told = paragraphs(item.text, room.text)
    if told:
        told[0]["spacing"] = "none"
    inside += told
    if item.buttons:
        inside.append({"type": "ActionSet", "actions": actions_for(item.buttons, room.ask), "spacing": "small"})
    return {"type": "Container", "items": inside, "spacing": "medium" if item.buttons else "default"}


def _steps(part: Steps) -> list[Element]:
    done = sum(step.state is StepState.DONE for step in part.steps)
    drawn = [
        line(run(_STATES[step.state], weight="bolder"), run(f" · {step.title}"), spacing="small") for step in part.steps
    ]
    return [*drawn, line(run(f"{done} of {len(part.steps)} done", isSubtle=True), spacing="small")]


def _picture(part: Picture, room: _Room) -> list[Element]:
    if not room.pictures:
        return [line(run(f"{part.alt} (The picture is too large to show here.)", isSubtle=True))]
    source = "data:image/png;base64," + base64.b64encode(part.png).decode()
    return [{"type": "Image", "url": source, "altText": literal(part.alt), "size": "stretch"}]


def names(cards: Sequence[Card]) -> str:
    """Return the types of the cards, for a log line."""
    return ",".join(card.name for card in cards)
