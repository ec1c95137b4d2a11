"""Cards drawn as Slack blocks. People's words go into plain or rich text, where Slack reads no markup.

It raises ValueError, naming the cards, for what Slack would refuse; it sends nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from bot.slack.text import MARK_MOST, escape, is_free_of_markup, pieces
from handlers.chat.card import (
    Button,
    Card,
    Facts,
    Item,
    Items,
    Part,
    Picture,
    Steps,
    StepState,
    Style,
    Text,
    shorten,
)

Block = dict[str, Any]
Uploaded = Callable[[Picture], str | None]
"""The id of the file that a picture was uploaded as, or None: then its words stand in its place."""

MESSAGE_MOST: Final = 50
VALUE_MOST: Final = 2000
_ROW_MOST: Final = 25
_LABEL_MOST: Final = 75
_CONFIRM: Final = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_ALT_MOST: Final = 2000
_STEP: Final = {
    StepState.DONE: "✓ Done",
    StepState.NOW: "▶ Now",
    StepState.NEXT: "○ To come",
    StepState.LATE: "! Late",
}
_STYLE: Final = {Style.PRIMARY: "primary", Style.DANGER: "danger"}


def no_upload(picture: Picture) -> None:
    """Return None: no picture was uploaded."""


def plain(text: str, most: int = MARK_MOST) -> Block:
    """Return a text object that Slack shows letter by letter; a dash for no words, which Slack refuses."""
    return {"type": "plain_text", "text": shorten(text, most) if text.strip() else "–", "emoji": False}


def cards_as_blocks(cards: Sequence[Card], uploaded: Uploaded = no_upload, *, most: int = MESSAGE_MOST) -> list[Block]:
    """Return the blocks of one message with all ``cards``, a line between them.

    Raises ValueError naming the cards when Slack would refuse that many blocks.
    """
    blocks: list[Block] = []
    numbers = iter(range(10_000))
    for card in cards:
        if blocks:
            blocks.append({"type": "divider"})
        if card.title:
            blocks.append({"type": "header", "text": plain(card.title, 150)})
        for part in card.parts:
            blocks.extend(_part(part, uploaded, numbers))
        blocks.extend(_rows(card.buttons, numbers))
    if len(blocks) > most:
        names = ", ".join(card.name for card in cards)
        raise ValueError(f"{names}: {len(blocks)} blocks are more than the {most} that Slack takes")
    return blocks


def notice(cards: Sequence[Card]) -> str:
    """Return the line that a notification shows: the headings, so that a locked screen tells no story."""
    titles = " · ".join(card.title for card in cards if card.title)
    if titles:
        return escape(shorten(titles, 300))
    first = next((part.text for card in cards for part in card.parts if isinstance(part, Text)), "")
    return escape(shorten(first.strip() or "Patient safety", 300))


def button_element(button: Button, number: int) -> Block:
    """Return a button. Its value carries the action and what it is about: ``<action> <value>``.

    ``number`` makes its id unique in the message. Raises ValueError for an action with a space or a value too long.
    """
    element: Block = {"type": "button", "text": plain(button.label, _LABEL_MOST)}
    if button.style in _STYLE:
        element["style"] = _STYLE[button.style]
    if button.url:
        return element | {"action_id": f"link.{number}", "url": button.url}
    value = f"{button.action} {button.value}"
    if " " in button.action or len(value) > VALUE_MOST:
        raise ValueError(
            f"{button.action}: an action has no spaces, and with its value {VALUE_MOST} characters at most"
        )
    element |= {"action_id": f"press.{number}", "value": value}
    if button.confirm is not None:
        asked = {
            "title": button.confirm.title,
            "text": button.confirm.text,
            "confirm": button.confirm.yes,
            "deny": button.confirm.no,
        }
        element["confirm"] = {name: plain(text, _CONFIRM[name]) for name, text in asked.items()}
        if button.style is Style.DANGER:
            element["confirm"]["style"] = "danger"
    return element


def _rows(buttons: Sequence[Button], numbers: Iterable[int]) -> list[Block]:
    elements = [button_element(button, number) for button, number in zip(buttons, numbers, strict=False)]
    return [
        {"type": "actions", "elements": elements[start : start + _ROW_MOST]}
        for start in range(0, len(elements), _ROW_MOST)
    ]


def _part(part: Part, uploaded: Uploaded, numbers: Iterable[int]) -> list[Block]:
    match part:
        case Text(text, quiet=True):
            return [{"type": "context", "elements": [plain(piece)]} for piece in pieces(text)]
        case Text(text, quote=True):
            return [rich({"type": "rich_text_quote", "elements": [run(piece)]}) for piece in pieces(text)]
        case Text(text):
            return [{"type": "section", "text": plain(piece)} for piece in pieces(text)]
        case Facts(pairs):
            return _facts(pairs)
        case Items(items, more):
            blocks = [block for item in items for block in _item(item, numbers)]
            return blocks + ([{"type": "context", "elements": [plain(more)]}] if more else [])
        case Steps():
            return _steps(part)
        case Picture():
            return [_picture(part, uploaded)]


def rich(*elements: Block) -> Block:
    """Return a rich text block: its runs are shown as they are, whatever characters they hold."""
    return {"type": "rich_text", "elements": list(elements)}


def run(text: str, *, bold: bool = False) -> Block:
    """Return a run of text in a rich text block."""
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def _facts(pairs: tuple[tuple[str, str], ...]) -> list[Block]:
    """Return the facts line by line, a long value split over blocks so that all of it can be read."""
    blocks: list[Block] = []
    line: list[Block] = []
    for label, value in pairs:
        parts = pieces(value) or ["–"]
        runs = [run(label, bold=True), run(f"  {parts[0]}")]
        for further in parts[1:]:
            blocks.append(rich({"type": "rich_text_section", "elements": [*line, *runs]}))
            line, runs = [], [run(further)]
        line += ([run("\n")] if line else []) + runs
        if sum(len(part["text"]) for part in line) > MARK_MOST - 300:
            blocks.append(rich({"type": "rich_text_section", "elements": line}))
            line = []
    if line:
        blocks.append(rich({"type": "rich_text_section", "elements": line}))
    return blocks


def _item(item: Item, numbers: Iterable[int]) -> list[Block]:
    title, text = shorten(item.title, 300), shorten(item.text, MARK_MOST - 400)
    if is_free_of_markup(title) and is_free_of_markup(text) and title:
        shown: Block = {"type": "mrkdwn", "text": f"*{escape(title)}*\n{escape(text)}".rstrip(), "verbatim": True}
        shown = shown if len(shown["text"]) <= MARK_MOST else plain(f"{title}\n{text}".strip())
    else:
        shown = plain(f"{title}\n{text}".strip())
    block: Block = {"type": "section", "text": shown}
    if len(item.buttons) == 1:
        return [block | {"accessory": button_element(item.buttons[0], next(iter(numbers)))}]
    return [block, *_rows(item.buttons, numbers)]


def _steps(steps: Steps) -> list[Block]:
    done = sum(step.state is StepState.DONE for step in steps.steps)
    bar = "▓" * done + "░" * (len(steps.steps) - done)
    lines = [f"{bar} {done} of {len(steps.steps)} done"]
    lines += [f"{_STEP[step.state]}: {step.title}" for step in steps.steps]
    return [{"type": "section", "text": plain(piece)} for piece in pieces("\n".join(lines))]


def _picture(picture: Picture, uploaded: Uploaded) -> Block:
    file = uploaded(picture)
    if file is None:
        return {"type": "section", "text": plain(f"Picture: {picture.alt}")}
    return {"type": "image", "slack_file": {"id": file}, "alt_text": shorten(picture.alt, _ALT_MOST)}
