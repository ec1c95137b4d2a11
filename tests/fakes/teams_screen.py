"""What a person sees of an Adaptive Card, and what pressing on it sends: a small, strict Teams client.

``schema_faults`` asks the official Adaptive Card 1.5 schema. ``read_markdown`` shows a TextBlock as Teams does, so
that words which were not escaped look different from what was written.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import adaptive_cards
from jsonschema_rs import Draft6Validator

Element = Mapping[str, Any]

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = (
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"^#{1,6} ", re.MULTILINE), ""),
    (re.compile(r"^[-+*] ", re.MULTILINE), "• "),
    (re.compile(r"&nbsp;"), " "),
    (re.compile(r"&lt;"), "<"),
    (re.compile(r"&amp;"), "&"),
)


class HeldBack(Exception):  # noqa: N818 - it is what a person meets
    """Teams does not send the form: an answer is missing or does not fit. The message is what the person reads."""


@dataclass(frozen=True)
class Shown:
    """An action that can be seen. ``behind`` names what must be pressed first; ``question`` is what stands there."""

    title: str
    action: Element
    behind: str = ""
    question: str = ""


@cache
def _validator() -> Draft6Validator:
    path = Path(adaptive_cards.__file__).parent / "schemas" / "schema-1.5.json"
    return Draft6Validator(json.loads(path.read_text(encoding="utf-8")))


def schema_faults(card: Element) -> list[str]:
    """Return what the official schema has against a card: places and kinds, shortened."""
    return [
        f"{'/'.join(str(part) for part in fault.instance_path)}: {fault.message[:200]}"
        for fault in _validator().iter_errors(card)
    ]


def read_markdown(text: str) -> str:
    """Return a TextBlock's text as it is shown."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\x00{len(kept) - 1}\x00"

    shown = _ESCAPED.sub(keep, text)
    for pattern, instead in _MARKUP:
        shown = pattern.sub(instead, shown)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], shown)


def words(card: Element) -> list[str]:
    """Return the lines that can be read on a card, from top to bottom, without what is hidden behind buttons."""
    return [line for element in card.get("body", ()) for line in _lines(element)]


def _lines(element: Element) -> Iterator[str]:
    match element["type"]:
        case "TextBlock":
            yield read_markdown(element["text"])
        case "RichTextBlock":
            yield "".join(run["text"] for run in element["inlines"])
        case "FactSet":
            for fact in element["facts"]:
                yield f"{read_markdown(fact['title'])}: {read_markdown(fact['value'])}"
        case "Container":
            for inner in element["items"]:
                yield from _lines(inner)
        case "Image":
            yield f"[{element['altText']}]"
        case kind if kind.startswith("Input."):
            yield element["label"] + (f": {_filled(element)}" if "value" in element else "")


def _filled(element: Element) -> str:
    values = str(element["value"]).split(",") if element.get("isMultiSelect") else [str(element["value"])]
    titles = {choice["value"]: choice["title"] for choice in element.get("choices", ())}
    return ", ".join(titles.get(value, value) for value in values)


def inputs(card: Element) -> dict[str, Element]:
    """Return the inputs of a card by id."""
    return {element["id"]: element for element in _walk(card.get("body", ())) if element["type"].startswith("Input.")}


def _walk(elements: Any) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from _walk(element.get("items", ()))


def actions(card: Element, behind: str = "") -> list[Shown]:
    """Return every action of a card, those behind a ShowCard after it."""
    rows = [element["actions"] for element in _walk(card.get("body", ())) if element["type"] == "ActionSet"]
    found: list[Shown] = []
    question = "\n".join(words(card)) if behind else ""
    for row in [*rows, card.get("actions", [])]:
        if len(row) > 6:
            raise AssertionError("Teams hides every action after the sixth")
        for action in row:
            found.append(Shown(action["title"], action, behind, question))
            if action["type"] == "Action.ShowCard":
                if behind:
                    raise AssertionError("Teams does not show a ShowCard inside a ShowCard")
                found += actions(action["card"], action["title"])
    return found


def fill(card: Element, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the inputs send: what stands in them, with ``values`` typed over it by field name or label.

    Raises KeyError for a field that is not there, and ValueError for a choice that is not offered.
    """
    known = inputs(card)
    sent = {name: str(element["value"]) for name, element in known.items() if "value" in element}
    for name, value in values.items():
        element = next((one for one in known.values() if name in {one["id"].partition("_")[2], one["label"]}), None)
        if element is None:
            raise KeyError(f"no input {name!r} among {sorted(known)}")
        sent[element["id"]] = _typed(element, value)
    return sent


def _typed(element: Element, value: Any) -> str:
    parts = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    if element["type"] == "Input.ChoiceSet":
        offered = {text: choice["value"] for choice in element["choices"] for text in choice.values()}
        offered |= {choice["value"]: choice["value"] for choice in element["choices"]}
        missing = [part for part in parts if part and part not in offered]
        if missing:
            raise ValueError(f"{missing} not offered: {sorted(offered)}")
        parts = [offered.get(part, part) for part in parts]
    return ",".join(parts)


def hold_back(card: Element, sent: Mapping[str, str]) -> None:
    """Raise HeldBack when Teams would not send the inputs."""
    for name, element in inputs(card).items():
        value = sent.get(name, "")
        if element.get("isRequired") and not value.strip():
            raise HeldBack(element["errorMessage"])
        if len(value) > element.get("maxLength", len(value)):
            raise HeldBack(f"{element['label']}: too long")
        if element["type"] == "Input.Number" and value:
            number = float(value)
            if not element.get("min", number) <= number <= element.get("max", number):
                raise HeldBack(f"{element['label']}: not in range")
