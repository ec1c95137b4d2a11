"""Forms and cards drawn as Slack views (modals and the home tab), and what a view remembers for its answer.

A view's memory comes back from the network: it says what a form is about and is never proof of a right.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any, Final

from bot.slack.draw import Block, Uploaded, cards_as_blocks, no_upload, plain
from bot.slack.text import pieces
from handlers.chat.card import Card, shorten
from handlers.chat.form import Choice, Field, Form, Widget

VIEW_MOST: Final = 100
TEXT_MOST: Final = 3000
FILE_BYTES: Final = 10_000_000
FORM_VIEW: Final = "form"
CARD_VIEW: Final = "card"
TITLE: Final = "Patient safety"
_RADIO_MOST: Final = 10
_OPTIONS_MOST: Final = 100
_FILES_MOST: Final = 5
_MEMORY_MOST: Final = 3000


@dataclass(frozen=True, slots=True)
class Memory:
    """What a view remembers: which form about what, and where the person was when it opened.

    ``place`` is (kind, id); ``here`` reaches it; ``card`` is the message whose button opened the view.
    """

    form: str = ""
    context: str = ""
    place: tuple[str, str] | None = None
    here: Mapping[str, str] = field(default_factory=dict)
    card: Mapping[str, str] | None = None


def pack_memory(memory: Memory) -> str:
    """Return the memory as Slack keeps it. Raises ValueError when it is too long, naming the form."""
    packed = json.dumps(asdict(memory), separators=(",", ":"))
    if len(packed) > _MEMORY_MOST:
        raise ValueError(f"{memory.form}: a view remembers {_MEMORY_MOST} characters at most, not {len(packed)}")
    return packed


def unpack_memory(packed: str) -> Memory:
    """Return the memory of a view; an empty one for anything that we did not write."""
    try:
        found = json.loads(packed)
        place = found.get("place")
        return Memory(
            str(found.get("form", "")),
            str(found.get("context", "")),
            (str(place[0]), str(place[1])) if place else None,
            {str(k): str(v) for k, v in (found.get("here") or {}).items()},
            {str(k): str(v) for k, v in found["card"].items()} if found.get("card") else None,
        )
    except (ValueError, AttributeError, LookupError, TypeError):
        return Memory()


def form_as_view(form: Form, memory: Memory, cards: Sequence[Card] = (), uploaded: Uploaded = no_upload) -> Block:
    """Return the modal of ``form``, with ``cards`` above its questions.

    Raises ValueError, naming the form, for what Slack would refuse.
    """
    blocks = cards_as_blocks(cards, uploaded, most=VIEW_MOST)
    blocks += [{"type": "section", "text": plain(piece)} for piece in pieces(form.intro)]
    for question in form.fields:
        if question.name in form.errors:
            blocks.append({"type": "section", "text": plain(f"Problem: {form.errors[question.name]}")})
        blocks.append(_input(form, question))
    if len(blocks) > VIEW_MOST:
        raise ValueError(f"{form.name}: {len(blocks)} blocks are more than the {VIEW_MOST} that Slack takes")
    remembered = Memory(form.name, form.context, memory.place, memory.here, memory.card)
    return {
        "type": "modal",
        "callback_id": FORM_VIEW,
        "title": plain(form.title, 24),
        "submit": plain(form.submit, 24),
        "close": plain("Cancel"),
        "private_metadata": pack_memory(remembered),
        "blocks": blocks,
    }


def cards_as_view(cards: Sequence[Card], memory: Memory, uploaded: Uploaded = no_upload) -> Block:
    """Return a modal that shows cards with their buttons. Raises ValueError as ``cards_as_blocks`` does."""
    return {
        "type": "modal",
        "callback_id": CARD_VIEW,
        "title": plain(TITLE),
        "close": plain("Close"),
        "private_metadata": pack_memory(Memory("", "", memory.place, memory.here, memory.card)),
        "blocks": cards_as_blocks(cards, uploaded, most=VIEW_MOST) or [{"type": "section", "text": plain("Done.")}],
    }


def cards_as_home(cards: Sequence[Card], uploaded: Uploaded = no_upload) -> Block:
    """Return the home tab. What does not fit is left out with a line that says so and what to do."""
    blocks = cards_as_blocks(cards, uploaded, most=10_000)
    if len(blocks) > VIEW_MOST:
        more = "There is more than fits here. Write “help” in Messages to see the rest."
        blocks = [*blocks[: VIEW_MOST - 1], {"type": "context", "elements": [plain(more)]}]
    return {"type": "home", "blocks": blocks or [{"type": "section", "text": plain("Nothing waits for you.")}]}


def field_of(block_id: str) -> str:
    """Return the name of the question that an input block asks."""
    return block_id.partition(".")[0]


def _input(form: Form, question: Field) -> Block:
    block: Block = {
        "type": "input",
        "block_id": _block_id(form, question),
        "label": plain(question.label),
        "optional": not question.required,
        "element": _element(form, question) | {"action_id": question.widget.value},
    }
    return block | ({"hint": plain(question.hint, 2000)} if question.hint else {})


def _block_id(form: Form, question: Field) -> str:
    """Return an id that changes with the form, its subject and what is filled in.

    Slack keeps what stands in an input while a view is replaced by another with the same id: without this the
    second patient would start with the first one's answers.
    """
    of = json.dumps([form.name, form.context, form.values.get(question.name, "")])
    return f"{question.name}.{hashlib.sha256(of.encode()).hexdigest()[:8]}"


def _element(form: Form, question: Field) -> Block:
    value = form.values.get(question.name, "")
    several = value if isinstance(value, tuple) else (value,) if value else ()
    one = several[0] if several else ""
    match question.widget:
        case Widget.TEXT | Widget.PARAGRAPH:
            most = min(max(question.most, len(one)), TEXT_MOST)
            element: Block = {
                "type": "plain_text_input",
                "multiline": question.widget is Widget.PARAGRAPH,
                "max_length": most,
            }
            return element | ({"initial_value": shorten(one, most)} if one else {})
        case Widget.DATE:
            return {"type": "datepicker"} | ({"initial_date": one} if _is_day(one) else {})
        case Widget.TIME:
            return {"type": "timepicker"} | ({"initial_time": one[:5]} if _is_time(one) else {})
        case Widget.NUMBER:
            bounds = {"min_value": str(question.least), "max_value": str(question.top)}
            # Slack refuses a whole form for one number out of bounds.
            known = re.fullmatch(r"-?\d{1,9}", one, re.ASCII) is not None and question.least <= int(one) <= question.top
            initial = {"initial_value": one} if known else {}
            return {"type": "number_input", "is_decimal_allowed": False} | bounds | initial
        case Widget.CHOICE | Widget.CHOICES:
            return _choice(form, question, several)
        case Widget.LOCATION | Widget.PERSON:
            known = one.startswith("#") and one[1:].isdecimal()
            first = {"initial_option": option(Choice(one, shorten(form.shown.get(one, one), 75)))} if known else {}
            return {"type": "external_select", "min_query_length": 2, "placeholder": plain("Type to search")} | first
        case Widget.FILE:
            kinds = sorted(question.takes | ({"jpeg"} if "jpg" in question.takes else set()))
            return {"type": "file_input", "max_files": _FILES_MOST if question.several else 1, "filetypes": kinds}


def _choice(form: Form, question: Field, several: tuple[str, ...]) -> Block:
    if len(question.choices) > _OPTIONS_MOST:
        raise ValueError(f"{form.name}.{question.name}: Slack offers {_OPTIONS_MOST} choices at most")
    few = len(question.choices) <= _RADIO_MOST
    chosen = [option(choice) for choice in question.choices if choice.value in several]
    element: Block = {"options": [option(choice) for choice in question.choices]}
    if question.widget is Widget.CHOICES:
        element["type"] = "checkboxes" if few else "multi_static_select"
        return element | ({"initial_options": chosen} if chosen else {})
    element["type"] = "radio_buttons" if few and question.required else "static_select"
    return element | ({"initial_option": chosen[0]} if chosen else {})


def option(choice: Choice) -> Block:
    """Return one thing that can be chosen."""
    return {"text": plain(choice.label, 75), "value": choice.value}


def _is_day(text: str) -> bool:
    """Return whether a date picker can start with ``text``; words such as "yesterday" it cannot show."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).isoformat().startswith(text)
    except ValueError:
        return False


