"""Filling in a modal of the fake Slack: words become what Slack's inputs hold, within what its client allows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.slack_person import SlackPeople


async def state_of(
    people: "SlackPeople", user: str, view: dict[str, Any], values: Mapping[str, Any], *, complete: bool = False
) -> dict[str, dict[str, Any]]:
    """Return the state of a view's inputs with ``values`` (by label or field name) over what stands in them.

    A value of several choices is a tuple, of a file a tuple (name, media type, bytes, and a claimed size if not the
    true one). ``complete`` demands required answers, as Slack's client does before it sends.
    """
    state: dict[str, dict[str, Any]] = {}
    left = dict(values)
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, label = block["element"], block["label"]["text"]
        name = block["block_id"].partition(".")[0]
        key = label if label in left else name
        answer = await _answer(people, user, view, block, left.pop(key)) if key in left else _standing(element)
        is_empty = not any(answer.get(part) for part in _PARTS)
        assert not (complete and is_empty and not block.get("optional")), f"{label!r} needs an answer"
        state[block["block_id"]] = {element["action_id"]: answer}
    assert not left, f"no such questions: {sorted(left)}"
    return state


_PARTS = ("value", "selected_date", "selected_time", "selected_option", "selected_options", "files")


def answer_input(element: dict[str, Any], answer: dict[str, Any]) -> None:
    """Let an answer stand in its input, so that it is still there when the form comes back with errors."""
    names = {
        "value": "initial_value", "selected_date": "initial_date", "selected_time": "initial_time",
        "selected_option": "initial_option", "selected_options": "initial_options",
    }  # fmt: skip
    for part, initial in names.items():
        if answer.get(part):
            element[initial] = answer[part]
        elif part in answer:
            element.pop(initial, None)


def _standing(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "plain_text_input" | "number_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "timepicker":
            return {"type": kind, "selected_time": element.get("initial_time")}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "file_input":
            return {"type": kind, "files": []}
        case _:
            return {"type": kind, "selected_option": element.get("initial_option")}


async def _answer(
    people: "SlackPeople", user: str, view: dict[str, Any], block: dict[str, Any], value: Any
) -> dict[str, Any]:
    element = block["element"]
    kind = element["type"]
    match kind:
        case "plain_text_input":
            assert len(value) <= element.get("max_length", 3000), "Slack stops typing at the limit"
            return {"type": kind, "value": value or None}
        case "number_input":
            low, high = float(element["min_value"]), float(element["max_value"])
            assert low <= float(value) <= high, "Slack's client refuses this number"
            return {"type": kind, "value": str(value)}
        case "datepicker":
            return {"type": kind, "selected_date": value}
        case "timepicker":
            return {"type": kind, "selected_time": value}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": [_choose(element["options"], label) for label in value]}
        case "external_select":
            offered = await people.suggest(user, view, block, value)
            return {"type": kind, "selected_option": _choose(offered, value)}
        case "file_input":
            return {"type": kind, "files": [hand_over(people, *value)]}
        case _:
            return {"type": kind, "selected_option": _choose(element["options"], value)}


def _choose(options: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """Return the option with this label or value, or the first whose label holds the words."""
    exact = [option for option in options if wanted in {option["text"]["text"], option["value"]}]
    close = [option for option in options if wanted.lower() in option["text"]["text"].lower()]
    found = exact or close
    assert found, f"{wanted!r} is not offered: {[option['text']['text'] for option in options]}"
    return found[0]


def hand_over(
    people: "SlackPeople", name: str, media_type: str, content: bytes, size: int | None = None
) -> dict[str, Any]:
    """Upload a file to Slack as a person does, and return how Slack tells of it; ``size`` is what it claims."""
    file = people.api.number("F")
    people.api.files[file] = {"id": file, "content": content, "mimetype": media_type}
    url = f"{people.api.origin}/download/{file}"
    claimed = len(content) if size is None else size
    return {"id": file, "name": name, "mimetype": media_type, "size": claimed, "url_private_download": url}
