"""What Slack refuses in blocks and views: slack_sdk's own models first, then the limits that they miss.

It raises ``Refusal`` with Slack's error code; the detail is for the person who reads a failing test. A block that was
looked at once is not looked at again: the same blocks are drawn hundreds of times.
"""

import json
from collections.abc import Iterable
from datetime import date, time
from functools import cache
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
TEXT_MOST = 40_000
INPUTS = {
    "plain_text_input", "datepicker", "timepicker", "number_input", "radio_buttons", "static_select", "checkboxes",
    "multi_static_select", "external_select", "file_input",
}  # fmt: skip


class Refusal(Exception):  # noqa: N818 - it is what Slack answers
    """Slack's answer ``{"ok": false, "error": code}``."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def check_message(text: str, blocks: list[dict[str, Any]] | None, ready_files: Iterable[str]) -> None:
    """Refuse what chat.postMessage refuses."""
    if len(text) > TEXT_MOST:
        raise Refusal("msg_too_long")
    if not text and not blocks:
        raise Refusal("no_text")
    check_blocks(blocks or [], BLOCKS_IN_MESSAGE, set(ready_files))


def check_view(view: dict[str, Any], ready_files: Iterable[str]) -> None:
    """Refuse what views.open, views.update and views.publish refuse."""
    blocks = view.get("blocks") or []
    try:
        View(**{**view, "blocks": [{"type": "divider"}] * len(blocks)}).to_dict()  # each block is looked at below
    except Exception as error:
        raise Refusal("invalid_arguments", str(error)) from error
    asks = any(block.get("type") == "input" for block in blocks)
    if view["type"] == "modal":
        _require(1 <= len(view.get("title", {}).get("text", "")) <= 24, "a modal has a title of 1 to 24 characters")
        _require("submit" in view or not asks, "a modal with inputs has a submit button")
        for name in ("submit", "close"):
            _require(len(view.get(name, {}).get("text", "x")) in range(1, 25), f"{name}: 1 to 24 characters")
    else:
        _require(not {"title", "submit", "close"} & set(view), "a home tab has neither title nor submit")
    _require(len(view.get("private_metadata", "")) <= 3000, "private_metadata has at most 3000 characters")
    _require(bool(blocks), "a view has blocks")
    check_blocks(blocks, BLOCKS_IN_VIEW, set(ready_files))


def check_blocks(blocks: list[dict[str, Any]], most: int, ready_files: set[str]) -> None:
    """Refuse blocks that break a limit."""
    if len(blocks) > most:
        raise Refusal("invalid_blocks", f"{len(blocks)} blocks, at most {most}")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    _require(len(ids) == len(set(ids)), "block ids are unique")
    for block in blocks:
        _check_block(json.dumps(block))
        if block["type"] == "image":
            file = block.get("slack_file", {}).get("id")
            _require(file in ready_files or "image_url" in block, f"invalid slack file {file}")


@cache
def _check_block(text: str) -> None:
    block = json.loads(text)
    parsed = Block.parse(block)
    _require(parsed is not None, f"unknown block {block.get('type')}")
    try:
        parsed.to_dict()  # type: ignore[union-attr]
    except Exception as error:
        raise Refusal("invalid_blocks", str(error)) from error
    _check_texts(block)
    match block["type"]:
        case "actions":
            _require(1 <= len(block["elements"]) <= 25, "1 to 25 buttons in a row")
            elements = block["elements"]
        case "section":
            _require("text" in block or bool(block.get("fields")), "a section has text or fields")
            elements = [block["accessory"]] if "accessory" in block else []
        case "input":
            _require(block["element"]["type"] in INPUTS, f"no input {block['element']['type']}")
            _check_input(block["element"])
            elements = [block["element"]]
        case "image":
            _require(bool(block.get("alt_text")), "an image has words")
            elements = []
        case "rich_text":
            _check_rich(block["elements"])
            elements = []
        case _:
            elements = []
    actions = [element["action_id"] for element in elements]
    _require(len(actions) == len(set(actions)), "action ids are unique in a block")
    for element in elements:
        _check_element(element)


def _check_element(element: dict[str, Any]) -> None:
    if element["type"] == "button":
        _require(1 <= len(element["text"]["text"]) <= 75, "a button's text has 1 to 75 characters")
        _require(element["text"]["type"] == "plain_text", "a button's text is plain")
        _require(len(element.get("value", "x")) <= 2000, "a button's value has at most 2000 characters")
        _require(element.get("style", "primary") in {"primary", "danger"}, "a button is primary or danger")
        for name, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
            shown = element.get("confirm", {}).get(name, {"text": "x"})["text"]
            _require(1 <= len(shown) <= most, f"confirm {name}: 1 to {most} characters")
    options = element.get("options", [])
    most = 10 if element["type"] in {"radio_buttons", "checkboxes"} else 100
    _require("options" not in element or 1 <= len(options) <= most, f"1 to {most} options")
    initial = element.get("initial_options", []) + ([element["initial_option"]] if "initial_option" in element else [])
    for option in [*options, *initial]:
        _require(1 <= len(option["text"]["text"]) <= 75, "an option's text has 1 to 75 characters")
        _require(1 <= len(option["value"]) <= 150, "an option's value has 1 to 150 characters")
    if options:
        _require(all(option in options for option in initial), "what is chosen at first is among the options")


def _check_input(element: dict[str, Any]) -> None:
    match element["type"]:
        case "plain_text_input":
            most = element.get("max_length", 3000)
            _require(1 <= most <= 3000, "max_length is 1 to 3000")
            _require(len(element.get("initial_value", "")) <= most, "initial_value within max_length")
        case "datepicker" if "initial_date" in element:
            _require(_reads(date.fromisoformat, element["initial_date"], 10), "initial_date is YYYY-MM-DD")
        case "timepicker" if "initial_time" in element:
            _require(_reads(time.fromisoformat, element["initial_time"], 5), "initial_time is HH:MM")
        case "number_input":
            low, high = float(element["min_value"]), float(element["max_value"])
            _require(low <= high, "min_value is not above max_value")
            _require(low <= float(element.get("initial_value", low)) <= high, "initial_value within its bounds")
        case "file_input":
            _require(1 <= element.get("max_files", 10) <= 10, "1 to 10 files")


def _reads(read: Any, text: str, length: int) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return len(text) == length


def _check_rich(elements: list[dict[str, Any]]) -> None:
    _require(bool(elements), "a rich text has elements")
    for element in elements:
        _require(element["type"] in {"rich_text_section", "rich_text_quote"}, f"no rich text {element['type']}")
        _require(bool(element["elements"]), "a rich text element has runs")
        for run in element["elements"]:
            _require(run["type"] == "text" and run["text"] != "", "a run has text")
            _require(len(run["text"]) <= 3000, "a run has at most 3000 characters")


def _check_texts(value: Any) -> None:
    """Refuse an empty or over-long text object anywhere in a block."""
    if isinstance(value, list):
        for part in value:
            _check_texts(part)
    elif isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn"}:
            _require(bool(value["text"].strip()) and len(value["text"]) <= 3000, "a text has 1 to 3000 characters")
        for part in value.values():
            _check_texts(part)


def _require(condition: bool, detail: str) -> None:
    if not condition:
        raise Refusal("invalid_blocks", detail)