def values_of(state: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """Return the raw answers that stand in the inputs of a view or message, by question (files left out)."""
    found: dict[str, str | tuple[str, ...]] = {}
    for block_id, elements in (state.get("values") or {}).items():
        for element in elements.values():
            if element.get("type") != "file_input":
                found[field_of(block_id)] = _raw(element)
    return found


def _raw(element: Mapping[str, Any]) -> str | tuple[str, ...]:
    if "selected_options" in element:
        return tuple(str(chosen["value"]) for chosen in element["selected_options"] or ())
    if "selected_option" in element:
        return str((element["selected_option"] or {}).get("value", ""))
    for name in ("value", "selected_date", "selected_time"):
        if element.get(name):
            return str(element[name])
    return ""


def error_answer(view: Mapping[str, Any], errors: Mapping[str, str]) -> Block | None:
    """Return the answer that puts sentences beside the questions of the shown ``view``.

    A sentence about a question that is not shown goes to the first one; None when the view asks nothing.
    """
    shown = [str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input"]
    if not shown or not errors:
        return None
    by_field = {field_of(block_id): block_id for block_id in shown}
    beside: dict[str, str] = {}
    for name, sentence in errors.items():
        block_id = by_field.get(name, shown[0])
        beside[block_id] = shorten(f"{beside[block_id]} {sentence}" if block_id in beside else sentence, 1000)
    return {"response_action": "errors", "errors": beside}
